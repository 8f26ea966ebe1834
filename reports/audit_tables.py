"""The tables of a *revisionspaket*: what was measured, answered, submitted, decided, corrected and checked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from base.clock import FAR
from base.formats import NO_VALUE, day_and_time, first_capital
from data.ledger.definitions import definition
from data.ledger.store import Store
from data.measuring.answer_history import LedgerAnswer, answer_history
from data.measuring.answers import AnswerState
from data.measuring.closing import Restatement, RoundEvent, restatements, round_events
from data.measuring.overrides import Override, overrides
from data.measuring.rounds import Round, round_units
from data.measuring.samples import SampleOutcome, drawn_units, sample_checks
from data.organisation.people import name_of, persons
from data.organisation.units import Unit, units
from files.writer import SheetOut, Value
from metrics.measuring.change_sentences import change_sentence
from metrics.measuring.forms import WantedRound
from metrics.measuring.respondents import Scope
from metrics.measuring.results import Figure
from metrics.measuring.rounds.progress import UnitProgress, progress
from metrics.measuring.rounds.samples import sample_standing
from metrics.measuring.rounds.words import EVENTS, gap_words, standing_words, state_word
from metrics.measuring.scores import scores
from questionnaires.answer_words import NO_ANSWER_LABEL, answer_words
from questionnaires.library import from_canonical
from questionnaires.model import Questionnaire

_OUTCOMES = {
    SampleOutcome.BORNE_OUT: "Stämmer med underlaget",
    SampleOutcome.NOT_SHOWN: "Underlag saknas",
    SampleOutcome.CHANGED: "Svaret ändrat",
    SampleOutcome.DONE: "Enheten granskad",
}
_SOURCES = {
    "correction": "Rättelse efter avslut",
    "workshop": "Arbetsmöte",
    "sheet": "Svarsblad",
    "import": "Inläst",
    "sample": "Stickprov",
}


Row = TypeVar("Row")


class Reader:
    """What the sheets need to call things by name."""

    def __init__(self, store: Store, found: Round) -> None:
        self.store = store
        self.round = found
        self.progress = progress(store, found.round)
        self.form: Questionnaire = from_canonical(definition(store, found.definition_seq))
        self.people = persons(store)
        valid: dict[str, Unit] = {unit.unit: unit for unit in units(store, FAR)}
        self.units = valid | {unit.unit: unit for unit in units(store, found.as_of)}

    def unit(self, unit: str) -> str:
        return self.units[unit].name if unit in self.units else unit

    def code(self, unit: str) -> str | None:
        return self.units[unit].code if unit in self.units else None

    def person(self, person: str | None) -> str | None:
        return None if person is None else name_of(self.people, person)

    def question(self, name: str) -> str:
        known = {question.name: question.label for question in self.form.survey}
        return known.get(name, name)

    def answer(self, question: str, state: str, alternative: str | None) -> str:
        return "Borttaget" if state == AnswerState.CLEARED else answer_words(self.form, question, state, alternative)


def _sheet(name: str, columns: Mapping[str, Callable[[Row], Value]], rows: Iterable[Row]) -> SheetOut:
    return SheetOut(name, tuple(columns), [[cell(row) for cell in columns.values()] for row in rows])


def audit_tables(reader: Reader) -> list[SheetOut]:
    """All of them, in the order they are read."""
    makers = (_summary, _results, _answers, _submitted, _history, _corrections, _sample)
    return [make(reader) for make in makers]


def _summary(reader: Reader) -> SheetOut:
    found, form = reader.round, reader.form
    result = scores(reader.store, WantedRound(found.questionnaire, found.round))
    level = _level(result.total.level, result.total.level_label)
    counts = reader.progress.counts
    rows: list[tuple[str, Value]] = [
        ("Mätning", found.name),
        ("Frågeformulär", form.settings.form_title),
        ("Utgivare", form.settings.issuer or None),
        ("Utgåva", form.settings.edition or None),
        ("Version", form.settings.version),
        ("Läget per", found.as_of),
        ("Läge", state_word(found)),
        ("Avslutad", day_and_time(found.closed_at) if found.closed_at else None),
        ("Fastställd av", found.approver),
        ("Fastställd", found.approved_on),
        ("Diarienummer", found.case_number),
        ("Syfte", found.purpose),
        ("Läses av", found.readers),
        ("Enheter som tillfrågats", counts.units),
        ("Har svarat", counts.answered),
        ("Har påbörjat", counts.begun),
        ("Har inte börjat", counts.silent),
        ("Har lämnat in", counts.submitted),
        ("Har fått svar inlästa", counts.imported),
        ("Resultat", result.total.display if result.total.score is not None else NO_VALUE),
        ("Nivå", level),
        ("Förändring", change_sentence(result.change) or NO_VALUE),
        ("Frågor", result.total.marks),
        *([("Frågor som vilar", ", ".join(found.resting))] if found.resting else []),
        ("Stickprov", sample_standing(reader.store, found.round).text or "Inget stickprov är gjort"),
        ("Huvudbokens läge", reader.store.position()),
    ]
    return SheetOut("Mätningen", ("Uppgift", "Värde"), rows)


def _level(level: int | None, label: str) -> str:
    if level is None:
        return "ej bedömd"
    return f"{level} {label}".strip() if level else "ingen nivå nådd"


def _results(reader: Reader) -> SheetOut:
    found = reader.round
    rows: list[Sequence[Value]] = []
    for unit in round_units(reader.store, found.round):
        own = scores(reader.store, WantedRound(found.questionnaire, found.round), Scope(unit))
        told = overrides(reader.store, found.round, unit, found.closed_seq)
        places: list[tuple[str, Figure, Override | None]] = [("Allt", own.total, None)]
        places += [(area.label, area.figure, told.get(area.id)) for area in own.areas if area.parent is None]
        for label, figure, override in places:
            score = float(figure.score) if figure.score is not None else None
            rows.append(
                (
                    reader.unit(unit),
                    label,
                    score,
                    figure.level,
                    figure.answered,
                    figure.expected,
                    override.level if override else None,
                    override.reason if override else None,
                    reader.person(override.actor) if override else None,
                    change_sentence(own.change) if figure is own.total else None,
                )
            )
    judged = ("Egen bedömning", "Skäl", "Bedömd av", "Förändring")
    headers = ("Enhet", "Område", "Resultat", "Nivå", "Besvarade", "Frågor", *judged)
    return SheetOut("Resultat", headers, rows)


def _answers(reader: Reader) -> SheetOut:
    """Every answer ever given, oldest first: what stood at the closing, and what stands now, is marked."""
    found = reader.round
    columns: dict[str, Callable[[LedgerAnswer], Value]] = {
        "Enhet": lambda given: reader.unit(given.unit),
        "Kod": lambda given: reader.code(given.unit),
        "Fråga": lambda given: given.answer.question,
        "Frågans text": lambda given: reader.question(given.answer.question),
        "Svar": lambda given: reader.answer(given.answer.question, *given.answer.stand),
        "Kommentar": lambda given: given.answer.comment,
        "Underlag": lambda given: given.answer.evidence,
        "Underlagets datum": lambda given: given.answer.evidence_date,
        "För": lambda given: reader.person(given.answer.person),
        "Inskrivet av": lambda given: reader.person(given.answer.actor),
        "När": lambda given: day_and_time(given.answer.recorded_at),
        "Hur": lambda given: _SOURCES.get(given.answer.source or "", "Formuläret"),
        "Skäl": lambda given: given.answer.reason,
        "Gäller": lambda given: _standing(closed=given.at_closing, newest=given.newest),
        "Nummer": lambda given: given.answer.seq,
        "Radens kontrollsumma": lambda given: given.row_hash,
    }
    return _sheet("Svar", columns, answer_history(reader.store, found.round, found.closed_seq))


def _standing(*, closed: bool, newest: bool) -> str:
    if closed and newest:
        return "ja"
    return "vid avslutet" if closed else "nu" if newest else ""


def _submitted(reader: Reader) -> SheetOut:
    columns: dict[str, Callable[[UnitProgress], Value]] = {
        "Enhet": lambda unit: reader.unit(unit.unit),
        "Kod": lambda unit: reader.code(unit.unit),
        "Läge": _submission_words,
        "Ansvarig": lambda unit: reader.person(unit.submission.person) if unit.submission else None,
        "Inskrivet av": lambda unit: reader.person(unit.submission.actor) if unit.submission else None,
        "När": lambda unit: day_and_time(unit.submission.recorded_at) if unit.submission else None,
        "Skäl": lambda unit: unit.submission.reason if unit.submission else None,
        "Besvarade": lambda unit: unit.given,
        "Frågor": lambda unit: unit.expected,
    }
    by_id = {unit.unit: unit for unit in reader.progress.units}
    return _sheet("Inlämnat", columns, [by_id[unit] for unit in round_units(reader.store, reader.round.round)])


def _submission_words(unit: UnitProgress) -> str:
    if unit.submitted:
        return f"Inlämnad{gap_words(unit)}"
    if unit.imported:
        return first_capital(standing_words(unit))
    return "Inte inlämnad" if unit.submission is None else "Återlämnad"


def _history(reader: Reader) -> SheetOut:
    columns: dict[str, Callable[[RoundEvent], Value]] = {
        "När": lambda event: day_and_time(event.recorded_at),
        "Händelse": lambda event: EVENTS.get(event.event, event.event),
        "Inskrivet av": lambda event: reader.person(event.actor),
        "Fastställd av": lambda event: event.approver,
        "Den": lambda event: event.decided_on,
        "Diarienummer": lambda event: event.case_number,
        "Skäl": lambda event: event.reason if event.event != "reminded" else None,
        "Nummer": lambda event: event.seq,
    }
    return _sheet("Händelser", columns, round_events(reader.store, reader.round.round))


def _corrections(reader: Reader) -> SheetOut:
    def said(question: str, state: tuple[AnswerState, str | None] | None) -> str:
        return NO_ANSWER_LABEL if state is None else reader.answer(question, *state)

    columns: dict[str, Callable[[Restatement], Value]] = {
        "Enhet": lambda changed: reader.unit(changed.unit),
        "Fråga": lambda changed: changed.question,
        "Frågans text": lambda changed: reader.question(changed.question),
        "Före": lambda changed: said(changed.question, changed.before),
        "Efter": lambda changed: said(changed.question, changed.after),
        "Skäl": lambda changed: changed.reason,
        "Rättat av": lambda changed: reader.person(changed.actor),
        "När": lambda changed: day_and_time(changed.recorded_at),
    }
    return _sheet("Rättat i efterhand", columns, restatements(reader.store, reader.round.round))


def _sample(reader: Reader) -> SheetOut:
    found = reader.round.round
    rows: list[Sequence[Value]] = [
        (reader.unit(one.unit), None, f"Framlottad bland {one.out_of}", one.lot, None, day_and_time(one.recorded_at))
        for one in drawn_units(reader.store, found)
    ]
    rows += [
        (
            reader.unit(one.unit),
            reader.question(one.question) if one.question else None,
            _OUTCOMES[one.outcome],
            one.note,
            reader.person(one.actor),
            day_and_time(one.recorded_at),
        )
        for one in sample_checks(reader.store, found)
    ]
    return SheetOut("Stickprov", ("Enhet", "Fråga", "Vad", "Anteckning eller lott", "Av", "När"), rows)
