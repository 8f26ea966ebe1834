"""What each respondent has answered, counted by area and level in the form's whole numbers, and scored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress
from operator import attrgetter
from typing import cast

import numpy as np
import numpy.typing as npt

from base.errors import MognadError
from metrics.measuring.cells.kept import BLANK, RoundCells
from metrics.measuring.cells.reading import asked_cells, look_up, read_cells, values_of
from metrics.measuring.comparing.pairs import Mask, Numbers
from metrics.measuring.forms import LedgerView, Measured, shelf_of
from metrics.measuring.levels import level_reached
from metrics.measuring.respondents import Profile, Respondent
from metrics.measuring.scoring import (
    ANSWERED,
    MOST_EXACT,
    NOT_APPLICABLE,
    Cell,
    Cells,
    Given,
    Scoring,
    Tally,
    Worth,
    total_of,
)

_NOTHING = Worth("", None, False)
# More ways of having answered a round than this are not kept beside those asked about. About what one takes in memory.
_MOST_KEPT, _BYTES_EACH = 4_000, 6_000
# A product of value and weight has at most 38 digits, three of them left for the sums.
_MOST = 10**35


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """One respondent of several: what is counted of it, in its ``cells`` and by area, and the scores that gives.

    ``level``: by rules, None where there are none.
    """

    cells: Cells
    whole: Tally
    tallies: Mapping[str, Tally]
    areas: Mapping[str, Fraction | None]
    total: Fraction | None
    level: int | None


_Memory = dict[tuple[Profile, bytes], Scored]


def score_units(view: LedgerView, measured: Measured, respondents: Sequence[Respondent]) -> dict[str, Scored]:
    """Unit → its scores in a round. Of those who have answered as when they were last scored, these are what was kept.

    Raises ``numbers_too_fine``.
    """
    (cells,) = read_cells(view, [measured], [respondents])
    ways = [(each.profile, codes.tobytes()) for each, codes in zip(respondents, cells.codes, strict=True)]
    key, shelf = ("scored", measured.round), shelf_of(view.store, view.known_at)
    # One unit's answers are read alone: those to open questions then have codes of their own.
    alone = len(respondents) == 1 and bool(measured.scoring.open)
    memory: _Memory = {} if alone else cast("_Memory", shelf.take(key) or {})
    rows = [row for row, way in enumerate(ways) if way not in memory]
    if rows:
        changed = [respondents[row] for row in rows]
        counted = count_answers(measured.scoring, cells.of([each.unit for each in changed]), changed)
        fresh = {ways[row]: _scored(measured.scoring, mine) for row, mine in zip(rows, counted, strict=True)}
        if len(memory) >= _MOST_KEPT:
            memory = {way: memory[way] for way in ways if way in memory}
        memory = {**memory, **fresh}
        if not alone:
            shelf.put(key, memory, len(memory) * _BYTES_EACH)
    return {respondent.unit: memory[way] for respondent, way in zip(respondents, ways, strict=True)}


def _scored(scoring: Scoring, cells: Cells) -> Scored:
    tallies = scoring.by_area(cells)
    areas = scoring.area_scores(cells, tallies)
    total = scoring.total(cells, areas)
    return Scored(cells, total_of(cells.values()), tallies, areas, total, level_reached(scoring, cells))


def count_answers(scoring: Scoring, cells: RoundCells, respondents: Sequence[Respondent]) -> list[dict[Cell, Tally]]:
    """Per respondent: area and level → what it is asked there by its role, and what it has answered beside it.

    ``cells`` are the respondents'. Raises ``numbers_too_fine``.
    """
    asked, beside = asked_cells(scoring, respondents)
    given = (cells.codes != BLANK) & (asked | beside)
    columns = _by_cell(scoring)
    order, starts = np.concatenate(list(columns.values())), np.cumsum([0, *map(len, columns.values())])[:-1]
    values, valued = values_of(cells, scoring, [question.name for question in scoring.form.survey])
    fields = (asked | given, *_kinds(scoring, cells, given), *_weights(scoring, values, valued & given))
    sums = [np.add.reduceat(field[:, order], starts, axis=1, dtype=_whole(field)) for field in fields]
    highest = int(np.abs(values).max(initial=0)) + 1
    lows = np.minimum.reduceat(np.where(valued & given, values, highest)[:, order], starts, axis=1)
    lists = [field.tolist() for field in (*sums, _or_none(lows, highest))]
    counted = []
    for mine in zip(*lists, strict=True):
        tallies = zip(columns, map(Tally._make, zip(*mine, strict=True)), strict=True)
        counted.append(dict(compress(tallies, mine[0])))
    return counted


def _or_none(lows: Numbers, none: int) -> np.ndarray:
    whole = lows.astype(object)
    whole[lows == none] = None
    return whole


def _by_cell(scoring: Scoring) -> dict[Cell, list[int]]:
    """Area and level → the places of its questions."""
    columns: dict[Cell, list[int]] = {}
    for place, question in enumerate(scoring.form.survey):
        columns.setdefault(scoring.cell(question.name), []).append(place)
    return columns


def _kinds(scoring: Scoring, cells: RoundCells, given: Mask) -> list[Mask]:
    """Which cells are answered, *Vet ej*, *Gäller inte oss*, and fulfilled."""
    worths = [
        [scoring.worth(question.name, key) or _NOTHING for key in keys]
        for question, keys in zip(scoring.form.survey, cells.keys, strict=True)
    ]
    answered, not_applicable, fulfilled = (
        given & look_up(cells, [[is_so(worth) for worth in row] for row in worths], bool)
        for is_so in (_is_answer, _is_not_applicable, attrgetter("fulfils"))
    )
    return [answered, given & ~answered & ~not_applicable, not_applicable, fulfilled]


def _is_answer(worth: Worth) -> bool:
    return worth.state == ANSWERED


def _is_not_applicable(worth: Worth) -> bool:
    return worth.state == NOT_APPLICABLE


def _weights(scoring: Scoring, values: Numbers, valued: Mask) -> tuple[Numbers, Numbers]:
    """The weights of the cells with a value, and weight × value."""
    weights = [scoring.weights[question.name] for question in scoring.form.survey]
    largest = max(weights, default=1) * int(np.abs(values).max(initial=1))
    if largest >= _MOST:
        message = "Formulärets värden och vikter har för många siffror för att räknas exakt. Korta dem i en ny version."
        raise MognadError("numbers_too_fine", message)
    kind = np.int64 if largest * len(weights) < MOST_EXACT else object
    weighing = np.where(valued, np.array(weights, dtype=kind), 0)
    return weighing, weighing * np.where(valued, values, 0).astype(kind)


def _whole(field: npt.NDArray[np.generic]) -> npt.DTypeLike:
    """What sums of a field are whole in."""
    return object if field.dtype == object else np.int64


def single_answers(view: LedgerView, rounds: Iterable[str], unit: str) -> dict[str, dict[str, Given]]:
    """Round → question → answer, of one unit."""
    answers: dict[str, dict[str, Given]] = {name: {} for name in rounds}
    rows = view.store.query(
        "SELECT round, question, state, alternative FROM known_answers($known_at, corrected := $corrected) "
        "WHERE unit = $unit AND list_contains($rounds, round)",
        {"known_at": view.known_at, "corrected": view.corrected, "unit": unit, "rounds": list(answers)},
    )
    for row in rows:
        answers[row["round"]][row["question"]] = Given(row["state"], row["alternative"])
    return answers
