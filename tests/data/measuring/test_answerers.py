"""Who answers while a measurement is open, when its units are reorganised meanwhile."""

from datetime import UTC, date, datetime

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.measuring.answerers import all_answerers, answerers_of, ended_units, units_answered_by
from data.measuring.answers import Answer, AnswerState, record
from data.measuring.closing import close_round
from data.measuring.rounds import NewRound, find_round, open_round
from data.measuring.sheets.outgoing import asked_units
from data.measuring.submissions import submissions, submit
from data.organisation.assignments import (
    MANAGER,
    NewAssignment,
    add_assignment,
    answering,
    end_assignment,
    replace_assignment,
)
from data.organisation.changes import end_unit
from data.organisation.reorganisation.carrying_out import reorganise
from tests.kit.writers import add_person

pytestmark = pytest.mark.slow

HEAD = ("Gammal enhet", "Ny enhet", "Från datum")
AS_OF = date(2026, 10, 15)
PASSED = date(2026, 11, 1)
TODAY = date(2026, 11, 3)
EVE = date(2026, 10, 31)
CLOSED = datetime(2026, 11, 3, 14, 0, tzinfo=UTC)


@pytest.fixture
def organise(grant):
    return grant(Act.ORGANISE)


@pytest.fixture
def anna(store, organise, offices):
    """Manager of Skola A, which the open measurement asks."""
    person = add_person(store, organise, "Anna Ek")
    add_assignment(store, organise, NewAssignment(person, offices.a, MANAGER, date(2026, 1, 1)))
    return person


@pytest.fixture
def bo(store, organise):
    return add_person(store, organise, "Bo Al")


@pytest.fixture
def measurement(store, grant, form, offices, anna):
    return open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", AS_OF, [offices.a, offices.b]))


@pytest.fixture
def change(store, organise, table):
    return lambda *rows: reorganise(store, organise, table(HEAD, *rows))


def managers(store, unit, day=TODAY):
    return [person.name for person in answerers_of(store, unit, day).managers]


MERGED = [("Skola A", "Nordskolan", "2026-11-01"), ("Skola B", "Nordskolan", "2026-11-01")]
SPLIT = [("Skola A", "Skola 1", "2026-11-01"), ("Skola A", "Skola 2", "2026-11-01")]


@pytest.mark.parametrize("rows", [MERGED, SPLIT])
def test_who_was_asked_answers_and_hands_in_though_her_unit_has_ended(
    store, grant, form, offices, anna, measurement, change, rows
):
    change(*rows)
    assert answering(store, offices.a, TODAY).managers == ()
    assert managers(store, offices.a) == ["Anna Ek"]
    assert units_answered_by(store, anna, TODAY)[offices.a] == MANAGER
    answer = Answer(measurement, offices.a, "q1", AnswerState.ANSWERED, "s2", person=anna)
    record(store, grant(Act.ANSWER), form, answer)
    with pytest.raises(MognadError) as caught:
        submit(store, grant(Act.SUBMIT), measurement, [offices.a])
    assert caught.value.code == "not_manager"
    submit(store, grant(Act.SUBMIT), measurement, [offices.a], anna)
    assert submissions(store, measurement)[offices.a].person == anna
    assert verify(store).ok


def test_a_unit_ended_by_hand_keeps_who_answers_for_it(store, organise, offices, measurement):
    end_unit(store, organise, offices.a, EVE)
    assert managers(store, offices.a) == ["Anna Ek"]


def test_it_lasts_until_the_measurement_is_closed(store, grant, offices, measurement, change):
    change(*MERGED)
    close_round(store, grant(Act.PLAN), measurement)
    assert all_answerers(store, TODAY).get(offices.a) is None


def test_a_unit_that_no_open_measurement_asks_has_ended_for_all(store, organise, offices, bo, measurement, change):
    add_assignment(store, organise, NewAssignment(bo, offices.c, MANAGER, date(2026, 1, 1)))
    change(("Skola C", "Skola Öst", "2026-11-01"), ("Skola C", "Skola Väst", "2026-11-01"))
    assert managers(store, offices.c) == []


def test_recorded_beforehand_it_is_who_answered_on_the_last_day(
    store, organise, offices, clock, bo, measurement, change
):
    clock.moment = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
    change(*MERGED)
    assert managers(store, offices.a, date(2026, 10, 20)) == ["Anna Ek"]
    held = store.query("SELECT assignment FROM store.assignment ORDER BY seq LIMIT 1")[0]["assignment"]
    replace_assignment(store, organise, held, bo, date(2026, 10, 25))
    assert managers(store, offices.a, TODAY) == ["Bo Al"]


def test_from_before_the_measurement_it_is_who_answered_when_it_was_recorded(
    store, grant, form, offices, clock, measurement, change
):
    """The end lies before her assignment began, so that the ledger now says she never had it."""
    clock.moment = CLOSED
    change(("Skola A", "Nordskolan", "2025-10-01"), ("Skola B", "Nordskolan", "2025-10-01"))
    assert answering(store, offices.a, AS_OF).managers == ()
    assert managers(store, offices.a) == ["Anna Ek"]
    open_one = find_round(store, measurement)
    assert [unit.name for unit in ended_units(store, open_one)] == ["Skola A", "Skola B"]
    assert [unit.name for unit in asked_units(store, open_one)] == ["Skola A", "Skola B"]


def test_who_is_given_the_ended_unit_goes_before(store, organise, offices, bo, measurement, change):
    change(*MERGED)
    add_assignment(store, organise, NewAssignment(bo, offices.a, MANAGER, EVE))
    assert managers(store, offices.a) == ["Bo Al"]


def test_an_assignment_that_ended_while_the_unit_stood_is_not_called_back(store, organise, offices, measurement):
    held = store.query("SELECT assignment FROM store.assignment")[0]["assignment"]
    end_assignment(store, organise, held, EVE)
    assert managers(store, offices.a) == []
