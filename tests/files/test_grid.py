"""Workbooks as grids: positions, kinds, canonical texts."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook as OpenpyxlWorkbook

from files.cells import ColumnsBuilder, TooManyCells, convert
from files.grid import Cell, CellKind, Sheet
from files.workbook import read_bytes


def saved(workbook: OpenpyxlWorkbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_positions_are_absolute_and_the_empty_rim_is_cut(make_book: Callable[..., bytes]) -> None:
    sheet = read_bytes(make_book(C5="Hög", E6=12, F9=""), "a.xlsx").sheets[0]
    assert (sheet.n_rows, sheet.n_columns) == (6, 5)
    assert sheet.cell(4, 2) == Cell("Hög", CellKind.TEXT)
    assert sheet.cell(5, 4) == Cell("12", CellKind.NUMBER)
    assert sheet.cell(0, 0) == sheet.cell(99, 0) == sheet.cell(0, -1) == Cell("", CellKind.EMPTY)
    assert sheet.rows(4, 99)[0] == [sheet.cell(4, column) for column in range(5)]
    assert sheet.rows(3, 3) == []
    assert sheet.row_number(4) == 5
    assert sheet.row_numbers is None


def test_rows_of_texts_bear_the_numbers_of_the_file(make_book: Callable[..., bytes]) -> None:
    sheet = read_bytes(make_book(A1="Risk", B2="Hög", B3=12), "a.xlsx").sheets[0]
    assert list(sheet.text_rows(0)) == [(1, ("Risk", "")), (2, ("", "Hög")), (3, ("", "12"))]
    assert list(sheet.text_rows(2)) == [(3, ("", "12"))]
    assert list(sheet.text_rows(3)) == []
    # A record over two lines: the next one starts on line 4.
    records = read_bytes('Risk;Text\n1;"över\ntvå"\n2;en\n'.encode(), "a.csv").sheets[0]
    assert list(records.text_rows(1)) == [(2, ("1", "över\ntvå")), (4, ("2", "en"))]


def test_data_far_down_need_little_memory(make_book: Callable[..., bytes]) -> None:
    sheet = read_bytes(make_book(B900000="y", D900001=3), "a.xlsx").sheets[0]
    assert (sheet.n_rows, sheet.n_columns) == (900_001, 4)
    assert sheet.cell(899_999, 1).text == "y"


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        (" Hög\n risk ", " Hög\n risk ", CellKind.TEXT),
        ("\u200bid", "\u200bid", CellKind.TEXT),
        ("<b>fet</b>", "<b>fet</b>", CellKind.TEXT),
        ("0114", "0114", CellKind.TEXT),
        (12, "12", CellKind.NUMBER),
        (12.5, "12.5", CellKind.NUMBER),
        (-0.75, "-0.75", CellKind.NUMBER),
        (1e300, "1e+300", CellKind.NUMBER),
        (True, "true", CellKind.BOOLEAN),
        (False, "false", CellKind.BOOLEAN),
        (dt.date(2024, 1, 5), "2024-01-05", CellKind.DATE),
        (dt.date(2024, 2, 29), "2024-02-29", CellKind.DATE),
        (dt.datetime.fromisoformat("2024-01-05T14:30"), "2024-01-05T14:30:00", CellKind.DATETIME),
        (dt.datetime.fromisoformat("2024-01-05T23:59:59"), "2024-01-05T23:59:59", CellKind.DATETIME),
        (dt.time(14, 30), "14:30:00", CellKind.TIME),
        (dt.timedelta(hours=36, minutes=5), "36:05:00", CellKind.TIME),
    ],
)
@pytest.mark.parametrize("epoch_1904", [False, True])
def test_canonical_texts(value: object, text: str, kind: CellKind, epoch_1904: bool) -> None:
    workbook = openpyxl.Workbook()
    if epoch_1904:
        workbook.epoch = CALENDAR_MAC_1904
    workbook.worksheets[0]["A1"] = value  # type: ignore[assignment]  # any value openpyxl writes
    assert read_bytes(saved(workbook), "a.xlsx").sheets[0].cell(0, 0) == Cell(text, kind)


def test_whole_and_mixed_columns_are_converted_alike() -> None:
    values: list[object] = [
        "a",
        "",
        1.0,
        2.5,
        1e15,
        True,
        dt.date(2024, 1, 5),
        dt.time(1, 2, 3),
        dt.timedelta(hours=-1),
    ]
    texts, kinds = convert(values)
    assert list(texts) == ["a", "", "1", "2.5", "1000000000000000.0", "true", "2024-01-05", "01:02:03", "-01:00:00"]
    assert list(kinds) == [1, 0, 2, 2, 2, 3, 4, 6, 6]
    for value, text, kind in zip(values, texts, kinds, strict=True):
        assert convert([value, value]) == ([text, text], bytes([kind, kind]))


@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_of_more_than_15_digits_is_not_told_as_if_it_were_whole(sign: int) -> None:
    """Excel has lost its end: an id of 16 digits must not look like another one."""
    minus = "-" if sign < 0 else ""
    assert convert([sign * 999_999_999_999_999.0])[0] == [f"{minus}999999999999999"]
    assert convert([sign * 1_000_000_000_000_000.0])[0] == [f"{minus}1000000000000000.0"]
    assert convert([sign * 1_234_567_890_123_456_789.0])[0] == [f"{minus}1.2345678901234568e+18"]


@pytest.mark.parametrize(
    "blocks",
    [
        [[["a"], ["b", "c"]], [[], ["", "d"]]],
        [[["a"]], [["b", "c"], []], [["", "d"], []]],
        [[["a", "", ""], ["b", "c", ""], ["", "", ""], ["", "d", ""], ["", "", ""]]],
    ],
)
def test_blocks_make_one_grid_however_they_are_cut(blocks: Sequence[Sequence[Sequence[object]]]) -> None:
    builder = ColumnsBuilder(limit=8)
    for block in blocks:
        builder.add(block)
    columns = builder.columns()
    assert [column.texts.to_pylist() for column in columns] == [["a", "b", "", ""], ["", "c", "", "d"]]
    assert [column.kinds.to_pylist() for column in columns] == [[1, 1, 0, 0], [0, 1, 0, 1]]
    with pytest.raises(TooManyCells):
        builder.add([["", "", "e"]])


def test_error_values_are_errors_and_the_text_of_one_is_a_text(
    make_book: Callable[..., bytes], book_of_rows: Callable[..., bytes]
) -> None:
    rows = [
        '<row r="2"><c r="B2"><v>1</v></c><c r="C2" s="0" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
        '<row r="3"><c r="B3" t="e"><v>#N/A</v></c><c r="C3" t="str"><v>#N/A</v></c></row>',
    ]
    sheet = read_bytes(book_of_rows(rows), "a.xlsx").sheets[0]
    assert sheet.cell(1, 2) == Cell("#DIV/0!", CellKind.ERROR)
    assert sheet.cell(2, 1) == Cell("#N/A", CellKind.ERROR)
    assert sheet.cell(2, 2) == Cell("#N/A", CellKind.TEXT)


def test_error_values_are_found_across_the_pieces_of_a_large_sheet(book_of_rows: Callable[..., bytes]) -> None:
    # 1 MB pieces: with 83 bytes per row some cell is broken by every edge.
    rows = [f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}" t="e"><v>#N/A</v></c></row>' for r in range(1, 60_001)]
    sheet = read_bytes(book_of_rows(rows), "a.xlsx").sheets[0]
    assert set(sheet.columns[1].kinds.to_pylist()) == {CellKind.ERROR}
    assert sheet.n_rows == 60_000


def test_sheets_hidden_ones_and_merged_cells() -> None:
    workbook = openpyxl.Workbook()
    first = workbook.worksheets[0]
    first.title = "Risker å"
    first["B2"] = "Rubrik"
    first["C3"] = 1
    first.merge_cells("B2:D2")
    for title, state in [("Dold", "hidden"), ("Djupt dold", "veryHidden")]:
        sheet = workbook.create_sheet(title)
        sheet["A1"] = title
        sheet.sheet_state = state
    workbook.create_chartsheet("Diagram")
    workbook.create_sheet("Tomt")
    read = read_bytes(saved(workbook), "a.xlsx")
    assert [(sheet.name, sheet.visible, sheet.n_rows) for sheet in read.sheets] == [
        ("Risker å", True, 3),
        ("Dold", False, 1),
        ("Djupt dold", False, 1),
        ("Tomt", True, 0),
    ]
    assert read.sheets[0].merged == ((1, 1, 1, 3),)
    assert read.sheets[3].rows(0, 5) == []


def test_what_the_workbook_says_of_itself(make_book: Callable[..., bytes]) -> None:
    content = make_book(A1="x")
    read = read_bytes(content, "Export.XLS")
    assert (read.kind, read.name, read.size, len(read.sha256)) == ("xlsx", "Export.XLS", len(content), 64)


def _strict(content: bytes) -> bytes:
    swaps = [
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for transitional, strict in swaps:
                part = part.replace(transitional, strict)
            new.writestr(name, part)
    return out.getvalue()


def test_strict_ooxml_is_read(make_book: Callable[..., bytes]) -> None:
    sheet = read_bytes(_strict(make_book(A1="Namn", B2=dt.date(2024, 1, 5))), "a.xlsx").sheets[0]
    assert (sheet.cell(0, 0).text, sheet.cell(1, 1)) == ("Namn", Cell("2024-01-05", CellKind.DATE))


def test_inline_strings_are_read() -> None:
    workbook = openpyxl.Workbook(write_only=True)
    workbook.create_sheet("Blad").append(["Hög", "å & <ä>"])
    content = saved(workbook)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"inlineStr" in archive.read("xl/worksheets/sheet1.xml")
    assert [cell.text for cell in read_bytes(content, "a.xlsx").sheets[0].rows(0, 1)[0]] == ["Hög", "å & <ä>"]


def test_old_xls_is_read(old_workbook: bytes) -> None:
    read = read_bytes(old_workbook, "gammal.xls")
    assert read.kind == "xls"
    assert (read.sheets[0].cell(0, 1).text, read.sheets[0].cell(1, 0)) == ("Hög", Cell("12.5", CellKind.NUMBER))


def test_ods_is_read(zip_of: Callable[..., bytes]) -> None:
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    content = f"""<?xml version="1.0"?><office:document-content xmlns:office="{office}" xmlns:table="{table}"
    xmlns:text="{text}"><office:body><office:spreadsheet><table:table table:name="Blad"><table:table-row>
    <table:table-cell office:value-type="string"><text:p>Hög</text:p></table:table-cell>
    <table:table-cell office:value-type="date" office:date-value="2024-01-05"><text:p>5 jan</text:p></table:table-cell>
    </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""
    # In one line: calamine takes white space between cells for an error.
    content = content.replace("\n    xmlns", " xmlns").replace("\n    ", "")
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    read = read_bytes(
        zip_of({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest}), "a.ods"
    )
    assert read.kind == "ods"
    assert read.sheets[0].cell(0, 0).text == "Hög"
    assert read.sheets[0].cell(0, 1).text.startswith("2024-01-05")


def test_a_sheet_without_columns_has_no_rows() -> None:
    assert (Sheet("Blad", True, ()).n_rows, Sheet("Blad", True, ()).rows(0, 3)) == (0, [])
