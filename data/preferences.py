"""The store's own settings (municipality's name, example flag …) and people's names."""

from base.actors import Act, Grant
from data.store import Source, Store

MUNICIPALITY = "municipality"
EXAMPLE = "example"


def preference(store: Source, name: str) -> str | None:
    """The newest value of a setting, or None."""
    rows = store.query("SELECT value FROM store.setting WHERE name = $name ORDER BY seq DESC LIMIT 1", {"name": name})
    return rows[0]["value"] if rows else None


def set_preference(store: Store, grant: Grant, name: str, value: str | None) -> None:
    """Append a setting's new value; None takes it away."""
    with store.writing(grant, Act.CONFIGURE) as transaction:
        transaction.append("setting", [{"name": name, "value": value}])


def name_person(store: Store, grant: Grant, person: str, name: str) -> None:
    """Record what a person is called. Everywhere else she is her opaque id."""
    with store.writing(grant, Act.CONFIGURE) as transaction:
        transaction.append("person", [{"person": person, "name": name}])


def people(store: Source) -> dict[str, str]:
    """Person id → newest name."""
    rows = store.query(
        "SELECT person, arg_max(name, seq) AS name FROM store.person WHERE name IS NOT NULL GROUP BY person"
    )
    return {row["person"]: row["name"] for row in rows}
