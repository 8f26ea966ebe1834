"""What answers count as by a question's kind, in the form's own numbers. Pure.

Of one alternative its value; of a number the number itself or its band's value; of several alternatives the share that
is chosen, from what none of them counts as to what all of them do. Rules: docs/measuring.md, "An answer's worth".
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from questionnaires.answer_words import NONE_OF_THEM
from questionnaires.model import Question, Questionnaire
from questionnaires.said import MOST_DECIMALS

# A scale of numbers has at most so many steps where the size of a change is judged.
_MOST_STEPS = 10


def value_of(form: Questionnaire, question: Question, said: str) -> Fraction | None:
    """What a number or several alternatives count as; None where nothing of the kind counts."""
    if not question.counts:
        return None
    if question.kind == "select_multiple":
        low, high = ends_of(form, question)
        chosen = 0 if said == NONE_OF_THEM else len(said.split())
        return low + (high - low) * chosen / len(form.choices_of(question))
    bands = question.number_bands
    if not bands:
        return Fraction(said)
    return next((Fraction(band.value) for band in reversed(bands) if band.low <= Decimal(said)), None)


def ends_of(form: Questionnaire, question: Question) -> tuple[Fraction, Fraction]:
    """The lowest and the highest that an answer to a question that counts may count as."""
    values = _listed(form, question)
    if values:
        return min(values), max(values)
    numbers = question.number_range
    return (Fraction(numbers.low), Fraction(numbers.high)) if numbers else (Fraction(0), Fraction(1))


def step_of(form: Questionnaire, question: Question) -> Fraction | None:
    """The distance between neighbouring values, the mean one where they differ; None where there is one value alone.

    A scale of numbers has its own step, but at most ten of them.
    """
    low, high = ends_of(form, question)
    values = _listed(form, question)
    if values:
        return (high - low) / (len(values) - 1) if len(values) > 1 else None
    if question.kind == "select_multiple":
        return (high - low) / len(form.choices_of(question))
    numbers = question.number_range
    own = numbers.step if numbers and numbers.step else Decimal(question.kind == "integer")
    return max(Fraction(own), (high - low) / _MOST_STEPS)


def parts_of(form: Questionnaire, question: Question) -> Iterator[Fraction]:
    """Numbers that every value of the question is a sum of multiples of: what whole numbers must hold."""
    if not question.counts:
        return
    values = _listed(form, question)
    if values:
        yield from values
        return
    low, high = ends_of(form, question)
    yield low
    if question.kind == "select_multiple":
        yield (high - low) / len(form.choices_of(question))
    elif question.kind == "decimal":
        numbers = question.number_range
        yield Fraction(numbers.step) if numbers and numbers.step else Fraction(1, 10**MOST_DECIMALS)


def _listed(form: Questionnaire, question: Question) -> set[Fraction]:
    """The values that are written out in the form, each once: of alternatives, of bands."""
    if question.kind == "select_one":
        return {Fraction(choice.value) for choice in form.choices_of(question)}
    return {Fraction(band.value) for band in question.number_bands}
