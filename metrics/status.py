"""How far a round has come, and the newest registers: for the start page and the measurements' page."""

from dataclasses import dataclass
from datetime import date

from base.errors import MognadError
from data.store import Source
from metrics.forms import Measured, measured_rounds
from metrics.respondents import Directory, Scope
from metrics.sources import Snapshot, snapshots
from metrics.tallies import TOTALS, count

REGISTERS = ("risks", "incidents")


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One respondent: ``given`` (an alternative, *Vet ej* or *Gäller inte oss*) of ``expected`` questions."""

    unit: str
    name: str
    role: str
    given: int
    expected: int

    @property
    def begun(self) -> bool:
        """Something is answered."""
        return self.given > 0

    @property
    def finished(self) -> bool:
        """Everything is answered."""
        return self.given >= self.expected > 0


@dataclass(frozen=True, slots=True)
class Progress:
    """A round's respondents by name."""

    round: str
    name: str
    as_of: date
    state: str
    units: tuple[UnitProgress, ...]

    @property
    def begun(self) -> int:
        """Units that have begun, finished ones too."""
        return sum(1 for unit in self.units if unit.begun)

    @property
    def finished(self) -> int:
        """Units that have answered everything."""
        return sum(1 for unit in self.units if unit.finished)

    @property
    def given(self) -> int:
        """Answers given."""
        return sum(unit.given for unit in self.units)

    @property
    def expected(self) -> int:
        """Answers expected."""
        return sum(unit.expected for unit in self.units)


def progress(store: Source, round_id: str, known_at: int | None = None) -> Progress:
    """How far a round has come; ``round_id`` is its id. A closed round as it was closed. Raises ``round_unknown``."""
    position = store.position() if known_at is None else known_at
    rows = store.query("SELECT questionnaire FROM store.round WHERE round = $round", {"round": round_id})
    rounds = measured_rounds(store, rows[0]["questionnaire"], known_at=position) if rows else []
    for found in rounds:
        if found.round == round_id:
            return _progress(store, found, position)
    raise MognadError("round_unknown", "Mätningen finns inte.")


def newest_snapshots(store: Source, as_of: date, known_at: int | None = None) -> tuple[tuple[str, Snapshot], ...]:
    """Each register that has been imported, with its newest snapshot as of a date."""
    position = store.position() if known_at is None else known_at
    held = [(register, snapshots(store, register, as_of, position)) for register in REGISTERS]
    return tuple((register, found[-1]) for register, found in held if found)


def _progress(store: Source, found: Measured, known_at: int) -> Progress:
    respondents = Directory(store, [found], Scope()).by_round[found.round]
    given: dict[str, int] = {}
    beside: dict[str, int] = {}
    for row in count(store, respondents, known_at, TOTALS):
        (given if row["in_role"] else beside)[row["unit"]] = row["given"]
    units = [
        UnitProgress(
            unit=one.unit,
            name=one.name,
            role=one.role,
            given=given.get(one.unit, 0) + beside.get(one.unit, 0),
            expected=len(one.profile.asked) + beside.get(one.unit, 0),
        )
        for one in respondents
    ]
    return Progress(found.round, found.name, found.as_of, found.state, tuple(units))
