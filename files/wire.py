"""Sheets as Arrow streams, one after the other: what the child writes and the parent reads."""

import json
from typing import BinaryIO

import pyarrow as pa

from files.grid import Column, Sheet

FAULT_EXIT = 3


def write_sheet(sheet: Sheet, out: BinaryIO) -> None:
    """Append one sheet."""
    arrays: list[pa.Array] = []
    names: list[str] = []
    for index, column in enumerate(sheet.columns):
        arrays += [column.texts, column.kinds]
        names += [f"texts{index}", f"kinds{index}"]
    if sheet.row_numbers is not None:
        arrays.append(sheet.row_numbers)
        names.append("row_numbers")
    facts = json.dumps([sheet.name, sheet.visible, sheet.merged])
    batch = pa.record_batch(arrays, names=names).replace_schema_metadata({"sheet": facts})
    with pa.ipc.new_stream(out, batch.schema) as stream:
        stream.write_batch(batch)


def read_sheets(content: bytes) -> tuple[Sheet, ...]:
    """All sheets; their arrays lie in ``content`` itself, nothing is copied."""
    source = pa.BufferReader(content)
    sheets = []
    while source.tell() < len(content):
        stream = pa.ipc.open_stream(source)
        batch = stream.read_next_batch()
        for _ in stream:  # to the end mark, where the next sheet starts
            pass
        name, visible, merged = json.loads(batch.schema.metadata[b"sheet"])
        numbered = "row_numbers" in batch.schema.names
        parts = batch.columns[:-1] if numbered else batch.columns
        columns = tuple(Column(texts, kinds) for texts, kinds in zip(parts[::2], parts[1::2], strict=True))
        rows = batch.column("row_numbers") if numbered else None
        sheets.append(Sheet(name, visible, columns, rows, tuple((a, b, c, d) for a, b, c, d in merged)))
    return tuple(sheets)
