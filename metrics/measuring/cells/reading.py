"""The cells of a round: the standing answer of each respondent to each question, as small whole numbers.

Everything that is scored, counted or compared is made of them in memory. They hold answers, not figures: what an answer
is worth is said by the form it is scored with.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from metrics.measuring.cells.kept import RoundCells, whole_rounds
from metrics.measuring.comparing.pairs import Mask, Numbers
from metrics.measuring.forms import LedgerView, Measured
from metrics.measuring.respondents import Respondent
from metrics.measuring.scoring import MOST_EXACT, Scoring


def read_cells(
    view: LedgerView, rounds: Sequence[Measured], chosen: Sequence[Sequence[Respondent]]
) -> list[RoundCells]:
    """The cells of some respondents of each round, in their order."""
    everybody = {respondent.unit for respondents in chosen for respondent in respondents}
    only = next(iter(everybody)) if len(everybody) == 1 else None
    wholes = whole_rounds(view, rounds, only)
    return [_of(whole, tuple(respondents)) for whole, respondents in zip(wholes, chosen, strict=True)]


@lru_cache(maxsize=64)
def _of(whole: RoundCells, respondents: tuple[Respondent, ...]) -> RoundCells:
    """One object for the same respondents as long as nobody has answered, so that what is made of it can be kept."""
    return whole.of([respondent.unit for respondent in respondents])


def asked_cells(scoring: Scoring, respondents: Sequence[Respondent]) -> tuple[Mask, Mask]:
    """(respondents, questions of the form): what each is asked by its role, and what it may answer beside it."""
    places = {question.name: place for place, question in enumerate(scoring.form.survey)}
    ways = {profile: way for way, profile in enumerate({respondent.profile: None for respondent in respondents})}
    asked, beside = np.zeros((2, len(ways), len(places)), dtype=bool)
    for profile, way in ways.items():
        asked[way, [places[name] for name in profile.asked]] = True
        beside[way, [places[name] for name in profile.extra]] = True
    rows = np.array([ways[respondent.profile] for respondent in respondents], dtype=np.int64)
    return asked[rows], beside[rows]


def values_of(cells: RoundCells, scoring: Scoring, questions: Sequence[str | None]) -> tuple[Numbers, Mask]:
    """What cells (units, questions) are worth by a form (its whole numbers), and which have a value.

    ``questions``: what each column is called in that form; None: nothing there.
    """
    worths = [_values(keys, scoring, name) for keys, name in zip(cells.keys, questions, strict=True)]
    given = [[value or 0 for value in row] for row in worths]
    largest = max((abs(value) for row in given for value in row), default=0)
    values = look_up(cells, given, np.int64 if largest < MOST_EXACT else object)
    return values, look_up(cells, [[value is not None for value in row] for row in worths], bool)


def _values(keys: Sequence[str], scoring: Scoring, name: str | None) -> list[int | None]:
    worths = [scoring.worth(name, key) if name is not None else None for key in keys]
    return [worth and worth.value for worth in worths]


def look_up(cells: RoundCells, worths: Sequence[Sequence[int]], kind: npt.DTypeLike) -> np.ndarray:
    """What is said of each cell by its question's list of ``worths``, in the order of the codes; nought of a blank."""
    widest = max(map(len, worths), default=0) + 1
    # The code of a blank is −1: the column before a question's own is the last one of the question before.
    table = np.array([0, *(worth for row in worths for worth in (*row, *[0] * (widest - len(row))))], dtype=kind)
    return table.take(cells.codes + (np.arange(len(worths)) * widest + 1))
