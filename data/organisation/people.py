"""People: opaque ids, with name and e-mail address in a table of their own.

A row of ``person`` states what it has columns for: an empty name or contact leaves what was said before, an empty
text takes a contact away.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.store import Readable, Store, Transaction
from data.registers.definitions.words import normalised
from data.registers.values.personal import has_number

_ADDRESS = re.compile(r"[^\s,;<>@]+@[^\s,;<>@.]+(?:\.[^\s,;<>@.]+)+")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known to the store. ``contact``: an e-mail address."""

    person: str
    name: str
    contact: str | None = None


def persons(source: Readable) -> dict[str, Person]:
    """Person id → who it is now, by name in Swedish order."""
    rows = source.query(
        "SELECT person, coalesce(arg_max(name, seq), person) AS name, nullif(arg_max(contact, seq), '') AS contact "
        "FROM store.person WHERE seq <= $known_at GROUP BY person ORDER BY name COLLATE sv, person",
        {"known_at": source.position()},
    )
    return {row["person"]: Person(**row) for row in rows}


def name_of(known: Mapping[str, Person], person: str, unknown: str | None = None) -> str:
    """What a person is called; ``unknown``, or else her id, for one who is not among ``known``."""
    if person in known:
        return known[person].name
    return person if unknown is None else unknown


def append_person(transaction: Transaction, name: str, contact: str | None = None) -> str:
    """Make a person; returns the id. Raises ``person_invalid`` and ``contact_invalid``."""
    if fault := name_fault(name):
        raise MognadError("person_invalid", fault)
    person = new_person_id(transaction.last_seq + 1)
    transaction.append("person", [{"person": person, "name": name.strip(), "contact": _checked(contact) or None}])
    return person


def name_person(store: Store, grant: Grant, person: str, name: str) -> None:
    """Record what a person is called. Everywhere else she is her id. Raises ``person_invalid``."""
    if fault := name_fault(name):
        raise MognadError("person_invalid", fault)
    with store.writing(grant, Act.CONFIGURE) as transaction:
        transaction.append("person", [{"person": person, "name": name.strip()}])


def set_contact(store: Store, grant: Grant, person: str, contact: str | None) -> None:
    """Record a person's e-mail address; None takes it away. Raises ``contact_invalid``."""
    with store.writing(grant, Act.ORGANISE) as transaction:
        transaction.append("person", [{"person": person, "contact": _checked(contact)}])


def new_person_id(seq: int) -> str:
    """The id of a person whose first row gets ``seq``. Not ``p1``, which is the local coordinator."""
    return f"person{seq}"


def name_fault(name: str) -> str | None:
    """What is wrong with a person's name, as a sentence."""
    if not name.strip():
        return "En person måste ha ett namn."
    return "Namnet innehåller ett personnummer. Ta bort det." if has_number(name) else None


def contact_fault(contact: str) -> str | None:
    """What is wrong with an e-mail address, as a sentence. Only its shape is looked at."""
    return None if _ADDRESS.fullmatch(contact.strip()) else f"”{contact}” är ingen e-postadress."


class PersonFinder:
    """Finds people by e-mail address, else by unambiguous name."""

    def __init__(self, known: dict[str, Person]) -> None:
        self._by_contact = {normalised(found.contact): found for found in known.values() if found.contact}
        self._by_name: dict[str, list[Person]] = {}
        for found in known.values():
            self._by_name.setdefault(normalised(found.name), []).append(found)

    def find(self, name: str, contact: str | None) -> list[Person]:
        """Those who may be meant: none for somebody new, several when the name alone does not tell.

        Another address means another person of that name; somebody without an address may be the one.
        """
        if contact and (known := self._by_contact.get(normalised(contact))):
            return [known]
        same = self._by_name.get(normalised(name), [])
        return [found for found in same if found.contact is None] if contact else same


def _checked(contact: str | None) -> str:
    text = (contact or "").strip()
    if text and (fault := contact_fault(text)):
        raise MognadError("contact_invalid", fault)
    return text
