"""Which rows of a file are taken in, and one value for the whole file where no column fills a field."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from base.formats import plural
from data.ledger.store import Store
from data.organisation.units import units
from data.registers.definitions.model import Register, RegisterField
from data.registers.finding.mapping import RowFilter, constant_fault, key_of
from data.registers.reading.result import Reading
from pages.frame.addressed import controlled
from pages.frame.choosing import unit_labels
from pages.frame.fields import day_field
from pages.frame.session import today
from pages.frame.texts import plain
from pages.importing.draft import Draft

_MOST_VALUES = 300
_EMPTY = "(tom)"
_FAULT = "import_constant_fault"


def row_choices(store: Store, draft: Draft, reading: Reading) -> None:
    """The filters and the values for the file, each with what it does, and one more of each folded."""
    register = reading.register
    if register is None:
        return
    st.header("Urval och värden för hela filen", anchor=False)
    for place, wish in enumerate(reading.mapping.where or ()):
        _filter(draft, reading, place, wish)
    for name, text in reading.mapping.constants.items():
        _constant(draft, register.field(name), text or "")
    with st.expander("Ta bara med vissa rader", type="compact", key=draft.key("filter-new")):
        _new_filter(draft, reading)
    with st.expander("Ett värde för hela filen", type="compact", key=draft.key("constant-new")):
        _new_constant(store, draft, register, reading)


def drop_filters(draft: Draft) -> None:
    """A way out where the filters leave no row."""
    st.button("Ta med alla rader", key=draft.key("filters-drop"), on_click=_set_filters, args=(draft, ()))


def left_out_words(reading: Reading) -> list[str]:
    """``38 rader lämnades utanför: Kategori är inte IT``, for each filter that left any out; texts unescaped."""
    told = [left for left in reading.filtered if left.rows]
    return [f"{plural(left.rows, 'rad', 'rader')} lämnas utanför: {left.reason}" for left in told]


def _filter(draft: Draft, reading: Reading, place: int, wish: RowFilter) -> None:
    counts = draft.values_of(reading, wish.header)
    spelled = {key_of(text): text for text in counts}
    chosen = [spelled.get(key_of(value), value) for value in wish.values]
    options = [*dict.fromkeys([*chosen, *(text for text, _ in counts.most_common(_MOST_VALUES))])]
    with st.container(border=True, key=draft.key("filter", place)):
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        controlled(
            left.multiselect,
            f"Rader där {plain(wish.header)} är",
            draft.key("filter-values", place),
            chosen,
            partial(_change_filter, draft, reading, place),
            options=options,
            select_all=False,
            **_values_look(counts),
        )
        controlled(
            right.radio,
            "Ska de tas med?",
            draft.key("filter-exclude", place),
            wish.exclude,
            partial(_turn_filter, draft, reading, place),
            options=[False, True],
            format_func=lambda exclude: "Lämna utanför" if exclude else "Ta med bara dem",
            label_visibility="collapsed",
        )
        left_out = sum(left.rows for left in reading.filtered[place : place + 1])
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{plural(left_out, 'rad', 'rader')} lämnas utanför.", width="content")
            others = tuple(each for index, each in enumerate(reading.mapping.where or ()) if index != place)
            st.button(
                "Ta bort urvalet", key=draft.key("filter-drop", place), type="tertiary", on_click=_set_filters,
                args=(draft, others),
            )  # fmt: skip


def _new_filter(draft: Draft, reading: Reading) -> None:
    taken = {key_of(wish.header) for wish in reading.mapping.where or ()}
    headers = [header for header in reading.mapping.fields if key_of(header) not in taken]
    key = draft.key("filter-header", len(taken))
    header = st.selectbox("Välj rader efter kolumnen", headers, index=None, key=key, placeholder="Välj kolumn")
    if header is None:
        return
    counts = draft.values_of(reading, header)
    key = draft.key("filter-first", len(taken), header)
    st.multiselect(
        f"Ta med bara rader där {plain(header)} är",
        [text for text, _ in counts.most_common(_MOST_VALUES)],
        key=key,
        on_change=_add_filter,
        args=(draft, reading, header, key),
        select_all=False,
        **_values_look(counts),
    )


def _values_look(counts: Counter[str]) -> dict[str, Any]:
    return {"format_func": lambda text: f"{text or _EMPTY} ({counts.get(text, 0)})", "placeholder": "Välj värden"}


def _constant(draft: Draft, field: RegisterField, text: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=draft.key("constant", field.name)):
        st.markdown(f"{plain(field.label)}: **{plain(text)}** på alla rader", width="content")
        st.button(
            "Ta bort", key=draft.key("constant-drop", field.name), type="tertiary", on_click=draft.answers.correct,
            args=("constants", field.name, None),
        )  # fmt: skip


def _new_constant(store: Store, draft: Draft, register: Register, reading: Reading) -> None:
    fault = st.session_state.pop(_FAULT, "")
    if fault:
        st.error(plain(fault), icon=":material/error:")
    st.caption("För en uppgift som ingen kolumn i filen har. Värdet gäller alla rader, även i nästa fil.")
    labels = {field.name: field.label for field in register.fields if field.name not in reading.filled}
    labels.pop(register.key, None)
    place = len(reading.mapping.constants)
    name = st.selectbox(
        "Uppgift", list(labels), index=None, key=draft.key("constant-field", place),
        format_func=lambda name: labels.get(name, ""), placeholder="Välj uppgift",
    )  # fmt: skip
    if name is None:
        return
    field, key = register.field(name), draft.key("constant-value", name)
    options = _options(store, field)
    if options:
        st.selectbox(
            "Värde", list(options), index=None, key=key, format_func=lambda text: options.get(text, text),
            placeholder="Välj värde",
        )  # fmt: skip
    elif field.type in ("date", "datetime"):
        day_field("Värde", None, key)
    else:
        st.text_input("Värde", key=key, max_chars=500)
    st.button(
        "Använd för hela filen", key=draft.key("constant-add", name), on_click=_add_constant,
        args=(draft, field, reading, key),
    )  # fmt: skip


def _options(store: Store, field: RegisterField) -> dict[str, str]:
    """Text as a cell would have it → what is shown, for a field that has a list; else empty."""
    if field.type == "choice":
        return {value.label: value.label for value in field.values}
    if field.type == "boolean":
        return {"ja": "Ja", "nej": "Nej"}
    if field.type == "unit":
        parts = units(store, today(store))
        labels, names = unit_labels(parts), [unit.name for unit in parts]
        return {
            unit.name if names.count(unit.name) == 1 else unit.code or unit.unit: labels[unit.unit] for unit in parts
        }
    return {}


def _set_filters(draft: Draft, filters: tuple[RowFilter, ...]) -> None:
    draft.answers.replace("where", [each.model_dump(mode="json") for each in filters])


def _add_filter(draft: Draft, reading: Reading, header: str, key: str) -> None:
    if values := st.session_state[key]:
        _set_filters(draft, (*(reading.mapping.where or ()), RowFilter(header=header, values=tuple(values))))


def _change_filter(draft: Draft, reading: Reading, place: int, values: Sequence[str]) -> None:
    filters = list(reading.mapping.where or ())
    changed = filters[place].model_copy(update={"values": tuple(values)})
    filters[place : place + 1] = [changed] if values else []
    _set_filters(draft, tuple(filters))


def _turn_filter(draft: Draft, reading: Reading, place: int, exclude: bool) -> None:
    filters = list(reading.mapping.where or ())
    filters[place] = filters[place].model_copy(update={"exclude": exclude})
    _set_filters(draft, tuple(filters))


def _add_constant(draft: Draft, field: RegisterField, reading: Reading, key: str) -> None:
    text = str(st.session_state[key] or "")
    if fault := constant_fault(field, text, reading.mapping):
        st.session_state[_FAULT] = fault
    else:
        draft.answers.correct("constants", field.name, text)
