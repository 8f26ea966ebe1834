"""*Ångra omorganisationen*: all that a file did is taken back, until something has been measured on its new units.

Nothing is removed: the units' states, what became of them and the assignments get new rows that say what was before.
"""

from dataclasses import dataclass
from typing import Any

from base.actors import Act, Grant
from base.errors import MognadError
from base.formats import listing
from data.ledger.store import Readable, Rows, Store
from data.organisation.assignments import Assignment, append_assignments, assignment_states, withdrawn
from data.organisation.changes import check_states
from data.organisation.people import name_of, persons
from data.organisation.reorganisation.done import Reorganisation, append_undone, latest_reorganisation
from data.organisation.reorganisation.measured import measured_on
from data.organisation.timeline import Timeline, read_timeline
from data.organisation.units import NewUnit, append_units

_MOST_NAMED = 5
_IMPOSSIBLE = "Omorganisationen går inte att ångra:"


@dataclass(frozen=True, slots=True)
class ReorganisationUndo:
    """What undoing a file does.

    ``restored``: names of the units that are as before, ``removed``: of its new ones, which never were. ``kept``: who
    has an assignment that somebody has changed since, and that stands. ``states``, ``changes`` and ``assignments`` are
    what is written.
    """

    done: Reorganisation
    restored: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    states: tuple[NewUnit, ...]
    changes: Rows
    assignments: tuple[Assignment, ...]


def plan_undo(source: Readable) -> ReorganisationUndo:
    """What undoing the latest reorganisation by a file would do; writes nothing.

    Raises ``reorganisation_none``, ``reorganisation_measured`` (something was measured on its new units) and
    ``reorganisation_changed`` (its units have been changed since, or others have come to depend on them).
    """
    done = latest_reorganisation(source)
    if done is None:
        raise MognadError("reorganisation_none", "Det finns ingen omorganisation att ångra.")
    return _Undo(source, done).plan()


def undo_reorganisation(store: Store, grant: Grant, seen: str | None = None) -> ReorganisationUndo:
    """Undo the latest reorganisation by a file; returns what was done.

    ``seen``: the one that the person saw. Raises ``reorganisation_newer`` and what ``plan_undo`` raises.
    """
    with store.writing(grant, Act.ORGANISE) as transaction:
        plan = plan_undo(transaction)
        if seen not in (None, plan.done.reorganisation):
            message = "En annan omorganisation har gjorts eller ångrats sedan sidan visades. Inget sparades."
            raise MognadError("reorganisation_newer", message)
        append_units(transaction, plan.states, taken_back=True)
        transaction.append("unit_change", plan.changes)
        append_assignments(transaction, plan.assignments)
        append_undone(transaction, plan.done)
    return plan


def undo_json(plan: ReorganisationUndo) -> dict[str, Any]:
    """The command line's form."""
    return {
        "reorganisation": plan.done.reorganisation,
        "file": plan.done.file_name,
        "restored": list(plan.restored),
        "removed": list(plan.removed),
        "assignments": len(plan.assignments),
        "kept": list(plan.kept),
    }


class _Undo:
    """The organisation before a file, after it, and now."""

    def __init__(self, source: Readable, done: Reorganisation) -> None:
        self.source, self.done = source, done
        self.before = read_timeline(source, done.first_row - 1)
        self.after = read_timeline(source, done.last_row)
        self.now = read_timeline(source)
        written = self._rows("SELECT unit FROM store.unit WHERE {} GROUP BY unit ORDER BY min(seq)")
        self.units = [row["unit"] for row in written]
        self.new = {unit: self.after.states(unit)[0].name for unit in self.units if not self.before.states(unit)}

    def plan(self) -> ReorganisationUndo:
        self._refuse_measured()
        self._refuse_changed()
        restored = [unit for unit in self.units if self.now.course(unit) != self.before.course(unit)]
        for unit in restored:
            self.now.restore(unit, [state.valid_from for state in self.now.states(unit)], self.before)
        self._check_tree()
        taken_back, kept = self._assignments()
        return ReorganisationUndo(
            done=self.done,
            restored=tuple(_name(self.before, unit) for unit in restored if unit not in self.new),
            removed=tuple(self.new.values()),
            kept=tuple(kept),
            states=tuple(self.now.changed()),
            changes=self._changes(),
            assignments=tuple(taken_back),
        )

    def _rows(self, statement: str) -> Rows:
        """Rows of those that the file wrote; ``{}`` stands for the condition."""
        within = {"first": self.done.first_row, "last": self.done.last_row}
        return self.source.query(statement.format("seq BETWEEN $first AND $last"), within)

    def _refuse_measured(self) -> None:
        facts = measured_on(self.source, self.new)
        if facts:
            raise MognadError("reorganisation_measured", f"{_IMPOSSIBLE} {_some(facts)}.")

    def _refuse_changed(self) -> None:
        changed = [
            _name(self.after, unit)
            for unit in self.units
            if self.now.course(unit) not in (self.after.course(unit), self.before.course(unit))
        ]
        if changed:
            names = _some([f"”{name}”" for name in changed])
            message = f"{_IMPOSSIBLE} {names} har ändrats sedan dess. Ångra den ändringen först."
            raise MognadError("reorganisation_changed", message)

    def _check_tree(self) -> None:
        try:
            check_states(self.source, self.now, self.units)
        except MognadError as error:
            raise MognadError("reorganisation_changed", f"{_IMPOSSIBLE} {error.message}") from error

    def _changes(self) -> Rows:
        rows = self._rows("SELECT old_unit, new_unit, from_date, kind FROM store.unit_change WHERE {} ORDER BY seq")
        return [{**row, "withdrawn": True} for row in rows]

    def _assignments(self) -> tuple[list[Assignment], list[str]]:
        """What is to be written, and who has one that was changed since and stands."""
        before = assignment_states(self.source, self.done.first_row - 1)
        after = assignment_states(self.source, self.done.last_row)
        now = assignment_states(self.source)
        touched = [row["assignment"] for row in self._rows("SELECT DISTINCT assignment FROM store.assignment WHERE {}")]
        written = {each: before[each] for each in touched if each in before and now[each] == after[each]}
        written |= {each: withdrawn(state) for each, state in now.items() if state.unit in self.new and _holds(state)}
        kept = [each for each in touched if each in before and now[each] not in (after[each], before[each])]
        people = persons(self.source)
        names = sorted({name_of(people, now[each].person) for each in kept})
        return [written[each] for each in sorted(written)], names


def _holds(state: Assignment) -> bool:
    return state.overlaps(state)


def _name(timeline: Timeline, unit: str) -> str:
    return timeline.states(unit)[-1].name


def _some(texts: list[str]) -> str:
    more = len(texts) - _MOST_NAMED
    return listing([*texts[:_MOST_NAMED], f"{more} till"] if more > 0 else texts)
