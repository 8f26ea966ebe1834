"""What parent and child say to each other: sheets as Arrow streams, one after the other, and frames of bytes."""

import json
import struct
from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa

from files.grid import Column, Sheet

FAULT_EXIT = 3
_LENGTH = struct.Struct("<Q")


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


def frame(content: bytes) -> bytes:
    """Some bytes with their length before them."""
    return _LENGTH.pack(len(content)) + content


def frames(stream: BinaryIO) -> Iterator[bytes]:
    """The frames of a stream, up to its end or to one that was cut off."""
    while len(head := stream.read(_LENGTH.size)) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        content = stream.read(length)
        if len(content) < length:
            return
        yield content
