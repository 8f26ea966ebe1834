"""Rows of a reorganisation that hang together: they share an old or a new unit."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.organisation.reorganisation.file import ReorganisationRow
from data.organisation.units import Unit


@dataclass(frozen=True, slots=True)
class Edge:
    """A row whose old unit is known. ``name`` is the new unit's; ``key`` tells new units apart."""

    row: ReorganisationRow
    unit: Unit
    key: str
    name: str


def components(edges: Iterable[Edge]) -> list[list[Edge]]:
    """Rows that share an old or a new unit, directly or through others, in the file's order."""
    groups: list[list[Edge]] = []
    for edge in edges:
        met = [g for g in groups if any(edge.unit.unit == other.unit.unit or edge.key == other.key for other in g)]
        groups = [group for group in groups if group not in met]
        groups.append([*(other for group in met for other in group), edge])
    return groups
