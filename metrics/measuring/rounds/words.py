"""A measurement's state and how far it has come, as Swedish sentences. Plain text, names in it unescaped."""

from collections.abc import Sequence
from datetime import date

from base.clock import swedish_date
from base.formats import day, plural, share
from data.measuring.closing import RoundEvent
from data.measuring.rounds import Round
from metrics.measuring.rounds.progress import Counts, Stage, UnitProgress

EVENTS = {
    "opened": "Öppnad",
    "reminded": "Påminnelse",
    "closed": "Avslutad",
    "reopened": "Öppnad igen",
    "approved": "Fastställd",
    "withdrawn": "Tillbakatagen",
}
STATES = {"planned": "Planerad", "opened": "Öppen för svar", "closed": "Avslutad"}


def state_word(measurement: Round) -> str:
    """``Planerad``, ``Öppen för svar``, ``Avslutad`` or ``Fastställd``."""
    return "Fastställd" if measurement.approved else STATES[measurement.state]


def state_sentences(measurement: Round, today: date, opened: date | None = None) -> str:
    """State and dates. ``opened``: the day it was first opened, where it is known."""
    sentences = [_state(measurement, opened), *_answering(measurement, today), f"Läget per {day(measurement.as_of)}."]
    if measurement.reopenings:
        sentences.append(f"Öppnad igen {plural(measurement.reopenings, 'gång', 'gånger')}.")
    return " ".join(sentences)


def result_standing_words(measurement: Round) -> str:
    """Whether a result is *fastställd* (when, by whom, case number) or preliminary, and why."""
    if measurement.approved:
        return _approval(measurement)
    if measurement.closed_at is not None:
        return f"Preliminärt: avslutad {day(swedish_date(measurement.closed_at))}, inte fastställd än."
    return "Preliminärt: mätningen pågår, så siffrorna kan ändras."


def _state(measurement: Round, opened: date | None) -> str:
    if measurement.state == "planned":
        return "Planerad, inte öppnad än."
    if measurement.state == "opened":
        return f"Öppen för svar sedan {day(opened)}." if opened else "Öppen för svar."
    closed = f"Avslutad {day(swedish_date(measurement.closed_at))}." if measurement.closed_at else "Avslutad."
    if not measurement.approved:
        return f"{closed} Inte fastställd än."
    return f"{closed} {_approval(measurement)}"


def _approval(measurement: Round) -> str:
    case = f", diarienummer {measurement.case_number}" if measurement.case_number else ""
    return f"Fastställd {day(measurement.approved_on)} av {measurement.approver}{case}."


def _answering(measurement: Round, today: date) -> list[str]:
    if measurement.state == "closed":
        return []
    if measurement.last_day is None:
        return ["Ingen sista dag att svara är satt."]
    if measurement.state == "planned":
        first = f" från {day(measurement.first_day)}" if measurement.first_day else ""
        return [f"Svar tas emot{first} till och med {day(measurement.last_day)}."]
    left = (measurement.last_day - today).days
    if left < 0:
        return [f"Sista dag att svara var {day(measurement.last_day)}; det går att svara tills mätningen avslutas."]
    when = {0: "i dag", 1: "i morgon"}.get(left, f"om {left} dagar")
    return [f"Sista dag att svara är {day(measurement.last_day)}, {when}."]


def counts_sentence(counts: Counts) -> str:
    """``38 av 60 har lämnat in (63 %). 5 har svarat på allt men inte lämnat in, 7 är halvvägs, 10 har inte börjat.``"""
    if not counts.units:
        return "Ingen organisationsdel svarar i mätningen."
    rest = [
        f"{count} {words}"
        for count, words in (
            (counts.answered, "har svarat på allt men inte lämnat in"),
            (counts.halfway, "är halvvägs"),
            (counts.not_begun, "har inte börjat"),
        )
        if count
    ]
    first = f"{share(counts.submitted, counts.units)} har lämnat in."
    return f"{first} {', '.join(rest)}." if rest else f"{first} Alla är klara."


def missing_sentence(counts: Counts) -> str:
    """What a closing would leave unanswered."""
    left = counts.expected - counts.given
    if not left:
        return "Alla frågor är besvarade."
    return f"{share(left, counts.expected)} frågor saknar svar och räknas som obesvarade."


def stage_words(unit: UnitProgress) -> str:
    """``inlämnat``, ``inlämnat, 6 av 8 besvarade``, ``allt besvarat, inte inlämnat``, ``3 av 8`` or ``inte börjat``."""
    if unit.stage is Stage.SUBMITTED:
        return "inlämnat" if not unit.left else f"inlämnat, {unit.given} av {unit.expected} besvarade"
    if unit.stage is Stage.ANSWERED:
        return "allt besvarat, inte inlämnat"
    return f"{unit.given} av {unit.expected}" if unit.begun else "inte börjat"


def event_words(event: RoundEvent) -> str:
    """What happened, as a line of the log."""
    because = f": {event.reason}" if event.reason else ""
    if event.event == "reminded":
        return f"{EVENTS[event.event]} skickad till {event.reason or '–'} mottagare"
    if event.event == "approved":
        case = f", diarienummer {event.case_number}" if event.case_number else ""
        return f"{EVENTS[event.event]} av {event.approver} {day(event.decided_on)}{case}"
    return f"{EVENTS.get(event.event, event.event)}{because}"


def first_opened(events: Sequence[RoundEvent]) -> date | None:
    """The day a round was first opened, in Sweden."""
    return next((swedish_date(event.recorded_at) for event in events if event.event == "opened"), None)
