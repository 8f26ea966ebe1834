"""The tables of a *revisionspaket*: what was measured, answered, submitted, decided, corrected and checked."""

from collections.abc import Sequence

from base.clock import FAR
from base.formats import NO_VALUE, day_and_time
from data.ledger.definitions import definition
from data.ledger.store import Store
from data.measuring.answer_history import answer_history
from data.measuring.answers import SUBMITTED, AnswerState
from data.measuring.closing import restatements, round_events
from data.measuring.overrides import Override, overrides
from data.measuring.rounds import Round, round_units
from data.measuring.samples import SampleOutcome, drawn_units, sample_checks
from data.measuring.submissions import submissions
from data.organisation.people import name_of, persons
from data.organisation.units import Unit, units
from files.writer import SheetOut, Value
from metrics.measuring.results import Figure
from metrics.measuring.rounds.samples import sample_standing
from metrics.measuring.rounds.words import EVENTS, state_word
from metrics.measuring.scores import scores
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


class Reader:
    """What the sheets need to call things by name."""

    def __init__(self, store: Store, measured: Round) -> None:
        self.store = store
        self.round = measured
        self.form: Questionnaire = from_canonical(definition(store, measured.definition_seq))
        self.people = persons(store)
        valid: dict[str, Unit] = {unit.unit: unit for unit in units(store, FAR)}
        self.units = valid | {unit.unit: unit for unit in units(store, measured.as_of)}

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
        if state == AnswerState.ANSWERED and alternative is not None:
            return self.form.choice(question, alternative).label
        return {AnswerState.UNKNOWN: "Vet ej", AnswerState.NOT_APPLICABLE: "Gäller inte oss"}.get(
            AnswerState(state), "Borttaget"
        )


def audit_tables(reader: Reader) -> list[SheetOut]:
    """All of them, in the order they are read."""
    makers = (_summary, _results, _answers, _submitted, _history, _corrections, _sample)
    return [make(reader) for make in makers]


def _summary(reader: Reader) -> SheetOut:
    measured, form = reader.round, reader.form
    result = scores(reader.store, measured.questionnaire, measured.round)
    level = _level(result.total.level, result.total.level_label)
    rows: list[tuple[str, Value]] = [
        ("Mätning", measured.name),
        ("Frågeformulär", form.settings.form_title),
        ("Utgivare", form.settings.issuer or None),
        ("Utgåva", form.settings.edition or None),
        ("Version", form.settings.version),
        ("Läget per", measured.as_of),
        ("Läge", state_word(measured)),
        ("Avslutad", day_and_time(measured.closed_at) if measured.closed_at else None),
        ("Fastställd av", measured.approver),
        ("Fastställd", measured.approved_on),
        ("Diarienummer", measured.case_number),
        ("Syfte", measured.purpose),
        ("Läses av", measured.readers),
        ("Enheter som tillfrågats", len(round_units(reader.store, measured.round))),
        ("Resultat", result.total.display if result.total.score is not None else NO_VALUE),
        ("Nivå", level),
        ("Frågor", result.total.marks),
        ("Stickprov", sample_standing(reader.store, measured.round).text or "Inget stickprov är gjort"),
        ("Huvudbokens läge", reader.store.position()),
    ]
    return SheetOut("Mätningen", ("Uppgift", "Värde"), rows)


def _level(level: int | None, label: str) -> str:
    if level is None:
        return "ej bedömd"
    return f"{level} {label}".strip() if level else "ingen nivå nådd"


def _results(reader: Reader) -> SheetOut:
    measured = reader.round
    rows: list[Sequence[Value]] = []
    for unit in round_units(reader.store, measured.round):
        own = scores(reader.store, measured.questionnaire, measured.round, unit)
        overridden = overrides(reader.store, measured.round, unit, measured.closed_seq)
        places: list[tuple[str, Figure, Override | None]] = [("Allt", own.total, None)]
        places += [(area.label, area.figure, overridden.get(area.id)) for area in own.areas if area.parent is None]
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
                )
            )
    headers = (
        "Enhet",
        "Område",
        "Resultat",
        "Nivå",
        "Besvarade",
        "Frågor",
        "Egen bedömning",
        "Skäl",
        "Bedömd av",
    )
    return SheetOut("Resultat", headers, rows)


def _answers(reader: Reader) -> SheetOut:
    """Every answer ever given, oldest first: what stood at the closing, and what stands now, is marked."""
    measured = reader.round
    given = answer_history(reader.store, measured.round, measured.closed_seq)
    lines = [
        (
            reader.unit(entry.unit),
            reader.code(entry.unit),
            entry.answer.question,
            reader.question(entry.answer.question),
            reader.answer(entry.answer.question, entry.answer.state, entry.answer.alternative),
            entry.answer.comment,
            entry.answer.evidence,
            entry.answer.evidence_date,
            reader.person(entry.answer.person),
            reader.person(entry.answer.actor),
            day_and_time(entry.answer.recorded_at),
            _SOURCES.get(entry.answer.source or "", "Formuläret"),
            entry.answer.reason,
            _standing(closed=entry.at_closing, newest=entry.newest),
            entry.answer.seq,
            entry.row_hash,
        )
        for entry in given
    ]
    headers = (
        "Enhet",
        "Kod",
        "Fråga",
        "Frågans text",
        "Svar",
        "Kommentar",
        "Underlag",
        "Underlagets datum",
        "För",
        "Inskrivet av",
        "När",
        "Hur",
        "Skäl",
        "Gäller",
        "Nummer",
        "Radens kontrollsumma",
    )
    return SheetOut("Svar", headers, lines)


def _standing(*, closed: bool, newest: bool) -> str:
    if closed and newest:
        return "ja"
    return "vid avslutet" if closed else "nu" if newest else ""


def _submitted(reader: Reader) -> SheetOut:
    by_unit = submissions(reader.store, reader.round.round)
    rows: list[Sequence[Value]] = []
    for unit in round_units(reader.store, reader.round.round):
        submission = by_unit.get(unit)
        state = "Inte inlämnad" if submission is None else "Inlämnad" if submission.event == SUBMITTED else "Återlämnad"
        rows.append(
            (
                reader.unit(unit),
                reader.code(unit),
                state,
                reader.person(submission.person) if submission else None,
                reader.person(submission.actor) if submission else None,
                day_and_time(submission.recorded_at) if submission else None,
                submission.reason if submission else None,
            )
        )
    return SheetOut("Inlämnat", ("Enhet", "Kod", "Läge", "Ansvarig", "Inskrivet av", "När", "Skäl"), rows)


def _history(reader: Reader) -> SheetOut:
    rows = [
        (
            day_and_time(event.recorded_at),
            EVENTS.get(event.event, event.event),
            reader.person(event.actor),
            event.approver,
            event.decided_on,
            event.case_number,
            event.reason if event.event != "reminded" else None,
            event.seq,
        )
        for event in round_events(reader.store, reader.round.round)
    ]
    headers = ("När", "Händelse", "Inskrivet av", "Fastställd av", "Den", "Diarienummer", "Skäl", "Nummer")
    return SheetOut("Händelser", headers, rows)


def _corrections(reader: Reader) -> SheetOut:
    def said(question: str, state: tuple[AnswerState, str | None] | None) -> str:
        return "Inget svar" if state is None else reader.answer(question, *state)

    rows = [
        (
            reader.unit(restatement.unit),
            restatement.question,
            reader.question(restatement.question),
            said(restatement.question, restatement.before),
            said(restatement.question, restatement.after),
            restatement.reason,
            reader.person(restatement.actor),
            day_and_time(restatement.recorded_at),
        )
        for restatement in restatements(reader.store, reader.round.round)
    ]
    headers = ("Enhet", "Fråga", "Frågans text", "Före", "Efter", "Skäl", "Rättat av", "När")
    return SheetOut("Rättat i efterhand", headers, rows)


def _sample(reader: Reader) -> SheetOut:
    round_id = reader.round.round
    rows: list[Sequence[Value]] = [
        (
            reader.unit(drawn.unit),
            None,
            f"Framlottad bland {drawn.out_of}",
            drawn.lot,
            None,
            day_and_time(drawn.recorded_at),
        )
        for drawn in drawn_units(reader.store, round_id)
    ]
    rows += [
        (
            reader.unit(check.unit),
            reader.question(check.question) if check.question else None,
            _OUTCOMES[check.outcome],
            check.note,
            reader.person(check.actor),
            day_and_time(check.recorded_at),
        )
        for check in sample_checks(reader.store, round_id)
    ]
    return SheetOut("Stickprov", ("Enhet", "Fråga", "Vad", "Anteckning eller lott", "Av", "När"), rows)
