"""A result's areas: as lying bars sorted by what is left to gain, or as a radar of at most three measurements."""

from collections.abc import Sequence

from base.formats import NO_VALUE
from charts.description import ChartDescription, ChartKind, ChartSeries, Emphasis
from charts.explained import Explained, headed
from charts.measuring.result import counts, marks
from metrics.measuring.change import limits
from metrics.measuring.how_counted import how_areas
from metrics.measuring.results import AreaFigure, Scores
from metrics.measuring.spread import as_float
from questionnaires.model import Questionnaire

NOT_ASSESSED = "Ej bedömd"
MOST_ROUNDS = 3
_FEWEST_SPOKES = 3
_UNASSESSED = "Ett område som är tillfrågat men saknar svar att räkna på är ej bedömt."


def areas(
    scores: Scores, form: Questionnaire, of: str, earlier: Sequence[Scores] = (), part: AreaFigure | None = None
) -> Explained | None:
    """The top areas (or those of a ``part``), the one with most to gain first, those not assessed last.

    ``earlier``: results that may be held against these, newest first, as marks. None where no area has a score. The
    axis ends at the highest that an answer can be worth.
    """
    assessed, rest = _asked(scores, part)
    if not assessed or scores.coverage.insufficient:
        return None
    shown = [*assessed, *rest]
    drawn = [_own(scores, shown, Emphasis.NORMAL), *(_before(scored, shown, Emphasis.MARK) for scored in earlier)]
    title = _title(assessed, rest, part)
    subtitle = f"Områden, det med mest kvar först · {scores.origin.title} · {of} · {scores.origin.round}"
    chart = _described(ChartKind.BARS, scores, form, title, subtitle, shown, drawn)
    return Explained(headed(chart, "Område"), _how(form), counts(scores, part))


def radar(
    scores: Scores, form: Questionnaire, of: str, earlier: Sequence[Scores] = (), part: AreaFigure | None = None
) -> Explained | None:
    """The same areas as spokes, in the form's order; never more than three measurements. None with fewer than three."""
    assessed, rest = _asked(scores, part)
    if len(assessed) < _FEWEST_SPOKES or scores.coverage.insufficient:
        return None
    drawn_ids = {area.id for area in (*assessed, *rest)}
    shown = [area for area in scores.areas if area.id in drawn_ids]
    others = [_before(scored, shown, Emphasis.NORMAL) for scored in earlier[: MOST_ROUNDS - 1]]
    drawn = [_own(scores, shown, Emphasis.STRONG), *others]
    title = _title(assessed, rest, part)
    names = ", ".join(series.name for series in drawn)
    subtitle = f"Områden, längre ut är högre · {scores.origin.title} · {of} · {names}"
    chart = _described(ChartKind.RADAR, scores, form, title, subtitle, shown, drawn, low=0.0)
    return Explained(headed(chart, "Område"), _how(form), counts(scores, part))


def comparable_earlier(scores: Scores) -> tuple[str, ...]:
    """Ids of the rounds before, newest first, whose own figures may be held against these: at most two."""
    points = scores.series.all
    names: list[str] = []
    for place in range(len(points) - 1, 0, -1):
        before = points[place - 1]
        if points[place].breaks or before.insufficient or not before.n or len(names) == MOST_ROUNDS - 1:
            break
        names.append(before.round)
    return tuple(names)


def _described(
    kind: ChartKind,
    scores: Scores,
    form: Questionnaire,
    title: str,
    subtitle: str,
    shown: Sequence[AreaFigure],
    drawn: Sequence[ChartSeries],
    low: float | None = None,
) -> ChartDescription:
    return ChartDescription(
        kind=kind,
        title=title,
        subtitle=subtitle,
        categories=tuple(area.label for area in shown),
        series=tuple(drawn),
        alt=f"{title}. {', '.join(f'{area.label}: {_written(area)}' for area in shown)}.",
        source=scores.origin.title,
        marks=marks(scores),
        decimals=scores.origin.decimals,
        low=low,
        high=max([top_value(form), *(value for series in drawn for value in series.values if value is not None)]),
    )


def _how(form: Questionnaire) -> tuple[str, ...]:
    return (*how_areas(form), _UNASSESSED, limits().coverage_text)


def _asked(scores: Scores, part: AreaFigure | None) -> tuple[list[AreaFigure], list[AreaFigure]]:
    """Areas with a score, the lowest first; areas asked of that have none."""
    inside = [area for area in scores.areas if area.parent == (part.id if part else None)]
    scored = sorted(
        ((area.figure.score, place, area) for place, area in enumerate(inside) if area.figure.score is not None),
        key=lambda entry: entry[:2],
    )
    return [area for _, _, area in scored], [
        area for area in inside if area.figure.score is None and area.figure.expected
    ]


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


def _title(assessed: Sequence[AreaFigure], rest: Sequence[AreaFigure], part: AreaFigure | None) -> str:
    lowest = assessed[0]
    if len(assessed) == 1 and rest:
        title = f"Bara {lowest.label} är bedömt ({lowest.figure.display})"
    elif lowest.figure.score == assessed[-1].figure.score:
        title = "Alla områden ligger lika" if not rest else "De bedömda områdena ligger lika"
    else:
        title = f"Mest att vinna på {lowest.label} ({lowest.figure.display})"
    return f"{part.label}: {title[0].lower()}{title[1:]}" if part is not None else title


def top_value(form: Questionnaire) -> float:
    """The highest that an answer to the form can be worth."""
    return float(max(choice.value for choice in form.choices))
