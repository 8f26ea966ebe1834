"""The words for what a question is answered with beside its alternatives: the same on every screen, sheet and chart."""

from questionnaires.model import Question, Questionnaire

UNKNOWN_LABEL = "Vet ej"
NOT_APPLICABLE_LABEL = "Gäller inte oss"
NO_ANSWER_LABEL = "Inget svar"
# By the state's name, as answers are stored.
STATE_LABELS = {"unknown": UNKNOWN_LABEL, "not_applicable": NOT_APPLICABLE_LABEL, "cleared": NO_ANSWER_LABEL}


def answer_words(
    form: Questionnaire, question: Question | str, state: str | None, alternative: str | None = None
) -> str:
    """An answer in words (not escaped): its alternative's label, else its state's; ``state`` None is no answer."""
    if alternative is not None:
        return form.choice(question, alternative).label
    return STATE_LABELS[state or "cleared"]
