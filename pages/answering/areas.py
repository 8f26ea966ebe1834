"""The pages of a form: one area at a time, with the questions one unit is asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from data.organisation.units import Unit
from questionnaires.asked import asked, notes_before, role_of, voluntary
from questionnaires.model import Question, Questionnaire
from questionnaires.parts import shown_areas

END = "klart"


@dataclass(frozen=True, slots=True)
class AreaPage:
    """An area as people meet it and its questions, core first, then in the form's order.

    ``notes``: question → what is to be read before it.
    """

    name: str
    label: str
    questions: tuple[Question, ...]
    notes: Mapping[str, Sequence[Question]]


def area_pages(
    questionnaire: Questionnaire, unit: Unit, resting: Collection[str], also: Collection[str] = ()
) -> list[AreaPage]:
    """The areas that have questions for the unit, in the form's order.

    ``resting``: the questions that rest in the round; ``also``: those it answers beside its own.
    """
    own = {question.name for question in asked(questionnaire, unit.kind, unit.attributes, resting)}.union(also)
    notes = notes_before(questionnaire, unit.kind, unit.attributes, resting)
    pages = []
    for area in shown_areas(questionnaire):
        questions = [question for question in questionnaire.area_questions(area) if question.name in own]
        if questions:
            ordered = tuple(sorted(questions, key=lambda question: not question.core))
            pages.append(AreaPage(area.name, area.label, ordered, notes))
    return pages


def rest_of_bank(questionnaire: Questionnaire, unit: Unit, resting: Collection[str]) -> list[str]:
    """What a unit or a kontor may answer if it wants to (see ``voluntary``); the municipality is not offered it."""
    if role_of(unit.kind) == "organisation":
        return []
    return [question.name for question in voluntary(questionnaire, unit.kind, unit.attributes, resting)]
