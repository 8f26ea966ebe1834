"""How far each function has come with its proposals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.workshop.proposals import Proposal
from data.workshop.responsible import function_key
from questionnaires.model import Question


@dataclass(frozen=True, slots=True)
class FunctionStanding:
    """A function with its questions in the form's order.

    ``responsible``: those it is to propose for; ``others``: those it may propose for. ``sent``: the ids of the
    questions it has proposed for.
    """

    name: str
    responsible: tuple[Question, ...]
    others: tuple[Question, ...]
    sent: frozenset[str]

    @property
    def left(self) -> int:
        """How many of the questions it is responsible for have no proposal of its own."""
        return sum(question.name not in self.sent for question in self.responsible)


def function_standings(
    questions: Iterable[Question],
    functions: Mapping[str, Sequence[str]],
    proposals: Mapping[str, Sequence[Proposal]],
) -> list[FunctionStanding]:
    """Each function that has questions, those with most to propose first. ``functions``: responsible one first."""
    names: dict[str, str] = {}
    first: dict[str, list[Question]] = {}
    others: dict[str, list[Question]] = {}
    for question in questions:
        for place, name in enumerate(functions.get(question.name, ())):
            key = function_key(name)
            names.setdefault(key, name)
            (others if place else first).setdefault(key, []).append(question)
    sent: dict[str, set[str]] = {}
    for question_name, given in proposals.items():
        for proposal in given:
            sent.setdefault(function_key(proposal.function), set()).add(question_name)
    standings = [
        FunctionStanding(name, tuple(first.get(key, ())), tuple(others.get(key, ())), frozenset(sent.get(key, ())))
        for key, name in names.items()
    ]
    return sorted(standings, key=lambda standing: (-len(standing.responsible), -len(standing.others), standing.name))


def without_function(questions: Iterable[Question], functions: Mapping[str, Sequence[str]]) -> list[Question]:
    """The questions that nobody is to propose for."""
    return [question for question in questions if not functions.get(question.name)]
