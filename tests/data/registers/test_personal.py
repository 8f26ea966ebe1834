"""Personal identity numbers as people write them. 850615-1235: 7+5+0+6+2+5+2+2+6+5 = 40; 050615-1232: 30."""

import time

import pyarrow as pa
import pytest

from data.registers.finding.mapping import FileMapping
from data.registers.finding.proposal import ReadingOrder, propose
from data.registers.reading.table import read_table
from data.registers.values.personal import has_number, masked, rows_like_numbers

FOUND = [
    "850615-1235",
    "850615 1235",
    "850615\u00a01235",
    "20050615 1232",
    "85 06 15-1235",
    "1985-06-15-1235",
    "850615/1235",
    "850615.1235",
    "850615—1235",
    "850615–1235",
    "850615 - 1235",
    "850615-\n1235",
    "850615-\r\n1235",
    "８５０６１５１２３５",
    "８５０６１５－１２３５",
    "nr 1.0506151232",
    "1,050615-1232",
    "506151232",
    "850675-1230",
    "850675 1232",  # samordningsnummer: 7+5+0+6+5+5+2+2+6+2 = 40
    "Elev 85.06.15-1235, Bo",
]
FREE = [
    "850615 1234",  # 39: the check digit is wrong
    "8506151234",
    "1985-06-15-1234",
    "506151233",
    "2025-11-03 1432",
    "2025-11-03 1433",  # the check digit holds, but it is a time of day
    "2025-11-03 14:32",
    "2025-11-03T14:32:00",
    "20250101-20251231",
    "2025-01-01 - 2025-12-31",
    "556036-0793",
    "5560360793",
    "556036 0793",
    "16556036-0793",
    "070-123 45 67",
    "0701-23 45 67",
    "+46 70 123 45 67",
    "08-12 03 45 67",
    "7310130001234",
    "7 310130 001234",
    "0,8112189876",
    "1,0506151232",
    "KS 2024/0115 1234",
    "SE45 5000 0000 0583 9825 7466",
    "850615123512345",
    "123456789",
]


@pytest.mark.parametrize("text", FOUND)
def test_ordinary_spellings(text):
    assert has_number(text)
    assert rows_like_numbers(pa.array([text])) == [0]
    assert "[personnummer]" in masked(text)
    assert not any(part in masked(text) for part in ("0615", "1235", "1232", "０６１５"))


@pytest.mark.parametrize("text", FREE)
def test_other_numbers(text):
    assert not has_number(text)
    assert masked(text) == text


def test_several_in_one_text():
    assert masked("A 850615 1235, B 20050615-1232; 2025-11-03") == "A [personnummer], B [personnummer]; 2025-11-03"
    assert masked(" 506151232 ") == " [personnummer] "


def test_a_number_cell_without_its_leading_zero(workbook):
    book = workbook(
        "| Incident-id | Rubrik | Upptäckt |\n| 1 | 506151232 | 2025-01-01 |\n| 2 | 8506151235 | 2025-01-02 |"
    )
    titled = FileMapping(fields={"Rubrik": "title"})
    reading = read_table(book, propose(book, ReadingOrder("incidents", titled)))
    assert [(found.row, found.column) for found in reading.personal_numbers] == [(2, "Rubrik"), (3, "Rubrik")]
    masking = FileMapping(fields={"Rubrik": "title"}, mask=("Rubrik",))
    hidden = read_table(book, propose(book, ReadingOrder("incidents", masking)))
    assert hidden.table.column("title").to_pylist() == ["[personnummer]", "[personnummer]"]


def test_the_search_is_fast():
    texts = pa.array([f"Ärende {number}: servern stannade 2025-11-03 klockan 14" for number in range(100_000)])
    begun = time.perf_counter()
    assert rows_like_numbers(texts) == []
    assert time.perf_counter() - begun < 1.0
