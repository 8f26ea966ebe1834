"""The view as a chart, saved as a picture from its own toolbar, with the rows behind the mark one presses."""

from collections.abc import Callable

import pyarrow as pa
import streamlit as st

from base.errors import MognadError
from charts.description import ChartDescription
from charts.drawing.heat import is_wide
from charts.drawing.picture import PictureFormat, picture, picture_config
from charts.exploring import DrawnView, pivot_chart, points_chart
from charts.table import chart_table
from metrics.exploring.groups import Pivot, pivot
from metrics.exploring.points import Points, points
from metrics.exploring.table import ExploredTable
from pages.exploring.groups import group_controls, group_key, rows_of_group
from pages.exploring.rows import found_rows, rows_at
from pages.exploring.state import change, choose_of, key, view
from pages.frame.charting import mode, show_table
from pages.frame.fields import pick
from pages.frame.texts import plain

_DRAWINGS = {"bars": "Staplar", "line": "Linje över tid", "heat": "Värmekarta", "scatter": "Punkter"}
_FORMATS: dict[PictureFormat, str] = {"png": "PNG", "svg": "SVG"}
_MOST_ROWS = 200
# On a phone the columns of a wide heat map are too narrow for their names: it scrolls inside itself.
_SCROLLED = """<style>
.st-key-explore-drawing { overflow-x: auto; }
.st-key-explore-drawing [data-testid="stElementContainer"]:has([data-testid="stPlotlyChart"]) { min-width: 40rem; }
</style>"""


def chart_part(table: ExploredTable) -> None:
    """Choose a drawing and what it shows; then the chart and the rows behind it."""
    look = {"default": view().drawing, "required": True}
    drawing = pick("Diagram", _DRAWINGS, key("drawing"), st.segmented_control, **look)
    change(drawing=drawing)
    try:
        if drawing == "scatter":
            _scatter(table)
        else:
            group_controls(table)
            groups = pivot(table, view())
            drawn = pivot_chart(table, view(), groups, len(found_rows(table)))
            _draw(drawn.chart, lambda: _chosen_group(drawn, groups))
            rows_of_group(table, groups)
    except MognadError as error:
        st.info(plain(error.message), icon=":material/info:")


def _scatter(table: ExploredTable) -> None:
    numbers = [column for column in table.columns if column.measure]
    labels = {column.name: column.label for column in numbers}
    if len(numbers) < 2:
        raise MognadError("no_measure", "Punkter behöver två kolumner med tal.")
    for place, name, word in zip(st.columns(2), ("x", "y"), ("Vågrätt", "Lodrätt"), strict=True):
        wanted = getattr(view(), name)
        options = list(labels)
        begun = wanted if wanted in labels else options[("x", "y").index(name)]
        with place:
            change(**{name: choose_of(word, options, begun, labels, name)})
    marks = points(table, view())
    _draw(points_chart(table, view(), marks), _chosen_point)
    _rows_of_point(table, marks)


def _draw(chart: ChartDescription, on_select: Callable[[], None]) -> None:
    with st.container(border=True, key="explore-chart"):
        # Where the format is chosen must be known before the chart is drawn, and stands under it.
        drawing, below = st.container(key="explore-drawing"), st.container(horizontal=True, vertical_alignment="center")
        with below:
            look = {"default": "png", "required": True}
            kind = pick("Spara bilden som", _FORMATS, key("picture"), st.segmented_control, **look) or "png"
        with drawing:
            if is_wide(chart):
                st.html(_SCROLLED)
            st.plotly_chart(
                picture(chart, mode()),
                theme=None,
                config=picture_config(chart, kind),
                key=_chart_key(),
                on_select=on_select,
                selection_mode="points",
                alt=chart.alt,
            )
        st.caption("Kameran i diagrammets hörn sparar bilden. Tryck på en stapel, punkt eller ruta för att se raderna.")
    numbers = chart_table(chart)
    if len(numbers.rows) <= _MOST_ROWS:
        with st.expander("Samma siffror som tabell", type="compact"):
            show_table(numbers, f"Samma siffror som i diagrammet. {chart.title}.")


def _chart_key() -> str:
    current = view()
    return f"{group_key()}-{current.drawing}-{current.measure}-{current.of}-{current.x}-{current.y}"


def _pressed() -> tuple[int, int] | None:
    """The series and category of the mark that was pressed last."""
    state = st.session_state.get(_chart_key())
    marks = state["selection"]["points"] if state else []
    data = marks[-1].get("customdata") if marks else None
    # Streamlit hands a list over as an object with the places as names.
    values = list(data.values()) if isinstance(data, dict) else data
    return (int(values[0]), int(values[1])) if values and len(values) == 2 else None


def _chosen_group(drawn: DrawnView, groups: Pivot) -> None:
    pressed = _pressed()
    if pressed is None:
        st.session_state[group_key()] = None
        return
    row, column = drawn.behind(*pressed)
    st.session_state[group_key()] = (row, column if groups.across else None)


def _point_key() -> str:
    return key(f"point-{view().x}-{view().y}-{group_key()}")


def _chosen_point() -> None:
    pressed = _pressed()
    st.session_state[_point_key()] = pressed[1] if pressed else None


def _rows_of_point(table: ExploredTable, marks: Points) -> None:
    names = {
        place: f"{marks.x.label} {x:g} · {marks.y.label} {y:g} · rad {row + 1}"
        for place, (x, y, row) in enumerate(zip(marks.xs, marks.ys, marks.places, strict=True))
    }
    chosen = pick("Visa raden för", names, _point_key(), index=None, placeholder="Välj en punkt")
    if chosen is not None:
        # Rows that lie on the same spot are one mark to the eye.
        spot = [
            place
            for place, x, y in zip(marks.places, marks.xs, marks.ys, strict=True)
            if (x, y) == (marks.xs[chosen], marks.ys[chosen])
        ]
        rows_at(table, pa.array(spot, pa.int64()), "Punkten")
