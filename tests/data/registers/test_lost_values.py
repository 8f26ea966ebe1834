"""What can't be read is told with its row, its column and its text; nothing becomes an empty cell in silence."""

import pytest

from data.registers.finding.mapping import FileMapping
from data.registers.finding.proposal import ReadingOrder, propose
from data.registers.finding.rows import NUMBERS, TOTAL
from data.registers.reading.table import read_table

HEADERS = "| Risk-ID | Riskbeskrivning | Sannolikhet | Riskvärde | Status | Klart senast | Enhet | Kategori |"


def read(book, **corrections):
    return read_table(book, propose(book, ReadingOrder("risks", FileMapping.model_validate(corrections))))


def column(reading, name):
    return reading.table.column(name).to_pylist()


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!"])
def test_an_error_value_in_any_column(workbook, error):
    cells = " | ".join([error] * 7)
    reading = read(
        workbook(f"{HEADERS}\n| R1 | {cells} |\n| R2 | Ett | Låg | 4 | Öppen | 2025-01-01 | Skolan | IT |"),
        keep={"Kategori": True},
        scales={"risk_level": "4x4"},
    )
    told = {issue.column: (issue.code, issue.row, issue.raw) for issue in reading.issues if issue.raw}
    assert told == dict.fromkeys(
        ["Riskbeskrivning", "Sannolikhet", "Riskvärde", "Status", "Klart senast", "Enhet", "Kategori"],
        ("value_unreadable", 2, error),
    )
    assert column(reading, "title") == [None, "Ett"]


@pytest.mark.parametrize(
    ("header", "text", "code"),
    [
        ("Sannolikhet", "kanske", "scale_unknown"),
        ("Riskvärde", "5", "scale_unknown"),
        ("Riskvärde", "2025-01-01", "scale_unknown"),
        ("Status", "Väntar", "value_unreadable"),
        ("Klart senast", "snart", "value_unreadable"),
        ("Klart senast", "nov", "date_without_year"),
        ("Klart senast", "3/4/2025", "date_ambiguous"),
        ("Klart senast", "45964", "value_unreadable"),
        ("Klart senast", "true", "value_unreadable"),
    ],
)
def test_a_value_that_is_something_else(workbook, header, text, code):
    names = [name.strip() for name in HEADERS.strip("|").split("|")]
    cells = dict(zip(names, ["R1", "Ett", "Låg", "4", "Öppen", "2025-01-31", "Skolan", "IT"], strict=True))
    rows = [cells, cells | {"Risk-ID": "R2", header: text}]
    lines = [f"| {' | '.join(row.values())} |" for row in rows]
    reading = read(workbook("\n".join([HEADERS, *lines])), scales={"risk_level": "4x4"})
    assert [(i.code, i.row, i.column, i.raw) for i in reading.issues] == [(code, 3, header, text)]


def test_totals_with_a_name_and_without(workbook):
    reading = read(
        workbook(
            """
            | Risk-ID | Riskbeskrivning | Sannolikhet | Konsekvens | Riskvärde |
            | R1 | Ett | 1 | 2 | 2 |
            | R2 | Två | 2 | 2 | 4 |
            | Σ | | | | 6 |
            | Medel | | | | 3 |
            | | | 3 | 4 | 6 |
            | | | | | 6 |
            """
        )
    )
    assert column(reading, "id") == ["R1", "R2"]
    assert [(row.row, row.reason) for row in reading.ignored] == [(4, TOTAL), (5, TOTAL), (6, NUMBERS), (7, NUMBERS)]
