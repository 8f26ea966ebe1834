"""How a series is made.

The comparable series is one set of questions and units common to all rounds in it. It goes backward from the newest
round that enough have answered, for as long as the set is not empty; rounds that too few have answered are passed
over. All its rounds are scored by the values, weights and areas of the form of its last one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from data.ledger.store import Rows
from metrics.measuring.change import change_of_units
from metrics.measuring.comparable import asked_of, breaks, chains, common_questions, common_units
from metrics.measuring.forms import LedgerView, Measured
from metrics.measuring.respondents import Directory, Scope, find_changes
from metrics.measuring.scoring import EMPTY, Cell, Scoring, Tally, total_of
from metrics.measuring.series import Point, Series, is_insufficient
from metrics.measuring.spread import mean
from metrics.measuring.tallies import COMMON_CELLS, TOTALS, CommonQuestions, count_answers, tally_of


@dataclass(slots=True)
class _Sums:
    """One unit's sums in one round: of all questions, of the common ones asked, of the common ones beside its role."""

    whole: dict[Cell, Tally] = field(default_factory=dict)
    core: dict[Cell, Tally] = field(default_factory=dict)
    beside: dict[Cell, Tally] = field(default_factory=dict)
    extra: set[str] = field(default_factory=set)


Sums = Mapping[str, Mapping[str, _Sums]]


class _Maker:
    """Makes the series of one scope (and area); one query as a rule, one more per narrowing of the common set."""

    def __init__(
        self, view: LedgerView, rounds: Sequence[Measured], directory: Directory, scope: Scope, area: str | None
    ) -> None:
        self.view, self.rounds, self.directory, self.scope, self.area = view, rounds, directory, scope, area
        self.chosen = [directory.chosen(measured.round, scope) for measured in rounds]
        self.asked = [asked_of(measured) for measured in self.chosen]
        self.days = [measured.as_of for measured in rounds]
        self.chain = chains(rounds)
        self.scoring = rounds[-1].scoring
        self.how = self._how()
        self.changes = find_changes(view.store, view.known_at)

    def _how(self) -> str | None:
        """How a sum alone makes the score, if it does so in every round's form."""
        area = self.area
        scorings = [m.scoring for m in self.rounds if area is None or area in m.scoring.ancestors]
        ways = {scoring.one_sum_suffices(area) for scoring in scorings}
        return ways.pop() if len(ways) == 1 else None

    def make(self) -> Series:
        included = self._with_questions(range(len(self.rounds)))
        sums = self._count(included)
        scores = [self._own_scores(place, sums) for place in range(len(self.rounds))]
        points = self._all_points(scores)
        scored = [frozenset(of_units) for of_units in scores]
        usable = [place for place, point in enumerate(points) if point.n and not point.insufficient]
        if usable and usable[-1] < len(points) - 1:
            return replace(self._until(usable[-1]), all=points)
        narrowed = self._narrow(usable, scored)
        while narrowed:
            if narrowed != included:
                included = narrowed
                sums = self._count(included)
            units = common_units(self.chosen, scored, included, self.days, self.changes)
            comparable = self._comparable_scores(included, sums, units)
            if comparable:
                return self._series(included, sums, comparable, points)
            narrowed = included[1:]
        return Series(all=points)

    def _until(self, last: int) -> Series:
        """The series as it was before the rounds that nobody, or too few, have answered."""
        return _Maker(self.view, self.rounds[: last + 1], self.directory, self.scope, self.area).make()

    def _with_questions(self, places: Sequence[int]) -> list[int]:
        """The longest run backward from the newest round for which a question is common to all."""
        places_back: list[int] = []
        for place in reversed(places):
            if not self._questions([place, *places_back])[0]:
                break
            places_back.insert(0, place)
        return places_back

    def _questions(self, included: Sequence[int]) -> tuple[frozenset[str], frozenset[str]]:
        core, linked = common_questions(self.chain, self.asked, included)
        if self.area is None:
            return core, linked
        inside = {q.name for q in self.scoring.form.survey if self.area in self.scoring.ancestors[q.area]}
        return core & inside, linked & inside

    def _narrow(self, usable: Sequence[int], scored: Sequence[frozenset[str]]) -> list[int]:
        if not usable:
            return []
        included = self._with_questions(usable)
        while len(included) > 1 and not common_units(self.chosen, scored, included, self.days, self.changes):
            included = included[1:]
        return included

    def _count(self, included: Sequence[int]) -> Sums:
        name_now: dict[int, dict[str, str]] = {}
        if included:
            core, linked = self._questions(included)
            for place in included:
                then = self.chain[place]
                asked_then = {then[name]: name for name in core}
                any_then = {then[name]: name for name in linked}
                for respondent in self.chosen[place]:
                    profile = respondent.profile
                    if profile.number not in name_now:
                        name_now[profile.number] = {n: asked_then[n] for n in profile.asked if n in asked_then} | {
                            n: any_then[n] for n in profile.extra if n in any_then
                        }
        everyone = [respondent for one_round in self.chosen for respondent in one_round]
        grain = TOTALS if self.how else COMMON_CELLS
        common = CommonQuestions(self.scoring, name_now)
        return _sums(count_answers(self.view, everyone, grain, common, self.area))

    def _own_scores(self, place: int, sums: Sums) -> dict[str, Fraction]:
        measured = self.rounds[place]
        own = sums.get(measured.round, {})
        scores = {unit: self._score(measured.scoring, part.whole) for unit, part in own.items()}
        return {unit: score for unit, score in scores.items() if score is not None}

    def _score(self, scoring: Scoring, cells: Mapping[Cell, Tally]) -> Fraction | None:
        if self.how:
            return scoring.simple(total_of(cells.values()), self.how)
        if self.area is not None and self.area not in scoring.ancestors:
            return None
        return scoring.score(cells, self.area)

    def _comparable_scores(
        self, included: Sequence[int], sums: Sums, units: frozenset[str]
    ) -> dict[str, list[Fraction]]:
        """Unit → its score in each included round, for units that have one in all of them."""
        by_unit: dict[str, list[Fraction]] = {}
        for unit in sorted(units):
            parts = [sums[self.rounds[place].round][unit] for place in included]
            steady = all(part.extra == parts[0].extra for part in parts)
            scores = [
                self._score(self.scoring, _together(part.core, part.beside) if steady else part.core) for part in parts
            ]
            complete = [score for score in scores if score is not None]
            if len(complete) == len(included):
                by_unit[unit] = complete
        return by_unit

    def _series(
        self,
        included: Sequence[int],
        sums: Sums,
        scores: Mapping[str, Sequence[Fraction]],
        points: tuple[Point, ...],
    ) -> Series:
        comparable = tuple(
            self._point(place, [of_unit[index] for of_unit in scores.values()], len(scores), self.scoring)
            for index, place in enumerate(included)
        )
        core, _ = self._questions(included)
        extra = set[str]()
        for unit in scores:
            kept = [sums[self.rounds[place].round][unit].extra for place in included]
            extra |= kept[0] if all(names == kept[0] for names in kept) else set()
        change = None
        if len(included) > 1:
            pairs = [(of_unit[-2], of_unit[-1]) for of_unit in scores.values()]
            change = change_of_units(pairs, self.scoring.step, comparable[-2].name, comparable[-1].name)
        return Series(comparable, points, len(core | extra), len(scores), change)

    def _all_points(self, scores: Sequence[Mapping[str, Fraction]]) -> tuple[Point, ...]:
        points: list[Point] = []
        for place, measured in enumerate(self.rounds):
            values = scores[place]
            why = breaks(self.rounds[place - 1], measured, self.chosen[place - 1], self.chosen[place]) if place else ()
            point = self._point(place, list(values.values()), len(self.chosen[place]), measured.scoring, why)
            points.append(point)
        return tuple(points)

    def _point(
        self, place: int, values: Sequence[Fraction], asked: int, scoring: Scoring, why: tuple[str, ...] = ()
    ) -> Point:
        measured = self.rounds[place]
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


def make_series(
    view: LedgerView, rounds: Sequence[Measured], directory: Directory, scope: Scope, area: str | None = None
) -> Series:
    """The series of a scope over ``rounds`` (oldest first), for the whole or for one area of the newest form."""
    return _Maker(view, rounds, directory, scope, area).make() if rounds else Series()


def _sums(rows: Rows) -> dict[str, dict[str, _Sums]]:
    by_round: dict[str, dict[str, _Sums]] = {}
    for row in rows:
        sums = by_round.setdefault(row["round"], {}).setdefault(row["unit"], _Sums())
        _add(sums.whole, (row.get("area") or "", row.get("level")), tally_of(row))
        later = (row.get("c_area") or "", row.get("c_level"))
        _add(sums.core if row["in_role"] else sums.beside, later, tally_of(row, "c_"))
        sums.extra.update(row["extra"] or ())
    return by_round


def _add(cells: dict[Cell, Tally], cell: Cell, tally: Tally) -> None:
    if tally.weight:
        cells[cell] = cells[cell].plus(tally) if cell in cells else tally


def _together(first: Mapping[Cell, Tally], second: Mapping[Cell, Tally]) -> dict[Cell, Tally]:
    return {cell: first.get(cell, EMPTY).plus(second.get(cell, EMPTY)) for cell in {**first, **second}}
