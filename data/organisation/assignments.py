"""Assignments (*uppdrag*): who answers for which unit, from when to when.

A manager answers and submits; a deputy (*ersättare*) prepares. The ledger keeps every state of an assignment: its
newest row counts, and one that ends before it begins has been taken back. A change in the middle of a measurement is
an end and a beginning: what was answered keeps who answered it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from base.actors import Act, Grant
from base.clock import FAR
from base.errors import MognadError
from data.ledger.newest import as_record, newest_rows
from data.ledger.store import Readable, Store, Transaction
from data.organisation.participants import is_asked
from data.organisation.people import Person, PersonFinder, append_person, persons
from data.organisation.units import Unit, later_units, units

MANAGER = "manager"
DEPUTY = "deputy"
ROLES = {MANAGER: "Ansvarig", DEPUTY: "Ersättare"}


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person's assignment for a unit. ``valid_to`` is its last day, or None."""

    assignment: str
    person: str
    unit: str
    role: str
    valid_from: date
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.valid_from <= day <= (self.valid_to or FAR)

    def overlaps(self, other: "Assignment") -> bool:
        """Whether both hold on some day."""
        return self.valid_from <= (other.valid_to or FAR) and other.valid_from <= (self.valid_to or FAR)

    def repeats(self, other: "Assignment") -> bool:
        """Whether both say the same of a person, a unit and a role on some day."""
        return (self.person, self.unit, self.role) == (other.person, other.unit, other.role) and self.overlaps(other)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody the store does not know yet."""

    name: str
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class NewAssignment:
    """An assignment to be given. ``person``: an id, or somebody new who is made with it."""

    person: str | NewPerson
    unit: str
    role: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for a unit on a day. Without managers it is *utan ansvarig*, whatever deputies there are."""

    managers: tuple[Person, ...]
    deputies: tuple[Person, ...]


def assignments(source: Readable, as_of: date | None = None, known_at: int | None = None) -> list[Assignment]:
    """The assignments that hold on ``as_of`` (None: all that have not been taken back), oldest first."""
    every = assignment_states(source, known_at).values()
    states = sorted(every, key=lambda held: (held.valid_from, held.assignment))
    # One that ends before it begins overlaps nothing, not even itself.
    return [held for held in states if (held.holds(as_of) if as_of else held.overlaps(held))]


def assignment_states(source: Readable, known_at: int | None = None) -> dict[str, Assignment]:
    """Assignment id → its newest state, those that were taken back too."""
    rows = newest_rows(source, "assignment", ["assignment"], known_at=known_at)
    return {row["assignment"]: as_record(Assignment, row) for row in rows}


def add_assignment(store: Store, grant: Grant, new: NewAssignment) -> str:
    """Give a person an assignment; returns its id.

    Raises ``role_unknown``, ``assignment_dates``, ``person_unknown``, ``unit_unknown`` (not valid on the first day),
    ``assignment_exists`` (the same person, unit and role on some same day), and for somebody new ``person_invalid``,
    ``contact_invalid`` and ``person_exists``.
    """
    with store.writing(grant, Act.ORGANISE) as transaction:
        person = _person(transaction, new.person)
        made = new_assignment_id(transaction.last_seq + 1)
        state = Assignment(made, person, new.unit, new.role, new.valid_from, new.valid_to)
        _check(transaction, state)
        append_assignments(transaction, [state])
        return made


def end_assignment(store: Store, grant: Grant, assignment: str, last_day: date) -> None:
    """Let an assignment end. Raises ``assignment_unknown`` and ``assignment_dates``."""
    with store.writing(grant, Act.ORGANISE) as transaction:
        held = _find(transaction, assignment)
        if last_day < held.valid_from:
            raise _wrong_dates(f"Uppdraget börjar {held.valid_from}. Ta tillbaka det i stället.")
        append_assignments(transaction, [replace(held, valid_to=last_day)])


def withdraw_assignment(store: Store, grant: Grant, assignment: str) -> None:
    """Take back an assignment that was never to be; the ledger remembers it. Raises ``assignment_unknown``."""
    with store.writing(grant, Act.ORGANISE) as transaction:
        append_assignments(transaction, [withdrawn(_find(transaction, assignment))])


def replace_assignment(store: Store, grant: Grant, assignment: str, person: str | NewPerson, from_date: date) -> str:
    """Let another person take over an assignment from a day; returns the new one's id.

    It lasts as long as the old one would have. Raises what ``add_assignment`` and ``end_assignment`` raise.
    """
    with store.writing(grant, Act.ORGANISE) as transaction:
        old = _find(transaction, assignment)
        if not old.holds(from_date):
            raise _wrong_dates(f"Uppdraget gäller inte {from_date}, så ingen kan ta över det då.")
        successor = _person(transaction, person)
        new_id = new_assignment_id(transaction.last_seq + 2)
        new = Assignment(new_id, successor, old.unit, old.role, from_date, old.valid_to)
        append_assignments(transaction, [ended(old, from_date - timedelta(days=1))])
        _check(transaction, new)
        append_assignments(transaction, [new])
        return new.assignment


def append_assignments(transaction: Transaction, states: Iterable[Assignment]) -> None:
    """Append assignments' new states, inside somebody else's transaction."""
    transaction.append("assignment", [asdict(state) for state in states])


def answering(source: Readable, unit: str, day: date, known_at: int | None = None) -> Answering:
    """Who answers for a unit on a day, by name."""
    return all_answering(source, day, known_at).get(unit, Answering((), ()))


def all_answering(source: Readable, day: date, known_at: int | None = None) -> dict[str, Answering]:
    """Unit → who answers for it on a day, by name; units without either manager or deputy are left out."""
    return grouped_answering(source, assignments(source, day, known_at))


def grouped_answering(source: Readable, answered_by: Iterable[Assignment]) -> dict[str, Answering]:
    """As ``all_answering``, by the assignments given."""
    people_by_id = persons(source)
    held: dict[str, set[tuple[str, str]]] = {}
    for assignment in answered_by:
        held.setdefault(assignment.unit, set()).add((assignment.role, assignment.person))
    in_order = {person: place for place, person in enumerate(people_by_id)}

    def people(pairs: set[tuple[str, str]], role: str) -> tuple[Person, ...]:
        found = sorted(
            (one for of, one in pairs if of == role), key=lambda one: (in_order.get(one, len(people_by_id)), one)
        )
        return tuple(people_by_id.get(one, Person(one, one)) for one in found)

    return {unit: Answering(people(pairs, MANAGER), people(pairs, DEPUTY)) for unit, pairs in held.items()}


def roles_by_unit(answered_by: Iterable[Assignment], person: str) -> dict[str, str]:
    """Unit id → a person's role there, by the assignments given; a manager who is also deputy is manager."""
    held = [assignment for assignment in answered_by if assignment.person == person]
    return {each.unit: each.role for each in sorted(held, key=lambda each: each.role == MANAGER)}


def without_responsible(
    source: Readable, as_of: date, known_at: int | None = None, asked: Sequence[str] | None = None
) -> list[Unit]:
    """Units *utan ansvarig* on a day, by name: of ``asked`` (a round's units), else of all of a kind that is asked."""
    led = {held.unit for held in assignments(source, as_of, known_at) if held.role == MANAGER}
    wanted = None if asked is None else set(asked)
    return [
        unit
        for unit in units(source, as_of, known_at)
        if unit.unit not in led and (is_asked(unit.kind) if wanted is None else unit.unit in wanted)
    ]


def soon_without_responsible(source: Readable, as_of: date) -> list[tuple[date, Unit]]:
    """(first day, unit) of those that become *utan ansvarig* after ``as_of``: new units, and where an assignment ends.

    The units that are so already on ``as_of`` are not told again.
    """
    ends = {
        held.valid_to + timedelta(days=1) for held in assignments(source) if held.valid_to and held.valid_to >= as_of
    }
    days = sorted(ends | {unit.valid_from for unit in later_units(source, as_of)})
    unled = {unit.unit for unit in without_responsible(source, as_of)}
    soon: list[tuple[date, Unit]] = []
    for day in days:
        for unit in without_responsible(source, day):
            if unit.unit not in unled:
                unled.add(unit.unit)
                soon.append((day, unit))
    return soon


def new_assignment_id(seq: int) -> str:
    """The id of an assignment whose first row gets ``seq``."""
    return f"a{seq}"


def ended(found: Assignment, last_day: date) -> Assignment:
    """The assignment as it is to stand when its unit or person ends with ``last_day``: shortened, or taken back."""
    if found.valid_to is not None and found.valid_to <= last_day:
        return found
    return withdrawn(found) if last_day < found.valid_from else replace(found, valid_to=last_day)


def withdrawn(found: Assignment) -> Assignment:
    """An assignment that ends before it begins: it never held."""
    return replace(found, valid_to=found.valid_from - timedelta(days=1))


def _person(transaction: Transaction, person: str | NewPerson) -> str:
    if isinstance(person, str):
        return person
    same = PersonFinder(persons(transaction)).find(person.name, person.contact)
    if same:
        message = f"{same[0].name} finns redan. Välj personen i listan, eller ange en annan e-postadress."
        raise MognadError("person_exists", message)
    return append_person(transaction, person.name, person.contact)


def _find(source: Readable, assignment: str) -> Assignment:
    for found in assignments(source):
        if found.assignment == assignment:
            return found
    raise MognadError("assignment_unknown", "Uppdraget finns inte, eller är redan taget tillbaka.")


def _check(source: Readable, new: Assignment) -> None:
    if new.role not in ROLES:
        raise MognadError("role_unknown", f"Rollen ska vara någon av: {', '.join(ROLES)}.")
    if new.valid_to is not None and new.valid_to < new.valid_from:
        raise _wrong_dates("Uppdragets sista dag ligger före den första.")
    if new.person not in persons(source):
        raise MognadError("person_unknown", "Personen finns inte. Lägg till den först.")
    if new.unit not in {unit.unit for unit in units(source, new.valid_from)}:
        raise MognadError("unit_unknown", f"Organisationsdelen gäller inte {new.valid_from}.")
    if any(held.repeats(new) for held in assignments(source)):
        raise MognadError("assignment_exists", "Personen har redan det uppdraget under en del av tiden.")


def _wrong_dates(message: str) -> MognadError:
    return MognadError("assignment_dates", message)
