"""A sheet that hands in, who is missing, and the receipt as a file."""

import io
from datetime import date

import openpyxl
import pytest

from base.actors import Act
from data.audit.verify import verify
from data.measuring.rounds import find_round
from data.measuring.sheets.receipt import Decisions
from data.measuring.sheets.receipt_file import receipt_bytes
from data.measuring.sheets.taking_in import missing_sheets
from data.measuring.submissions import submissions, submit
from data.organisation.assignments import assignments, replace_assignment
from tests.kit.sheets import (
    DAY,
    PERSONAL_NUMBER,
    filled,
    row_of,
)

pytestmark = pytest.mark.slow


def test_yes_submits_for_the_manager(desk):
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}}, submit="Ja")
    receipt = desk.receipt(back)
    assert receipt.submitting == 1
    assert receipt.results[0].notes == ("1 fråga utan svar lämnas in som obesvarade.",)
    assert desk.take(back).submitted == 1
    found = submissions(desk.store, desk.round)
    assert list(found) == [desk.units["a"]]
    assert (found[desk.units["a"]].person, found[desk.units["a"]].holds) == (desk.anna, True)
    assert verify(desk.store).ok


def test_a_sheet_without_changes_may_still_submit_also_where_nobody_answers(desk):
    desk.send()
    name, content = desk.nobodys
    assert desk.take((name, filled(content, "Skola C", {}, "ja"))).submitted == 1
    assert submissions(desk.store, desk.round)[desk.units["c"]].person is None


def test_who_no_longer_answers_for_the_unit_does_not_submit(desk):
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}}, submit="ja")
    held = next(one for one in assignments(desk.store) if one.unit == desk.units["a"])
    replace_assignment(desk.store, desk.grant(Act.ORGANISE), held.assignment, desk.bo, date(2026, 11, 1))
    receipt = desk.receipt(back)
    assert receipt.submitting == 0
    assert "ansvarar inte för enheten i dag" in receipt.results[0].notes[0]
    assert desk.take(back).answers == 1
    assert submissions(desk.store, desk.round) == {}


def test_high_answers_without_evidence_are_noted(desk):
    # Of three steps the two highest ask for evidence.
    desk.send()
    answers = {"q1": {"svar": "Steg 2"}, "q2": {"svar": "Steg 3", "underlag": "KS 2026/1"}}
    assert desk.receipt(desk.from_anna("Skola A", answers)).results[0].notes == (
        "1 svar på de högsta stegen saknar underlag.",
    )
    low = desk.receipt(desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}, "q2": {"svar": "Vet ej"}}))
    assert low.results[0].notes == ()


def test_another_word_than_yes_or_no_is_asked_about(desk, codes):
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}}, submit="kanske")
    assert codes(desk.receipt(back)) == ["submit_unreadable"]


def test_after_submission_a_change_needs_its_reason(desk, codes):
    desk.answer("q1", "s1")
    desk.send()
    submit(desk.store, desk.grant(Act.SUBMIT), desk.round, [desk.units["a"]], desk.anna)
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 2"}})
    receipt = desk.receipt(back)
    assert codes(receipt) == ["reason_missing"]
    assert receipt.results[0].needs_reason
    assert codes(desk.receipt(back, decisions=Decisions(reason=f"Anna {PERSONAL_NUMBER}"))) == ["text_personal"]
    desk.take(back, decisions=Decisions(reason="Anna hade glömt rutinen."))
    assert (desk.stands()["q1"].alternative, desk.stands()["q1"].reason) == ("s2", "Anna hade glömt rutinen.")


def test_missing_are_those_who_neither_sent_nor_submitted(desk):
    desk.send()
    desk.answer("q1", "s1", unit="c")
    found = find_round(desk.store, desk.round)
    assert [(each.unit_name, each.answered) for each in missing_sheets(desk.store, found, DAY)] == [
        ("Skola A", 0),
        ("Skola B", 0),
        ("Skola C", 1),
    ]
    desk.take(desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}}))
    submit(desk.store, desk.grant(Act.SUBMIT), desk.round, [desk.units["c"]])
    (left,) = missing_sheets(desk.store, found, DAY)
    assert (left.unit_name, [person.name for person in left.managers]) == ("Skola B", ["Anna Ek"])


def test_the_receipt_as_a_workbook(desk):
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steeg 2"}})
    book = openpyxl.load_workbook(io.BytesIO(receipt_bytes(desk.receipt(back, ("x.xlsx", b"hej")))))
    questions, sheets, missing = ([list(row) for row in page.values] for page in book.worksheets)
    assert questions[1][:7] == [
        "Anna Ek",
        "anna.ek@example.se",
        "Skola A",
        desk.annas[0],
        "Skola A",
        row_of(desk, "q1"),
        "Svar",
    ]
    assert questions[2][3] == "x.xlsx"
    assert [row[:3] for row in sheets[1:]] == [
        ["Skola A", "Anna Ek", "med frågor"],
        ["Skola B", "Anna Ek", "oförändrad"],
    ]
    assert [row[:2] for row in missing[1:]] == [["Skola C", "utan ansvarig"]]
