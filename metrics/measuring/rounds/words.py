"""A measurement's state and how far it has come, as Swedish sentences. Plain text, names in it unescaped."""

from collections.abc import Sequence
from datetime import date

from base.clock import swedish_date
from base.formats import day, listing, plural, share
from data.measuring.closing import RoundEvent
from data.measuring.rounds import Round
from metrics.measuring.having_answered import Standing
from metrics.measuring.rounds.progress import Counts, UnitProgress

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


def answered_words(counts: Counts) -> str:
    """``38 av 60 har svarat``; of answers from a file ``40 av 40 har svarat (svar inlästa)``."""
    words = f"{counts.answered} av {counts.units} har svarat"
    if not counts.imported:
        return words
    everyone = counts.imported == counts.answered + counts.begun
    return f"{words} (svar inlästa{'' if everyone else f' för {counts.imported}'})"


def counts_sentence(counts: Counts) -> str:
    """``38 av 60 har svarat och 22 har inte börjat. 30 har lämnat in, 2 av dem med obesvarade frågor.``"""
    if not counts.units:
        return "Ingen organisationsdel svarar i mätningen."
    others = ((counts.begun, "har påbörjat"), (counts.silent, "har inte börjat"))
    answered = listing([answered_words(counts), *(f"{count} {words}" for count, words in others if count)])
    return f"{answered}.{_submitted_sentence(counts)}"


def _submitted_sentence(counts: Counts) -> str:
    if not counts.submitted:
        return ""
    who = "Alla" if counts.submitted == counts.units else counts.submitted
    gaps = f", {counts.incomplete} av dem med obesvarade frågor" if counts.incomplete else ""
    rest = f", och {counts.unsubmitted} har svarat på allt utan att lämna in" if counts.unsubmitted else ""
    return f" {who} har lämnat in{gaps}{rest}."


def missing_sentence(counts: Counts) -> str:
    """What a closing would leave unanswered."""
    left = counts.expected - counts.given
    if not left:
        return "Alla frågor är besvarade."
    return f"{share(left, counts.expected)} frågor saknar svar och räknas som obesvarade."


def standing_words(unit: UnitProgress) -> str:
    """How far it has come: ``inlämnat med 2 frågor obesvarade``, ``svar inlästa``, ``6 av 8``, ``påbörjat, 1 av 8``."""
    if unit.submitted:
        return f"inlämnat{gap_words(unit)}"
    if unit.standing is Standing.SILENT:
        return "inte börjat"
    counted = f"{unit.given} av {unit.expected}"
    if unit.imported:
        return f"svar inlästa, {counted}" if unit.left else "svar inlästa"
    if not unit.left:
        return "allt besvarat, inte inlämnat"
    return counted if unit.standing is Standing.ANSWERED else f"påbörjat, {counted}"


def gap_words(unit: UnitProgress) -> str:
    """`` med 2 frågor obesvarade``; empty where all are answered."""
    return f" med {plural(unit.left, 'fråga obesvarad', 'frågor obesvarade')}" if unit.left else ""


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
