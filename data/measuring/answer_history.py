"""Every answer ever given in a round, with what stood at its closing and what stands now."""

from dataclasses import dataclass

from data.ledger.newest import as_record
from data.ledger.store import Readable
from data.measuring.answers import STORED_COLUMNS, StoredAnswer, stored_answer


@dataclass(frozen=True, slots=True)
class LedgerAnswer:
    """A row of the ledger. ``at_closing``: it stood when the round was closed; ``newest``: nothing came after it."""

    unit: str
    answer: StoredAnswer
    row_hash: str
    at_closing: bool
    newest: bool


def answer_history(source: Readable, round_id: str, closed_seq: int | None) -> list[LedgerAnswer]:
    """All rows of a round's answers, cleared ones too, by unit and question, oldest first.

    ``closed_seq``: the closing's seq; None for a round that is not closed, where what stands now counts.
    """
    rows = source.query(
        "SELECT unit, row_hash, seq IS NOT DISTINCT FROM max(seq) FILTER (seq <= $closed) OVER asked AS at_closing, "
        f"seq = max(seq) OVER asked AS newest, {STORED_COLUMNS} "
        "FROM answer_rows() WHERE round = $round WINDOW asked AS (PARTITION BY unit, question) "
        "ORDER BY unit, question, seq",
        {"round": round_id, "closed": source.position() if closed_seq is None else closed_seq},
    )
    return [as_record(LedgerAnswer, row, answer=stored_answer(row)) for row in rows]
