"""Overrides: set with a reason, taken back, read as they were known; and each refusal."""

from datetime import date

import pytest

from base.actors import Act, Grant
from base.errors import MognadError
from data.audit.verify import verify
from data.measuring.closing import close_round
from data.measuring.overrides import NewOverride, overrides, set_override
from data.measuring.rounds import NewRound, open_round
from questionnaires.library import canonical, from_canonical

pytestmark = pytest.mark.slow


def code(action, *arguments, **more):
    with pytest.raises(MognadError) as caught:
        action(*arguments, **more)
    return caught.value.code


@pytest.fixture
def levelled(form):
    """The tiny form with named levels 1 to 3."""
    levels = [{"level": level, "label::sv": f"Nivå {level}"} for level in (1, 2, 3)]
    return from_canonical({**canonical(form), "levels": levels})


@pytest.fixture
def opened_round(store, town, levelled, grant):
    return open_round(store, grant(Act.PLAN), NewRound(levelled, "Mätning 2026", date(2026, 10, 15), [town.a]))


def test_the_newest_override_stands_with_its_reason(store, town, levelled, grant, opened_round):
    for level, reason in ((2, "Rutinen används"), (3, " Även i skolköken ")):
        set_override(store, grant(Act.ANSWER), levelled, NewOverride(opened_round, town.a, "a", level, reason))
    found = overrides(store, opened_round, town.a)["a"]
    assert (found.level, found.reason, found.actor) == (3, "Även i skolköken", grant(Act.ANSWER).actor.person)
    assert overrides(store, opened_round, town.b) == {}
    assert verify(store).ok


def test_one_that_is_taken_back_is_gone_but_remembered(store, town, levelled, grant, opened_round):
    set_override(store, grant(Act.ANSWER), levelled, NewOverride(opened_round, town.a, "a", 2, "Rutinen används"))
    then = store.position()
    set_override(store, grant(Act.ANSWER), levelled, NewOverride(opened_round, town.a, "a", None, "Vi hade fel"))
    assert overrides(store, opened_round, town.a) == {}
    assert overrides(store, opened_round, town.a, then)["a"].level == 2


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"area": "b"}, "area_unknown"),
        ({"level": 4}, "level_unknown"),
        ({"level": 0}, "level_unknown"),
        ({"reason": "  "}, "reason_missing"),
        ({"level": None, "reason": ""}, "reason_missing"),
        ({"level": None}, "override_missing"),
        ({"reason": "x" * 4001}, "text_too_long"),
        ({"round": "r999"}, "round_unknown"),
    ],
)
def test_an_override_that_breaks_a_rule(store, town, levelled, grant, opened_round, changed, expected):
    said = {"round": opened_round, "unit": town.a, "area": "a", "level": 2, "reason": "Skäl", **changed}
    before = store.position()
    assert code(set_override, store, grant(Act.ANSWER), levelled, NewOverride(**said)) == expected
    assert store.position() == before


def test_only_those_asked_and_only_while_the_round_is_open(store, town, levelled, grant, opened_round):
    assert (
        code(set_override, store, grant(Act.ANSWER), levelled, NewOverride(opened_round, town.b, "a", 2, "Skäl"))
        == "unit_not_asked"
    )
    only_b = Grant(grant(Act.ANSWER).actor, Act.ANSWER, town.b)
    assert (
        code(set_override, store, only_b, levelled, NewOverride(opened_round, town.a, "a", 2, "Skäl")) == "not_allowed"
    )
    close_round(store, grant(Act.PLAN), opened_round)
    assert (
        code(set_override, store, grant(Act.ANSWER), levelled, NewOverride(opened_round, town.a, "a", 2, "Skäl"))
        == "round_not_open"
    )


def test_a_closing_covers_the_overrides(store, town, levelled, grant, opened_round):
    set_override(store, grant(Act.ANSWER), levelled, NewOverride(opened_round, town.a, "a", 2, "Rutinen används"))
    close_round(store, grant(Act.PLAN), opened_round)
    assert verify(store).ok
    with store.maintenance() as cursor:
        cursor.execute("UPDATE store.override SET row_hash = repeat('0', 64)")
    from data.audit.verify import _check_closings

    assert len(list(_check_closings(store))) == 1
