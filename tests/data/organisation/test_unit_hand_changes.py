"""Units changed one at a time: from a day, ended, undone, and never two that are equal."""

from datetime import date, datetime, timedelta
from threading import Thread

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.ledger.pinning import one_position
from data.organisation.assignments import MANAGER, NewAssignment, add_assignment, assignments
from data.organisation.attributes import set_attributes
from data.organisation.changes import (
    UnitFields,
    add_unit,
    change_unit,
    earlier_names,
    end_unit,
    latest_change,
    undo_change,
)
from data.organisation.reorganisation.carrying_out import reorganise
from data.organisation.units import units
from tests.kit.sure import sure
from tests.kit.writers import add_person

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 3)


@pytest.fixture
def organise(grant):
    return grant(Act.ORGANISE)


@pytest.fixture
def later(clock):
    """Lets time pass, so that one action can be told from the next."""

    def pass_time() -> None:
        clock.moment += timedelta(minutes=1)

    pass_time()
    return pass_time


def state(store, unit, day=DAY):
    return next((found for found in units(store, day) if found.unit == unit), None)


def fields(found, **values):
    told = {"name": found.name, "kind": found.kind, "parent": found.parent, "code": found.code}
    return UnitFields(**(told | values))


def code_of(caught):
    return caught.value.code


def test_a_unit_is_added_and_what_was_before_its_day_is_nothing(store, organise, offices):
    made = add_unit(store, organise, UnitFields("  Skola   D ", "enhet", offices.south, " 104 "), date(2026, 1, 1))
    assert (state(store, made).name, state(store, made).code) == ("Skola D", "104")
    assert state(store, made, date(2025, 12, 31)) is None
    assert verify(store).ok


@pytest.mark.parametrize(
    ("values", "day", "code"),
    [
        ({"name": "skola  a"}, DAY, "unit_exists"),
        ({"code": "101"}, DAY, "code_taken"),
        ({"name": " "}, DAY, "unit_name_missing"),
        ({"kind": "kommun"}, DAY, "kind_unknown"),
        ({"kind": "hus"}, DAY, "kind_unknown"),
        ({"parent": "u999"}, DAY, "unit_orphaned"),
        ({}, date(2019, 12, 31), "unit_orphaned"),
    ],
)
def test_a_new_unit_is_refused(store, organise, offices, values, day, code):
    before = store.position()
    new = UnitFields(**({"name": "Skola D", "kind": "enhet", "parent": offices.north, "code": None} | values))
    with pytest.raises(MognadError) as caught:
        add_unit(store, organise, new, day)
    assert (code_of(caught), store.position()) == (code, before)


def test_the_same_name_in_another_place_is_another_unit(store, organise, offices):
    assert add_unit(store, organise, UnitFields("Skola A", "enhet", offices.south), DAY)


def test_a_unit_changes_from_a_day_and_keeps_what_was(store, organise, offices):
    wanted = fields(state(store, offices.a), name="Skola Alm", parent=offices.south, code="201")
    assert change_unit(store, organise, offices.a, wanted, date(2026, 1, 1))
    assert (state(store, offices.a).name, state(store, offices.a).parent) == ("Skola Alm", offices.south)
    assert state(store, offices.a, date(2025, 12, 31)).name == "Skola A"
    assert state(store, offices.a).attributes["employees"] == "20"
    assert earlier_names(store, DAY) == {offices.a: ["Skola A"]}
    assert not change_unit(store, organise, offices.a, wanted, date(2026, 2, 1))


@pytest.mark.parametrize(
    ("unit", "values", "code"),
    [
        ("a", {"name": "Skola B"}, "unit_exists"),
        ("a", {"code": "103"}, "code_taken"),
        ("north", {"parent": "a"}, "parent_cycle"),
        ("root", {"parent": "north"}, "root_fixed"),
        ("root", {"kind": "enhet"}, "kind_unknown"),
    ],
)
def test_a_change_that_would_break_the_tree_is_refused(store, organise, offices, unit, values, code):
    before = store.position()
    given = {**values, **({"parent": offices.ids[values["parent"]]} if "parent" in values else {})}
    with pytest.raises(MognadError) as caught:
        change_unit(store, organise, offices.ids[unit], fields(state(store, offices.ids[unit]), **given), DAY)
    assert (code_of(caught), store.position()) == (code, before)


def test_a_unit_ends_with_its_assignments_and_both_come_back(store, organise, offices, later):
    person = add_person(store, organise, "Eva Ek")
    held = add_assignment(store, organise, NewAssignment(person, offices.a, MANAGER, date(2024, 1, 1)))
    later()
    end_unit(store, organise, offices.a, date(2026, 6, 30))
    assert state(store, offices.a) is None
    assert [one.valid_to for one in assignments(store) if one.assignment == held] == [date(2026, 6, 30)]
    later()
    undo_change(store, organise, offices.a, sure(latest_change(store, offices.a)).recorded_at)
    assert state(store, offices.a).valid_to is None
    assert [one.valid_to for one in assignments(store) if one.assignment == held] == [None]
    assert verify(store).ok


def test_what_holds_others_does_not_end(store, organise, offices):
    for unit, code in (("north", "unit_has_parts"), ("root", "root_fixed")):
        with pytest.raises(MognadError) as caught:
            end_unit(store, organise, offices.ids[unit], DAY)
        assert code_of(caught) == code
    change_unit(store, organise, offices.c, fields(state(store, offices.c), name="Skola Ceder"), date(2027, 1, 1))
    with pytest.raises(MognadError) as caught:
        end_unit(store, organise, offices.c, DAY)
    assert code_of(caught) == "later_change"


def test_the_latest_change_is_that_of_the_pages_moment(store, organise, offices, later):
    with one_position():
        before = latest_change(store, offices.a)
        later()
        found = state(store, offices.a)
        order = (store, organise, offices.a, fields(found, name="Skola Ö"), DAY)
        thread = Thread(target=change_unit, args=order)
        thread.start()
        thread.join()
        assert latest_change(store, offices.a) == before
    assert latest_change(store, offices.a) != before


def test_the_latest_change_is_undone_and_then_done_again(store, organise, offices, later):
    change_unit(store, organise, offices.a, fields(state(store, offices.a), name="Skola Alm"), date(2026, 1, 1))
    later()
    set_attributes(store, organise, offices.a, {"kok": "ja"}, date(2026, 3, 1))
    later()
    undo_change(store, organise, offices.a, sure(latest_change(store, offices.a)).recorded_at)
    now = state(store, offices.a)
    assert (now.name, dict(now.attributes)) == ("Skola Alm", {"skola": "true", "employees": "20"})
    later()
    undo_change(store, organise, offices.a, sure(latest_change(store, offices.a)).recorded_at)
    assert dict(state(store, offices.a).attributes) == {"kok": "ja"}


def test_a_unit_added_by_mistake_never_was(store, organise, offices, later):
    made = add_unit(store, organise, UnitFields("Skola D", "enhet", offices.south), date(2026, 1, 1))
    person = add_person(store, organise, "Eva Ek")
    add_assignment(store, organise, NewAssignment(person, made, MANAGER, date(2026, 1, 1)))
    later()
    undo_change(store, organise, made, sure(latest_change(store, made)).recorded_at)
    assert all(state(store, made, day) is None for day in (date(2025, 12, 31), date(2026, 1, 1), DAY))
    assert assignments(store) == []
    later()
    # Its name is free again.
    assert add_unit(store, organise, UnitFields("Skola D", "enhet", offices.south), date(2026, 1, 1))
    assert verify(store).ok


def test_what_cannot_be_undone(store, organise, offices, table, later):
    with pytest.raises(MognadError) as caught:
        undo_change(store, organise, offices.a, datetime(2020, 1, 1))
    assert code_of(caught) == "change_newer"
    new = UnitFields("Område", "verksamhet", offices.south)
    area = add_unit(store, organise, new, date(2026, 1, 1))
    seen = sure(latest_change(store, area)).recorded_at
    later()
    change_unit(store, organise, offices.c, fields(state(store, offices.c), parent=area), date(2026, 2, 1))
    with pytest.raises(MognadError) as caught:
        undo_change(store, organise, area, seen)
    assert code_of(caught) == "unit_orphaned"
    later()
    head = ("Gammal enhet", "Ny enhet", "Från datum")
    reorganise(
        store, organise, table(head, ("Skola A", "Skola AB", "2027-01-01"), ("Skola B", "Skola AB", "2027-01-01"))
    )
    with pytest.raises(MognadError) as caught:
        undo_change(store, organise, offices.a, sure(latest_change(store, offices.a)).recorded_at)
    assert code_of(caught) == "change_reorganised"
