"""Rows as points by two numbers."""

import plotly.graph_objects as go

from charts.description import ChartDescription
from charts.drawing.common import finish, hover
from charts.drawing.template import line_look
from charts.drawing.texts import safe
from charts.theme import Palette

_HEIGHT = 436
_ROOM = 0.05


def draw_scatter(drawn: go.Figure, description: ChartDescription, colours: Palette) -> None:
    """A mark per category; those that lie on each other are seen through each other."""
    series = description.series[0]
    drawn.add_scatter(
        x=list(description.at),
        y=list(series.values),
        mode="markers",
        name=safe(series.name),
        marker={"size": 9, "opacity": 0.65},
        **line_look(series, 0, colours),
        **hover(description, series, list(range(len(description.categories)))),
    )
    heights = [value for value in series.values if value is not None]
    for update, values, label in (
        (drawn.update_xaxes, description.at, description.x_label),
        (drawn.update_yaxes, heights, description.y_label),
    ):
        low, high = min(values, default=0.0), max(values, default=1.0)
        room = (high - low) * _ROOM or 1.0
        update(range=[low - room, high + room], title_text=safe(label), nticks=6, tickformat=",~r", showgrid=True)
    finish(drawn, description, _HEIGHT)
