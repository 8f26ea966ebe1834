"""Workbooks to fill in: what is locked, what can be chosen, and that texts stay texts."""

import io

import openpyxl
import pytest

from files.form_writer import Box, CellRule, FormSheet, Look, form_titles, write_form


@pytest.fixture
def book() -> openpyxl.Workbook:
    sheet = FormSheet(
        "Skola: A/B",
        [
            [Box("=SUM(1;2)"), Box("@x", Look.ENTRY), Box(None, Look.ENTRY_DATE)],
            [None, Box(None, Look.ENTRY), Box("rubrik", Look.HEAD)],
        ],
        (5, 20, 12),
        frozenset({0}),
        [CellRule([(0, 1)], words="Val!$A$1:$A$2", prompt="Välj."), CellRule([(1, 1)], longest=10), CellRule([(0, 2)])],
        (1, 1),
    )
    out = io.BytesIO()
    write_form(out, [sheet, FormSheet("Val", [[Box("ja")], [Box("nej")]], hidden_sheet=True)])
    return openpyxl.load_workbook(out)


def test_texts_are_texts(book: openpyxl.Workbook) -> None:
    page = book["Skola- A-B"]
    assert [(page[place].value, page[place].data_type) for place in ("A1", "B1")] == [("=SUM(1;2)", "s"), ("@x", "s")]
    assert page["A1"].quotePrefix
    # What one writes is kept as one writes it, "1-2" too, but for dates.
    assert [page[place].number_format for place in ("B1", "C1")] == ["@", "yyyy-mm-dd"]


def test_only_entries_can_be_written_in(book: openpyxl.Workbook) -> None:
    page = book["Skola- A-B"]
    assert page.protection.sheet
    assert page.protection.password is None
    unlocked = [cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked]
    assert unlocked == ["B1", "C1", "B2"]


def test_rules_columns_and_sheets(book: openpyxl.Workbook) -> None:
    page = book["Skola- A-B"]
    rules = [(rule.type, str(rule.sqref), rule.formula1) for rule in page.data_validations.dataValidation]
    assert rules == [("list", "B1", "Val!$A$1:$A$2"), ("textLength", "B2", "10"), ("date", "C1", "1")]
    assert page.data_validations.dataValidation[0].prompt == "Välj."
    assert page.column_dimensions["A"].hidden
    assert page.freeze_panes == "B2"
    assert book["Val"].sheet_state == "hidden"


def test_titles_are_short_and_differ() -> None:
    titles = form_titles(["x" * 40, "x" * 40, "Val", "val", "a/b"])
    assert len(set(map(str.lower, titles))) == 5
    assert all(len(title) <= 31 for title in titles)
    assert titles[4] == "a-b"
