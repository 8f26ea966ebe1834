"""A question as a measure to have in place."""

from base.formats import first_capital
from questionnaires.model import Questionnaire

_STARTS = ("Räknas som ja om ", "Räknas som ja när ")


def measure_words(form: Questionnaire, name: str) -> str:
    """What counts as a yes, told as what is in place; the question itself where nothing is said of that (unescaped)."""
    question = form.question(name)
    criteria = " ".join(question.criteria.split())
    for start in _STARTS:
        if criteria.startswith(start):
            criteria = first_capital(criteria.removeprefix(start))
    return criteria or question.label
