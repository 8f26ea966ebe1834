"""The words for what a question is answered with: the same on every screen, sheet and chart."""

from decimal import Decimal

from base.formats import exact
from questionnaires.model import Question, Questionnaire

UNKNOWN_LABEL = "Vet ej"
NOT_APPLICABLE_LABEL = "Gäller inte oss"
NO_ANSWER_LABEL = "Inget svar"
# By the state's name, as answers are stored.
STATE_LABELS = {"unknown": UNKNOWN_LABEL, "not_applicable": NOT_APPLICABLE_LABEL, "cleared": NO_ANSWER_LABEL}
# What is stored of several alternatives where none of them is chosen; no alternative may be called so.
NONE_OF_THEM = "none"
NONE_LABEL = "Inget av dem"
# Between several alternatives in words; their labels may hold commas.
BETWEEN = "; "


def answer_words(
    form: Questionnaire, question: Question | str, state: str | None, alternative: str | None = None
) -> str:
    """An answer in words (not escaped): what is said (``questionnaires.said``), else its state's label.

    ``state`` None is no answer.
    """
    if alternative is None:
        return STATE_LABELS[state or "cleared"]
    row = form.question(question) if isinstance(question, str) else question
    if row.kind == "select_one":
        return form.choice(row, alternative).label
    if row.kind == "select_multiple":
        return BETWEEN.join(several_labels(form, row)[name] for name in alternative.split())
    return with_unit(row, exact(Decimal(alternative))) if row.is_number else alternative


def several_labels(form: Questionnaire, question: Question) -> dict[str, str]:
    """The names that a question of several alternatives may be answered with → their labels, in order."""
    return {**{choice.name: choice.label for choice in form.choices_of(question)}, NONE_OF_THEM: NONE_LABEL}


def with_unit(question: Question, number: str) -> str:
    """A number in words with its unit of measure: ``7,5 dagar``."""
    return f"{number} {question.unit_of_measure}".rstrip()


def what_to_write(form: Questionnaire, question: Question) -> str:
    """What an answer in free form may be, as a sentence: ``Ett tal från 0 till 10 poäng, i steg om 0,5.``"""
    if question.kind == "select_multiple":
        return f"Ett eller flera av: {BETWEEN.join(several_labels(form, question).values())}."
    if question.kind == "date":
        return "Ett datum, till exempel 2026-11-03."
    if not question.is_number:
        return "En fri text."
    numbers = question.number_range
    whole = "heltal" if question.kind == "integer" else "tal"
    if numbers is None:
        return f"Ett {with_unit(question, whole + (' i' if question.unit_of_measure else ''))}."
    step = f", i steg om {exact(numbers.step)}" if numbers.step else ""
    return f"Ett {whole} från {exact(numbers.low)} till {with_unit(question, exact(numbers.high))}{step}."
