"""Pairs held against tables worked out by hand, and rules that hold for every table."""

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from metrics.measuring.comparing.pairs import PairShares, ValueGrid, common_pairs, moves, pair_scores
from metrics.measuring.scoring import Scoring
from tests.kit.measured import make_form, question

HALF = PairShares(Fraction(1, 2), Fraction(1, 2))
BLANK = 0


def grid(*rounds: list[list[int]]) -> ValueGrid:
    """Rounds → units → questions; 0: no value."""
    values = np.array(rounds, dtype=np.int64)
    units, questions = values.shape[1:]
    return ValueGrid(
        tuple(f"u{n}" for n in range(units)),
        tuple(f"q{n}" for n in range(questions)),
        values,
        values != BLANK,
        np.ones(values.shape[:2], dtype=bool),
    )


def scoring(questions: int, **settings: Any) -> Scoring:
    return Scoring(make_form([question(f"q{n}") for n in range(questions)], **settings))


def test_a_question_that_was_asked_but_not_answered_is_in_no_series() -> None:
    # Five at 4 both years; five blank, then answered 1: nothing has moved on what both years hold.
    answers = grid([[4] * 5 + [BLANK] * 5], [[4] * 5 + [1] * 5])
    common = common_pairs(answers, [0, 1], HALF)
    assert (common.rounds, common.pairs, common.of, common.questions) == ((0, 1), 5, 10, 5)
    form = scoring(10)
    assert [pair_scores(answers, place, common.held, form)["u0"] for place in (0, 1)] == [4, 4]
    assert moves(answers, 0, 1, common.held) == (0, 0, 5)


def test_a_thinner_round_ends_the_series() -> None:
    # 2023 holds 4 of the newest round's 10 answers, 2024 five of them.
    answers = grid([[4] * 4 + [BLANK] * 6], [[4] * 5 + [BLANK] * 5], [[4] * 10])
    assert common_pairs(answers, [0, 1, 2], HALF).rounds == (1, 2)
    assert common_pairs(answers, [0, 1, 2], PairShares(Fraction(1, 2), Fraction(2, 5))).rounds == (1, 2)
    assert common_pairs(answers, [0, 1, 2], PairShares(Fraction(2, 5), Fraction(2, 5))).rounds == (0, 1, 2)


def test_a_unit_with_less_than_half_of_its_pairs_takes_no_part() -> None:
    answers = grid([[4, 4, 4], [4, BLANK, BLANK]], [[3, 3, 3], [1, 1, 1]])
    common = common_pairs(answers, [0, 1], HALF)
    assert (common.units, common.pairs, common.of) == (1, 3, 6)


def test_a_unit_that_is_not_the_same_any_longer_takes_no_part() -> None:
    answers = grid([[4], [4]], [[3], [1]])
    answers.steady[0, 1] = False
    assert set(pair_scores(answers, 1, common_pairs(answers, [0, 1], HALF).held, scoring(1))) == {"u0"}


TABLES = st.integers(2, 4).flatmap(
    lambda rounds: st.integers(1, 4).flatmap(
        lambda units: st.integers(1, 5).flatmap(
            lambda questions: st.lists(
                st.lists(
                    st.lists(st.integers(0, 4), min_size=questions, max_size=questions), min_size=units, max_size=units
                ),
                min_size=rounds,
                max_size=rounds,
            )
        )
    )
)


@given(TABLES, st.data())
def test_what_is_blank_in_any_round_changes_no_comparable_figure(
    tables: list[list[list[int]]], data: st.DataObject
) -> None:
    answers = grid(*tables)
    common = common_pairs(answers, range(len(tables)), HALF)
    blank = [
        (place, unit, name)
        for place, unit, name in np.ndindex(answers.values.shape)
        if not common.held[unit, name] and place in common.rounds and place != common.rounds[-1]
    ]
    form = scoring(len(answers.questions))
    before = [pair_scores(answers, place, common.held, form) for place in common.rounds]
    if blank:
        spot = data.draw(st.sampled_from(blank))
        answers.values[spot] = data.draw(st.integers(1, 4))
    assert [pair_scores(answers, place, common.held, form) for place in common.rounds] == before


@given(TABLES)
def test_every_pair_of_a_series_has_a_value_in_all_its_rounds(tables: list[list[list[int]]]) -> None:
    answers = grid(*tables)
    common = common_pairs(answers, range(len(tables)), HALF)
    for place in common.rounds:
        assert not (common.held & ~answers.valued[place]).any()
    assert common.rounds == tuple(range(common.rounds[0], len(tables)))


@given(TABLES)
def test_scores_are_those_of_plain_arithmetic(tables: list[list[list[int]]]) -> None:
    answers = grid(*tables)
    common = common_pairs(answers, range(len(tables)), HALF)
    for place in common.rounds:
        plain = {}
        for unit, row in enumerate(tables[place]):
            kept = [value for name, value in enumerate(row) if common.held[unit, name]]
            if kept:
                plain[f"u{unit}"] = Fraction(sum(kept), len(kept))
        assert pair_scores(answers, place, common.held, scoring(len(answers.questions))) == plain
        by_areas = scoring(len(answers.questions), total="mean of areas")
        assert pair_scores(answers, place, common.held, by_areas) == plain
