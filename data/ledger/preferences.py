"""The store's own settings: the municipality's name, the example flag …"""

from base.actors import Act, Grant
from data.ledger.newest import newest_rows
from data.ledger.store import Readable, Store

MUNICIPALITY = "municipality"
EXAMPLE = "example"


def preference(store: Readable, name: str, known_at: int | None = None) -> str | None:
    """The newest value of a setting, or None."""
    rows = newest_rows(store, "setting", ["name"], {"name": name}, known_at)
    return rows[0]["value"] if rows else None


def set_preference(store: Store, grant: Grant, name: str, value: str | None) -> None:
    """Append a setting's new value; None takes it away."""
    with store.writing(grant, Act.CONFIGURE) as transaction:
        transaction.append("setting", [{"name": name, "value": value}])
