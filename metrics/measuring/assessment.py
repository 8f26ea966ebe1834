"""One respondent, question by question: levels and changes need the single answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from metrics.measuring.comparing.change import Change, change_of_organisation
from metrics.measuring.comparing.links import chains
from metrics.measuring.comparing.series import Series
from metrics.measuring.forms import LedgerView, Measured
from metrics.measuring.levels import level_reached, own_tallies
from metrics.measuring.respondents import Directory, Profile
from metrics.measuring.scoring import ANSWERED, Cells, Given, Scoring, Tally, total_of
from metrics.measuring.tallies import single_answers


@dataclass(frozen=True, slots=True)
class Assessment:
    """One respondent in one round: what it was asked, what it answered, and what that comes to."""

    scoring: Scoring
    asked: tuple[str, ...]
    answers: Mapping[str, Given]
    cells: Cells
    voluntary: tuple[str, ...] = ()

    @property
    def score(self) -> Fraction | None:
        """The score of the whole."""
        return self.scoring.total(self.cells)

    @property
    def whole(self) -> Tally:
        """What is counted of all its questions."""
        return total_of(self.cells.values())

    @property
    def bank(self) -> tuple[dict[str, Tally], dict[str, Fraction | None]]:
        """Area → tally and area → score of all that was answered, also voluntarily: what levels on a ladder rest on."""
        cells = self.scoring.cells((*self.asked, *self.voluntary), self.answers)
        return own_tallies(self.scoring, cells), self.scoring.area_scores(cells)

    @property
    def level(self) -> int | None:
        """The level by rules; None where there are none, or nothing is said yet: an empty form is not judged."""
        whole = self.whole
        return level_reached(self.scoring, self.cells) if whole.answered + whole.unknown else None


def assess(profile: Profile, answers: Mapping[str, Given]) -> Assessment:
    """Score one respondent. Questions beside its role count as asked where they are answered."""
    asked = (*profile.asked, *(name for name in profile.extra if name in answers))
    free = tuple(name for name in profile.voluntary if name in answers)
    return Assessment(profile.scoring, asked, answers, profile.scoring.cells(asked, answers), free)


def organisation_change(
    rounds: Sequence[Measured], assessments: Mapping[str, Assessment], series: Series
) -> Change | None:
    """How one respondent moved between the comparable series' last two rounds, by the rule for the organisation.

    Levels are compared only where both rounds asked the same questions under the same bars.
    """
    if len(series.comparable) < 2:
        return None
    before, after = series.comparable[-2:]
    places = {measured.round: place for place, measured in enumerate(rounds)}
    first, last = places[before.round], places[after.round]
    chain = chains(rounds[first : last + 1])[0]
    old, new = assessments[before.round], assessments[after.round]
    pairs = []
    for name, then in chain.items():
        values = (_value(old, then), _value(new, name))
        if values[0] is not None and values[1] is not None:
            pairs.append((values[0], values[1]))
    same = {chain.get(name) for name in new.asked} == set(old.asked)
    same = same and old.scoring.form.levels == new.scoring.form.levels
    levels = (old.level, new.level) if same else (None, None)
    both_levels = None if levels[0] is None or levels[1] is None else (levels[0], levels[1])
    return change_of_organisation(pairs, both_levels, before.name, after.name)


def _value(assessment: Assessment, question: str) -> Fraction | None:
    given = assessment.answers.get(question)
    if given is None or question not in assessment.asked:
        return None
    key = given.alternative if given.state == ANSWERED else given.state
    worth = assessment.scoring.worths[question].get(key or "")
    return None if worth is None or worth.value is None else Fraction(worth.value, assessment.scoring.value_scale)


def assess_rounds(
    view: LedgerView, rounds: Sequence[Measured], directory: Directory, unit: str
) -> dict[str, Assessment]:
    """Round id → one respondent's assessment, for the rounds that ask it."""
    answers = single_answers(view, [measured.round for measured in rounds], unit)
    return {
        name: assess(respondent.profile, answers[name])
        for name in answers
        for respondent in directory.everybody(name)
        if respondent.unit == unit
    }
