"""Columns and small tables made here, which a query reads beside the store's own."""

from collections.abc import Callable, Iterable, Sequence

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


def by_value(texts: pa.Array, meaning: Callable[[str], str | None]) -> pa.Array:
    """Each text by what it means, asked once per distinct text; null stays null."""
    encoded = texts.dictionary_encode()
    return pa.array(map(meaning, encoded.dictionary.to_pylist()), pa.string()).take(encoded.indices)
