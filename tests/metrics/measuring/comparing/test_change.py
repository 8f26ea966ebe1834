"""Better, worse or unchanged, at the limits."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.measuring.comparing.change import Change, Counted, Levels, Moves, Stand, Verdict, judged, sign_of
from metrics.measuring.comparing.limits import limits

BETTER, WORSE, UNCHANGED = Verdict


def change(counted: Counted, deltas: list[Fraction], levels: Levels | None = None, step: int = 1) -> Change:
    """Those that stood at 2 and moved by so much; the figure is their mean."""
    up, down = sum(delta > 0 for delta in deltas), sum(delta < 0 for delta in deltas)
    moved = Fraction(2) + sum(deltas, Fraction(0)) / len(deltas)
    return judged(
        Change(
            Stand("r1", "Mätning 2025", "2025", Fraction(2)),
            Stand("r2", "Mätning 2026", "2026", moved),
            counted,
            decimals=1,
            moves=Moves(up, down, len(deltas) - up - down),
            pairs=len(deltas),
            step=Fraction(step),
            levels=levels,
        )
    )


def by(*deltas: str) -> list[Fraction]:
    return [Fraction(delta) for delta in deltas]


def test_the_shipped_limits_are_those_of_the_rule() -> None:
    bars = limits()
    decided = (bars.steps, bars.near, bars.net_share, bars.net_answers, bars.coverage)
    assert decided == (Decimal("0.2"), Decimal("0.75"), Decimal("0.1"), 3, Decimal("0.7"))
    assert bars.units_text == "Bättre eller sämre: minst 0,2 steg och minst 10\u2009% av enheterna netto åt samma håll."
    decided_by = "Bättre eller sämre: ny nivå på samma svar, eller minst 3 svar netto åt samma håll"
    assert bars.organisation_text == f"{decided_by}, och aldrig mot svarens egen skillnad."
    assert "70" in bars.coverage_text


@pytest.mark.parametrize(
    ("deltas", "verdict", "near"),
    [
        (by("0.2", "0.2"), BETTER, None),  # exactly 0,2 steps
        (by("0.2", "0.1999"), UNCHANGED, BETTER),
        (by("0.15", "0.15"), UNCHANGED, BETTER),  # three quarters of the way
        (by("0.15", "0.1499"), UNCHANGED, None),
        (by("-0.15", "-0.15"), UNCHANGED, WORSE),
        (by("-0.2", "-0.2"), WORSE, None),
        # Ten units, mean +0.2, one of ten net: exactly 10 %.
        (by("2", *["0"] * 9), BETTER, None),
        # Eleven units, mean 2.2/11 = 0.2, but 1 of 11 is 9.1 %: not near either.
        (by("2.2", *["0"] * 10), UNCHANGED, None),
        # The mean rises by one unit's leap while most fall: net share is negative.
        (by("4", "-0.1", "-0.1", "-0.1"), UNCHANGED, None),
        (by("0"), UNCHANGED, None),
    ],
)
def test_units(deltas: list[Fraction], verdict: Verdict, near: Verdict | None) -> None:
    judgement = change(Counted.UNITS, deltas)
    assert (judgement.verdict, judgement.near) == (verdict, near)


def test_a_move_is_measured_in_steps_of_the_scale() -> None:
    # 5 of 50 is a tenth of a step.
    assert change(Counted.UNITS, by("5", "5"), step=50).verdict is UNCHANGED


@pytest.mark.parametrize(
    ("deltas", "levels", "verdict"),
    [
        (by("1", "1", "1"), None, BETTER),
        (by("1", "1"), None, UNCHANGED),
        (by(*["1"] * 5, *["-1"] * 3), None, UNCHANGED),
        (by("1", *["-1"] * 4), None, WORSE),
        # More rose, but the few that fell fell further: the difference is against them.
        (by(*["1"] * 4, "-3", "-3"), None, UNCHANGED),
        # A changed level decides on the same answers, also where the mean stands still.
        (by("1", "-1"), Levels(1, 2, same_answers=True), BETTER),
        (by("1", "-1"), Levels(2, 0, same_answers=True), WORSE),
        (by("1", "0"), Levels(1, 2, same_answers=True), BETTER),
        # Not where other answers were given the first time: three answers net are told, the level beside.
        (by("-1", "-1", "-1", "0"), Levels(0, 1, same_answers=False), WORSE),
        (by("1", "0"), Levels(1, 2, same_answers=False), UNCHANGED),
        # Nor against the answers' own difference.
        (by(*["1"] * 4), Levels(2, 1, same_answers=True), BETTER),
        (by("1"), Levels(2, 1, same_answers=True), UNCHANGED),
    ],
)
def test_the_organisation(deltas: list[Fraction], levels: Levels | None, verdict: Verdict) -> None:
    assert change(Counted.ANSWERS, deltas, levels).verdict is verdict


def test_a_single_unit_is_not_judged() -> None:
    judgement = change(Counted.OWN, by(*["1"] * 5))
    assert (judgement.verdict, judgement.moves) == (None, Moves(5, 0, 0))


COVERED = [(7, 10, True), (14, 21, False), (15, 21, True), (0, 0, False)]


@pytest.mark.parametrize(("answered", "asked", "enough"), COVERED)
def test_coverage(answered: int, asked: int, enough: bool) -> None:
    assert limits().covers(answered, asked) is enough


@given(st.integers(1, 2000))
def test_what_it_takes_is_the_fewest_that_are_enough(asked: int) -> None:
    needed = limits().needed(asked)
    assert limits().covers(needed, asked)
    assert not limits().covers(needed - 1, asked)


deltas = st.lists(st.fractions(-3, 3, max_denominator=20), min_size=1, max_size=12)
levels = st.none() | st.builds(Levels, st.integers(0, 4), st.integers(0, 4), st.booleans())


@given(st.sampled_from((Counted.UNITS, Counted.ANSWERS)), deltas, levels)
def test_a_verdict_is_never_against_its_own_difference(
    counted: Counted, moved: list[Fraction], reached: Levels | None
) -> None:
    judgement = change(counted, moved, reached)
    said = {BETTER: 1, WORSE: -1, UNCHANGED: 0}
    assert judgement.verdict is not None
    assert said[judgement.verdict] * sign_of(judgement.delta or 0) >= 0
    assert said[judgement.near or UNCHANGED] * sign_of(judgement.delta or 0) >= 0


@given(st.sampled_from((Counted.UNITS, Counted.ANSWERS)), deltas, levels)
def test_turning_time_around_turns_the_verdict(counted: Counted, moved: list[Fraction], reached: Levels | None) -> None:
    opposite = {BETTER: WORSE, WORSE: BETTER, UNCHANGED: UNCHANGED, None: None}
    back_levels = reached and Levels(reached.after, reached.before, reached.same_answers)
    there, back = change(counted, moved, reached), change(counted, [-delta for delta in moved], back_levels)
    assert (back.verdict, back.near) == (opposite[there.verdict], opposite[there.near])
