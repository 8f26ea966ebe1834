"""How far a round has come: whom it asks, what they have answered, and who has submitted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.ledger.store import Readable
from data.measuring.submissions import Submission, submissions
from data.organisation.participants import branch_of
from data.organisation.units import units
from metrics.measuring.cells import asked_cells, read_cells
from metrics.measuring.forms import LedgerView, Measured, measured_round, newest_of, shelf_of
from metrics.measuring.kept_cells import BLANK
from metrics.measuring.respondents import Directory

# About what a respondent takes in memory.
_BYTES_EACH = 500


class Stage(StrEnum):
    """How far a respondent has come. ``ANSWERED``: everything is answered, but not submitted."""

    NOT_BEGUN = "not_begun"
    HALFWAY = "halfway"
    ANSWERED = "answered"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One respondent: ``given`` (an alternative, *Vet ej* or *Gäller inte oss*) of ``expected`` questions.

    ``branch``: the id of the part it is told under, None for a unit that was not valid on the round's day.
    ``submission``: its newest one, which may have been handed back.
    """

    unit: str
    name: str
    role: str
    given: int
    expected: int
    branch: str | None = None
    submission: Submission | None = None

    @property
    def stage(self) -> Stage:
        """How far it has come. What is submitted is submitted, however many questions it left out."""
        if self.submission is not None and self.submission.holds:
            return Stage.SUBMITTED
        if self.given >= self.expected > 0:
            return Stage.ANSWERED
        return Stage.HALFWAY if self.given else Stage.NOT_BEGUN

    @property
    def begun(self) -> bool:
        """Something is answered."""
        return self.given > 0

    @property
    def submitted(self) -> bool:
        """Its answers are submitted."""
        return self.stage is Stage.SUBMITTED

    @property
    def finished(self) -> bool:
        """Everything is answered, or it has submitted without."""
        return self.stage in (Stage.ANSWERED, Stage.SUBMITTED)

    @property
    def left(self) -> int:
        """Questions without an answer."""
        return max(0, self.expected - self.given)


@dataclass(frozen=True, slots=True)
class Counts:
    """Some respondents counted: each is in exactly one stage; ``given`` of ``expected`` are their questions."""

    units: int
    not_begun: int
    halfway: int
    answered: int
    submitted: int
    given: int
    expected: int


@dataclass(frozen=True, slots=True)
class BranchProgress:
    """A part of the municipality and those told under it. ``branch`` None: units not valid on the round's day."""

    branch: str | None
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Progress:
    """A round's respondents by name."""

    round: str
    name: str
    as_of: date
    state: str
    units: tuple[UnitProgress, ...]
    branches: tuple[BranchProgress, ...] = ()

    @property
    def counts(self) -> Counts:
        """All of them counted."""
        return counts(self.units)

    @property
    def begun(self) -> int:
        """Units that have begun, finished ones too."""
        return sum(1 for unit in self.units if unit.begun)

    @property
    def finished(self) -> int:
        """Units that have answered everything or submitted."""
        return sum(1 for unit in self.units if unit.finished)

    @property
    def waiting(self) -> tuple[UnitProgress, ...]:
        """Those that have not submitted."""
        return tuple(unit for unit in self.units if not unit.submitted)

    @property
    def given(self) -> int:
        """Answers given."""
        return sum(unit.given for unit in self.units)

    @property
    def expected(self) -> int:
        """Answers expected."""
        return sum(unit.expected for unit in self.units)


def counts(units: Sequence[UnitProgress]) -> Counts:
    """Some respondents counted by stage."""
    stages = [unit.stage for unit in units]
    return Counts(
        units=len(stages),
        not_begun=stages.count(Stage.NOT_BEGUN),
        halfway=stages.count(Stage.HALFWAY),
        answered=stages.count(Stage.ANSWERED),
        submitted=stages.count(Stage.SUBMITTED),
        given=sum(unit.given for unit in units),
        expected=sum(unit.expected for unit in units),
    )


def progress(store: Readable, round_id: str, known_at: int | None = None) -> Progress:
    """How far a round has come; ``round_id`` is its id. A closed round as it was closed. Raises ``round_unknown``."""
    measured = measured_round(store, round_id, known_at)
    view = LedgerView(store, store.position() if known_at is None else known_at)
    if measured.state != "closed":
        return _progress(view, measured)
    # It was closed so for ever; opened and closed again, at another position.
    key, shelf = ("progress", round_id, measured.position), shelf_of(store, view.known_at)
    return shelf.kept(key, lambda: _progress(view, measured), lambda made: len(made.units) * _BYTES_EACH)


def _progress(view: LedgerView, measured: Measured) -> Progress:
    respondents = Directory(view.store, [measured]).everybody(measured.round)
    (cells,) = read_cells(view, [measured], [respondents])
    given = cells.codes != BLANK
    asked, beside = ((given & mine).sum(axis=1).tolist() for mine in asked_cells(measured.scoring, respondents))
    places = _places(view.store, measured)
    submitted = submissions(view.store, measured.round, measured.position)
    standing = [
        UnitProgress(
            unit=respondent.unit,
            name=respondent.name,
            role=respondent.role,
            given=in_role + extra,
            expected=len(respondent.profile.asked) + extra,
            branch=places.branch.get(respondent.unit),
            submission=submitted.get(respondent.unit),
        )
        for respondent, in_role, extra in zip(respondents, asked, beside, strict=True)
    ]
    order = {unit: place for place, unit in enumerate(places.names)}
    standing.sort(key=lambda unit: (order.get(unit.unit, len(order)), unit.name, unit.unit))
    by_branch = _by_branch(standing, places.names)
    return Progress(measured.round, measured.name, measured.as_of, measured.state, tuple(standing), by_branch)


@dataclass(frozen=True, slots=True)
class _Places:
    """The units valid on a round's day, in the order they are told: unit → its name, and the part it is told under."""

    names: Mapping[str, str]
    branch: Mapping[str, str]


def _places(store: Readable, measured: Measured) -> _Places:
    """Read again only where something has been written of units."""
    position = newest_of(store, measured.position, "unit")
    shelf = shelf_of(store, measured.position)

    def read() -> _Places:
        valid = units(store, measured.as_of, position)
        return _Places({unit.unit: unit.name for unit in valid}, branch_of(valid))

    return shelf.kept(("places", measured.as_of, position), read, lambda made: len(made.names) * _BYTES_EACH)


def _by_branch(units: Sequence[UnitProgress], names: Mapping[str, str]) -> tuple[BranchProgress, ...]:
    """The parts in the order of their names, the municipality itself and what has no place by their own."""
    by_branch: dict[str | None, list[UnitProgress]] = {}
    for unit in units:
        by_branch.setdefault(unit.branch, []).append(unit)
    ordered = [branch for branch in names if branch in by_branch] + [
        branch for branch in by_branch if branch not in names
    ]
    return tuple(
        BranchProgress(branch, names.get(branch or "", "Övriga"), counts(by_branch[branch])) for branch in ordered
    )
