"""Which questions can be compared over a change of version, and whose own series end or begin."""

from dataclasses import dataclass

from questionnaires.changes import ChangeKind, changes
from questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Continuity:
    """Names of questions: ``goes_on`` and ``ends`` of the older version, ``begins`` of the newer.

    A question whose alternatives changed both ends and begins.
    """

    goes_on: tuple[str, ...]
    ends: tuple[str, ...]
    begins: tuple[str, ...]


def continuity(older: Questionnaire, newer: Questionnaire) -> Continuity:
    """By the rule for comparable series, as ``changes`` tells what breaks."""
    differences = changes(older, newer)
    broken = {change.name for change in differences if change.breaks}
    before = [question.name for question in older.questions]
    goes_on = tuple(name for name in before if name not in broken)
    heirs = {row.name for row in newer.questions if set(row.succeeds) & set(goes_on)}
    new = {change.name for change in differences if change.kind is ChangeKind.QUESTION_NEW} - heirs
    return Continuity(
        goes_on,
        tuple(name for name in before if name in broken),
        tuple(row.name for row in newer.questions if row.name in new or row.name in broken),
    )
