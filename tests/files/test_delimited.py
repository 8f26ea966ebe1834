"""CSV: encodings, separators, lines, and the apostrophe before formulas."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import MognadError
from files.delimited import encoding_of, escape, separator_of, unescape
from files.grid import Cell, CellKind, Sheet
from files.workbook import read_bytes
from files.writer import csv_bytes


def sheet_of(content: bytes) -> Sheet:
    workbook = read_bytes(content, "a.csv")
    assert workbook.kind == "csv"
    return workbook.sheets[0]


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row] for row in sheet.rows(0, sheet.n_rows)]


def lines(sheet: Sheet) -> list[int]:
    return [sheet.row_number(index) for index in range(sheet.n_rows)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings(encoding: str, ending: str) -> None:
    content = ending.join(["Id;Förvaltning", "1;Barn och ungdom på Åsö"]).encode(encoding)
    if ending == "\n":
        assert texts(sheet_of(content)) == [["Id", "Förvaltning"], ["1", "Barn och ungdom på Åsö"]]
    assert "Åsö" in content.decode(encoding_of(content))


def test_cp1252_signs_and_bytes_it_lacks() -> None:
    assert encoding_of("a;€ – ”citat”".encode("cp1252")) == "cp1252"
    assert encoding_of(b"a;\x81\xe5") == "latin-1"
    assert encoding_of(("a" * 70_000 + "å").encode()) == "utf-8-sig"
    assert encoding_of(b"a" * 70_000 + b"\xe5") == "cp1252"


@pytest.mark.parametrize(
    ("sample", "separator"),
    [
        ("a;b;c\n1;2;3\n", ";"),
        ("a,b,c\n1,2,3\n", ","),
        ("a\tb\n1\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("id;sannolikhet;värde\n1;2,5;3,5\n2;1,5;2,5\n", ";"),
        ('id,titel\n1,"a;b;c"\n2,"d;e;f"\n', ","),
        ("Riskregister, hösten 2024\n\nid;titel;ägare\n1;Brand;Eva\n2;Stöld, inbrott;Åke\n", ";"),
        ("id,titel,taggar\n1,a,x;y\n2,b,x;z\n", ","),
        ("bara en kolumn\nrad\n", ";"),
    ],
)
def test_separators(sample: str, separator: str) -> None:
    assert separator_of(sample) == separator


def test_a_separator_hint_is_obeyed_and_left_out() -> None:
    sheet = sheet_of(b"sep=|\r\na;b|c\r\n1|2\r\n")
    assert texts(sheet) == [["a;b", "c"], ["1", "2"]]
    assert lines(sheet) == [2, 3]


def test_row_numbers_are_the_lines_where_records_start() -> None:
    # Line 1 header; record 2 stands on lines 2-4; line 5 is blank; record 3 on line 6.
    sheet = sheet_of(b'id;text\r\n1;"rad ett\r\nrad ""tv\xc3\xa5""\r\n;slut"\r\n\r\n2;b\r\n')
    assert texts(sheet) == [["id", "text"], ["1", 'rad ett\r\nrad "två"\r\n;slut'], ["", ""], ["2", "b"]]
    assert lines(sheet) == [1, 2, 5, 6]


def test_ragged_rows_and_empty_edges() -> None:
    sheet = sheet_of(b"a;b;;\n1\n;;;\n1;2;3;\n;;\n\n")
    assert texts(sheet) == [["a", "b", ""], ["1", "", ""], ["", "", ""], ["1", "2", "3"]]
    assert lines(sheet) == [1, 2, 3, 4]


def test_every_cell_is_a_text_and_nothing_is_trimmed() -> None:
    sheet = sheet_of(b"a;b\n 1 ;TRUE\n2024-01-05;\n")
    assert sheet.rows(1, 3) == [
        [Cell(" 1 ", CellKind.TEXT), Cell("TRUE", CellKind.TEXT)],
        [Cell("2024-01-05", CellKind.TEXT), Cell("", CellKind.EMPTY)],
    ]


def test_the_apostrophe_before_a_formula_is_taken_away_and_no_other() -> None:
    sheet = sheet_of(b"a;b\n'=1+1;'@x\n'-5;'+46\n'hej;''=x\n'tis;-5\n")
    assert texts(sheet)[1:] == [["=1+1", "@x"], ["-5", "+46"], ["'hej", "'=x"], ["'tis", "-5"]]


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (b'a;b\n1;x\n2;"aldrig st\xc3\xa4ngd\n3;y\n', 3),
        (b'a;b\n1;"' + b"x" * 1_100_000 + b"\n", 2),
        (b'a;b\n1;"', 2),
    ],
)
def test_a_quote_never_closed_is_told_with_its_line(content: bytes, row: int) -> None:
    with pytest.raises(MognadError) as caught:
        read_bytes(content, "a.csv")
    assert caught.value.code == "corrupt"
    assert f"rad {row} " in caught.value.message


def test_quotes_that_open_nothing_are_signs_like_others() -> None:
    assert texts(sheet_of(b'a;b\n12" sk\xc3\xa4rm;"ja" eller nej\n'))[1] == ['12" skärm', "ja eller nej"]


TEXTS = st.text(alphabet="a1 '\"=+-@;,\t|\n", max_size=12)


@given(TEXTS)
def test_what_is_escaped_is_read_back_as_it_was(text: str) -> None:
    assert unescape(escape(text)) == text


@given(st.lists(TEXTS, min_size=1, max_size=3), st.sampled_from(";\t|,"))
def test_no_field_becomes_a_formula_under_any_separator(fields: list[str], separator: str) -> None:
    content = csv_bytes([f"Rubrik {n}" for n in range(len(fields))], [fields]).decode("utf-8-sig")
    # As the crudest program would cut it: at every such sign, whatever is quoted.
    pieces = re.split(f"[{re.escape(separator)}\r\n]", content)
    assert [piece for piece in pieces if piece.lstrip('" \t')[:1] in ("=", "+", "-", "@")] == []
