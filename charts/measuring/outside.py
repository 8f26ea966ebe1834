"""Registered results drawn as single points: in a form's own chart where the scale is the same, else apart.

They are never joined by a line, neither to each other nor to what we have measured.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from base.formats import NO_VALUE, day, plural
from charts.description import ChartDescription, ChartKind, ChartSeries, ChartTable, Emphasis
from charts.explained import Explained
from charts.table import chart_table
from data.measuring.outside_results import OFFICIAL, told
from metrics.measuring.outside import OutsidePoint

_OFFICIAL_HOW = (
    "Resultatet är det som MSB:s formulär gav, så som det registrerades. Det är inte uträknat av svaren här och "
    "blandas aldrig med kommunens egen självskattning."
)
EARLIER_RESULT = "Enligt tidigare mätning"
_EARLIER_HOW = (
    "Resultatet kommer från en tidigare mätning, så som den redovisades. Det är inte omräknat, och går inte att "
    "jämföra rakt av med mätningarna här: frågor, skala och metod kan vara andra."
)


def official_chart(points: Sequence[OutsidePoint], of: str) -> Explained | None:
    """MSB's level each time it was registered; None where it never was."""
    if not points:
        return None
    newest = points[-1]
    high = max(point.scale[1] for point in points)
    title = f"MSB:s nivå: {_words(newest)} av {told(newest.scale[1])}"
    return _chart(points, title, f"Officiellt resultat · {of}", _OFFICIAL_HOW, (0.0, high))


def earlier_charts(points: Sequence[OutsidePoint], of: str) -> list[Explained]:
    """Earlier measurements' results, a chart for each scale: two scales share no axis."""
    scales: dict[tuple[float, float], list[OutsidePoint]] = {}
    for point in points:
        scales.setdefault(point.scale, []).append(point)
    return [
        _chart(
            results,
            f"{results[-1].name}: {_words(results[-1])} på en skala {told(scale[0])}–{told(scale[1])}",
            f"{EARLIER_RESULT}, ej omräknat · {of}",
            _EARLIER_HOW,
            scale,
        )
        for scale, results in scales.items()
    ]


def with_earlier(explained: Explained, days: Sequence[date], points: Sequence[OutsidePoint]) -> Explained:
    """A form's chart over its rounds with earlier results as hollow points of their own, each at its place in time.

    ``days``: that of each of the chart's categories, oldest first. ``points``: on the chart's scale; none changes
    nothing.
    """
    if not points:
        return explained
    chart = explained.chart
    order = sorted(
        [(day_, 1, place) for place, day_ in enumerate(days)] + [(p.as_of, 0, place) for place, p in enumerate(points)]
    )
    at = {place: index for index, (_, ours, place) in enumerate(order) if ours}
    theirs = {index: points[place] for index, (_, ours, place) in enumerate(order) if not ours}
    names = _years_or_days(theirs, chart.categories)
    categories = _placed(chart.categories, at, names)
    earlier = ChartSeries(
        EARLIER_RESULT,
        tuple(theirs[index].value if index in theirs else None for index in range(len(order))),
        tuple(_words(theirs[index]) if index in theirs else NO_VALUE for index in range(len(order))),
        tuple(theirs[index].name if index in theirs else "" for index in range(len(order))),
        emphasis=Emphasis.POINTS,
    )
    told_points = ". ".join(f"{point.name}, {day(point.as_of)}: {_words(point)}" for point in theirs.values())
    drawn = replace(
        chart,
        categories=categories,
        series=(*(_moved(series, at, tuple(theirs)) for series in chart.series), earlier),
        alt=f"{chart.alt} {EARLIER_RESULT}: {told_points}.",
        marks=(*chart.marks, f"{EARLIER_RESULT}: ej omräknat, räknas aldrig ihop med mätningarna här"),
        breaks=tuple(replace(gap, before=at[gap.before]) for gap in chart.breaks),
        table=_with_rows(chart, at, theirs),
    )
    return replace(explained, chart=drawn, how=(*explained.how, _EARLIER_HOW))


def _years_or_days(points: Mapping[int, OutsidePoint], taken: Sequence[str]) -> dict[int, str]:
    """A point's year where nothing else on the axis bears it, else its day, with its name where two are of one day."""
    years = [str(point.as_of.year) for point in points.values()]
    days = [day(point.as_of) for point in points.values()]
    names = {}
    for (index, point), year, date_ in zip(points.items(), years, days, strict=True):
        alone = date_ if days.count(date_) == 1 else f"{point.name} {date_}"
        names[index] = year if year not in taken and years.count(year) == 1 else alone
    return names


def _placed(texts: Sequence[str], at: Mapping[int, int], others: Mapping[int, str]) -> tuple[str, ...]:
    placed = {at[place]: text for place, text in enumerate(texts)} | dict(others)
    return tuple(placed[index] for index in sorted(placed))


def _moved(series: ChartSeries, at: Mapping[int, int], passed: tuple[int, ...]) -> ChartSeries:
    """A series of the chart among more categories; it has nothing at those it passes."""
    values: list[float | None] = [None] * (len(at) + len(passed))
    for place, value in enumerate(series.values):
        values[at[place]] = value
    return replace(
        series,
        values=tuple(values),
        labels=_placed(series.labels, at, dict.fromkeys(passed, NO_VALUE)) if series.labels else (),
        notes=_placed(series.notes, at, dict.fromkeys(passed, "")) if series.notes else (),
        breaks=tuple(at[place] for place in series.breaks),
        passed=passed,
    )


def _with_rows(chart: ChartDescription, at: Mapping[int, int], points: Mapping[int, OutsidePoint]) -> ChartTable:
    """The chart's table with a column more, and a row for each point."""
    table = chart_table(chart)
    nothing = [NO_VALUE] * (len(table.headers) - 1)
    rows = {at[place]: (*row, NO_VALUE) for place, row in enumerate(table.rows)}
    rows |= {index: (f"{point.name}, {day(point.as_of)}", *nothing, _words(point)) for index, point in points.items()}
    return ChartTable((*table.headers, EARLIER_RESULT), tuple(rows[index] for index in sorted(rows)))


def _chart(
    points: Sequence[OutsidePoint], title: str, subtitle: str, how: str, scale: tuple[float, float]
) -> Explained:
    names = tuple(_with_year(point) for point in points)
    # Two registered on one year and by one name still stand apart.
    if len(set(names)) < len(names):
        names = tuple(f"{point.name} {day(point.as_of)}" for point in points)
    labels = tuple(_words(point) for point in points)
    decimals = 0 if all(point.told_by_level for point in points) else 1
    chart = ChartDescription(
        kind=ChartKind.LINE,
        title=title,
        subtitle=subtitle,
        categories=names,
        series=(
            ChartSeries(
                "Registrerat resultat" if points[0].kind == OFFICIAL else EARLIER_RESULT,
                tuple(point.value for point in points),
                labels,
                emphasis=Emphasis.POINTS,
            ),
        ),
        alt=f"{title}. {'. '.join(f'{name}: {label}' for name, label in zip(names, labels, strict=True))}.",
        source="Registrerade resultat",
        marks=(f"{plural(len(points), 'registrerat resultat, ej omräknat', 'registrerade resultat, ej omräknade')}",),
        decimals=decimals,
        low=scale[0],
        high=scale[1],
        table=ChartTable.of(
            {
                "Resultat": [point.name for point in points],
                "Utgåva": [point.edition or NO_VALUE for point in points],
                "Läget per": [day(point.as_of) for point in points],
                "Värde": labels,
                "Skala": [f"{told(point.scale[0])}–{told(point.scale[1])}" for point in points],
                "Metod": [point.method or NO_VALUE for point in points],
            }
        ),
    )
    return Explained(chart, (how,), None)


def _with_year(point: OutsidePoint) -> str:
    year = str(point.as_of.year)
    return point.name if year in point.name else f"{point.name} {year}"


def _words(point: OutsidePoint) -> str:
    return str(point.level) if point.told_by_level else told(point.value)
