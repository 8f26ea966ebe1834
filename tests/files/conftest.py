"""Workbooks of all sorts, made on the spot."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import openpyxl
import pytest

from tests.kit.books import compound, xls_book, zipped

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
    return zipped


@pytest.fixture
def compound_file() -> Callable[[str, bytes], bytes]:
    """An OLE2 file with one stream."""
    return compound


@pytest.fixture
def old_workbook() -> bytes:
    """An .xls (BIFF8) with ``Hög`` in B1 and 12.5 in A2."""
    return xls_book({(0, 1): "Hög", (1, 0): 12.5})
