"""Samples: drawn by a lot that anybody can draw again, checked, and changed with the answer given kept."""

from datetime import date

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.measuring.answers import SAMPLE, Answer, AnswerState, current, record
from data.measuring.closing import close_round, restatements
from data.measuring.planning import plan_round
from data.measuring.rounds import NewRound, open_round
from data.measuring.samples import (
    NewCheck,
    SampleOutcome,
    change_checked,
    draw_lot,
    draw_units,
    drawn_units,
    note_check,
    sample_checks,
)
from questionnaires.library import from_canonical

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 3)


@pytest.fixture
def form():
    return from_canonical(
        {
            "settings": {"form_id": "prov", "form_title": "Prov", "version": 1},
            "areas": [{"name": "a", "label::sv": "A"}],
            "choices": [
                {"list_name": "steg", "name": f"s{n}", "label::sv": f"Steg {n}", "value": n, "order": n}
                for n in (1, 2, 3, 4)
            ],
            "survey": [
                {"type": "select_one steg", "name": name, "label::sv": name, "area": "a", "respondent": "unit"}
                for name in ("q1", "q2")
            ],
        }
    )


@pytest.fixture
def round_id(store, grant, offices, form):
    units = [offices.a, offices.b, offices.c]
    made = open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", DAY, units))
    for unit in units[:2]:
        record(
            store, grant(Act.ANSWER), form, Answer(made, unit, "q1", AnswerState.ANSWERED, "s4", evidence="KS 2026/1")
        )
    return made


def code_of(action) -> str:
    with pytest.raises(MognadError) as caught:
        action()
    return caught.value.code


def test_the_same_lot_draws_the_same_units_whatever_their_order():
    assert draw_lot(["u3", "u1", "u2", "u4"], 2, "lott") == draw_lot(["u1", "u2", "u3", "u4"], 2, "lott")
    assert {tuple(sorted(draw_lot(["u1", "u2", "u3", "u4"], 2, f"{n}"))) for n in range(40)} == {
        (f"u{a}", f"u{b}") for a in range(1, 5) for b in range(a + 1, 5)
    }


def test_only_units_with_answers_are_drawn_and_each_once(store, grant, offices, round_id):
    assert len(draw_units(store, grant(Act.PLAN), round_id, 1, "ett")) == 1
    assert len(draw_units(store, grant(Act.PLAN), round_id, 5, "två")) == 1
    drawn = drawn_units(store, round_id)
    assert {one.unit for one in drawn} == {offices.a, offices.b}
    assert [(one.lot, one.out_of) for one in drawn] == [("ett", 2), ("två", 1)]
    assert code_of(lambda: draw_units(store, grant(Act.PLAN), round_id, 1, "tre")) == "sample_empty"
    assert code_of(lambda: draw_units(store, grant(Act.PLAN), round_id, 0, "tre")) == "sample_size"
    assert verify(store).ok


def test_a_planned_round_has_nothing_to_draw(store, grant, offices, form):
    made = plan_round(store, grant(Act.PLAN), NewRound(form, "Nästa", DAY, [offices.a]))
    assert code_of(lambda: draw_units(store, grant(Act.PLAN), made, 1, "x")) == "round_not_opened"


def test_a_unit_that_was_not_drawn_is_not_checked(store, grant, offices, round_id):
    correct = grant(Act.CORRECT)
    assert (
        code_of(lambda: note_check(store, correct, NewCheck(round_id, offices.a, "q1", SampleOutcome.BORNE_OUT)))
        == "unit_not_drawn"
    )


def test_what_was_found_is_kept_and_the_newest_word_counts(store, grant, offices, round_id):
    draw_units(store, grant(Act.PLAN), round_id, 2, "x")
    correct = grant(Act.CORRECT)
    note_check(store, correct, NewCheck(round_id, offices.a, "q1", SampleOutcome.NOT_SHOWN, "Pärmen är borta"))
    note_check(store, correct, NewCheck(round_id, offices.a, "q1", SampleOutcome.BORNE_OUT))
    note_check(store, correct, NewCheck(round_id, offices.a, None, SampleOutcome.DONE))
    assert [(one.question, one.outcome) for one in sample_checks(store, round_id)] == [
        ("q1", SampleOutcome.BORNE_OUT),
        (None, SampleOutcome.DONE),
    ]
    for question, outcome in (
        (None, SampleOutcome.BORNE_OUT),
        ("q1", SampleOutcome.DONE),
        ("q1", SampleOutcome.CHANGED),
    ):
        assert code_of(
            lambda q=question, o=outcome: note_check(store, correct, NewCheck(round_id, offices.a, q, o))
        ) == ("check_wrong")
    assert code_of(
        lambda: note_check(store, correct, NewCheck(round_id, offices.a, "q1", SampleOutcome.NOT_SHOWN, "x" * 4001))
    ) == ("text_too_long")
    person = "Eva 19121212-1212"
    assert code_of(
        lambda: note_check(store, correct, NewCheck(round_id, offices.a, "q1", SampleOutcome.NOT_SHOWN, person))
    ) == ("text_personal")


def test_an_answer_that_is_not_borne_out_is_changed_with_its_reason(store, grant, offices, form, round_id):
    draw_units(store, grant(Act.PLAN), round_id, 2, "x")
    seq = current(store, round_id, offices.a)["q1"].seq
    changed = Answer(
        round_id, offices.a, "q1", AnswerState.ANSWERED, "s2", based_on=seq, reason="Rutinen är ett utkast"
    )
    correct = grant(Act.CORRECT)
    assert code_of(
        lambda: change_checked(store, correct, form, Answer(round_id, offices.a, "q1", AnswerState.UNKNOWN))
    ) == ("reason_missing")
    same = Answer(round_id, offices.a, "q1", AnswerState.ANSWERED, "s4", based_on=seq, reason="Nej")
    assert code_of(lambda: change_checked(store, correct, form, same)) == "answer_unchanged"
    change_checked(store, correct, form, changed)
    now = current(store, round_id, offices.a)["q1"]
    assert (now.alternative, now.source, now.reason) == ("s2", SAMPLE, "Rutinen är ett utkast")
    note_check(store, correct, NewCheck(round_id, offices.a, "q1", SampleOutcome.BORNE_OUT))
    assert [(one.outcome, one.changed) for one in sample_checks(store, round_id)] == [(SampleOutcome.BORNE_OUT, True)]
    assert code_of(lambda: change_checked(store, correct, form, changed)) == "answer_unchanged"
    stale = Answer(round_id, offices.a, "q1", AnswerState.ANSWERED, "s1", based_on=seq, reason="Nej")
    assert code_of(lambda: change_checked(store, correct, form, stale)) == "answer_conflict"


def test_after_closing_a_sample_is_a_correction(store, grant, offices, form, round_id):
    draw_units(store, grant(Act.PLAN), round_id, 2, "x")
    close_round(store, grant(Act.PLAN), round_id)
    seq = current(store, round_id, offices.a)["q1"].seq
    changed = Answer(round_id, offices.a, "q1", AnswerState.ANSWERED, "s3", based_on=seq, reason="Inget underlag")
    change_checked(store, grant(Act.CORRECT), form, changed)
    assert current(store, round_id, offices.a)["q1"].alternative == "s4"
    assert current(store, round_id, offices.a, corrected=True)["q1"].alternative == "s3"
    assert [(one.question, one.reason) for one in restatements(store, round_id)] == [("q1", "Inget underlag")]
    assert verify(store).ok
