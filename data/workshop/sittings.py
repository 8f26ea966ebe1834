"""Sittings (*sammanträden*) of a workshop: when, how long, and who took part.

A workshop may need several, with different people. One at a time is under way for a unit in a round. People stand in
``person``, as everywhere; a sitting holds what each of them was there as.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from base.actors import Act, Grant
from base.errors import Issue, MognadError
from data.ledger.newest import as_record, newest_rows
from data.ledger.store import Readable, Store, Transaction
from data.measuring.answers import require_open
from data.organisation.people import append_person, name_of, persons
from data.organisation.small_tables import refusal
from data.registers.definitions.words import normalised
from data.registers.values.personal import has_number
from data.workshop.responsible import MAX_NAME

SHORTEST, LONGEST = 10, 480


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody at a sitting. ``duty``: as what she was there, in words; may be empty."""

    person: str
    name: str
    duty: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting: planned, under way or ended. ``minutes``: how long it was to take; times are naive UTC."""

    sitting: str
    round: str
    unit: str
    held_on: date
    minutes: int
    started_at: datetime | None
    ended_at: datetime | None
    people: tuple[Participant, ...]

    @property
    def running(self) -> bool:
        """Whether it has begun and not ended."""
        return self.started_at is not None and self.ended_at is None


def sittings(source: Readable, round_id: str, unit: str, known_at: int | None = None) -> list[Sitting]:
    """The sittings of a unit in a round, in the order they were planned."""
    return _sittings(source, {"round": round_id, "unit": unit}, known_at)


def _sittings(source: Readable, matching: Mapping[str, object], known_at: int | None = None) -> list[Sitting]:
    position = source.position() if known_at is None else known_at
    rows = newest_rows(source, "sitting", ["sitting"], matching, position)
    people = _people(source, position)
    held = [as_record(Sitting, row, people=people.get(row["sitting"], ())) for row in rows]
    # An id ends with the number that its first row got.
    return sorted(held, key=lambda sitting: (len(sitting.sitting), sitting.sitting))


def running_sitting(source: Readable, round_id: str, unit: str) -> Sitting | None:
    """The sitting that is under way, if one is."""
    return next((sitting for sitting in sittings(source, round_id, unit) if sitting.running), None)


def require_running(source: Readable, sitting: str) -> Sitting:
    """The sitting with this id, under way. Raises ``sitting_unknown``, ``sitting_not_running``, and what
    ``answers.require_open`` raises."""
    running = _find(source, sitting)
    if not running.running:
        raise MognadError(
            "sitting_not_running", "Sammanträdet är inte igång. Starta det, eller ett nytt, för att fortsätta."
        )
    require_open(source, running.round, running.unit)
    return running


def read_participants(text: str) -> list[tuple[str, str]]:
    """One person a line, ``Namn, funktion``. Raises ``participants_wrong`` with every fault by line.

    Issues: ``name_missing``, ``name_repeated``, ``text_personal``, ``text_too_long``.
    """
    people: dict[str, tuple[str, str]] = {}
    issues: list[Issue] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, _, duty = (" ".join(part.split()) for part in line.partition(","))
        if fault := _fault(name, duty, normalised(name) in people):
            issues.append(Issue(fault[0], f"Rad {number}: {fault[1]}", number))
        else:
            people[normalised(name)] = (name, duty)
    if issues:
        raise refusal("participants_wrong", issues)
    return list(people.values())


@dataclass(frozen=True, slots=True)
class NewSitting:
    """A sitting to be held. ``people``: name and duty of each participant."""

    round: str
    unit: str
    held_on: date
    minutes: int
    people: Sequence[tuple[str, str]]


def plan_sitting(store: Store, grant: Grant, new: NewSitting) -> str:
    """Plan a sitting with its participants; returns its id.

    Raises ``sitting_length``, and what ``require_open`` raises.
    """
    if not SHORTEST <= new.minutes <= LONGEST:
        raise MognadError("sitting_length", f"Ett sammanträde tar mellan {SHORTEST} och {LONGEST} minuter.")
    with store.writing(grant, Act.PLAN) as transaction:
        require_open(transaction, new.round, new.unit)
        sitting = f"s{transaction.last_seq + 1}"
        transaction.append("sitting", [{"sitting": sitting, **_row(new)}])
        _set_people(transaction, sitting, (), new.people)
        return sitting


def set_participants(store: Store, grant: Grant, sitting: str, people: Sequence[tuple[str, str]]) -> None:
    """Set who takes part: planned or while it is under way. Raises ``sitting_unknown``, ``sitting_ended`` and
    ``sitting_without_people`` (one that has begun)."""
    with store.writing(grant, Act.PLAN) as transaction:
        held = _find(transaction, sitting)
        if held.ended_at is not None:
            raise MognadError("sitting_ended", "Sammanträdet är avslutat. Deltagarna går inte att ändra.")
        if held.running and not people:
            raise MognadError("sitting_without_people", "Skriv minst en deltagare.")
        _set_people(transaction, sitting, held.people, people)


def start_sitting(store: Store, grant: Grant, sitting: str) -> None:
    """Begin a planned sitting, today and now.

    Raises ``sitting_unknown``, ``sitting_begun``, ``sitting_running`` (another is), ``sitting_without_people``, and
    what ``require_open`` raises.
    """
    with store.writing(grant, Act.PLAN) as transaction:
        planned = _find(transaction, sitting)
        require_open(transaction, planned.round, planned.unit)
        if planned.started_at is not None:
            raise MognadError("sitting_begun", "Sammanträdet är redan startat.")
        if running_sitting(transaction, planned.round, planned.unit) is not None:
            raise MognadError("sitting_running", "Ett annat sammanträde pågår. Avsluta det först.")
        if not planned.people:
            raise MognadError("sitting_without_people", "Skriv vilka som deltar innan sammanträdet startar.")
        begun = {**_row(planned), "held_on": transaction.today, "started_at": transaction.recorded_at}
        transaction.append("sitting", [begun])


def end_sitting(store: Store, grant: Grant, sitting: str, ended_at: datetime | None = None) -> None:
    """End a sitting, now or (for one that nobody ended) when it was: naive UTC.

    Also of a closed round. Raises ``sitting_unknown``, ``sitting_not_running`` and ``sitting_end`` (before it began,
    or later than now).
    """
    with store.writing(grant, Act.PLAN) as transaction:
        running = _find(transaction, sitting)
        if running.started_at is None or running.ended_at is not None:
            raise MognadError("sitting_not_running", "Sammanträdet är inte igång.")
        end = ended_at or transaction.recorded_at
        if not running.started_at <= end <= transaction.recorded_at:
            raise MognadError("sitting_end", "Sluttiden ska ligga mellan starten och nu. Rätta tiden.")
        transaction.append("sitting", [{**_row(running), "ended_at": end}])


def _fault(name: str, duty: str, repeated: bool) -> tuple[str, str] | None:
    if not name:
        return "name_missing", "namnet saknas. Skriv ”Namn, funktion”."
    if repeated:
        return "name_repeated", f"{name} står två gånger."
    if has_number(f"{name} {duty}"):
        return "text_personal", "raden innehåller ett personnummer. Ta bort det."
    if max(len(name), len(duty)) > MAX_NAME:
        return "text_too_long", f"namnet eller funktionen är för lång. Skriv högst {MAX_NAME} tecken."
    return None


def _find(source: Readable, sitting: str) -> Sitting:
    held = _sittings(source, {"sitting": sitting})
    if not held:
        raise MognadError("sitting_unknown", "Sammanträdet finns inte.")
    return held[0]


def _row(sitting: Sitting | NewSitting) -> dict[str, object]:
    return {name: value for name, value in asdict(sitting).items() if name != "people"}


def _people(source: Readable, position: int) -> dict[str, tuple[Participant, ...]]:
    rows = source.query(
        "SELECT sitting, person, row.duty AS duty FROM (SELECT sitting, person, min(seq) AS first_seq, "
        "arg_max(struct_pack(duty, present), seq) AS row FROM store.sitting_person WHERE seq <= $known_at "
        "GROUP BY sitting, person) WHERE row.present ORDER BY first_seq",
        {"known_at": position},
    )
    named = persons(source)
    people: dict[str, list[Participant]] = {}
    for row in rows:
        participant = Participant(row["person"], name_of(named, row["person"]), row["duty"] or "")
        people.setdefault(row["sitting"], []).append(participant)
    return {sitting: tuple(present) for sitting, present in people.items()}


def _set_people(
    transaction: Transaction, sitting: str, before: Sequence[Participant], people: Sequence[tuple[str, str]]
) -> None:
    here = {normalised(participant.name): participant for participant in before}
    registered = persons(transaction).values()
    rows: list[dict[str, object]] = []
    kept = set()
    for name, duty in people:
        key = normalised(name)
        held = here.get(key)
        same = [person.person for person in registered if normalised(person.name) == key]
        # Of two with one name nobody can tell which is meant: then it is somebody of her own.
        person = held.person if held else same[0] if len(same) == 1 else append_person(transaction, name)
        kept.add(person)
        if held is None or held.duty != duty:
            rows.append({"sitting": sitting, "person": person, "duty": duty or None, "present": True})
    gone = [each for each in before if each.person not in kept]
    rows += [{"sitting": sitting, "person": each.person, "duty": each.duty or None, "present": False} for each in gone]
    transaction.append("sitting_person", rows)
