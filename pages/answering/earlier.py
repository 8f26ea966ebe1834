"""What the unit answered to the same questions last time, and whether it was somebody else who did."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.ledger.store import Store
from data.measuring.answers import StoredAnswer, current
from data.measuring.rounds import Round, rounds
from data.organisation.assignments import answering
from pages.frame.forms import questionnaire_of
from pages.frame.texts import plain
from questionnaires.answer_words import answer_words
from questionnaires.model import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier answer, with the round and the version it was given in. ``question`` is its id then.

    ``predecessors``: it was given when somebody else had the assignment.
    """

    round: Round
    questionnaire: Questionnaire
    question: str
    stored: StoredAnswer
    predecessors: bool = False

    @property
    def line(self) -> str:
        """The round and the answer, as Markdown."""
        words = answer_words(self.questionnaire, self.question, *self.stored.stand)
        return f"{plain(self.round.name)}: **{plain(words)}**"


def earlier_answers(
    store: Store, measurement: Round, unit: str, questions: Iterable[Question], manager: str | None = None
) -> dict[str, Earlier]:
    """Question → its answer in the round before, also of the question it took over from.

    ``manager``: the unit's, where it is she who answers.
    """
    last = round_before(store, measurement)
    if last is None:
        return {}
    questionnaire = questionnaire_of(store, last)
    answers = current(store, last.round, unit)
    others = is_new(store, measurement, unit, manager)
    pairs = ((question.name, (question.name, *question.succeeds)) for question in questions)
    named = ((name, next((old for old in names if old in answers), None)) for name, names in pairs)
    return {
        name: Earlier(last, questionnaire, old, answers[old], others and answers[old].person != manager)
        for name, old in named
        if old is not None
    }


def round_before(store: Store, measurement: Round) -> Round | None:
    """The latest measurement with the same form before this one; one that was never opened has no answers."""
    before = [
        other
        for other in rounds(store, measurement.questionnaire)
        if other.as_of < measurement.as_of and other.state != "planned"
    ]
    return before[-1] if before else None


def is_new(store: Store, measurement: Round, unit: str, manager: str | None) -> bool:
    """Whether a unit's manager was not its manager in the round before. Unknown where nobody was noted down then."""
    last = round_before(store, measurement)
    if last is None or manager is None:
        return False
    then = {before.person for before in answering(store, unit, last.as_of).managers}
    return bool(then) and manager not in then
