"""What an import of units would do, and what it did."""

from dataclasses import dataclass

from base.errors import Issue
from data.organisation.units import NewUnit, Unit


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a unit that the file says otherwise; texts for people, empty for nothing."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """What a row does to a unit. ``differences`` is empty for one that is added or left alone."""

    row: int | None
    state: NewUnit
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """What an import of units would do.

    ``root``: the municipality, where it must be made first. ``absent``: units that the file does not name; they go on
    as they are. ``issues`` are faults that are told and stored, ``advice`` is only told (unusual kinds and places, and
    ``past_only``: a row that leaves the unit's newest state as it is).
    """

    root: NewUnit | None
    added: tuple[PlannedUnit, ...]
    changed: tuple[PlannedUnit, ...]
    unchanged: tuple[PlannedUnit, ...]
    absent: tuple[Unit, ...]
    issues: tuple[Issue, ...]
    advice: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class UnitChanges:
    """What an import of units did to the organisation."""

    added: int
    changed: int
    unchanged: int
    issues: tuple[Issue, ...]
