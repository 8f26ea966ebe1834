"""Levels as a staircase."""

import plotly.graph_objects as go

from charts.description import ChartDescription
from charts.drawing.common import category_axis, hover
from charts.drawing.template import steps_look, unknown_look
from charts.drawing.texts import safe
from charts.theme import Palette

HERE = "Här är ni"

_HEIGHT = 336


def draw_staircase(drawn: go.Figure, description: ChartDescription, colours: Palette) -> None:
    """Levels as steps: those reached filled from light to dark, the others empty, all hatched when not assessed."""
    series = description.series[0]
    steps = list(range(len(description.categories)))
    reached = description.reached
    shares = [step / max(len(steps) - 1, 1) if step < (reached or 0) else None for step in steps]
    drawn.add_bar(
        x=steps,
        y=[step + 1 for step in steps],
        width=1.0,
        text=[safe(label) for label in series.labels],
        # Upon hatching it could hardly be read.
        textposition="outside" if reached is None else "inside",
        insidetextanchor="end",
        textangle=0,
        **(unknown_look(colours) if reached is None else steps_look(shares, colours)),
        **hover(description, series, steps),
    )
    if reached:
        drawn.add_annotation(x=reached - 1, y=reached, yanchor="bottom", yshift=2, text=f"<b>{HERE}</b>")
    category_axis(drawn, description, width=13)
    drawn.update_yaxes(visible=False, range=[0, len(steps) + 0.5])
    drawn.update_layout(height=_HEIGHT)
