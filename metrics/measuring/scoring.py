"""Scores of answers: pure rules, exact numbers, no store.

A form's values and weights are made whole numbers by two scales, so that sums are the same whether Python or SQL
makes them. What is counted of one respondent is a mapping of cells: (area of the question, level of the question) →
``Tally``. Rules: docs/measuring.md:

* means are of answered, applicable questions, weighted if the file says so;
* *Vet ej* has no value, or counts as its list's lowest one (``unknown_counts_as``);
* *Gäller inte oss* leaves numerator and denominator, or counts as the form says (``not_applicable_counts_as``).

Questions with a list of single alternatives have all their answers in ``worths``; what may be answered to the others
(``open``: numbers, several alternatives, texts, dates) is found in the answers, and its worth by ``worth``.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import NamedTuple

from base.formats import number
from metrics.measuring.spread import fraction
from metrics.measuring.valuing import ends_of, parts_of, step_of, value_of
from questionnaires.model import Area, Question, Questionnaire

ANSWERED = "answered"
UNKNOWN = "unknown"
NOT_APPLICABLE = "not_applicable"
# The level, in a cell, of questions without a value: no question of a form has it.
NOT_COUNTED = 0
# Sums below this are whole in 64 bits; above it Python's own whole numbers are used.
MOST_EXACT = 2**62


class Tally(NamedTuple):
    """What is counted of some questions. Values and weights in the form's whole numbers.

    ``expected`` counts every question asked; ``lowest`` is the lowest value met.
    """

    expected: int = 0
    answered: int = 0
    unknown: int = 0
    not_applicable: int = 0
    fulfilled: int = 0
    weight: int = 0
    weighted: int = 0
    lowest: int | None = None

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return total_of((self, other))

    @property
    def given(self) -> int:
        """Questions answered: with an alternative, *Vet ej* or *Gäller inte oss*."""
        return self.answered + self.unknown + self.not_applicable

    @property
    def unanswered(self) -> int:
        """Questions asked that nothing is said of."""
        return self.expected - self.given

    @property
    def applicable(self) -> int:
        """Questions asked that concern the respondent."""
        return self.expected - self.not_applicable


EMPTY = Tally()
Cell = tuple[str, int | None]
Cells = Mapping[Cell, Tally]


class Given(NamedTuple):
    """An answer as it is scored. ``alternative``: what is said, only where ``state`` is answered."""

    state: str
    alternative: str | None = None

    @property
    def key(self) -> str | None:
        """What its worth is found by."""
        return self.alternative if self.state == ANSWERED else self.state


class Worth(NamedTuple):
    """What an answer to one question counts as, in whole numbers; ``value`` None leaves the mean."""

    state: str
    value: int | None
    fulfils: bool


def total_of(tallies: Iterable[Tally]) -> Tally:
    """All together."""
    columns = list(zip(*tallies, strict=True))
    if not columns:
        return EMPTY
    lows = [low for low in columns.pop() if low is not None]
    return Tally._make((*map(sum, columns), min(lows, default=None)))


class Scoring:
    """A questionnaire as it is scored. Made once per published definition."""

    def __init__(self, form: Questionnaire) -> None:
        self.form = form
        self.decimals = form.settings.decimals
        values = [part for question in form.survey for part in parts_of(form, question)]
        self.value_scale = _scale([*values, form.settings.not_applicable_counts_as or Decimal(0)])
        self.weight_scale = _scale(question.weight for question in form.survey)
        self.weights = {q.name: int(q.weight * self.weight_scale) for q in form.survey}
        self.worths = {q.name: self._worths(q) for q in form.survey}
        self._cells = {q.name: (q.area, q.level if q.counts else NOT_COUNTED) for q in form.survey}
        self.open = frozenset(q.name for q in form.survey if q.kind != "select_one")
        parents = {area.name: area.parent for area in form.areas}
        self.ancestors = {name: _upward(name, parents) for name in parents}

    def _worths(self, question: Question) -> dict[str, Worth]:
        """Alternative, or state where there is none → its worth; of an ``open`` question the states alone."""
        choices = self.form.choices_of(question) if question.kind == "select_one" else ()
        worths = {
            choice.name: Worth(ANSWERED, self._whole(choice.value), self.form.fulfils(choice)) for choice in choices
        }
        settings, lowest, aside = self.form.settings, None, None
        if question.counts and settings.unknown_counts_as == "lowest":
            lowest = self._whole(ends_of(self.form, question)[0])
        if question.counts and settings.not_applicable_counts_as is not None:
            aside = self._whole(settings.not_applicable_counts_as)
        return worths | {
            UNKNOWN: Worth(UNKNOWN, lowest, False),
            NOT_APPLICABLE: Worth(NOT_APPLICABLE, aside, False),
        }

    def _whole(self, value: Decimal | Fraction) -> int:
        return int(Fraction(value) * self.value_scale)

    def worth(self, question: str, key: str | None) -> Worth | None:
        """What an answer (what is said, or a state) counts as; None for what is no answer to the question."""
        worth = self.worths[question].get(key or "")
        if worth is not None or not key or question not in self.open:
            return worth
        row = self.form.question(question)
        value = value_of(self.form, row, key)
        if value is None:
            return Worth(ANSWERED, None, False)
        return Worth(ANSWERED, self._whole(value), value == ends_of(self.form, row)[1])

    def cell(self, question: str) -> Cell:
        """Where a question's answers are counted; what has no value stands apart from the levels."""
        return self._cells[question]

    @cached_property
    def step(self) -> Fraction:
        """One step of the scale: the smallest of the questions' steps (``valuing.step_of``)."""
        steps = (step_of(self.form, question) for question in self.form.survey if question.counts)
        return min((step for step in steps if step is not None), default=Fraction(1))

    def cells(self, asked: Iterable[str], answers: Mapping[str, Given]) -> dict[Cell, Tally]:
        """What is counted of one respondent; answers to questions not asked are left out."""
        tallies: dict[Cell, Tally] = {}
        for name in asked:
            cell = self.cell(name)
            tallies[cell] = tallies.get(cell, EMPTY).plus(self._tally(name, answers.get(name)))
        return tallies

    def _tally(self, question: str, given: Given | None) -> Tally:
        worth = None if given is None else self.worth(question, given.key)
        if worth is None:
            return Tally(expected=1)
        weight = self.weights[question] if worth.value is not None else 0
        return Tally(
            expected=1,
            answered=int(worth.state == ANSWERED),
            unknown=int(worth.state == UNKNOWN),
            not_applicable=int(worth.state == NOT_APPLICABLE),
            fulfilled=int(worth.fulfils),
            weight=weight,
            weighted=weight * (worth.value or 0),
            lowest=worth.value,
        )

    def by_area(self, cells: Cells) -> dict[str, Tally]:
        """Area → what is counted in it and in the areas under it; only areas with something asked."""
        parts: dict[str, list[Tally]] = {}
        for (area, _), tally in cells.items():
            for name in self.ancestors[area]:
                parts.setdefault(name, []).append(tally)
        return {name: mine[0] if len(mine) == 1 else total_of(mine) for name, mine in parts.items()}

    def area_scores(self, cells: Cells, tallies: Mapping[str, Tally] | None = None) -> dict[str, Fraction | None]:
        """Area → its score, for every area with something asked; None when nothing counts."""
        counted = self.by_area(cells) if tallies is None else tallies
        scores: dict[str, Fraction | None] = {}
        for area, how in self._deepest_first:
            if area.name in counted:
                scores[area.name] = self._area_score(area, how, cells, counted[area.name], scores)
        return scores

    @cached_property
    def _deepest_first(self) -> list[tuple[Area, str]]:
        """Areas with how their scores are made. A questionnaire may name one before or after the one it lies in."""
        ordered = sorted(self.form.areas, key=lambda area: -len(self.ancestors[area.name]))
        return [(area, self.aggregation(area)) for area in ordered]

    def aggregation(self, area: Area) -> str:
        """How an area's score is made; an area without areas under it can't take their mean."""
        chosen = area.aggregation or self.form.settings.aggregation
        return "mean" if chosen == "mean of sub-areas" and not self.form.sub_areas(area) else chosen

    def _area_score(
        self, area: Area, how: str, cells: Cells, tally: Tally, scores: Mapping[str, Fraction | None]
    ) -> Fraction | None:
        if how == "mean of sub-areas":
            return self._mean_of(self.form.sub_areas(area), scores)
        if how == "sum of level means":
            levels: dict[int | None, Tally] = {}
            for (name, level), part in cells.items():
                if area.name in self.ancestors[name]:
                    levels[level] = levels.get(level, EMPTY).plus(part)
            means = [mean for level, part in levels.items() if level and (mean := self.simple(part)) is not None]
            return sum(means, Fraction(0)) if means else None
        return self.simple(tally, how)

    def simple(self, tally: Tally, how: str = "mean") -> Fraction | None:
        """``mean``, ``sum`` or ``min`` of the questions counted; None when none has a value."""
        if not tally.weight or tally.lowest is None:
            return None
        return self.ratio(tally.weight, tally.weighted, tally.lowest, how)

    def ratio(self, weight: int, weighted: int, lowest: int, how: str = "mean") -> Fraction:
        """``simple`` of the sums of questions of which some has a value."""
        if how == "sum":
            return fraction(weighted, self.value_scale * self.weight_scale)
        return fraction(lowest, self.value_scale) if how == "min" else fraction(weighted, weight * self.value_scale)

    def total(self, cells: Cells, areas: Mapping[str, Fraction | None] | None = None) -> Fraction | None:
        """The score of the whole: mean of questions, mean of the top areas (weighted), or the lowest top area."""
        how = self.form.settings.total
        if how == "mean of questions":
            return self.simple(total_of(cells.values()))
        scores = self.area_scores(cells) if areas is None else areas
        top = self.form.sub_areas(None)
        if how == "mean of areas":
            return self._mean_of(top, scores)
        return min((score for area in top if (score := scores.get(area.name)) is not None), default=None)

    def score(self, cells: Cells, area: str | None = None) -> Fraction | None:
        """The total, or one area's score."""
        return self.total(cells) if area is None else self.area_scores(cells).get(area)

    def one_sum_suffices(self, area: str | None) -> str | None:
        """``mean``, ``sum`` or ``min`` where a score needs no cells, only their sum; else None."""
        if area is None:
            return "mean" if self.form.settings.total == "mean of questions" else None
        how = self.aggregation(self.form.area(area))
        return how if how in ("mean", "sum", "min") else None

    @staticmethod
    def _mean_of(areas: tuple[Area, ...], scores: Mapping[str, Fraction | None]) -> Fraction | None:
        parts = [(Fraction(area.weight), score) for area in areas if (score := scores.get(area.name)) is not None]
        weight = sum(weight for weight, _ in parts)
        return sum((weight * score for weight, score in parts), Fraction(0)) / weight if weight else None

    def display(self, score: Fraction | None) -> str:
        """Swedish text, rounded half up: ``2,5``; None → ``–``."""
        return number(score, self.decimals)


def _scale(numbers: Iterable[Decimal | Fraction]) -> int:
    """The smallest whole number that makes all of them whole."""
    return lcm(*(Fraction(number).denominator for number in numbers))


def _upward(name: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """The area itself, then what it lies in, outward."""
    path = [name]
    while (above := parents.get(path[-1])) is not None and above not in path:
        path.append(above)
    return tuple(path)
