"""Rows and cells that a register has no use for: told, never stored and never lost in silence."""

from data.registers.finding.mapping import FileMapping
from data.registers.finding.proposal import ReadingOrder, propose
from data.registers.finding.rows import UNUSED
from data.registers.reading.table import read_table


def read(book, wanted=None, **corrections):
    return read_table(book, propose(book, ReadingOrder(wanted, FileMapping.model_validate(corrections))))


def codes(reading):
    return [(issue.code, issue.row, issue.column) for issue in reading.issues]


def column(reading, name):
    return reading.table.column(name).to_pylist()


NOTED = """
| Risk-id | Riskbeskrivning | Status | Anteckning | Signatur |
| R1 | Servern stannar | Öppen | Se protokoll | AB |
| | | | Genomgång | AB |
| R2 | Lösenord sprids | Stängd | | |
"""


def test_rows_with_nothing_that_the_register_uses(workbook):
    reading = read(workbook(NOTED), wanted="risks")
    assert column(reading, "id") == ["R1", "R2"]
    assert [(ignored.row, ignored.reason) for ignored in reading.ignored] == [(3, UNUSED)]
    assert codes(reading) == []
    plain = read(workbook("| Kod | Antal | Plats |\n| a | 1 | |\n| | 2 | b |"))
    assert (plain.register, plain.rows, plain.ignored) == (None, 2, ())


def test_a_legend_directly_beside_the_table(workbook):
    reading = read(
        workbook(
            """
            | Risk-ID | Riskbeskrivning | Sannolikhet | Konsekvens | Nivå | Betyder |
            | R1 | Ett | 1 | 2 | 1 | Bara i år |
            | R2 | Två | 1 | 2 | 2 | Vart tionde år |
            | | | | | 3 | Varje år |
            | | | | | 4 | Varje månad |
            """
        ),
        fields={"Nivå": None},
    )
    assert column(reading, "id") == ["R1", "R2"]
    assert [(ignored.row, ignored.reason) for ignored in reading.ignored] == [(4, UNUSED), (5, UNUSED)]


def test_cells_to_the_right_of_the_header_row(sheet, workbook):
    text = """
    | Risk-ID | Riskbeskrivning | Status | Ägare |
    | R1 | Servern stannar | Öppen | Anna |
    | R2 | Lösenord | sprids | Öppen | Bo |
    | R3 | Nyckel borta | Stängd | Cia |
    | R4 | Ett | två | tre | Öppen | Bo |
    | R5 | Arkivet brinner | Öppen | Cia |
    """
    for excel in (True, False):
        reading = read(workbook(sheet(text, excel=excel)), wanted="risks")
        found = [issue for issue in reading.issues if issue.code == "cells_outside_header"]
        assert [(issue.row, issue.column, issue.raw) for issue in found] == [(3, None, None), (5, None, None)]
        assert "förskjuten" in found[0].message
        assert reading.rows == 5


def test_cells_of_a_table_beside_are_told_once(workbook):
    reading = read(
        workbook(
            """
            | Risk-ID | Riskbeskrivning | Sannolikhet | Konsekvens | | Status | Betyder |
            | R1 | Ett | Låg | Måttlig | | Öppen | Inte klar |
            | R2 | Två | Låg | Måttlig | | Stängd | Klar |
            | R3 | Tre | Låg | Måttlig | | | |
            | R4 | Fyra | Låg | Måttlig | | | |
            | R5 | Fem | Låg | Måttlig | | | |
            """
        )
    )
    assert codes(reading) == [("other_table", 1, None)]
