"""From rows of the register ``units`` to the organisation.

A row is matched with the unit of the same code, else of the same name, valid at
the file's date; then with one first known from a later day, which the file
shows was there already. What is equal is left alone; what differs becomes a new
state of the same unit, so that its series go on. A unit that the file leaves out is
never ended by that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from itertools import count
from typing import Any

from base.errors import Issue
from base.unit_kinds import find_kind, kind_label, kind_name_of, parent_advice
from data.ledger.preferences import MUNICIPALITY, preference
from data.ledger.store import Readable, Transaction
from data.organisation.timeline import ONE_DAY, read_timeline
from data.organisation.unit_effects import Difference, PlannedUnit, UnitChanges, UnitPlan
from data.organisation.units import (
    ROOT_KIND,
    NewUnit,
    Unit,
    append_units,
    as_new,
    later_units,
    root_unit,
    unambiguous,
    units,
)
from data.registers.definitions.words import normalised

DEFAULT_KIND = "enhet"
Rows = Sequence[Mapping[str, Any]]
_LABELS = {
    "name": "Namn",
    "kind": "Slag",
    "parent": "Överordnad",
    "valid_from": "Gäller från",
    "valid_to": "Gäller till",
    "code": "Kod",
}


def kind_id(text: str | None) -> str:
    """A kind's name from its word in a file: ``Gemensam nämnd`` → ``gemensam_namnd``; a unit if it says nothing."""
    known = find_kind(text or "")
    return known.name if known else kind_name_of(text or "") or DEFAULT_KIND


def plan_units(source: Readable, rows: Rows, as_of: date) -> UnitPlan:
    """What ``apply_units`` would do; writes nothing.

    ``rows`` have ``row``, ``code``, ``name``, ``kind``, ``parent``, ``valid_from``, ``valid_to``: a reading's table as
    a list. A unit without a first day is valid from ``as_of``: earlier is not known. A parent that is not found gives
    ``parent_unknown``, parents that form a circle ``parent_cycle`` on each row that would close it; such units land
    under the municipality. A unit that stands twice is taken from its first row, and the others get ``unit_repeated``.
    """
    named, repeated = _once([row for row in rows if row["name"]])
    return _Planner(source, named, as_of, repeated).plan()


def apply_units(transaction: Transaction, rows: Rows, as_of: date) -> UnitChanges:
    """Append the units' new states, as ``plan_units`` tells them."""
    plan = plan_units(transaction, rows, as_of)
    if plan.root is not None:
        append_units(transaction, [plan.root])
    # In the file's order: a new unit's id is the seq of its place among the new ones.
    append_units(
        transaction,
        [planned.state for planned in sorted(plan.added + plan.changed, key=lambda planned: planned.row or 0)],
    )
    return UnitChanges(len(plan.added), len(plan.changed), len(plan.unchanged), plan.issues)


def _once(rows: Rows) -> tuple[list[Mapping[str, Any]], list[Issue]]:
    """The rows that are units of their own, and an issue for each that repeats one: two units of one code, or of one
    name in one place where a code does not tell them apart, could never be known from each other again."""
    kept: list[Mapping[str, Any]] = []
    issues: list[Issue] = []
    codes: dict[str, int] = {}
    places: dict[tuple[str, str], tuple[int, bool]] = {}
    for row in rows:
        code, place = normalised(row["code"] or ""), (normalised(row["name"]), normalised(row["parent"] or ""))
        same, coded = places.get(place, (None, False))
        first = codes.get(code) if code else None
        if first is None and not (code and coded):
            first = same
        if first is not None:
            message = f"Rad {row['row']}: ”{row['name']}” står redan på rad {first}. Den här raden ändrar inget."
            issues.append(Issue("unit_repeated", message, row["row"], "name"))
            continue
        kept.append(row)
        places.setdefault(place, (row["row"], bool(code)))
        if code:
            codes[code] = row["row"]
    return kept, issues


class _Planner:
    def __init__(self, source: Readable, rows: Rows, as_of: date, issues: list[Issue]) -> None:
        self.source, self.rows, self.as_of = source, rows, as_of
        self.known = units(source, as_of)
        self.issues = issues
        self.later = later_units(source, as_of)
        # What is valid at the file's date goes before what is known from later only.
        self._codes = {normalised(unit.code): unit for unit in (*self.later, *self.known) if unit.code}
        self._names = unambiguous((normalised(unit.name), unit) for unit in self.later)
        self._names |= unambiguous((normalised(unit.name), unit) for unit in self.known)
        self.existing = [self._find(row) for row in rows]
        # Each new unit takes one seq, so numbering only the new keeps ids and seqs in step.
        numbers = count(source.position() + 1)
        self.new_root = self._new_root(numbers)
        self.ids = [unit.unit if unit else f"u{next(numbers)}" for unit in self.existing]
        self.root = self._root()
        self.within = self._within_file()
        self._unit_names = {unit.unit: unit.name for unit in (*self.later, *self.known)}
        self._unit_names |= {unit_id: row["name"] for unit_id, row in zip(self.ids, rows, strict=True)}
        if self.new_root is not None:
            self._unit_names[str(self.new_root.unit)] = self.new_root.name

    def plan(self) -> UnitPlan:
        states = [self._state(*each) for each in zip(self.rows, self.existing, self.ids, strict=True)]
        states = self._without_circles(states)
        planned: dict[str, list[PlannedUnit]] = {"added": [], "changed": [], "unchanged": []}
        for row, state, unit in zip(self.rows, states, self.existing, strict=True):
            kind = "added" if unit is None else "changed" if _differs(state, unit) else "unchanged"
            differences = self._differences(state, unit) if unit else ()
            planned[kind].append(PlannedUnit(row["row"], state, differences))
        named = {*self.ids, self.root}
        return UnitPlan(
            root=self.new_root,
            added=tuple(planned["added"]),
            changed=tuple(planned["changed"]),
            unchanged=tuple(planned["unchanged"]),
            absent=tuple(unit for unit in self.known if unit.unit not in named),
            issues=tuple(self.issues),
            advice=(*self._advice(states), *self._past_only(states)),
        )

    def _find(self, row: Mapping[str, Any]) -> Unit | None:
        if row["code"] and (unit := self._codes.get(normalised(row["code"]))):
            return unit
        by_name = self._names.get(normalised(row["name"]))
        # Another code means another unit that happens to bear the name.
        return by_name if by_name and not (row["code"] and by_name.code) else None

    def _new_root(self, numbers: Iterable[int]) -> NewUnit | None:
        """The municipality, where neither the file nor the store at its date has it: made, or reached back to."""
        if root_unit(self.known) or any(kind_id(row["kind"]) == ROOT_KIND for row in self.rows):
            return None
        number = next(iter(numbers))
        first = min([row["valid_from"] for row in self.rows if row["valid_from"]] + [self.as_of])
        if later := root_unit(self.later):
            return as_new(later, kind=ROOT_KIND, parent=None, valid_from=first, valid_to=None)
        name = preference(self.source, MUNICIPALITY) or "Kommunen"
        return NewUnit(name, ROOT_KIND, None, first, unit=f"u{number}")

    def _root(self) -> str | None:
        root = root_unit(self.known) or root_unit(self.later)
        if root is not None:
            return root.unit
        if self.new_root is not None:
            return self.new_root.unit
        kinds = zip(self.rows, self.ids, strict=True)
        return next(unit_id for row, unit_id in kinds if kind_id(row["kind"]) == ROOT_KIND)

    def _within_file(self) -> dict[str, str]:
        """Code or unambiguous name in the file, else in the store → unit id."""
        pairs = list(zip(self.rows, self.ids, strict=True))
        places = {code: unit.unit for code, unit in self._codes.items()}
        places |= {name: unit.unit for name, unit in self._names.items() if name not in places}
        places |= unambiguous((normalised(row["name"]), unit_id) for row, unit_id in pairs)
        places |= {normalised(row["code"]): unit_id for row, unit_id in pairs if row["code"]}
        return places

    def _state(self, row: Mapping[str, Any], unit: Unit | None, unit_id: str) -> NewUnit:
        state = NewUnit(
            name=row["name"],
            kind=kind_id(row["kind"]) if row["kind"] else (unit.kind if unit else DEFAULT_KIND),
            parent=self._parent(row, unit, unit_id),
            valid_from=row["valid_from"] or (unit.valid_from if unit else self.as_of),
            valid_to=row["valid_to"] or (unit.valid_to if unit else None),
            code=row["code"] or (unit.code if unit else None),
            attributes=unit.attributes if unit else {},
            unit=unit_id,
        )
        return self._dated(state, row, unit)

    def _dated(self, state: NewUnit, row: Mapping[str, Any], unit: Unit | None) -> NewUnit:
        """The file says how things stand at its date, not that they always stood so."""
        if unit is None or row["valid_from"]:
            return state
        if unit.valid_from > self.as_of:
            return replace(state, valid_from=self.as_of)
        moved = (state.name, state.kind, state.parent) != (unit.name, unit.kind, unit.parent)
        return replace(state, valid_from=self.as_of if moved else unit.valid_from)

    def _parent(self, row: Mapping[str, Any], unit: Unit | None, unit_id: str) -> str | None:
        if unit_id == self.root:
            return None
        if not row["parent"]:
            return unit.parent if unit else self.root
        parent = self.within.get(normalised(row["parent"]))
        if parent is None or parent == unit_id:
            message = f"Rad {row['row']}: den överordnade ”{row['parent']}” finns inte."
            self.issues.append(Issue("parent_unknown", message, row["row"], "parent"))
            return self.root
        return parent

    def _without_circles(self, states: list[NewUnit]) -> list[NewUnit]:
        """The states with each row that would close a circle moved to the municipality, and an issue for it."""
        kept = list(states)
        fixed: set[int] = set()
        while closing := self._closing(kept) - fixed:
            for place in sorted(closing):
                row = self.rows[place]
                kept[place] = self._dated(replace(kept[place], parent=self.root), row, self.existing[place])
                message = f"Rad {row['row']}: ”{row['name']}” och dess överordnade hör till varandra i en cirkel."
                self.issues.append(Issue("parent_cycle", message, row["row"], "parent"))
            fixed |= closing
        return kept

    def _closing(self, states: Sequence[NewUnit]) -> set[int]:
        """The places of the states that lie in a circle. What the store holds already stands: only what the file
        would change can be at fault."""
        timeline = read_timeline(self.source)
        if self.new_root is not None:
            timeline.put(_as_unit(self.new_root))
        places: dict[str, int] = {}
        for place, (state, unit) in enumerate(zip(states, self.existing, strict=True)):
            if unit is None or _differs(state, unit):
                timeline.put(_as_unit(state))
                places[str(state.unit)] = place
        since = min((state.valid_from for state in states), default=self.as_of)
        return {
            places[fault.unit]
            for fault in timeline.faults(since)
            if fault.code == "parent_cycle"
            and fault.unit in places
            and timeline.at(fault.unit, fault.day) == _as_unit(states[places[fault.unit]])
        }

    def _differences(self, state: NewUnit, unit: Unit) -> tuple[Difference, ...]:
        return tuple(
            Difference(field, label, self._told(field, getattr(unit, field)), self._told(field, getattr(state, field)))
            for field, label in _LABELS.items()
            if getattr(unit, field) != getattr(state, field)
        )

    def _told(self, field: str, value: object) -> str:
        if value is None:
            return ""
        if field == "kind":
            return kind_label(str(value))
        return self._unit_names.get(str(value), str(value)) if field == "parent" else str(value)

    def _advice(self, states: Sequence[NewUnit]) -> Iterable[Issue]:
        kinds = {unit.unit: unit.kind for unit in self.known} | {state.unit: state.kind for state in states}
        for row, state in zip(self.rows, states, strict=True):
            if find_kind(state.kind) is None:
                message = f"Slaget ”{row['kind'] or state.kind}” är inte känt. Det räknas som enhet."
                yield Issue("kind_unknown", message, row["row"], "kind")
            elif advice := parent_advice(state.kind, kinds.get(state.parent or "", ROOT_KIND)):
                yield Issue("parent_unusual", f"{state.name}: {advice}", row["row"], "parent")

    def _past_only(self, states: Sequence[NewUnit]) -> Iterable[Issue]:
        """Rows dated before the unit's newest state: what they say holds until that one and is then as it was."""
        for row, state, unit in zip(self.rows, states, self.existing, strict=True):
            if unit is None or state.valid_from >= unit.valid_from:
                continue
            if not _differs(replace(state, valid_from=unit.valid_from), unit):
                continue  # the unit is older than was known, and otherwise the same
            message = (
                f"Rad {row['row']}: ”{unit.name}” har en senare uppgift från {unit.valid_from}. Raden ändrar bara "
                f"tiden {state.valid_from} till {unit.valid_from - ONE_DAY}, inte hur det är nu. Ska den gälla nu: "
                "lämna Gäller från tomt."
            )
            yield Issue("past_only", message, row["row"], "valid_from")


def _as_unit(state: NewUnit) -> Unit:
    return Unit(**asdict(state))


def _differs(state: NewUnit, unit: Unit) -> bool:
    return any(getattr(state, field) != getattr(unit, field) for field in _LABELS)
