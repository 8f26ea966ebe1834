"""How far a round has come, by stage and by branch, against tables counted by hand."""

from datetime import date

import pytest

from base.actors import Act
from data.measuring.closing import close_round
from data.measuring.submissions import hand_back, submit
from data.organisation.participants import branch_of
from metrics.measuring.rounds.progress import Stage, progress
from tests.kit.measured import World, grant, make_form, question

pytestmark = pytest.mark.slow

FORM = make_form([question("q1"), question("q2"), question("q3")])
DAY = date(2026, 10, 1)


@pytest.fixture
def round_id(world: World) -> str:
    world.units("Bolaget", kind="bolag")
    world.units("Dotterbolaget", kind="bolag", parent="Bolaget")
    made = world.round(
        FORM,
        "2026",
        DAY,
        {
            "A1": {"q1": "s1", "q2": "unknown", "q3": "not_applicable"},
            "A2": {"q1": "s1"},
            "B1": {"q1": "s1", "q2": "s1", "q3": "s1"},
            "B2": {},
            "Dotterbolaget": {},
        },
    )
    # A1 and B1 have answered everything, and A1 submits; A2 submits with two questions left out.
    submit(world.store, grant(Act.SUBMIT), made, [world.ids["A1"], world.ids["A2"]])
    return made


# unit → (stage, given, left)
BY_HAND = {
    "A1": (Stage.SUBMITTED, 3, 0),
    "A2": (Stage.SUBMITTED, 1, 2),
    "B1": (Stage.ANSWERED, 3, 0),
    "B2": (Stage.NOT_BEGUN, 0, 3),
    "Dotterbolaget": (Stage.NOT_BEGUN, 0, 3),
}


def test_each_respondent_is_in_one_stage(world: World, round_id: str) -> None:
    found = progress(world.store, round_id)
    assert {unit.name: (unit.stage, unit.given, unit.left) for unit in found.units} == BY_HAND
    assert [unit.name for unit in found.units] == list(BY_HAND)
    assert [unit.name for unit in found.waiting] == ["B1", "B2", "Dotterbolaget"]
    assert (found.begun, found.finished) == (3, 3)


def test_branches_add_up_to_the_whole(world: World, round_id: str) -> None:
    found = progress(world.store, round_id)
    # branch: units, not begun, halfway, answered, submitted, given, expected. A bolag's daughter stands under it.
    by_hand = {
        "A": (2, 0, 0, 0, 2, 4, 6),
        "B": (2, 1, 0, 1, 0, 3, 6),
        "Bolaget": (1, 1, 0, 0, 0, 0, 3),
    }
    told = {
        branch.name: (
            branch.counts.units,
            branch.counts.not_begun,
            branch.counts.halfway,
            branch.counts.answered,
            branch.counts.submitted,
            branch.counts.given,
            branch.counts.expected,
        )
        for branch in found.branches
    }
    assert told == by_hand
    assert list(told) == ["A", "B", "Bolaget"]
    whole = found.counts
    assert (whole.units, whole.not_begun, whole.halfway, whole.answered, whole.submitted) == (5, 2, 0, 1, 2)
    assert (whole.given, whole.expected) == (7, 15)


def test_handed_back_is_no_longer_submitted(world: World, round_id: str) -> None:
    hand_back(world.store, grant(Act.PLAN), round_id, world.ids["A1"], "Fel enhet")
    hand_back(world.store, grant(Act.PLAN), round_id, world.ids["A2"], "Två saknas")
    stages = {unit.name: unit.stage for unit in progress(world.store, round_id).units}
    assert (stages["A1"], stages["A2"]) == (Stage.ANSWERED, Stage.HALFWAY)


def test_a_closed_round_stands_as_it_was_closed_and_an_earlier_position_as_it_was_known(
    world: World, round_id: str
) -> None:
    before = world.store.position()
    submit(world.store, grant(Act.SUBMIT), round_id, [world.ids["B1"]])
    close_round(world.store, grant(Act.PLAN), round_id)
    world.answer(round_id, "B2", {"q1": "s1"})
    found = progress(world.store, round_id)
    assert (found.counts.submitted, found.counts.not_begun) == (3, 2)
    assert progress(world.store, round_id, before).counts.submitted == 2


def test_what_each_unit_is_told_under(world: World) -> None:
    from data.organisation.units import units

    world.units("Nämnden", kind="namnd")
    world.units("C", kind="kontor", parent="Nämnden")
    world.units("C1", kind="verksamhet", parent="C")
    world.units("C11", parent="C1")
    world.units("Direkt", parent="Nämnden")
    found = units(world.store, DAY)
    names = {unit.unit: unit.name for unit in found}
    assert {names[unit]: names[branch] for unit, branch in branch_of(found).items()} == {
        "Kommun": "Kommun",
        "A": "A",
        "A1": "A",
        "A2": "A",
        "B": "B",
        "B1": "B",
        "B2": "B",
        "Nämnden": "Nämnden",
        "C": "C",
        "C1": "C",
        "C11": "C",
        "Direkt": "Nämnden",
    }
