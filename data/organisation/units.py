"""The organisation: units with validity dates, renames, merges and matches.

A row of ``unit`` is a unit's whole state from a date on. A rename or move is a
new row of the same unit; a merge or split ends units and starts others, told by
``unit_change``.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from base.actors import Act, Grant
from base.errors import MognadError
from base.formats import listing
from base.likeness import near
from base.unit_kinds import root_kind
from data.ledger.newest import as_record, newest_rows
from data.ledger.store import Readable, Store, Transaction
from data.registers.definitions.words import normalised

ROOT_KIND = root_kind().name
_MOST_LIKENED = 50
Value = TypeVar("Value")


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


def as_new(unit: Unit, **values: Any) -> NewUnit:
    """A unit's state as it is to be written, with some of its fields other than they were."""
    return NewUnit(**asdict(replace(unit, **values)))


def units(store: Readable, as_of: date, known_at: int | None = None) -> list[Unit]:
    """The units valid on ``as_of``, by name in Swedish order."""
    rows = store.query(
        "SELECT * FROM units_at($as_of, $known_at) ORDER BY name COLLATE sv",
        {"as_of": as_of, "known_at": store.position() if known_at is None else known_at},
    )
    return [unit_of_row(row) for row in rows]


def unit_of_row(row: Mapping[str, Any]) -> Unit:
    """A unit from a row of ``units_at``."""
    return as_record(Unit, row, attributes=json.loads(row["attributes"] or "{}"))


def later_units(store: Readable, as_of: date) -> list[Unit]:
    """Units that are first known from a day after ``as_of``, as they then began."""
    rows = store.query(
        "SELECT unit, min(valid_from) AS first FROM unit_states($known_at) "
        "GROUP BY unit HAVING min(valid_from) > $as_of",
        {"known_at": store.position(), "as_of": as_of},
    )
    first = {row["unit"]: row["first"] for row in rows}
    return [unit for day in sorted(set(first.values())) for unit in units(store, day) if first.get(unit.unit) == day]


def root_unit(found: Iterable[Unit]) -> Unit | None:
    """The municipality itself among units."""
    return next((unit for unit in found if unit.kind == ROOT_KIND and unit.parent is None), None)


def write_units(store: Store, grant: Grant, new: Sequence[NewUnit]) -> list[str]:
    """Append unit states in one transaction; returns their ids in order."""
    with store.writing(grant, Act.ORGANISE) as transaction:
        return append_units(transaction, new)


def append_units(transaction: Transaction, new: Sequence[NewUnit], *, taken_back: bool = False) -> list[str]:
    """As ``write_units``, inside somebody else's transaction. ``taken_back``: states may end before they begin."""
    for unit in new:
        if not unit.name.strip():
            raise MognadError("unit_name_missing", "En organisationsdel måste ha ett namn.")
        if unit.valid_to and unit.valid_to < unit.valid_from and not taken_back:
            raise MognadError("unit_dates", f"{unit.name}: sista dag ligger före första dag.")
    first = transaction.last_seq + 1
    ids = [unit.unit or f"u{first + index}" for index, unit in enumerate(new)]
    transaction.append(
        "unit",
        [
            {
                **asdict(unit),
                "unit": unit_id,
                "name": unit.name.strip(),
                "attributes": json.dumps(dict(unit.attributes), ensure_ascii=False, sort_keys=True),
            }
            for unit_id, unit in zip(ids, new, strict=True)
        ],
    )
    return ids


def rename_unit(store: Store, grant: Grant, unit: Unit, name: str, from_date: date) -> None:
    """Give a unit a new name from a date; its series go on."""
    write_units(store, grant, [as_new(unit, name=name, valid_from=from_date)])


def merge_units(store: Store, grant: Grant, old: Sequence[Unit], new: NewUnit) -> str:
    """End ``old`` the day before ``new`` begins, and record what became of them."""
    last_day = new.valid_from - timedelta(days=1)
    with store.writing(grant, Act.ORGANISE) as transaction:
        append_units(transaction, [as_new(unit, valid_to=last_day) for unit in old])
        made = append_units(transaction, [new])[0]
        transaction.append(
            "unit_change",
            [{"old_unit": u.unit, "new_unit": made, "from_date": new.valid_from, "kind": "merge"} for u in old],
        )
    return made


def words_for_files(found: Sequence[Unit]) -> dict[str, str]:
    """Unit → what names it in a file without doubt: its code, its name if no other bears it, else its id."""
    alone = Counter(normalised(unit.name) for unit in found)
    return {unit.unit: unit.code or (unit.name if alone[normalised(unit.name)] == 1 else unit.unit) for unit in found}


class UnitMatcher:
    """Finds units by remembered matches, id, code, unambiguous name, and earlier codes and names.

    ``earlier``: normalised text → the one unit it leads to; what a unit is called now goes before.
    """

    def __init__(
        self,
        found: Sequence[Unit],
        remembered: Mapping[str, str | None] | None = None,
        earlier: Mapping[str, str] | None = None,
    ) -> None:
        valid = {unit.unit for unit in found}
        self._called = [unit.name for unit in found]
        self._likened = 0
        self._remembered = {
            text: unit for text, unit in (remembered or {}).items() if unit is not None and unit in valid
        }
        self._ids = {unit.unit: unit.unit for unit in found}
        self._codes = unambiguous((normalised(unit.code), unit.unit) for unit in found if unit.code)
        self._names = unambiguous((normalised(unit.name), unit.unit) for unit in found)
        # A name that two units bear today is not settled by what it once meant.
        self._now = now = {normalised(text) for unit in found for text in (unit.name, unit.code) if text}
        self._earlier = {text: unit for text, unit in (earlier or {}).items() if unit in valid and text not in now}

    def is_ambiguous(self, text: str) -> bool:
        """Whether several units bear this name or code, so that it names none of them."""
        return normalised(text) in self._now and self.find(text) is None

    def no_unit(self, text: str, day: date) -> str:
        """Why a text leads to no unit on a day, with the names most like it: a sentence without capital and full stop.

        Only the first ``_MOST_LIKENED`` texts are likened: a file of somebody else's has thousands.
        """
        why = f"organisationsdelen ”{text}” finns inte {day}, eller så heter flera så"
        if self.is_ambiguous(text) or self._likened >= _MOST_LIKENED:
            return why
        self._likened += 1
        names = [f"”{name}”" for name in near(text, self._called, most=3)]
        return f"{why}; liknande namn: {listing(names)}" if names else why

    def find(self, text: str) -> str | None:
        """The unit's id, or None when none fits or several do."""
        key = normalised(text)
        return (
            self._remembered.get(key)
            or self._ids.get(text.strip())
            or self._codes.get(key)
            or self._names.get(key)
            or self._earlier.get(key)
        )


def matcher(store: Readable, as_of: date, known_at: int | None = None, *, history: bool = True) -> UnitMatcher:
    """A matcher over the units valid on ``as_of``, the matches people have made, and names that were before.

    Without ``history`` neither earlier names nor what a unit was merged into lead anywhere.
    """
    position = store.position() if known_at is None else known_at
    found = units(store, as_of, position)
    valid = {unit.unit for unit in found}
    heirs = _heirs(store, as_of, position) if history else {}
    rows = newest_rows(store, "unit_match", ["source_text"], known_at=position)
    remembered = {
        row["source_text"]: _one(continued(row["unit"], valid, heirs)) for row in rows if row["unit"] is not None
    }
    return UnitMatcher(found, remembered, _earlier(store, as_of, position, valid, heirs) if history else None)


def continued(unit: str, valid: frozenset[str] | set[str], heirs: Mapping[str, Sequence[str]]) -> set[str]:
    """The units in ``valid`` that a unit has become: itself, or its heirs' heirs. Empty where it just ended."""
    ends: set[str] = set()
    met: set[str] = set()
    waiting = [unit]
    while waiting:
        candidate = waiting.pop()
        if candidate in met:
            continue
        met.add(candidate)
        if candidate in valid:
            ends.add(candidate)
        else:
            waiting.extend(heirs.get(candidate, ()))
    return ends


def remember_match(store: Store, grant: Grant, source_text: str, unit: str | None) -> None:
    """Keep a person's match of a file's text with a unit; None takes it back."""
    with store.writing(grant, Act.IMPORT) as transaction:
        transaction.append("unit_match", [{"source_text": normalised(source_text), "unit": unit}])


def _heirs(store: Readable, as_of: date, position: int) -> dict[str, list[str]]:
    """Unit → the units it was merged into or split into, on or before ``as_of``."""
    rows = store.query(
        "SELECT old_unit, list(DISTINCT new_unit ORDER BY new_unit) AS heirs FROM unit_changes($known_at) "
        "WHERE from_date <= $as_of GROUP BY old_unit",
        {"known_at": position, "as_of": as_of},
    )
    return {row["old_unit"]: row["heirs"] for row in rows}


def _earlier(
    store: Readable, as_of: date, position: int, valid: set[str], heirs: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Normalised names and codes of states up to ``as_of`` → the one unit that all their bearers have become.

    A state that was taken back names nothing.
    """
    rows = store.query(
        "SELECT DISTINCT unit, state.name AS name, state.code AS code FROM unit_states($known_at) "
        "WHERE valid_from <= $as_of AND coalesce(state.valid_to >= valid_from, true)",
        {"known_at": position, "as_of": as_of},
    )
    bearers: dict[str, set[str]] = {}
    for row in rows:
        for text in (row["name"], row["code"]):
            if text:
                bearers.setdefault(normalised(text), set()).add(row["unit"])
    leads: dict[str, str] = {}
    for text, units_so_called in bearers.items():
        ends = [continued(unit, valid, heirs) for unit in units_so_called]
        # One bearer that ended without an heir, or was split, is enough to make the text doubtful.
        if all(len(end) == 1 for end in ends) and (unit := _one(set().union(*ends))):
            leads[text] = unit
    return leads


def _one(found: set[str]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def unambiguous(pairs: Iterable[tuple[str, Value]]) -> dict[str, Value]:
    """The values whose key stands once among the pairs."""
    values: dict[str, Value | None] = {}
    for key, value in pairs:
        values[key] = None if key in values else value
    return {key: value for key, value in values.items() if value is not None}
