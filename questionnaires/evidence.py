"""Which answers ask for evidence (*underlag*)."""

from questionnaires.model import Question, Questionnaire

_HIGHEST = 2


def asks_evidence(form: Questionnaire, question: Question | str, alternative: str | None) -> bool:
    """Whether an alternative claims so much that its evidence is asked for.

    The two highest of a list of three or more, the highest of a list of two (issue: *underlag* at the two highest
    levels).
    """
    values = sorted((choice.value, choice.name) for choice in form.choices_of(question))
    most = _HIGHEST if len(values) > _HIGHEST else 1
    return alternative in {name for _, name in values[-most:]}
