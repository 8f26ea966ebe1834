"""Kept columns that no field takes: one JSON object of texts per row."""

import json
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from data.registers.values.cells import Cells
from files.grid import CellKind


def extra_column(columns: Sequence[tuple[str, Cells]], n_rows: int) -> pa.StringArray:
    """``{"Kategori":"IT"}`` per row, empty and error cells left out; null where nothing is left."""
    parts = []
    for header, cells in columns:
        texts = cells.texts
        if pc.any(pc.match_substring_regex(texts, r'["\\\x00-\x1f]')).as_py():
            texts = pa.array([json.dumps(text, ensure_ascii=False)[1:-1] for text in texts.to_pylist()], pa.string())
        nothing = pc.or_(pc.equal(texts, ""), pa.array(cells.kinds == CellKind.ERROR))
        pair = pc.binary_join_element_wise(f'{json.dumps(header, ensure_ascii=False)}:"', texts, '"', "")
        parts.append(pc.if_else(nothing, pa.scalar(None, pa.string()), pair))
    if not parts:
        return pa.nulls(n_rows, pa.string())
    # Where every part is null, Arrow's join leaves the row out altogether.
    missing = pc.is_null(parts[0])
    for part in parts[1:]:
        missing = pc.and_(missing, pc.is_null(part))
    parts[0] = pc.if_else(missing, "", parts[0])
    joined = pc.binary_join_element_wise(*parts, ",", null_handling="skip")
    whole = pc.binary_join_element_wise("{", joined, "}", "")
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), whole)


def unfolded(extra: pa.ChunkedArray | pa.Array) -> dict[str, pa.Array]:
    """The columns that ``extra_column`` folded, by header in the order they first come; null where a row has none."""
    rows = [json.loads(text) if text else {} for text in extra.to_pylist()]
    headers = list(dict.fromkeys(header for row in rows for header in row))
    return {header: pa.array([row.get(header) for row in rows], pa.string()) for header in headers}
