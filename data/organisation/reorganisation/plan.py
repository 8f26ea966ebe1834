"""From the rows of a reorganisation to the units' new states, day by day, in memory.

One old unit and one new: the same unit goes on under another name or place. Several to one is a merge, one to several
a split: then the old units end the day before and new ones begin. What lay under a merged unit follows it; what lay
under a split one must be placed by rows of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from base.errors import Issue
from base.unit_kinds import kind_label
from data.ledger.store import Readable
from data.organisation.reorganisation.file import Heirs, ReadRows, ReorganisationRow
from data.organisation.reorganisation.groups import Edge, components
from data.organisation.timeline import ONE_DAY, read_timeline
from data.organisation.units import Unit, UnitMatcher, matcher, root_unit
from data.registers.definitions.words import normalised

_COLUMNS = {"old": "Gammal enhet", "new": "Ny enhet", "parent": "Överordnad", "kind": "Slag", "code": "Kod"}


class _Fault(Exception):
    """A group of rows that can't be carried out. ``column``: one of ``_COLUMNS``."""

    def __init__(self, code: str, column: str, message: str, row: int | None = None) -> None:
        super().__init__(message)
        self.code, self.column, self.message, self.row = code, column, message, row


@dataclass(slots=True)
class RowOutcome:
    """What became of a row: see ``RowPlan.kind``. ``after``: the new unit's id."""

    row: ReorganisationRow
    kind: str = "blocked"
    before: Unit | None = None
    after: str | None = None


class Planner:
    """Works out a whole file on a copy of the organisation."""

    def __init__(self, source: Readable, read: ReadRows) -> None:
        self.source = source
        self.timeline = read_timeline(source)
        self.issues = list(read.issues)
        self.outcomes = {row.row: RowOutcome(row) for row in read.rows}
        self.heirs: list[Heirs] = []
        self.followers: list[tuple[date, str, str]] = []
        self._rows = read.rows
        # What a row with a fault names stays open: other rows on it might mean something else without it.
        self._doubtful = {normalised(row[name]) for row in read.unread for name in ("old", "new")} - {""}
        self._next = source.position() + 1

    def run(self) -> None:
        """Plan every row, the earliest days first; faults gather in ``issues``."""
        in_order = sorted(self._rows, key=lambda row: (row.from_date, row.row))
        since = in_order[0].from_date if in_order else date.max
        standing = {(fault.code, fault.unit) for fault in self.timeline.faults(since)}
        for day, rows in groupby(in_order, key=lambda row: row.from_date):
            _Day(self, day, list(rows)).run()
        self._check_tree(since, standing)
        self.issues.sort(key=lambda issue: issue.row or 0)

    def new_id(self) -> str:
        """The id of a new unit. Each takes at least one row of its own, so that no id runs ahead of the rows."""
        self._next += 1
        return f"u{self._next - 1}"

    def tell(self, row: ReorganisationRow, fault: _Fault) -> None:
        """Keep a fault of a row, and doubt what the row names."""
        number = fault.row or row.row
        self.issues.append(Issue(fault.code, f"Rad {number}: {fault.message}", number, _COLUMNS[fault.column]))
        self._doubtful |= {normalised(row.old), normalised(row.new)}

    def is_doubtful(self, *texts: str) -> bool:
        """Whether a row with a fault names any of these."""
        return any(normalised(text) in self._doubtful for text in texts)

    def _check_tree(self, since: date, standing: set[tuple[str, str]]) -> None:
        """Units that this file would leave hanging wrong."""
        row_of = {done.after: done.row.row for done in self.outcomes.values() if done.after}
        ended = {heir.old: heir for heir in self.heirs}
        reported = set(standing)
        for fault in self.timeline.faults(since):
            # A circle is told where the file closes it, not for all that lie in it.
            bystander = fault.code == "parent_cycle" and fault.unit not in row_of
            if bystander or (fault.code, fault.unit) in reported:
                continue
            reported.add((fault.code, fault.unit))
            state = self.timeline.at(fault.unit, fault.day)
            name = state.name if state else fault.unit
            gone = ended.get(state.parent or "") if state else None
            row = row_of.get(fault.unit) or (gone.row if gone else None)
            where = f"Rad {row}: " if row else ""
            if fault.code == "parent_cycle":
                message = f"{where}”{name}” hamnar under sig själv från {fault.day}."
            else:
                message = (
                    f"{where}”{name}” ligger under en enhet som inte finns från {fault.day}. Lägg till en rad "
                    f"{name} → {name} med samma datum och den nya enheten i kolumnen Överordnad."
                )
            self.issues.append(Issue(fault.code, message, row, _COLUMNS["parent"]))


class _Day:
    """The rows of one day."""

    def __init__(self, planner: Planner, day: date, rows: Sequence[ReorganisationRow]) -> None:
        self.planner, self.day, self.rows = planner, day, rows
        self.timeline = planner.timeline
        self.valid = {unit.unit: unit for unit in self.timeline.valid(day)}
        self.match = UnitMatcher(list(self.valid.values()))
        self.root = root_unit(self.valid.values())
        self.targets: dict[str, str] = {}
        self.heirs: dict[str, tuple[str, ...]] = {}
        self.named: set[str] = set()
        self.ended: list[str] = []

    def run(self) -> None:
        edges = self._edges()
        groups = [group for group in components(edges) if not any(self._is_doubtful(edge) for edge in group)]
        self.named = {edge.unit.unit for edge in edges}
        for group in groups:
            self._allot(group)
        planned = [(group, self._states(group)) for group in groups]
        for group, states in planned:
            if states is not None:
                self._carry_out(group, states)
        self._move_children()

    def _states(self, group: Sequence[Edge]) -> list[Unit] | None:
        """The new units' states; None when there are faults, each of which is told."""
        before = len(self.planner.issues)
        states: list[Unit] = []
        for key in dict.fromkeys(edge.key for edge in group):
            try:
                states.append(self._new_state(group, key))
            except _Fault as fault:
                self.planner.tell(group[0].row, fault)
        for edge in group if len(group) > 1 else ():
            try:
                self._check_end(edge)
            except _Fault as fault:
                self.planner.tell(edge.row, fault)
        return states if len(self.planner.issues) == before else None

    def _is_doubtful(self, edge: Edge) -> bool:
        return self.planner.is_doubtful(edge.key, edge.row.old, edge.unit.name)

    def _edges(self) -> list[Edge]:
        edges: dict[tuple[str, str], Edge] = {}
        for row in self.rows:
            source = self.match.find(row.old)
            if source is None:
                # A row of an earlier day that has a fault may be what would have made this unit.
                if not self.planner.is_doubtful(row.old):
                    self.planner.tell(row, _Fault("unit_unknown", "old", self._why_unknown(row.old)))
                continue
            target = self.match.find(row.new)
            name = row.new
            if target is not None and normalised(self.valid[target].name) != normalised(row.new):
                name = self.valid[target].name
            key = normalised(name)
            if (source, key) in edges:
                message = f"samma ändring står redan på rad {edges[source, key].row.row}."
                self.planner.tell(row, _Fault("row_repeated", "old", message))
                continue
            edges[source, key] = Edge(row, self.valid[source], key, name)
        return list(edges.values())

    def _why_unknown(self, text: str) -> str:
        later = matcher(self.planner.source, self.day).find(text)
        if later is not None and later in self.valid:
            return f"”{text}” heter ”{self.valid[later].name}” {self.day}. Skriv det namnet."
        return f"”{text}” finns inte {self.day}, eller så heter flera så. Ange kod om namnet är tvetydigt."

    def _allot(self, group: Sequence[Edge]) -> None:
        """Say which unit each new name is, before parents are looked for among them."""
        if len(group) == 1:
            self.targets[group[0].key] = group[0].unit.unit
            return
        for edge in group:
            if edge.key not in self.targets:
                self.targets[edge.key] = self.planner.new_id()
            self.heirs[edge.unit.unit] = (*self.heirs.get(edge.unit.unit, ()), self.targets[edge.key])

    def _new_state(self, group: Sequence[Edge], key: str) -> Unit:
        """The new unit's state, from what the file says and otherwise from what its parts have in common."""
        edges = [edge for edge in group if edge.key == key]
        parts = [edge.unit for edge in edges]
        row = edges[0].row
        bearer = next((unit for unit in parts if normalised(unit.name) == key), None)
        code = self._said(edges, "code")
        self._require_new(row, key, bearer, code)
        own = self.targets[key]
        if len(group) == 1:
            unit = parts[0]
            parent = self._parent(row) if row.parent else unit.parent
            return replace(unit, name=edges[0].name, kind=row.kind or unit.kind, parent=parent, code=code or unit.code)
        # A part that lay under another part says nothing of where the whole lies, nor of what kind it is.
        inside = {edge.unit.unit for edge in group}
        tops = [unit for unit in parts if unit.parent not in inside] or parts
        said = self._said(edges, "parent")
        parent = self._parent(row, said) if said else self._common_parent(row, tops)
        common = set.intersection(*(set(unit.attributes.items()) for unit in parts))
        return Unit(
            unit=own,
            name=edges[0].name,
            kind=self._said(edges, "kind") or self._common_kind(row, tops),
            parent=parent,
            valid_from=self.day,
            code=code or (bearer.code if bearer else None),
            attributes=dict(sorted(common)),
        )

    def _require_new(self, row: ReorganisationRow, key: str, bearer: Unit | None, code: str | None) -> None:
        """A name or code that a unit outside the file bears may not be given to another."""
        others = [unit for unit in self.valid.values() if unit.unit not in self.named]
        if bearer is None and code is None and any(key in _words(unit) for unit in others):
            message = (
                f"”{row.new}” finns redan. Går ”{row.old}” upp i den, lägg till en rad {row.new} → {row.new} med samma "
                "datum; är det en annan enhet, ange dess kod."
            )
            raise _Fault("new_exists", "new", message, row.row)
        taken = [unit for unit in others if code and unit.code and normalised(unit.code) == normalised(code)]
        if taken:
            raise _Fault("code_taken", "code", f"koden {code} hör till ”{taken[0].name}”.", row.row)

    def _said(self, edges: Sequence[Edge], column: str) -> str | None:
        texts = {normalised(text): text for edge in edges if (text := getattr(edge.row, column))}
        if len(texts) > 1:
            shown = [kind_label(text) if column == "kind" else text for text in texts.values()]
            told = " och ".join(f"”{text}”" for text in shown)
            message = f"raderna om ”{edges[0].row.new}” säger olika: {told}."
            raise _Fault("row_conflict", column, message, edges[-1].row.row)
        return next(iter(texts.values()), None)

    def _parent(self, row: ReorganisationRow, text: str | None = None) -> str:
        wanted = text or row.parent or ""
        parent = self.targets.get(normalised(wanted)) or self.match.find(wanted)
        heirs = self.heirs.get(parent, (parent,)) if parent else ()
        if parent is None or len(heirs) != 1:
            why = "delas samma dag" if parent else f"finns inte {self.day}, eller så heter flera så"
            raise _Fault("parent_unknown", "parent", f"den överordnade ”{wanted}” {why}.", row.row)
        if self.root and self.root.unit == self.targets.get(normalised(row.new)):
            raise _Fault("root_fixed", "parent", "kommunen själv ligger inte under något.", row.row)
        return heirs[0] or parent

    def _common_parent(self, row: ReorganisationRow, parts: Sequence[Unit]) -> str | None:
        parents = {heir for unit in parts for heir in self.heirs.get(unit.parent or "", (unit.parent,))}
        if len(parents) > 1:
            message = f"det går inte att veta vad ”{row.new}” hör till. Skriv det i kolumnen Överordnad."
            raise _Fault("parent_missing", "parent", message, row.row)
        return next(iter(parents))

    def _common_kind(self, row: ReorganisationRow, parts: Sequence[Unit]) -> str:
        kinds = {unit.kind for unit in parts}
        if len(kinds) > 1:
            told = " och ".join(sorted(kind_label(kind).casefold() for kind in kinds))
            message = f"”{row.new}” görs av {told}. Skriv vad det blir i kolumnen Slag."
            raise _Fault("kind_missing", "kind", message, row.row)
        return kinds.pop()

    def _check_end(self, edge: Edge) -> None:
        unit, row = edge.unit, edge.row
        if self.root and unit.unit == self.root.unit:
            raise _Fault("root_fixed", "old", "kommunen själv kan inte slås ihop eller delas.", row.row)
        later = [first for first, _, _ in self.timeline.course(unit.unit) if first >= self.day]
        if later:
            message = f"”{unit.name}” har redan en ändring från {later[0]}. Välj ett senare datum."
            raise _Fault("later_change", "old", message, row.row)

    def _carry_out(self, group: Sequence[Edge], states: Sequence[Unit]) -> None:
        if len(group) == 1:
            self._carry_on(group[0], states[0])
            return
        for unit in dict.fromkeys(edge.unit.unit for edge in group):
            row = next(edge.row.row for edge in group if edge.unit.unit == unit)
            self.ended.append(unit)
            self.timeline.end(unit, self.day - ONE_DAY)
            self.planner.heirs.append(Heirs(row, self.day, unit, self.heirs[unit]))
        for state in states:
            self.timeline.put(state)
        for edge in group:
            kind = "split" if len(self.heirs[edge.unit.unit]) > 1 else "merge"
            self.planner.outcomes[edge.row.row] = RowOutcome(edge.row, kind, edge.unit, self.targets[edge.key])

    def _carry_on(self, edge: Edge, state: Unit) -> None:
        unit = edge.unit
        fields = ("name", "parent", "kind", "code")
        differing = [field for field in fields if getattr(unit, field) != getattr(state, field)]
        self.timeline.carry(unit.unit, self.day, **{field: getattr(state, field) for field in differing})
        kinds = {"name": "rename", "parent": "move"}
        kind = kinds.get(differing[0], "change") if differing else "unchanged"
        self.planner.outcomes[edge.row.row] = RowOutcome(edge.row, kind, unit, unit.unit)

    def _move_children(self) -> None:
        """Let what lay under a unit with one heir lie under the heir, now and in what is planned for later."""
        only = {old: self.heirs[old][0] for old in self.ended if len(self.heirs[old]) == 1}
        for unit in list(self.timeline):
            now = self.timeline.at(unit, self.day)
            if now and now.parent in only:
                self.planner.followers.append((self.day, now.name, only[now.parent]))
                self.timeline.carry(unit, self.day, parent=only[now.parent])
            for state in self.timeline.states(unit):
                if state.valid_from > self.day and state.parent in only:
                    self.timeline.put(replace(state, parent=only[state.parent]))


def _words(unit: Unit) -> set[str]:
    return {normalised(text) for text in (unit.name, unit.code, unit.unit) if text}
