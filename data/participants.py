"""Whom a measurement asks unless the coordinator says otherwise."""

from collections.abc import Sequence

from data.organisation import OUTSIDE_KINDS, Unit
from questionnaires.asked import role_of
from questionnaires.model import Questionnaire

# A nämnd is the political body; what it answers for is answered by its kontor and units.
_NOT_ASKED = OUTSIDE_KINDS | {"namnd", "nämnd"}


def suggested_units(found: Sequence[Unit], questionnaire: Questionnaire) -> list[str]:
    """The ids of the units whose role the questionnaire has questions for, in the order given.

    The municipality itself, each kontor, and each unit that has none under it.
    Who only carries out our tasks (``OUTSIDE_KINDS``) is left out.
    """
    roles = {question.respondent for question in questionnaire.survey}
    parents = {unit.parent for unit in found}
    return [
        unit.unit
        for unit in found
        if unit.kind.casefold() not in _NOT_ASKED
        and role_of(unit.kind) in roles
        and (role_of(unit.kind) != "unit" or unit.unit not in parents)
    ]
