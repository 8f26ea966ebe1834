"""Search and filters: a folded bar, and above the rows a chip for each thing that holds."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from base.formats import plural
from metrics.exploring.rows import MOST_VALUES, values
from metrics.exploring.table import EMPTY, ColumnKind, ExploredColumn, ExploredTable
from metrics.exploring.view import Condition
from metrics.exploring.words import condition_text
from pages.exploring.state import change, key, open_view, view
from pages.frame.fields import day_field, pick_several
from pages.frame.kept import once
from pages.frame.texts import plain

_ANY, _FILLED, _EMPTY = "Alla", "Bara ifyllda", "Bara tomma"
_SAYS = {_ANY: None, _FILLED: True, _EMPTY: False}


def search_and_filters(table: ExploredTable) -> None:
    """Draw the search, the filters and the chips; what they say is in the view afterwards."""
    text = st.text_input(
        "Sök i alla textkolumner", view().search, key=key("search"), max_chars=200, icon=":material/search:"
    )
    change(search=text or "")
    chips = st.container(horizontal=True, gap="small")
    with st.expander("Filter", icon=":material/filter_alt:", key="explore-filter"):
        _filters(table)
    with chips:
        _chips(table)


def _filters(table: ExploredTable) -> None:
    held = {found.column: found for found in view().where}
    labels, note = {column.name: column.label for column in table.columns}, "Välj en eller flera kolumner"
    names = pick_several("Kolumner att filtrera på", labels, key("filtered"), list(held), placeholder=note)
    where = [_filter(table, table.column(name), held.get(name, Condition(column=name))) for name in names]
    change(where=tuple(where))


def _filter(table: ExploredTable, column: ExploredColumn, held: Condition) -> Condition:
    label = plain(column.label)
    if column.texts:
        listed = _values(table, column)
        if len(listed) <= MOST_VALUES:
            return _by_values(column, held, listed)
    first, second, third = st.columns(3, vertical_alignment="bottom")
    wanted: dict[str, object] = {}
    if column.kind is ColumnKind.NUMBER:
        wanted["low"] = first.number_input(f"{label} från", value=held.low, key=key(f"{column.at}-low"))
        wanted["high"] = second.number_input(f"{label} till", value=held.high, key=key(f"{column.at}-high"))
    elif column.kind is ColumnKind.DATE:
        for place, name, word, day in ((first, "since", "från", held.since), (second, "until", "till", held.until)):
            wanted[name] = day_field(f"{label} {word}", day, key(f"{column.at}-{name}"), place.date_input)
    else:
        # Too many values for a list; what a saved view chose of them still holds.
        wanted["contains"], wanted["values"] = _contains(first, column, held), held.values
    begun = list(_SAYS.values()).index(held.filled)
    empty = third.selectbox(f"Tomma celler i {label}", list(_SAYS), begun, key=key(f"{column.at}-empty"))
    return Condition(column=column.name, filled=_SAYS[str(empty)], **wanted)  # type: ignore[arg-type]  # checked by the model


def _by_values(column: ExploredColumn, held: Condition, listed: list[tuple[str | None, int]]) -> Condition:
    counts = {value or "": rows for value, rows in listed}
    counts |= {value: 0 for value in held.values if value not in counts}
    names = {value: f"{value or EMPTY} ({plural(rows, 'rad', 'rader')})" for value, rows in counts.items()}
    first, second = st.columns([2, 1], vertical_alignment="bottom")
    with first:
        of, begun = key(f"{column.at}-values"), list(held.values)
        chosen = pick_several(plain(column.label), names, of, begun, placeholder="Alla värden")
    contains = _contains(second, column, held)
    # "(tomt)" stands among the values; what a saved view said of it besides still holds, and its chip takes it away.
    return Condition(column=column.name, values=tuple(chosen), contains=contains, filled=held.filled)


def _contains(place: DeltaGenerator, column: ExploredColumn, held: Condition) -> str:
    label = f"{plain(column.label)} innehåller"
    return place.text_input(label, held.contains, key=key(f"{column.at}-contains"), max_chars=200) or ""


def _values(table: ExploredTable, column: ExploredColumn) -> list[tuple[str | None, int]]:
    """A column's values, looked up once per table."""
    cache: dict[str, list[tuple[str | None, int]]] = once("explore_values", table, dict)
    if column.at not in cache:
        cache[column.at] = values(table, column)
    return cache[column.at]


def _chips(table: ExploredTable) -> None:
    if view().search.strip():
        _chip(f"Sökning: {view().search.strip()}", "search")
    for found in view().where:
        if found.says:
            _chip(condition_text(table.column(found.column), found), found.column)


def _chip(text: str, name: str) -> None:
    st.button(
        plain(text),
        key=key(f"chip-{name}"),
        icon=":material/close:",
        help="Ta bort filtret",
        on_click=_take_away,
        args=(name,),
    )


def _take_away(name: str) -> None:
    without = {"where": tuple(held for held in view().where if held.column != name)}
    open_view(view().model_copy(update={"search": ""} if name == "search" else without))
