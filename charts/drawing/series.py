"""Lines over years and upright columns."""

from typing import Any

import plotly.graph_objects as go

from charts.description import ChartDescription, ChartKind, ChartSeries, Emphasis
from charts.drawing.common import (
    LEGEND_WIDTH,
    LINE_HEIGHT,
    category_axis,
    finish,
    hover,
    note,
    series_colour,
    value_axis,
)
from charts.table import written
from charts.texts import LINE_BREAK, lines, safe, wrapped
from charts.theme import FONT_SIZE, Palette, text_on

_HEIGHT = 340
_BREAK_WIDTH = 16
_MOST_LABELS = 16
_LINE_WIDTHS = {Emphasis.STRONG: 4.0, Emphasis.FAINT: 1.5}


def runs(description: ChartDescription, series: ChartSeries) -> list[list[int]]:
    """Stretches of indices that a line may join: no missing value and no break within."""
    stops = {gap.before for gap in description.breaks if gap.for_all} | set(series.breaks)
    unbroken: list[list[int]] = []
    for index, value in enumerate(series.values):
        if value is None:
            continue
        if unbroken and unbroken[-1][-1] == index - 1 and index not in stops:
            unbroken[-1].append(index)
        else:
            unbroken.append([index])
    return unbroken


def draw_lines(drawn: go.Figure, description: ChartDescription, colours: Palette) -> None:
    """Years as lines; a single value is a point, and nothing joins what can't be compared."""
    # The strong series last, so that no other is drawn across its values.
    order = sorted(enumerate(description.series), key=lambda pair: pair[1].emphasis is Emphasis.STRONG)
    for place, series in order:
        colour = series_colour(series, place, colours)
        labelled = series.emphasis is Emphasis.STRONG and len(description.categories) <= _MOST_LABELS
        for number, run in enumerate(runs(description, series)):
            joins = len(run) > 1 and series.emphasis is not Emphasis.POINTS
            drawn.add_scatter(
                x=run,
                y=[series.values[index] for index in run],
                mode=("lines+markers" if joins else "markers") + ("+text" if labelled else ""),
                name=wrapped(series.name, LEGEND_WIDTH),
                legendgroup=str(place),
                legendrank=place,
                showlegend=number == 0,
                text=[safe(written(description, series, index)) for index in run] if labelled else None,
                textposition="top center",
                cliponaxis=False,
                line={
                    "color": colour,
                    "width": _LINE_WIDTHS.get(series.emphasis, 2.0),
                    "dash": "dot" if series.emphasis is Emphasis.FAINT else "solid",
                },
                marker=_marker(series, colour, colours),
                **hover(description, series, run),
            )
    for gap in description.breaks:
        drawn.add_vline(x=gap.before - 0.5, line={"color": colours.muted, "width": 1.5, "dash": "dash"})
        drawn.add_annotation(
            x=gap.before - 0.5,
            y=1,
            yref="paper",
            yanchor="bottom",
            text=wrapped(gap.text, _BREAK_WIDTH),
            **note(colours),
        )
    category_axis(drawn, description)
    value_axis(drawn, description, from_zero=description.low is None)
    above = max((len(lines(gap.text, _BREAK_WIDTH)) for gap in description.breaks), default=0)
    finish(drawn, description, _HEIGHT, top=16 + above * LINE_HEIGHT)


def draw_columns(drawn: go.Figure, description: ChartDescription, colours: Palette) -> None:
    """Columns beside or upon each other; a category without any value says so instead of showing 0."""
    stacked = description.kind is ChartKind.STACKED
    indices = list(range(len(description.categories)))
    labelled = stacked or len(indices) * len(description.series) <= _MOST_LABELS
    for place, series in enumerate(description.series):
        colour = series_colour(series, place, colours)
        drawn.add_bar(
            x=indices,
            y=list(series.values),
            name=wrapped(series.name, LEGEND_WIDTH),
            text=[
                safe(written(description, series, index)) if labelled and _shown(series.values[index], stacked) else ""
                for index in indices
            ],
            textposition="inside" if stacked else "outside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": text_on(colour) if stacked else colours.text},
            cliponaxis=False,
            marker={"color": colour, "line": {"color": colours.background, "width": 1}},
            **hover(description, series, indices),
        )
    for index in indices:
        if all(series.values[index] is None for series in description.series):
            drawn.add_annotation(x=index, y=0, yanchor="bottom", text=f"uppgift{LINE_BREAK}saknas", **note(colours))
    drawn.update_layout(barmode="stack" if stacked else "group", uniformtext={"mode": "hide", "minsize": FONT_SIZE - 2})
    category_axis(drawn, description)
    value_axis(drawn, description, from_zero=True)
    finish(drawn, description, _HEIGHT)


def _shown(value: float | None, stacked: bool) -> bool:
    # A 0 in a stack has no room for its number; beside others it is a fact.
    return value is not None and not (stacked and value == 0)


def _marker(series: ChartSeries, colour: str, colours: Palette) -> dict[str, Any]:
    if series.emphasis is Emphasis.POINTS:
        return {"symbol": "diamond-open", "size": 12, "color": colour, "line": {"width": 2.5, "color": colour}}
    size = 10 if series.emphasis is Emphasis.STRONG else 7
    return {"symbol": "circle", "size": size, "color": colour, "line": {"width": 1, "color": colours.background}}
