"""What a question can be answered with: one of its alternatives, *Vet ej* or *Gäller inte oss*.

A number, several alternatives, a text and a date can be anything: there they are what has been said of the question.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from data.measuring.answers import AnswerState, Stand
from questionnaires.answer_words import NOT_APPLICABLE_LABEL, UNKNOWN_LABEL, answer_words
from questionnaires.model import Question, Questionnaire

UNKNOWN: Stand = (AnswerState.UNKNOWN, None)
NOT_APPLICABLE: Stand = (AnswerState.NOT_APPLICABLE, None)
_NUMBER = re.compile(r"-?[0-9.]+")


def stands(form: Questionnaire, question: Question | str, given: Iterable[Stand] = ()) -> dict[Stand, str]:
    """Every answer a question can have → its words: the alternatives in order, *Vet ej*, *Gäller inte oss*.

    ``given``: answers that a question without a list of single alternatives has got, of which each is told once.
    """
    row = form.question(question) if isinstance(question, str) else question
    said = [choice.name for choice in form.choices_of(row)] if row.kind == "select_one" else _said(given)
    answered = AnswerState.ANSWERED
    words: dict[Stand, str] = {(answered, each): answer_words(form, row, answered, each) for each in said}
    return {**words, UNKNOWN: UNKNOWN_LABEL, NOT_APPLICABLE: NOT_APPLICABLE_LABEL}


def _said(given: Iterable[Stand]) -> list[str]:
    """What is said, each once: numbers by size, the rest by name."""
    texts = {said for state, said in given if state is AnswerState.ANSWERED and said is not None}
    return sorted(texts, key=lambda text: (Decimal(text) if _NUMBER.fullmatch(text) else Decimal(0), text))
