"""The formats that openpyxl does not write: kinds, both calendars, error values and merged cells, all alike."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from files.grid import Cell, CellKind
from files.workbook import read_bytes
from tests.kit.books import Cells, Merged, ods_book, ods_cell, ods_row, xls_book, xlsb_book

pytestmark = pytest.mark.slow

CELLS: Cells = {
    (1, 1): "Åsö",
    (1, 2): 12.5,
    (1, 3): True,
    (1, 4): date(2024, 2, 29),
    (2, 1): "#N/A",
    (2, 2): 3.0,
    (3, 1): "sist",
}
GRID = [
    [
        Cell("Åsö", CellKind.TEXT),
        Cell("12.5", CellKind.NUMBER),
        Cell("true", CellKind.BOOLEAN),
        Cell("2024-02-29", CellKind.DATE),
    ],
    [Cell("#N/A", CellKind.ERROR), Cell("3", CellKind.NUMBER), Cell("", CellKind.EMPTY), Cell("", CellKind.EMPTY)],
    [Cell("sist", CellKind.TEXT), Cell("", CellKind.EMPTY), Cell("", CellKind.EMPTY), Cell("", CellKind.EMPTY)],
]
MERGED: Merged = [(2, 1, 3, 1)]


def _ods(cells: Cells, merged: Merged = ()) -> bytes:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merged}
    rows = []
    for row in range(4):
        made = []
        for column in range(5):
            down, right = spans.get((row, column), (0, 0))
            span = f'table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"' if down else ""
            made.append(ods_cell(cells.get((row, column)), span))
        rows.append(ods_row(*made))
    return ods_book(*rows)


def _xlsx(cells: Cells, merged: Merged = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for (row, column), value in cells.items():
        sheet.cell(row + 1, column + 1).value = value
    for top, left, bottom, right in merged:
        if cells.get((bottom, right)) is None:
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("make", [xls_book, xlsb_book, _ods, _xlsx])
def test_every_format_gives_the_same_grid(make: Callable[..., bytes]) -> None:
    sheet = read_bytes(make(CELLS), "fil").sheets[0]
    assert (sheet.n_rows, sheet.n_columns) == (4, 5)
    assert [row[1:] for row in sheet.rows(1, 4)] == GRID
    assert not any(cell.text for cell in sheet.rows(0, 1)[0])


@pytest.mark.parametrize("make", [xls_book, xlsb_book, _ods, _xlsx])
def test_every_format_tells_of_merged_cells(make: Callable[..., bytes]) -> None:
    cells = {place: value for place, value in CELLS.items() if place != (3, 1)}
    assert read_bytes(make({**cells, (3, 2): 1.0}, MERGED), "fil").sheets[0].merged == tuple(MERGED)


@pytest.mark.parametrize("make", [xls_book, xlsb_book])
def test_the_calendar_of_1904(make: Callable[..., bytes]) -> None:
    content = make({(0, 0): "Datum", (1, 0): date(2024, 2, 29)}, epoch_1904=True)
    assert read_bytes(content, "fil").sheets[0].cell(1, 0) == Cell("2024-02-29", CellKind.DATE)


def test_an_error_that_a_formula_of_xls_gave() -> None:
    sheet = read_bytes(xls_book({(0, 0): "Id", (1, 0): "#DIV/0!"}, formulas=True), "a.xls").sheets[0]
    assert sheet.cell(1, 0) == Cell("#DIV/0!", CellKind.ERROR)


def test_errors_of_ods_stand_where_repetitions_put_them() -> None:
    content = ods_book(
        ods_row(ods_cell("a"), attributes='table:number-rows-repeated="3"'),
        ods_row(ods_cell("b", 'table:number-columns-repeated="2"'), ods_cell("#REF!"), ods_cell("c")),
    )
    sheet = read_bytes(content, "a.ods").sheets[0]
    assert [cell.text for cell in sheet.rows(3, 4)[0]] == ["b", "b", "#REF!", "c"]
    assert sheet.cell(3, 2).kind == CellKind.ERROR


def test_a_formula_never_calculated_is_no_empty_cell() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["B1"], sheet["C1"], sheet["A2"], sheet["B2"], sheet["C3"] = "Id", "Summa", "=B2&1", "R1", "=SUM(C1:C2)"
    out = io.BytesIO()
    book.save(out)
    grid = read_bytes(out.getvalue(), "a.xlsx").sheets[0]
    assert (grid.n_rows, grid.n_columns) == (3, 3)
    assert grid.cell(1, 0) == Cell("=B2&1", CellKind.ERROR)
    assert grid.cell(2, 2) == Cell("=SUM(C1:C2)", CellKind.ERROR)
    assert [cell.text for cell in grid.rows(0, 1)[0]] == ["", "Id", "Summa"]


def test_a_formula_that_gives_an_empty_text_is_empty(book_of_rows: Callable[..., bytes]) -> None:
    rows = ['<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><v>2</v></c></row>']
    assert read_bytes(book_of_rows(rows), "a.xlsx").sheets[0].cell(0, 1) == Cell("", CellKind.EMPTY)


def test_the_macros_of_a_workbook_are_never_looked_at(make_book: Callable[..., bytes]) -> None:
    out = io.BytesIO(make_book(A1="Id"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 not even a container")
    assert read_bytes(out.getvalue(), "a.xlsm").sheets[0].cell(0, 0).text == "Id"
