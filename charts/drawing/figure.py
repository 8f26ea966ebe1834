"""A chart description as a plotly figure.

Title, subtitle and footer are not drawn here: plotly neither wraps nor selects
text, so the page shows them as text around the figure (and gives ``alt`` with
it). The figure keeps still: no zoom, no buttons, nothing that sends it
anywhere; a number is read by pointing at it or in the table.
"""

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go

from charts.description import ChartDescription, ChartKind
from charts.drawing.levels import draw_bars, draw_heat, draw_staircase
from charts.drawing.radar import draw_radar
from charts.drawing.scatter import draw_scatter
from charts.drawing.series import draw_columns, draw_lines
from charts.theme import FONT, FONT_SIZE, Mode, Palette, palette

CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "showEditInChartStudio": False,
    "showLink": False,
    "scrollZoom": False,
    "doubleClick": False,
    "locale": "sv",
    "responsive": True,
}
"""What plotly.js may do: nothing leaves the page. Give it to every chart."""

SEPARATORS = ",\u2009"
"""Decimal comma, thin space between thousands."""

_DRAW: dict[ChartKind, Callable[[go.Figure, ChartDescription, Palette], None]] = {
    ChartKind.LINE: draw_lines,
    ChartKind.BARS: draw_bars,
    ChartKind.GROUPED: draw_columns,
    ChartKind.STACKED: draw_columns,
    ChartKind.STAIRCASE: draw_staircase,
    ChartKind.HEAT: draw_heat,
    ChartKind.RADAR: draw_radar,
    ChartKind.SCATTER: draw_scatter,
}


def figure(description: ChartDescription, mode: Mode = "light") -> go.Figure:
    """Draw the description in the colours of a mode.

    The background is transparent and the width follows the page; the height is
    set by the content so that no text is cut.
    """
    colours = palette(mode)
    drawn = go.Figure()
    drawn.update_layout(**_layout(colours))
    _DRAW[description.kind](drawn, description, colours)
    return drawn


def _layout(colours: Palette) -> dict[str, Any]:
    font = {"family": FONT, "size": FONT_SIZE, "color": colours.text}
    axis = {
        "fixedrange": True,
        "automargin": True,
        "showline": False,
        "zeroline": False,
        "gridcolor": colours.grid,
        "tickfont": {"color": colours.text, "size": FONT_SIZE},
        "title": {"font": {"color": colours.muted, "size": FONT_SIZE}, "standoff": 8},
    }
    return {
        "template": "none",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": font,
        "separators": SEPARATORS,
        "margin": {"l": 8, "r": 16, "t": 16, "b": 8, "pad": 4},
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": colours.surface,
            "bordercolor": colours.outline,
            "font": font,
            "align": "left",
            "namelength": -1,
        },
        "showlegend": False,
        # At the bottom edge of the figure: above it stand the breaks' texts.
        "legend": {
            "orientation": "h",
            "traceorder": "normal",
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"color": colours.text, "size": FONT_SIZE},
            "bgcolor": "rgba(0,0,0,0)",
        },
        "xaxis": {**axis, "showgrid": False},
        "yaxis": axis,
        "bargap": 0.35,
        "bargroupgap": 0.08,
    }
