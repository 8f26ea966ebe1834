"""Headings alone on a row above their rows: told, and taken as the rows' unit when a person says so."""

import pytest

from base.errors import MognadError
from data.registers.finding.mapping import FileMapping
from data.registers.finding.proposal import ReadingOrder, propose
from data.registers.reading.table import read_table

LIST = """
| Risk-ID             | Riskbeskrivning | Status | Klart senast |
| Kommunens risker    |                 |        |              |
| Socialförvaltningen och omsorg |      |        |              |
| R1                  | Servern         | Öppen  | 2026-01-01   |
| R2                  | Avtal           | Öppen  | 2026-01-01   |
| Summa               | 2               |        |              |
| Barn och utbildning |                 |        |              |
| R3                  | Övning          | Öppen  | 2026-01-01   |
| R4                  | Larm            | Stängd | 2026-01-01   |
| Källa: Stratsys     |                 |        |              |
"""


def read(workbook, text=LIST, remembered=None, **said):
    book = workbook(text)
    return read_table(book, propose(book, ReadingOrder("risks", FileMapping(**said), remembered)))


def units(reading):
    return dict(zip(*(reading.table.column(name).to_pylist() for name in ("id", "unit_text")), strict=True))


def test_only_what_has_rows_under_it_is_a_heading_and_none_is_used_unasked(workbook):
    reading = read(workbook)
    assert reading.group_headings == ("Socialförvaltningen och omsorg", "Barn och utbildning")
    assert set(units(reading).values()) == {None}
    assert "unit" not in reading.filled
    assert [one.text for one in reading.ignored if one.row == 2 + 1] == ["Socialförvaltningen och omsorg"]


def test_each_row_gets_the_heading_above_it(workbook):
    reading = read(workbook, headings_fill="unit")
    social, school = "Socialförvaltningen och omsorg", "Barn och utbildning"
    assert units(reading) == {"R1": social, "R2": social, "R3": school, "R4": school}
    assert "unit" in reading.filled


def test_a_filter_leaves_each_row_its_own_heading(workbook):
    reading = read(workbook, headings_fill="unit", where=[{"header": "Status", "values": ["Stängd"]}])
    assert units(reading) == {"R4": "Barn och utbildning"}


def test_rows_that_differ_only_by_their_heading_are_two(workbook):
    same = LIST.replace("| R3                  | Övning ", "| R1                  | Servern")
    assert len(read(workbook, same).skipped) == 1
    assert len(read(workbook, same, headings_fill="unit").skipped) == 0


def test_it_is_remembered_until_it_is_taken_back_or_a_column_tells(workbook):
    first = read(workbook, headings_fill="unit")
    assert units(read(workbook, remembered=first.mapping))["R3"] == "Barn och utbildning"
    assert set(units(read(workbook, remembered=first.mapping, headings_fill="")).values()) == {None}
    column = LIST.replace("Klart senast |", "Enhet        |").replace("2026-01-01", "Skola A   ")
    assert set(units(read(workbook, column, first.mapping)).values()) == {"Skola A"}


def test_a_field_that_is_no_unit_is_refused(workbook):
    with pytest.raises(MognadError) as caught:
        read(workbook, headings_fill="title")
    assert caught.value.code == "mapping_invalid"
