"""Views of *Utforska* that are saved under a name. A view that is taken away stays in the ledger."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from base.actors import Act, Grant
from base.errors import MognadError
from base.hashing import canonical_json
from data.ledger.store import Readable, Store
from data.ledger.texts import reason_text
from data.registers.values.personal import has_number

MAX_NAME = 100


@dataclass(frozen=True, slots=True)
class SavedView:
    """``content``: what ``metrics.exploring.view`` made of the view, as JSON values."""

    view: str
    name: str
    content: Mapping[str, Any]


def saved_views(source: Readable, known_at: int | None = None) -> list[SavedView]:
    """The views that there are, by name in Swedish order."""
    rows = source.query(
        "SELECT view, row.name AS name, row.content AS content FROM ("
        "SELECT view, arg_max(struct_pack(name, content, removed), seq) AS row FROM store.saved_view "
        "WHERE seq <= $known_at GROUP BY view) WHERE NOT coalesce(row.removed, false) ORDER BY row.name COLLATE sv",
        {"known_at": source.position() if known_at is None else known_at},
    )
    return [SavedView(row["view"], row["name"], json.loads(row["content"])) for row in rows]


def save_view(store: Store, grant: Grant, name: str, content: Mapping[str, Any]) -> str:
    """Save a view under a name that no other bears; returns its id.

    Raises ``reason_missing`` for no name, ``view_name_taken``, ``text_too_long``, and ``text_personal`` when the name
    or a filter holds a personal identity number.
    """
    chosen = " ".join(reason_text(name, "Skriv ett namn på vyn.", MAX_NAME).split())
    if any(has_number(text) for text in _texts(content)):
        raise MognadError("text_personal", "Ett filter innehåller ett personnummer. Ta bort det innan du sparar vyn.")
    with store.writing(grant, Act.CONFIGURE) as transaction:
        if any(other.name.casefold() == chosen.casefold() for other in saved_views(transaction)):
            raise MognadError("view_name_taken", f"Det finns redan en vy som heter ”{chosen}”. Välj ett annat namn.")
        made = f"v{transaction.last_seq + 1}"
        row = {"view": made, "name": chosen, "content": canonical_json(content), "removed": False}
        transaction.append("saved_view", [row])
        return made


def remove_view(store: Store, grant: Grant, view: str) -> None:
    """Take a view out of the list. Raises ``view_unknown``."""
    with store.writing(grant, Act.CONFIGURE) as transaction:
        held = next((each for each in saved_views(transaction) if each.view == view), None)
        if held is None:
            raise MognadError("view_unknown", "Vyn finns inte längre. Ladda om sidan.")
        row = {**asdict(held), "content": canonical_json(held.content), "removed": True}
        transaction.append("saved_view", [row])


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part)
