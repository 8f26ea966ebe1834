"""A respondent's next steps: the few answers that it is nearest to move, as alternatives to reach. Pure.

Where levels go by rules: the questions that the next level lacks. Else the questions answered lowest on their scale,
each with the alternative right above its answer; *Vet ej* and no answer come after the lowest alternative, for what is
not known has to be found out first. Core questions go before others, then the form's order. A number and several
alternatives have no step to name, and a question whose answers don't count is no step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from metrics.measuring.levels import next_level
from metrics.measuring.scoring import ANSWERED, NOT_APPLICABLE, Given, Scoring
from metrics.measuring.valuing import ends_of
from questionnaires.model import Choice, Questionnaire

MOST_STEPS = 3


@dataclass(frozen=True, slots=True)
class NextStep:
    """A question and the alternative to reach; ``goal`` is None where one must first find out how it is.

    ``higher``: it is none, for what is to be reached is any answer that counts as more.
    """

    question: str
    goal: str | None
    higher: bool = False


def next_steps(
    form: Questionnaire, asked: Sequence[str], answers: Mapping[str, Given], most: int = MOST_STEPS
) -> tuple[NextStep, ...]:
    """At most ``most`` steps, the first to take first; none where every answer already fulfils its question."""
    scoring = Scoring(form)
    missing = next_level(scoring, asked, answers)
    if missing is not None:
        # A group names all the questions that would do; no more of them than it needs.
        names = [name for group in missing.groups for name in group.candidates[: group.needed]]
        return tuple(_step(scoring, name, answers.get(name)) for name in names[:most])
    ranked = []
    for place, name in enumerate(asked):
        given = answers.get(name)
        aside = given is not None and given.state == NOT_APPLICABLE
        if aside or not scoring.form.question(name).counts or _fulfilled(scoring, name, given):
            continue
        answered = given is not None and given.state == ANSWERED
        ranked.append((_share(scoring, name, given), not answered, not scoring.form.question(name).core, place, name))
    return tuple(_step(scoring, candidate[-1], answers.get(candidate[-1])) for candidate in sorted(ranked)[:most])


def _by_value(scoring: Scoring, name: str) -> list[Choice]:
    return sorted(scoring.form.choices_of(name), key=lambda choice: choice.value)


def _fulfilled(scoring: Scoring, name: str, given: Given | None) -> bool:
    if given is None or given.alternative is None:
        return False
    worth = scoring.worth(name, given.key)
    return worth is not None and worth.fulfils


def _share(scoring: Scoring, name: str, given: Given | None) -> Fraction:
    """How far up its scale an answer stands; what is not known stands at the bottom."""
    low, high = ends_of(scoring.form, scoring.form.question(name))
    worth = scoring.worth(name, given.key) if given is not None and given.state == ANSWERED else None
    if worth is None or worth.value is None or high == low:
        return Fraction(0)
    return (Fraction(worth.value, scoring.value_scale) - low) / (high - low)


def _step(scoring: Scoring, name: str, given: Given | None) -> NextStep:
    """By rules only a fulfilling alternative counts; on a ladder the step right above does."""
    if given is None or given.alternative is None:
        return NextStep(name, None)
    if name in scoring.open:
        return NextStep(name, None, higher=True)
    choices = _by_value(scoring, name)
    own = scoring.form.choice(name, given.alternative)
    above = [choice for choice in choices if choice.value > own.value]
    if scoring.form.has_level_rules:
        above = [choice for choice in choices if scoring.form.fulfils(choice)]
    return NextStep(name, above[0].name if above else None)
