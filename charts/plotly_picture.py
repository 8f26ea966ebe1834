"""A chart to take along as a picture: title, subtitle and marks stand in the figure itself.

On our other pages they stand around it as text. A picture that is saved leaves the page, and must say by itself what
it shows. The toolbar does nothing else than save it.
"""

import re
from typing import Any, Literal

import plotly.graph_objects as go

from charts.description import ChartDescription
from charts.plotly_common import LINE_HEIGHT
from charts.plotly_figure import CONFIG, figure
from charts.texts import LINE_BREAK, lines, safe
from charts.theme import FONT_SIZE, Mode, palette

PictureFormat = Literal["png", "svg"]

_TITLE_SIZE = 17
_TITLE_WIDTH = 36
_TEXT_WIDTH = 50
_TITLE_LINE = 23
_AIR = 18
_UNFIT = re.compile(r"[^\w]+")


def picture(description: ChartDescription, mode: Mode = "light") -> go.Figure:
    """The figure with its texts inside, on the page's own background; its marks can be chosen."""
    colours = palette(mode)
    drawn = figure(description, mode)
    title = lines(description.title, _TITLE_WIDTH)
    beneath = [line for text in (description.subtitle, *description.marks) for line in lines(text, _TEXT_WIDTH)]
    above = len(title) * _TITLE_LINE + len(beneath) * LINE_HEIGHT + _AIR
    drawn.update_layout(
        height=(drawn.layout.height or 0) + above,
        margin={"t": (drawn.layout.margin.t or 0) + above},
        paper_bgcolor=colours.background,
        plot_bgcolor=colours.background,
        clickmode="event+select",
        title={
            "text": LINE_BREAK.join(safe(line) for line in title),
            "font": {"size": _TITLE_SIZE, "color": colours.text, "weight": 600},
            "subtitle": {
                "text": LINE_BREAK.join(safe(line) for line in beneath),
                "font": {"size": FONT_SIZE - 1, "color": colours.muted},
            },
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": 4, "t": 8},
        },
    )
    return drawn


def picture_config(description: ChartDescription, kind: PictureFormat) -> dict[str, Any]:
    """What plotly.js may do with the figure: save it as a picture of a kind, under the title as the file's name."""
    name = _UNFIT.sub("-", description.title.lower()).strip("-")[:60] or "diagram"
    return {
        **CONFIG,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": kind, "filename": name, "scale": 2 if kind == "png" else 1},
    }
