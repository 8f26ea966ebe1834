"""Registered results drawn as single points, apart from what we have measured."""

from collections.abc import Sequence

from base.formats import NO_VALUE, day, plural
from charts.description import ChartDescription, ChartKind, ChartSeries, ChartTable, Emphasis
from charts.explained import Explained
from data.measuring.outside_results import told
from metrics.measuring.outside import OutsidePoint

_OFFICIAL_HOW = (
    "Resultatet är det som MSB:s formulär gav, så som det registrerades. Det är inte uträknat av svaren här och "
    "blandas aldrig med kommunens egen självskattning."
)
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
            f"Enligt tidigare mätning, ej omräknat · {of}",
            _EARLIER_HOW,
            scale,
        )
        for scale, results in scales.items()
    ]


def _chart(
    points: Sequence[OutsidePoint], title: str, subtitle: str, how: str, scale: tuple[float, float]
) -> Explained:
    names = tuple(f"{point.name} {point.as_of.year}" for point in points)
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
                "Registrerat resultat", tuple(point.value for point in points), labels, emphasis=Emphasis.POINTS
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


def _words(point: OutsidePoint) -> str:
    return str(point.level) if point.told_by_level else told(point.value)
