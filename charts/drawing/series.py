"""Lines over years and upright columns."""

from typing import Any

import plotly.graph_objects as go

from charts.description import ChartDescription, ChartKind, ChartSeries, Emphasis
from charts.drawing.common import LEGEND_WIDTH, LINE_HEIGHT, category_axis, finish, hover, value_axis
from charts.drawing.template import NOTE, bar_look, line_look, make_room
from charts.drawing.texts import LINE_BREAK, lines, safe, wrapped
from charts.table import written
from charts.theme import Palette

_HEIGHT = 356
_BREAK_WIDTH = 16
_MOST_LABELS = 16
_LINE_WIDTHS = {Emphasis.STRONG: 4.0, Emphasis.FAINT: 1.5}


def runs(description: ChartDescription, series: ChartSeries) -> list[list[int]]:
    """Stretches of indices that a line may join: no missing value and no break within."""
    stops = {gap.before for gap in description.breaks if gap.for_all} | set(series.breaks)
    stretches: list[list[int]] = []
    before: int | None = None
    for index, value in enumerate(series.values):
        if index in series.passed:
            continue
        if value is not None and stretches and stretches[-1][-1] == before and index not in stops:
            stretches[-1].append(index)
        elif value is not None:
            stretches.append([index])
        before = index
    return stretches


def draw_lines(drawn: go.Figure, description: ChartDescription, colours: Palette) -> None:
    """Years as lines; a single value is a point, and nothing joins what can't be compared."""
    # The strong series last, so that no other is drawn across its values.
    order = sorted(enumerate(description.series), key=lambda pair: pair[1].emphasis is Emphasis.STRONG)
    for place, series in order:
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
                line_width=_LINE_WIDTHS.get(series.emphasis, 2.0),
                line_dash="dot" if series.emphasis is Emphasis.FAINT else "solid",
                marker=_marker(series),
                **line_look(series, place, colours),
                **hover(description, series, run),
            )
    category_axis(drawn, description)
    value_axis(drawn, description, from_zero=description.low is None)
    finish(drawn, description, _HEIGHT)
    _mark_breaks(drawn, description)


def _mark_breaks(drawn: go.Figure, description: ChartDescription) -> None:
    for gap in description.breaks:
        x = gap.before - 0.5
        drawn.add_vline(x=x)
        drawn.add_annotation(x=x, y=1, yref="paper", yanchor="bottom", text=wrapped(gap.text, _BREAK_WIDTH), **NOTE)
    above = max((len(lines(gap.text, _BREAK_WIDTH)) for gap in description.breaks), default=0)
    make_room(drawn, above=above * LINE_HEIGHT)


def draw_columns(drawn: go.Figure, description: ChartDescription, colours: Palette) -> None:
    """Columns beside or upon each other; a category without any value says so instead of showing 0."""
    stacked = description.kind is ChartKind.STACKED
    indices = list(range(len(description.categories)))
    labelled = stacked or len(indices) * len(description.series) <= _MOST_LABELS
    for place, series in enumerate(description.series):
        if series.emphasis is Emphasis.POINTS:
            _add_points(drawn, description, place, colours)
            continue
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
            **bar_look(series, place, colours),
            **hover(description, series, indices),
        )
    for index in indices:
        if all(series.values[index] is None for series in description.series):
            drawn.add_annotation(x=index, y=0, yanchor="bottom", text=f"uppgift{LINE_BREAK}saknas", **NOTE)
    drawn.update_layout(barmode="stack" if stacked else "group", uniformtext_mode="hide")
    category_axis(drawn, description)
    value_axis(drawn, description, from_zero=True)
    finish(drawn, description, _HEIGHT)


def _add_points(drawn: go.Figure, description: ChartDescription, place: int, colours: Palette) -> None:
    """Single points among columns."""
    series = description.series[place]
    indices = [index for index, value in enumerate(series.values) if value is not None]
    drawn.add_scatter(
        x=indices,
        y=[series.values[index] for index in indices],
        mode="markers",
        name=wrapped(series.name, LEGEND_WIDTH),
        marker=_marker(series),
        **line_look(series, place, colours),
        **hover(description, series, indices),
    )


def _shown(value: float | None, stacked: bool) -> bool:
    # A 0 in a stack has no room for its number; beside others it is a fact.
    return value is not None and not (stacked and value == 0)


def _marker(series: ChartSeries) -> dict[str, Any]:
    if series.emphasis is Emphasis.POINTS:
        return {"symbol": "diamond-open", "size": 12, "line": {"width": 2.5}}
    return {"symbol": "circle", "size": 10 if series.emphasis is Emphasis.STRONG else 7}
