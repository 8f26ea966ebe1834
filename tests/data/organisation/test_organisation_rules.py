"""Whatever is done to the organisation, and in whatever order: it stays a tree, or says where it does not."""

from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.organisation.reorganisation.carrying_out import plan_reorganisation, reorganise
from data.organisation.timeline import Timeline, organisation_faults, read_timeline
from data.organisation.unit_rows import plan_units
from data.organisation.units import NewUnit, Unit, matcher, units, write_units
from tests.kit.sure import sure

pytestmark = pytest.mark.slow

YEARS = [date(year, 1, 1) for year in (2026, 2027, 2028, 2029)]
HEAD = ("Gammal enhet", "Ny enhet", "Från datum", "Överordnad", "Slag")
NAMES = ["A", "B", "C", "K1", "K2", "X", "Y"]
some_name = st.sampled_from(NAMES)
some_row = st.tuples(
    some_name,
    some_name,
    st.sampled_from(YEARS).map(str),
    st.sampled_from(["", "", "", "Kommun", *NAMES]),
    st.sampled_from(["", "", "Enhet"]),
)
slow = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
numbers = count()


def small_town(opened, grant):
    """Kommun over K1 (A, B) and K2 (C), in a store of its own."""
    store = opened(f"town{next(numbers)}.duckdb")
    organise, start = grant(Act.ORGANISE), date(2020, 1, 1)
    root = write_units(store, organise, [NewUnit("Kommun", "kommun", None, start)])[0]
    k1, k2 = write_units(store, organise, [NewUnit(name, "kontor", root, start) for name in ("K1", "K2")])
    write_units(store, organise, [NewUnit(n, "enhet", k, start) for n, k in (("A", k1), ("B", k1), ("C", k2))])
    return store, root


some_change = st.tuples(
    st.sampled_from(["rename", "move", "merge", "merge under", "split", "split and place", "absorb"]),
    st.sampled_from(YEARS),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 9),
)


def rows_of(store, change, new):
    """Rows for a change of whichever units hold that day, picked by number; mostly they can be carried out."""
    kind, day, *picks = change
    found = units(store, day)
    one, other, third = (found[pick % len(found)] for pick in picks)
    names = {unit.unit: unit.name for unit in found}
    kinds: dict[str, list[tuple[str, ...]]] = {
        "rename": [(one.name, new)],
        "move": [(one.name, one.name, other.name)],
        "merge": [(one.name, new), (other.name, new)],
        "merge under": [(one.name, new, third.name, "Enhet"), (other.name, new)],
        "split": [(one.name, new, names.get(one.parent or "", "")), (one.name, f"{new}2")],
        "split and place": [(one.name, new), (one.name, f"{new}2")],
        "absorb": [(one.name, other.name, names.get(other.parent or "", ""), "Enhet"), (other.name, other.name)],
    }
    rows = kinds[kind]
    if kind == "split and place":
        rows += [(unit.name, unit.name, new) for unit in found if unit.parent == one.unit]
    return [(row[0], row[1], str(day), *row[2:]) for row in rows]


@slow
@given(st.lists(some_change | st.lists(some_row, min_size=1, max_size=3), min_size=1, max_size=7))
def test_no_order_of_reorganisations_breaks_the_tree(opened, grant, table, changes):
    store, root = small_town(opened, grant)
    for number, change in enumerate(changes):
        rows = change if isinstance(change, list) else rows_of(store, change, f"N{number}")
        workbook = table(HEAD, *rows)
        plan = plan_reorganisation(store, workbook)
        position = store.position()
        try:
            done = reorganise(store, grant(Act.ORGANISE), workbook)
        except MognadError as error:
            assert error.issues == plan.issues != ()
            assert store.position() == position
            event(f"refused: {plan.issues[0].code}")
        else:
            assert (done, plan.issues) == (plan, ())
            event(f"done: {done.rows[0].kind}")
    timeline = read_timeline(store)
    assert timeline.faults(date.min) == []
    for day in [date(2025, 12, 31), *YEARS]:
        found = units(store, day)
        assert all(timeline.path(unit.unit, day)[-1] == root for unit in found)
        assert organisation_faults(store, day) == []
        # Whatever a name has meant, what it finds holds on the day.
        assert {matcher(store, day).find(name) for name in NAMES} - {None} <= {unit.unit for unit in found}
    assert verify(store).ok
    store.close()


some_import = st.tuples(
    st.sampled_from(["A", "B", "C", "K1", "K2", "N1", "N2", "N3"]),
    st.sampled_from(["", "Kommun", "A", "B", "C", "K1", "K2", "N1", "N2", "N3", "Okänd"]),
    st.sampled_from([None, None, *YEARS]),
)


@slow
@given(st.lists(st.lists(some_import, min_size=1, max_size=6, unique_by=lambda row: row[0]), min_size=1, max_size=3))
def test_no_list_of_units_makes_a_circle(opened, grant, lists):
    store, _ = small_town(opened, grant)
    for as_of, rows in zip(YEARS, lists, strict=False):
        given_rows = [
            {"row": n, "code": None, "name": name, "kind": None, "parent": parent, "valid_from": day, "valid_to": None}
            for n, (name, parent, day) in enumerate(rows, 2)
        ]
        plan = plan_units(store, given_rows, as_of)
        assert len(plan.added) + len(plan.changed) + len(plan.unchanged) == len(rows)
        states = [found.state for found in (*plan.added, *plan.changed)]
        write_units(store, grant(Act.ORGANISE), sorted(states, key=lambda state: int(sure(state.unit)[1:])))
        assert [fault for fault in read_timeline(store).faults(date.min) if fault.code == "parent_cycle"] == []
    store.close()


ids = st.sampled_from(["root", "a", "b", "c", "d"])
some_state = st.tuples(ids, st.none() | ids, st.sampled_from(YEARS), st.none() | st.sampled_from(YEARS))


@given(st.lists(some_state, max_size=12))
def test_whatever_hangs_wrong_on_some_day_is_told(states):
    """Against a walk of its own on every day that anything begins, and every day after something ends."""
    timeline = Timeline(Unit(unit, unit, "enhet", parent, start, end) for unit, parent, start, end in states)
    days = [day.replace(day=number) for day in YEARS for number in (1, 2)]
    expected = set[tuple[str, str]]()
    for day in days:
        expected |= _faults_by_hand({unit.unit: unit.parent for unit in timeline.valid(day)})
    assert {(fault.code, fault.unit) for fault in timeline.faults(date.min)} == expected


def _faults_by_hand(valid):
    found = set()
    for unit, parent in valid.items():
        if parent is not None and parent not in valid:
            found.add(("unit_orphaned", unit))
        seen = [unit]
        while (above := valid.get(seen[-1])) and above not in seen:
            seen.append(above)
        if above == unit:
            found.add(("parent_cycle", unit))
    return found
