"""All states of all units, in memory: to try out a change of the organisation before anything is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from base.clock import FAR
from base.errors import Issue
from data.ledger.store import Readable
from data.organisation.units import ROOT_KIND, NewUnit, Unit, as_new, unit_of_row, units

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TreeFault:
    """A unit that hangs wrong from ``day`` on. ``code``: ``unit_orphaned`` (its parent is not valid) or
    ``parent_cycle`` (it lies under itself)."""

    code: str
    unit: str
    day: date


class Timeline:
    """Units' states from day to day; changed here, then written as ``changed`` says.

    The state from the latest day not after ``day`` is the one that holds then, unless it has ended. A state that ends
    before it begins never held.
    """

    def __init__(self, states: Iterable[Unit] = ()) -> None:
        self._states: dict[str, dict[date, Unit]] = {}
        self._touched: dict[tuple[str, date], None] = {}
        for state in states:
            self._states.setdefault(state.unit, {})[state.valid_from] = state

    def __iter__(self) -> Iterator[str]:
        return iter(self._states)

    def states(self, unit: str) -> list[Unit]:
        """A unit's states, the oldest first."""
        found = self._states.get(unit, {})
        return [found[day] for day in sorted(found)]

    def at(self, unit: str, day: date) -> Unit | None:
        """The state that holds on a day."""
        latest: Unit | None = None
        for state in self._states.get(unit, {}).values():
            if state.valid_from <= day and (latest is None or state.valid_from > latest.valid_from):
                latest = state
        return latest if latest and (latest.valid_to is None or latest.valid_to >= day) else None

    def valid(self, day: date) -> list[Unit]:
        """The units that hold on a day."""
        return [state for unit in self._states if (state := self.at(unit, day))]

    def spans(self, unit: str) -> list[tuple[Unit, date, date]]:
        """(state, its first day, its last day) for the states that hold at all."""
        states = self.states(unit)
        spans = []
        for index, state in enumerate(states):
            until = states[index + 1].valid_from - ONE_DAY if index + 1 < len(states) else FAR
            last = min(until, state.valid_to or FAR)
            if last >= state.valid_from:
                spans.append((state, state.valid_from, last))
        return spans

    def path(self, unit: str, day: date) -> list[str]:
        """The unit and what it lies under on a day, outward; ends with a unit met before where there is a circle."""
        upward = [unit]
        while (state := self.at(upward[-1], day)) and state.parent is not None:
            seen = state.parent in upward
            upward.append(state.parent)
            if seen:
                break
        return upward

    def put(self, state: Unit) -> None:
        """Let a state hold from its first day; one from the same day is replaced."""
        if self._states.setdefault(state.unit, {}).get(state.valid_from) != state:
            self._states[state.unit][state.valid_from] = state
            self._touched[state.unit, state.valid_from] = None

    def carry(self, unit: str, day: date, **values: Any) -> bool:
        """Change fields from a day on; later states follow until one that had changed the field itself.

        Returns False when the unit does not hold on the day.
        """
        before = self.at(unit, day)
        if before is None:
            return False
        following = {name: value for name, value in values.items() if getattr(before, name) != value}
        if following:
            self.put(replace(before, valid_from=day, **following))
        for state in self.states(unit):
            if state.valid_from > day:
                following = {k: v for k, v in following.items() if getattr(state, k) == getattr(before, k)}
                self.put(replace(state, **following))
        return True

    def end(self, unit: str, last_day: date) -> None:
        """Let the state that holds on ``last_day`` end with it, and those that only say it again never begin."""
        state = self.at(unit, last_day)
        if state is not None:
            self.put(replace(state, valid_to=last_day))
        for again, first, _ in self.spans(unit):
            if first > last_day:
                self.put(replace(again, valid_to=last_day))

    def restore(self, unit: str, days: Iterable[date], before: "Timeline") -> None:
        """Let the states that begin on some days say what held then in ``before``; nothing: they never held."""
        for day in days:
            earlier = [state for state in before.states(unit) if state.valid_from <= day]
            if earlier:
                self.put(replace(earlier[-1], valid_from=day))
            else:
                self.put(replace(self._states[unit][day], valid_to=day - ONE_DAY))

    def course(self, unit: str) -> list[tuple[date, date, Unit]]:
        """(first day, last day, what held) in order, however many states say it; the state's own dates are blank."""
        stretches: list[tuple[date, date, Unit]] = []
        for state, first, last in self.spans(unit):
            held = replace(state, valid_from=FAR, valid_to=None)
            goes_on = bool(stretches) and stretches[-1][2] == held and stretches[-1][1] + ONE_DAY == first
            begun = stretches.pop()[0] if goes_on else first
            stretches.append((begun, last, held))
        return stretches

    def changed(self) -> list[NewUnit]:
        """What has been changed, in order, as it is to be written."""
        return [as_new(self._states[unit][day]) for unit, day in self._touched]

    def faults(self, since: date) -> list[TreeFault]:
        """Every unit that hangs wrong some day from ``since`` on, for each such day found: the first of a state."""
        tree_faults: dict[TreeFault, None] = {}
        for unit in self._states:
            for state, first, last in self.spans(unit):
                start = max(first, since)
                if start > last or state.parent is None:
                    continue
                for day in self._doubtful_days(state.parent, start, last):
                    if self.at(state.parent, day) is None:
                        tree_faults[TreeFault("unit_orphaned", unit, day)] = None
                # Of the states in a circle one began last, and on its first day all of them hold.
                path = self.path(unit, start)
                if path[-1] == unit:
                    tree_faults.update({TreeFault("parent_cycle", member, start): None for member in path[:-1]})
        return list(tree_faults)

    def _doubtful_days(self, parent: str, first: date, last: date) -> list[date]:
        """The days on which a parent may cease to hold: the first, and each after a span of its own."""
        after = [end + ONE_DAY for _, _, end in self.spans(parent) if end < last]
        return [first, *(day for day in after if first < day <= last)]


def read_timeline(source: Readable, known_at: int | None = None) -> Timeline:
    """Every state known at a position."""
    position = source.position() if known_at is None else known_at
    rows = source.query(
        "SELECT unit, valid_from, state.* FROM unit_states($known_at) ORDER BY unit, valid_from", {"known_at": position}
    )
    return Timeline(unit_of_row(row) for row in rows)


def organisation_faults(source: Readable, as_of: date, known_at: int | None = None) -> list[Issue]:
    """What hangs wrong on a day: ``unit_orphaned`` (no parent that holds) and ``parent_cycle``, by name.

    What lies under such a unit is not told again: it comes right with it.
    """
    states = units(source, as_of, known_at)
    timeline = Timeline(states)
    valid = {unit.unit for unit in states}
    issues = []
    for unit in states:
        if unit.parent is None and unit.kind != ROOT_KIND:
            message = f"”{unit.name}” hör inte till någon överordnad."
            issues.append(Issue("unit_orphaned", message, column=unit.unit))
        elif unit.parent is not None and unit.parent not in valid:
            message = f"”{unit.name}” hör till en överordnad som inte gäller {as_of}."
            issues.append(Issue("unit_orphaned", message, column=unit.unit))
        elif unit.parent is not None and timeline.path(unit.unit, as_of)[-1] == unit.unit:
            issues.append(Issue("parent_cycle", f"”{unit.name}” ligger under sig själv.", column=unit.unit))
    return issues
