"""Texts that fit no unit: matched by a person, and remembered, or left as *Okänd enhet*."""

from collections import Counter
from datetime import date

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import plural
from data.imported.imports import unmatched_units
from data.ledger.store import Store
from data.organisation.units import remember_match, units
from data.registers.reading.result import Reading
from pages.frame.choosing import unit_labels
from pages.frame.faults import tell_fault, tried
from pages.frame.guard import permission
from pages.frame.session import open_current
from pages.frame.tables import text_table
from pages.frame.texts import plain
from pages.importing.draft import Draft, all_readings

_AT_ONCE = 6
_MOST_LISTED = 200
_PLACE = "import_match"


def unknown_units(store: Store, draft: Draft, reading: Reading, days: list[date]) -> None:
    """The texts that fit no unit at the file's date, or each period's texts at its own, most rows first."""
    as_of = days[-1]
    lost = _lost(store, draft, reading, days)
    if not lost and not draft.answers.matches:
        return
    st.header("Okända organisationsdelar", anchor=False)
    tell_fault(_PLACE)
    _matched(draft)
    if not lost:
        return
    rows = plural(sum(count for _, count in lost), "rad", "rader")
    names = plural(len(lost), "namn", "namn")
    st.markdown(
        f"{rows} har {names} som inte finns i organisationen {as_of.isoformat()}. Välj vart de hör, eller låt dem "
        "räknas under Okänd enhet. Valet kommer vi ihåg till nästa fil."
    )
    parts = units(store, as_of)
    labels, called = unit_labels(parts), {unit.unit: unit.name for unit in parts}
    for text, count in lost[:_AT_ONCE]:
        _choose(draft, labels, called, text, count)
    rest = lost[_AT_ONCE:]
    if rest:
        with st.expander(plural(len(rest), "namn till", "namn till"), type="compact"):
            text_table(
                {
                    "I filen": [plain(text) for text, _ in rest[:_MOST_LISTED]],
                    "Rader": [str(count) for _, count in rest[:_MOST_LISTED]],
                },
                height=320 if len(rest) > _AT_ONCE else "content",
                alt="Namn i filen som inte finns i organisationen",
            )
            st.caption("De visas för val ovan när de vanligaste är klara, eller räknas under Okänd enhet.")


def _lost(store: Store, draft: Draft, reading: Reading, days: list[date]) -> list[tuple[str, int]]:
    try:
        readings = all_readings(draft, reading) if draft.takes_all else [reading]
    except MognadError:
        # The card says what is wrong with the other periods.
        readings = [reading]
    rows_of: Counter[str] = Counter()
    for each, as_of in zip(readings[::-1], days[::-1], strict=False):
        rows_of.update(dict(unmatched_units(store, each, as_of)))
    return sorted(rows_of.items(), key=lambda item: (-item[1], item[0]))


def _matched(draft: Draft) -> None:
    for text, name in draft.answers.matches.items():
        with st.container(horizontal=True, vertical_alignment="center", key=draft.key("matched", text)):
            st.markdown(f":material/check: ”{plain(text)}” hör till {plain(name)}", width="content")
            st.button("Ångra", key=draft.key("unmatch", text), type="tertiary", on_click=_take_back, args=(draft, text))


def _choose(draft: Draft, labels: dict[str, str], names: dict[str, str], text: str, count: int) -> None:
    left, right = st.columns([5, 4], vertical_alignment="center")
    left.markdown(f"”{plain(text)}” – {plural(count, 'rad', 'rader')}")
    key = draft.key("unit", text)
    right.selectbox(
        f"{plain(text)} hör till",
        ["", *labels],
        key=key,
        format_func=lambda unit: labels.get(unit, "Okänd enhet"),
        label_visibility="collapsed",
        on_change=_remember,
        args=(draft, text, key, names),
    )


def _remember(draft: Draft, text: str, key: str, names: dict[str, str]) -> None:
    chosen = st.session_state[key]
    if chosen in names and _match(text, chosen):
        draft.answers.matches[text] = names[chosen]


def _take_back(draft: Draft, text: str) -> None:
    if _match(text, None):
        draft.answers.matches.pop(text, None)


def _match(text: str, unit: str | None) -> bool:
    return tried(_PLACE, lambda: remember_match(open_current(), permission(Act.IMPORT), text, unit))
