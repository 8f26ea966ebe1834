"""Pairs (unit, question): what a comparable series, and what is said of a change, rest on. Pure: arrays, no store.

A pair is in a series only if it has a value in **every** round of it; that it was asked is not enough. The series ends
at the newest round that is usable and goes back while enough of that round's pairs remain; a unit takes part with
enough of the pairs that it has there. Rules and shares: ``docs/measuring.md``, "The comparable series".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from metrics.measuring.scoring import MOST_EXACT, Cell, Scoring, Tally

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
_HIGHEST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class ValueGrid:
    """What each unit answered in each round, by the values of one form (``scoring``'s whole numbers).

    ``values`` and ``valued`` have the shape (rounds, units, questions); a value counts only where ``valued``.
    ``steady`` (rounds, units): the unit is in that round the one that it is in the last, by role and by organisation.
    """

    units: tuple[str, ...]
    questions: tuple[str, ...]
    values: Numbers
    valued: Mask
    steady: Mask


@dataclass(frozen=True, slots=True)
class PairShares:
    """How much must remain: of a unit's own pairs in the newest round, and of all of that round's pairs."""

    unit: Fraction
    series: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class CommonPairs:
    """The pairs of a series. ``rounds``: their places, oldest first. ``held`` (units, questions): what is in it.

    ``of``: how many pairs the newest round has, of which ``pairs`` are in the series. ``stopped``: the round that the
    series does not reach, and how many pairs would have been left with it; None where it reaches the first.
    """

    rounds: tuple[int, ...]
    held: Mask
    of: int
    stopped: tuple[int, int] | None = None

    @property
    def pairs(self) -> int:
        """How many pairs there are."""
        return int(self.held.sum())

    @property
    def questions(self) -> int:
        """How many questions any unit is compared on."""
        return int(self.held.any(axis=0).sum())

    @property
    def units(self) -> int:
        """How many units take part."""
        return int(self.held.any(axis=1).sum())


def common_pairs(grid: ValueGrid, rounds: Sequence[int], shares: PairShares) -> CommonPairs:
    """The pairs with a value in every round of the longest run back from the last of ``rounds`` (places, oldest first).

    ``rounds`` are those that enough have answered; others are passed over.
    """
    newest = rounds[-1]
    own = grid.valued[newest]
    by_unit, whole = own.sum(axis=1), int(own.sum())
    held, taken = own, [newest]
    stopped: tuple[int, int] | None = None
    for place in reversed(rounds[:-1]):
        narrowed = held & grid.valued[place] & grid.steady[place][:, None]
        narrowed = narrowed & _enough(narrowed.sum(axis=1), by_unit, shares.unit)[:, None]
        if not bool(_enough(narrowed.sum(), np.int64(whole), shares.series)):
            stopped = (place, int(narrowed.sum()))
            break
        held = narrowed
        taken.insert(0, place)
    return CommonPairs(tuple(taken), held, whole, stopped)


def _enough(part: npt.NDArray[np.int64] | np.int64, whole: npt.NDArray[np.int64] | np.int64, share: Fraction) -> Mask:
    """Something, and at least so large a share; in whole numbers."""
    return np.asarray((part > 0) & (part * share.denominator >= whole * share.numerator))


def pair_scores(
    grid: ValueGrid, place: int, held: Mask, scoring: Scoring, area: str | None = None
) -> dict[str, Fraction]:
    """Unit → its score in one round by the form's own rule, over the pairs that are ``held`` alone."""
    cells = _cells(grid, scoring, area)
    how = scoring.one_sum_suffices(area)
    if how is None:
        return _scores_by_cells(grid, place, held, scoring, area)
    places = sorted(question for questions in cells.values() for question in questions)
    weights, weighted, lowest = _sums(grid, place, held, scoring, np.array(places, dtype=np.intp))
    scored = [row for row, weight in enumerate(weights) if weight]
    return {grid.units[row]: scoring.ratio(weights[row], weighted[row], lowest[row], how) for row in scored}


def _scores_by_cells(
    grid: ValueGrid, place: int, held: Mask, scoring: Scoring, area: str | None
) -> dict[str, Fraction]:
    """``pair_scores`` where the form's rule needs the areas and levels apart."""
    cells = _cells(grid, scoring, area)
    sums = [_sums(grid, place, held, scoring, np.array(places, dtype=np.intp)) for places in cells.values()]
    scores: dict[str, Fraction] = {}
    for row in np.flatnonzero(held.any(axis=1)).tolist():
        tallies = [_tally(part, row) for part in sums]
        score = scoring.score({cell: tally for cell, tally in zip(cells, tallies, strict=True) if tally.weight}, area)
        if score is not None:
            scores[grid.units[row]] = score
    return scores


def moves(grid: ValueGrid, place: int, other: int, held: Mask) -> tuple[int, int, int]:
    """How many pairs went up, went down and are the same between two rounds."""
    old, new = grid.values[place][held], grid.values[other][held]
    return int((new > old).sum()), int((new < old).sum()), int((new == old).sum())


def _cells(grid: ValueGrid, scoring: Scoring, area: str | None) -> dict[Cell, list[int]]:
    """Area and level → the places of its questions; only those inside ``area``."""
    cells: dict[Cell, list[int]] = {}
    for place, name in enumerate(grid.questions):
        question = scoring.form.question(name)
        if area is None or area in scoring.ancestors[question.area]:
            cells.setdefault((question.area, question.level), []).append(place)
    return cells


_Sums = tuple[list[int], list[int], list[int]]


def _sums(grid: ValueGrid, place: int, held: Mask, scoring: Scoring, questions: npt.NDArray[np.intp]) -> _Sums:
    """Per unit: weights, weights × values and the lowest value of the pairs of some questions."""
    mask = held[:, questions]
    values = np.where(mask, grid.values[place][:, questions], 0)
    weights = [scoring.weights[grid.questions[question]] for question in questions]
    largest = int(np.abs(values).max(initial=1)) * max(map(abs, weights), default=1) * max(len(weights), 1)
    kind = np.int64 if largest < MOST_EXACT else object
    weighing = np.array(weights, dtype=kind)
    lowest = np.where(mask, values, _HIGHEST).min(axis=1, initial=_HIGHEST)
    return (mask.astype(kind) @ weighing).tolist(), (values.astype(kind) @ weighing).tolist(), lowest.tolist()


def _tally(sums: _Sums, row: int) -> Tally:
    weight, weighted, lowest = (column[row] for column in sums)
    return Tally(weight=weight, weighted=weighted, lowest=lowest if weight else None)
