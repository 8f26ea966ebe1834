"""Areas as spokes of a wheel, one closed line per measurement."""

from typing import Any

import plotly.graph_objects as go

from charts.description import ChartDescription, ChartSeries, Emphasis
from charts.drawing.common import LEGEND_WIDTH, LINE_HEIGHT, ends, finish, hover, legend_height, ticks
from charts.drawing.template import line_look, make_room
from charts.drawing.texts import LINE_BREAK, lines, safe, wrapped
from charts.theme import Palette

_HEIGHT = 340
_NAME_WIDTH = 13
_MANY = 9
_MOST_LINES = 3
_DASHES = ("solid", "dash", "dot")
_SYMBOLS = ("circle", "square", "diamond")


def draw_radar(drawn: go.Figure, description: ChartDescription, colours: Palette) -> None:
    """Each measurement told apart by colour, line and mark. A spoke without a value leaves a gap, never a zero.

    Many names would meet on a phone, and long ones be cut: then the spokes bear numbers, and the names stand below.
    """
    names = description.categories
    spokes = [360 * place / len(names) for place in range(len(names))]
    numbered = len(names) > _MANY or any(len(lines(name, _NAME_WIDTH)) > _MOST_LINES for name in names)
    low, high = ends(description, from_zero=True)
    for place, series in reversed(list(enumerate(description.series))):
        drawn.add_scatterpolar(
            r=_closed(list(series.values)),
            theta=_closed(spokes),
            mode="lines+markers",
            connectgaps=False,
            name=wrapped(series.name, LEGEND_WIDTH),
            legendrank=place,
            line_width=3.5 if series.emphasis is Emphasis.STRONG else 2,
            line_dash=_DASHES[place % len(_DASHES)],
            marker={"size": 8, "symbol": _SYMBOLS[place % len(_SYMBOLS)]},
            **line_look(series, place, colours),
            **_hover(description, series),
        )
    drawn.update_polars(
        radialaxis={"range": [low, high], **ticks(description, low, high)},
        angularaxis={
            "tickvals": spokes,
            "ticktext": [
                str(number) if numbered else wrapped(name, _NAME_WIDTH) for number, name in enumerate(names, 1)
            ],
        },
    )
    finish(drawn, description, _HEIGHT)
    if numbered:
        _name_spokes(drawn, description)
    else:
        make_room(drawn, above=32, below=72, beside=64)


def _closed(values: list[Any]) -> list[Any]:
    return [*values, *values[:1]]


def _hover(description: ChartDescription, series: ChartSeries) -> dict[str, Any]:
    texts = hover(description, series, list(range(len(description.categories))))
    return {**texts, "hovertext": _closed(texts["hovertext"])}


def _name_spokes(drawn: go.Figure, description: ChartDescription) -> None:
    """The names of numbered spokes, one a line, below the wheel."""
    names = [
        line
        for number, name in enumerate(description.categories, 1)
        for line in lines(f"{number} {name}", LEGEND_WIDTH)
    ]
    make_room(drawn, above=24, below=24 + len(names) * LINE_HEIGHT + legend_height(description), beside=24)
    drawn.add_annotation(
        x=0, xref="paper", xanchor="left", y=0, yref="paper", yanchor="top", yshift=-24, align="left",
        text=LINE_BREAK.join(safe(line) for line in names),
    )  # fmt: skip
