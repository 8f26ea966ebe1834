"""How a series is made: every round's own figure from all its answers, and the comparable one from pairs.

A pair (unit, question) is comparable where it has a value in every round of the series (``pairs``). The question is the
same by ``comparable.links``, the unit by its role and as long as no merge or split has touched it. All rounds are
scored by the values, weights and areas of the form of the series' newest round.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from metrics.measuring.cells import asked_cells, read_cells, values_of
from metrics.measuring.comparing.change import change_of_units, limits
from metrics.measuring.comparing.links import breaks, chains
from metrics.measuring.comparing.pairs import CommonPairs, Mask, Numbers, ValueGrid, common_pairs, pair_scores
from metrics.measuring.comparing.series import Point, Series, is_insufficient
from metrics.measuring.forms import LedgerView, Measured
from metrics.measuring.kept_cells import RoundCells
from metrics.measuring.respondents import Directory, Respondent, Scope, find_changes
from metrics.measuring.scoring import Scoring
from metrics.measuring.spread import mean


@dataclass(frozen=True, slots=True)
class Answered:
    """The rounds of a scope with their respondents and cells, oldest first."""

    rounds: Sequence[Measured]
    chosen: Sequence[Sequence[Respondent]]
    cells: Sequence[RoundCells]


def read_answered(view: LedgerView, rounds: Sequence[Measured], directory: Directory, scope: Scope) -> Answered:
    """What a scope's respondents have answered in some rounds."""
    chosen = [directory.chosen(measured.round, scope) for measured in rounds]
    return Answered(rounds, chosen, read_cells(view, rounds, chosen))


def make_series(
    view: LedgerView, rounds: Sequence[Measured], directory: Directory, scope: Scope, area: str | None = None
) -> Series:
    """The series of a scope over ``rounds`` (oldest first), for the whole or for one area of the newest form."""
    if not rounds:
        return Series()
    answered = read_answered(view, rounds, directory, scope)
    points = _all_points(answered, area)
    usable = [place for place, point in enumerate(points) if point.n and not point.insufficient]
    if not usable:
        return Series(all=points)
    grid = value_grid(view, answered, usable[-1])
    scoring = rounds[usable[-1]].scoring
    if area is not None and area not in scoring.ancestors:
        return Series(all=points)
    grid = _within(grid, scoring, area)
    common = common_pairs(grid, usable, view.shares or limits().pair_shares)
    if not common.pairs:
        return Series(all=points)
    return _series(answered, grid, common, points, area)


def value_grid(view: LedgerView, answered: Answered, newest: int) -> ValueGrid:
    """The answers up to a round by the values of its form; its units and questions are the rows and columns."""
    rounds, units = answered.rounds[: newest + 1], tuple(answered.cells[newest].rows)
    form = rounds[-1].scoring.form
    names = tuple(question.name for question in form.survey)
    aligned = [_aligned(answered, place, newest, chain) for place, chain in enumerate(chains(rounds))]
    values, valued = (np.stack(part) for part in zip(*aligned, strict=True))
    return ValueGrid(units, names, values, valued, _steady(view, answered, newest))


def _aligned(answered: Answered, place: int, newest: int, chain: dict[str, str]) -> tuple[Numbers, Mask]:
    """A round's values in the rows and columns of the newest one; what is not the same there has none."""
    scoring = answered.rounds[newest].scoring
    now = {then: name for name, then in chain.items()}
    survey = [question.name for question in answered.rounds[place].scoring.form.survey]
    cells = answered.cells[place]
    values, valued = values_of(cells, scoring, [now.get(name) for name in survey])
    valued &= _counted(answered.rounds[place].scoring, answered.chosen[place])
    columns = {name: at for at, name in enumerate(survey)}
    wanted = [columns.get(chain.get(question.name, ""), -1) for question in scoring.form.survey]
    rows = [cells.rows.get(unit, -1) for unit in answered.cells[newest].rows]
    return _picked(values, rows, wanted), _picked(valued, rows, wanted)


def _picked(cells: np.ndarray, rows: list[int], columns: list[int]) -> np.ndarray:
    """Some rows and columns of a table; -1: one of noughts."""
    if all(places == list(range(length)) for places, length in zip((rows, columns), cells.shape, strict=True)):
        return cells
    return np.pad(cells, ((0, 1), (0, 1)))[np.ix_(rows, columns)]


def _counted(scoring: Scoring, respondents: Sequence[Respondent]) -> Mask:
    """Which cells count: what a respondent is asked by its role, and what it may answer beside it."""
    asked, beside = asked_cells(scoring, respondents)
    return asked | beside


def _steady(view: LedgerView, answered: Answered, newest: int) -> np.ndarray:
    """(rounds, units): asked in the same role as in the newest round, with no merge or split in between."""
    last = answered.rounds[newest].as_of
    now = {one.unit: one.role for one in answered.chosen[newest]}
    days = {unit: days for unit, days in find_changes(view.store, view.known_at).items() if unit in now}
    steady = np.ones((newest + 1, len(now)), dtype=bool)
    for place, measured in enumerate(answered.rounds[: newest + 1]):
        then = {one.unit: one.role for one in answered.chosen[place]}
        changed = {unit for unit, mine in days.items() if any(measured.as_of < day <= last for day in mine)}
        steady[place] = [then.get(unit) == role and unit not in changed for unit, role in now.items()]
    return steady


def _within(grid: ValueGrid, scoring: Scoring, area: str | None) -> ValueGrid:
    """Only the questions of an area."""
    inside = np.array(
        [area is None or area in scoring.ancestors[scoring.form.question(q).area] for q in grid.questions]
    )
    return ValueGrid(grid.units, grid.questions, grid.values, grid.valued & inside, grid.steady)


def _series(
    answered: Answered, grid: ValueGrid, common: CommonPairs, points: tuple[Point, ...], area: str | None
) -> Series:
    scoring = answered.rounds[common.rounds[-1]].scoring
    scores = [pair_scores(grid, place, common.held, scoring, area) for place in common.rounds]
    comparable = tuple(
        _point(answered.rounds[place], list(own.values()), len(own), scoring)
        for place, own in zip(common.rounds, scores, strict=True)
    )
    change = None
    if len(comparable) > 1:
        both = [(scores[-2][unit], scores[-1][unit]) for unit in scores[-1]]
        change = change_of_units(both, scoring.step, comparable[-2].name, comparable[-1].name)
    stopped = common.stopped and (answered.rounds[common.stopped[0]].name, common.stopped[1])
    return Series(comparable, points, common.questions, common.units, change, common.pairs, common.of, stopped)


def _all_points(answered: Answered, area: str | None) -> tuple[Point, ...]:
    points: list[Point] = []
    for place, measured in enumerate(answered.rounds):
        chosen = answered.chosen
        why = breaks(answered.rounds[place - 1], measured, chosen[place - 1], chosen[place]) if place else ()
        scores = list(own_scores(answered, place, area).values())
        points.append(_point(measured, scores, len(chosen[place]), measured.scoring, why))
    return tuple(points)


def own_scores(answered: Answered, place: int, area: str | None = None) -> Mapping[str, Fraction]:
    """Unit → its score in a round by that round's form, of all that it has answered."""
    return _own_scores(answered.rounds[place].scoring, answered.cells[place], tuple(answered.chosen[place]), area)


@lru_cache(maxsize=256)
def _own_scores(
    scoring: Scoring, cells: RoundCells, respondents: tuple[Respondent, ...], area: str | None
) -> Mapping[str, Fraction]:
    """Of cells that nobody has added to, these are what they were."""
    if area is not None and area not in scoring.ancestors:
        return {}
    names = tuple(question.name for question in scoring.form.survey)
    values, valued = values_of(cells, scoring, names)
    held = valued & _counted(scoring, respondents)
    grid = ValueGrid(tuple(cells.rows), names, values[None], held[None], np.ones((1, len(held)), dtype=bool))
    return pair_scores(grid, 0, held, scoring, area)


def _point(
    measured: Measured, values: Sequence[Fraction], asked: int, scoring: Scoring, why: tuple[str, ...] = ()
) -> Point:
    score = mean(values)
    return Point(
        round=measured.round,
        name=measured.name,
        as_of=measured.as_of,
        version=measured.version,
        score=score,
        display=scoring.display(score),
        n=len(values),
        asked=asked,
        insufficient=is_insufficient(len(values), asked),
        breaks=why,
    )
