"""Better, worse or about the same, at the limits."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.measuring.comparing.change import Verdict, change_of_organisation, change_of_units, limits

Pairs = list[tuple[Fraction, Fraction]]


def moved(*deltas: str) -> Pairs:
    """Units that stood at 2 and moved by so much."""
    return [(Fraction(2), 2 + Fraction(delta)) for delta in deltas]


def test_the_shipped_limits_are_those_of_the_rule() -> None:
    found = limits()
    assert (found.steps, found.net_share, found.net_answers, found.coverage) == (
        Decimal("0.2"),
        Decimal("0.1"),
        3,
        Decimal("0.7"),
    )
    assert "0,2 steg" in found.units_text
    assert "minst 3 svar" in found.organisation_text
    assert "70" in found.coverage_text


@pytest.mark.parametrize(
    ("pairs", "verdict", "up", "down"),
    [
        (moved("0.2", "0.2"), Verdict.BETTER, 2, 0),  # exactly 0,2 steps
        (moved("0.2", "0.1999"), Verdict.SAME, 2, 0),
        (moved("-0.2", "-0.2"), Verdict.WORSE, 0, 2),
        # Ten units, mean +0.2, one of ten net: exactly 10 %.
        (moved("2", *["0"] * 9), Verdict.BETTER, 1, 0),
        # Eleven units, mean 2.2/11 = 0.2, but 1 of 11 is 9.1 %.
        (moved("2.2", *["0"] * 10), Verdict.SAME, 1, 0),
        # The mean rises by one unit's leap while most fall: net share is negative.
        (moved("4", "-0.1", "-0.1", "-0.1"), Verdict.SAME, 1, 3),
        (moved("0.1", "0.1", "0.1"), Verdict.SAME, 3, 0),
        (moved("0"), Verdict.SAME, 0, 0),
    ],
)
def test_units(pairs: Pairs, verdict: Verdict, up: int, down: int) -> None:
    found = change_of_units(pairs, Fraction(1), "2025", "2026")
    assert found is not None
    assert (found.verdict, found.up, found.down, found.n) == (verdict, up, down, len(pairs))


def test_a_move_is_measured_in_steps_of_the_scale() -> None:
    pairs = moved("5", "5")
    on_hundred = change_of_units(pairs, Fraction(50), "2025", "2026")
    assert on_hundred is not None
    assert on_hundred.verdict is Verdict.SAME  # 5 of 50 is a tenth of a step


def test_no_units_no_verdict() -> None:
    assert change_of_units([], Fraction(1), "2025", "2026") is None


@pytest.mark.parametrize(
    ("up", "down", "levels", "verdict"),
    [
        (3, 0, (2, 2), Verdict.BETTER),
        (2, 0, (2, 2), Verdict.SAME),
        (5, 3, None, Verdict.SAME),
        (1, 4, None, Verdict.WORSE),
        (0, 0, (1, 2), Verdict.BETTER),
        (0, 0, (2, 0), Verdict.WORSE),
        (4, 0, (2, 1), Verdict.WORSE),  # a changed level decides
    ],
)
def test_organisation(up: int, down: int, levels: tuple[int, int] | None, verdict: Verdict) -> None:
    pairs = moved(*["1"] * up, *["-1"] * down, "0")
    found = change_of_organisation(pairs, levels, "2025", "2026")
    assert (found.verdict, found.up, found.down, found.n) == (verdict, up, down, up + down + 1)


def test_words() -> None:
    words = [change_of_organisation(moved(*deltas), None, "a", "b").text for deltas in (["1"] * 3, ["-1"] * 3, ["0"])]
    assert words == ["bättre", "sämre", "i stort sett oförändrat"]


COVERED = [(7, 10, True), (14, 21, False), (15, 21, True), (0, 0, False)]


@pytest.mark.parametrize(("answered", "asked", "enough"), COVERED)
def test_coverage(answered: int, asked: int, enough: bool) -> None:
    assert limits().covers(answered, asked) is enough


@given(st.lists(st.fractions(-3, 3, max_denominator=20), min_size=1, max_size=12))
def test_turning_time_around_turns_the_verdict(deltas: list[Fraction]) -> None:
    there = change_of_units([(Fraction(5), 5 + delta) for delta in deltas], Fraction(1), "a", "b")
    back = change_of_units([(5 + delta, Fraction(5)) for delta in deltas], Fraction(1), "b", "a")
    assert there is not None
    assert back is not None
    opposite = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER, Verdict.SAME: Verdict.SAME}
    assert back.verdict is opposite[there.verdict]
