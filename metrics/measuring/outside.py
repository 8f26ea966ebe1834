"""Registered results as points of their own: never summed, never joined to a series of ours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from base.clock import FAR
from data.ledger.store import Readable
from data.measuring.outside_results import EARLIER, OFFICIAL, OutsideResult, outside_results
from data.organisation.units import root_unit, units
from metrics.measuring.how_counted import scale_ends
from questionnaires.model import Questionnaire


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


def on_scale_of(form: Questionnaire, points: Iterable[OutsidePoint]) -> list[OutsidePoint]:
    """The earlier results that are told on the scale of a form's own: they may stand in one chart with its scores."""
    ends = scale_ends(form)
    scale = ends and (float(ends[0]), float(ends[1]))
    return [point for point in points if point.kind == EARLIER and point.scale == scale]


def on_levels_of(form: Questionnaire, points: Iterable[OutsidePoint]) -> list[OutsidePoint]:
    """The earlier results that are levels of as many as a form has: they may stand in one chart with its levels."""
    top = max(form.level_labels, default=0)
    scales = ((0.0, float(top)), (1.0, float(top)))
    return [point for point in points if point.kind == EARLIER and point.told_by_level and point.scale in scales]


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
