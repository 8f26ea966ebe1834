"""One unit at a time: added, changed or ended from a day, and the latest change undone.

Nothing is written that would make two equal units, or leave a unit without what it belongs to.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from base.actors import Act, Grant
from base.clock import FAR
from base.errors import MognadError
from base.unit_kinds import unit_kinds
from data.ledger.store import Readable, Store, Transaction
from data.organisation.assignments import append_assignments, assignments, ended, withdrawn
from data.organisation.timeline import Timeline, read_timeline
from data.organisation.units import ROOT_KIND, NewUnit, Unit, append_units
from data.registers.definitions.words import normalised


@dataclass(frozen=True, slots=True)
class UnitFields:
    """What is asked to hold for a unit from a day. ``code`` empty: none."""

    name: str
    kind: str
    parent: str | None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class LatestChange:
    """What was last written of a unit. ``days``: the first days of the states written; ``reorganised``: it was part
    of a merge or a split, which is not undone one unit at a time."""

    recorded_at: datetime
    days: tuple[date, ...]
    reorganised: bool


def add_unit(store: Store, grant: Grant, fields: UnitFields, since: date) -> str:
    """Make a unit; returns its id.

    Raises ``unit_name_missing``, ``kind_unknown``, ``unit_exists``, ``code_taken``, ``unit_orphaned`` and
    ``parent_cycle``.
    """
    with store.writing(grant, Act.ORGANISE) as transaction:
        made = f"u{transaction.last_seq + 1}"
        new = _cleaned(fields)
        if new.kind not in unit_kinds() or new.kind == ROOT_KIND:
            raise MognadError("kind_unknown", "Välj ett slag i listan.")
        timeline = read_timeline(transaction)
        timeline.put(Unit(made, new.name, new.kind, new.parent, since, None, new.code))
        _write(transaction, timeline, made, since)
        return made


def change_unit(store: Store, grant: Grant, unit: str, fields: UnitFields, from_date: date) -> bool:
    """Let name, kind, parent and code hold for a unit from a day; returns whether anything changed.

    What was before the day stands. Later states follow until one where the same field had been changed already.
    Raises what ``add_unit`` raises, ``unit_unknown`` (it does not hold on the day) and ``root_fixed``.
    """
    with store.writing(grant, Act.ORGANISE) as transaction:
        timeline = read_timeline(transaction)
        before, new = _holding(timeline, unit, from_date), _cleaned(fields)
        if new.kind != before.kind and (new.kind not in unit_kinds() or ROOT_KIND in (new.kind, before.kind)):
            raise MognadError("kind_unknown", "Välj ett slag i listan. Kommunen själv byter inte slag.")
        if before.kind == ROOT_KIND and new.parent != before.parent:
            raise MognadError("root_fixed", "Kommunen själv hör inte till något annat.")
        timeline.carry(unit, from_date, name=new.name, kind=new.kind, parent=new.parent, code=new.code)
        return _write(transaction, timeline, unit, from_date)


def end_unit(store: Store, grant: Grant, unit: str, last_day: date) -> None:
    """Let a unit end with a day, and with it the assignments for it.

    Raises ``unit_unknown``, ``root_fixed``, ``later_change`` (something is already known from later) and
    ``unit_has_parts`` (others would lie under it afterwards).
    """
    with store.writing(grant, Act.ORGANISE) as transaction:
        timeline = read_timeline(transaction)
        state = _holding(timeline, unit, last_day)
        if state.kind == ROOT_KIND:
            raise MognadError("root_fixed", "Kommunen själv kan inte upphöra.")
        later = [first for first, _, _ in timeline.course(unit) if first > last_day]
        if later:
            message = f"”{state.name}” har redan en ändring från {later[0]}. Välj ett senare datum, eller ångra den."
            raise MognadError("later_change", message)
        under = _under(timeline, unit, last_day)
        if under:
            names = ", ".join(f"”{name}”" for name in under[:5]) + (" med flera" if len(under) > 5 else "")
            message = f"Under ”{state.name}” ligger {names} efter {last_day}. Flytta eller avsluta dem först."
            raise MognadError("unit_has_parts", message)
        timeline.end(unit, last_day)
        append_units(transaction, timeline.changed(), taken_back=True)
        held = [assignment for assignment in assignments(transaction) if assignment.unit == unit]
        append_assignments(
            transaction, [after for assignment in held if (after := ended(assignment, last_day)) != assignment]
        )


def latest_change(source: Readable, unit: str) -> LatestChange | None:
    """The last thing written of a unit, as the source is seen; None for one that is not known."""
    seen = {"unit": unit, "known_at": source.position()}
    rows = source.query(
        "WITH states AS (SELECT * FROM store.unit WHERE unit = $unit AND seq <= $known_at) "
        "SELECT recorded_at, valid_from FROM states "
        "WHERE recorded_at = (SELECT max_by(recorded_at, seq) FROM states) ORDER BY valid_from",
        seen,
    )
    if not rows:
        return None
    moment = rows[0]["recorded_at"]
    changes = source.query(
        "SELECT 1 FROM store.unit_change WHERE $unit IN (old_unit, new_unit) AND recorded_at = $moment "
        "AND seq <= $known_at",
        {**seen, "moment": moment},
    )
    return LatestChange(moment, tuple(dict.fromkeys(row["valid_from"] for row in rows)), bool(changes))


def undo_change(store: Store, grant: Grant, unit: str, seen: datetime) -> None:
    """Let a unit stand as before what was last written of it; undone once more, it is done again.

    Assignments that ended with the unit hold again. ``seen``: the change that the person saw. Raises
    ``unit_unknown``, ``change_newer`` (something else was written since), ``change_reorganised``, and what
    ``change_unit`` raises where others have come to depend on the change.
    """
    with store.writing(grant, Act.ORGANISE) as transaction:
        latest = latest_change(transaction, unit)
        if latest is None:
            raise _unknown("Organisationsdelen finns inte.")
        if latest.recorded_at != seen:
            raise MognadError("change_newer", "Organisationsdelen har ändrats sedan sidan visades. Inget sparades.")
        if latest.reorganised:
            raise MognadError(
                "change_reorganised", "Ändringen var en sammanslagning eller delning. Den ångras under Omorganisation."
            )
        timeline = read_timeline(transaction)
        timeline.restore(unit, latest.days, _before(transaction, unit, latest))
        _write(transaction, timeline, unit, min(latest.days))
        _restore_assignments(transaction, unit, latest.recorded_at)
        if not timeline.spans(unit):
            held = [assignment for assignment in assignments(transaction) if assignment.unit == unit]
            append_assignments(transaction, [withdrawn(assignment) for assignment in held])


def earlier_names(source: Readable, as_of: date) -> dict[str, list[str]]:
    """Unit → what it has been called up to a day, other than now, the latest first: still found in files."""
    timeline = read_timeline(source)
    earlier: dict[str, list[str]] = {}
    for unit in timeline:
        if (now := timeline.at(unit, as_of)) is None:
            continue
        names = reversed([state.name for state, first, _ in timeline.spans(unit) if first <= as_of])
        if other := [name for name in dict.fromkeys(names) if normalised(name) != normalised(now.name)]:
            earlier[unit] = other
    return earlier


def _before(source: Readable, unit: str, latest: LatestChange) -> Timeline:
    """What stood before the change."""
    rows = source.query(
        "SELECT min(seq) - 1 AS position FROM store.unit WHERE unit = $unit AND recorded_at = $moment",
        {"unit": unit, "moment": latest.recorded_at},
    )
    return read_timeline(source, rows[0]["position"])


def _restore_assignments(transaction: Transaction, unit: str, moment: datetime) -> None:
    position = transaction.query(
        "SELECT min(seq) - 1 AS position, list(assignment) AS changed FROM store.assignment "
        "WHERE unit = $unit AND recorded_at = $moment",
        {"unit": unit, "moment": moment},
    )[0]
    if position["position"] is not None:
        held = {one.assignment: one for one in assignments(transaction, known_at=position["position"])}
        append_assignments(transaction, [held[one] for one in dict.fromkeys(position["changed"]) if one in held])


def _write(transaction: Transaction, timeline: Timeline, unit: str, since: date) -> bool:
    """Append what has changed, unless it would leave a fault that is not there already."""
    changed = timeline.changed()
    if not changed:
        return False
    check_states(transaction, timeline, [unit], since)
    append_units(transaction, changed, taken_back=True)
    return True


def check_states(source: Readable, timeline: Timeline, units: Collection[str], since: date = FAR) -> None:
    """Whether what ``timeline`` has changed of some units may be written, and nobody else hangs wrong after it.

    ``since``: what began earlier is looked at from that day too. Raises ``unit_exists``, ``code_taken``,
    ``unit_orphaned`` and ``parent_cycle``, but for what is at fault already.
    """
    changed = timeline.changed()
    for unit in units:
        _refuse_equal(timeline, unit, units, changed)
    first = min([since, *(state.valid_from for state in changed)])
    standing = {(fault.code, fault.unit) for fault in read_timeline(source).faults(first)}
    for fault in timeline.faults(first):
        if (fault.code, fault.unit) in standing:
            continue
        state = timeline.at(fault.unit, fault.day)
        name = state.name if state else fault.unit
        if fault.code == "parent_cycle":
            raise MognadError(
                "parent_cycle", f"”{name}” skulle ligga under sig själv {fault.day}. Välj en annan plats."
            )
        raise MognadError("unit_orphaned", _orphaned(timeline, name, state.parent if state else None, fault.day))


def _orphaned(timeline: Timeline, name: str, parent: str | None, day: date) -> str:
    states = timeline.states(parent) if parent else []
    if not states:
        return f"”{name}” hör inte till någon överordnad. Välj var den hör hemma."
    first = states[0].valid_from
    if day < first:
        return f"{states[0].name} gäller från {first}. Välj samma dag eller en senare."
    return f"”{name}” hör till ”{states[-1].name}”, som inte gäller {day}. Välj en annan plats eller en annan dag."


def _refuse_equal(timeline: Timeline, unit: str, units: Collection[str], changed: Iterable[NewUnit]) -> None:
    """Two units of one name in one place, or of one code, could not be told apart in a file.

    ``units``: those that are written together with it, which it is not held against.
    """
    days = {state.valid_from for state in changed if state.unit == unit}
    mine = [span for span in timeline.spans(unit) if span[0].valid_from in days]
    for other in timeline:
        if other in units:
            continue
        for theirs, first, last in timeline.spans(other):
            for own, begun, done in mine:
                if first > done or begun > last:
                    continue
                since = max(first, begun)
                if own.code and theirs.code and normalised(own.code) == normalised(theirs.code):
                    raise MognadError(
                        "code_taken", f"Koden {own.code} hör till ”{theirs.name}” {since}. Välj en annan."
                    )
                if own.parent == theirs.parent and normalised(own.name) == normalised(theirs.name):
                    message = f"Det finns redan en ”{theirs.name}” på samma plats {since}. Välj ett annat namn."
                    raise MognadError("unit_exists", message)


def _under(timeline: Timeline, unit: str, last_day: date) -> list[str]:
    """Names of the units that lie under one on some day after ``last_day``."""
    children = [
        state.name
        for other in timeline
        for state, _, last in timeline.spans(other)
        if state.parent == unit and last > last_day
    ]
    return sorted(dict.fromkeys(children))


def _holding(timeline: Timeline, unit: str, day: date) -> Unit:
    state = timeline.at(unit, day)
    if state is None:
        raise _unknown(f"Organisationsdelen gäller inte {day}. Välj en annan dag.")
    return state


def _cleaned(fields: UnitFields) -> UnitFields:
    name = " ".join(fields.name.split())
    if not name:
        raise MognadError("unit_name_missing", "En organisationsdel måste ha ett namn.")
    return replace(fields, name=name, code=(fields.code or "").strip() or None)


def _unknown(message: str) -> MognadError:
    return MognadError("unit_unknown", message)
