"""The cells of a round: the standing answer of each respondent to each question, as small whole numbers.

One query reads them for as many rounds as are asked about; everything that is scored or compared is made of them in
memory. They hold answers, not figures: what an answer is worth is said by the form it is scored with.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from metrics.measuring.forms import LedgerView, Measured
from metrics.measuring.respondents import Respondent
from metrics.measuring.scoring import Scoring

BLANK = -1

Codes = npt.NDArray[np.int16]

_QUERY = """
SELECT u.place, u.row, k.question, k.code
FROM known_answers($known_at, corrected := $corrected) a
JOIN asked u ON u.round = a.round AND u.unit = a.unit
JOIN keys k ON k.form = u.form AND k.name = a.question
           AND k.key = CASE WHEN a.state = 'answered' THEN a.alternative ELSE a.state END
WHERE list_contains($rounds, a.round) AND ($only IS NULL OR a.unit = $only)
"""


@dataclass(frozen=True, slots=True, eq=False)
class RoundCells:
    """A round's cells: ``codes`` (respondents, questions of its form) are places in ``keys``; ``BLANK``: no answer.

    ``rows``: unit → its row. ``said``: question → the different answers that it got in the round, of those that have no
    list of single alternatives.
    """

    rows: Mapping[str, int]
    codes: Codes
    said: Mapping[str, Sequence[str]] = field(default_factory=dict)


def keys(scoring: Scoring, question: str, said: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The answers a question may get, in the order of their codes: its alternatives, the other states, what is said."""
    return (*scoring.worths[question], *said.get(question, ()))


def said_answers(
    view: LedgerView, rounds: Sequence[str], questions: Collection[str]
) -> dict[tuple[str, str], list[str]]:
    """Round and question → the different answers it got, of ``questions`` without a list of single alternatives."""
    if not questions:
        return {}
    rows = view.store.query(
        "SELECT DISTINCT round, question, alternative AS said FROM known_answers($known_at, corrected := $corrected) "
        "WHERE state = 'answered' AND list_contains($rounds, round) AND list_contains($questions, question) "
        "ORDER BY ALL",
        {"known_at": view.known_at, "corrected": view.corrected, "rounds": rounds, "questions": sorted(questions)},
    )
    said: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        said.setdefault((row["round"], row["question"]), []).append(row["said"])
    return said


def read_cells(
    view: LedgerView, rounds: Sequence[Measured], chosen: Sequence[Sequence[Respondent]]
) -> list[RoundCells]:
    """The cells of some respondents of each round, in their order."""
    # Rounds of one form share their keys, but not where these are what was said in each of them.
    forms = [id(measured if measured.scoring.open else measured.scoring) for measured in rounds]
    open_questions = {name for measured in rounds for name in measured.scoring.open}
    said = said_answers(view, [measured.round for measured in rounds], open_questions)
    cells = [
        RoundCells(
            {respondent.unit: row for row, respondent in enumerate(respondents)},
            np.full((len(respondents), len(measured.scoring.form.survey)), BLANK, dtype=np.int16),
            {name: said.get((measured.round, name), ()) for name in measured.scoring.open},
        )
        for measured, respondents in zip(rounds, chosen, strict=True)
    ]
    units = {unit for one in cells for unit in one.rows}
    if not units:
        return cells
    parameters = {
        "known_at": view.known_at,
        "corrected": view.corrected,
        "rounds": [measured.round for measured in rounds],
        # One unit's answers are found without looking at the others'.
        "only": next(iter(units)) if len(units) == 1 else None,
    }
    tables = {"asked": _asked(rounds, cells, forms), "keys": _keys(rounds, cells, forms)}
    answers = view.store.arrow(_QUERY, parameters, tables)
    place, row, question, code = (answers.column(name).to_numpy() for name in ("place", "row", "question", "code"))
    for number, one in enumerate(cells):
        here = place == number
        one.codes[row[here], question[here]] = code[here]
    return cells


def _asked(rounds: Sequence[Measured], cells: Sequence[RoundCells], forms: Sequence[int]) -> pa.Table:
    rows = [
        (place, measured.round, forms[place], unit, row)
        for place, (measured, one) in enumerate(zip(rounds, cells, strict=True))
        for unit, row in one.rows.items()
    ]
    return pa.table(
        dict(zip(("place", "round", "form", "unit", "row"), map(list, zip(*rows, strict=True)), strict=True))
    )


def _keys(rounds: Sequence[Measured], cells: Sequence[RoundCells], forms: Sequence[int]) -> pa.Table:
    rows = [
        (form, question.name, place, key, code)
        for form, (scoring, said) in {
            form: (measured.scoring, one.said) for form, measured, one in zip(forms, rounds, cells, strict=True)
        }.items()
        for place, question in enumerate(scoring.form.survey)
        for code, key in enumerate(keys(scoring, question.name, said))
    ]
    names = ("form", "name", "question", "key", "code")
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def values_of(
    codes: Codes, scoring: Scoring, questions: Sequence[str], said: Mapping[str, Sequence[str]]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """What cells are worth by a form (its whole numbers), and which have a value; a column per question of it.

    ``said``: of the round that the cells are of, by the form's own names of the questions.
    """
    worths = [[_value(scoring, name, key) for key in keys(scoring, name, said)] for name in questions]
    widest = max(map(len, worths), default=0)
    table = np.array(
        [[0 if value is None else value for value in row] + [0] * (widest + 1 - len(row)) for row in worths]
    )
    valued = np.array([[value is not None for value in row] + [False] * (widest + 1 - len(row)) for row in worths])
    # The code of a blank is −1: the last column, which is worth nothing.
    columns = np.arange(len(questions))
    return table[columns, codes], valued[columns, codes]


def _value(scoring: Scoring, question: str, key: str) -> int | None:
    worth = scoring.worth(question, key)
    return None if worth is None else worth.value
