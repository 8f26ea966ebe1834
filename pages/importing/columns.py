"""Each column of the file: what it holds, which field it fills, and whether it is taken in."""

from collections import Counter
from functools import partial

import streamlit as st

from base.formats import plural
from data.registers.definitions.model import Register
from data.registers.reading.result import ColumnReading, Reading
from data.registers.values.personal import MASK
from pages.frame.addressed import controlled
from pages.frame.texts import cut, plain
from pages.importing.draft import Draft

_LONGEST_EXAMPLE = 30
_MOST_HEADINGS = 4


def columns(draft: Draft, reading: Reading) -> None:
    """A row of widgets per column; those that no field needs are folded, and off from the start."""
    register = reading.register
    if register is None:
        return
    st.header("Kolumner", anchor=False)
    st.markdown("Kontrollera att varje kolumn hamnar i rätt fält. Ta bara med det som behövs.")
    for issue in reading.issues:
        if issue.code == "required_missing":
            st.error(plain(issue.message), icon=":material/error:")
    shown = [(place, column) for place, column in enumerate(reading.columns) if column.field or column.keep]
    for place, column in shown:
        _row(draft, register, reading, place, column)
    rest = [(place, column) for place, column in enumerate(reading.columns) if not column.field and not column.keep]
    if rest:
        count = plural(len(rest), "kolumn tas inte med", "kolumner tas inte med")
        missing = any(issue.code == "required_missing" for issue in reading.issues)
        with st.expander(count, type="compact", expanded=missing, key=draft.key("rest")):
            for place, column in rest:
                _row(draft, register, reading, place, column)
    _group_headings(draft, register, reading)
    _personal_numbers(draft, reading)


def has_faults(reading: Reading) -> bool:
    """Whether the columns have to be seen to before the file can be saved."""
    missing = any(issue.code == "required_missing" for issue in reading.issues)
    return missing or bool(reading.personal_numbers)


def _row(draft: Draft, register: Register, reading: Reading, place: int, column: ColumnReading) -> None:
    with st.container(key=draft.key("column", place)):
        left, middle, right = st.columns([5, 4, 2], vertical_alignment="center")
        examples = ", ".join(cut(text, _LONGEST_EXAMPLE) for text in column.examples)
        left.markdown(f"**{plain(column.header)}**" + (f"  \n{plain(examples)}" if examples else "  \n*tom*"))
        labels = {"": "Inget fält", **{each.name: each.label for each in register.fields}}
        controlled(
            middle.selectbox,
            f"Fält för {plain(column.header)}",
            draft.key("field", place),
            column.field or "",
            partial(_choose_field, draft, reading, column.header),
            options=list(labels),
            format_func=labels.__getitem__,
            label_visibility="collapsed",
        )
        keep = partial(draft.answers.correct, "keep", column.header)
        controlled(right.toggle, "Ta med", draft.key("keep", place), column.keep, keep)
        if column.keep and (column.fill or column.header in reading.mapping.fill_down):
            rows = f" ({plural(column.fill_rows, 'rad', 'rader')})" if column.fill_rows else ""
            label, filled = f"Tomma celler får värdet ovanför{rows}", column.fill in ("merged", "group", "said")
            fill = partial(draft.answers.correct, "fill_down", column.header)
            controlled(st.toggle, label, draft.key("fill", place), filled, fill)


def _group_headings(draft: Draft, register: Register, reading: Reading) -> None:
    """Offer headings above the rows as the rows' unit, where no column tells it."""
    field = next((each for each in register.fields if each.type == "unit"), None)
    mapped = reading.mapping.fields.values()
    if field is None or not reading.group_headings or field.name in mapped or field.name in reading.mapping.constants:
        return
    shown = [plain(cut(text, _LONGEST_EXAMPLE)) for text in reading.group_headings[:_MOST_HEADINGS]]
    more = " …" if len(reading.group_headings) > _MOST_HEADINGS else ""
    name = field.name
    controlled(
        st.toggle,
        f"Mellanrubrikerna är {plain(field.label).lower()} för raderna under: {', '.join(shown)}{more}",
        draft.key("headings"),
        reading.mapping.headings_fill == name,
        lambda fill: draft.answers.replace("headings_fill", name if fill else ""),
    )


def _choose_field(draft: Draft, reading: Reading, header: str, chosen: str) -> None:
    field = chosen or None
    for column in reading.columns:
        if field is not None and column.field == field and column.header != header:
            draft.answers.correct("fields", column.header, None)
            draft.answers.correct("keep", column.header, False)
    if field is not None and field in reading.mapping.constants:
        draft.answers.correct("constants", field, None)
    draft.answers.correct("fields", header, field)
    draft.answers.correct("keep", header, field is not None)


def _personal_numbers(draft: Draft, reading: Reading) -> None:
    """Columns that seem to hold personal identity numbers: nothing is saved until each is masked or left out."""
    counts = Counter(number.column for number in reading.personal_numbers)
    first = {number.column: number.row for number in reversed(reading.personal_numbers)}
    for header, count in counts.items():
        with st.container(border=True, key=draft.key("personal", header)):
            words = (
                f"{plural(count, 'cell', 'celler')} i ”{plain(header)}” ser ut att innehålla personnummer, först på "
                f"rad {first[header]}. Välj vad som ska hända innan du sparar."
            )
            st.warning(words, icon=":material/badge:")
            with st.container(horizontal=True):
                st.button("Maskera numren", key=draft.key("mask", header), on_click=_mask, args=(draft, header))
                st.button(
                    "Ta inte med kolumnen", key=draft.key("leave", header), on_click=draft.answers.correct,
                    args=("keep", header, False),
                )  # fmt: skip
    if reading.mapping.mask:
        names = ", ".join(f"”{plain(header)}”" for header in reading.mapping.mask)
        st.caption(f"Personnummer ersätts med {plain(MASK)} i {names}.")


def _mask(draft: Draft, header: str) -> None:
    draft.answers.replace("mask", [*draft.answers.corrections.get("mask", []), header])
