"""Which measurement, unit and area the page is about. The address holds the choice, so a reload comes back to it."""

from dataclasses import dataclass

import streamlit as st

from base.unit_kinds import kind_label
from data.organisation import Unit, units
from data.rounds import Round, round_units, rounds
from data.store import Store
from pages.parts.forms import questionnaire_of

ROUND, UNIT, AREA = "round", "unit", "area"
_WANTED = "wanted_place"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A measurement and one of the units it asks."""

    round: Round
    unit: Unit


def wanted(parameter: str) -> str:
    """What the person has just asked for, else what the address says; empty when neither says anything."""
    asked: dict[str, str] = st.session_state.get(_WANTED, {})
    return asked[parameter] if parameter in asked else st.query_params.get(parameter, "")


def go_to_area(area: str) -> None:
    """To another area of the form; for a button's ``on_click``."""
    _want(AREA, area)
    # Said aloud: a press that comes right after a written word is sent together with it, and the word's own rerun,
    # of its card alone, would be all that happened.
    st.rerun()


def settle(**place: str) -> None:
    """The page has drawn ``place``: it stands in the address, and nothing more is asked for."""
    st.query_params.update(place)
    st.session_state.pop(_WANTED, None)


def choose_round_and_unit(store: Store) -> Chosen | None:
    """Two select boxes, the address's choice first; None when there is nothing to choose from.

    Open measurements stand before closed ones. A unit is shown as it was on the measurement's day.
    """
    found = sorted(rounds(store), key=lambda row: (row.state == "closed", -row.as_of.toordinal(), row.round))
    if not found:
        return None
    left, right = st.columns(2)
    with left:
        chosen = _choose_round(store, found)
    asked = units_of(store, chosen)
    if not asked:
        return None
    with right:
        return Chosen(chosen, _choose_unit(asked))


def units_of(store: Store, found: Round) -> list[Unit]:
    """The units a round asks, as they were on its day: the municipality first, then by name in Swedish order."""
    asked = set(round_units(store, found.round))
    valid = [unit for unit in units(store, found.as_of) if unit.unit in asked]
    return sorted(valid, key=lambda unit: unit.parent is not None)


def round_label(store: Store, found: Round) -> str:
    """``Mätning 2026 · Organisationens självskattning`` (not escaped)."""
    return f"{found.name} · {questionnaire_of(store, found).settings.form_title}"


def unit_label(unit: Unit) -> str:
    """``Förskolan Eken (enhet)`` (not escaped)."""
    return f"{unit.name} ({kind_label(unit.kind).lower()})"


def _choose_round(store: Store, found: list[Round]) -> Round:
    by_id = {row.round: row for row in found}
    asked = wanted(ROUND)
    st.session_state["choose_round"] = asked if asked in by_id else found[0].round

    def label(round_id: str) -> str:
        row = by_id[round_id]
        return round_label(store, row) + (" (avslutad)" if row.state == "closed" else "")

    chosen = st.selectbox(
        "Mätning", list(by_id), key="choose_round", format_func=label, on_change=_remember, args=(ROUND, "choose_round")
    )
    return by_id.get(chosen, found[0])


def _choose_unit(asked: list[Unit]) -> Unit:
    by_id = {unit.unit: unit for unit in asked}
    named = wanted(UNIT)
    st.session_state["choose_unit"] = named if named in by_id else asked[0].unit
    chosen = st.selectbox(
        "Vem svarar",
        list(by_id),
        key="choose_unit",
        format_func=lambda unit: unit_label(by_id[unit]),
        on_change=_remember,
        args=(UNIT, "choose_unit"),
    )
    return by_id.get(chosen, asked[0])


def _remember(parameter: str, key: str) -> None:
    _want(parameter, st.session_state[key])
    # Another form has other areas.
    _want(AREA, "")
    st.rerun()


def _want(parameter: str, value: str) -> None:
    """Ask for another place, from a callback; the page then writes it into the address.

    Not straight into the address: writing there lets go of the script for a
    moment, and when two presses come close together the second would be lost.
    """
    st.session_state[_WANTED] = {**st.session_state.get(_WANTED, {}), parameter: value}
