"""Answers: each row the whole state of (round, unit, question)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.newest import as_record
from data.ledger.store import Readable, Store, Transaction
from data.ledger.texts import MAX_TEXT, checked_text, trimmed
from questionnaires.model import Questionnaire
from questionnaires.said import check_said

# Where an answer came from; None is the page on which questions are answered.
CORRECTION = "correction"
WORKSHOP = "workshop"
SHEET = "sheet"
IMPORT = "import"
SAMPLE = "sample"

SUBMITTED = "submitted"


class AnswerState(StrEnum):
    """What has been said of a question."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    CLEARED = "cleared"


# What a question is answered with: its state, and what is said where it is answered.
Stand = tuple[AnswerState, str | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be recorded. ``based_on`` is the seq the writer saw (0: none).

    ``alternative``: what is said: an alternative's id or, of a question of another kind, its value as it is stored
    (``questionnaires.said``).
    ``person``: for whom it was given, where that is not the one who types. ``reason``: why it was changed after
    submission or closing. ``source``: where it came from.
    """

    round: str
    unit: str
    question: str
    state: AnswerState
    alternative: str | None = None
    comment: str | None = None
    evidence: str | None = None
    evidence_date: date | None = None
    based_on: int = 0
    person: str | None = None
    reason: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it stands in the ledger: ``actor`` typed it, for ``person`` where that is somebody else."""

    question: str
    seq: int
    recorded_at: datetime
    actor: str
    state: AnswerState
    alternative: str | None
    comment: str | None
    evidence: str | None
    evidence_date: date | None
    person: str | None = None
    reason: str | None = None
    source: str | None = None

    @property
    def stand(self) -> Stand:
        """What was answered, without the texts."""
        return self.state, self.alternative

    def as_answer(self, round_id: str, unit: str) -> Answer:
        """The same to be recorded of a unit, based on this one; as it is, or with ``replace``."""
        answered = (self.question, *self.stand, self.comment, self.evidence, self.evidence_date)
        return Answer(round_id, unit, *answered, based_on=self.seq, person=self.person)


# What a query asks for so that ``stored_answer`` can read its rows.
STORED_COLUMNS = ", ".join(field.name for field in fields(StoredAnswer))


def stored_answer(row: Mapping[str, Any]) -> StoredAnswer:
    """An answer from a row that has ``STORED_COLUMNS``."""
    return as_record(StoredAnswer, row, state=AnswerState(row["state"]))


@dataclass(frozen=True, slots=True)
class Recorded:
    """The receipt of a saved answer; ``recorded_at`` is naive UTC."""

    seq: int
    recorded_at: datetime


def record(store: Store, grant: Grant, questionnaire: Questionnaire, answer: Answer) -> Recorded:
    """Append an answer's new state.

    Raises ``round_closed``, ``round_not_opened``, ``unit_not_asked``, ``question_unknown``, ``alternative_unknown``
    (and what else ``questionnaires.said`` raises of a value), ``text_personal`` (of any of its texts),
    ``comment_missing`` (not applicable needs its reason), ``reason_missing`` (the unit has submitted),
    ``text_too_long`` and ``answer_conflict`` (someone else saved after ``based_on``). ``questionnaire`` is the version
    the round was opened with.
    """
    return record_many(store, grant, questionnaire, [answer])[0]


def record_many(store: Store, grant: Grant, questionnaire: Questionnaire, answers: Sequence[Answer]) -> list[Recorded]:
    """As ``record`` for answers to one questionnaire, in one transaction: all of them or none.

    Raises what ``record`` raises, for the first answer at fault, and
    ``answer_repeated`` when two of them answer the same question for the same unit.
    """
    for answer in answers:
        check_entered(grant, questionnaire, answer)
    if len({(answer.round, answer.unit, answer.question) for answer in answers}) < len(answers):
        raise MognadError("answer_repeated", "Samma fråga besvaras två gånger för samma enhet. Inget sparades.")
    with store.writing(grant, Act.ANSWER) as transaction:
        for round_id, unit in dict.fromkeys((answer.round, answer.unit) for answer in answers):
            reasons = [answer.reason for answer in answers if (answer.round, answer.unit) == (round_id, unit)]
            try:
                require_open(transaction, round_id, unit, reasons)
            except MognadError as error:
                # Whoever has not seen the newest answer is told of that first: a reason is for a choice she stands by.
                if error.code == "reason_missing":
                    _refuse_overtaken(transaction, answers)
                raise
        return append_entered(transaction, questionnaire, answers)


def append_entered(transaction: Transaction, form: Questionnaire, answers: Sequence[Answer]) -> list[Recorded]:
    """Append answers that have been checked; none where one of them was based on an older one (``answer_conflict``)."""
    _refuse_overtaken(transaction, answers)
    seqs = transaction.append("answer", [answer_row(form, answer) for answer in answers])
    return [Recorded(seq, transaction.recorded_at) for seq in seqs]


def overtaken() -> MognadError:
    """What is told of an answer that was based on an older one than the newest."""
    return MognadError(
        "answer_conflict",
        "Någon annan har svarat på frågan sedan du öppnade den. Ditt svar är inte sparat. "
        "Läs det nya svaret och välj igen.",
    )


def _refuse_overtaken(transaction: Transaction, answers: Sequence[Answer]) -> None:
    newest: dict[tuple[str, str, str], int] = {}
    for round_id, unit in dict.fromkeys((answer.round, answer.unit) for answer in answers):
        newest |= {(round_id, unit, name): seq for name, seq in newest_seqs(transaction, round_id, unit).items()}
    if any(newest.get((a.round, a.unit, a.question), 0) > a.based_on for a in answers):
        raise overtaken()


def check_answer(questionnaire: Questionnaire, answer: Answer) -> None:
    """Whether an answer fits its questionnaire; see ``record`` for the errors."""
    question = next((q for q in questionnaire.survey if q.name == answer.question), None)
    if question is None:
        raise MognadError("question_unknown", f"Frågan ”{answer.question}” finns inte i formuläret.")
    if answer.state is AnswerState.ANSWERED:
        check_said(questionnaire, question, answer.alternative)
        if question.kind == "text":
            checked_text(answer.alternative, MAX_TEXT)
    elif answer.alternative is not None or question.kind == "note":
        raise MognadError("alternative_unknown", "Svarsalternativet finns inte i frågan.")
    for text in (answer.comment, answer.evidence, answer.reason):
        checked_text(text, MAX_TEXT)


def answer_row(form: Questionnaire, answer: Answer) -> dict[str, object]:
    """The row of table ``answer``; empty texts become null."""
    return said_columns(form, answer.question, {**trimmed(answer), "state": answer.state.value})


def said_columns(form: Questionnaire, question: str, row: dict[str, object]) -> dict[str, object]:
    """A row with what is said in its own column: an alternative's id, or else a value's text."""
    if form.question(question).kind == "select_one":
        return row
    return {**row, "alternative": None, "value": row["alternative"]}


def current(
    store: Readable, round_id: str, unit: str, known_at: int | None = None, *, corrected: bool = False
) -> dict[str, StoredAnswer]:
    """Question → the answer that stands, for one unit in one round; of a closed round as it was closed.

    ``corrected``: with what has been corrected since the closing.
    """
    rows = store.query(
        f"SELECT {STORED_COLUMNS} FROM known_answers($known_at, corrected := $corrected) "
        "WHERE round = $round AND unit = $unit",
        {
            "known_at": store.position() if known_at is None else known_at,
            "round": round_id,
            "unit": unit,
            "corrected": corrected,
        },
    )
    return {row["question"]: stored_answer(row) for row in rows}


def newest_seqs(store: Readable, round_id: str, unit: str) -> dict[str, int]:
    """Question → newest seq, cleared answers included: what ``based_on`` must be."""
    rows = store.query(
        "SELECT question, max(seq) AS seq FROM store.answer "
        "WHERE round = $round AND unit = $unit AND seq <= $known_at GROUP BY question",
        {"round": round_id, "unit": unit, "known_at": store.position()},
    )
    return {row["question"]: row["seq"] for row in rows}


def check_entered(grant: Grant, questionnaire: Questionnaire, answer: Answer) -> None:
    """Whether a person may give this answer: it fits its questionnaire, is explained, and is for a unit of hers."""
    check_answer(questionnaire, answer)
    if answer.state is AnswerState.NOT_APPLICABLE and not (answer.comment or "").strip():
        raise MognadError("comment_missing", "Skriv varför – inte sparat än.")
    if grant.unit not in (None, answer.unit):
        raise MognadError("not_allowed", "Du har inte behörighet att svara för den här enheten.")


def require_open(source: Readable, round_id: str, unit: str, reasons: Sequence[str | None] = ()) -> None:
    """Whether a unit's answers may be changed now. ``reasons``: why each is, asked for once the unit has submitted.

    Raises ``round_not_opened``, ``round_closed``, ``unit_not_asked`` and ``reason_missing``.
    """
    standing = source.query(
        "SELECT (SELECT state FROM known_rounds(DATE '9999-12-31', $at) WHERE round = $round) AS state, "
        "EXISTS (SELECT 1 FROM known_round_units($at) WHERE round = $round AND unit = $unit) AS asked, "
        "(SELECT event FROM known_submissions($at) WHERE round = $round AND unit = $unit) AS submission",
        {"round": round_id, "unit": unit, "at": source.position()},
    )[0]
    if standing["state"] == "planned":
        raise MognadError("round_not_opened", "Mätningen är inte öppnad än. Svaret är inte sparat.")
    if standing["state"] != "opened":
        raise MognadError("round_closed", "Mätningen är avslutad. Svaret är inte sparat.")
    if not standing["asked"]:
        raise MognadError("unit_not_asked", "Enheten ingår inte i den här mätningen.")
    if standing["submission"] == SUBMITTED and not all((reason or "").strip() for reason in reasons):
        raise MognadError("reason_missing", "Enheten har lämnat in. Skriv varför svaret ändras – inte sparat än.")
