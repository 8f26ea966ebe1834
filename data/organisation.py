"""The organisation: units with validity dates, renames, merges and matches.

A row of ``unit`` is a unit's whole state from a date on. A rename or move is a
new row of the same unit; a merge or split ends units and starts others, told by
``unit_change``.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from base.actors import Act, Grant
from base.errors import MognadError
from data.store import Source, Store, Transaction

ROOT_KIND = "kommun"
# Kinds that carry out our tasks but are not ours to sum up.
OUTSIDE_KINDS = frozenset({"gemensam_namnd", "extern_utforare"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it stands at a date. ``valid_to`` is its last day, or None."""

    unit: str
    name: str
    kind: str
    parent: str | None
    valid_from: date
    valid_to: date | None = None
    code: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be written. ``unit`` None lets the store give the id."""

    name: str
    kind: str
    parent: str | None
    valid_from: date
    valid_to: date | None = None
    code: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None


def units(store: Source, as_of: date, known_at: int | None = None) -> list[Unit]:
    """The units valid on ``as_of``, by name in Swedish order."""
    rows = store.query(
        "SELECT * FROM units_at($as_of, $known_at) ORDER BY name COLLATE sv",
        {"as_of": as_of, "known_at": store.position() if known_at is None else known_at},
    )
    return [
        Unit(
            unit=row["unit"],
            name=row["name"],
            kind=row["kind"],
            parent=row["parent"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            code=row["code"],
            attributes=json.loads(row["attributes"] or "{}"),
        )
        for row in rows
    ]


def root_unit(found: Iterable[Unit]) -> Unit | None:
    """The municipality itself among units."""
    return next((unit for unit in found if unit.kind == ROOT_KIND and unit.parent is None), None)


def descendants(found: Sequence[Unit], branch: str) -> list[Unit]:
    """``branch`` and all below it."""
    children: dict[str | None, list[Unit]] = {}
    for unit in found:
        children.setdefault(unit.parent, []).append(unit)
    below = [unit for unit in found if unit.unit == branch]
    for unit in below:
        below.extend(children.get(unit.unit, []))
    return below


def write_units(store: Store, grant: Grant, new: Sequence[NewUnit]) -> list[str]:
    """Append unit states in one transaction; returns their ids in order."""
    with store.writing(grant, Act.ORGANISE) as transaction:
        return append_units(transaction, new)


def append_units(transaction: Transaction, new: Sequence[NewUnit]) -> list[str]:
    """As ``write_units``, inside somebody else's transaction."""
    for unit in new:
        if not unit.name.strip():
            raise MognadError("unit_name_missing", "En organisationsdel måste ha ett namn.")
        if unit.valid_to and unit.valid_to < unit.valid_from:
            raise MognadError("unit_dates", f"{unit.name}: sista dag ligger före första dag.")
    first = transaction.last_seq + 1
    ids = [unit.unit or f"u{first + index}" for index, unit in enumerate(new)]
    transaction.append(
        "unit",
        [
            {
                "unit": unit_id,
                "valid_from": unit.valid_from,
                "valid_to": unit.valid_to,
                "code": unit.code,
                "name": unit.name.strip(),
                "kind": unit.kind,
                "parent": unit.parent,
                "attributes": json.dumps(dict(unit.attributes), ensure_ascii=False, sort_keys=True),
            }
            for unit_id, unit in zip(ids, new, strict=True)
        ],
    )
    return ids


def rename_unit(store: Store, grant: Grant, unit: Unit, name: str, from_date: date) -> None:
    """Give a unit a new name from a date; its series go on."""
    write_units(
        store,
        grant,
        [NewUnit(name, unit.kind, unit.parent, from_date, unit.valid_to, unit.code, unit.attributes, unit.unit)],
    )


def merge_units(store: Store, grant: Grant, old: Sequence[Unit], new: NewUnit) -> str:
    """End ``old`` the day before ``new`` begins, and record what became of them."""
    last_day = new.valid_from - timedelta(days=1)
    with store.writing(grant, Act.ORGANISE) as transaction:
        ended = [NewUnit(u.name, u.kind, u.parent, u.valid_from, last_day, u.code, u.attributes, u.unit) for u in old]
        append_units(transaction, ended)
        made = append_units(transaction, [new])[0]
        transaction.append(
            "unit_change",
            [{"old_unit": u.unit, "new_unit": made, "from_date": new.valid_from, "kind": "merge"} for u in old],
        )
    return made


def normalised(text: str) -> str:
    """A unit's name or code as it is compared: case and spaces folded."""
    return " ".join(text.replace("\u00a0", " ").split()).casefold()


class UnitMatcher:
    """Finds units by id, code or unambiguous name, and by remembered matches."""

    def __init__(self, found: Sequence[Unit], remembered: Mapping[str, str | None] | None = None) -> None:
        valid = {unit.unit for unit in found}
        self._remembered = {
            text: unit for text, unit in (remembered or {}).items() if unit is not None and unit in valid
        }
        self._ids = {unit.unit: unit.unit for unit in found}
        self._codes = _unambiguous((normalised(unit.code), unit.unit) for unit in found if unit.code)
        self._names = _unambiguous((normalised(unit.name), unit.unit) for unit in found)

    def find(self, text: str) -> str | None:
        """The unit's id, or None when none fits or several do."""
        key = normalised(text)
        return self._remembered.get(key) or self._ids.get(text.strip()) or self._codes.get(key) or self._names.get(key)


def matcher(store: Source, as_of: date, known_at: int | None = None) -> UnitMatcher:
    """A matcher over the units valid on ``as_of`` and the matches people have made."""
    position = store.position() if known_at is None else known_at
    rows = store.query("SELECT * FROM known_matches($known_at)", {"known_at": position})
    return UnitMatcher(units(store, as_of, position), {row["source_text"]: row["unit"] for row in rows})


def remember_match(store: Store, grant: Grant, source_text: str, unit: str | None) -> None:
    """Keep a person's match of a file's text with a unit; None takes it back."""
    with store.writing(grant, Act.IMPORT) as transaction:
        transaction.append("unit_match", [{"source_text": normalised(source_text), "unit": unit}])


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str | None] = {}
    for key, unit in pairs:
        found[key] = None if key in found else unit
    return {key: unit for key, unit in found.items() if unit is not None}
