"""Rows that a person says something of. They are known by source and key, so that it follows them to the next file."""

from collections.abc import Collection

from base.clock import FAR
from base.errors import MognadError
from data.imported.sources import source_of
from data.imported.state import held_rows, layer_tables, layers
from data.ledger.store import Readable
from data.registers.definitions.model import Register


def require_held(store: Readable, register: Register, rows: Collection[tuple[str, str]]) -> None:
    """Refuse rows (source, row key) that the register does not hold. Raises ``source_unknown`` and ``row_unknown``."""
    for source in {source for source, _ in rows}:
        source_of(store, register.name, source)
    tables = layer_tables(store, layers(store, register.name, FAR))
    held = store.query(f"SELECT DISTINCT source, row_key FROM ({held_rows(register)})", {}, tables)
    if not set(rows) <= {(row["source"], row["row_key"]) for row in held}:
        raise MognadError(
            "row_unknown", "Raden finns inte längre i registret, eller går inte att följa från fil till fil."
        )
