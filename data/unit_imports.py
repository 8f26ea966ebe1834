"""From rows of the register ``units`` to the organisation.

A row is matched with the unit of the same code, else of the same name, valid at
the file's date. What is equal is left alone; what differs becomes a new state
of the same unit, so that its series go on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Any

from base.errors import Issue
from data.organisation import ROOT_KIND, NewUnit, Unit, append_units, normalised, root_unit, units
from data.preferences import MUNICIPALITY, preference
from data.store import Transaction

DEFAULT_KIND = "enhet"
_LETTERS = str.maketrans("åäöéü -/", "aaoeu___")


@dataclass(frozen=True, slots=True)
class UnitChanges:
    """What an import of units did to the organisation."""

    added: int
    changed: int
    unchanged: int
    issues: tuple[Issue, ...]


def kind_id(text: str | None) -> str:
    """A kind's id from its word in a file: ``Gemensam nämnd`` → ``gemensam_namnd``."""
    return normalised(text or "").translate(_LETTERS) or DEFAULT_KIND


def apply_units(transaction: Transaction, rows: Sequence[Mapping[str, Any]], as_of: date) -> UnitChanges:
    """Append the units' new states.

    ``rows`` have ``row``, ``code``, ``name``, ``kind``, ``parent``, ``valid_from``, ``valid_to``. A unit without a
    first day is valid from ``as_of``: earlier is not known. A parent that is
    not found gives ``parent_unknown`` and the unit lands under the municipality.
    """
    named = [row for row in rows if row["name"]]
    job = _Job(transaction, named, as_of)
    return job.run(named)


class _Job:
    def __init__(self, transaction: Transaction, rows: Sequence[Mapping[str, Any]], as_of: date) -> None:
        self.transaction = transaction
        self.as_of = as_of
        self.known = units(transaction, as_of)
        self.issues: list[Issue] = []
        self._codes = {normalised(unit.code): unit for unit in self.known if unit.code}
        self._names = _only_once((normalised(unit.name), unit) for unit in self.known)
        self.existing = [self._find(row) for row in rows]
        self.root = self._root(rows)
        # Each new unit takes one seq, so numbering only the new keeps ids and seqs in step.
        numbers = count(transaction.last_seq + 1)
        self.ids = [unit.unit if unit else f"u{next(numbers)}" for unit in self.existing]

    def run(self, rows: Sequence[Mapping[str, Any]]) -> UnitChanges:
        within = self._within_file(rows)
        states = [
            self._state(row, unit, unit_id, within)
            for row, unit, unit_id in zip(rows, self.existing, self.ids, strict=True)
        ]
        changed = [
            state for state, unit in zip(states, self.existing, strict=True) if unit is None or _differs(state, unit)
        ]
        append_units(self.transaction, changed)
        added = sum(unit is None for unit in self.existing)
        return UnitChanges(added, len(changed) - added, len(rows) - len(changed), tuple(self.issues))

    def _find(self, row: Mapping[str, Any]) -> Unit | None:
        if row["code"] and (found := self._codes.get(normalised(row["code"]))):
            return found
        by_name = self._names.get(normalised(row["name"]))
        # Another code means another unit that happens to bear the name.
        return by_name if by_name and not (row["code"] and by_name.code) else None

    def _root(self, rows: Sequence[Mapping[str, Any]]) -> str | None:
        """The municipality's id; made first where neither store nor file has it."""
        if found := root_unit(self.known):
            return found.unit
        if any(kind_id(row["kind"]) == ROOT_KIND for row in rows):
            return None
        name = preference(self.transaction, MUNICIPALITY) or "Kommunen"
        first = min([row["valid_from"] for row in rows if row["valid_from"]] + [self.as_of])
        return append_units(self.transaction, [NewUnit(name, ROOT_KIND, None, first)])[0]

    def _within_file(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
        """Code or unambiguous name in the file → unit id."""
        pairs = list(zip(rows, self.ids, strict=True))
        found = {normalised(unit.code): unit.unit for unit in self.known if unit.code}
        found |= {name: unit.unit for name, unit in self._names.items() if name not in found}
        found |= _only_once((normalised(row["name"]), unit_id) for row, unit_id in pairs)
        found |= {normalised(row["code"]): unit_id for row, unit_id in pairs if row["code"]}
        if self.root is None:
            self.root = next(unit_id for row, unit_id in pairs if kind_id(row["kind"]) == ROOT_KIND)
        return found

    def _state(self, row: Mapping[str, Any], unit: Unit | None, unit_id: str, within: Mapping[str, str]) -> NewUnit:
        state = NewUnit(
            name=row["name"],
            kind=kind_id(row["kind"]) if row["kind"] else (unit.kind if unit else DEFAULT_KIND),
            parent=self._parent(row, unit, unit_id, within),
            valid_from=row["valid_from"] or (unit.valid_from if unit else self.as_of),
            valid_to=row["valid_to"] or (unit.valid_to if unit else None),
            code=row["code"] or (unit.code if unit else None),
            attributes=unit.attributes if unit else {},
            unit=unit_id,
        )
        moved = unit and (state.name, state.kind, state.parent) != (unit.name, unit.kind, unit.parent)
        # The file says how things stand at its date, not that they always stood so.
        return replace(state, valid_from=self.as_of) if moved and not row["valid_from"] else state

    def _parent(self, row: Mapping[str, Any], unit: Unit | None, unit_id: str, within: Mapping[str, str]) -> str | None:
        if unit_id == self.root:
            return None
        if not row["parent"]:
            return unit.parent if unit else self.root
        found = within.get(normalised(row["parent"]))
        if found is None or found == unit_id:
            message = f"Rad {row['row']}: den överordnade ”{row['parent']}” finns inte."
            self.issues.append(Issue("parent_unknown", message, row["row"], "parent"))
            return self.root
        return found


def _differs(state: NewUnit, unit: Unit) -> bool:
    return (state.name, state.kind, state.parent, state.valid_from, state.valid_to, state.code) != (
        unit.name,
        unit.kind,
        unit.parent,
        unit.valid_from,
        unit.valid_to,
        unit.code,
    )


def _only_once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    twice: set[str] = set()
    for key, value in pairs:
        if key in found:
            twice.add(key)
        found[key] = value
    return {key: value for key, value in found.items() if key not in twice}
