"""What a question can be answered with: one of its alternatives, *Vet ej* or *Gäller inte oss*."""

from data.measuring.answers import AnswerState, Stand
from questionnaires.answer_words import NOT_APPLICABLE_LABEL, UNKNOWN_LABEL
from questionnaires.model import Question, Questionnaire

UNKNOWN: Stand = (AnswerState.UNKNOWN, None)
NOT_APPLICABLE: Stand = (AnswerState.NOT_APPLICABLE, None)


def stands(form: Questionnaire, question: Question | str) -> dict[Stand, str]:
    """Every answer a question can have → its words: the alternatives in order, *Vet ej*, *Gäller inte oss*."""
    choices: dict[Stand, str] = {
        (AnswerState.ANSWERED, choice.name): choice.label for choice in form.choices_of(question)
    }
    return {**choices, UNKNOWN: UNKNOWN_LABEL, NOT_APPLICABLE: NOT_APPLICABLE_LABEL}
