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


def state_word(found: Round) -> str:
    """``Planerad``, ``Öppen för svar``, ``Avslutad`` or ``Fastställd``."""
    return "Fastställd" if found.approved else STATES[found.state]


def state_sentences(found: Round, today: date, opened: date | None = None) -> str:
    """State and dates. ``opened``: the day it was first opened, where it is known."""
    told = [_state(found, opened), *_answering(found, today), f"Läget per {day(found.as_of)}."]
    if found.reopenings:
        told.append(f"Öppnad igen {plural(found.reopenings, 'gång', 'gånger')}.")
    return " ".join(told)


def result_standing_words(found: Round) -> str:
    """Whether a result is *fastställd* (when, by whom, case number) or preliminary, and why."""
    if found.approved:
        case = f", diarienummer {found.case_number}" if found.case_number else ""
        return f"Fastställd {day(found.approved_on)} av {found.approver}{case}."
    if found.closed_at is not None:
        return f"Preliminärt: avslutad {day(swedish_date(found.closed_at))}, inte fastställd än."
    return "Preliminärt: mätningen pågår, så siffrorna kan ändras."


def _state(found: Round, opened: date | None) -> str:
    if found.state == "planned":
        return "Planerad, inte öppnad än."
    if found.state == "opened":
        return f"Öppen för svar sedan {day(opened)}." if opened else "Öppen för svar."
    closed = f"Avslutad {day(swedish_date(found.closed_at))}." if found.closed_at else "Avslutad."
    if not found.approved:
        return f"{closed} Inte fastställd än."
    case = f", diarienummer {found.case_number}" if found.case_number else ""
    return f"{closed} Fastställd {day(found.approved_on)} av {found.approver}{case}."


def _answering(found: Round, today: date) -> list[str]:
    if found.state == "closed":
        return []
    if found.last_day is None:
        return ["Ingen sista dag att svara är satt."]
    if found.state == "planned":
        first = f" från {day(found.first_day)}" if found.first_day else ""
        return [f"Svar tas emot{first} till och med {day(found.last_day)}."]
    left = (found.last_day - today).days
    if left < 0:
        return [f"Sista dag att svara var {day(found.last_day)}; det går att svara tills mätningen avslutas."]
    when = {0: "i dag", 1: "i morgon"}.get(left, f"om {left} dagar")
    return [f"Sista dag att svara är {day(found.last_day)}, {when}."]


def counts_sentence(found: Counts) -> str:
    """``38 av 60 har lämnat in (63 %). 5 har svarat på allt men inte lämnat in, 7 är halvvägs, 10 har inte börjat.``"""
    if not found.units:
        return "Ingen organisationsdel svarar i mätningen."
    rest = [
        f"{count} {words}"
        for count, words in (
            (found.answered, "har svarat på allt men inte lämnat in"),
            (found.halfway, "är halvvägs"),
            (found.not_begun, "har inte börjat"),
        )
        if count
    ]
    first = f"{share(found.submitted, found.units)} har lämnat in."
    return f"{first} {', '.join(rest)}." if rest else f"{first} Alla är klara."


def missing_sentence(found: Counts) -> str:
    """What a closing would leave unanswered."""
    left = found.expected - found.given
    if not left:
        return "Alla frågor är besvarade."
    return f"{share(left, found.expected)} frågor saknar svar och räknas som obesvarade."


def stage_words(unit: UnitProgress) -> str:
    """``inlämnat``, ``inlämnat, 6 av 8 besvarade``, ``allt besvarat, inte inlämnat``, ``3 av 8`` or ``inte börjat``."""
    if unit.stage is Stage.SUBMITTED:
        return "inlämnat" if not unit.left else f"inlämnat, {unit.given} av {unit.expected} besvarade"
    if unit.stage is Stage.ANSWERED:
        return "allt besvarat, inte inlämnat"
    return f"{unit.given} av {unit.expected}" if unit.begun else "inte börjat"


def event_words(found: RoundEvent) -> str:
    """What happened, as a line of the log."""
    because = f": {found.reason}" if found.reason else ""
    if found.event == "reminded":
        return f"{EVENTS[found.event]} skickad till {found.reason or '–'} mottagare"
    if found.event == "approved":
        case = f", diarienummer {found.case_number}" if found.case_number else ""
        return f"{EVENTS[found.event]} av {found.approver} {day(found.decided_on)}{case}"
    return f"{EVENTS.get(found.event, found.event)}{because}"


def first_opened(events: Sequence[RoundEvent]) -> date | None:
    """The day a round was first opened, in Sweden."""
    return next((swedish_date(event.recorded_at) for event in events if event.event == "opened"), None)
