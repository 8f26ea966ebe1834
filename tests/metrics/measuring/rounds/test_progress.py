"""How far a round has come, by stage and by branch, against tables counted by hand."""

from datetime import date

import pytest

from base.actors import Act
from data.measuring.closing import close_round
from data.measuring.submissions import hand_back, submit
from data.organisation.participants import branch_of
from metrics.measuring.having_answered import Standing
from metrics.measuring.rounds.progress import Counts, progress
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


# unit → (standing, submitted, given, left)
BY_HAND = {
    "A1": (Standing.ANSWERED, True, 3, 0),
    "A2": (Standing.BEGUN, True, 1, 2),
    "B1": (Standing.ANSWERED, False, 3, 0),
    "B2": (Standing.SILENT, False, 0, 3),
    "Dotterbolaget": (Standing.SILENT, False, 0, 3),
}


def test_how_far_each_respondent_has_come(world: World, round_id: str) -> None:
    found = progress(world.store, round_id)
    assert {unit.name: (unit.standing, unit.submitted, unit.given, unit.left) for unit in found.units} == BY_HAND
    assert [unit.name for unit in found.units] == list(BY_HAND)


def test_who_has_submitted_with_questions_left_is_waited_for_but_answers_no_further(
    world: World, round_id: str
) -> None:
    found = progress(world.store, round_id)
    assert [unit.name for unit in found.waiting] == ["A2", "B1", "B2", "Dotterbolaget"]
    assert [unit.name for unit in found.units if unit.answers_next] == ["B2", "Dotterbolaget"]
    assert not found.untouched


def test_branches_add_up_to_the_whole(world: World, round_id: str) -> None:
    found = progress(world.store, round_id)
    # answered, begun, silent, submitted, incomplete, unsubmitted, imported, given, expected. A bolag's daughter stands
    # under it.
    by_hand = {
        "A": Counts(1, 1, 0, 2, 1, 0, 0, 4, 6),
        "B": Counts(1, 0, 1, 0, 0, 1, 0, 3, 6),
        "Bolaget": Counts(0, 0, 1, 0, 0, 0, 0, 0, 3),
    }
    told = {branch.name: branch.counts for branch in found.branches}
    assert told == by_hand
    assert list(told) == ["A", "B", "Bolaget"]
    assert found.counts == Counts(2, 1, 2, 2, 1, 1, 0, 7, 15)
    assert found.counts.units == 5


def test_handed_back_is_no_longer_submitted(world: World, round_id: str) -> None:
    hand_back(world.store, grant(Act.PLAN), round_id, world.ids["A1"], "Fel enhet")
    hand_back(world.store, grant(Act.PLAN), round_id, world.ids["A2"], "Två saknas")
    found = progress(world.store, round_id)
    assert found.counts == Counts(2, 1, 2, 0, 0, 2, 0, 7, 15)
    assert [unit.name for unit in found.units if unit.answers_next] == ["A2", "B2", "Dotterbolaget"]


def test_answers_from_a_file_are_handed_in_by_nobody(world: World, round_id: str) -> None:
    rows = [
        {"round": round_id, "unit": world.ids[unit], "question": name, "state": "answered", "alternative": "s2"}
        | {"based_on": 0, "source": source}
        for unit, name, source in [
            *(("B2", name, "import") for name in ("q1", "q2", "q3")),
            ("Dotterbolaget", "q1", "import"),
            # Somebody typed the rest of B1's, so that it is handed in as ever.
            ("B1", "q1", "import"),
        ]
    ]
    with world.store.writing(grant(Act.IMPORT), Act.IMPORT) as transaction:
        transaction.append("answer", rows)
    found = progress(world.store, round_id)
    assert [unit.name for unit in found.units if unit.imported] == ["B2", "Dotterbolaget"]
    assert [unit.name for unit in found.waiting] == ["A2", "B1", "Dotterbolaget"]
    assert found.counts == Counts(3, 2, 0, 2, 1, 1, 2, 11, 15)


def test_a_closed_round_stands_as_it_was_closed_and_an_earlier_position_as_it_was_known(
    world: World, round_id: str
) -> None:
    before = world.store.position()
    submit(world.store, grant(Act.SUBMIT), round_id, [world.ids["B1"]])
    close_round(world.store, grant(Act.PLAN), round_id)
    world.answer(round_id, "B2", {"q1": "s1"})
    found = progress(world.store, round_id)
    assert (found.counts.submitted, found.counts.silent) == (3, 2)
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
