"""Which workbooks a round sends out: one for each manager with all her units, one for each unit without a manager."""

import re
import secrets
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from base.errors import MognadError
from data.ledger.definitions import definition
from data.ledger.store import Readable
from data.measuring.answerers import all_answerers, ended_units
from data.measuring.answers import AnswerState, Stand
from data.measuring.rounds import Round, find_round, round_units, rounds
from data.measuring.sheets.history import NOTHING_SAID, AnswerContent, exported_sheets, history
from data.measuring.sheets.words import NO_MANAGER, word_of
from data.measuring.submissions import submissions
from data.organisation.people import Person, persons
from data.organisation.units import Unit, units
from questionnaires.asked import asked, minutes_to_answer, notes_before, role_of
from questionnaires.library import from_canonical
from questionnaires.model import Question, Questionnaire

# Read aloud over a telephone, none of these is taken for another.
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 6
_NOT_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST_NAME = 50


@dataclass(frozen=True, slots=True)
class Posed:
    """A question as a unit gets it. ``based_on``: the seq of the answer that stands, 0 for none.

    ``last``: what was answered the round before, in words, empty where that is not to be shown. ``notes``: what is to
    be read before it.
    """

    question: Question
    content: AnswerContent
    based_on: int
    last: str = ""
    notes: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """One unit's sheet in a workbook. ``code`` is the workbook's with the sheet's place: ``K7QF3M-1``."""

    code: str
    unit: Unit
    questions: tuple[Posed, ...]
    submitted: bool
    minutes: int


@dataclass(frozen=True, slots=True)
class Book:
    """One workbook; ``person`` None where nobody answers for its unit (*utan ansvarig*)."""

    code: str
    file_name: str
    person: Person | None
    sheets: tuple[UnitSheet, ...]

    @property
    def questions(self) -> int:
        """How many questions it holds."""
        return sum(len(sheet.questions) for sheet in self.sheets)

    @property
    def minutes(self) -> int:
        """About how long it takes."""
        return sum(sheet.minutes for sheet in self.sheets)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """All that is sent of a round. ``position``: the seq that the answers were read at.

    ``left_out``: names of units that the round asks but that have no questions.
    """

    round: Round
    form: Questionnaire
    content_hash: str
    position: int
    books: tuple[Book, ...]
    left_out: tuple[str, ...]


def open_round_of(source: Readable, round_id: str) -> Round:
    """The round, if it is open. Raises ``round_unknown``, ``round_not_opened`` and ``round_closed``."""
    measurement = find_round(source, round_id)
    if measurement.state == "planned":
        raise MognadError("round_not_opened", "Mätningen är inte öppnad än. Öppna den först.")
    if measurement.state != "opened":
        raise MognadError("round_closed", "Mätningen är avslutad. Svarsblad kan varken göras eller tas emot.")
    return measurement


def form_of(source: Readable, measurement: Round) -> tuple[Questionnaire, str]:
    """The questionnaire that a round asks, and the hash of its content."""
    rows = source.query(
        "SELECT content_hash FROM store.definition WHERE seq = $seq",
        {"seq": measurement.definition_seq},
    )
    return from_canonical(definition(source, measurement.definition_seq)), str(rows[0]["content_hash"])


def asked_units(source: Readable, measurement: Round) -> list[Unit]:
    """The units a round asks, as they were on its day, by name; those that had ended by then last."""
    wanted = set(round_units(source, measurement.round))
    valid = [unit for unit in units(source, measurement.as_of) if unit.unit in wanted]
    return valid + ended_units(source, measurement)


def managers_of(source: Readable, day: date) -> dict[str, tuple[Person, ...]]:
    """Unit → its managers on a day (see ``answerers``), by name; units that have none are left out."""
    return {unit: answering.managers for unit, answering in all_answerers(source, day).items() if answering.managers}


def outgoing(source: Readable, round_id: str, day: date, *, with_last: bool) -> Outgoing:
    """What a round sends out on a day. ``with_last``: with what was answered last time beside each question.

    A unit with several managers stands in the workbook of each. Raises what ``open_round_of`` raises, and
    ``round_without_questions``.
    """
    measurement = open_round_of(source, round_id)
    form, content_hash = form_of(source, measurement)
    wanted = asked_units(source, measurement)
    posed = _posed(source, measurement, form, wanted, with_last=with_last)
    managers = managers_of(source, day)
    named: dict[str | None, list[Unit]] = {}
    people = {person.person: person for some in managers.values() for person in some}
    alone: list[list[Unit]] = []
    for unit in wanted:
        if not posed[unit.unit]:
            continue
        for person in managers.get(unit.unit, ()):
            named.setdefault(person.person, []).append(unit)
        if unit.unit not in managers:
            alone.append([unit])
    order = {person: place for place, person in enumerate(persons(source))}
    addressed = sorted(named.items(), key=lambda item: order.get(item[0] or "", len(order)))
    holdings = [*((person, held) for person, held in addressed), *((None, held) for held in alone)]
    if not holdings:
        raise MognadError("round_without_questions", "Mätningen har ingen att skicka svarsblad till.")
    done = {unit for unit, submission in submissions(source, round_id).items() if submission.holds}
    codes = _codes(len(holdings), {sent.workbook for sent in exported_sheets(source)})
    books = [
        _book(code, people.get(person or ""), [_unit_sheet(form, unit, posed[unit.unit], done) for unit in held])
        for code, (person, held) in zip(codes, holdings, strict=True)
    ]
    left_out = tuple(unit.name for unit in wanted if not posed[unit.unit])
    return Outgoing(measurement, form, content_hash, source.position(), tuple(books), left_out)


def _posed(
    source: Readable, measurement: Round, form: Questionnaire, wanted: Sequence[Unit], *, with_last: bool
) -> dict[str, tuple[Posed, ...]]:
    given = history(source, measurement.round, [unit.unit for unit in wanted])
    last = _last_answers(source, measurement) if with_last else {}
    posed: dict[str, tuple[Posed, ...]] = {}
    for unit in wanted:
        questions = []
        notes = notes_before(form, unit.kind, unit.attributes, measurement.resting)
        for question in _in_order(form, asked(form, unit.kind, unit.attributes, measurement.resting)):
            newest = given.newest((unit.unit, question.name))
            last_word = next(
                (last[unit.unit, old] for old in (question.name, *question.succeeds) if (unit.unit, old) in last), ""
            )
            content = newest.content if newest else NOTHING_SAID
            seq, read = newest.seq if newest else 0, notes.get(question.name, ())
            questions.append(Posed(question, content, seq, last_word, read))
        posed[unit.unit] = tuple(questions)
    return posed


def _in_order(form: Questionnaire, questions: Iterable[Question]) -> list[Question]:
    """Area by area as on the page where one answers, core first in each."""
    own = {question.name: question for question in questions}
    ordered: dict[str, Question] = {}
    for area in form.sub_areas(None):
        inside = [question for question in form.area_questions(area) if question.name in own]
        ordered |= {question.name: question for question in sorted(inside, key=lambda each: not each.core)}
    return list((ordered | own).values())


def _last_answers(source: Readable, measurement: Round) -> dict[tuple[str, str], str]:
    """(Unit, question) → the answer in the round before, in words."""
    before = [other for other in rounds(source, measurement.questionnaire) if other.as_of < measurement.as_of]
    if not before:
        return {}
    last = before[-1]
    form, _ = form_of(source, last)
    given = history(source, last.round, round_units(source, last.round))
    words: dict[tuple[str, Stand], str | None] = {}
    words_given = {}
    for unit, question in given.answers:
        row = given.newest((unit, question), last.closed_seq)
        stand = (row.content.state, row.content.alternative) if row else (AnswerState.CLEARED, None)
        if (question, stand) not in words:
            words[question, stand] = word_of(form, form.question(question), stand)
        if (word := words[question, stand]) is not None:
            words_given[unit, question] = word
    return words_given


def _unit_sheet(form: Questionnaire, unit: Unit, posed: tuple[Posed, ...], done: Container[str]) -> UnitSheet:
    minutes = minutes_to_answer(form, [each.question for each in posed], role_of(unit.kind))
    return UnitSheet("", unit, posed, unit.unit in done, minutes)


def _book(code: str, person: Person | None, sheets: Sequence[UnitSheet]) -> Book:
    placed = tuple(replace(sheet, code=f"{code}-{place}") for place, sheet in enumerate(sheets, 1))
    return Book(code, _file_name(code, person, [sheet.unit for sheet in sheets]), person, placed)


def _file_name(code: str, person: Person | None, held: Sequence[Unit]) -> str:
    """By unit and not by person: the ledger keeps it, and a person is an opaque id there."""
    name = " ".join(_NOT_IN_FILE_NAMES.sub(" ", held[0].name).split()).strip(" .")[:_LONGEST_NAME].strip(" .")
    more = " m.fl." if len(held) > 1 else ""
    return f"Svarsblad {name or 'enhet'}{more}{'' if person else f' ({NO_MANAGER})'} {code}.xlsx"


def _codes(count: int, taken: set[str]) -> list[str]:
    made: list[str] = []
    while len(made) < count:
        code = "".join(secrets.choice(_SIGNS) for _ in range(_CODE_LENGTH))
        if code not in taken:
            taken.add(code)
            made.append(code)
    return made
