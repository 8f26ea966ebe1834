"""How charts are dressed: a plotly template per mode, made from ``charts/theme.py``.

No other module gives plotly a colour, a font or a margin (a test holds it). What a template can't know, because it
depends on what a mark stands for (which series, not assessed, an earlier measurement), is a function here that gives a
trace's arguments.
"""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import plotly.io

from charts.description import ChartSeries, Emphasis
from charts.theme import FONT, FONT_SIZE, MODES, Mode, Palette, level_colour, palette, text_on

SMALL_SIZE = FONT_SIZE - 1
TITLE_SIZE = FONT_SIZE + 3
NOTE = {"templateitemname": "note", "visible": True}
"""Makes an annotation a remark: smaller, and less than what is drawn."""

ON_UNKNOWN = {"templateitemname": "on unknown", "visible": True}
"""Makes an annotation readable upon what is hatched."""

_MARGIN = {"l": 8, "r": 16, "t": 16, "b": 8, "pad": 4}
_SEPARATORS = ",\u2009"
"""Decimal comma, thin space between thousands."""
_CLEAR = "rgba(0,0,0,0)"


def template_name(mode: Mode, *, picture: bool = False) -> str:
    """The registered template of a mode; of a ``picture`` it has a ground of its own and room for a title."""
    return f"mognad-{mode}-picture" if picture else f"mognad-{mode}"


def make_room(drawn: go.Figure, *, above: int = 0, below: int = 0, beside: int = 0) -> None:
    """Widen the margins by pixels for what plotly does not count itself, and the height with them."""
    held = drawn.layout.margin
    more = {"t": above, "b": below, "l": beside, "r": beside}
    drawn.update_layout(
        margin={side: (held[side] or _MARGIN[side]) + pixels for side, pixels in more.items() if pixels},
        height=(drawn.layout.height or 0) + above + below,
    )


def bar_look(series: ChartSeries, place: int, colours: Palette) -> dict[str, Any]:
    """A bar of the series at a place in the description."""
    colour = _series_colour(series, place, colours)
    return {"marker": {"color": colour}, "insidetextfont": {"color": text_on(colour)}}


def line_look(series: ChartSeries, place: int, colours: Palette) -> dict[str, Any]:
    """A line of the series at a place in the description, and its marks."""
    return {"line": {"color": _series_colour(series, place, colours)}}


def earlier_look(number: int, colours: Palette) -> dict[str, Any]:
    """The mark of the first, the second … measurement before."""
    if number == 1:
        return {"marker": {"symbol": "line-ns", "size": 22, "line": {"color": colours.text, "width": 3}}}
    return {"marker": {"symbol": "diamond-open", "size": 11, "color": colours.text, "line": {"width": 2}}}


def unknown_look(colours: Palette) -> dict[str, Any]:
    """The hatched bar of *ej bedömd*."""
    hatch = {"shape": "/", "fgcolor": colours.missing_line, "bgcolor": colours.missing, "size": 8, "solidity": 0.2}
    return {"marker": {"color": colours.missing, "line": {"color": colours.outline}, "pattern": hatch}}


def steps_look(shares: Sequence[float | None], colours: Palette) -> dict[str, Any]:
    """Steps of a staircase, each at its share of the levels' scale; None is a step not reached."""
    fills = [colours.missing if share is None else level_colour(colours, share) for share in shares]
    marker = {"color": fills, "line": {"color": colours.outline, "width": 1.5}}
    return {"marker": marker, "insidetextfont": {"color": [text_on(fill) for fill in fills]}}


def ink_on(share: float, colours: Palette) -> str:
    """The colour of a number upon a cell at a share of the levels' scale."""
    return text_on(level_colour(colours, share))


def number_look(ink: str) -> dict[str, Any]:
    """Numbers of that colour, which does not fade when other marks are chosen."""
    return {"textfont": {"color": ink}, "unselected": {"textfont": {"color": ink}}}


def _series_colour(series: ChartSeries, place: int, colours: Palette) -> str:
    if series.emphasis is Emphasis.FAINT:
        return colours.outline
    return colours.categorical[place % len(colours.categorical)]


def _template(colours: Palette, ground: str) -> go.layout.Template:
    edge = {"marker": {"line": {"color": colours.background, "width": 1}}, "cliponaxis": False}
    last = len(colours.levels) - 1
    scale = [[step / last, colour] for step, colour in enumerate(colours.levels)]
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": FONT_SIZE, "color": colours.text},
            "colorway": colours.categorical,
            "paper_bgcolor": ground,
            "plot_bgcolor": ground,
            "separators": _SEPARATORS,
            "margin": _MARGIN,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": colours.surface,
                "bordercolor": colours.outline,
                "font": {"color": colours.text},
                "align": "left",
                "namelength": -1,
            },
            "showlegend": False,
            "legend": _legend(),
            "title": _title(),
            "xaxis": {**_axis(colours), "showgrid": False},
            "yaxis": _axis(colours),
            "polar": _polar(colours),
            "bargap": 0.35,
            "bargroupgap": 0.08,
            "uniformtext": {"minsize": SMALL_SIZE - 1},
            "annotationdefaults": {"showarrow": False},
            "annotations": _annotations(colours),
            "shapedefaults": {"line": {"color": colours.muted, "width": 1.5, "dash": "dash"}},
        },
        data={
            "bar": [edge],
            "scatter": [edge],
            "heatmap": [{"colorscale": scale, "showscale": False, "xgap": 2, "ygap": 2}],
        },
    )


def _axis(colours: Palette) -> dict[str, Any]:
    return {
        "fixedrange": True,
        "automargin": True,
        "showline": False,
        "zeroline": False,
        "gridcolor": colours.grid,
        "title": {"font": {"color": colours.muted, "size": FONT_SIZE}, "standoff": 8},
    }


def _polar(colours: Palette) -> dict[str, Any]:
    return {
        "bgcolor": _CLEAR,
        "radialaxis": {
            "angle": 90,
            "tickangle": 90,
            "gridcolor": colours.grid,
            "linecolor": colours.grid,
            "tickfont": {"color": colours.muted, "size": SMALL_SIZE - 1},
        },
        "angularaxis": {
            "direction": "clockwise",
            "rotation": 90,
            "gridcolor": colours.grid,
            "linecolor": colours.outline,
            "tickfont": {"size": SMALL_SIZE},
        },
    }


def _legend() -> dict[str, Any]:
    """At the bottom edge of the figure: above it stand the breaks' texts."""
    return {
        "orientation": "h",
        "traceorder": "normal",
        "x": 0,
        "xanchor": "left",
        "y": 0,
        "yref": "container",
        "yanchor": "bottom",
        "itemclick": False,
        "itemdoubleclick": False,
        "font": {"size": FONT_SIZE},
        "bgcolor": _CLEAR,
    }


def _title() -> dict[str, Any]:
    """In the upper left corner; plotly places the first of several lines higher than a single one."""
    return {
        "font": {"size": TITLE_SIZE},
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"l": 4, "t": 24},
    }


def _annotations(colours: Palette) -> list[dict[str, Any]]:
    """Looks that an annotation takes by name; unseen by themselves."""
    return [
        {"name": "note", "visible": False, "showarrow": False, "font": {"color": colours.muted, "size": SMALL_SIZE}},
        {"name": "on unknown", "visible": False, "showarrow": False, "bgcolor": colours.missing},
    ]


def _register() -> None:
    for mode in MODES:
        colours = palette(mode)
        plotly.io.templates[template_name(mode)] = _template(colours, _CLEAR)
        plotly.io.templates[template_name(mode, picture=True)] = _template(colours, colours.background)


_register()
