"""Whom a measurement asks unless the coordinator says otherwise."""

from collections.abc import Iterator, Mapping, Sequence

from base.unit_kinds import find_kind
from data.organisation.units import Unit
from questionnaires.asked import role_of
from questionnaires.model import Questionnaire


def is_asked(kind: str) -> bool:
    """Whether units of a kind are asked unless somebody says otherwise; one that is not known is."""
    known = find_kind(kind)
    return known is None or known.asked


def suggested_units(valid: Sequence[Unit], questionnaire: Questionnaire) -> list[str]:
    """The ids of the units whose role the questionnaire has questions for, in the order given.

    The municipality itself, each kontor, and each unit that has none under it.
    A nämnd, and who only carries out our tasks, is left out (``asked`` in ``base/unit_kinds.yaml``).
    """
    roles = {role for question in questionnaire.questions for role in question.respondents}
    parents = {unit.parent for unit in valid}
    return [
        unit.unit
        for unit in valid
        if is_asked(unit.kind)
        and role_of(unit.kind) in roles
        and (role_of(unit.kind) != "unit" or unit.unit not in parents)
    ]


def branch_of(valid: Sequence[Unit]) -> dict[str, str]:
    """Unit → the part of the municipality that it is told under: the nearest kontor, itself included.

    Where there is none above it, the part just under the municipality (a nämnd or a bolag); the municipality itself
    for what lies under none.
    """
    by_id = {unit.unit: unit for unit in valid}
    branches: dict[str, str] = {}
    for unit in valid:
        path = list(_upward(unit, by_id))
        kontor = next((above.unit for above in path if role_of(above.kind) == "branch"), None)
        parts = [above.unit for above in path if role_of(above.kind) != "organisation"]
        branches[unit.unit] = kontor or (parts[-1] if parts else unit.unit)
    return branches


def _upward(unit: Unit, by_id: Mapping[str, Unit]) -> Iterator[Unit]:
    """A unit and those above it."""
    met: set[str] = set()
    above: Unit | None = unit
    while above is not None and above.unit not in met:
        met.add(above.unit)
        yield above
        above = by_id.get(above.parent or "")
