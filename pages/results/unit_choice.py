"""Which unit's own page, and of which closed measurement; the address holds both."""

from dataclasses import dataclass

import streamlit as st

from data.ledger.store import Store
from data.measuring.rounds import Round, rounds
from data.organisation.units import Unit
from pages.frame.addressed import asked_for, choose, in_address, tell_astray
from pages.frame.choosing import ROUND, UNIT, round_label, unit_label, units_of
from pages.frame.printing import CHOICES
from pages.frame.session import link
from pages.frame.texts import plain
from pages.results.choice import newest_first


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
    begun = newest_first(rounds(store))
    asked = {row.round: {unit.unit: unit for unit in units_of(store, row) if unit.parent is not None} for row in begun}
    # As each was in the newest measurement that asked it.
    measured: dict[str, Unit] = {}
    for row in begun:
        measured = asked[row.round] | measured
    if not measured:
        return None
    astray = "Organisationsdelen i adressen har inte varit med i någon mätning. Här visas en annan i stället."
    tell_astray(UNIT, measured, astray)
    notice = st.container()
    with st.container(key=CHOICES):
        left, right = st.columns(2)
        with left:
            unit = _choose_unit(measured)
        mine = [row for row in begun if unit.unit in asked[row.round]]
        closed = [row for row in mine if row.state == "closed"]
        going_on = tuple(row for row in mine if row.state == "opened")
        if not closed:
            return UnitResult(unit, None, going_on)
        shown = asked_for(ROUND, {row.round for row in closed}, closed[0].round)
        with notice:
            _tell_other_round(unit, closed, next(row for row in closed if row.round == shown), going_on)
        with right:
            chosen = _choose_round(store, closed)
    return UnitResult(asked[chosen.round][unit.unit], chosen, going_on)


def nothing_yet() -> None:
    """An empty page that leads on."""
    st.markdown("Ingen enhet har varit med i en mätning än. Sidan får innehåll när den första mätningen är avslutad.")
    link("matningar.py", "Till mätningarna", icon=":material/checklist:")


def _choose_unit(measured: dict[str, Unit]) -> Unit:
    ordered = sorted(measured.values(), key=lambda unit: unit.name.casefold())
    names = {unit.unit: unit_label(unit) for unit in ordered}
    return measured[choose(in_address(UNIT, "Enhet", names, "own_unit", ordered[0].unit))]


def _tell_other_round(unit: Unit, closed: list[Round], shown: Round, going_on: tuple[Round, ...]) -> None:
    # An open one is told of by the page itself.
    known = {row.round for row in (*closed, *going_on)}
    what = f"Mätningen i adressen finns inte, eller har inte frågat {unit.name}."
    tell_astray(ROUND, known, f"{what} Här visas {shown.name} i stället.")


def _choose_round(store: Store, closed: list[Round]) -> Round:
    names = {row.round: round_label(store, row) for row in closed}
    if len(closed) == 1:
        st.caption(plain(names[closed[0].round]))
        return closed[0]
    chosen = choose(in_address(ROUND, "Mätning", names, "own_round", closed[0].round))
    return next(row for row in closed if row.round == chosen)
