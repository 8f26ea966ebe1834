"""What has happened since the sheet was made: conflicts, files sent again, rounds closed."""

from datetime import date

import pytest

from base.actors import Act
from base.errors import MognadError
from data.measuring.answers import AnswerState
from data.measuring.closing import close_round
from data.measuring.sheets.reading import read_delivery
from data.measuring.sheets.receipt import ConflictChoice, Decisions, SheetStanding
from data.measuring.sheets.taking_in import plan_receipt, take_in
from data.organisation.assignments import MANAGER, NewAssignment, add_assignment
from tests.kit.sheets import (
    DAY,
    filled,
)

pytestmark = pytest.mark.slow


def test_an_answer_given_in_the_app_since_is_a_conflict(desk, codes):
    desk.answer("q1", "s1")
    desk.send()
    desk.answer("q1", "s2")
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 3"}, "q2": {"svar": "Steg 3"}})
    receipt = desk.receipt(back)
    assert codes(receipt) == ["answer_conflict"]
    (conflict,) = receipt.conflicts
    assert (conflict.app.content[:2], conflict.sheet.alternative) == ((AnswerState.ANSWERED, "s2"), "s3")
    assert desk.take(back).units == 0
    assert {question: said[1] for question, said in desk.said().items()} == {"q1": "s2"}


@pytest.mark.parametrize(("choice", "stands"), [(ConflictChoice.APP, "s2"), (ConflictChoice.SHEET, "s3")])
def test_the_coordinator_chooses_and_the_rest_of_the_unit_follows(desk, choice, stands):
    desk.send()
    desk.answer("q1", "s2")
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 3"}, "q2": {"svar": "Steg 1"}})
    decisions = Decisions({(desk.units["a"], "q1"): choice})
    assert desk.take(back, decisions=decisions).units == 1
    assert {question: said[1] for question, said in desk.said().items()} == {"q1": stands, "q2": "s1"}


def test_what_the_sheet_did_not_touch_is_no_conflict(desk, codes):
    desk.answer("q1", "s1")
    desk.send()
    desk.answer("q1", "s2")
    back = desk.from_anna("Skola A", {"q2": {"svar": "Steg 1"}})
    assert codes(desk.receipt(back)) == []
    desk.take(back)
    assert {question: said[1] for question, said in desk.said().items()} == {"q1": "s2", "q2": "s1"}


def test_the_same_answer_in_both_is_no_conflict(desk, standings):
    desk.send()
    desk.answer("q1", "s3")
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 3"}})
    assert standings(desk.receipt(back))["Skola A"] is SheetStanding.UNCHANGED


def test_the_same_file_again_is_already_received(desk, standings):
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 3"}})
    desk.take(back)
    desk.answer("q1", "s1")
    position = desk.store.position()
    assert standings(desk.receipt(back))["Skola A"] is SheetStanding.ALREADY
    assert desk.take(back).units == 0
    assert desk.store.position() == position


def test_the_workbook_sent_again_with_more_goes_on_from_what_it_gave(desk, codes):
    desk.send()
    desk.take(desk.from_anna("Skola A", {"q1": {"svar": "Steg 3"}}))
    again = desk.from_anna("Skola A", {"q1": {"svar": "Steg 2"}, "q2": {"svar": "Steg 1"}})
    assert codes(desk.receipt(again)) == []
    desk.take(again)
    assert {question: said[1] for question, said in desk.said().items()} == {"q1": "s2", "q2": "s1"}
    # But not over what the app has got in between.
    desk.answer("q1", "s1")
    third = desk.from_anna("Skola A", {"q1": {"svar": "Steg 3"}, "q2": {"svar": "Steg 1"}})
    assert codes(desk.receipt(third)) == ["answer_conflict"]


def test_two_files_for_one_unit_are_asked_about(desk, codes, standings):
    desk.send()
    one = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})
    two = ("kopia.xlsx", desk.from_anna("Skola A", {"q1": {"svar": "Steg 2"}})[1])
    receipt = desk.receipt(one, two)
    assert codes(receipt) == ["unit_twice", "unit_twice"]
    assert receipt.with_questions == 1
    assert "också i kopia.xlsx" in receipt.issues[0].message
    assert desk.take(one, two).units == 0


def test_two_files_that_say_the_same_are_one_and_an_untouched_one_says_nothing(desk, codes, standings):
    add_assignment(
        desk.store, desk.grant(Act.ORGANISE), NewAssignment(desk.bo, desk.units["a"], MANAGER, date(2020, 1, 1))
    )
    files = list(desk.send().items())
    one = (files[0][0], filled(files[0][1], "Skola A", {"q1": {"svar": "Steg 1"}}))
    untouched, same = files[1], (files[1][0], filled(files[1][1], "Skola A", {"q1": {"svar": "Steg 1"}}))
    assert codes(desk.receipt(one, untouched)) == []
    assert desk.receipt(one, untouched).changes == 1
    assert codes(desk.receipt(one, same)) == []
    assert desk.take(one, same).units == 1
    assert {question: said[1] for question, said in desk.said().items()} == {"q1": "s1"}


def test_what_changes_between_receipt_and_storing_stops_it(desk):
    desk.send()
    delivery = read_delivery([desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})])
    seen = plan_receipt(desk.store, desk.round, delivery, DAY)
    desk.answer("q1", "s2")
    position = desk.store.position()
    with pytest.raises(MognadError) as caught:
        take_in(desk.store, desk.grant(Act.IMPORT), delivery, seen)
    assert caught.value.code == "sheets_changed"
    assert desk.store.position() == position


def test_a_round_that_is_closed_takes_nothing(desk):
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})
    close_round(desk.store, desk.grant(Act.PLAN), desk.round)
    with pytest.raises(MognadError) as caught:
        desk.receipt(back)
    assert caught.value.code == "round_closed"
