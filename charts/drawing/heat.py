"""Branches × areas as a heat map."""

from typing import Any

import plotly.graph_objects as go

from charts.description import ChartDescription, ChartKind
from charts.drawing.common import LEGEND_WIDTH, LINE_HEIGHT, hover, hover_text
from charts.drawing.template import ink_on, number_look, unknown_look
from charts.drawing.texts import lines, safe, wrapped
from charts.table import written
from charts.theme import Palette

_CELL = 44
_CELL_SHARE = 0.94
_ROW_NAME_WIDTH = 18
_COLUMN_NAME_WIDTH = 16
_LINES_ON_A_PHONE = 10

Cell = tuple[int, int]
"""Row and column."""


def draw_heat(drawn: go.Figure, description: ChartDescription, colours: Palette) -> None:
    """Series as rows, categories as columns, the value in each cell; no value is a hatched cell."""
    cells = {
        (row, column): value
        for row, series in enumerate(description.series)
        for column, value in enumerate(series.values)
    }
    values = {cell: value for cell, value in cells.items() if value is not None}
    missing = [cell for cell, value in cells.items() if value is None]
    low, span = _scale(description, list(values.values()))
    _cells(drawn, description, low, low + span)
    if missing:
        _missing_cells(drawn, description, missing, colours)
    _numbers(drawn, description, {cell: ink_on((value - low) / span, colours) for cell, value in values.items()})
    _names(drawn, description)
    drawn.update_layout(showlegend=bool(missing))


def is_wide(description: ChartDescription) -> bool:
    """Whether the names of a heat map's columns, turned upright, would meet on a phone."""
    if description.kind is not ChartKind.HEAT:
        return False
    most_lines = max((len(lines(name, _COLUMN_NAME_WIDTH)) for name in description.categories), default=0)
    return most_lines * len(description.categories) > _LINES_ON_A_PHONE


def _scale(description: ChartDescription, values: list[float]) -> tuple[float, float]:
    """The lowest value of the colours, and how far it is to the highest."""
    low = description.low if description.low is not None else min(values, default=0.0)
    high = description.high if description.high is not None else max(values, default=1.0)
    return low, (high - low) or 1.0


def _cells(drawn: go.Figure, description: ChartDescription, low: float, high: float) -> None:
    columns = list(range(len(description.categories)))
    drawn.add_heatmap(
        x=columns,
        y=list(range(len(description.series))),
        z=[list(series.values) for series in description.series],
        zmin=low,
        zmax=high,
        hoverinfo="text",
        hovertext=[hover(description, series, columns)["hovertext"] for series in description.series],
    )


def _missing_cells(drawn: go.Figure, description: ChartDescription, missing: list[Cell], colours: Palette) -> None:
    drawn.add_bar(
        x=[column for _, column in missing],
        y=[_CELL_SHARE] * len(missing),
        base=[row - _CELL_SHARE / 2 for row, _ in missing],
        width=_CELL_SHARE,
        name=wrapped(description.missing, LEGEND_WIDTH),
        **unknown_look(colours),
        **_pointed_at(description, missing),
    )


def _numbers(drawn: go.Figure, description: ChartDescription, inks: dict[Cell, str]) -> None:
    """A trace for each colour: of what is not chosen plotly bears only one, and would else fade the numbers away."""
    for ink in sorted(set(inks.values())):
        cells = [cell for cell in inks if inks[cell] == ink]
        drawn.add_scatter(
            x=[column for _, column in cells],
            y=[row for row, _ in cells],
            mode="markers+text",
            # Unseen, so that a press beside the number is one on the cell: a heat map's own cells can't be chosen.
            marker={"symbol": "square", "size": _CELL, "opacity": 0},
            text=[safe(written(description, description.series[row], column)) for row, column in cells],
            showlegend=False,
            **number_look(ink),
            **_pointed_at(description, cells),
        )


def _pointed_at(description: ChartDescription, cells: list[Cell]) -> dict[str, Any]:
    """As ``hover``, of cells of several series."""
    return {
        "customdata": [[row, column] for row, column in cells],
        "hoverinfo": "text",
        "hovertext": [hover_text(description, description.series[row], column) for row, column in cells],
    }


def _names(drawn: go.Figure, description: ChartDescription) -> None:
    rows, columns = range(len(description.series)), range(len(description.categories))
    drawn.update_xaxes(
        side="top", ticks="", range=[-0.5, len(columns) - 0.5], autotickangles=[0, 90],
        tickvals=list(columns), ticktext=[wrapped(category, _COLUMN_NAME_WIDTH) for category in description.categories],
    )  # fmt: skip
    drawn.update_yaxes(
        showgrid=False, ticks="", range=[len(rows) - 0.5, -0.5],
        tickvals=list(rows), ticktext=[wrapped(series.name, _ROW_NAME_WIDTH) for series in description.series],
    )  # fmt: skip
    most_lines = max((len(lines(series.name, _ROW_NAME_WIDTH)) for series in description.series), default=1)
    drawn.update_layout(height=170 + (most_lines * LINE_HEIGHT + 16) * len(rows))
