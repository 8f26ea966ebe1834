"""A unit's attributes from a date on: what the questions' ``relevant`` looks at."""

import re
from collections.abc import Mapping
from datetime import date

from base.actors import Act, Grant
from base.errors import Issue, MognadError
from data.ledger.store import Store
from data.organisation.timeline import read_timeline
from data.organisation.units import append_units

# The names that an expression can refer to as ${name}; the unit's kind is there without being an attribute.
_NAME = re.compile(r"[^\W\d][\w.-]*")
_TAKEN = "kind"


def set_attributes(store: Store, grant: Grant, unit: str, attributes: Mapping[str, str], from_date: date) -> bool:
    """Let exactly these attributes hold for a unit from a day on; returns whether anything changed.

    What was before the day stands, so that a measurement dated then asks what it asked: a changed attribute is a
    change of scope. Later states follow until one where the attributes had been changed already. Truth values are
    written ``true`` and ``false``. Raises ``unit_unknown`` and ``attribute_invalid``.
    """
    given = {name.strip(): value.strip() for name, value in attributes.items()}
    for name, value in given.items():
        if not _NAME.fullmatch(name) or name == _TAKEN or not value:
            raise MognadError(
                "attribute_invalid",
                f"Egenskapen ”{name}” går inte att spara. Ett namn börjar med en bokstav, har inga mellanslag och "
                f"heter inte ”{_TAKEN}”, och värdet får inte vara tomt.",
            )
    with store.writing(grant, Act.ORGANISE) as transaction:
        timeline = read_timeline(transaction)
        if not timeline.carry(unit, from_date, attributes=given):
            raise MognadError("unit_unknown", f"Organisationsdelen gäller inte {from_date}. Inget sparades.")
        changed = timeline.changed()
        append_units(transaction, changed)
        return bool(changed)


def attribute_lines(attributes: Mapping[str, str]) -> str:
    """Attributes as a person writes them, one a line: ``skola = true``."""
    return "\n".join(f"{name} = {value}" for name, value in sorted(attributes.items()))


def read_attribute_lines(text: str) -> dict[str, str]:
    """What a person has written, back. Raises ``attribute_unreadable`` with every line that is not ``name = value``,
    or that names one a second time."""
    attributes: dict[str, str] = {}
    issues: list[Issue] = []
    for place, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals:
            issues.append(Issue("attribute_unreadable", f"Rad {place}: skriv namn = värde.", place))
        elif name in attributes:
            issues.append(Issue("attribute_unreadable", f"Rad {place}: ”{name}” står redan.", place))
        attributes[name] = value
    if issues:
        faults = " ".join(issue.message for issue in issues)
        raise MognadError("attribute_unreadable", f"Egenskaperna går inte att läsa. {faults}", issues)
    return attributes
