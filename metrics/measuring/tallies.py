"""Counting answers: SQL for sets.

Two Arrow tables go in: whom to count (round, unit, profile) and what each answer means under a profile. What comes
out are sums, made of the forms' whole numbers, that ``scoring`` turns into scores.
"""

from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from base.errors import MognadError
from data.ledger.store import Rows
from metrics.measuring.cells import said_answers
from metrics.measuring.forms import LedgerView
from metrics.measuring.respondents import Profile, Respondent
from metrics.measuring.scoring import ANSWERED, NOT_APPLICABLE, Given, Tally, Worth
from metrics.queries import sql

TOTALS = ""
CELLS = ", m.area, m.level"

# A product of value and weight is sent as 64 bits, else as a decimal of 38 digits, three of them left for the sums.
_MOST_SMALL = 2**62
_MOST = 10**35


def count_answers(view: LedgerView, respondents: Sequence[Respondent], grain: str) -> Rows:
    """Sums per round, unit and ``in_role`` (whether the questions belong to the unit's role).

    ``grain`` (``TOTALS``, ``CELLS``) says what else to tell apart.
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
    rounds = sorted({respondent.round for respondent in respondents})
    parameters = {
        "known_at": view.known_at,
        "corrected": view.corrected,
        "rounds": rounds,
        # One unit's answers are found without looking at the others'.
        "only": units.pop() if len(units) == 1 else None,
    }
    said = said_answers(view, rounds, {name for each in profiles.values() for name in each.scoring.open})
    tables = {"asked": asked, "meaning": _meaning(profiles.values(), said)}
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


def tally_of(row: Mapping[str, int]) -> Tally:
    """The sums of a row; what is expected is added by the one who knows the profile."""
    return Tally(
        expected=0,
        answered=row["answered"],
        unknown=row["unknown"],
        not_applicable=row["not_applicable"],
        fulfilled=row["fulfilled"],
        weight=int(row["weight"] or 0),
        weighted=int(row["weighted"] or 0),
        lowest=None if row["lowest"] is None else int(row["lowest"]),
    )


def _meaning(profiles: Iterable[Profile], said: Mapping[tuple[str, str], Sequence[str]]) -> pa.Table:
    """One row per (profile, question, what is said or a state): what such an answer adds."""
    by_question: dict[str, set[str]] = {}
    for (_, name), answers in said.items():
        by_question.setdefault(name, set()).update(answers)
    rows = [
        _counted(profile, name, key, worth, in_role)
        for profile in profiles
        for in_role, questions in ((True, profile.asked), (False, profile.extra))
        for name in questions
        for key in (*profile.scoring.worths[name], *sorted(by_question.get(name, ())))
        if (worth := profile.scoring.worth(name, key)) is not None
    ]
    columns = dict(zip(_TYPES, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(_TYPES, ())
    return pa.table(
        {
            name: _whole(columns[name]) if kind is None else pa.array(columns[name], kind)
            for name, kind in _TYPES.items()
        }
    )


def _counted(profile: Profile, name: str, key: str, worth: Worth, in_role: bool) -> tuple[object, ...]:
    scoring = profile.scoring
    weight = scoring.weights[name] if worth.value is not None else 0
    state = (worth.state == ANSWERED, worth.state == NOT_APPLICABLE, worth.fulfils)
    value = (weight, weight * (worth.value or 0), worth.value)
    return (profile.number, name, key, in_role, *state, *scoring.cell(name), *value)


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
}


def _whole(values: Sequence[object]) -> pa.Array:
    largest = max((abs(value) for value in values if isinstance(value, int)), default=0)
    if largest < _MOST_SMALL:
        return pa.array(values, pa.int64())
    if largest < _MOST:
        return pa.array(values, pa.decimal128(38, 0))
    message = "Formulärets värden och vikter har för många siffror för att räknas exakt. Korta dem i en ny version."
    raise MognadError("numbers_too_fine", message)
