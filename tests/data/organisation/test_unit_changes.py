"""Attributes from a date, states carried on, and what an import of units would do."""

from datetime import date

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.organisation.attributes import set_attributes
from data.organisation.timeline import read_timeline
from data.organisation.unit_rows import apply_units, plan_units
from data.organisation.units import matcher, rename_unit, units
from tests.kit.sure import sure

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 3)


def attributes(store, unit, day, known_at=None):
    return next(dict(found.attributes) for found in units(store, day, known_at) if found.unit == unit)


def test_attributes_hold_from_a_day_and_what_was_before_stands(store, grant, offices):
    before = store.position()
    assert set_attributes(store, grant(Act.ORGANISE), offices.a, {"skola": "true", "kok": " ja "}, date(2025, 1, 1))
    assert attributes(store, offices.a, date(2024, 12, 31)) == {"skola": "true", "employees": "20"}
    assert attributes(store, offices.a, date(2025, 1, 1)) == {"skola": "true", "kok": "ja"}
    assert attributes(store, offices.a, date(2025, 1, 1), before) == {"skola": "true", "employees": "20"}
    position = store.position()
    assert not set_attributes(store, grant(Act.ORGANISE), offices.a, {"kok": "ja", "skola": "true"}, date(2025, 6, 1))
    assert store.position() == position


def test_attributes_reach_past_a_rename_that_is_planned_but_not_past_a_later_change(store, grant, offices):
    """Renamed 2026, other attributes 2027: what is set from 2025 holds through 2026."""
    school = next(found for found in units(store, DAY) if found.unit == offices.c)
    rename_unit(store, grant(Act.ORGANISE), school, "Skola Ceder", date(2026, 1, 1))
    set_attributes(store, grant(Act.ORGANISE), offices.c, {"kok": "ja"}, date(2027, 1, 1))
    set_attributes(store, grant(Act.ORGANISE), offices.c, {"bad": "ja"}, date(2025, 1, 1))
    held = {year: attributes(store, offices.c, date(year, 6, 1)) for year in (2024, 2025, 2026, 2027)}
    assert held == {2024: {}, 2025: {"bad": "ja"}, 2026: {"bad": "ja"}, 2027: {"kok": "ja"}}
    assert next(found.name for found in units(store, DAY) if found.unit == offices.c) == "Skola Ceder"


@pytest.mark.parametrize("wrong", [{"kind": "x"}, {"två ord": "x"}, {"": "x"}, {"kok": " "}, {"1": "x"}])
def test_attributes_that_no_expression_could_name_are_refused(store, grant, offices, wrong):
    with pytest.raises(MognadError) as caught:
        set_attributes(store, grant(Act.ORGANISE), offices.a, wrong, DAY)
    assert caught.value.code == "attribute_invalid"


def test_attributes_of_a_unit_that_does_not_hold(store, grant, offices):
    with pytest.raises(MognadError) as caught:
        set_attributes(store, grant(Act.ORGANISE), offices.a, {}, date(2019, 1, 1))
    assert caught.value.code == "unit_unknown"


def row(number, code, name, kind=None, parent=None, valid_from=None, valid_to=None):
    return {
        "row": number,
        "code": code,
        "name": name,
        "kind": kind,
        "parent": parent,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }


def told(found):
    return [(each.row, each.state.name) for each in found]


def test_a_preview_tells_what_is_added_changed_left_alone_and_not_named(store, offices):
    rows = [
        row(2, "101", "Skola A", parent="Kontor Syd"),
        row(3, "102", "Skola Björk"),
        row(4, "103", "Skola C"),
        row(5, "104", "Skola D", "Enhet", "Kontor Syd"),
        row(6, "105", "Kök E", "Storkök", "Kontor Syd"),
        row(7, "106", "Kontor Öst", "Kontor", "Skola D"),
    ]
    position = store.position()
    plan = plan_units(store, rows, DAY)
    assert store.position() == position
    assert told(plan.added) == [(5, "Skola D"), (6, "Kök E"), (7, "Kontor Öst")]
    assert told(plan.unchanged) == [(4, "Skola C")]
    assert [(each.row, [(one.label, one.before, one.after) for one in each.differences]) for each in plan.changed] == [
        (2, [("Överordnad", "Kontor Nord", "Kontor Syd"), ("Gäller från", "2020-01-01", "2026-11-03")]),
        (3, [("Namn", "Skola B", "Skola Björk"), ("Gäller från", "2020-01-01", "2026-11-03")]),
    ]
    assert [unit.name for unit in plan.absent] == ["Kontor Nord", "Kontor Syd"]
    assert plan.issues == ()
    assert [(each.row, each.code) for each in plan.advice] == [(6, "kind_unknown"), (7, "parent_unusual")]


def test_what_is_applied_is_what_was_previewed(store, grant, offices):
    rows = [row(2, "101", "Skola Al", parent="Nytt kontor"), row(3, "200", "Nytt kontor", "Kontor")]
    plan = plan_units(store, rows, DAY)
    with store.writing(grant(Act.ORGANISE), Act.ORGANISE) as transaction:
        done = apply_units(transaction, rows, DAY)
    assert (done.added, done.changed, done.unchanged) == (1, 1, 0)
    found = {unit.unit: unit for unit in units(store, DAY)}
    assert found[offices.a].parent == plan.added[0].state.unit
    assert found[sure(plan.added[0].state.unit)].name == "Nytt kontor"
    assert {unit.name for unit in found.values()} >= {"Skola B", "Skola C"}
    assert [each.row for each in plan_units(store, rows, DAY).unchanged] == [2, 3]
    assert verify(store).ok


def test_parents_in_a_circle_are_told_and_land_under_the_municipality(store, grant, offices):
    """New: X under Y, Y under Z, Z under X. Known: Kontor Nord is put under its own Skola A."""
    rows = [
        row(2, "1", "X", parent="Y"),
        row(3, "2", "Y", parent="Z"),
        row(4, "3", "Z", parent="1"),
        row(5, "4", "Under X", parent="X"),
        row(6, None, "Kontor Nord", parent="Skola A"),
        row(7, None, "Skola B", parent="Kontor Nord"),
    ]
    plan = plan_units(store, rows, DAY)
    assert [(issue.row, issue.code) for issue in plan.issues] == [(n, "parent_cycle") for n in (2, 3, 4, 6)]
    with store.writing(grant(Act.ORGANISE), Act.ORGANISE) as transaction:
        apply_units(transaction, rows, DAY)
    names = {unit.unit: unit.name for unit in units(store, DAY)}
    above = {unit.name: names.get(unit.parent or "") for unit in units(store, DAY)}
    root = "Åmåla kommun"
    assert {name: above[name] for name in ("X", "Y", "Z", "Under X")} == {
        "X": root,
        "Y": root,
        "Z": root,
        "Under X": "X",
    }
    assert (above["Kontor Nord"], above["Skola A"], above["Skola B"]) == (root, "Kontor Nord", "Kontor Nord")
    assert read_timeline(store).faults(date.min) == []


def test_a_circle_that_only_stood_in_an_earlier_year_is_found(store, offices):
    """Kontor Nord is dated back under Skola A, which has lain under Kontor Nord since 2020 and moves now."""
    rows = [
        row(2, None, "Kontor Nord", parent="Skola A", valid_from=date(2021, 1, 1)),
        row(3, "101", "Skola A", parent="Åmåla kommun"),
    ]
    plan = plan_units(store, rows, DAY)
    assert [(issue.row, issue.code) for issue in plan.issues] == [(2, "parent_cycle")]


def test_an_old_name_finds_the_unit_that_goes_on(store, grant, offices):
    school = next(found for found in units(store, DAY) if found.unit == offices.a)
    rename_unit(store, grant(Act.ORGANISE), school, "Almskolan", date(2024, 1, 1))
    assert matcher(store, DAY).find("skola a") == offices.a
    assert matcher(store, date(2023, 6, 1)).find("Almskolan") is None
    other = next(found for found in units(store, DAY) if found.unit == offices.b)
    rename_unit(store, grant(Act.ORGANISE), other, "Skola A", date(2025, 1, 1))
    assert matcher(store, DAY).find("Skola A") == offices.b
    third = next(found for found in units(store, DAY) if found.unit == offices.b)
    rename_unit(store, grant(Act.ORGANISE), third, "Bokskolan", date(2026, 1, 1))
    assert matcher(store, DAY).find("Skola A") is None
    assert matcher(store, DAY).find("Skola B") == offices.b


def test_a_row_dated_before_the_newest_state_is_told_to_change_only_the_past(store, grant, offices):
    school = next(found for found in units(store, DAY) if found.unit == offices.c)
    rename_unit(store, grant(Act.ORGANISE), school, "Skola Ceder", date(2024, 1, 1))
    empty = {"kind": None, "parent": None, "valid_from": None, "valid_to": None}
    rows = [
        {**empty, "row": 2, "code": "103", "name": "Skola Cypress", "valid_from": date(2022, 1, 1)},
        # Older than was known, and otherwise the same: nothing to warn of.
        {**empty, "row": 3, "code": "101", "name": "Skola A", "valid_from": date(2015, 1, 1)},
        {**empty, "row": 4, "code": "102", "name": "Skola Björk", "valid_from": date(2025, 1, 1)},
    ]
    plan = plan_units(store, rows, DAY)
    told = [issue for issue in plan.advice if issue.code == "past_only"]
    assert [(issue.row, issue.column) for issue in told] == [(2, "valid_from")]
    assert "tiden 2022-01-01 till 2023-12-31, inte hur det är nu" in told[0].message
    with store.writing(grant(Act.ORGANISE), Act.ORGANISE) as transaction:
        apply_units(transaction, rows, DAY)
    names = {day: {found.unit: found.name for found in units(store, day)} for day in (date(2023, 12, 31), DAY)}
    assert names[date(2023, 12, 31)][offices.c] == "Skola Cypress"
    assert names[DAY][offices.c] == "Skola Ceder"


def test_a_unit_that_stands_twice_in_a_file_is_one_unit(store, grant, offices):
    empty = {"kind": None, "valid_from": None, "valid_to": None}
    given = [("201", "Skola D", "Kontor Syd"), ("201", "Skola Dal", "Kontor Syd"), (None, "Skola E", "Kontor Syd")]
    given += [(None, "skola  e", "Kontor Syd"), (None, "Skola E", "Kontor Nord"), ("202", "Skola D", "Kontor Syd")]
    rows = [
        {**empty, "row": row, "code": code, "name": name, "parent": parent}
        for row, (code, name, parent) in enumerate(given, 2)
    ]
    plan = plan_units(store, rows, DAY)
    assert [(issue.row, issue.code) for issue in plan.issues] == [(3, "unit_repeated"), (5, "unit_repeated")]
    assert [planned.row for planned in plan.added] == [2, 4, 6, 7]
    assert "står redan på rad 2" in plan.issues[0].message
