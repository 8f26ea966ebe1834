"""How far a round has come: whom it asks, what they have answered, and who has submitted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.ledger.store import Readable
from data.measuring.submissions import Submission, imported_units, submissions
from data.organisation.participants import branch_of
from data.organisation.units import units
from metrics.measuring.cells.kept import BLANK
from metrics.measuring.cells.reading import asked_cells, read_cells
from metrics.measuring.forms import LedgerView, Measured, measured_round, newest_of, shelf_of
from metrics.measuring.having_answered import Standing, standing_of
from metrics.measuring.respondents import Directory

# About what a respondent takes in memory.
_BYTES_EACH = 500


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One respondent: ``given`` (an alternative, *Vet ej* or *Gäller inte oss*) of ``expected`` questions.

    ``branch``: the id of the part it is told under, None for a unit that was not valid on the round's day.
    ``submission``: its newest one, which may have been handed back. ``imported``: its answers were read in from a file.
    """

    unit: str
    name: str
    role: str
    given: int
    expected: int
    standing: Standing
    branch: str | None = None
    submission: Submission | None = None
    imported: bool = False

    @property
    def submitted(self) -> bool:
        """Its answers are submitted, however many questions it left out."""
        return self.submission is not None and self.submission.holds

    @property
    def left(self) -> int:
        """Questions without an answer."""
        return max(0, self.expected - self.given)

    @property
    def answers_next(self) -> bool:
        """It has questions left and is free to answer them."""
        return self.left > 0 and not self.submitted

    @property
    def waited_for(self) -> bool:
        """It is to be reminded: a question is unanswered, or what somebody typed is not submitted."""
        return self.left > 0 or not (self.submitted or self.imported)


@dataclass(frozen=True, slots=True)
class Counts:
    """Some respondents counted: ``answered``, ``begun`` or ``silent``; ``given`` of ``expected`` are their questions.

    ``submitted``: those that have handed in, ``incomplete`` of them with questions unanswered; ``unsubmitted``: those
    that have typed all answers and not done so; ``imported``: those whose answers were read in from a file.
    """

    answered: int
    begun: int
    silent: int
    submitted: int
    incomplete: int
    unsubmitted: int
    imported: int
    given: int
    expected: int

    @property
    def units(self) -> int:
        """All of them."""
        return self.answered + self.begun + self.silent


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
    def untouched(self) -> bool:
        """Nobody has answered anything."""
        return all(unit.standing is Standing.SILENT for unit in self.units)

    @property
    def waiting(self) -> tuple[UnitProgress, ...]:
        """Those that are to be reminded."""
        return tuple(unit for unit in self.units if unit.waited_for)


def counts(units: Sequence[UnitProgress]) -> Counts:
    """Some respondents counted."""
    stands = [unit.standing for unit in units]
    return Counts(
        answered=stands.count(Standing.ANSWERED),
        begun=stands.count(Standing.BEGUN),
        silent=stands.count(Standing.SILENT),
        submitted=sum(unit.submitted for unit in units),
        incomplete=sum(unit.submitted and unit.left > 0 for unit in units),
        unsubmitted=sum(unit.waited_for and not unit.left and unit.given > 0 for unit in units),
        imported=sum(unit.imported for unit in units),
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
    everybody = Directory(view.store, [measured]).everybody(measured.round)
    respondents = [respondent for respondent in everybody if not respondent.profile.rests]
    (cells,) = read_cells(view, [measured], [respondents])
    given = cells.codes != BLANK
    asked, beside = ((given & mine).sum(axis=1).tolist() for mine in asked_cells(measured.scoring, respondents))
    places = _places(view.store, measured)
    submitted = submissions(view.store, measured.round, measured.position)
    imported = imported_units(view.store, measured.round, measured.position)
    standing = [
        UnitProgress(
            respondent.unit,
            respondent.name,
            respondent.role,
            in_role + extra,
            len(respondent.profile.asked) + extra,
            standing_of(measured.scoring.form, in_role + extra, len(respondent.profile.asked) + extra),
            branch=places.branch.get(respondent.unit),
            submission=submitted.get(respondent.unit),
            imported=respondent.unit in imported,
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
