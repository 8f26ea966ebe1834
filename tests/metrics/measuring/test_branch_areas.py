"""Parts × areas beside a table worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest

from metrics.measuring.branch_areas import branch_areas
from metrics.measuring.forms import WantedRound
from tests.kit.measured import World, make_form, question

DAY = date(2026, 10, 1)
FORM = make_form([question("q1", "x"), question("q2", "y")], ["x", "y"])


# part A:  A1 x 1, y 3; A2 x 2, y –    → x 1,5 (2 units), y 3 (1 unit)
# part B:  B1 x 4, y 4; B2 x –, y –    → 1 of 2 have answered: too few
@pytest.fixture
def measured(world: World) -> World:
    given = {
        "A1": {"q1": "s1", "q2": "s3"},
        "A2": {"q1": "s2", "q2": "unknown"},
        "B1": {"q1": "s4", "q2": "s4"},
        "B2": {},
    }
    world.units("Direkt under", kind="bolag")
    world.round(FORM, "M", DAY, {**given, "Direkt under": {"q1": "s1"}})
    return world


def test_each_part_is_the_mean_of_its_units(measured: World) -> None:
    found = branch_areas(measured.store, WantedRound("prov", "M"))
    assert found is not None
    assert found.areas == (("x", "X"), ("y", "Y"))
    first, second = found.rows
    assert (first.name, dict(first.scores), dict(first.n)) == (
        "A",
        {"x": Fraction(3, 2), "y": Fraction(3)},
        {"x": 2, "y": 1},
    )
    assert first.displays == {"x": "1,5", "y": "3,0"}
    assert (second.name, dict(second.scores)) == ("B", {"x": None, "y": None})
    assert second.coverage.text == "Underlag saknas: 1 av 2 enheter"
    # A unit right under the municipality is no part: its figures are its manager's.
    assert found.beside == 1


def test_one_part_alone_is_looked_into(world: World) -> None:
    world.units("A11", kind="verksamhet", parent="A")
    world.units("A12", kind="verksamhet", parent="A")
    world.units("e1", parent="A11")
    world.units("e2", "e3", parent="A12")
    world.round(FORM, "M", DAY, {name: {"q1": "s2", "q2": "s2"} for name in ("e1", "e2", "e3", "A1")})
    for branch in (None, world.ids["A"]):
        found = branch_areas(world.store, WantedRound("prov", "M"), branch)
        assert found is not None
        assert [(row.name, row.coverage.asked) for row in found.rows] == [("A11", 1), ("A12", 2)]
        assert found.beside == 1  # A1


def test_without_two_parts_there_is_nothing_to_hold_beside_each_other(world: World) -> None:
    world.round(FORM, "M", DAY, {"A1": {"q1": "s2"}, "A2": {"q1": "s2"}})
    assert branch_areas(world.store, WantedRound("prov", "M")) is None
    assert branch_areas(world.store, WantedRound("prov", "M"), world.ids["B"]) is None
