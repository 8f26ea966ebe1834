"""What has been answered in a round, row by row, and which rows came by which workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from data.ledger.newest import as_record, every_row
from data.ledger.store import Readable
from data.measuring.answers import AnswerState
from files.writer import plain_value

Key = tuple[str, str]  # unit, question


class AnswerContent(NamedTuple):
    """What an answer says, however it got there; ``alternative`` as ``Answer``'s."""

    state: AnswerState = AnswerState.CLEARED
    alternative: str | None = None
    comment: str | None = None
    evidence: str | None = None
    evidence_date: date | None = None


NOTHING_SAID = AnswerContent()


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """An answer row. ``person``: for whom it was typed; ``recorded_at``: naive UTC."""

    seq: int
    recorded_at: datetime
    person: str | None
    source: str | None
    content: AnswerContent


@dataclass(frozen=True, slots=True)
class Exported:
    """A unit's place in a workbook that was sent: ``position`` is the seq that its answers were read at.

    ``recorded_at``: naive UTC.
    """

    workbook: str
    place: int
    round: str
    person: str | None
    unit: str
    file_name: str
    position: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """A unit's sheet that was taken in; ``first`` and ``last`` are the seqs of the answers it gave, None for none."""

    seq: int
    recorded_at: datetime
    workbook: str
    unit: str
    file_hash: str
    first: int | None
    last: int | None
    submitted: bool


@dataclass(frozen=True, slots=True)
class History:
    """The answers of some units in a round, oldest first, and the sheets that were taken in."""

    answers: Mapping[Key, Sequence[SheetAnswer]]
    received: Sequence[Received]

    def newest(self, key: Key, position: int | None = None) -> SheetAnswer | None:
        """The newest row, cleared ones too, at a position."""
        rows = [row for row in self.answers.get(key, ()) if position is None or row.seq <= position]
        return rows[-1] if rows else None

    def known_to(self, key: Key, sent: Exported) -> SheetAnswer | None:
        """The row that the workbook's holder knew of: as it was when the workbook was made, or as she last sent it."""
        own = [
            (each.first, each.last)
            for each in self.received
            if each.workbook == sent.workbook and each.unit == sent.unit and each.first is not None
        ]
        rows = [
            row
            for row in self.answers.get(key, ())
            if row.seq <= sent.position or any((first or 0) <= row.seq <= (last or 0) for first, last in own)
        ]
        return rows[-1] if rows else None


def history(source: Readable, round_id: str, units: Sequence[str]) -> History:
    """All that some units have answered in a round."""
    rows = source.query(
        "SELECT unit, question, seq, recorded_at, person, source, state, alternative, comment, evidence, "
        "evidence_date FROM answer_rows() "
        "WHERE round = $round AND list_contains($units, unit) AND seq <= $known_at ORDER BY seq",
        {"round": round_id, "units": list(units), "known_at": source.position()},
    )
    answers: dict[Key, list[SheetAnswer]] = {}
    for row in rows:
        given = as_record(SheetAnswer, row, content=_content(row))
        answers.setdefault((row["unit"], row["question"]), []).append(given)
    return History(answers, received_sheets(source, round_id))


def received_sheets(source: Readable, round_id: str) -> list[Received]:
    """The sheets taken in for a round, oldest first."""
    rows = every_row(source, "sheet_import", {"round": round_id})
    return [as_record(Received, row, first=row["first_answer"], last=row["last_answer"]) for row in rows]


def exported_sheets(source: Readable, round_id: str | None = None) -> list[Exported]:
    """The sheets made for a round (None: for any), in the order they were made."""
    of_round = {} if round_id is None else {"round": round_id}
    return [as_record(Exported, row) for row in every_row(source, "sheet_export", of_round)]


def in_a_sheet(text: str | None) -> str | None:
    """A text as it comes back from a workbook of ours: what Excel can't hold is replaced, its ends are trimmed."""
    return str(plain_value(text or "") or "").strip() or None


def as_in_a_sheet(content: AnswerContent) -> AnswerContent:
    """An answer as it comes back from a workbook of ours, so that the two can be compared."""
    said, comment, evidence = (in_a_sheet(text) for text in (content.alternative, content.comment, content.evidence))
    return content._replace(alternative=said, comment=comment, evidence=evidence)


def _content(row: Mapping[str, Any]) -> AnswerContent:
    state = AnswerState(row["state"])
    if state is AnswerState.CLEARED:
        return NOTHING_SAID
    return AnswerContent(state, row["alternative"], row["comment"], row["evidence"], row["evidence_date"])
