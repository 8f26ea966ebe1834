"""Reorganising from a date by a file: first a preview, then the same in one transaction, all of it or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from base.actors import Act, Grant
from base.errors import issue_json
from data.ledger.store import Readable, Store
from data.organisation.assignments import (
    MANAGER,
    Assignment,
    append_assignments,
    assignments,
    ended,
    new_assignment_id,
)
from data.organisation.participants import is_asked
from data.organisation.people import name_of, persons
from data.organisation.reorganisation.done import append_done
from data.organisation.reorganisation.file import ReorganisationPlan, RowPlan, SeriesBreak, read_reorganisation
from data.organisation.reorganisation.open_rounds import touched_rounds
from data.organisation.reorganisation.plan import Planner, RowOutcome
from data.organisation.small_tables import refusal
from data.organisation.timeline import ONE_DAY, Timeline
from data.organisation.units import append_units
from files.grid import Workbook
from questionnaires.asked import role_of

_AND = " och "


def plan_reorganisation(source: Readable, workbook: Workbook) -> ReorganisationPlan:
    """What ``reorganise`` would do with a file, row by row; writes nothing. Raises ``no_header`` and ``no_rows``.

    Issues, by row: those of ``read_reorganisation``, ``unit_unknown``, ``row_repeated``, ``new_exists``,
    ``code_taken``, ``row_conflict``, ``parent_unknown``, ``parent_missing``, ``kind_missing``, ``root_fixed``,
    ``later_change``, ``unit_orphaned``, ``parent_cycle``.
    """
    planner = Planner(source, read_reorganisation(workbook))
    planner.run()
    return _Effects(source, planner).plan()


def reorganise(store: Store, grant: Grant, workbook: Workbook) -> ReorganisationPlan:
    """Carry out a reorganisation file; returns what was done.

    Raises ``reorganisation_invalid`` with every fault by row; nothing is then stored.
    """
    with store.writing(grant, Act.ORGANISE) as transaction:
        plan = plan_reorganisation(transaction, workbook)
        if plan.issues:
            raise refusal("reorganisation_invalid", plan.issues)
        first_row = transaction.last_seq + 1
        append_units(transaction, plan.states, taken_back=True)
        transaction.append(
            "unit_change",
            [
                {"old_unit": heirs.old, "new_unit": new, "from_date": heirs.day, "kind": heirs.kind}
                for heirs in plan.heirs
                for new in heirs.new
            ],
        )
        append_assignments(transaction, plan.assignments)
        if plan.states:
            append_done(transaction, workbook.name, first_row)
    return plan


def reorganisation_json(plan: ReorganisationPlan) -> dict[str, Any]:
    """The command line's form: ``ok``, what happens to each row, who follows along, series that end, open measurements
    that are touched, faults."""
    return {
        "ok": not plan.issues,
        "rows": [
            {
                "row": row.row,
                "from": row.from_date,
                "old": row.old,
                "new": row.new,
                "kind": row.kind,
                "told": " ".join(row.told),
            }
            for row in plan.rows
        ],
        "moved": list(plan.moved),
        "breaks": [asdict(series) for series in plan.breaks],
        "open_rounds": [asdict(touched) for touched in plan.open_rounds],
        "without_responsible": [name for _, name in plan.unled],
        "issues": [issue_json(issue) for issue in plan.issues],
    }


class _Effects:
    """What a planned reorganisation does to series, measurements and assignments."""

    def __init__(self, source: Readable, planner: Planner) -> None:
        self.source, self.planner = source, planner
        self.timeline: Timeline = planner.timeline
        self.heirs = {found.old: found for found in planner.heirs}
        self.parts: dict[str, list[str]] = {}
        for found in planner.heirs:
            for new in found.new:
                self.parts.setdefault(new, []).append(found.old)
        self.known = persons(source)
        self.held = {found.assignment: found for found in assignments(source)}
        self.touched: dict[str, None] = {}
        self.notes: dict[str, list[str]] = {}

    def plan(self) -> ReorganisationPlan:
        self._move_assignments()
        rounds = self._rounds()
        rows = [self._row(outcome, rounds) for outcome in self.planner.outcomes.values()]
        followers = [
            f"”{name}” följer med till ”{self._name(parent, day)}” från {day}."
            for day, name, parent in dict.fromkeys(self.planner.followers)
        ]
        return ReorganisationPlan(
            rows=tuple(sorted(rows, key=lambda row: row.row)),
            moved=tuple(followers),
            unled=tuple(self._unled()),
            issues=tuple(self.planner.issues),
            states=tuple(self.timeline.changed()),
            heirs=tuple(self.planner.heirs),
            assignments=tuple(self.held[assignment] for assignment in self.touched),
            open_rounds=touched_rounds(self.source, [str(state.unit) for state in self.timeline.changed()]),
        )

    def _row(self, outcome: RowOutcome, rounds: Mapping[str, Sequence[tuple[str, date, bool]]]) -> RowPlan:
        row = outcome.row
        sentences: list[str] = []
        broken = None
        if outcome.before is not None and outcome.after is not None:
            sentences.append(self._what(outcome))
            own = rounds.get(outcome.before.unit, ())
            broken = self._break(outcome, [name for name, _, answered in own if answered])
            if broken is not None:
                sentences.append(_about(broken))
            ends = outcome.kind in ("merge", "split")
            sentences += [
                f"”{outcome.before.name}” är tillfrågad i {name} (läget per {day}): se över vilka som svarar där."
                for name, day, _ in own
                if ends and day >= row.from_date
            ]
            sentences += self.notes.get(outcome.before.unit, [])
        elif outcome.kind == "blocked":
            sentences.append("Väntar på att felen rättas.")
        return RowPlan(row.row, row.from_date, row.old, row.new, outcome.kind, tuple(sentences), broken)

    def _what(self, outcome: RowOutcome) -> str:
        before, day = outcome.before, outcome.row.from_date
        after = self.timeline.at(str(outcome.after), day)
        if before is None or after is None:
            return ""
        if outcome.kind == "split":
            names = _AND.join(f"”{self._name(one, day)}”" for one in self.heirs[before.unit].new)
            return f"”{before.name}” upphör och delas i {names} från {day}."
        if outcome.kind == "merge":
            others = [self._name(one, day - ONE_DAY) for one in self.parts[after.unit] if one != before.unit]
            along = f" tillsammans med {_AND.join(f'”{name}”' for name in others)}" if others else ""
            return f"”{before.name}” upphör och går upp i ”{after.name}”{along} från {day}."
        changes = []
        if before.name != after.name:
            changes.append(f"byter namn till ”{after.name}”")
        if before.parent != after.parent and after.parent:
            changes.append(f"flyttas till ”{self._name(after.parent, day)}”")
        if before.kind != after.kind or before.code != after.code:
            changes.append("får annat slag eller annan kod")
        told = _AND.join(changes)
        return f"”{before.name}” {told} från {day}. Serien fortsätter." if told else "Inget ändras."

    def _break(self, outcome: RowOutcome, rounds: Sequence[str]) -> SeriesBreak | None:
        before, day = outcome.before, outcome.row.from_date
        if before is None or not rounds:
            return None
        if outcome.kind in ("merge", "split"):
            branch = self._nearest_branch(before.unit, day)
        else:
            after = self.timeline.at(before.unit, day)
            # A unit that answers in another role is compared with nothing it answered before.
            if after is None or role_of(after.kind) == role_of(before.kind):
                return None
            branch = None
        name = self._name(branch, day) if branch else None
        return SeriesBreak(before.unit, before.name, tuple(rounds), name)

    def _nearest_branch(self, old: str, day: date) -> str | None:
        """The nearest branch that held all old parts the day before, and holds all new ones now."""
        group_old, group_new = self._group(old)
        above = [self.timeline.path(one, day - ONE_DAY)[1:] for one in group_old]
        above += [self.timeline.path(one, day)[1:] for one in group_new]
        return next((branch for branch in above[0] if all(branch in path for path in above)), None)

    def _group(self, old: str) -> tuple[list[str], list[str]]:
        """All old and new units that hang together with one."""
        olds, news = [old], list[str]()
        for ending in olds:
            for new in self.heirs[ending].new:
                if new not in news:
                    news.append(new)
                    olds.extend(other for other in self.parts[new] if other not in olds)
        return olds, news

    def _rounds(self) -> dict[str, list[tuple[str, date, bool]]]:
        """Unit → (name, date, whether it has answered) of the measurements that ask it, the oldest first."""
        named = sorted({done.before.unit for done in self.planner.outcomes.values() if done.before})
        rows = self.source.query(
            "SELECT DISTINCT ru.unit, r.name, r.as_of, EXISTS (SELECT 1 FROM store.answer a WHERE a.round = ru.round "
            "AND a.unit = ru.unit AND a.state <> 'cleared') AS answered "
            "FROM known_round_units($at) ru JOIN known_rounds(DATE '9999-12-31', $at) r USING (round) "
            "WHERE list_contains($units, ru.unit) ORDER BY r.as_of, r.name",
            {"units": named, "at": self.source.position()},
        )
        answered: dict[str, list[tuple[str, date, bool]]] = {}
        for row in rows:
            answered.setdefault(row["unit"], []).append((row["name"], row["as_of"], row["answered"]))
        return answered

    def _move_assignments(self) -> None:
        """What holds on the day, or later: to the one heir, or it ends where there are several."""
        added = 0
        first_id = self.source.position() + 1
        for gone in self.planner.heirs:
            last_day = gone.day - ONE_DAY
            for held in [one for one in self.held.values() if one.unit == gone.old]:
                if held.valid_to is not None and held.valid_to <= last_day:
                    continue
                name = name_of(self.known, held.person)
                self._set(ended(held, last_day))
                moved = replace(held, unit=gone.new[0], valid_from=max(held.valid_from, gone.day))
                if len(gone.new) > 1:
                    self._note(gone.old, f"Uppdraget för {name} upphör: säg vem som ansvarar för de nya enheterna.")
                elif not any(moved.repeats(one) for one in self.held.values()):
                    self._set(replace(moved, assignment=new_assignment_id(first_id + added)))
                    added += 1
                    self._note(gone.old, f"Uppdraget för {name} flyttas med.")
        for new in self.parts:
            managers = sorted({name_of(self.known, person) for person in self._managers(new)})
            if len(managers) > 1:
                for old in self.parts[new]:
                    self._note(old, f"Flera blir ansvariga för samma enhet: {_AND.join(managers)}.")

    def _managers(self, unit: str) -> set[str]:
        return {
            held.person
            for held in self.held.values()
            if held.unit == unit and held.role == MANAGER and held.valid_from <= (held.valid_to or held.valid_from)
        }

    def _set(self, state: Assignment) -> None:
        self.held[state.assignment] = state
        self.touched[state.assignment] = None

    def _note(self, unit: str, text: str) -> None:
        noted = self.notes.setdefault(unit, [])
        if text not in noted:
            noted.append(text)

    def _unled(self) -> Iterable[tuple[str, str]]:
        """New units of a kind that is asked, which nobody answers for on their first day."""
        for new in self.parts:
            state = next(iter(self.timeline.states(new)))
            led = any(
                held.unit == new and held.role == MANAGER and held.holds(state.valid_from)
                for held in self.held.values()
            )
            if is_asked(state.kind) and not led:
                yield new, state.name

    def _name(self, unit: str, day: date) -> str:
        state = self.timeline.at(unit, day)
        return state.name if state else unit


def _about(broken: SeriesBreak) -> str:
    where = f"kan jämföras på ”{broken.compared_name}”" if broken.compared_name else "kan inte jämföras vidare"
    return f"Serien för ”{broken.name}” ({', '.join(broken.rounds)}) slutar och {where}."
