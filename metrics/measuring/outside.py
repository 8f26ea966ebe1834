"""Registered results as points of their own: never summed, never joined to a series of ours."""

from dataclasses import dataclass
from datetime import date

from base.clock import FAR
from data.ledger.store import Readable
from data.measuring.outside_results import OFFICIAL, OutsideResult, outside_results
from data.organisation.units import root_unit, units


@dataclass(frozen=True, slots=True)
class OutsidePoint:
    """What a registered result says of one unit as a whole: ``level`` or ``score``, on its own scale."""

    kind: str
    name: str
    edition: str | None
    as_of: date
    level: int | None
    score: float | None
    scale: tuple[float, float]
    method: str | None

    @property
    def value(self) -> float:
        """Its place on the scale: of an official result the level, else the score where there is one."""
        return float(self.level or 0) if self.told_by_level else float(self.score or 0)

    @property
    def told_by_level(self) -> bool:
        """Whether the level is what it says."""
        return self.score is None or (self.kind == OFFICIAL and self.level is not None)


def outside_points(
    source: Readable, as_of: date = FAR, unit: str | None = None, known_at: int | None = None
) -> tuple[OutsidePoint, ...]:
    """The points of a unit (None: the municipality), oldest first. Values of single areas are no points."""
    position = source.position() if known_at is None else known_at
    if unit is None:
        root = root_unit(units(source, as_of, position))
        unit = root.unit if root else ""
    return tuple(
        point for result in outside_results(source, as_of, position) if (point := _point(result, unit)) is not None
    )


def _point(result: OutsideResult, unit: str) -> OutsidePoint | None:
    facts = result.facts
    for value in result.values:
        if value.unit == unit and value.area is None and facts.scale_low is not None and facts.scale_high is not None:
            return OutsidePoint(
                kind=facts.kind,
                name=facts.name,
                edition=facts.edition,
                as_of=facts.as_of,
                level=value.level,
                score=value.score,
                scale=(facts.scale_low, facts.scale_high),
                method=facts.method,
            )
    return None
