"""What the shapes of a plotly figure share: axes, hover texts, height and legend."""

from typing import Any

import plotly.graph_objects as go

from charts.description import ChartDescription, ChartKind, ChartSeries
from charts.drawing.texts import joined, lines, safe, wrapped
from charts.table import written

LINE_HEIGHT = 18
LEGEND_WIDTH = 40
LEGEND_ROW = 22
MOST_NAMES = 18


def hover(description: ChartDescription, series: ChartSeries, indices: list[int]) -> dict[str, Any]:
    """Hover texts; given whole rather than as a template, in which ``%{…}`` of a text would take effect.

    With them which series and category a mark stands for, as a chart in which one may choose marks tells it.
    """
    place = description.series.index(series)
    return {
        "customdata": [[place, index] for index in indices],
        "hoverinfo": "text",
        "hovertext": [hover_text(description, series, index) for index in indices],
    }


def hover_text(description: ChartDescription, series: ChartSeries, index: int) -> str:
    """What is told of a series' value when one points at it."""
    value = f"{description.categories[index]}: {written(description, series, index)}"
    return joined([series.name, value, series.notes[index] if series.notes else ""])


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


def finish(drawn: go.Figure, description: ChartDescription, height: int) -> None:
    """Set height and legend (only where there is more than one series to tell apart)."""
    drawn.update_layout(showlegend=len(description.series) > 1, height=height + legend_height(description))


def legend_height(description: ChartDescription) -> int:
    """The room that the series' names take below, in pixels."""
    if len(description.series) < 2:
        return 0
    return sum(len(lines(series.name, LEGEND_WIDTH)) for series in description.series) * LEGEND_ROW
