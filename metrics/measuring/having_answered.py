"""Who has answered: the one rule behind *har svarat*, *påbörjad* and *inte börjat*, for figures and for progress.

A respondent has answered when at least the form's ``answered_share`` of what it is expected to answer has an answer:
an alternative, *Vet ej* or *Gäller inte oss*. What it answered beside its role is expected as soon as it is answered.
Rule: docs/measuring.md, "Who has answered".
"""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from metrics.measuring.comparing.limits import limits
from questionnaires.model import Questionnaire


class Standing(StrEnum):
    """How far a respondent has come, whether or not it has handed in. ``BEGUN``: something, but too little to count."""

    SILENT = "silent"
    BEGUN = "begun"
    ANSWERED = "answered"


def standing_of(form: Questionnaire, given: int, expected: int) -> Standing:
    """The standing of one that has given answers to ``given`` of ``expected`` questions."""
    if not given:
        return Standing.SILENT
    return Standing.ANSWERED if given >= Fraction(form.settings.answered_share) * expected else Standing.BEGUN


def standings(form: Questionnaire, counts: Sequence[tuple[int, int]]) -> list[Standing]:
    """The standing of each of several, from (given, expected)."""
    of = {count: standing_of(form, *count) for count in set(counts)}
    return [of[count] for count in counts]


def take_part(standings: Sequence[Standing]) -> list[bool]:
    """Which of some respondents make a figure together; a single one speaks for itself, however little it has said."""
    return [len(standings) == 1 or each is Standing.ANSWERED for each in standings]


def is_insufficient(answered: int, asked: int) -> bool:
    """Whether too few have answered to say anything of them all; a single respondent speaks for itself."""
    return asked > 1 and not limits().covers(answered, asked)
