"""Which measurement, unit and area the page is about. The address holds the choice, so a reload comes back to it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import streamlit as st

from base.errors import MognadError
from base.unit_kinds import kind_label
from data.ledger.store import Store
from data.measuring.rounds import Round, round_units
from data.organisation.units import Unit, units
from pages.frame.addressed import AddressChoice, choose, put
from pages.frame.faults import show_error
from pages.frame.forms import questionnaire_of
from pages.frame.session import link
from pages.frame.texts import plain

ROUND, UNIT, AREA, PERSON = "round", "unit", "area", "person"
# Whether a unit that wants to answers the whole bank of questions.
WHOLE_BANK, YES = "bank", "1"
_WANTED = "wanted_place"


def wanted(parameter: str) -> str:
    """What the person has just asked for, else what the address says; empty when neither says anything."""
    asked: dict[str, str] = st.session_state.get(_WANTED, {})
    return asked[parameter] if parameter in asked else st.query_params.get(parameter, "")


def go_to(**place: str) -> None:
    """To another area, unit, measurement or person; for a button's ``on_click`` and a widget's ``on_change``."""
    # Not straight into the address: writing there lets go of the script for a moment, and when two presses come close
    # together the second would be lost. The page writes it when it has been drawn.
    st.session_state[_WANTED] = {**st.session_state.get(_WANTED, {}), **place}
    # Said aloud: a press that comes right after a written word is sent together with it, and the word's own rerun,
    # of its card alone, would be all that happened.
    st.rerun()


def settle(**place: str) -> None:
    """The page has drawn ``place``: it stands in the address (an empty value leaves it), nothing more is asked for."""
    put(**place)
    st.session_state.pop(_WANTED, None)


def choose_round(
    store: Store, rounds: Sequence[Round], key: str, notes: Mapping[str, str], write: Callable[[str], None]
) -> Round:
    """A select box of measurements, the one asked for first, else the first of ``rounds``.

    ``notes``: what stands in brackets after one in a state; ``write``: takes the id of another that is chosen.
    """
    by_id = {row.round: row for row in rounds}
    labels = {
        row.round: round_label(store, row) + (f" ({notes[row.state]})" if row.state in notes else "") for row in rounds
    }
    asked = wanted(ROUND)
    return by_id[choose(AddressChoice("Mätning", labels, asked if asked in by_id else rounds[0].round, key, write))]


def tell_other_round(shown: Round, asked: str, every: Sequence[Round]) -> None:
    """Say so where the address names another measurement than the one that is shown."""
    if asked in ("", shown.round):
        return
    planned = next((row for row in every if row.round == asked and row.state == "planned"), None)
    what = f"{planned.name} är inte öppnad än." if planned else "Mätningen i adressen finns inte."
    st.warning(plain(f"{what} Här visas {shown.name} i stället."))


def units_of(store: Store, row: Round) -> list[Unit]:
    """The units a round asks, as they were on its day: the municipality first, then by name in Swedish order."""
    asked = set(round_units(store, row.round))
    valid = [unit for unit in units(store, row.as_of) if unit.unit in asked]
    return sorted(valid, key=lambda unit: unit.parent is not None)


def round_label(store: Store, row: Round) -> str:
    """``Mätning 2026 · Organisationens självskattning`` (not escaped)."""
    return f"{row.name} · {questionnaire_of(store, row).settings.form_title}"


def unit_label(unit: Unit) -> str:
    """``Förskolan Eken (enhet)`` (not escaped)."""
    return f"{unit.name} ({kind_label(unit.kind).lower()})"


def unit_labels(chosen: Iterable[Unit], others: Iterable[Unit] = (), *, with_kind: bool = True) -> dict[str, str]:
    """Unit id → its label; units that would be called the same are told apart by what they belong to, else by code.

    ``with_kind`` False: names without their kind. ``others``: more units to find a parent's name among. Not escaped.
    """
    listed = list(chosen)
    labels = {unit.unit: unit_label(unit) if with_kind else unit.name for unit in listed}
    alike = Counter(labels.values())
    names = {unit.unit: unit.name for unit in (*others, *listed)}
    for unit in listed:
        where = names.get(unit.parent or "") or unit.code
        if alike[labels[unit.unit]] > 1 and where:
            labels[unit.unit] = f"{labels[unit.unit]}, {where}"
    return labels


def named_round(store: Store, find: Callable[[Store, str], Round]) -> Round | None:
    """The one that ``find`` gives for the address, with its name under the title; None where it refuses, with the
    reason on the page."""
    try:
        measurement = find(store, st.query_params.get(ROUND, ""))
    except MognadError as error:
        tell_no_round(error)
        return None
    st.caption(plain(round_label(store, measurement)))
    return measurement


def tell_no_round(error: MognadError) -> None:
    """Why the page has nothing to show, with the way to the measurements."""
    show_error(error)
    link("matningar.py", "Till mätningarna", icon=":material/checklist:")
