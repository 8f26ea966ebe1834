"""Which measurement's result, and whose; the address holds the choice."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.ledger.store import Store
from data.measuring.rounds import Round, rounds
from data.organisation.units import Unit, units
from pages.frame.choosing import ROUND, UNIT, choose_round, tell_other_round, units_of
from pages.frame.printing import CHOICES
from pages.frame.texts import plain
from pages.frame.unit_names import unit_labels
from pages.organisation.branches import BRANCH, WHOLE

_OF_UNIT, _OF_BRANCH = "unit:", "branch:"


@dataclass(frozen=True, slots=True)
class Whose:
    """A round and whose result to show: one unit's own, a branch's, or (both None) the whole municipality's."""

    round: Round
    unit: Unit | None = None
    branch: Unit | None = None

    @property
    def name(self) -> str:
        """Whose it is (not escaped)."""
        found = self.unit or self.branch
        return found.name if found else WHOLE

    @property
    def unit_id(self) -> str | None:
        """The unit's id, as the figures are asked for."""
        return self.unit.unit if self.unit else None

    @property
    def branch_id(self) -> str | None:
        """The branch's id, as the figures are asked for."""
        return self.branch.unit if self.branch else None


def choose_result(store: Store) -> Whose | None:
    """Two select boxes; None when nothing has been measured. The newest round stands first."""
    every = rounds(store)
    found = sorted(
        (row for row in every if row.state != "planned"), key=lambda row: (-row.as_of.toordinal(), row.round)
    )
    if not found:
        return None
    asked_for = st.query_params.get(ROUND, "")
    notice = st.container()
    left, right = st.container(key=CHOICES).columns(2)
    with left:
        chosen = choose_round(store, found, "result_round", {"opened": "pågår"}, _remember_round)
    with notice:
        tell_other_round(chosen, asked_for, every)
    asked = units_of(store, chosen)
    if len(asked) <= 1:
        return Whose(chosen, unit=asked[0] if asked else None)
    with right:
        return _choose_whose(store, chosen, asked, notice)


def address_of(chosen: Whose) -> dict[str, str]:
    """The address that leads to a choice."""
    found = {ROUND: chosen.round.round}
    if chosen.unit is not None:
        found[UNIT] = chosen.unit.unit
    if chosen.branch is not None:
        found[BRANCH] = chosen.branch.unit
    return found


def _choose_whose(store: Store, chosen: Round, asked: list[Unit], notice: DeltaGenerator) -> Whose:
    valid = {unit.unit: unit for unit in units(store, chosen.as_of)}
    branches = _branches(valid, asked)
    own = {unit.unit: unit for unit in asked}
    options = [
        "",
        *(f"{_OF_BRANCH}{unit.unit}" for unit in branches),
        *(f"{_OF_UNIT}{unit.unit}" for unit in asked),
    ]
    of_unit = f"{_OF_UNIT}{st.query_params.get(UNIT, '')}"
    of_branch = f"{_OF_BRANCH}{st.query_params.get(BRANCH, st.query_params.get(UNIT, ''))}"
    st.session_state["result_whose"] = next((place for place in (of_unit, of_branch) if place in options), "")
    if not st.session_state["result_whose"] and (of_unit != _OF_UNIT or of_branch != _OF_BRANCH):
        notice.warning(
            plain(f"Organisationsdelen i adressen ingår inte i {chosen.name}. Här visas hela kommunen i stället.")
        )

    labels = unit_labels(own.values(), valid.values())

    def label(place: str) -> str:
        if not place:
            return WHOLE
        if place.startswith(_OF_UNIT):
            return labels[place.removeprefix(_OF_UNIT)]
        return f"{valid[place.removeprefix(_OF_BRANCH)].name}, alla enheter"

    picked = st.selectbox("Vems resultat", options, key="result_whose", format_func=label, on_change=_remember_whose)
    if picked not in options or not picked:
        return Whose(chosen)
    if picked.startswith(_OF_UNIT):
        return Whose(chosen, unit=own[picked.removeprefix(_OF_UNIT)])
    return Whose(chosen, branch=valid[picked.removeprefix(_OF_BRANCH)])


def _branches(valid: dict[str, Unit], asked: list[Unit]) -> list[Unit]:
    """The parts between the municipality and those asked, in the order of their names."""
    above: set[str] = set()
    for unit in asked:
        parent = unit.parent
        while parent in valid and parent not in above:
            above.add(parent)
            parent = valid[parent].parent
    return [unit for unit in valid.values() if unit.unit in above and unit.parent is not None]


def _remember_round() -> None:
    st.query_params[ROUND] = st.session_state["result_round"]


def _remember_whose() -> None:
    picked = st.session_state["result_whose"]
    for parameter, prefix in ((UNIT, _OF_UNIT), (BRANCH, _OF_BRANCH)):
        if picked.startswith(prefix):
            st.query_params[parameter] = picked.removeprefix(prefix)
        elif parameter in st.query_params:
            del st.query_params[parameter]
