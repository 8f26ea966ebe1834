"""How far a round has come: whom it asks, what they have answered, and who has submitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from base.errors import MognadError
from data.ledger.store import Readable
from data.measuring.submissions import Submission, submissions
from data.organisation.participants import branch_of
from data.organisation.units import units
from metrics.measuring.forms import LedgerView, Measured, measured_rounds
from metrics.measuring.respondents import Directory, Scope
from metrics.measuring.tallies import TOTALS, count_answers


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
    position = store.position() if known_at is None else known_at
    rows = store.query("SELECT questionnaire FROM store.round WHERE round = $round", {"round": round_id})
    rounds = measured_rounds(store, rows[0]["questionnaire"], known_at=position) if rows else []
    for measured in rounds:
        if measured.round == round_id:
            return _progress(store, measured, position)
    raise MognadError("round_unknown", "Mätningen finns inte.")


def _progress(store: Readable, measured: Measured, known_at: int) -> Progress:
    respondents = Directory(store, [measured], Scope()).by_round[measured.round]
    given: dict[str, int] = {}
    beside: dict[str, int] = {}
    for row in count_answers(LedgerView(store, known_at), respondents, TOTALS):
        (given if row["in_role"] else beside)[row["unit"]] = row["given"]
    valid = units(store, measured.as_of, measured.position)
    branch = branch_of(valid)
    submitted = submissions(store, measured.round, measured.position)
    order = {unit.unit: place for place, unit in enumerate(valid)}
    in_order = sorted(
        respondents, key=lambda respondent: (order.get(respondent.unit, len(order)), respondent.name, respondent.unit)
    )
    standing = tuple(
        UnitProgress(
            unit=respondent.unit,
            name=respondent.name,
            role=respondent.role,
            given=given.get(respondent.unit, 0) + beside.get(respondent.unit, 0),
            expected=len(respondent.profile.asked) + beside.get(respondent.unit, 0),
            branch=branch.get(respondent.unit),
            submission=submitted.get(respondent.unit),
        )
        for respondent in in_order
    )
    names = {unit.unit: unit.name for unit in valid}
    return Progress(
        measured.round,
        measured.name,
        measured.as_of,
        measured.state,
        standing,
        _by_branch(standing, names),
    )


def _by_branch(units: Sequence[UnitProgress], names: dict[str, str]) -> tuple[BranchProgress, ...]:
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
