"""Small tables made here that a query reads beside the store's own."""

from collections.abc import Iterable, Sequence

import pyarrow as pa

from data.registers.definitions.base_table import ARROW_TYPES


def table_of(columns: str, rows: Iterable[Sequence[object]]) -> pa.Table:
    """Rows, each a value per column, as a table.

    ``columns``: as SQL names and types them (``place BIGINT, unit VARCHAR``); ours, never a person's or a file's.
    """
    listed = list(rows)
    kinds = dict(column.split() for column in columns.split(", "))
    arrays = [pa.array([row[place] for row in listed], ARROW_TYPES[kind]) for place, kind in enumerate(kinds.values())]
    return pa.table(arrays, names=list(kinds))
