"""Rows that a person says something of. They are known by source and key, so that it follows them to the next file."""

from collections.abc import Collection
from typing import NamedTuple

from base.clock import FAR
from base.errors import MognadError
from data.imported.sources import source_of
from data.imported.state import held_rows, layer_tables, layers
from data.ledger.store import Readable
from data.registers.definitions.model import Register


class RowId(NamedTuple):
    """A row of a register as it is followed from file to file: its source and its ``state.row_key``."""

    source: str
    key: str


def require_held(store: Readable, register: Register, rows: Collection[RowId]) -> None:
    """Refuse rows that the register does not hold. Raises ``source_unknown`` and ``row_unknown``."""
    for source in {row.source for row in rows}:
        source_of(store, register.name, source)
    tables = layer_tables(store, layers(store, register.name, FAR))
    held = store.query(f"SELECT DISTINCT source, row_key FROM ({held_rows(register)})", {}, tables)
    if not set(rows) <= {RowId(row["source"], row["row_key"]) for row in held}:
        raise MognadError(
            "row_unknown", "Raden finns inte längre i registret, eller går inte att följa från fil till fil."
        )
