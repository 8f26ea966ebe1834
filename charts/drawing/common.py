"""What the shapes of a plotly figure share: axes, colours, hover texts, legend."""

from typing import Any

import plotly.graph_objects as go

from charts.description import ChartDescription, ChartKind, ChartSeries, Emphasis
from charts.table import written
from charts.texts import joined, safe, wrapped
from charts.theme import FONT_SIZE, Palette

LINE_HEIGHT = 18
LEGEND_WIDTH = 40
MOST_NAMES = 36
_LEGEND_ROW = 22


def hover(description: ChartDescription, series: ChartSeries, indices: list[int]) -> dict[str, Any]:
    """Hover texts; given whole rather than as a template, in which ``%{…}`` of a text would take effect.

    With them which series and category a mark stands for, as a chart in which one may choose marks tells it.
    """
    place = description.series.index(series)
    return {
        "customdata": [[place, index] for index in indices],
        "hoverinfo": "text",
        "hovertext": [
            joined(
                [
                    series.name,
                    f"{description.categories[index]}: {written(description, series, index)}",
                    series.notes[index] if series.notes else "",
                ]
            )
            for index in indices
        ],
    }


def series_colour(series: ChartSeries, place: int, colours: Palette) -> str:
    """The colour of the series at a place in the description."""
    if series.emphasis is Emphasis.FAINT:
        return colours.outline
    return colours.categorical[place % len(colours.categorical)]


def hatch(colours: Palette) -> dict[str, Any]:
    """The pattern of *ej bedömd*."""
    return {"shape": "/", "fgcolor": colours.missing_line, "bgcolor": colours.missing, "size": 8, "solidity": 0.2}


def category_axis(drawn: go.Figure, description: ChartDescription, width: int = 14) -> None:
    """Categories at whole numbers: plotly would read ``2024`` as a number and ``2024-05`` as a date."""
    count = len(description.categories)
    named = range(0, count, -(-count // MOST_NAMES) or 1)
    drawn.update_xaxes(
        range=[-0.6, count - 0.4],
        tickvals=list(named),
        ticktext=[wrapped(description.categories[index], width) for index in named],
        autotickangles=[0, 90],
        title_text=safe(description.x_label),
    )


def value_axis(drawn: go.Figure, description: ChartDescription, *, from_zero: bool) -> None:
    """An upright value axis with room above the highest value."""
    low, high = ends(description, from_zero=from_zero)
    room = (high - low) * 0.1
    drawn.update_yaxes(
        range=[low if from_zero else low - room, high + room],
        title_text=safe(description.y_label),
        **ticks(description, low, high),
    )


def ends(description: ChartDescription, *, from_zero: bool) -> tuple[float, float]:
    """Where the value axis starts and ends; never a span of nothing."""
    values = [value for series in description.series for value in series.values if value is not None]
    if description.kind is ChartKind.STACKED:
        columns = zip(*(series.values for series in description.series), strict=True)
        values = [sum(value or 0 for value in column) for column in columns]
    low = 0.0 if from_zero else description.low if description.low is not None else min([0.0, *values])
    high = description.high if description.high is not None else max([*values, low])
    return low, high if high > low else low + 1


def ticks(description: ChartDescription, low: float, high: float) -> dict[str, Any]:
    """Named values if the description names some; whole steps where only whole numbers occur."""
    if description.ticks:
        values, texts = zip(*description.ticks, strict=True)
        return {"tickvals": list(values), "ticktext": [wrapped(text, 12) for text in texts]}
    if high - low <= 6:
        return {"dtick": 1, "tickformat": ",d"}
    return {"nticks": 6, "tickformat": ",~r"}


def finish(drawn: go.Figure, description: ChartDescription, height: int, *, top: int = 16, legend: bool = True) -> None:
    """Set height, margin and legend (only where there is more than one series to tell apart)."""
    several = legend and len(description.series) > 1
    rows = sum(wrapped(series.name, LEGEND_WIDTH).count("<br>") + 1 for series in description.series) if several else 0
    drawn.update_layout(showlegend=several, height=height + top + rows * _LEGEND_ROW, margin={"t": top})


def note(colours: Palette) -> dict[str, Any]:
    """How a remark in the figure is written."""
    return {"showarrow": False, "font": {"color": colours.muted, "size": FONT_SIZE - 1}}
