"""Areas as lying bars, levels as a staircase, branches × areas as a heat map."""

import plotly.graph_objects as go

from charts.description import ChartDescription, ChartSeries, Emphasis
from charts.drawing.common import (
    LEGEND_WIDTH,
    LINE_HEIGHT,
    category_axis,
    ends,
    finish,
    hatch,
    hover,
    series_colour,
    ticks,
)
from charts.table import written
from charts.texts import lines, safe, wrapped
from charts.theme import FONT_SIZE, Palette, level_colour, text_on

NOT_ASSESSED = "Ej bedömd"
HERE = "Här är ni"

_BAR = 22
_BETWEEN_BARS = 18
_NAME_WIDTH = 44
_STAIRS_HEIGHT = 320
_CELL = 44
_ROW_NAME_WIDTH = 18


def draw_bars(drawn: go.Figure, description: ChartDescription, colours: Palette) -> None:
    """Lying bars with their names above them: beside them there is no room on a phone.

    The upright axis counts pixels, so that a name of three lines gets the room it needs.
    """
    indices = list(range(len(description.categories)))
    middles: list[float] = []
    bottom = 0.0
    for category in description.categories:
        names = len(lines(category, _NAME_WIDTH)) * LINE_HEIGHT
        middles.append(bottom + names + _BAR / 2)
        bottom += names + _BAR + _BETWEEN_BARS
    low, high = ends(description, from_zero=True)
    earlier = 0
    for place, series in enumerate(description.series):
        if series.emphasis is Emphasis.MARK:
            earlier += 1
            drawn.add_scatter(
                x=list(series.values),
                y=middles,
                mode="markers",
                name=wrapped(series.name, LEGEND_WIDTH),
                cliponaxis=False,
                marker=_mark(earlier, colours),
                **hover(description, series, indices),
            )
        else:
            drawn.add_bar(
                x=list(series.values),
                y=middles,
                orientation="h",
                width=_BAR,
                name=wrapped(series.name, LEGEND_WIDTH),
                marker={"color": series_colour(series, place, colours), "line": {"color": colours.outline, "width": 1}},
                **hover(description, series, indices),
            )
    missing = _told_missing(description.series[0])
    for index, category in enumerate(description.categories):
        drawn.add_annotation(
            x=0, xref="paper", xanchor="left", y=middles[index] - _BAR / 2, yanchor="bottom", align="left", borderpad=0,
            text=wrapped(category, _NAME_WIDTH), showarrow=False, font={"color": colours.text},
        )  # fmt: skip
        reach = max([0.0, *(value for series in description.series if (value := series.values[index]) is not None)])
        # What is not known fills the row, so its word stands on it.
        words: dict[str, object] = {"x": 0, "bgcolor": colours.missing} if index in missing else {"x": reach}
        drawn.add_annotation(
            xanchor="left", xshift=8, y=middles[index], yanchor="middle", showarrow=False, **words,
            text=safe(written(description, description.series[0], index)), font={"color": colours.text},
        )  # fmt: skip
    _not_assessed(drawn, description, middles, high, colours)
    drawn.update_xaxes(
        range=[low, high + (high - low) * 0.22], showgrid=True, title_text=safe(description.x_label),
        **ticks(description, low, high),
    )  # fmt: skip
    drawn.update_yaxes(visible=False, range=[bottom, -4])
    # Plotly would otherwise stand the hatched bars beside the others.
    drawn.update_layout(barmode="overlay")
    finish(drawn, description, int(bottom) + 50)


def _told_missing(series: ChartSeries) -> list[int]:
    """Where there is no value and the label says why."""
    return [index for index, value in enumerate(series.values) if value is None and series.labels]


def _mark(earlier: int, colours: Palette) -> dict[str, object]:
    """How the first, the second … measurement before is marked."""
    if earlier == 1:
        return {"symbol": "line-ns", "size": 26, "line": {"color": colours.text, "width": 3}}
    return {"symbol": "diamond-open", "size": 11, "color": colours.text, "line": {"color": colours.text, "width": 2}}


def _not_assessed(
    drawn: go.Figure, description: ChartDescription, middles: list[float], high: float, colours: Palette
) -> None:
    """A hatched bar of full length where the first series tells that it has no value: unknown is not nothing."""
    series = description.series[0]
    missing = _told_missing(series)
    if missing:
        drawn.add_bar(
            x=[high] * len(missing),
            y=[middles[index] for index in missing],
            orientation="h",
            width=_BAR,
            name=NOT_ASSESSED,
            showlegend=False,
            marker={
                "color": colours.missing,
                "line": {"color": colours.outline, "width": 1},
                "pattern": hatch(colours),
            },
            **hover(description, series, missing),
        )


def draw_staircase(drawn: go.Figure, description: ChartDescription, colours: Palette) -> None:
    """Levels as steps: those reached filled from light to dark, the others empty, all hatched when not assessed."""
    series = description.series[0]
    steps = list(range(len(description.categories)))
    reached = description.reached
    fills = [
        level_colour(colours, step / max(len(steps) - 1, 1))
        if reached is not None and step < reached
        else colours.missing
        for step in steps
    ]
    marker = {"color": fills, "line": {"color": colours.outline, "width": 1.5}}
    drawn.add_bar(
        x=steps,
        y=[step + 1 for step in steps],
        width=1.0,
        text=[safe(series.labels[step]) if series.labels else "" for step in steps],
        textposition="inside",
        insidetextanchor="end",
        textangle=0,
        textfont={"color": [text_on(fill) for fill in fills]},
        marker=marker | ({"pattern": hatch(colours)} if reached is None else {}),
        **hover(description, series, steps),
    )
    if reached:
        drawn.add_annotation(
            x=reached - 1, y=reached, yanchor="bottom", yshift=2, text=f"<b>{HERE}</b>", showarrow=False,
            font={"color": colours.text},
        )  # fmt: skip
    category_axis(drawn, description, width=13)
    drawn.update_xaxes(tickfont={"color": colours.text, "size": FONT_SIZE - 2})
    drawn.update_yaxes(visible=False, range=[0, len(steps) + 0.5])
    finish(drawn, description, _STAIRS_HEIGHT, legend=False)


def draw_heat(drawn: go.Figure, description: ChartDescription, colours: Palette) -> None:
    """Series as rows, categories as columns, the value in each cell; no value is a hatched cell."""
    rows, columns = list(range(len(description.series))), list(range(len(description.categories)))
    values = {
        (row, column): value
        for row, series in enumerate(description.series)
        for column, value in enumerate(series.values)
        if value is not None
    }
    low = description.low if description.low is not None else min(values.values(), default=0.0)
    high = description.high if description.high is not None else max(values.values(), default=1.0)
    span = (high - low) or 1.0
    last = len(colours.levels) - 1
    drawn.add_heatmap(
        x=columns,
        y=rows,
        z=[list(series.values) for series in description.series],
        zmin=low,
        zmax=low + span,
        colorscale=[[step / last, colour] for step, colour in enumerate(colours.levels)],
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="text",
        hovertext=[hover(description, series, columns)["hovertext"] for series in description.series],
    )
    missing = [(row, column) for row in rows for column in columns if (row, column) not in values]
    if missing:
        drawn.add_bar(
            x=[column for _, column in missing],
            y=[0.94] * len(missing),
            base=[row - 0.47 for row, _ in missing],
            width=0.94,
            name=wrapped(description.missing, LEGEND_WIDTH),
            marker={"color": colours.missing, "line": {"width": 0}, "pattern": hatch(colours)},
            hoverinfo="text",
            hovertext=[_cell_text(description, description.series[row], column) for row, column in missing],
            customdata=[[row, column] for row, column in missing],
        )
    colour_of = {place: text_on(level_colour(colours, (value - low) / span)) for place, value in values.items()}
    # A trace for each colour: of what is not chosen plotly bears only one, and would else fade the numbers away.
    for colour in sorted(set(colour_of.values())):
        places = [place for place in values if colour_of[place] == colour]
        drawn.add_scatter(
            x=[column for _, column in places],
            y=[row for row, _ in places],
            mode="markers+text",
            # Unseen, so that a press beside the number is one on the cell: a heat map's own cells can't be chosen.
            marker={"symbol": "square", "size": _CELL, "color": "rgba(0,0,0,0)"},
            text=[safe(written(description, description.series[row], column)) for row, column in places],
            textfont={"color": colour},
            unselected={"textfont": {"color": colour}},
            hoverinfo="text",
            hovertext=[_cell_text(description, description.series[row], column) for row, column in places],
            customdata=[[row, column] for row, column in places],
            showlegend=False,
        )
    names = [lines(series.name, _ROW_NAME_WIDTH) for series in description.series]
    drawn.update_xaxes(
        side="top", showgrid=False, ticks="", range=[-0.5, len(columns) - 0.5], autotickangles=[0, 90],
        tickvals=columns, ticktext=[wrapped(category, 16) for category in description.categories],
    )  # fmt: skip
    drawn.update_yaxes(
        showgrid=False, ticks="", range=[len(rows) - 0.5, -0.5], tickvals=rows,
        ticktext=[wrapped(series.name, _ROW_NAME_WIDTH) for series in description.series],
    )  # fmt: skip
    height = max((len(name) for name in names), default=1) * LINE_HEIGHT + 16
    drawn.update_layout(showlegend=bool(missing), height=170 + height * len(rows))


def _cell_text(description: ChartDescription, series: ChartSeries, column: int) -> str:
    text: str = hover(description, series, [column])["hovertext"][0]
    return text
