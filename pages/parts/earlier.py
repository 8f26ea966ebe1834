"""What the unit answered to the same questions last time."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.answers import StoredAnswer, current
from data.rounds import Round, rounds
from data.store import Store
from pages.parts.forms import questionnaire_of
from questionnaires.model import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier answer, with the round and the version it was given in. ``question`` is its id then."""

    round: Round
    questionnaire: Questionnaire
    question: str
    stored: StoredAnswer


def earlier_answers(store: Store, found: Round, unit: str, questions: Iterable[Question]) -> dict[str, Earlier]:
    """Question → its answer in the round before, also of the question it took over from."""
    asked = (other for other in rounds(store, found.questionnaire) if other.state != "planned")
    before = [other for other in asked if other.as_of < found.as_of]
    if not before:
        return {}
    last = before[-1]
    questionnaire = questionnaire_of(store, last)
    answers = current(store, last.round, unit)
    pairs = ((question.name, (question.name, *question.succeeds)) for question in questions)
    named = ((name, next((old for old in names if old in answers), None)) for name, names in pairs)
    return {name: Earlier(last, questionnaire, old, answers[old]) for name, old in named if old is not None}
