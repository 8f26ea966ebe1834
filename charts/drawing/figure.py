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
from charts.drawing.bars import draw_bars
from charts.drawing.heat import draw_heat
from charts.drawing.radar import draw_radar
from charts.drawing.scatter import draw_scatter
from charts.drawing.series import draw_columns, draw_lines
from charts.drawing.staircase import draw_staircase
from charts.drawing.template import template_name
from charts.theme import Mode, Palette, palette

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
    drawn = go.Figure(layout={"template": template_name(mode)})
    _DRAW[description.kind](drawn, description, palette(mode))
    return drawn
