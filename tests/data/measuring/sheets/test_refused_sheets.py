"""Sheets that are not what they should be, and rows with something wrong."""

from datetime import date

import pytest

from base.actors import Act
from data.measuring.rounds import NewRound, open_round
from tests.kit.sheets import (
    PERSONAL_NUMBER,
    control_cell,
    edited,
    issues,
    on_page,
    row_of,
)
from tests.kit.writers import set_round_units

pytestmark = pytest.mark.slow


def test_a_sheet_of_another_round_is_refused(desk, codes):
    other = open_round(
        desk.store, desk.grant(Act.PLAN), NewRound(desk.form, "Mätning 2025", date(2025, 11, 3), [desk.units["a"]])
    )
    this, desk.round = desk.round, other
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})
    desk.round = this
    receipt = desk.receipt(back)
    assert codes(receipt) == ["sheet_other_round"]
    assert receipt.issues[0].message == "Bladet hör till Mätning 2025, inte till Mätning 2026."
    assert desk.take(back).units == 0


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ("matning", "sheet_other_round"),
        ("version", "sheet_other_version"),
        ("innehall", "sheet_other_version"),
        ("formular", "sheet_other_version"),
        ("blad", "sheet_other_unit"),
        ("laget", "sheet_altered"),
    ],
)
def test_a_sheet_that_says_something_else_of_itself_is_refused(desk, fact, code):
    desk.send()
    name, content = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})
    wrong = edited(content, lambda book: setattr(control_cell(book, fact), "value", "r99"))
    receipt = desk.receipt((name, wrong))
    assert [issue.code for issue in receipt.issues] == [code, code]
    assert desk.take((name, wrong)).units == 0
    assert desk.said() == {}


def test_another_units_sheet_and_an_altered_basis_are_refused(desk, codes):
    desk.send()
    name, content = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})

    def swap(book):
        for row in book["Kontroll"].iter_rows(min_row=9):
            if row[1].value == desk.units["a"]:
                row[1].value = desk.units["c"]

    assert codes(desk.receipt((name, edited(content, swap)))) == ["sheet_other_unit"]

    def rebase(book):
        book["Kontroll"].cell(9, 4).value = "7"

    assert codes(desk.receipt((name, edited(content, rebase)))) == ["sheet_altered"]


def test_a_unit_that_is_no_longer_asked_is_refused(desk, codes):
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})
    set_round_units(desk.store, desk.grant(Act.PLAN), desk.round, [desk.units["b"], desk.units["c"]])
    assert codes(desk.receipt(back)) == ["unit_not_asked"]


def test_a_sheet_from_another_store_is_refused(desk, codes):
    desk.send()
    name, content = desk.annas
    wrong = edited(content, on_page("Skola A", lambda sheet: setattr(sheet.page["A1"], "value", "ZZZZZZ-1")))
    assert codes(desk.receipt((name, wrong))) == ["sheet_unknown"]


def test_sheets_without_their_hidden_part_are_refused(desk, codes):
    desk.send()
    name, content = desk.annas
    assert codes(desk.receipt((name, edited(content, lambda book: book.remove(book["Kontroll"]))))) == [
        "control_missing"
    ]
    only_control = edited(
        edited(content, lambda book: book.remove(book["Skola A"])), lambda book: book.remove(book["Skola B"])
    )
    assert codes(desk.receipt((name, only_control))) == ["no_sheets"]
    newer = edited(content, lambda book: setattr(book["Kontroll"]["B1"], "value", "2"))
    assert codes(desk.receipt((name, newer))) == ["sheet_layout"]


def test_every_problem_is_told_by_sheet_and_row(desk):
    desk.send()
    one, two = row_of(desk, "q1"), row_of(desk, "q2")
    cases = [
        ({"svar": "Steeg 2"}, "alternative_unknown", "Svar"),
        ({"svar": "#N/A"}, "cell_error", "Svar"),
        ({"svar": "Gäller inte oss"}, "comment_missing", "Kommentar"),
        ({"kommentar": "bara en kommentar"}, "answer_missing", "Svar"),
        ({"svar": "Steg 1", "kommentar": f"Anna, {PERSONAL_NUMBER}"}, "text_personal", "Kommentar"),
        ({"svar": "Steg 1", "underlag": PERSONAL_NUMBER}, "text_personal", "Underlag"),
        ({"svar": "Steg 1", "kommentar": "x" * 4001}, "text_too_long", "Kommentar"),
        ({"svar": "Steg 1", "datum": "i våras"}, "date_unreadable", "Underlagets datum"),
        ({"svar": "Steg 1", "datum": "3/11"}, "date_without_year", "Underlagets datum"),
    ]
    for values, code, column in cases:
        back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 2"}, "q2": values})
        assert issues(desk.receipt(back)) == [(code, "Skola A", two, column)]
        # Nothing is stored by half for a unit.
        assert desk.take(back).units == 0
        assert desk.said() == {}
    assert one < two


def test_a_near_miss_is_suggested_and_a_number_is_not_repeated(desk):
    desk.send()
    near = desk.receipt(desk.from_anna("Skola A", {"q1": {"svar": "Steeg 2"}}))
    assert near.issues[0].message.endswith("är inget av svaren. Menade du ”Steg 2”?")
    far = desk.receipt(desk.from_anna("Skola A", {"q1": {"svar": PERSONAL_NUMBER}}))
    assert PERSONAL_NUMBER not in far.issues[0].message
    assert far.issues[0].message.endswith("Välj något av: Steg 1, Steg 2, Steg 3, Vet ej, Gäller inte oss.")


def test_rows_that_are_gone_twice_or_strange_are_told(desk, codes):
    desk.send()
    name, content = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})

    def gone(sheet):
        sheet.page.delete_rows(sheet.row_of("q2"))

    def twice(sheet):
        sheet.page.cell(sheet.row_of("q2"), 1).value = "q1"

    def strange(sheet):
        sheet.page.cell(sheet.page.max_row + 1, 1).value = "q9"

    def headless(sheet):
        sheet.page.cell(sheet.row_of("#fraga"), sheet.heads["Underlag"]).value = "Något"

    for change, expected in (
        (gone, ["question_missing"]),
        (twice, ["question_repeated", "question_missing"]),
        (strange, ["question_unknown"]),
        (headless, ["heads_missing"]),
    ):
        assert codes(desk.receipt((name, edited(content, on_page("Skola A", change))))) == expected


def test_columns_are_found_by_their_heads_and_rows_by_their_question(desk):
    desk.send()
    name, content = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}, "q2": {"svar": "Steg 3"}})

    def moved(sheet):
        sheet.page.insert_cols(4)
        sheet.page.insert_rows(sheet.row_of("q1"))

    desk.take((name, edited(content, on_page("Skola A", moved))))
    assert {question: said[1] for question, said in desk.said().items()} == {"q1": "s1", "q2": "s3"}
