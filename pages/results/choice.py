"""Which measurement's result, and whose; the address holds the choice."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.ledger.store import Store
from data.measuring.rounds import Round, rounds
from data.organisation.units import Unit, units
from pages.frame.addressed import AddressChoice, choose, put
from pages.frame.choosing import ROUND, UNIT, choose_round, tell_other_round, unit_labels, units_of
from pages.frame.printing import CHOICES
from pages.frame.texts import plain
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
        part = self.unit or self.branch
        return part.name if part else WHOLE

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
    begun = newest_first(every)
    if not begun:
        return None
    named = st.query_params.get(ROUND, "")
    notice = st.container()
    left, right = st.container(key=CHOICES).columns(2)
    with left:
        chosen = choose_round(store, begun, "result_round", {"opened": "pågår"}, lambda value: put(**{ROUND: value}))
    with notice:
        tell_other_round(chosen, named, every)
    asked = units_of(store, chosen)
    if len(asked) <= 1:
        return Whose(chosen, unit=asked[0] if asked else None)
    with right:
        return _choose_whose(store, chosen, asked, notice)


def newest_first(rounds: Sequence[Round]) -> list[Round]:
    """The rounds that have begun: planned ones have nothing to show yet."""
    begun = (row for row in rounds if row.state != "planned")
    return sorted(begun, key=lambda row: (-row.as_of.toordinal(), row.round))


def address_of(chosen: Whose) -> dict[str, str]:
    """The address that leads to a choice."""
    parts = {UNIT: chosen.unit_id, BRANCH: chosen.branch_id}
    return {ROUND: chosen.round.round, **{name: part for name, part in parts.items() if part}}


def _choose_whose(store: Store, chosen: Round, asked: list[Unit], notice: DeltaGenerator) -> Whose:
    valid = {unit.unit: unit for unit in units(store, chosen.as_of)}
    own = {_OF_UNIT + unit.unit: unit for unit in asked}
    branches = {_OF_BRANCH + unit.unit: unit for unit in _branches(valid, asked)}
    labels = unit_labels(asked, valid.values())
    names = {"": WHOLE, **{place: f"{unit.name}, alla enheter" for place, unit in branches.items()}}
    names |= {place: labels[unit.unit] for place, unit in own.items()}
    named = st.query_params.get(UNIT, "")
    places = [_OF_UNIT + named, _OF_BRANCH + st.query_params.get(BRANCH, named)]
    holds = next((place for place in places if place in names), "")
    if not holds and places != [_OF_UNIT, _OF_BRANCH]:
        notice.warning(
            plain(f"Organisationsdelen i adressen ingår inte i {chosen.name}. Här visas hela kommunen i stället.")
        )
    picked = choose(AddressChoice("Vems resultat", names, holds, "result_whose", _write_whose))
    return Whose(chosen, unit=own.get(picked), branch=branches.get(picked))


def _branches(valid: dict[str, Unit], asked: list[Unit]) -> list[Unit]:
    """The parts between the municipality and those asked, in the order of their names."""
    above: set[str] = set()
    for unit in asked:
        parent = unit.parent
        while parent in valid and parent not in above:
            above.add(parent)
            parent = valid[parent].parent
    return [unit for unit in valid.values() if unit.unit in above and unit.parent is not None]


def _write_whose(place: str) -> None:
    kinds = {UNIT: _OF_UNIT, BRANCH: _OF_BRANCH}
    put(**{name: place.removeprefix(start) if place.startswith(start) else "" for name, start in kinds.items()})
