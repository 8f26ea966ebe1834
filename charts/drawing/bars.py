"""Areas as lying bars."""

from typing import Any

import plotly.graph_objects as go

from charts.description import NOT_ASSESSED, ChartDescription, ChartSeries, Emphasis
from charts.drawing.common import LEGEND_WIDTH, LINE_HEIGHT, ends, finish, hover, ticks
from charts.drawing.template import ON_UNKNOWN, bar_look, earlier_look, unknown_look
from charts.drawing.texts import lines, safe, wrapped
from charts.table import written
from charts.theme import Palette

_BAR = 22
_BETWEEN_BARS = 18
_ABOVE_BAR = 2
_NAME_WIDTH = 44


def draw_bars(drawn: go.Figure, description: ChartDescription, colours: Palette) -> None:
    """Lying bars with their names above them: beside them there is no room on a phone.

    The upright axis counts pixels, so that a name of three lines gets the room it needs.
    """
    middles, bottom = _places(description.categories)
    low, high = ends(description, from_zero=True)
    _series(drawn, description, middles, colours)
    _words(drawn, description, middles)
    _not_assessed(drawn, description, middles, high, colours)
    drawn.update_xaxes(
        range=[low, high + (high - low) * 0.22],
        showgrid=True,
        title_text=safe(description.x_label),
        **ticks(description, low, high),
    )
    drawn.update_yaxes(visible=False, range=[bottom, -4])
    # Plotly would otherwise stand the hatched bars beside the others.
    drawn.update_layout(barmode="overlay")
    finish(drawn, description, int(bottom) + 66)


def _places(categories: tuple[str, ...]) -> tuple[list[float], float]:
    """The middle of each bar, and where the last one's room ends, in pixels from the top."""
    middles: list[float] = []
    bottom = 0.0
    for category in categories:
        top = bottom + len(lines(category, _NAME_WIDTH)) * LINE_HEIGHT + _ABOVE_BAR
        middles.append(top + _BAR / 2)
        bottom = top + _BAR + _BETWEEN_BARS
    return middles, bottom


def _series(drawn: go.Figure, description: ChartDescription, middles: list[float], colours: Palette) -> None:
    """Bars, and the measurements before as marks on them."""
    earlier = 0
    for place, series in enumerate(description.series):
        shared = {
            "x": list(series.values),
            "y": middles,
            "name": wrapped(series.name, LEGEND_WIDTH),
            **hover(description, series, list(range(len(middles)))),
        }
        if series.emphasis is Emphasis.MARK:
            earlier += 1
            drawn.add_scatter(mode="markers", **shared, **earlier_look(earlier, colours))
        else:
            drawn.add_bar(orientation="h", width=_BAR, **shared, **bar_look(series, place, colours))


def _words(drawn: go.Figure, description: ChartDescription, middles: list[float]) -> None:
    """Each bar's name above it, and its value after all that is drawn there."""
    first = description.series[0]
    unknown = _unknown(first)
    words: list[dict[str, Any]] = []
    for index, category in enumerate(description.categories):
        words.append({
            "x": 0, "xref": "paper", "xanchor": "left", "y": middles[index] - _BAR / 2, "yanchor": "bottom",
            "yshift": _ABOVE_BAR, "align": "left", "borderpad": 0, "text": wrapped(category, _NAME_WIDTH),
        })  # fmt: skip
        values = [series.values[index] for series in description.series]
        reach = max([0.0, *(value for value in values if value is not None)])
        # What is not known fills the row, so its word stands on it.
        where: dict[str, Any] = {"x": 0, **ON_UNKNOWN} if index in unknown else {"x": reach}
        text = safe(written(description, first, index))
        words.append({"xanchor": "left", "xshift": 8, "y": middles[index], "yanchor": "middle", "text": text, **where})
    # All at once: each one added looks through those that are there.
    drawn.update_layout(annotations=words)


def _unknown(series: ChartSeries) -> list[int]:
    """Where there is no value and the label says why."""
    return [index for index, value in enumerate(series.values) if value is None and series.labels]


def _not_assessed(
    drawn: go.Figure, description: ChartDescription, middles: list[float], high: float, colours: Palette
) -> None:
    """A hatched bar of full length where the first series tells that it has no value: unknown is not nothing."""
    series = description.series[0]
    unknown = _unknown(series)
    if unknown:
        drawn.add_bar(
            x=[high] * len(unknown),
            y=[middles[index] for index in unknown],
            orientation="h",
            width=_BAR,
            name=NOT_ASSESSED,
            showlegend=False,
            **unknown_look(colours),
            **hover(description, series, unknown),
        )
