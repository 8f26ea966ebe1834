"""One respondent, question by question: levels need the single answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from metrics.measuring.forms import LedgerView, Measured
from metrics.measuring.levels import level_reached, own_tallies
from metrics.measuring.respondents import Directory, Profile
from metrics.measuring.scoring import Cells, Given, Scoring, Tally, total_of
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
