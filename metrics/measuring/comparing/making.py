"""How a series is made: every round's own figure from all its answers, and the comparable one from pairs.

A pair (unit, question) is comparable where it has a value in every round of the series (``pairs``). The question is the
same by ``comparable.links``, the unit by its role and as long as no merge or split has touched it. All rounds are
scored by the values, weights and areas of the form of the series' newest round.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np

from metrics.measuring.cells.kept import BLANK, RoundCells
from metrics.measuring.cells.reading import asked_cells, read_cells, values_of
from metrics.measuring.comparing.answers import Answered
from metrics.measuring.comparing.change import Change
from metrics.measuring.comparing.judging import Comparing, change_on, newest_change, with_line
from metrics.measuring.comparing.limits import limits
from metrics.measuring.comparing.links import breaks, chains
from metrics.measuring.comparing.pairs import CommonPairs, Mask, Numbers, ValueGrid, common_pairs, pair_scores
from metrics.measuring.comparing.series import Point, Series
from metrics.measuring.forms import LedgerView, Measured
from metrics.measuring.having_answered import Standing, is_insufficient, standings, take_part
from metrics.measuring.respondents import Directory, Respondent, Scope, find_changes
from metrics.measuring.scoring import Scoring
from metrics.measuring.spread import mean


def read_answered(view: LedgerView, rounds: Sequence[Measured], directory: Directory, scope: Scope) -> Answered:
    """What a scope's respondents have answered in some rounds."""
    chosen = [directory.chosen(measured.round, scope) for measured in rounds]
    cells = read_cells(view, rounds, chosen)
    judged = [
        _judged(measured.scoring, of_round, tuple(mine))
        for measured, of_round, mine in zip(rounds, cells, chosen, strict=True)
    ]
    return Answered(rounds, chosen, cells, *zip(*judged, strict=True))


def make_series(
    view: LedgerView, rounds: Sequence[Measured], directory: Directory, scope: Scope, area: str | None = None
) -> Series:
    """The series of a scope over ``rounds`` (oldest first), for the whole or for one area of the newest form."""
    if not rounds:
        return Series()
    answered = read_answered(view, rounds, directory, scope)
    points = _all_points(answered, area)
    usable = [place for place, point in enumerate(points) if point.n and not point.insufficient]
    grid = _usable_grid(view, answered, usable, area)
    comparing = Comparing(view, answered, points, area)
    change = newest_change(comparing, grid, usable)
    if grid is None:
        return Series(all=points, change=change)
    common = common_pairs(grid, usable, view.shares or limits().pair_shares)
    if not common.pairs:
        return Series(all=points, change=change)
    return _series(comparing, grid, common, change)


def _usable_grid(view: LedgerView, answered: Answered, usable: Sequence[int], area: str | None) -> ValueGrid | None:
    """The answers up to the newest round that enough have answered; None without one, or where it has no such area."""
    if not usable:
        return None
    scoring = answered.rounds[usable[-1]].scoring
    if area is not None and area not in scoring.ancestors:
        return None
    return _within(value_grid(view, answered, usable[-1]), scoring, area)


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
    valued = valued & answered.counted[place]
    columns = {name: at for at, name in enumerate(survey)}
    wanted = [columns.get(chain.get(question.name, ""), -1) for question in scoring.form.survey]
    rows = [cells.rows.get(unit, -1) for unit in answered.cells[newest].rows]
    return _picked(values, rows, wanted), _picked(valued, rows, wanted)


def _picked(cells: np.ndarray, rows: list[int], columns: list[int]) -> np.ndarray:
    """Some rows and columns of a table; -1: one of noughts."""
    if all(places == list(range(length)) for places, length in zip((rows, columns), cells.shape, strict=True)):
        return cells
    return np.pad(cells, ((0, 1), (0, 1)))[np.ix_(rows, columns)]


@lru_cache(maxsize=256)
def _judged(
    scoring: Scoring, cells: RoundCells, respondents: tuple[Respondent, ...]
) -> tuple[Sequence[Standing], Mask]:
    """Each one's standing, and which cells count: asked by role or answered beside it, by one that makes the figure."""
    asked, beside = asked_cells(scoring, respondents)
    own = asked | (beside & (cells.codes != BLANK))
    given, expected = ((cells.codes != BLANK) & own).sum(axis=1), own.sum(axis=1)
    stands = standings(scoring.form, list(zip(given.tolist(), expected.tolist(), strict=True)))
    return stands, own & np.array(take_part(stands), dtype=bool)[:, None]


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


def _series(comparing: Comparing, grid: ValueGrid, common: CommonPairs, change: Change | None) -> Series:
    rounds = comparing.answered.rounds
    scoring = rounds[common.rounds[-1]].scoring
    scores = [pair_scores(grid, place, common.held, scoring, comparing.area) for place in common.rounds]
    comparable = tuple(
        _point(rounds[place], list(own.values()), (len(own), len(own)), scoring)
        for place, own in zip(common.rounds, scores, strict=True)
    )
    return Series(
        comparable,
        comparing.points,
        questions=common.questions,
        units=common.units,
        change=with_line(change, comparable),
        whole=change_on(comparing, grid, common) if len(comparable) > 2 else None,
        pairs=common.pairs,
        of_pairs=common.of,
        stopped=common.stopped and (rounds[common.stopped[0]].name, common.stopped[1]),
    )


def _all_points(answered: Answered, area: str | None) -> tuple[Point, ...]:
    points: list[Point] = []
    for place, measured in enumerate(answered.rounds):
        chosen = answered.chosen
        why = breaks(answered.rounds[place - 1], measured, chosen[place - 1], chosen[place]) if place else ()
        scores = list(own_scores(answered, place, area).values())
        stands = answered.standings[place]
        turnout = stands.count(Standing.ANSWERED), len(stands)
        points.append(_point(measured, scores, turnout, measured.scoring, why))
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
    held = valued & _judged(scoring, cells, respondents)[1]
    grid = ValueGrid(tuple(cells.rows), names, values[None], held[None], np.ones((1, len(held)), dtype=bool))
    return pair_scores(grid, 0, held, scoring, area)


def _point(
    measured: Measured,
    values: Sequence[Fraction],
    turnout: tuple[int, int],
    scoring: Scoring,
    why: tuple[str, ...] = (),
) -> Point:
    """``turnout``: how many have answered, of how many asked."""
    score = mean(values)
    return Point(
        round=measured.round,
        name=measured.name,
        as_of=measured.as_of,
        version=measured.version,
        score=score,
        display=scoring.display(score),
        n=len(values),
        asked=turnout[1],
        insufficient=is_insufficient(*turnout),
        breaks=why,
        unscored=max(0, turnout[0] - len(values)),
    )
