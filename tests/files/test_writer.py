"""What our writers write: safe for others, and read back equal by our reader."""

import datetime as dt
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from files.cells import convert
from files.grid import CellKind, Sheet
from files.guard import FileLimits
from files.reader import read
from files.workbook import read_workbook
from files.writer import SheetOut, Value, write_csv, write_xlsx

LIMITS = {"cells": FileLimits().cells, "columns": FileLimits().columns}


def written(*sheets: SheetOut) -> bytes:
    out = io.BytesIO()
    write_xlsx(out, sheets)
    return out.getvalue()


def written_csv(headers: list[str], rows: list[list[Value]], separator: str = ";") -> bytes:
    out = io.BytesIO()
    write_csv(out, headers, rows, separator)
    return out.getvalue()


def first(content: bytes, kind: str) -> Sheet:
    """Read in this process: the child's own code without the child."""
    return next(iter(read(content, kind, LIMITS)))


SIGNS = st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("=+-@'\t\n\"_x;,#é")
# A text of white space alone is an empty cell to calamine.
TEXTS = st.text(SIGNS, max_size=20).filter(lambda text: not text or text.strip()) | st.sampled_from(
    ["=1+1", "'=x", "''@", "#N/A", "_x0041_", "_x005F_x0041_", "-5", "0114", "  a ", "</t>", "TRUE"]
)
FIRST, LAST = dt.datetime.fromisoformat("1900-03-01"), dt.datetime.fromisoformat("9999-12-30")
EXCEL_DATES = st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 30))
MOMENTS = st.datetimes(FIRST, LAST).map(
    lambda moment: moment.replace(microsecond=0) if moment.hour else moment.replace(hour=1, microsecond=0)
)
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.decimals(-(10**6), 10**6, places=4).map(float)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(TEXTS, NUMBERS, EXCEL_DATES, MOMENTS, st.booleans()), min_size=1, max_size=8))
def test_a_workbook_is_read_back_equal(rows: list[tuple[str, float, dt.date, dt.datetime, bool]]) -> None:
    sheet = first(written(SheetOut("Blad", list("abcde"), rows)), "xlsx")
    kinds = [CellKind.TEXT, CellKind.NUMBER, CellKind.DATE, CellKind.DATETIME, CellKind.BOOLEAN]
    assert sheet.n_rows == len(rows) + 1
    for row, cells in zip(rows, sheet.rows(1, sheet.n_rows), strict=True):
        assert [cell.kind for cell in cells] == [
            kind if value != "" else CellKind.EMPTY for kind, value in zip(kinds, row, strict=True)
        ]
        assert cells[0].text == row[0]
        assert float(cells[1].text) == row[1]
        assert [cell.text for cell in cells[2:]] == [convert([value])[0][0] for value in row[2:]]


ANY_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20) | TEXTS


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(ANY_TEXTS, ANY_TEXTS, st.just("x")), max_size=8))
def test_a_csv_file_is_read_back_equal(rows: list[tuple[str, str, str]]) -> None:
    sheet = first(written_csv(["a", "b", "c"], [list(row) for row in rows]), "csv")
    found = [tuple(cell.text for cell in row) for row in sheet.rows(1, sheet.n_rows)]
    assert found == rows


@settings(max_examples=50, deadline=None)
@given(texts=st.lists(TEXTS.filter(bool), max_size=8))
def test_a_csv_file_of_one_column_is_read_back_equal(texts: list[str]) -> None:
    sheet = first(written_csv(["a"], [[text] for text in texts]), "csv")
    assert [row[0].text for row in sheet.rows(1, sheet.n_rows)] == texts


def test_no_text_is_a_formula() -> None:
    texts = ["=HYPERLINK(1)", "+1", "-1", "@x", "#N/A", "2024-01-05", "12"]
    content = written(SheetOut("=Blad", ["=rubrik"], [[text] for text in texts]))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [row[0] for row in sheet.iter_rows()]
    assert [cell.value for cell in cells] == ["=rubrik", *texts]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert [cell.quotePrefix for cell in cells[:5]] == [True] * 5
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    csv_rows = written_csv(["=rubrik", "b"], [[text, "x"] for text in texts]).decode("utf-8-sig").splitlines()
    assert csv_rows[:5] == ["'=rubrik;b", "'=HYPERLINK(1);x", "'+1;x", "'-1;x", "'@x;x"]


def test_how_a_workbook_looks() -> None:
    rows: list[list[Value]] = [["kort", dt.date(2024, 1, 5), Decimal("2.5"), None], ["x" * 300, None, 3, "b"]]
    content = written(SheetOut("Blad", ["Namn", "Datum", "Värde", "Tomt"], rows))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert [cell.font.bold for cell in sheet[1]] == [True] * 4
    assert sheet["B2"].value == dt.datetime.fromisoformat("2024-01-05")
    assert sheet["B2"].number_format == "yyyy-mm-dd"
    assert sheet["C2"].value == 2.5
    assert sheet["D2"].value is None
    assert sheet.column_dimensions["A"].width == 60
    assert sheet.column_dimensions["B"].width == 12


def test_values_that_excel_would_change_are_kept_as_text() -> None:
    rows: list[list[Value]] = [[1234567890123456789, dt.date(1871, 5, 1), float("nan"), "a\x01b\r\nc", "y" * 40_000]]
    cells = first(written(SheetOut("Blad", list("abcde"), rows)), "xlsx").rows(1, 2)[0]
    assert [cell.text for cell in cells[:4]] == ["1234567890123456789", "1871-05-01", "", "a\ufffdb\nc"]
    assert cells[4].text.endswith("[avkortad]")
    assert len(cells[4].text) == 32_767


def test_sheet_names_are_made_acceptable() -> None:
    sheets = [SheetOut(name, ["a"], [["b"]]) for name in ["Risk/åtgärd: 2024?", "x" * 40, "X" * 40, ""]]
    names = openpyxl.load_workbook(io.BytesIO(written(*sheets))).sheetnames
    assert names == ["Risk-åtgärd- 2024-", "x" * 31, "X" * 27 + " (2)", "Blad"]


def test_csv_decimals_follow_the_separator() -> None:
    row: list[Value] = [2.5, Decimal("1.50"), -3, True, dt.date(2024, 1, 5), None]
    headers = list("abcdef")
    assert written_csv(headers, [row]).decode("utf-8-sig").splitlines()[1] == "2,5;1,50;-3;true;2024-01-05;"
    assert written_csv(headers, [row], ",").decode("utf-8-sig").splitlines()[1] == "2.5,1.50,-3,true,2024-01-05,"


def test_both_write_to_a_path(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", [SheetOut("Blad", ["a"], [["Hög"]])])
    write_csv(tmp_path / "a.csv", ["a", "b"], [["Hög", 1]])
    for name in ("a.xlsx", "a.csv"):
        assert read_workbook(tmp_path / name).sheets[0].cell(1, 0).text == "Hög"


def test_rows_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        written(SheetOut("Blad", ["a", "b"], [["bara en"]]))


@pytest.mark.parametrize("sign", [1, -1])
def test_a_whole_number_of_more_than_15_digits_is_written_as_text(sign: int) -> None:
    longest, too_long = sign * (10**15 - 1), sign * 10**15
    sheet = first(written(SheetOut("A", ["Id"], [[longest], [too_long]])), "xlsx")
    assert [sheet.cell(row, 0).kind for row in (1, 2)] == [CellKind.NUMBER, CellKind.TEXT]
    assert [sheet.cell(row, 0).text for row in (1, 2)] == [str(longest), str(too_long)]
