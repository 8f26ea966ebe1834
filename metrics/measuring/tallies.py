"""Counting answers: SQL for sets.

Two Arrow tables go in: whom to count (round, unit, profile) and what each answer means under a profile. What comes
out are sums, made of the forms' whole numbers, that ``scoring`` turns into scores.
"""

from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from base.errors import MognadError
from data.ledger.store import Rows
from metrics.measuring.forms import LedgerView
from metrics.measuring.respondents import Profile, Respondent
from metrics.measuring.scoring import ANSWERED, NOT_APPLICABLE, Given, Scoring, Tally
from metrics.queries import sql

TOTALS = ""
CELLS = ", m.area, m.level"
COMMON_CELLS = ", m.area, m.level, m.c_area, m.c_level"

# A product of value and weight is sent as 64 bits, else as a decimal of 38 digits, three of them left for the sums.
_MOST_SMALL = 2**62
_MOST = 10**35


class CommonQuestions:
    """Questions counted as the same ones in every round of a series.

    ``name_now[profile number]`` leads from a question to its name in ``scoring``, whose values and weights count for
    all rounds.
    """

    def __init__(self, scoring: Scoring, name_now: Mapping[int, Mapping[str, str]]) -> None:
        self.scoring = scoring
        self.name_now = name_now


def count_answers(
    view: LedgerView,
    respondents: Sequence[Respondent],
    grain: str,
    common: CommonQuestions | None = None,
    area: str | None = None,
) -> Rows:
    """Sums per round, unit and ``in_role`` (whether the questions belong to the unit's role).

    ``grain`` (``TOTALS``, ``CELLS``, ``COMMON_CELLS``) says what else to tell apart. The sums of the common questions
    stand under ``c_…``. ``area``: only its questions and those of the areas under it.
    """
    if not respondents:
        return []
    profiles = {respondent.profile.number: respondent.profile for respondent in respondents}
    asked = pa.table(
        {
            "round": pa.array([respondent.round for respondent in respondents], pa.string()),
            "unit": pa.array([respondent.unit for respondent in respondents], pa.string()),
            "profile": pa.array([respondent.profile.number for respondent in respondents], pa.int32()),
        }
    )
    units = {respondent.unit for respondent in respondents}
    parameters = {
        "known_at": view.known_at,
        "corrected": view.corrected,
        "rounds": sorted({respondent.round for respondent in respondents}),
        # One unit's answers are found without looking at the others'.
        "only": units.pop() if len(units) == 1 else None,
    }
    tables = {"asked": asked, "meaning": _meaning(profiles.values(), common, area)}
    return view.store.query(sql("tallies").replace("/* grain */", grain), parameters, tables)


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


def tally_of(row: Mapping[str, int], prefix: str = "") -> Tally:
    """The sums of a row; what is expected is added by the one who knows the profile."""
    return Tally(
        expected=0,
        answered=row["answered"],
        unknown=row["unknown"],
        not_applicable=row["not_applicable"],
        fulfilled=row["fulfilled"],
        weight=int(row[f"{prefix}weight"] or 0),
        weighted=int(row[f"{prefix}weighted"] or 0),
        lowest=None if row[f"{prefix}lowest"] is None else int(row[f"{prefix}lowest"]),
    )


def _meaning(profiles: Iterable[Profile], common: CommonQuestions | None, area: str | None) -> pa.Table:
    """One row per (profile, question, alternative or state): what such an answer adds."""
    columns: dict[str, list[object]] = {name: [] for name in _TYPES}
    for profile in profiles:
        scoring = profile.scoring
        names = common.name_now.get(profile.number, {}) if common else {}
        for in_role, questions in ((True, profile.asked), (False, profile.extra)):
            for name in questions:
                now = names.get(name)
                own = _values(scoring, name, area)
                later = _values(common.scoring, now, area) if common and now else {}
                if not own and not later:
                    continue
                for key, worth in scoring.worths[name].items():
                    flags = (worth.state == ANSWERED, worth.state == NOT_APPLICABLE, worth.fulfils)
                    counts_as = (*own.get(key, _NOTHING), now if later else None, *later.get(key, _NOTHING))
                    row = (profile.number, name, key, in_role, *flags, *counts_as)
                    for column, value in zip(columns.values(), row, strict=True):
                        column.append(value)
    return pa.table(
        {
            name: _whole(columns[name]) if kind is None else pa.array(columns[name], kind)
            for name, kind in _TYPES.items()
        }
    )


_Value = tuple[str | None, int | None, int, int, int | None]
_NOTHING: _Value = (None, None, 0, 0, None)


def _values(scoring: Scoring, question: str, area: str | None) -> dict[str, _Value]:
    """Alternative or state → area, level, weight, weight × value, value; nothing for a question outside ``area``."""
    asked = scoring.form.question(question)
    if area is not None and area not in scoring.ancestors[asked.area]:
        return {}
    values: dict[str, _Value] = {}
    for key, worth in scoring.worths[question].items():
        weight = scoring.weights[question] if worth.value is not None else 0
        values[key] = (asked.area, asked.level, weight, weight * (worth.value or 0), worth.value)
    return values


# None: whole numbers, as small a type as holds them.
_TYPES: dict[str, pa.DataType | None] = {
    "profile": pa.int32(),
    "question": pa.string(),
    "key": pa.string(),
    "in_role": pa.bool_(),
    "is_answer": pa.bool_(),
    "is_not_applicable": pa.bool_(),
    "fulfils": pa.bool_(),
    "area": pa.string(),
    "level": pa.int64(),
    "weight": None,
    "weighted": None,
    "value": None,
    "c_question": pa.string(),
    "c_area": pa.string(),
    "c_level": pa.int64(),
    "c_weight": None,
    "c_weighted": None,
    "c_value": None,
}


def _whole(values: Sequence[object]) -> pa.Array:
    largest = max((abs(value) for value in values if isinstance(value, int)), default=0)
    if largest < _MOST_SMALL:
        return pa.array(values, pa.int64())
    if largest < _MOST:
        return pa.array(values, pa.decimal128(38, 0))
    message = "Formulärets värden och vikter har för många siffror för att räknas exakt. Korta dem i en ny version."
    raise MognadError("numbers_too_fine", message)
