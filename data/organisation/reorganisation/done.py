"""Which reorganisations have been carried out by a file, and not undone."""

from dataclasses import dataclass
from datetime import datetime

from data.ledger.newest import as_record
from data.ledger.store import Readable, Transaction


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """A file that was carried out. It wrote the ledger's rows from ``first_row`` to ``last_row`` (seqs).

    ``recorded_at``: naive UTC.
    """

    reorganisation: str
    file_name: str
    recorded_at: datetime
    first_row: int
    last_row: int


def latest_reorganisation(source: Readable) -> Reorganisation | None:
    """The latest one that has not been undone; None where there is none."""
    rows = source.query(
        "SELECT reorganisation, arg_min(file_name, seq) AS file_name, arg_min(recorded_at, seq) AS recorded_at, "
        "arg_min(first_row, seq) AS first_row, min(seq) - 1 AS last_row FROM store.reorganisation WHERE seq <= $at "
        "GROUP BY reorganisation HAVING NOT arg_max(coalesce(withdrawn, false), seq) ORDER BY last_row DESC LIMIT 1",
        {"at": source.position()},
    )
    return as_record(Reorganisation, rows[0]) if rows else None


def append_done(transaction: Transaction, file_name: str, first_row: int) -> None:
    """Keep that a file was carried out, once all of its own rows are written."""
    made = f"o{transaction.last_seq + 1}"
    transaction.append("reorganisation", [{"reorganisation": made, "file_name": file_name, "first_row": first_row}])


def append_undone(transaction: Transaction, done: Reorganisation) -> None:
    """Keep that it was undone."""
    row = {"reorganisation": done.reorganisation, "file_name": done.file_name, "first_row": done.first_row}
    transaction.append("reorganisation", [{**row, "withdrawn": True}])
