"""The municipality itself: its name, and how it is begun."""

from datetime import date

from base.actors import Grant
from base.errors import MognadError
from data.ledger.preferences import MUNICIPALITY, preference, set_preference
from data.ledger.store import Readable, Store
from data.organisation.units import ROOT_KIND, NewUnit, root_unit, units, write_units

# Older than anything one will import, so it is valid from long before.
_SINCE = date(2000, 1, 1)
LONGEST_NAME = 100


def municipality(source: Readable, day: date) -> str | None:
    """Its name, as it was given or as its unit is called that day; None where nothing is begun."""
    named = preference(source, MUNICIPALITY)
    if named is not None:
        return named
    root = root_unit(units(source, day))
    return root.name if root else None


def begin_municipality(store: Store, organise: Grant, configure: Grant, name: str, day: date) -> str:
    """Give the store its municipality; returns the name as it is kept.

    Raises ``municipality_missing`` for an empty name and ``municipality_begun`` where there is one already.
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise MognadError("municipality_missing", "Skriv kommunens namn.")
    begun = municipality(store, day)
    if preference(store, MUNICIPALITY) is not None or begun not in (None, name):
        raise MognadError("municipality_begun", f"Lagret är redan {begun}. Namnet ändras under Inställningar.")
    if begun is None:
        write_units(store, organise, [NewUnit(name, ROOT_KIND, None, _SINCE)])
    # Last: from this row on the municipality is begun, so a stop before it only shows the form again.
    set_preference(store, configure, MUNICIPALITY, name)
    return name
