"""Samples (*stickprov*): units drawn by lot, whose answers the coordinator holds against their evidence.

The lot is kept with the draw, so that anybody can draw again and see that nobody was chosen. An answer that the
evidence does not bear is changed as any other, with its reason; the answer given stays in the ledger.
"""

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.newest import as_record, every_row, newest_rows
from data.ledger.store import Readable, Store, Transaction
from data.ledger.texts import MAX_TEXT, checked_text, reason_text
from data.measuring.answers import SAMPLE, Answer, append_entered, check_entered, current
from data.measuring.rounds import find_round, round_units
from questionnaires.model import Questionnaire

FEWEST = 5


class SampleOutcome(StrEnum):
    """What the coordinator found of one answer; ``DONE`` is of the whole unit."""

    BORNE_OUT = "borne_out"
    NOT_SHOWN = "not_shown"
    CHANGED = "changed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class DrawnUnit:
    """A unit drawn by ``lot`` from ``out_of`` units. ``recorded_at``: naive UTC."""

    unit: str
    lot: str
    out_of: int
    seq: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class SampleCheck:
    """The newest word on one answer, or (``question`` None) on the unit as a whole.

    ``changed``: the answer has been changed by this sample, whatever was found of it later.
    """

    unit: str
    question: str | None
    outcome: SampleOutcome
    note: str | None
    seq: int
    recorded_at: datetime
    actor: str
    changed: bool


def drawn_units(source: Readable, round_id: str, known_at: int | None = None) -> list[DrawnUnit]:
    """The units drawn in a round, in the order of the draws."""
    return [as_record(DrawnUnit, row) for row in every_row(source, "sample_unit", {"round": round_id}, known_at)]


def sample_checks(source: Readable, round_id: str, known_at: int | None = None) -> list[SampleCheck]:
    """The newest check of each answer and each unit."""
    table, key, of = "sample_check", ["unit", "question"], {"round": round_id}
    rows = newest_rows(source, table, key, of, known_at)
    changes = newest_rows(source, table, key, {**of, "outcome": SampleOutcome.CHANGED.value}, known_at)
    changed = {(row["unit"], row["question"]) for row in changes}
    return [
        as_record(
            SampleCheck,
            row,
            outcome=SampleOutcome(row["outcome"]),
            changed=(row["unit"], row["question"]) in changed,
        )
        for row in rows
    ]


def draw_units(store: Store, grant: Grant, round_id: str, size: int, lot: str) -> list[str]:
    """Draw ``size`` units by lot among those that have answered and are not drawn yet; returns them.

    ``lot``: any text, told by the caller and kept: the same lot draws the same units out of the same ones. Raises
    ``round_unknown``, ``round_not_opened``, ``sample_size`` and ``sample_empty``.
    """
    if size < 1:
        raise MognadError("sample_size", "Dra minst en enhet.")
    with store.writing(grant, Act.PLAN) as transaction:
        if find_round(transaction, round_id).state == "planned":
            raise MognadError(
                "round_not_opened", "Mätningen är inte öppnad än, så det finns inga svar att kontrollera."
            )
        candidates = _candidates(transaction, round_id)
        if not candidates:
            raise MognadError("sample_empty", "Det finns inga fler enheter med svar att dra.")
        drawn = draw_lot(candidates, size, lot)
        rows = [{"round": round_id, "unit": unit, "lot": lot, "out_of": len(candidates)} for unit in drawn]
        transaction.append("sample_unit", rows)
        return drawn


def draw_lot(candidates: Sequence[str], size: int, lot: str) -> list[str]:
    """The units that a lot draws, in order; all of them where there are no more than ``size``."""
    chance = random.Random(lot)  # noqa: S311 - nothing secret: it must be possible to draw again
    return chance.sample(sorted(candidates), min(size, len(candidates)))


@dataclass(frozen=True, slots=True)
class NewCheck:
    """What was found of an answer, or (``question`` None) of the unit as a whole."""

    round: str
    unit: str
    question: str | None
    outcome: SampleOutcome
    note: str = ""


def note_check(store: Store, grant: Grant, check: NewCheck) -> None:
    """Record what was found of an answer, or that the unit's check is done.

    ``NOT_SHOWN``: the evidence was not to be had, and the answer stands. Raises ``round_unknown``, ``unit_not_drawn``,
    ``check_wrong`` (a changed answer is recorded by ``change_checked``) and ``text_too_long``.
    """
    if check.outcome is SampleOutcome.CHANGED or (check.outcome is SampleOutcome.DONE) != (check.question is None):
        raise MognadError("check_wrong", "Kontrollen gäller antingen ett svar eller hela enheten. Inget sparades.")
    with store.writing(grant, Act.CORRECT) as transaction:
        _require_drawn(transaction, check.round, check.unit)
        _append_check(transaction, check)


def change_checked(store: Store, grant: Grant, questionnaire: Questionnaire, answer: Answer) -> None:
    """Change an answer that its evidence does not bear out. ``answer.reason`` tells why (``reason_missing``).

    Of a closed round it is a correction: the closed figure stands. Raises ``unit_not_drawn``, ``answer_unchanged``
    and what ``answers.record`` raises. ``questionnaire`` is the version the round was opened with.
    """
    reason = reason_text(answer.reason, "Skriv vad som saknades i underlaget.", MAX_TEXT)
    entered = replace(answer, source=SAMPLE, reason=reason)
    check_entered(grant, questionnaire, entered)
    with store.writing(grant, Act.CORRECT) as transaction:
        _require_drawn(transaction, answer.round, answer.unit)
        held = current(transaction, answer.round, answer.unit, corrected=True).get(answer.question)
        if held is not None and (held.state, held.alternative) == (answer.state, answer.alternative):
            raise MognadError("answer_unchanged", "Svaret är detsamma som förut. Välj ett annat, eller ”Stämmer”.")
        append_entered(transaction, questionnaire, [entered])
        check = NewCheck(answer.round, answer.unit, answer.question, SampleOutcome.CHANGED, reason)
        _append_check(transaction, check)


def _candidates(source: Readable, round_id: str) -> list[str]:
    answered = source.query(
        "SELECT DISTINCT unit FROM known_answers($known_at) WHERE round = $round",
        {"round": round_id, "known_at": source.position()},
    )
    taken = {draw.unit for draw in drawn_units(source, round_id)}
    with_answers = {row["unit"] for row in answered} - taken
    return [unit for unit in round_units(source, round_id) if unit in with_answers]


def _require_drawn(source: Readable, round_id: str, unit: str) -> None:
    find_round(source, round_id)
    drawn = {draw.unit for draw in drawn_units(source, round_id)}
    if unit not in drawn.intersection(round_units(source, round_id)):
        raise MognadError("unit_not_drawn", "Enheten är inte dragen i stickprovet.")


def _append_check(transaction: Transaction, check: NewCheck) -> None:
    row = {**asdict(check), "outcome": check.outcome.value, "note": checked_text(check.note, MAX_TEXT)}
    transaction.append("sample_check", [row])
