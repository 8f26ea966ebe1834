"""Which questions and units are the same ones in several rounds.

A question is the same with the same id and the same meaning (``Questionnaire.meaning``: equal alternatives, or equal
range, bands and unit of measure; texts may change), or when it is the one and only successor of one question and means
the same. Splits and merges
of questions break, as do those of units. A renamed or moved unit goes on.
"""

from collections.abc import Sequence
from functools import lru_cache

from metrics.measuring.forms import Measured
from metrics.measuring.respondents import Respondent
from metrics.measuring.scoring import Scoring

NEW_QUESTIONS = "nya frågor"
OTHERS_REST = "andra frågor vilar"
NEW_SCOPE = "ändrad omfattning"
NEW_UNITS = "ändrad organisation"


def links(newer: Scoring, older: Scoring) -> dict[str, str]:
    """A question's name in the newer form → its name in the older one, for those that are the same."""
    if newer is older:
        return {question.name: question.name for question in newer.form.survey}
    names = {question.name for question in older.form.survey}
    heirs: dict[str, int] = {}
    for question in newer.form.survey:
        for name in question.succeeds:
            heirs[name] = heirs.get(name, 0) + 1
    present = {question.name for question in newer.form.survey}
    same: dict[str, str] = {}
    for question in newer.form.survey:
        before = question.name if question.name in names else None
        if before is None and len(question.succeeds) == 1:
            only = question.succeeds[0]
            before = only if only in names and only not in present and heirs[only] == 1 else None
        # A question that has taken over another one, or been taken over, is not the one it was.
        elif before is not None and (heirs.get(before) or any(name in names for name in question.succeeds)):
            before = None
        if before is not None and newer.form.meaning(question) == older.form.meaning(before):
            same[question.name] = before
    return same


def chains(rounds: Sequence[Measured]) -> list[dict[str, str]]:
    """Per round: a question's name in the last round's form → its name in that round's form."""
    by_round: list[dict[str, str]] = []
    newer: Measured | None = None
    now: dict[str, str] = {}
    for older in reversed(rounds):
        if newer is None:
            now = links(older.scoring, older.scoring)
        else:
            step = links(newer.scoring, older.scoring)
            now = {name: step[then] for name, then in now.items() if then in step}
        by_round.append(now)
        newer = older
    return by_round[::-1]


@lru_cache(maxsize=256)
def breaks(
    older: Measured, newer: Measured, before: tuple[Respondent, ...], after: tuple[Respondent, ...]
) -> tuple[str, ...]:
    """Why two neighbouring rounds' own figures may not be joined."""
    reasons = []
    same = links(newer.scoring, older.scoring)
    if {same.get(name) for name in asked_of(after, resting=True)} != asked_of(before, resting=True):
        reasons.append(NEW_QUESTIONS)
    elif {same.get(name) for name in asked_of(after)} != asked_of(before):
        reasons.append(OTHERS_REST)
    elif newer.scoring is older.scoring and _patterns_differ(before, after):
        reasons.append(NEW_SCOPE)
    if {respondent.unit for respondent in before} != {respondent.unit for respondent in after}:
        reasons.append(NEW_UNITS)
    return tuple(reasons)


def asked_of(respondents: Sequence[Respondent], *, resting: bool = False) -> frozenset[str]:
    """What any of them is asked by its role; ``resting``: and would be asked, if it did not rest in the round."""
    profiles = {respondent.profile for respondent in respondents}
    return frozenset(name for each in profiles for name in (*each.asked, *(each.resting if resting else ())))


def _patterns_differ(before: Sequence[Respondent], after: Sequence[Respondent]) -> bool:
    earlier = {respondent.unit: respondent.profile.asked for respondent in before}
    return any(
        earlier.get(respondent.unit, respondent.profile.asked) != respondent.profile.asked for respondent in after
    )
