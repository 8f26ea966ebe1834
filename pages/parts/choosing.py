"""Which measurement, unit and area the page is about. The address holds the choice, so a reload comes back to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from base.unit_kinds import kind_label
from data.organisation import Unit, units
from data.rounds import Round, round_units, rounds
from data.store import Store
from pages.parts.forms import questionnaire_of
from pages.parts.texts import plain

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

    Open measurements stand before closed ones; one that is only planned can't be answered yet. A unit is shown as it
    was on the measurement's day.
    """
    every = rounds(store)
    found = sorted(
        (row for row in every if row.state != "planned"),
        key=lambda row: (row.state == "closed", -row.as_of.toordinal(), row.round),
    )
    if not found:
        return None
    notice = st.container()
    left, right = st.columns(2)
    with left:
        chosen = choose_round(store, found, "choose_round", {"closed": "avslutad"}, lambda: _remember("choose_round"))
    with notice:
        tell_other_round(chosen, wanted(ROUND), every)
    asked = units_of(store, chosen)
    if not asked:
        return None
    with right:
        unit = _choose_unit(asked)
    if wanted(UNIT) not in ("", unit.unit) and wanted(ROUND) in ("", chosen.round):
        with notice:
            st.warning(
                plain(f"Organisationsdelen i adressen ingår inte i {chosen.name}. Här visas {unit.name} i stället.")
            )
    return Chosen(chosen, unit)


def choose_round(
    store: Store, found: Sequence[Round], key: str, notes: Mapping[str, str], remember: Callable[[], None]
) -> Round:
    """A select box of measurements, the one asked for first, else ``found``'s first.

    ``notes``: what stands in brackets after one in a state; ``remember``: runs when another is chosen, with its id in
    the session under ``key``.
    """
    by_id = {row.round: row for row in found}
    asked = wanted(ROUND)
    st.session_state[key] = asked if asked in by_id else found[0].round

    def label(round_id: str) -> str:
        row = by_id[round_id]
        return round_label(store, row) + (f" ({notes[row.state]})" if row.state in notes else "")

    chosen = st.selectbox("Mätning", list(by_id), key=key, format_func=label, on_change=remember)
    return by_id.get(chosen, found[0])


def tell_other_round(shown: Round, asked: str, every: Sequence[Round]) -> None:
    """Say so where the address names another measurement than the one that is shown."""
    if asked in ("", shown.round):
        return
    planned = next((row for row in every if row.round == asked and row.state == "planned"), None)
    what = f"{planned.name} är inte öppnad än." if planned else "Mätningen i adressen finns inte."
    st.warning(plain(f"{what} Här visas {shown.name} i stället."))


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


def _choose_unit(asked: list[Unit]) -> Unit:
    by_id = {unit.unit: unit for unit in asked}
    named = wanted(UNIT)
    st.session_state["choose_unit"] = named if named in by_id else asked[0].unit
    chosen = st.selectbox(
        "Vem svarar",
        list(by_id),
        key="choose_unit",
        format_func=lambda unit: unit_label(by_id[unit]),
        on_change=lambda: _remember("choose_unit", UNIT),
    )
    return by_id.get(chosen, asked[0])


def _remember(key: str, parameter: str = ROUND) -> None:
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
