"""Submission: the manager submits, a deputy does not; after that a change needs a reason; and each refusal."""

from datetime import date
from typing import Any

import pytest

from base.actors import Act, Grant
from base.errors import MognadError
from data.audit.verify import verify
from data.measuring.answers import Answer, AnswerState, current, newest_seqs, record, record_many
from data.measuring.closing import close_round
from data.measuring.rounds import NewRound, open_round
from data.measuring.submissions import hand_back, submissions, submit
from data.organisation.assignments import DEPUTY, MANAGER, NewAssignment, add_assignment, end_assignment
from tests.kit.writers import add_person

pytestmark = pytest.mark.slow

SINCE = date(2020, 1, 1)
DAY = date(2026, 10, 15)


def code(action, *arguments, **more):
    with pytest.raises(MognadError) as caught:
        action(*arguments, **more)
    return caught.value.code


@pytest.fixture
def people(store, town, grant):
    """Anna manages Skola A, Bo is her deputy. Nobody answers for Skola B."""
    anna, bo = (add_person(store, grant(Act.ORGANISE), name) for name in ("Anna", "Bo"))
    add_assignment(store, grant(Act.ORGANISE), NewAssignment(anna, town.a, MANAGER, SINCE))
    add_assignment(store, grant(Act.ORGANISE), NewAssignment(bo, town.a, DEPUTY, SINCE))
    return anna, bo


@pytest.fixture
def opened_round(store, town, form, grant, people):
    return open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", DAY, [town.a, town.b]))


def test_the_manager_submits_and_it_is_kept_who_and_for_whom(store, town, grant, people, opened_round):
    assert submissions(store, opened_round) == {}
    submit(store, grant(Act.SUBMIT), opened_round, [town.a], people[0])
    [found] = submissions(store, opened_round).values()
    assert (found.unit, found.event, found.holds, found.person) == (town.a, "submitted", True, people[0])
    assert found.actor == grant(Act.SUBMIT).actor.person
    assert verify(store).ok


@pytest.mark.parametrize("who", [1, None])
def test_neither_deputy_nor_nobody_submits_where_there_is_a_manager(store, town, grant, people, opened_round, who):
    person = None if who is None else people[who]
    assert code(submit, store, grant(Act.SUBMIT), opened_round, [town.a], person) == "not_manager"


def test_where_nobody_answers_for_the_unit_it_is_submitted_without_a_person(store, town, grant, people, opened_round):
    submit(store, grant(Act.SUBMIT), opened_round, [town.b])
    assert submissions(store, opened_round)[town.b].person is None


def test_who_was_manager_until_yesterday_submits_no_longer(store, town, grant, people, opened_round):
    [row] = store.query("SELECT assignment FROM store.assignment WHERE role = 'manager'")
    end_assignment(store, grant(Act.ORGANISE), row["assignment"], date(2026, 11, 2))
    eva = add_person(store, grant(Act.ORGANISE), "Eva")
    add_assignment(store, grant(Act.ORGANISE), NewAssignment(eva, town.a, MANAGER, date(2026, 11, 3)))
    assert code(submit, store, grant(Act.SUBMIT), opened_round, [town.a], people[0]) == "not_manager"
    submit(store, grant(Act.SUBMIT), opened_round, [town.a], eva)


def test_several_units_all_or_none(store, town, grant, people, opened_round):
    add_assignment(store, grant(Act.ORGANISE), NewAssignment(people[1], town.b, MANAGER, SINCE))
    assert code(submit, store, grant(Act.SUBMIT), opened_round, [town.a, town.b], people[0]) == "not_manager"
    assert submissions(store, opened_round) == {}


def test_what_can_not_be_submitted(store, town, form, grant, people, opened_round):
    only_b = Grant(grant(Act.SUBMIT).actor, Act.SUBMIT, town.b)
    assert code(submit, store, only_b, opened_round, [town.a], people[0]) == "not_allowed"
    assert code(submit, store, grant(Act.ANSWER), opened_round, [town.a], people[0]) == "not_allowed"
    assert code(submit, store, grant(Act.SUBMIT), opened_round, [town.root]) == "unit_not_asked"
    assert code(submit, store, grant(Act.SUBMIT), "r999", [town.a], people[0]) == "round_unknown"
    close_round(store, grant(Act.PLAN), opened_round)
    assert code(submit, store, grant(Act.SUBMIT), opened_round, [town.a], people[0]) == "round_not_open"


def test_after_submission_a_change_needs_its_reason(store, town, form, grant, people, opened_round):
    record(store, grant(Act.ANSWER), form, Answer(opened_round, town.a, "q1", AnswerState.ANSWERED, "s1"))
    submit(store, grant(Act.SUBMIT), opened_round, [town.a], people[0])
    seen = newest_seqs(store, opened_round, town.a)["q1"]
    later: dict[str, Any] = {"alternative": "s2", "based_on": seen}
    bare = Answer(opened_round, town.a, "q1", AnswerState.ANSWERED, **later)
    blank = Answer(opened_round, town.a, "q1", AnswerState.ANSWERED, **later, reason="  ")
    assert code(record, store, grant(Act.ANSWER), form, bare) == "reason_missing"
    assert code(record, store, grant(Act.ANSWER), form, blank) == "reason_missing"
    told = Answer(opened_round, town.a, "q1", AnswerState.ANSWERED, **later, reason="Rutinen kom i går")
    record(store, grant(Act.ANSWER), form, told)
    assert current(store, opened_round, town.a)["q1"].reason == "Rutinen kom i går"
    # Who has not seen the newest answer is told of that, and not asked for a reason.
    assert code(record, store, grant(Act.ANSWER), form, bare) == "answer_conflict"
    assert code(record, store, grant(Act.ANSWER), form, told) == "answer_conflict"
    # The other school has not submitted: its answers need no reason, and one without stops only its own unit.
    other = Answer(opened_round, town.b, "q1", AnswerState.ANSWERED, "s1")
    record_many(store, grant(Act.ANSWER), form, [other])


def test_one_change_without_a_reason_stops_all_that_come_with_it(store, town, form, grant, people, opened_round):
    submit(store, grant(Act.SUBMIT), opened_round, [town.a], people[0])
    answers = [
        Answer(opened_round, town.a, "q1", AnswerState.ANSWERED, "s1", reason="Glömde den"),
        Answer(opened_round, town.a, "q2", AnswerState.ANSWERED, "s1"),
    ]
    assert code(record_many, store, grant(Act.ANSWER), form, answers) == "reason_missing"
    assert current(store, opened_round, town.a) == {}


def test_what_is_handed_back_is_changed_freely_and_submitted_again(store, town, form, grant, people, opened_round):
    submit(store, grant(Act.SUBMIT), opened_round, [town.a], people[0])
    hand_back(store, grant(Act.PLAN), opened_round, town.a, " Fel enhet ")
    found = submissions(store, opened_round)[town.a]
    assert (found.holds, found.event, found.reason, found.person) == (False, "returned", "Fel enhet", people[0])
    record(store, grant(Act.ANSWER), form, Answer(opened_round, town.a, "q1", AnswerState.ANSWERED, "s1"))
    submit(store, grant(Act.SUBMIT), opened_round, [town.a], people[0])
    assert submissions(store, opened_round)[town.a].holds


def test_what_can_not_be_handed_back(store, town, grant, people, opened_round):
    assert code(hand_back, store, grant(Act.PLAN), opened_round, town.a, "Skäl") == "not_submitted"
    submit(store, grant(Act.SUBMIT), opened_round, [town.a], people[0])
    assert code(hand_back, store, grant(Act.PLAN), opened_round, town.a, "  ") == "reason_missing"
    assert code(hand_back, store, grant(Act.PLAN), opened_round, town.root, "Skäl") == "unit_not_asked"
    hand_back(store, grant(Act.PLAN), opened_round, town.a, "Skäl")
    assert code(hand_back, store, grant(Act.PLAN), opened_round, town.a, "Skäl") == "not_submitted"
    close_round(store, grant(Act.PLAN), opened_round)
    assert code(hand_back, store, grant(Act.PLAN), opened_round, town.a, "Skäl") == "round_not_open"


def test_submissions_are_read_as_they_were_known(store, town, grant, people, opened_round):
    before = store.position()
    submit(store, grant(Act.SUBMIT), opened_round, [town.a], people[0])
    assert submissions(store, opened_round, before) == {}
