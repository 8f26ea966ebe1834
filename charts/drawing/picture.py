"""A chart to take along as a picture: title, subtitle and marks stand in the figure itself.

On our other pages they stand around it as text. A picture that is saved leaves the page, and must say by itself what
it shows. The toolbar does nothing else than save it.
"""

import re
from typing import Any, Literal

import plotly.graph_objects as go

from charts.description import ChartDescription, ChartKind
from charts.drawing.figure import CONFIG, figure
from charts.texts import LINE_BREAK, lines, safe
from charts.theme import FONT_SIZE, Mode, palette

PictureFormat = Literal["png", "svg"]

_TITLE_SIZE = 17
_TITLE_WIDTH = 36
_TEXT_WIDTH = 50
_TITLE_LINE = 23
_AIR = 24
# plotly places the first of several lines higher than a single one.
_TOP = 24
_UNFIT = re.compile(r"[^\w]+")


def picture(description: ChartDescription, mode: Mode = "light") -> go.Figure:
    """The figure with its texts inside, on the page's own background; its marks can be chosen."""
    colours = palette(mode)
    drawn = figure(description, mode)
    title = lines(description.title, _TITLE_WIDTH)
    beneath = [line for text in (description.subtitle, *description.marks) for line in lines(text, _TEXT_WIDTH)]
    above = len(title) * _TITLE_LINE + len(beneath) * _TITLE_LINE + _AIR
    if description.kind is ChartKind.HEAT:
        # Names that a phone turns upright would stand in the title.
        drawn.update_xaxes(side="bottom")
    drawn.update_layout(
        height=(drawn.layout.height or 0) + above,
        margin={"t": (drawn.layout.margin.t or 0) + above},
        paper_bgcolor=colours.background,
        plot_bgcolor=colours.background,
        clickmode="event+select",
        title={
            "text": LINE_BREAK.join([*(f"<b>{safe(line)}</b>" for line in title), *(_small(line) for line in beneath)]),
            "font": {"size": _TITLE_SIZE, "color": colours.text},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": 4, "t": _TOP},
        },
    )
    # What is not chosen stays readable.
    drawn.update_traces(unselected={"marker": {"opacity": 0.45}}, selector={"type": "bar"})
    drawn.update_traces(unselected={"marker": {"opacity": 0.3}}, selector={"mode": "markers"})
    return drawn


def _small(line: str) -> str:
    return f'<span style="font-size: {FONT_SIZE - 1}px">{safe(line)}</span>'


def picture_config(description: ChartDescription, kind: PictureFormat) -> dict[str, Any]:
    """What plotly.js may do with the figure: save it as a picture of a kind, under the title as the file's name."""
    name = _UNFIT.sub("-", description.title.lower()).strip("-")[:60] or "diagram"
    return {
        **CONFIG,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": kind, "filename": name, "scale": 2 if kind == "png" else 1},
    }
