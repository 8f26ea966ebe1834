"""Periods in headers and on tabs; every expected day is written by hand."""

from datetime import date

import pytest

from data.registers.values.periods import find_period, year_of
from tests.kit.sure import sure


@pytest.mark.parametrize(
    ("text", "first", "last", "rest"),
    [
        ("2024", "2024-01-01", "2024-12-31", ""),
        ("År 2024", "2024-01-01", "2024-12-31", ""),
        ("Risker 2023", "2023-01-01", "2023-12-31", "Risker"),
        ("Riskvärde (2024)", "2024-01-01", "2024-12-31", "Riskvärde"),
        ("2024 Sannolikhet", "2024-01-01", "2024-12-31", "Sannolikhet"),
        ("Riskvärde_2024", "2024-01-01", "2024-12-31", "Riskvärde"),
        ("T1 2024", "2024-01-01", "2024-04-30", ""),
        ("Tertial 3 2024", "2024-09-01", "2024-12-31", ""),
        ("2024 T2", "2024-05-01", "2024-08-31", ""),
        ("Riskvärde T2-24", "2024-05-01", "2024-08-31", "Riskvärde"),
        ("Q3 2024", "2024-07-01", "2024-09-30", ""),
        ("2024Q1", "2024-01-01", "2024-03-31", ""),
        ("Kvartal 4 2024", "2024-10-01", "2024-12-31", ""),
        ("H1 2024", "2024-01-01", "2024-06-30", ""),
        ("HT 2024", "2024-07-01", "2024-12-31", ""),
        ("VT24", "2024-01-01", "2024-06-30", ""),
        ("februari 2024", "2024-02-01", "2024-02-29", ""),
        ("feb-23", "2023-02-01", "2023-02-28", ""),
        ("Antal Oct 2024", "2024-10-01", "2024-10-31", "Antal"),
        ("2024-03", "2024-03-01", "2024-03-31", ""),
        ("Läget per 2024-12-31", "2024-12-31", "2024-12-31", ""),
        ("20241231", "2024-12-31", "2024-12-31", ""),
        ("2024-01-01T00:00:00", "2024-01-01", "2024-01-01", ""),
    ],
)
def test_periods(text, first, last, rest):
    found = sure(find_period(text))
    period = sure(found.period)
    assert (period.first, period.last, found.rest) == (*map(date.fromisoformat, (first, last)), rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Riskvärde",
        "ISO 27001:2022",
        "2023/2024",
        "2023-2024",
        "2023 och 2024",
        "12024",
        "1066",
        "2024-02-30",
        "SFS 2018:218",
        "Majoritet",
        "Kapitel 1",
        "Konsekvens 4",
        "0114",
    ],
)
def test_what_names_no_period(text):
    assert find_period(text) is None


def test_a_part_of_a_year_needs_its_year():
    assert sure(find_period("mars")).period is None
    assert sure(sure(find_period("mars", 2024)).period).last == date(2024, 3, 31)
    assert sure(sure(find_period("T2", 2024)).period).last == date(2024, 8, 31)
    assert find_period("Ansvarig i mars", 2024) is None
    assert (year_of("risker 2024.xlsx"), year_of("risker.xlsx")) == (2024, None)
