"""A tab per year and a column per period: each becomes a snapshot that is read as any other file."""

from datetime import date

import pytest

from data.registers.finding.mapping import FileMapping
from data.registers.finding.proposal import ReadingOrder, propose
from data.registers.finding.snapshots import possible_snapshots, snapshot_workbook
from data.registers.reading.table import read_table
from tests.kit.sure import sure

TODAY = date(2024, 11, 3)
WIDE = """
| Riskregister Vallköping | | | | |
| Risk-ID | Riskbeskrivning | Riskvärde 2022 | Riskvärde 2023 | Riskvärde 2024 |
| R1 | Servern stannar | 4 | 6 | 8 |
| R2 | Lösenord sprids | | 2 | 2 |
| R3 | Arkivet brinner | 3 | 3 | |
"""
YEAR = """
| Risk-ID | Riskbeskrivning | Sannolikhet | Konsekvens |
| R1 | Servern stannar | Låg | Måttlig |
"""


def column(reading, name):
    return reading.table.column(name).to_pylist()


def read(book, snapshot, **corrections):
    cut = snapshot_workbook(book, snapshot)
    return read_table(cut, propose(cut, ReadingOrder("risks", FileMapping.model_validate(corrections))))


def listed(found):
    return [(one.kind, one.sheet, one.label, one.as_of and one.as_of.isoformat(), one.rows) for one in found]


def test_a_column_per_year(workbook):
    book = workbook(WIDE)
    found = possible_snapshots(book, TODAY)
    assert listed(found) == [
        ("column", "Blad1", "2022", "2022-12-31", 2),
        ("column", "Blad1", "2023", "2023-12-31", 3),
        ("column", "Blad1", "2024", "2024-11-03", 2),
    ]
    assert [one.left_out for one in found] == [(4,), (), (5,)]
    assert [one.headers for one in found] == [("Riskvärde 2022",), ("Riskvärde 2023",), ("Riskvärde 2024",)]
    readings = [read(book, one, scales={"risk_level": "4x4"}) for one in found]
    assert [column(reading, "id") for reading in readings] == [["R1", "R3"], ["R1", "R2", "R3"], ["R1", "R2"]]
    assert [column(reading, "risk_level_step") for reading in readings] == [[4, 3], [6, 2, 3], [8, 2]]
    assert [column(reading, "row") for reading in readings] == [[3, 5], [3, 4, 5], [3, 4]]
    assert [reading.columns[2].letter for reading in readings] == ["C", "D", "E"]
    # One mapping serves them all, and each is a file of its own.
    assert [list(reading.mapping.fields) for reading in readings] == [["Risk-ID", "Riskbeskrivning", "Riskvärde"]] * 3
    assert len({reading.file_hash for reading in readings}) == 3


def test_several_columns_per_tertial_under_group_headers(sheet, workbook):
    made = sheet(
        """
        | | | T1 2024 | | T2 2024 | |
        | Risk-ID | Riskbeskrivning | Sannolikhet | Konsekvens | Sannolikhet | Konsekvens |
        | R1 | Ett | Låg | Måttlig | Hög | Allvarlig |
        | R2 | Två | Hög | Måttlig | Låg | Måttlig |
        """,
        merged=[(0, 2, 0, 3), (0, 4, 0, 5)],
    )
    found = possible_snapshots(workbook(made), TODAY)
    assert listed(found) == [
        ("column", "Blad1", "T1 2024", "2024-04-30", 2),
        ("column", "Blad1", "T2 2024", "2024-08-31", 2),
    ]
    second = read(workbook(made), found[1])
    assert [c.header for c in second.columns] == ["Risk-ID", "Riskbeskrivning", "Sannolikhet", "Konsekvens"]
    assert column(second, "likelihood_step") == [4, 2]


def test_bare_periods_and_months_of_the_year_that_the_file_names(workbook, sheet):
    years = workbook("| Enhet | 2022 | 2023 |\n| Skolan | 3 | 4 |\n| Vården | 1 | 2 |")
    found = possible_snapshots(years, TODAY)
    assert [one.label for one in found] == ["2022", "2023"]
    cut = snapshot_workbook(years, found[1])
    reading = read_table(cut, propose(cut, ReadingOrder(corrections=FileMapping(keep={"Värde": True}))))
    assert column(reading, "Värde") == ["4", "2"]
    months = "| Risk-ID | Riskbeskrivning | jan | feb | mars |\n| R1 | Ett | 1 | 2 | 3 |"
    named = possible_snapshots(workbook(sheet(months, name="Risker 2024")), TODAY)
    assert [one.as_of for one in named] == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]
    nameless = possible_snapshots(workbook(months), TODAY)
    assert [(one.label, one.as_of) for one in nameless] == [("jan", None), ("feb", None), ("mars", None)]


def test_real_dates_as_headers(workbook):
    text = """
    | Risk-ID | Riskbeskrivning | 2024-01-31 | 2024-02-29 | 2024-03-31 |
    | R1 | Ett | 1 | 2 | 3 |
    | R2 | Två | 4 | 4 | 6 |
    """
    found = possible_snapshots(workbook(text), TODAY, "risks")
    assert [one.as_of for one in found] == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]


def test_a_tab_per_year(sheet, workbook):
    later = YEAR.replace("Konsekvens |", "Konsekvens | Status |").replace("Måttlig |", "Måttlig | Öppen |")
    book = workbook(
        sheet("| Läs mig | |\n| Skapad av | Anna |", name="Om"),
        sheet(later + "| R2 | Ny | Hög | Måttlig | Öppen |", name="2024"),
        sheet(YEAR, name="2023"),
        sheet(YEAR, name="2022", visible=False),
        sheet("| Enhet | Antal |\n| Skolan | 3 |", name="2021"),
        sheet(YEAR, name="2025"),
    )
    found = possible_snapshots(book, TODAY)
    assert listed(found) == [
        ("sheet", "2023", "2023", "2023-12-31", 1),
        ("sheet", "2024", "2024", "2024-11-03", 2),
        ("sheet", "2025", "2025", None, 1),
    ]
    reading = read(book, found[1])
    assert (reading.sheet, column(reading, "id")) == ("2024", ["R1", "R2"])
    assert "other_sheet" not in {issue.code for issue in reading.issues}


def test_tabs_with_columns_of_their_own(sheet, workbook):
    text = "| Risk-ID | Riskbeskrivning | T1 | T2 |\n| R1 | Ett | 1 | 2 |"
    found = possible_snapshots(workbook(sheet(text, name="2023"), sheet(text, name="2022")), TODAY)
    assert [(one.sheet, one.label, sure(one.as_of).isoformat()) for one in found] == [
        ("2022", "T1", "2022-04-30"),
        ("2022", "T2", "2022-08-31"),
        ("2023", "T1", "2023-04-30"),
        ("2023", "T2", "2023-08-31"),
    ]


def test_rows_under_a_group_are_not_left_out(sheet, workbook):
    text = """
    | Enhet | Risk-ID | Riskbeskrivning | Riskvärde 2023 | Riskvärde 2024 |
    | Skolan | R1 | Ett | | 4 |
    | | R2 | Två | 2 | 2 |
    | Vården | R3 | Tre | 2 | 2 |
    """
    book = workbook(sheet(text, merged=[(1, 0, 2, 0)]))
    found = possible_snapshots(book, TODAY)
    assert [one.left_out for one in found] == [(), ()]
    assert column(read(book, found[0]), "unit_text") == ["Skolan", "Skolan", "Vården"]


@pytest.mark.parametrize(
    "text",
    [
        YEAR,
        YEAR.replace("Konsekvens", "Konsekvens 2024"),
        "| 2022 | 2023 |\n| 1 | 2 |",
        "| Krav ISO 27001:2013 | Krav ISO 27001:2022 | Svar |\n| 1 | 2 | Ja |",
    ],
)
def test_one_snapshot_is_no_choice(workbook, text):
    assert possible_snapshots(workbook(text), TODAY) == ()


def test_other_columns_are_not_lost_in_silence(workbook):
    reading = read_table(workbook(WIDE), propose(workbook(WIDE), ReadingOrder("risks")))
    told = [issue for issue in reading.issues if issue.code == "several_periods"]
    assert [(issue.row, issue.column) for issue in told] == [(2, None)]
    assert "2022, 2023, 2024" in told[0].message
