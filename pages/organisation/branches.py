"""Choosing a part of the organisation; the address holds the choice."""

from datetime import date

from data.ledger.store import Store
from data.organisation.units import Unit, root_unit, units
from pages.frame.addressed import choose, in_address, tell_astray
from pages.frame.choosing import unit_labels

BRANCH, AREA = "branch", "area"
WHOLE = "Hela kommunen"


def branches(store: Store, as_of: date) -> list[Unit]:
    """The parts that hold others, valid on a day: those just under the municipality first, then by name."""
    valid = units(store, as_of)
    root = root_unit(valid)
    parents = {unit.parent for unit in valid}
    holding = [unit for unit in valid if unit.unit in parents and unit is not root]
    return sorted(holding, key=lambda unit: root is None or unit.parent != root.unit)


def choose_branch(found: list[Unit]) -> Unit | None:
    """A select box of the branches; None is the whole municipality."""
    names = {"": WHOLE, **unit_labels(found)}
    tell_astray(BRANCH, names, "Organisationsdelen i adressen finns inte. Här visas hela kommunen i stället.")
    chosen = choose(in_address(BRANCH, "Organisationsdel", names, "choose_branch"))
    return next((unit for unit in found if unit.unit == chosen), None)


def choose_area(areas: tuple[tuple[str, str], ...]) -> str | None:
    """A select box of areas (id, name); None is all of them. Narrows maturity alone, and says so."""
    names = {"": "Alla områden", **dict(areas)}
    tell_astray(AREA, names, "Området i adressen finns inte i mätningen. Här visas alla områden i stället.")
    return choose(in_address(AREA, "Område (gäller bara mognaden)", names, "choose_area")) or None
