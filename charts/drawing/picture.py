"""A chart to take along as a picture: title, subtitle and marks stand in the figure itself.

On our other pages they stand around it as text. A picture that is saved leaves the page, and must say by itself what
it shows. The toolbar does nothing else than save it.
"""

import re
from typing import Any, Literal

import plotly.graph_objects as go

from charts.description import ChartDescription, ChartKind
from charts.drawing.figure import CONFIG, figure
from charts.drawing.template import SMALL_SIZE, make_room, template_name
from charts.drawing.texts import LINE_BREAK, lines, safe
from charts.theme import Mode

PictureFormat = Literal["png", "svg"]

_TITLE_WIDTH = 36
_TEXT_WIDTH = 50
_TITLE_LINE = 23
_AIR = 24
_UNFIT = re.compile(r"[^\w]+")


def picture(description: ChartDescription, mode: Mode = "light") -> go.Figure:
    """The figure with its texts inside, on the page's own background; its marks can be chosen."""
    drawn = figure(description, mode)
    title = lines(description.title, _TITLE_WIDTH)
    beneath = [line for text in (description.subtitle, *description.marks) for line in lines(text, _TEXT_WIDTH)]
    if description.kind is ChartKind.HEAT:
        # Names that a phone turns upright would stand in the title.
        drawn.update_xaxes(side="bottom")
    drawn.update_layout(
        template=template_name(mode, picture=True),
        clickmode="event+select",
        title_text=LINE_BREAK.join([*(f"<b>{safe(line)}</b>" for line in title), *(_small(line) for line in beneath)]),
    )
    make_room(drawn, above=(len(title) + len(beneath)) * _TITLE_LINE + _AIR)
    # What is not chosen stays readable.
    drawn.update_traces(unselected={"marker": {"opacity": 0.45}}, selector={"type": "bar"})
    drawn.update_traces(unselected={"marker": {"opacity": 0.3}}, selector={"mode": "markers"})
    return drawn


def _small(line: str) -> str:
    return f'<span style="font-size: {SMALL_SIZE}px">{safe(line)}</span>'


def picture_config(description: ChartDescription, kind: PictureFormat) -> dict[str, Any]:
    """What plotly.js may do with the figure: save it as a picture of a kind, under the title as the file's name."""
    name = _UNFIT.sub("-", description.title.lower()).strip("-")[:60] or "diagram"
    return {
        **CONFIG,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": kind, "filename": name, "scale": 2 if kind == "png" else 1},
    }
