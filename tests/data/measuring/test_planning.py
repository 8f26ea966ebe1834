"""How a round begins: planned, changed, opened, reminded of, withdrawn; and each refusal."""

from datetime import UTC, date, datetime

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.ledger.texts import MAX_WORDS
from data.measuring.answers import Answer, AnswerState, record
from data.measuring.closing import close_round, round_events
from data.measuring.planning import (
    ChosenUnits,
    change_round,
    note_reminder,
    open_planned,
    plan_round,
    replan_round,
    withdraw_round,
)
from data.measuring.rounds import NewRound, RoundPlan, find_round, open_round, round_units, rounds
from data.organisation.units import NewUnit, write_units
from tests.kit.writers import change_plan, set_round_units

pytestmark = pytest.mark.slow

DAY = date(2026, 10, 15)
PLAN = RoundPlan(date(2026, 9, 14), date(2026, 10, 9), " Anna på stabben ", "Kommunens årliga mätning", "  ")


def code(action, *arguments, **more):
    with pytest.raises(MognadError) as caught:
        action(*arguments, **more)
    return caught.value.code


@pytest.fixture
def planned(store, town, form, grant):
    return plan_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", DAY, [town.a], PLAN))


def test_a_plan_is_kept_with_its_texts_trimmed_and_empty_ones_left_out(store, planned):
    found = find_round(store, planned)
    assert (found.state, found.closed_seq, found.approved) == ("planned", None, False)
    assert (found.first_day, found.last_day) == (date(2026, 9, 14), date(2026, 10, 9))
    assert (found.helper, found.purpose, found.readers) == ("Anna på stabben", "Kommunens årliga mätning", None)
    assert verify(store).ok


def test_a_plan_may_say_nothing(store, town, form, grant):
    made = plan_round(store, grant(Act.PLAN), NewRound(form, "Utan plan", DAY, [town.a]))
    assert find_round(store, made).last_day is None


@pytest.mark.parametrize(
    ("name", "units", "plan", "expected"),
    [
        ("Mätning 2026", ["a"], PLAN, "round_exists"),
        ("  ", ["a"], PLAN, "round_name_missing"),
        ("Ny", [], PLAN, "round_without_units"),
        ("Ny", ["a"], RoundPlan(date(2026, 10, 9), date(2026, 10, 8)), "plan_dates"),
        ("Ny", ["a"], RoundPlan(helper="x" * (MAX_WORDS + 1)), "plan_text"),
        ("Ny", ["a"], RoundPlan(purpose="Fråga 19121212-1212"), "plan_text"),
    ],
)
def test_a_plan_that_breaks_a_rule_leaves_nothing(store, town, form, grant, planned, name, units, plan, expected):
    before = store.position()
    asked = [getattr(town, unit) for unit in units]
    assert code(plan_round, store, grant(Act.PLAN), NewRound(form, name, DAY, asked, plan)) == expected
    assert store.position() == before


def test_planning_asks_for_its_grant(store, town, form, grant):
    assert code(plan_round, store, grant(Act.ANSWER), NewRound(form, "Ny", DAY, [town.a])) == "not_allowed"


def test_the_newest_plan_counts_and_the_older_is_remembered(store, grant, planned):
    then = store.position()
    change_plan(store, grant(Act.PLAN), planned, RoundPlan(last_day=date(2026, 10, 30)))
    assert find_round(store, planned).last_day == date(2026, 10, 30)
    assert find_round(store, planned).helper is None
    assert rounds(store, known_at=then)[0].last_day == date(2026, 10, 9)


def test_units_go_in_and_out_of_a_planned_or_open_round(store, town, grant, planned):
    assert set_round_units(store, grant(Act.PLAN), planned, [town.b, town.b]) == (1, 1)
    assert round_units(store, planned) == [town.b]
    open_planned(store, grant(Act.PLAN), planned)
    assert set_round_units(store, grant(Act.PLAN), planned, [town.a, town.b]) == (1, 0)
    assert set(round_units(store, planned)) == {town.a, town.b}
    assert set_round_units(store, grant(Act.PLAN), planned, [town.a, town.b]) == (0, 0)


@pytest.mark.parametrize(("units", "expected"), [([], "round_without_units"), (["u999"], "unit_unknown")])
def test_units_that_a_round_can_not_ask(store, grant, planned, units, expected):
    assert code(set_round_units, store, grant(Act.PLAN), planned, units) == expected


def test_a_unit_taken_out_can_not_answer_and_its_answer_counts_no_longer(store, town, form, grant, planned):
    open_planned(store, grant(Act.PLAN), planned)
    answer = Answer(planned, town.a, "q1", AnswerState.ANSWERED, "s1")
    record(store, grant(Act.ANSWER), form, answer)
    set_round_units(store, grant(Act.PLAN), planned, [town.b])
    again = Answer(planned, town.a, "q2", AnswerState.ANSWERED, "s1")
    assert code(record, store, grant(Act.ANSWER), form, again) == "unit_not_asked"


def test_plan_and_units_of_an_open_round_change_together_or_not_at_all(store, town, grant, planned):
    open_planned(store, grant(Act.PLAN), planned)
    assert change_round(store, grant(Act.PLAN), planned, ChosenUnits([town.a, town.b]), RoundPlan(helper="Bo")) == (
        1,
        0,
    )
    assert find_round(store, planned).helper == "Bo"
    before = store.position()
    assert (
        code(change_round, store, grant(Act.PLAN), planned, ChosenUnits([]), RoundPlan(helper="Eva"))
        == "round_without_units"
    )
    assert (store.position(), find_round(store, planned).helper) == (before, "Bo")


def test_only_what_was_chosen_changes_when_the_units_have_changed_since(store, town, form, grant, planned):
    """Meanwhile somebody else has added c, and then taken a out: neither was seen by whoever chooses."""
    c = write_units(store, grant(Act.ORGANISE), [NewUnit("Skola C", "enhet", None, date(2000, 1, 1))])[0]
    set_round_units(store, grant(Act.PLAN), planned, [town.a, c])
    assert change_round(store, grant(Act.PLAN), planned, ChosenUnits([town.b], shown=[town.a]), PLAN) == (1, 1)
    assert set(round_units(store, planned)) == {town.b, c}
    again = replan_round(
        store, grant(Act.PLAN), planned, NewRound(form, "Mätning 2026", DAY, [town.a, town.b], PLAN), shown=[town.b]
    )
    assert (again, set(round_units(store, again))) == (planned, {town.a, town.b, c})
    set_round_units(store, grant(Act.PLAN), planned, [town.b])
    assert change_round(
        store, grant(Act.PLAN), planned, ChosenUnits([town.a, town.b], shown=[town.a, town.b]), PLAN
    ) == (0, 0)
    assert round_units(store, planned) == [town.b]
    left = code(change_round, store, grant(Act.PLAN), planned, ChosenUnits([town.a], shown=[town.a, town.b]), PLAN)
    assert left == "round_without_units"


def test_a_planned_round_takes_no_answers_until_it_is_opened(store, town, form, grant, planned):
    answer = Answer(planned, town.a, "q1", AnswerState.ANSWERED, "s1")
    assert code(record, store, grant(Act.ANSWER), form, answer) == "round_not_opened"
    open_planned(store, grant(Act.PLAN), planned)
    assert find_round(store, planned).state == "opened"
    record(store, grant(Act.ANSWER), form, answer)
    assert code(open_planned, store, grant(Act.PLAN), planned) == "round_not_planned"


def test_the_same_round_planned_anew_keeps_its_id(store, town, form, grant, planned):
    again = replan_round(
        store, grant(Act.PLAN), planned, NewRound(form, " Mätning 2026 ", DAY, [town.b], RoundPlan(helper="Bo"))
    )
    assert again == planned
    assert (find_round(store, again).helper, round_units(store, again)) == ("Bo", [town.b])


def test_another_day_or_name_makes_another_round_in_its_place(store, town, form, grant, planned):
    again = replan_round(
        store, grant(Act.PLAN), planned, NewRound(form, "Mätning 2026", date(2026, 10, 20), [town.a], PLAN)
    )
    assert again != planned
    assert [(row.round, row.as_of, row.last_day) for row in rounds(store)] == [
        (again, date(2026, 10, 20), date(2026, 10, 9))
    ]
    assert verify(store).ok


def test_only_a_planned_round_is_planned_anew(store, town, form, grant, planned):
    open_planned(store, grant(Act.PLAN), planned)
    arguments = (store, grant(Act.PLAN), planned, NewRound(form, "Ny", DAY, [town.a], PLAN))
    assert code(replan_round, *arguments) == "round_not_planned"


def test_a_withdrawn_round_is_not_seen_and_leaves_its_name_free(store, town, form, grant, planned):
    then = store.position()
    withdraw_round(store, grant(Act.PLAN), planned, " fel formulär ")
    assert rounds(store) == []
    assert [row.round for row in rounds(store, known_at=then)] == [planned]
    assert code(find_round, store, planned) == "round_unknown"
    assert [(event.event, event.reason) for event in round_events(store, planned)] == [("withdrawn", "fel formulär")]
    plan_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", DAY, [town.a]))


def test_an_open_round_without_answers_can_be_withdrawn_but_not_one_with(store, town, form, grant):
    empty, answered = (
        open_round(store, grant(Act.PLAN), NewRound(form, name, DAY, [town.a])) for name in ("Tom", "Besvarad")
    )
    withdraw_round(store, grant(Act.PLAN), empty)
    record(store, grant(Act.ANSWER), form, Answer(answered, town.a, "q1", AnswerState.UNKNOWN))
    assert code(withdraw_round, store, grant(Act.PLAN), answered) == "round_answered"
    assert [row.name for row in rounds(store)] == ["Besvarad"]


def test_a_closed_round_is_neither_changed_nor_withdrawn(store, town, form, grant):
    made = open_round(store, grant(Act.PLAN), NewRound(form, "Klar", DAY, [town.a]))
    close_round(store, grant(Act.PLAN), made)
    before = store.position()
    for action, arguments in (
        (change_plan, (RoundPlan(),)),
        (change_round, (ChosenUnits([town.b]), RoundPlan())),
        (set_round_units, ([town.b],)),
        (withdraw_round, ()),
    ):
        assert code(action, store, grant(Act.PLAN), made, *arguments) == "round_closed"
    assert store.position() == before


def test_a_reminder_is_kept_and_does_not_change_the_state(store, town, form, grant, planned, clock):
    assert code(note_reminder, store, grant(Act.PLAN), planned, 3) == "round_not_open"
    open_planned(store, grant(Act.PLAN), planned)
    clock.moment = datetime(2026, 11, 5, 8, 0, tzinfo=UTC)
    note_reminder(store, grant(Act.PLAN), planned, 3)
    found = find_round(store, planned)
    assert (found.state, found.reminded_at) == ("opened", datetime(2026, 11, 5, 8, 0))
    assert [(event.event, event.reason) for event in round_events(store, planned)][-1] == ("reminded", "3")


@pytest.mark.parametrize("action", [open_planned, withdraw_round])
def test_a_round_that_is_not_there(store, grant, action):
    assert code(action, store, grant(Act.PLAN), "r999") == "round_unknown"
