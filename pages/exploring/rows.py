"""The rows themselves: which columns, in which order, and as a file to take along."""

from collections.abc import Callable, Sequence
from functools import partial

import pyarrow as pa
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from base.formats import day
from files.writer import SheetOut, csv_bytes, xlsx_bytes
from metrics.exploring.rows import Clause, chosen_columns, exported, find, taken
from metrics.exploring.table import ColumnKind, ExploredColumn, ExploredTable
from metrics.exploring.words import count_text, origin_rows
from pages.exploring.state import change, choose_of, key, view
from pages.frame.fields import pick_several
from pages.frame.kept import once
from pages.frame.small_files import download
from pages.frame.texts import plain

_FOUND = "explore_found"
_HEIGHT = 460
_SLOW_ROWS = 20_000
_IN_FILE = ""
_Origin = list[tuple[str, str]]


def found_rows(table: ExploredTable) -> pa.Array:
    """The places of the view's rows, found once for as long as nothing that matters is changed."""
    wanted = (table, view().search, view().where, view().sort, view().descending)
    return once(_FOUND, wanted, lambda: find(table, view()))


def rows_part(table: ExploredTable) -> None:
    """The table with its columns and order."""
    with st.popover("Kolumner och ordning", icon=":material/view_column:"):
        _columns_and_order(table)
    places = found_rows(table)
    columns = chosen_columns(table, view())
    show_rows(table, places, columns, "rows", f"Raderna i {table.title}")
    export(table, places, columns, "rows")


def behind(table: ExploredTable, more: Clause, name: str) -> None:
    """*Visa rader*: the rows of one group."""
    places = find(table, view(), more)
    rows_at(table, places, name)


def rows_at(table: ExploredTable, places: pa.Array, name: str) -> None:
    """Some rows under what they are behind, told and to take along."""
    columns = chosen_columns(table, view())
    st.markdown(f"**{plain(name)}**: {count_text(len(places), len(places))}")
    show_rows(table, places, columns, "behind", f"Raderna bakom {name}")
    export(table, places, columns, "behind", name)


def show_rows(table: ExploredTable, places: pa.Array, columns: Sequence[ExploredColumn], name: str, alt: str) -> None:
    """Rows in a grid that fetches them as one scrolls."""
    if not len(places):
        st.info("Inga rader att visa. Ta bort ett filter.")
        return
    with st.container(key=f"explore-grid-{name}"):
        st.dataframe(
            taken(table, places, columns),
            hide_index=True,
            column_config={column.label: _config(table, column) for column in columns},
            height=_HEIGHT if len(places) > 12 else "content",
            placeholder="",
            lazy=True,
            alt=alt,
        )


def export(table: ExploredTable, places: pa.Array, columns: Sequence[ExploredColumn], name: str, of: str = "") -> None:
    """The rows shown as a file. ``of``: the group that they are the rows of."""
    if not len(places):
        return
    origin = origin_rows(table, view(), len(places), of)
    stem = f"{table.title} {day(table.as_of)}" if table.as_of else table.title
    with st.container(horizontal=True):
        for label, ending, make in (("Hämta som Excel", "xlsx", _xlsx), ("Hämta som CSV", "csv", _csv)):
            made = partial(_made, make, table, places, columns, origin)
            download(label, made, f"{stem}.{ending}", f"explore-{name}-{ending}", "tertiary")
    if len(places) > _SLOW_ROWS:
        st.caption("Med så här många rader tar Excel-filen en stund att göra. CSV går fortare.")


def _columns_and_order(table: ExploredTable) -> None:
    names = [column.name for column in table.columns]
    labels = {column.name: column.label for column in table.columns} | {_IN_FILE: "Som i filen"}
    named, begun = {name: labels[name] for name in names}, [name for name in view().columns if name in names]
    label = "Kolumner, i den ordning du väljer dem"
    chosen = pick_several(label, named, key("columns"), begun, placeholder="Alla kolumner")
    sort = choose_of("Sortera efter", [_IN_FILE, *names], view().sort or _IN_FILE, labels, "sort")
    down = st.toggle("Störst eller senast först", view().descending, key=key("descending"), disabled=not sort)
    change(columns=tuple(chosen), sort=sort or None, descending=bool(down and sort))


def _config(table: ExploredTable, column: ExploredColumn) -> ColumnConfig:
    if column.kind is ColumnKind.NUMBER:
        return st.column_config.NumberColumn(format="localized")
    if column.kind is ColumnKind.DATE:
        if pa.types.is_date(table.data.schema.field(column.at).type):
            return st.column_config.DateColumn(format="YYYY-MM-DD")
        return st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")
    return st.column_config.TextColumn()


def _made(
    make: Callable[[pa.Table, str, _Origin], bytes],
    table: ExploredTable,
    places: pa.Array,
    columns: Sequence[ExploredColumn],
    origin: _Origin,
) -> bytes:
    return make(exported(table, places, columns), table.title, origin)


def _rows(shown: pa.Table) -> list[tuple[object, ...]]:
    return list(zip(*(_plain(column.to_pylist()) for column in shown.columns), strict=True))


def _plain(values: list[object]) -> list[object]:
    """Whole numbers without a decimal."""
    return [int(value) if isinstance(value, float) and value.is_integer() else value for value in values]


def _xlsx(shown: pa.Table, title: str, origin: _Origin) -> bytes:
    rows = SheetOut(title, shown.column_names, _rows(shown))  # type: ignore[arg-type]  # Arrow's own values
    return xlsx_bytes([rows, SheetOut("Om urvalet", ("Vad", "Värde"), origin)])


def _csv(shown: pa.Table, title: str, origin: _Origin) -> bytes:
    return csv_bytes(shown.column_names, _rows(shown))  # type: ignore[arg-type]  # Arrow's own values
