"""The maturity form's perspectives on its ladder, per kind of respondent, beside a table worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest

from metrics.measuring.forms import WantedRound
from metrics.measuring.respondents import Scope
from metrics.measuring.results import Scores
from metrics.measuring.scores import scores
from questionnaires.library import shipped
from tests.kit.measured import World

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 1)
FORM = shipped()["mognadsmatning"][-1]
NAMES = {"a": "risk_a1", "t": "risk_t1", "r": "risk_r1", "f": "risk_f1"}


@pytest.fixture
def town(world: World) -> World:
    world.ids["Kommun"] = world.root
    world.units("Kontoret", kind="kontor")
    world.units("Enheten", "Grannen", parent="Kontoret")
    return world


def measured(town: World, who: str, steps: dict[str, int]) -> Scores:
    given = {NAMES[part]: f"steg{step}" for part, step in steps.items()}
    town.round(FORM, "2026", DAY, {who: given})
    return scores(town.store, WantedRound("mognadsmatning"), Scope(unit=town.ids[who]))


# respondent, the steps of arbetssätt, tillämpning, resultat, förbättring; the perspective's level; its own mean: of
# what its role is asked alone.
TABLE = [
    ("Enheten", {"t": 3}, None, 3),
    ("Enheten", {"t": 3, "r": 2, "f": 4}, None, 3),
    ("Enheten", {"a": 4, "t": 3, "r": 2, "f": 3}, 2, 3),
    ("Enheten", {"a": 4, "t": 1, "r": 2, "f": 3}, 1, 1),
    ("Kontoret", {"t": 3, "r": 3, "f": 1}, None, Fraction(7, 3)),
    ("Kontoret", {"a": 2, "t": 3, "r": 4, "f": 4}, 2, Fraction(11, 3)),
    ("Kontoret", {"a": 4, "t": 4, "r": 4, "f": 4}, 4, 4),
    ("Kommun", {"a": 4}, None, 4),
    ("Kommun", {"a": 4, "t": 2, "r": 3, "f": 2}, 2, 4),
    ("Kommun", {"a": 1, "t": 2, "r": 3, "f": 2}, 1, 1),
]


@pytest.mark.parametrize(("who", "steps", "level", "mean"), TABLE)
def test_a_perspective_is_its_lowest_dimension_once_all_are_answered(
    town: World, who: str, steps: dict[str, int], level: int | None, mean: object
) -> None:
    found = measured(town, who, steps)
    levels = {area.id: area.figure.level for area in found.areas}
    assert levels["risk"] == level
    assert levels["klassning"] is None
    dimensions = {"a": "arbetssatt", "t": "tillampning", "r": "resultat", "f": "forbattring"}
    assert {part: levels[f"risk_{name}"] for part, name in dimensions.items()} == {
        part: steps.get(part) for part in dimensions
    }
    assert found.total.score == mean


def test_unknown_leaves_a_perspective_unjudged(town: World) -> None:
    given = {"risk_a1": "steg3", "risk_t1": "steg3", "risk_r1": "unknown", "risk_f1": "steg3"}
    town.round(FORM, "2026", DAY, {"Enheten": given})
    found = scores(town.store, WantedRound("mognadsmatning"), Scope(unit=town.ids["Enheten"]))
    assert {area.id: area.figure.level for area in found.areas}["risk"] is None


def test_what_is_answered_voluntarily_moves_no_mean(town: World) -> None:
    """Enheten answers a whole perspective beside its own questions, Grannen its own: the branch is (3 + 2) / 2."""
    own = [question.name for question in FORM.questions_for("unit")]
    whole = dict.fromkeys(own, "steg3") | {"risk_a1": "steg4", "risk_r1": "steg1", "risk_f1": "steg1"}
    town.round(FORM, "2026", DAY, {"Enheten": whole, "Grannen": dict.fromkeys(own[:4], "steg2")})
    found = scores(town.store, WantedRound("mognadsmatning"), Scope(branch=town.ids["Kontoret"]))
    assert (found.total.score, found.total.answered, found.total.expected) == (Fraction(5, 2), 12, 16)
