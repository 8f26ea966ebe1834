"""Which answers ask for evidence (*underlag*)."""

from questionnaires.model import Question, Questionnaire

_HIGHEST = 2


def asks_evidence(form: Questionnaire, question: Question | str, alternative: str | None) -> bool:
    """Whether an alternative claims so much that its evidence is asked for; never of a number, a text or a date.

    The two highest values of a list of three or more, the highest of a list of two (issue: *underlag* at the two
    highest levels).
    """
    row = form.question(question) if isinstance(question, str) else question
    choices = form.choices_of(row) if row.kind == "select_one" else ()
    values = sorted({choice.value for choice in choices})
    most = _HIGHEST if len(values) > _HIGHEST else 1
    return alternative in {choice.name for choice in choices if choice.value in values[-most:]}
