"""The newest row per key: how small ledger tables are read, where the last word is what counts.

Answers, units, rounds and what else is read by the thousands have macros of their own (``views.py``).
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from base.records import field_names
from data.ledger.store import Readable, Rows

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")


def newest_rows(
    source: Readable,
    table: str,
    key: Sequence[str],
    matching: Mapping[str, object] | None = None,
    known_at: int | None = None,
) -> Rows:
    """The newest row of each ``key``, every column but salt and hash, the oldest of them first.

    ``matching``: column → the value it has in all rows that are asked about. ``known_at``: only rows up to that
    ``seq``. ``table``, ``key`` and the columns are names of ours, never of a person or a file.
    """
    values = matching or {}
    asked = "".join(f" AND {column} = ${column}" for column in values)
    return source.query(
        f"SELECT * EXCLUDE (salt, row_hash) FROM store.{table} WHERE seq IN (SELECT max(seq) FROM store.{table} "
        f"WHERE seq <= $known_at{asked} GROUP BY {', '.join(key)}) ORDER BY seq",
        {**values, "known_at": source.position() if known_at is None else known_at},
    )


def every_row(
    source: Readable, table: str, matching: Mapping[str, object] | None = None, known_at: int | None = None
) -> Rows:
    """As ``newest_rows``, but every row: each stands for itself."""
    return newest_rows(source, table, ["seq"], matching, known_at)


def as_record(kind: type[Record], row: Mapping[str, Any], **other: Any) -> Record:
    """A row as a dataclass of columns; ``other``: fields that are not the column of their name as it stands."""
    taken = {name: row[name] for name in field_names(kind) if name not in other}
    return kind(**taken, **other)
