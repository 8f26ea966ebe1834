"""Assignments from Excel: unit, name, e-mail address, role, from, to. All of a file or nothing.

Nobody's assignment ends because a file leaves it out. Whoever wants the file to say who answers for its units from
now on asks for ``replace``: then other managers of those units end the day before.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from base.actors import Act, Grant
from base.errors import Issue
from data.ledger.store import Readable, Store
from data.organisation.assignments import (
    DEPUTY,
    MANAGER,
    ROLES,
    Assignment,
    append_assignments,
    assignments,
    ended,
    new_assignment_id,
)
from data.organisation.people import Person, PersonFinder, contact_fault, name_fault, new_person_id, persons
from data.organisation.small_tables import SmallTable, TableRow, read_date_column, read_small_table, refusal
from data.organisation.timeline import read_timeline
from data.organisation.units import UnitMatcher, matcher, units, words_for_files
from data.registers.definitions.words import normalised
from files.grid import Workbook

ASSIGNMENT_COLUMNS = ("Enhet", "Namn", "E-post", "Roll", "Från", "Till")
_SYNONYMS = {
    "unit": ("enhet", "organisationsdel", "verksamhet", "enhetsnamn", "enhetskod", "kod", "unit", "unit code"),
    "name": ("namn", "chef", "ansvarig", "person", "ansvarig chef", "chefens namn", "name", "manager", "responsible"),
    "contact": ("e-post", "epost", "e-postadress", "mejl", "mail", "e-mail", "email", "e-mail address"),
    "role": ("roll", "uppdrag", "role", "assignment"),
    "from": ("från", "från och med", "fr o m", "från datum", "gäller från", "from", "from date", "valid from"),
    "to": ("till", "till och med", "t o m", "till datum", "gäller till", "to", "to date", "valid to", "until"),
}
_ROLE_WORDS = {
    **dict.fromkeys(("", "manager", "chef", "ansvarig", "informationsägare", "responsible"), MANAGER),
    **dict.fromkeys(("deputy", "ersättare", "ställföreträdare", "biträdande"), DEPUTY),
}


@dataclass(frozen=True, slots=True)
class PlannedAssignment:
    """What a row does. ``kind``: ``added``, ``changed`` (other dates), ``unchanged`` or ``ended`` (by ``replace``)."""

    row: int | None
    kind: str
    state: Assignment
    unit_name: str
    person_name: str


@dataclass(frozen=True, slots=True)
class AssignmentPlan:
    """What an import would do. ``people``: rows of ``person`` to be written; ``shared``: names of units that would
    have several managers on some day; ``blank``: rows with nothing but a unit, as the template has them, which say
    nothing. With ``issues`` nothing is stored."""

    planned: tuple[PlannedAssignment, ...]
    people: tuple[Person, ...]
    shared: tuple[str, ...]
    issues: tuple[Issue, ...]
    blank: int = 0

    def count(self, kind: str) -> int:
        """How many assignments are ``kind``."""
        return sum(planned.kind == kind for planned in self.planned)


def plan_assignments(
    source: Readable, workbook: Workbook, as_of: date, *, replace_others: bool = False
) -> AssignmentPlan:
    """What ``import_assignments`` would do; writes nothing. Raises ``no_header`` and ``no_rows``.

    A row without a first day is valid from ``as_of``, without a role it is a manager's. Issues: ``unit_missing``,
    ``unit_unknown``, ``person_invalid``, ``person_ambiguous``, ``contact_invalid``, ``role_unknown``,
    ``assignment_dates``, ``row_repeated`` and those of dates.
    """
    table = read_small_table(workbook, _SYNONYMS, ("unit", "name"), "Enhet och Namn")
    return _Planner(source, table, as_of, replace_others).plan()


def import_assignments(
    store: Store, grant: Grant, workbook: Workbook, as_of: date, *, replace_others: bool = False
) -> AssignmentPlan:
    """Store a file's assignments. Raises ``assignments_invalid`` with every fault by row."""
    with store.writing(grant, Act.ORGANISE) as transaction:
        plan = plan_assignments(transaction, workbook, as_of, replace_others=replace_others)
        if plan.issues:
            raise refusal("assignments_invalid", plan.issues)
        transaction.append("person", [asdict(person) for person in plan.people])
        append_assignments(transaction, [planned.state for planned in plan.planned if planned.kind != "unchanged"])
    return plan


class _Planner:
    def __init__(self, source: Readable, table: SmallTable, as_of: date, replace_others: bool) -> None:
        self.source, self.table, self.as_of, self.replace_others = source, table, as_of, replace_others
        self.held = {held.assignment: held for held in assignments(source)}
        self.known = persons(source)
        self.timeline = read_timeline(source)
        self.next_seq = source.position() + 1
        self.people: list[Person] = []
        self.planned: list[PlannedAssignment] = []
        self.issues: list[Issue] = []
        self.blank = 0
        self._matchers: dict[date, UnitMatcher] = {}
        self._added = 0
        self._seen: dict[tuple[str, str, str, date], int] = {}

    def plan(self) -> AssignmentPlan:
        first, faults = read_date_column(self.table, "from", required=False)
        last, more = read_date_column(self.table, "to", required=False)
        self.issues += [*faults, *more]
        wrong = {issue.row for issue in self.issues}
        for row in self.table.rows:
            if not any(text for name, text in row.texts.items() if name not in ("unit", "role")):
                self.blank += 1
            elif row.row not in wrong:
                self._plan_row(row, first.get(row.row, self.as_of), row.row in first, last.get(row.row))
        if self.replace_others:
            self._end_others()
        self.issues.sort(key=lambda issue: issue.row or 0)
        shared, faults_found = self._shared(), tuple(self.issues)
        return AssignmentPlan(tuple(self.planned), tuple(self.people), shared, faults_found, self.blank)

    def _plan_row(self, row: TableRow, first: date, dated: bool, last: date | None) -> None:
        unit = self._unit(row, first)
        person = self._person(row)
        role = _ROLE_WORDS.get(normalised(row.texts["role"]))
        if role is None:
            self._tell(row, "role", "role_unknown", f"rollen ”{row.texts['role']}” ska vara Ansvarig eller Ersättare")
        if last is not None and last < first:
            self._tell(row, "to", "assignment_dates", "den sista dagen ligger före den första")
        elif unit and person and role:
            self._place(row, Assignment("", person.person, unit, role, first, last), dated)

    def _unit(self, row: TableRow, day: date) -> str | None:
        text = row.texts["unit"]
        if not text:
            self._tell(row, "unit", "unit_missing", "enheten saknas")
            return None
        if day not in self._matchers:
            self._matchers[day] = matcher(self.source, day)
        unit = self._matchers[day].find(text)
        if unit is None:
            self._tell(row, "unit", "unit_unknown", self._matchers[day].no_unit(text, day))
        return unit

    def _person(self, row: TableRow) -> Person | None:
        name, contact = row.texts["name"], row.texts["contact"] or None
        if fault := name_fault(name):
            self._tell(row, "name", "person_invalid", fault.rstrip(".").replace(". ", ": "))
            return None
        if contact and (fault := contact_fault(contact)):
            self._tell(row, "contact", "contact_invalid", fault.rstrip("."))
            return None
        people = PersonFinder(self.known).find(name, contact)
        if len(people) > 1:
            self._tell(row, "name", "person_ambiguous", f"flera heter {name}: ange e-postadress")
            return None
        if people and (people[0].contact or not contact):
            return people[0]
        # Somebody new, or somebody whose address was not known till now.
        person_id = people[0].person if people else new_person_id(self.next_seq + len(self.people))
        person = Person(person_id, people[0].name if people else name, contact)
        self.people.append(person)
        self.known[person_id] = person
        return person

    def _place(self, row: TableRow, wanted: Assignment, dated: bool) -> None:
        key = (wanted.person, wanted.unit, wanted.role, wanted.valid_from)
        if key in self._seen:
            self._tell(row, "unit", "row_repeated", f"samma uppdrag står redan på rad {self._seen[key]}")
            return
        self._seen[key] = row.row
        same = [held for held in self.held.values() if held.repeats(wanted)]
        if len(same) > 1:
            self._tell(row, "from", "assignment_dates", "personen har flera uppdrag för enheten under den tiden")
            return
        if not same:
            self._add(row.row, "added", wanted)
            return
        # A row without a first day says that it holds now, not that it began today.
        first = wanted.valid_from if dated else same[0].valid_from
        state = replace(same[0], valid_from=first, valid_to=wanted.valid_to or (None if dated else same[0].valid_to))
        self._add(row.row, "unchanged" if state == same[0] else "changed", state)

    def _add(self, row: int | None, kind: str, state: Assignment) -> None:
        if not state.assignment:
            # Only the new are numbered, so that no id runs ahead of the rows that are written.
            state = replace(state, assignment=new_assignment_id(self.next_seq + self._added))
            self._added += 1
        self.held[state.assignment] = state
        unit = self.timeline.at(state.unit, max(state.valid_from, self.as_of)) or self.timeline.states(state.unit)[-1]
        self.planned.append(PlannedAssignment(row, kind, state, unit.name, self.known[state.person].name))

    def _end_others(self) -> None:
        """Managers whom the file does not name end the day before the first that it gives their unit."""
        named = {planned.state.assignment for planned in self.planned}
        starts: dict[str, date] = {}
        for planned in self.planned:
            if planned.state.role == MANAGER and planned.kind != "unchanged":
                day = planned.state.valid_from
                starts[planned.state.unit] = min(day, starts.get(planned.state.unit, day))
        for held in list(self.held.values()):
            start = starts.get(held.unit)
            if start is not None and held.role == MANAGER and held.assignment not in named:
                after = ended(held, start - timedelta(days=1))
                if after != held:
                    self._add(None, "ended", after)

    def _shared(self) -> tuple[str, ...]:
        names: dict[str, None] = {}
        by_unit: dict[str, list[Assignment]] = {}
        for held in self.held.values():
            if held.role == MANAGER:
                by_unit.setdefault(held.unit, []).append(held)
        for planned in self.planned:
            others = by_unit.get(planned.state.unit, [])
            if planned.state.role == MANAGER and any(
                other.person != planned.state.person and other.overlaps(planned.state) for other in others
            ):
                names[planned.unit_name] = None
        return tuple(names)

    def _tell(self, row: TableRow, column: str, code: str, why: str) -> None:
        self.issues.append(self.table.fault(row, column, code, why))


def assignment_rows(source: Readable, as_of: date) -> list[list[str | date | None]]:
    """The assignments that hold on a day, in the order of ``ASSIGNMENT_COLUMNS``, as they are read back.

    By unit in Swedish order, told by its code, else by its name if no other bears it.
    """
    people = persons(source)
    by_id = {unit.unit: unit for unit in units(source, as_of)}
    called = words_for_files(list(by_id.values()))
    place = {unit: number for number, unit in enumerate(by_id)}
    rows: list[list[str | date | None]] = []
    for held in sorted(assignments(source, as_of), key=lambda held: place.get(held.unit, -1)):
        if held.unit in by_id:
            person = people.get(held.person, Person(held.person, held.person))
            who = (person.name, person.contact, ROLES[held.role])
            rows.append([called[held.unit], *who, held.valid_from, held.valid_to])
    return rows
