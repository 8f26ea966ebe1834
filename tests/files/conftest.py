"""Workbooks of all sorts, made on the spot."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import openpyxl
import pytest

SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

MakeBook = Callable[..., bytes]
SwapPart = Callable[[bytes, Mapping[str, bytes]], bytes]


@pytest.fixture
def make_book() -> MakeBook:
    """``make_book(A1="x", C5=3)`` → the bytes of an .xlsx with one sheet."""

    def make(**cells: Any) -> bytes:
        workbook = openpyxl.Workbook()
        for place, value in cells.items():
            workbook.worksheets[0][place] = value
        out = io.BytesIO()
        workbook.save(out)
        return out.getvalue()

    return make


def _swap(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
    return out.getvalue()


@pytest.fixture
def swap_part() -> SwapPart:
    """The workbook with some parts replaced."""
    return _swap


@pytest.fixture
def book_of_rows(make_book: MakeBook) -> Callable[[Iterable[str]], bytes]:
    """An .xlsx whose sheet holds exactly these ``<row>`` elements."""

    def make(rows: Iterable[str]) -> bytes:
        xml = f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
        return _swap(make_book(A1="x"), {SHEET: xml.encode()})

    return make


@pytest.fixture
def zip_of() -> Callable[..., bytes]:
    """A zip archive of name → content."""

    def make(parts: Mapping[str, bytes | str]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return out.getvalue()

    return make


@pytest.fixture
def compound_file() -> Callable[[str, bytes], bytes]:
    """An OLE2 file with one stream: header, one sector of FAT, one of directory, then the stream."""

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        coded = (name + "\0").encode("utf-16-le")
        return struct.pack(
            "<64sHBBIII16sIQQIQ", coded, len(coded), kind, 1, 2**32 - 1, 2**32 - 1, child, b"", 0, 0, 0, start, size
        )

    def make(stream: str, content: bytes) -> bytes:
        padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        sectors = len(padded) // 512
        end, free = 2**32 - 2, 2**32 - 1
        chain = [2**32 - 3, end, *range(3, 2 + sectors), end]
        table = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
        directory = entry("Root Entry", 5, 1, end, 0) + entry(stream, 2, free, 2, len(padded)) + bytes(256)
        header = struct.pack(
            "<8s16sHHHHH6sIIIIIIIII109I",
            *(bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, 1, 0, 4096, end, 0, end, 0),
            *([0] + [free] * 108),
        )
        return header + table + directory + padded

    return make


@pytest.fixture
def old_workbook(compound_file: Callable[[str, bytes], bytes]) -> bytes:
    """An .xls (BIFF8) with ``Hög`` in B1 and 12.5 in A2."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x1996, 1997, 0, 6))

    name = b"\x04\x00Blad"
    length = len(begin(5)) + 4 + 6 + len(name) + 4
    globals_ = begin(5) + record(0x85, struct.pack("<IBB", length, 0, 0) + name) + record(0x0A, b"")
    text = record(0x204, struct.pack("<HHHHB", 0, 1, 0, 3, 0) + "Hög".encode("latin-1"))
    number = record(0x203, struct.pack("<HHHd", 1, 0, 0, 12.5))
    return compound_file("Workbook", globals_ + begin(0x10) + text + number + record(0x0A, b""))
