"""Areas as spokes of a wheel, one closed line per measurement."""

import plotly.graph_objects as go

from charts.description import ChartDescription, ChartSeries, Emphasis
from charts.drawing.common import LEGEND_WIDTH, LINE_HEIGHT, ends, finish, hover, series_colour, ticks
from charts.texts import lines, safe, wrapped
from charts.theme import FONT_SIZE, Palette

_HEIGHT = 380
_NAME_WIDTH = 13
_MANY = 9
_MOST_LINES = 3
_DASHES = ("solid", "dash", "dot")
_SYMBOLS = ("circle", "square", "diamond")


def draw_radar(drawn: go.Figure, description: ChartDescription, colours: Palette) -> None:
    """Each measurement told apart by colour, line and mark. A spoke without a value leaves a gap, never a zero.

    Many names would meet on a phone, and long ones be cut: then the spokes bear numbers, and the names stand below.
    """
    count = len(description.categories)
    spokes = [360 * place / count for place in range(count)]
    numbered = count > _MANY or any(len(lines(name, _NAME_WIDTH)) > _MOST_LINES for name in description.categories)
    low, high = ends(description, from_zero=True)
    for place, series in reversed(list(enumerate(description.series))):
        drawn.add_scatterpolar(
            r=_closed(list(series.values)),
            theta=[*spokes, *spokes[:1]],
            mode="lines+markers",
            connectgaps=False,
            name=wrapped(series.name, LEGEND_WIDTH),
            legendrank=place,
            line={
                "color": series_colour(series, place, colours),
                "width": 3.5 if series.emphasis is Emphasis.STRONG else 2,
                "dash": _DASHES[place % len(_DASHES)],
            },
            marker={"size": 8, "symbol": _SYMBOLS[place % len(_SYMBOLS)]},
            **_hover(description, series),
        )
    names = [
        str(place + 1) if numbered else wrapped(name, _NAME_WIDTH) for place, name in enumerate(description.categories)
    ]
    drawn.update_layout(
        polar={
            "bgcolor": "rgba(0,0,0,0)",
            "radialaxis": {
                "range": [low, high],
                "angle": 90,
                "tickangle": 90,
                "gridcolor": colours.grid,
                "linecolor": colours.grid,
                "tickfont": {"color": colours.muted, "size": FONT_SIZE - 2},
                **ticks(description, low, high),
            },
            "angularaxis": {
                "direction": "clockwise",
                "rotation": 90,
                "tickvals": spokes,
                "ticktext": names,
                "gridcolor": colours.grid,
                "linecolor": colours.outline,
                "tickfont": {"color": colours.text, "size": FONT_SIZE - 1},
            },
        }
    )
    finish(drawn, description, _HEIGHT, top=40)
    if numbered:
        _name_spokes(drawn, description, colours)
    else:
        drawn.update_layout(margin={"l": 72, "r": 72, "t": 48, "b": 80})


def _closed(values: list[float | None]) -> list[float | None]:
    return [*values, *values[:1]]


def _hover(description: ChartDescription, series: ChartSeries) -> dict[str, object]:
    found = hover(description, series, list(range(len(description.categories))))
    return {**found, "hovertext": [*found["hovertext"], *found["hovertext"][:1]]}


def _name_spokes(drawn: go.Figure, description: ChartDescription, colours: Palette) -> None:
    """The names of numbered spokes, one a line, below the wheel."""
    names = [
        line for place, name in enumerate(description.categories, 1) for line in lines(f"{place} {name}", LEGEND_WIDTH)
    ]
    room = len(names) * LINE_HEIGHT
    legend = len(description.series) * 22 if len(description.series) > 1 else 0
    drawn.update_layout(height=drawn.layout.height + room + 24, margin={"l": 32, "r": 32, "b": room + legend + 32})
    drawn.add_annotation(
        x=0, xref="paper", xanchor="left", y=0, yref="paper", yanchor="top", yshift=-24, align="left",
        showarrow=False, text="<br>".join(safe(line) for line in names), font={"color": colours.text},
    )  # fmt: skip
