"""Whom a measurement asks unless the coordinator says otherwise."""

from collections.abc import Sequence

from base.unit_kinds import find_kind
from data.organisation import Unit
from questionnaires.asked import role_of
from questionnaires.model import Questionnaire


def is_asked(kind: str) -> bool:
    """Whether units of a kind are asked unless somebody says otherwise; one that is not known is."""
    known = find_kind(kind)
    return known is None or known.asked


def suggested_units(found: Sequence[Unit], questionnaire: Questionnaire) -> list[str]:
    """The ids of the units whose role the questionnaire has questions for, in the order given.

    The municipality itself, each kontor, and each unit that has none under it.
    A nämnd, and who only carries out our tasks, is left out (``asked`` in ``base/unit_kinds.yaml``).
    """
    roles = {question.respondent for question in questionnaire.survey}
    parents = {unit.parent for unit in found}
    return [
        unit.unit
        for unit in found
        if is_asked(unit.kind)
        and role_of(unit.kind) in roles
        and (role_of(unit.kind) != "unit" or unit.unit not in parents)
    ]
