"""What the standing checks give: rows to put right, and the checks that can't be made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from base.formats import listing, number, plural
from data.imported.checks import Acceptance
from data.registers.definitions.model import Check, Need, Register

SEVERITIES = ("high", "medium", "low")


class CheckState(StrEnum):
    """Whether a check was run."""

    CHECKED = "checked"
    NOT_POSSIBLE = "not_possible"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row that a check found.

    ``row``: as Excel numbers it in the file; ``row_key`` None: nothing identifies it; ``unit``: its name today, else as
    the file writes it. ``values``: the columns of the fields that the check needs. ``acceptance``: the newest one that
    is not withdrawn; ``accepted``: it holds.
    """

    source: str
    row_key: str | None
    file_name: str
    as_of: date
    row: int
    id: str | None
    title: str | None
    unit: str | None
    values: Mapping[str, Any]
    acceptance: Acceptance | None = None
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Blocked:
    """Why a check could not be run on a file, or (``file_name`` None) at all; ``reason`` says it in words."""

    source: str | None
    file_name: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check of one register. ``checked``: rows it ran on; ``found``: those it found, by file and row.

    ``files``: those it ran on, with the day each shows. ``unjudged``: of the rows checked, those of which a missing
    value lets nothing be said.
    """

    register: Register
    check: Check
    state: CheckState
    checked: int = 0
    unjudged: int = 0
    found: tuple[FoundRow, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    files: tuple[tuple[str, date], ...] = ()

    @property
    def to_fix(self) -> tuple[FoundRow, ...]:
        """To be put right: neither accepted nor impossible to follow."""
        return tuple(row for row in self.found if row.row_key is not None and not row.accepted)

    @property
    def accepted(self) -> tuple[FoundRow, ...]:
        """Accepted as they are, up to a day."""
        return tuple(row for row in self.found if row.accepted)

    @property
    def untraceable(self) -> tuple[FoundRow, ...]:
        """To be put right too, but nothing tells which row it is in the next file."""
        return tuple(row for row in self.found if row.row_key is None)

    @property
    def says_nothing(self) -> bool:
        """It was run, and of every row a value that it needs is missing."""
        return 0 < self.checked == self.unjudged and not self.found


@dataclass(frozen=True, slots=True)
class Summary:
    """All results together, in the three states of rows counted apart; ``high``: of ``to_fix``, the serious ones.

    ``unjudged``: in the checks that were made, the times that a row lacked a value.
    """

    to_fix: int
    high: int
    accepted: int
    untraceable: int
    not_possible: int
    checked: int
    off: int = 0
    unjudged: int = 0


def checks_summary(results: Iterable[CheckResult]) -> Summary:
    """The numbers of a page. ``not_possible``, ``checked`` and ``off`` count checks, the rest rows.

    A check that says nothing of any row is one that was not possible.
    """
    checked = list(results)
    return Summary(
        to_fix=sum(len(result.to_fix) for result in checked),
        high=sum(len(result.to_fix) for result in checked if result.check.severity == "high"),
        accepted=sum(len(result.accepted) for result in checked),
        untraceable=sum(len(result.untraceable) for result in checked),
        not_possible=sum(result.state is CheckState.NOT_POSSIBLE or result.says_nothing for result in checked),
        checked=sum(result.state is CheckState.CHECKED and not result.says_nothing for result in checked),
        off=sum(result.state is CheckState.OFF for result in checked),
        unjudged=sum(result.unjudged for result in checked if not result.says_nothing),
    )


def need_label(register: Register, need: Need) -> str:
    """What a check needs, as the register calls it: ``Riskvärde (eller Sannolikhet och Konsekvens)``."""
    first, *others = [listing([register.field(name).label for name in way]) for way in register.ways_to(need)]
    return f"{first} (eller {' eller '.join(others)})" if others else first


def shown_fields(register: Register, check: Check) -> tuple[str, ...]:
    """The fields whose values show why a row was found, in the register's order."""
    used = {name for need in check.needs for way in register.ways_to(need) for name in way}
    return tuple(name for name in register.field_names if name in used)


_SEVERITY_WORDS = {"high": "Allvarligt", "medium": "Viktigt", "low": "Mindre"}
_STATE_WORDS = {
    CheckState.CHECKED: "kontrollerad",
    CheckState.NOT_POSSIBLE: "kan inte kontrolleras",
    CheckState.OFF: "avstängd",
}


def severity_word(check: Check) -> str:
    """``Allvarligt``, ``Viktigt``, ``Mindre``."""
    return _SEVERITY_WORDS[check.severity]


def headline(summary: Summary) -> str:
    """The first sentence: how much there is to put right, and what it leaves out."""
    if not summary.checked:
        return "Inget har gått att kontrollera." if summary.not_possible else "Ingen kontroll är påslagen."
    serious = f", varav {summary.high} {'allvarlig' if summary.high == 1 else 'allvarliga'}" if summary.high else ""
    first = (
        f"{plural(summary.to_fix, 'uppgift', 'uppgifter')} att rätta{serious}" if summary.to_fix else "Inget att rätta"
    )
    if not summary.to_fix and not summary.untraceable and (summary.not_possible or summary.off or summary.unjudged):
        first += " i det som är kontrollerat"
    if summary.untraceable:
        first += f", och {number(summary.untraceable)} till som inte går att följa från fil till fil"
    return f"{first}."


def left_out(summary: Summary) -> str:
    """What stands beside the headline: accepted rows, and what can't be checked or isn't; empty if there is nothing."""
    words = []
    if summary.accepted:
        words.append(f"{plural(summary.accepted, 'uppgift är godtagen', 'uppgifter är godtagna')}.")
    if summary.not_possible:
        words.append(f"{plural(summary.not_possible, 'kontroll', 'kontroller')} kan inte göras.")
    if summary.off:
        words.append(f"{plural(summary.off, 'kontroll är avstängd', 'kontroller är avstängda')}.")
    if summary.unjudged:
        made = plural(summary.unjudged, "bedömning", "bedömningar")
        words.append(f"{made} går inte att göra, för att en uppgift saknas.")
    return " ".join(words)


def check_state_word(result: CheckResult) -> str:
    """``kontrollerad``, ``kan inte kontrolleras``, ``avstängd``."""
    return _STATE_WORDS[CheckState.NOT_POSSIBLE if result.says_nothing else result.state]


def hindrances(result: CheckResult) -> tuple[str, ...]:
    """Why a check could not be made, or not of all files and rows; empty if it could."""
    nothing = f"av {plural(result.checked, 'rad', 'rader')} går ingen att bedöma, för att en uppgift saknas"
    return (*(one.reason for one in result.blocked), *([nothing] if result.says_nothing else []))
