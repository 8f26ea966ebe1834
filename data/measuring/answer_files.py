"""Answers from files and to them; how a file is read stands in ``answer_rows``. A file is taken whole or not at all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from base.actors import Act, Grant
from base.errors import Issue, MognadError
from data.ledger.definitions import definition
from data.ledger.store import Readable, Store, Transaction
from data.ledger.texts import MAX_TEXT, checked_text
from data.measuring.answer_rows import AnswerReader, AnswerRow, read_rows, reader
from data.measuring.answer_units import FileUnits, answers_at_rest, asked_of_others
from data.measuring.answers import IMPORT, Answer, answer_row
from data.measuring.closing import append_closing
from data.measuring.rounds import (
    NewRound,
    Round,
    append_questionnaire,
    append_round,
    append_round_units,
    find_round,
    refuse_taken_over,
    round_units,
    rounds,
)
from data.measuring.submissions import submissions
from data.organisation.small_tables import refusal
from data.registers.values.personal import masked
from files.grid import Workbook
from questionnaires.answer_words import answer_words
from questionnaires.library import from_canonical
from questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file of answers to a questionnaire.

    ``create`` makes the rounds (of ``questionnaire``'s version) and units that the file names; ``close`` closes the
    rounds it makes, as history is. ``days``: see ``answer_rows.read_rows``. ``replace``: answers and comments that are
    there already may give way to the file's.
    """

    workbook: Workbook
    questionnaire: Questionnaire
    create: bool = False
    close: bool = False
    days: Mapping[str, date] = field(default_factory=dict)
    replace: bool = False


@dataclass(frozen=True, slots=True)
class RoundImport:
    """A measurement of the file: ``made`` by the import or there before; ``stored`` answers that were new to it."""

    name: str
    as_of: date
    made: bool
    units: int
    stored: int


@dataclass(frozen=True, slots=True)
class AnswerImport:
    """Counts of what was stored; ``skipped`` rows said what the store held already.

    ``advice``: answers to questions that the form does not put to such a unit (``question_not_asked``): they count
    as asked of it, since it answered, but may be a mistake. And answers to those that rest (``question_resting``):
    they count nowhere. ``replaces``: the answers and comments that give way to the file's.
    """

    rows: int
    stored: int
    skipped: int
    rounds: tuple[str, ...]
    units_created: tuple[str, ...]
    details: tuple[RoundImport, ...] = ()
    advice: tuple[Issue, ...] = ()
    replaces: tuple[Issue, ...] = ()


class _DryRunError(Exception):
    """Ends a transaction that was only to be looked at."""


def import_answers(store: Store, grant: Grant, file: AnswerFile) -> AnswerImport:
    """Store a file of answers, all of it or (``answers_invalid`` with every fault) nothing.

    Refuses to put the file's answers and comments in the place of others unless it is told to
    (``answers_would_replace``). A cell without a comment takes none away. History may lack the comment that *not
    applicable* otherwise needs.
    """
    refuse_taken_over(file.questionnaire)
    with store.writing(grant, Act.IMPORT) as transaction:
        result = _run(transaction, file)
        if result.replaces and not file.replace:
            raise refusal("answers_would_replace", result.replaces)
        return result


def preview_answers(store: Store, grant: Grant, file: AnswerFile) -> AnswerImport:
    """What ``import_answers`` would do, tried in a transaction that is never committed. Raises the same."""
    refuse_taken_over(file.questionnaire)
    tried: list[AnswerImport] = []
    with suppress(_DryRunError), store.writing(grant, Act.IMPORT) as transaction:
        tried.append(_run(transaction, file))
        raise _DryRunError
    return tried[0]


def undated_rounds(source: Readable, workbook: Workbook, form_id: str) -> tuple[str, ...]:
    """The measurements of a file whose day neither it nor the store says. Raises what ``read_rows`` raises."""
    return read_rows(workbook, _days_held(source, form_id)).undated


def _run(transaction: Transaction, file: AnswerFile) -> AnswerImport:
    days = _days_held(transaction, file.questionnaire.settings.form_id)
    reading = read_rows(file.workbook, {**days, **file.days})
    job = _Job(transaction, file)
    result = job.run(reading.rows)
    undated = [
        Issue(
            "as_of_missing",
            f"Kolumnen för {name} säger inte vilken dag svaren beskriver. Skriv dagen i rubriken, till exempel "
            f"”{name} (2024-10-15)”.",
            column=name,
        )
        for name in reading.undated
    ]
    if issues := [*reading.issues, *undated, *job.issues]:
        raise refusal("answers_invalid", issues)
    return result


def _days_held(source: Readable, form_id: str) -> dict[str, date]:
    return {held.name: held.as_of for held in rounds(source, form_id)}


class _Job:
    """One import inside its transaction: collects every fault before anything counts."""

    def __init__(self, transaction: Transaction, file: AnswerFile) -> None:
        self.transaction = transaction
        self.file = file
        self.latest = file.questionnaire
        self.units = FileUnits(transaction, file.questionnaire, create=file.create)
        self.issues: list[Issue] = []
        self.advice: list[Issue] = []
        self.replaces: list[Issue] = []
        self.rows: dict[tuple[str, str], AnswerRow] = {}
        self.details: list[RoundImport] = []

    def run(self, rows: Sequence[AnswerRow]) -> AnswerImport:
        groups: dict[str, list[AnswerRow]] = defaultdict(list)
        for row in rows:
            groups[row.round].append(row)
        held = {r.name: r for r in rounds(self.transaction, self.latest.settings.form_id)}
        oldest_first = sorted(groups.items(), key=lambda item: item[1][0].as_of)
        stored = sum(self._store_round(name, held.get(name), group) for name, group in oldest_first)
        return AnswerImport(
            rows=len(rows),
            stored=stored,
            skipped=len(rows) - stored,
            rounds=tuple(groups),
            units_created=tuple(self.units.created),
            details=tuple(self.details),
            advice=tuple(self.advice),
            replaces=tuple(self.replaces),
        )

    def _store_round(self, name: str, held: Round | None, group: list[AnswerRow]) -> int:
        fault = self._round_fault(name, held, group)
        if fault:
            self.issues.append(Issue(fault[0], fault[1], group[0].row, "round"))
        if held is not None and held.version == self.latest.settings.version:
            # Published already: this only makes sure that the version still says the same.
            append_questionnaire(self.transaction, self.latest)
        form = from_canonical(definition(self.transaction, held.definition_seq)) if held else self.latest
        if fault:
            self._answers(form, group, {})
            return 0
        ids, unmatched = self.units.find(group)
        self.issues += unmatched
        answers = self._answers(form, group, ids)
        if self.issues or not answers:
            return 0
        asked = list(dict.fromkeys(answer.unit for answer in answers))
        if held is None:
            round_id = append_round(self.transaction, NewRound(form, name, group[0].as_of, asked))
        else:
            round_id = held.round
            if not self._bring_in(held, asked, group):
                return 0
        self.advice += asked_of_others(self.transaction, form, answers, group[0])
        self.advice += answers_at_rest(find_round(self.transaction, round_id).resting, answers, group[0])
        stored = self._append(form, round_id, answers)
        if held is None and self.file.close:
            append_closing(self.transaction, round_id)
        self.details.append(RoundImport(name, group[0].as_of, held is None, len(asked), stored))
        return stored

    def _round_fault(self, name: str, held: Round | None, group: list[AnswerRow]) -> tuple[str, str] | None:
        days = {row.as_of for row in group}
        if len(days) > 1:
            return "as_of_differs", f"Mätningen ”{name}” har flera olika datum i filen."
        if held is None:
            return None if self.file.create else ("round_unknown", f"Mätningen ”{name}” finns inte. Skapa den först.")
        if held.state != "opened":
            return "round_closed", f"Mätningen ”{name}” är inte öppen. Inga svar togs emot."
        if held.as_of not in days:
            return "as_of_differs", f"Mätningen ”{name}” är daterad {held.as_of}, men filen säger {min(days)}."
        return None

    def _answers(self, form: Questionnaire, group: list[AnswerRow], ids: Mapping[str, str]) -> list[Answer]:
        """The rows' answers; faults of rows are told, also of those whose unit is not found."""
        answers: dict[tuple[str, str], Answer] = {}
        read = reader(form)
        for row in group:
            answer = self._answer(read, row, ids.get(row.unit, ""))
            if answer is None or not answer.unit:
                continue
            if (answer.unit, answer.question) in answers:
                what = f"{row.unit or 'kommunen'} har redan ett svar på {answer.question} i filen."
                self._tell(row, "answer_repeated", what, "question")
            else:
                answers[answer.unit, answer.question] = answer
                self.rows[answer.unit, answer.question] = row
        return list(answers.values())

    def _answer(self, read: AnswerReader, row: AnswerRow, unit: str) -> Answer | None:
        column = "value"
        try:
            question, value = read(row.question, row.value)
            column = "comment"
            checked_text(row.comment, MAX_TEXT)
        except MognadError as error:
            self._tell(row, error.code, masked(error.message), column)
            return None
        if question is None:
            self._tell(row, "question_unknown", f"frågan ”{row.question}” finns inte i formuläret.", "question")
            return None
        if value is None:
            what = f"”{row.value}” är inget svarsalternativ i {question.name}."
            self._tell(row, "alternative_unknown", what, "value")
            return None
        return Answer("", unit, question.name, *value, row.comment, source=IMPORT)

    def _tell(self, row: AnswerRow, code: str, what: str, column: str) -> None:
        self.issues.append(Issue(code, f"{row.where}: {what}", row.row, column))

    def _bring_in(self, held: Round, asked: list[str], group: list[AnswerRow]) -> bool:
        before = set(round_units(self.transaction, held.round))
        new = [unit for unit in asked if unit not in before]
        if new and not self.file.create:
            message = f"{len(new)} organisationsdelar i filen ingår inte i mätningen ”{held.name}”."
            self.issues.append(Issue("unit_not_asked", message, group[0].row, "unit"))
            return False
        append_round_units(self.transaction, held.round, new)
        return True

    def _append(self, form: Questionnaire, round_id: str, answers: list[Answer]) -> int:
        standing = {
            (row["unit"], row["question"]): (row["state"], row["alternative"], row["comment"])
            for row in self.transaction.query(
                "SELECT unit, question, state, alternative, comment FROM known_answers($known_at) WHERE round = $round",
                {"known_at": self.transaction.position(), "round": round_id},
            )
        }
        of_round = {"round": round_id, "based_on": self.transaction.position()}
        # A submitted answer is not changed without a reason, and here the file is the reason.
        done = {unit for unit, newest in submissions(self.transaction, round_id).items() if newest.holds}
        because = f"Inläst ur {self.file.workbook.name}".strip()
        rows = []
        for answer in answers:
            before = standing.get((answer.unit, answer.question))
            # A cell without a comment says nothing of the comment that is there.
            comment = (answer.comment or "").strip() or (before[2] if before else None)
            if before == (answer.state.value, answer.alternative, comment):
                continue
            if before is not None:
                self.replaces.append(self._replaced(form, answer, before))
            reason = because if answer.unit in done else None
            rows.append({**answer_row(form, replace(answer, comment=comment)), **of_round, "reason": reason})
        self.transaction.append("answer", rows)
        return len(rows)

    def _replaced(self, form: Questionnaire, answer: Answer, before: tuple[str, str | None, str | None]) -> Issue:
        """What of an answer that is there gives way to the file's."""
        stands = before[:2], (answer.state.value, answer.alternative)
        words = [answer_words(form, answer.question, *stand) for stand in stands]
        row = self.rows[answer.unit, answer.question]
        what = f"{row.where}: {row.unit or 'kommunen'}, {answer.question}:"
        if words[0] == words[1]:
            return Issue("answer_replaced", f"{what} kommentaren byts ut.", row.row, "comment")
        return Issue("answer_replaced", f"{what} ”{words[0]}” byts mot ”{words[1]}”.", row.row, "value")
