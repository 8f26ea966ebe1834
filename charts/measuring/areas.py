"""A result's areas: as lying bars sorted by what is left to gain, or as a radar of at most three measurements."""

from collections.abc import Sequence
from dataclasses import dataclass

from base.formats import NO_VALUE
from charts.description import NOT_ASSESSED, ChartDescription, ChartKind, ChartSeries, Emphasis
from charts.explained import Explained, headed
from charts.measuring.result import counts, marks
from metrics.measuring.comparing.limits import limits
from metrics.measuring.how_counted import how_areas
from metrics.measuring.results import AreaFigure, Scores
from metrics.measuring.spread import as_float
from questionnaires.model import Questionnaire

MOST_ROUNDS = 3
_FEWEST_SPOKES = 3
_UNASSESSED = "Ett område som är tillfrågat men saknar svar att räkna på är ej bedömt."


@dataclass(frozen=True, slots=True)
class _Asked:
    """A result's areas that were asked of: those with a score, the lowest first, and the ``rest``."""

    scores: Scores
    form: Questionnaire
    part: AreaFigure | None
    assessed: list[AreaFigure]
    rest: list[AreaFigure]


@dataclass(frozen=True, slots=True)
class _Drawing:
    """How they are drawn: ``areas`` in their order, and a series of each measurement."""

    kind: ChartKind
    subtitle: str
    areas: list[AreaFigure]
    series: list[ChartSeries]


def areas(
    scores: Scores, form: Questionnaire, of: str, earlier: Sequence[Scores] = (), part: AreaFigure | None = None
) -> Explained | None:
    """The top areas (or those of a ``part``), the one with most to gain first, those not assessed last.

    ``earlier``: results that may be held against these, newest first, as marks. None where no area has a score. The
    axis ends at the highest that an answer can be worth.
    """
    asked = _asked(scores, form, part)
    if not asked.assessed or scores.coverage.insufficient:
        return None
    shown = [*asked.assessed, *asked.rest]
    series = [_own(scores, shown, Emphasis.NORMAL), *(_before(previous, shown, Emphasis.MARK) for previous in earlier)]
    subtitle = f"Områden, det med mest kvar först · {scores.origin.title} · {of} · {scores.origin.round}"
    return _explained(asked, _Drawing(ChartKind.BARS, subtitle, shown, series))


def radar(
    scores: Scores, form: Questionnaire, of: str, earlier: Sequence[Scores] = (), part: AreaFigure | None = None
) -> Explained | None:
    """The same areas as spokes, in the form's order; never more than three measurements. None with fewer than three."""
    asked = _asked(scores, form, part)
    if len(asked.assessed) < _FEWEST_SPOKES or scores.coverage.insufficient:
        return None
    shown = [area for area in scores.areas if area in (*asked.assessed, *asked.rest)]
    others = [_before(previous, shown, Emphasis.NORMAL) for previous in earlier[: MOST_ROUNDS - 1]]
    series = [_own(scores, shown, Emphasis.STRONG), *others]
    names = ", ".join(measurement.name for measurement in series)
    subtitle = f"Områden, längre ut är högre · {scores.origin.title} · {of} · {names}"
    return _explained(asked, _Drawing(ChartKind.RADAR, subtitle, shown, series))


def comparable_earlier(scores: Scores) -> tuple[str, ...]:
    """Ids of the rounds before, newest first, whose own figures may be held against these: at most two."""
    points = scores.series.all
    rounds: list[str] = []
    for place in range(len(points) - 1, 0, -1):
        before = points[place - 1]
        if points[place].breaks or before.insufficient or not before.n or len(rounds) == MOST_ROUNDS - 1:
            break
        rounds.append(before.round)
    return tuple(rounds)


def _asked(scores: Scores, form: Questionnaire, part: AreaFigure | None) -> _Asked:
    inside = [area for area in scores.areas if area.parent == (part.id if part else None)]
    assessed = sorted(
        (area for area in inside if area.figure.score is not None), key=lambda area: area.figure.score or 0
    )
    rest = [area for area in inside if area.figure.score is None and area.figure.expected]
    return _Asked(scores, form, part, assessed, rest)


def _explained(asked: _Asked, drawing: _Drawing) -> Explained:
    title, origin = _title(asked), asked.scores.origin
    values = [value for series in drawing.series for value in series.values if value is not None]
    chart = ChartDescription(
        kind=drawing.kind,
        title=title,
        subtitle=drawing.subtitle,
        categories=tuple(area.label for area in drawing.areas),
        series=tuple(drawing.series),
        alt=f"{title}. {', '.join(f'{area.label}: {_written(area)}' for area in drawing.areas)}.",
        source=origin.title,
        marks=marks(asked.scores),
        decimals=origin.decimals,
        low=0.0,
        high=max([top_value(asked.form), *values]),
    )
    how = (*how_areas(asked.form), _UNASSESSED, limits().coverage_text)
    return Explained(headed(chart, "Område"), how, counts(asked.scores, asked.part))


def _own(scores: Scores, shown: Sequence[AreaFigure], emphasis: Emphasis) -> ChartSeries:
    return ChartSeries(
        name=scores.origin.round,
        values=tuple(as_float(area.figure.score) for area in shown),
        labels=tuple(_written(area) for area in shown),
        notes=tuple(area.figure.marks for area in shown),
        emphasis=emphasis,
    )


def _before(scores: Scores, shown: Sequence[AreaFigure], emphasis: Emphasis) -> ChartSeries:
    """An earlier measurement's values of the same areas."""
    figures = {area.id: area.figure for area in scores.areas}
    return ChartSeries(
        name=scores.origin.round,
        values=tuple(as_float(figures[area.id].score) if area.id in figures else None for area in shown),
        labels=tuple(figures[area.id].display if area.id in figures else NO_VALUE for area in shown),
        emphasis=emphasis,
    )


def _written(area: AreaFigure) -> str:
    return NOT_ASSESSED if area.figure.score is None else area.figure.display


def _title(asked: _Asked) -> str:
    lowest, highest = asked.assessed[0], asked.assessed[-1]
    if len(asked.assessed) == 1 and asked.rest:
        title = f"Bara {lowest.label} är bedömt ({lowest.figure.display})"
    elif lowest.figure.score == highest.figure.score:
        title = "De bedömda områdena ligger lika" if asked.rest else "Alla områden ligger lika"
    elif any(area.override for area in asked.assessed):
        # The bars are the answers' own, which an own judgement goes before.
        title = f"Lägst enligt svaren är {lowest.label} ({lowest.figure.display})"
    else:
        title = f"Mest att vinna på {lowest.label} ({lowest.figure.display})"
    return f"{asked.part.label}: {title[0].lower()}{title[1:]}" if asked.part else title


def top_value(form: Questionnaire) -> float:
    """The highest that an answer to the form can be worth."""
    return float(max(choice.value for choice in form.choices))
