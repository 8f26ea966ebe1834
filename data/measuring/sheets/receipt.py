"""The receipt of what came back: each unit's sheet with what it changes, what is asked about it, and who is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from base.errors import Issue
from data.measuring.answers import Answer
from data.measuring.sheets.history import Key, SheetAnswer
from data.organisation.people import Person


class SheetStanding(StrEnum):
    """What becomes of a unit's sheet."""

    APPROVED = "approved"
    QUESTIONS = "questions"
    UNCHANGED = "unchanged"
    ALREADY = "already"


class ConflictChoice(StrEnum):
    """Which answer is to stand where both the app and the sheet have a new one."""

    APP = "app"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the coordinator has decided at the receipt. ``reason``: why answers that are submitted are changed."""

    conflicts: Mapping[Key, ConflictChoice] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SheetIssue:
    """Something to tell, by file, sheet, row and column; the last three None where it concerns more."""

    file: str
    sheet: str | None
    code: str
    message: str
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question that the app has got a new answer to since the workbook was made, and the sheet has another."""

    unit: str
    question: str
    row: int
    app: SheetAnswer
    sheet: Answer
    chosen: ConflictChoice | None

    @property
    def key(self) -> Key:
        """Where the choice stands in ``Decisions``."""
        return self.unit, self.question


@dataclass(frozen=True, slots=True)
class SheetResult:
    """One unit's sheet. ``answers``: what is stored if it is approved; ``answered`` of ``asked`` questions have an
    answer in it. ``submits``: whether it is submitted then; ``notes``: what is told but asks nothing of anybody.

    ``unit`` empty: which unit it is about could not be told.
    """

    file: str
    file_hash: str
    sheet: str
    workbook: str
    unit: str
    unit_name: str
    person: Person | None
    standing: SheetStanding
    answers: tuple[Answer, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    submits: bool = False
    needs_reason: bool = False
    answered: int = 0
    asked: int = 0
    issues: tuple[SheetIssue, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A unit that has sent no sheet and has not submitted in the app. ``managers`` empty: *utan ansvarig*."""

    unit: str
    unit_name: str
    managers: tuple[Person, ...]
    answered: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What would be stored, and all there is to say of what came back. ``faults`` concern whole files."""

    round: str
    results: tuple[SheetResult, ...]
    faults: tuple[SheetIssue, ...]
    notes: tuple[SheetIssue, ...]
    missing: tuple[Missing, ...]

    def of(self, standing: SheetStanding) -> list[SheetResult]:
        """The sheets of a standing."""
        return [result for result in self.results if result.standing is standing]

    @property
    def approved(self) -> list[SheetResult]:
        """The sheets that are stored."""
        return self.of(SheetStanding.APPROVED)

    @property
    def issues(self) -> list[SheetIssue]:
        """Every problem: of whole files first, then by sheet."""
        return [*self.faults, *(issue for result in self.results for issue in result.issues)]

    @property
    def with_questions(self) -> int:
        """How many units' sheets somebody must look at; a unit that has sent two is one."""
        found = self.of(SheetStanding.QUESTIONS)
        return len({result.unit or f"{result.file}/{result.sheet}" for result in found})

    @property
    def changes(self) -> int:
        """How many answers are stored."""
        return sum(len(result.answers) for result in self.approved)

    @property
    def submitting(self) -> int:
        """How many units are submitted."""
        return sum(result.submits for result in self.approved)

    @property
    def conflicts(self) -> list[Conflict]:
        """Every conflict, decided or not."""
        return [conflict for result in self.results for conflict in result.conflicts]


def placed(file: str, sheet: str | None, issues: Sequence[Issue]) -> list[SheetIssue]:
    """Issues with the file and sheet they stand in."""
    return [SheetIssue(file, sheet, each.code, each.message, each.row, each.column) for each in issues]
