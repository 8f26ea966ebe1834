"""Choosing a part of the organisation; the address holds the choice."""

from datetime import date

import streamlit as st

from data.organisation import Unit, root_unit, units
from data.store import Store
from pages.parts.unit_names import unit_labels

BRANCH, AREA = "branch", "area"
WHOLE = "Hela kommunen"


def branches(store: Store, as_of: date) -> list[Unit]:
    """The parts that hold others, valid on a day: those just under the municipality first, then by name."""
    found = units(store, as_of)
    root = root_unit(found)
    parents = {unit.parent for unit in found}
    holding = [unit for unit in found if unit.unit in parents and unit is not root]
    return sorted(holding, key=lambda unit: root is None or unit.parent != root.unit)


def choose_branch(found: list[Unit]) -> Unit | None:
    """A select box of the branches; None is the whole municipality."""
    by_id, labels = {unit.unit: unit for unit in found}, unit_labels(found)
    asked = st.query_params.get(BRANCH, "")
    st.session_state["choose_branch"] = asked if asked in by_id else ""
    chosen = st.selectbox(
        "Organisationsdel",
        ["", *by_id],
        key="choose_branch",
        format_func=lambda unit: labels[unit] if unit else WHOLE,
        on_change=_remember,
        args=(BRANCH, "choose_branch"),
    )
    return by_id.get(chosen or "")


def choose_area(areas: tuple[tuple[str, str], ...]) -> str | None:
    """A select box of areas (id, name); None is all of them. Narrows maturity alone, and says so."""
    by_id = dict(areas)
    asked = st.query_params.get(AREA, "")
    st.session_state["choose_area"] = asked if asked in by_id else ""
    chosen = st.selectbox(
        "Område (gäller bara mognaden)",
        ["", *by_id],
        key="choose_area",
        format_func=lambda area: by_id[area] if area else "Alla områden",
        on_change=_remember,
        args=(AREA, "choose_area"),
    )
    return chosen if chosen in by_id else None


def _remember(parameter: str, key: str) -> None:
    if chosen := st.session_state[key]:
        st.query_params[parameter] = chosen
    elif parameter in st.query_params:
        del st.query_params[parameter]
