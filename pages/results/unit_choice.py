"""Which unit's own page, and of which closed measurement; the address holds both."""

from dataclasses import dataclass

import streamlit as st

from data.ledger.store import Store
from data.measuring.rounds import Round, rounds
from data.organisation.units import Unit
from pages.frame.choosing import ROUND, UNIT, round_label, unit_label, units_of
from pages.frame.printing import CHOICES
from pages.frame.session import link
from pages.frame.texts import plain


@dataclass(frozen=True, slots=True)
class UnitResult:
    """A unit as it was on the measurement's day. ``round`` is None where none that asked it is closed; ``going_on``:
    the open ones.
    """

    unit: Unit
    round: Round | None
    going_on: tuple[Round, ...]


def choose_unit_result(store: Store) -> UnitResult | None:
    """Two select boxes; None when no unit has been asked anything. The newest closed measurement stands first."""
    found = sorted(
        (row for row in rounds(store) if row.state != "planned"), key=lambda row: (-row.as_of.toordinal(), row.round)
    )
    asked = {row.round: {unit.unit: unit for unit in units_of(store, row) if unit.parent is not None} for row in found}
    known: dict[str, Unit] = {}
    for row in found:
        known = asked[row.round] | known
    if not known:
        return None
    wanted = st.query_params.get(UNIT, "")
    if wanted and wanted not in known:
        st.warning("Organisationsdelen i adressen har inte varit med i någon mätning. Här visas en annan i stället.")
    with st.container(key=CHOICES):
        left, right = st.columns(2)
        with left:
            unit = _choose_unit(known, wanted)
        mine = [row for row in found if unit.unit in asked[row.round]]
        closed = [row for row in mine if row.state == "closed"]
        going_on = tuple(row for row in mine if row.state == "opened")
        if not closed:
            return UnitResult(unit, None, going_on)
        with right:
            chosen = _choose_round(store, closed)
    return UnitResult(asked[chosen.round][unit.unit], chosen, going_on)


def nothing_yet() -> None:
    """An empty page that leads on."""
    st.markdown("Ingen enhet har varit med i en mätning än. Sidan får innehåll när den första mätningen är avslutad.")
    link("matningar.py", "Till mätningarna", icon=":material/checklist:")


def _choose_unit(known: dict[str, Unit], wanted: str) -> Unit:
    ordered = dict(sorted(known.items(), key=lambda pair: pair[1].name.casefold()))
    st.session_state["own_unit"] = wanted if wanted in ordered else next(iter(ordered))
    picked = st.selectbox(
        "Enhet", list(ordered), key="own_unit", format_func=lambda unit: unit_label(ordered[unit]), on_change=_remember
    )
    return ordered.get(picked, next(iter(ordered.values())))


def _choose_round(store: Store, closed: list[Round]) -> Round:
    by_id = {row.round: row for row in closed}
    wanted = st.query_params.get(ROUND, "")
    first = wanted if wanted in by_id else closed[0].round
    if len(closed) == 1:
        st.caption(plain(round_label(store, closed[0])))
        return closed[0]
    st.session_state["own_round"] = first
    picked = st.selectbox(
        "Mätning",
        list(by_id),
        key="own_round",
        format_func=lambda one: round_label(store, by_id[one]),
        on_change=_remember_round,
    )
    return by_id.get(picked, by_id[first])


def _remember() -> None:
    st.query_params[UNIT] = st.session_state["own_unit"]


def _remember_round() -> None:
    st.query_params[ROUND] = st.session_state["own_round"]
