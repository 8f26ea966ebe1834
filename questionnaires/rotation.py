"""Which questions rest in a round: one that is asked every n-th round rests in the rounds between."""

from collections import Counter

from questionnaires.model import Questionnaire


def resting_after(form: Questionnaire, earlier: int) -> tuple[str, ...]:
    """The questions that rest in a round with ``earlier`` rounds of the form before it, in the form's order.

    Questions asked equally often of the same respondents take turns by their order: of those asked every other time
    the first, third … are asked in the first round, the rest in the second. So each is asked once in n rounds, and
    about equally many each time. A core question never rests.
    """
    turns: Counter[tuple[str, int]] = Counter()
    names = []
    for question in form.questions:
        every = 1 if question.core else question.every_n_rounds
        turn = turns[question.respondent, every]
        turns[question.respondent, every] += 1
        if (earlier - turn) % every:
            names.append(question.name)
    return tuple(names)
