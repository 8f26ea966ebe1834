"""Two rounds held against each other: from answers to a ``Change``.

The round before is the newest earlier one that enough have answered. The two have their own set of pairs, those with a
value in both, which may be larger than that of a series over more rounds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from data.measuring.submissions import submissions
from metrics.measuring.assessment import Assessment, assess
from metrics.measuring.cells.kept import BLANK
from metrics.measuring.comparing.answers import Answered
from metrics.measuring.comparing.change import Change, Counted, Levels, Moves, Stand, TooFew, judged, sign_of, thin
from metrics.measuring.comparing.limits import limits
from metrics.measuring.comparing.links import asked_of, chains
from metrics.measuring.comparing.pairs import CommonPairs, ValueGrid, common_pairs, moves, pair_scores
from metrics.measuring.comparing.series import Point, round_labels
from metrics.measuring.forms import LedgerView
from metrics.measuring.how_counted import least_words
from metrics.measuring.scoring import ANSWERED, NOT_APPLICABLE, Given
from metrics.measuring.spread import mean


@dataclass(frozen=True, slots=True)
class Comparing:
    """What two rounds are compared by; ``area``: what it is narrowed to, None for the whole."""

    view: LedgerView
    answered: Answered
    points: tuple[Point, ...]
    area: str | None = None

    def stand(self, place: int, score: Fraction | None = None) -> Stand:
        """One of the rounds."""
        point = self.points[place]
        return Stand(point.round, point.name, round_labels(self.points)[place], score)

    def counted(self, place: int) -> Counted:
        """What is counted of those who answer in a round."""
        respondents = self.answered.chosen[place]
        if len(respondents) != 1:
            return Counted.UNITS
        return Counted.OWN if respondents[0].role == "unit" else Counted.ANSWERS


def newest_change(comparing: Comparing, grid: ValueGrid | None, usable: Sequence[int]) -> Change | None:
    """The newest round against the one before it; None where there is none.

    ``usable``: the rounds that enough have answered; ``grid``: their answers, None where there are none.
    """
    points = comparing.points
    newest = len(points) - 1
    if newest < 1:
        return None
    earlier = [place for place in usable if place < newest]
    if points[newest].insufficient:
        before = earlier[-1] if earlier else newest - 1
        return _too_few(comparing, before, newest, _thin(comparing, newest))
    if newest not in usable or grid is None:
        return None
    if earlier:
        return change_between(comparing, grid, earlier[-1], newest)
    few = [place for place in range(newest) if points[place].insufficient]
    if not few:
        return None
    return _too_few(comparing, few[-1], newest, _thin(comparing, few[-1], "respondents_before"))


def change_between(comparing: Comparing, grid: ValueGrid, before: int, after: int) -> Change:
    """Two rounds that enough have answered; ``after`` is the grid's newest."""
    common = common_pairs(grid, [before, after], comparing.view.shares or limits().pair_shares)
    if common.stopped is not None or not common.pairs:
        return _too_few(comparing, before, after, _different(comparing, grid, before, after))
    return change_on(comparing, grid, common)


def change_on(comparing: Comparing, grid: ValueGrid, common: CommonPairs) -> Change:
    """The first of some rounds against the last, on the pairs that all of them have."""
    before, after = common.rounds[0], common.rounds[-1]
    scoring = comparing.answered.rounds[after].scoring
    old, new = (pair_scores(grid, place, common.held, scoring, comparing.area) for place in (before, after))
    counted = comparing.counted(after)
    change = Change(
        before=comparing.stand(before, mean(old[unit] for unit in new)),
        after=comparing.stand(after, mean(new.values())),
        counted=counted,
        decimals=scoring.decimals,
        moves=_unit_moves(old, new) if counted is Counted.UNITS else Moves(*moves(grid, before, after, common.held)),
        pairs=common.pairs,
        step=scoring.step,
        levels=_levels(comparing, before, after) if counted is Counted.ANSWERS else None,
        new_manager=counted is Counted.OWN and _new_manager(comparing, before, after),
    )
    return judged(change)


def _unit_moves(old: Mapping[str, Fraction], new: Mapping[str, Fraction]) -> Moves:
    up = sum(1 for unit, score in new.items() if score > old[unit])
    down = sum(1 for unit, score in new.items() if score < old[unit])
    return Moves(up, down, len(new) - up - down)


def _too_few(comparing: Comparing, before: int, after: int, why: TooFew) -> Change:
    decimals = comparing.answered.rounds[after].scoring.decimals
    stands = comparing.stand(before), comparing.stand(after)
    return Change(*stands, comparing.counted(after), decimals, too_few=why)


def _thin(
    comparing: Comparing, place: int, what: Literal["respondents", "respondents_before"] = "respondents"
) -> TooFew:
    point, scoring = comparing.points[place], comparing.answered.rounds[place].scoring
    return thin(point.answered, point.asked, least_words(scoring.form), what)


def _different(comparing: Comparing, grid: ValueGrid, before: int, after: int) -> TooFew:
    """Whether the questions are others, or the same ones were not answered both times."""
    asked = asked_of(comparing.answered.chosen[after])
    chain = chains(comparing.answered.rounds[before : after + 1])[0]
    then = asked_of(comparing.answered.chosen[before])
    same = sum(1 for name in asked if chain.get(name) in then)
    shares = comparing.view.shares or limits().pair_shares
    if same < shares.series * len(asked):
        return TooFew("questions", same, len(asked))
    both = grid.valued[after] & grid.valued[before] & grid.steady[before][:, None]
    return TooFew("answers", int(both.sum()), int(grid.valued[after].sum()))


def _levels(comparing: Comparing, before: int, after: int) -> Levels | None:
    """None where either round gives none, or an area alone is looked at."""
    if comparing.area is not None:
        return None
    new = _assessed(comparing.answered, after, comparing.answered.chosen[after][0].unit)
    old = _assessed(comparing.answered, before, comparing.answered.chosen[after][0].unit)
    if old is None or new is None or old.level is None or new.level is None:
        return None
    chain = chains(comparing.answered.rounds[before : after + 1])[0]
    same = old.scoring.form.levels == new.scoring.form.levels and all(
        {chain.get(name) for name in now} == set(then)
        for now, then in zip(_answered_sets(new), _answered_sets(old), strict=True)
    )
    return Levels(old.level, new.level, same)


def _answered_sets(assessment: Assessment) -> tuple[list[str], list[str], list[str]]:
    """The questions asked, those that have a value, and those that do not apply."""
    valued, beside = [], []
    for name in assessment.asked:
        given = assessment.answers.get(name)
        if given is None:
            continue
        worth = assessment.scoring.worth(name, given.key)
        if worth is not None and worth.value is not None:
            valued.append(name)
        elif given.state == NOT_APPLICABLE:
            beside.append(name)
    return list(assessment.asked), valued, beside


def _assessed(answered: Answered, place: int, unit: str) -> Assessment | None:
    cells, scoring = answered.cells[place], answered.rounds[place].scoring
    row = cells.rows.get(unit)
    if row is None:
        return None
    answers = {}
    for question, keys, code in zip(scoring.form.survey, cells.keys, cells.codes[row].tolist(), strict=True):
        if code != BLANK:
            key, listed = keys[code], scoring.worths[question.name]
            state = listed[key].state if code < len(listed) else ANSWERED
            answers[question.name] = Given(state, key if state == ANSWERED else None)
    return assess(answered.chosen[place][row].profile, answers)


def _new_manager(comparing: Comparing, before: int, after: int) -> bool:
    """Whether another person than before handed in; not known where either was taken in without one."""
    unit = comparing.answered.chosen[after][0].unit
    people = []
    for place in (before, after):
        measured = comparing.answered.rounds[place]
        submitted = submissions(comparing.view.store, measured.round, measured.position).get(unit)
        people.append(submitted.person if submitted is not None and submitted.holds else None)
    return None not in people and people[0] != people[1]


def with_line(change: Change | None, comparable: Sequence[Point]) -> Change | None:
    """The same, with whether the line's own step between the two rounds has another sign."""
    scores = {point.round: point.score for point in comparable}
    if change is None or change.delta is None or not {change.before.round, change.after.round} <= scores.keys():
        return change
    old, new = scores[change.before.round], scores[change.after.round]
    if old is None or new is None:
        return change
    return replace(change, other_line=sign_of(new - old) != sign_of(change.delta))
