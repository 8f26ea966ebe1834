"""Risks over the years. Definitions: docs/measuring.md.

* Risks of year Y: the register by its sources' newest files at the end of Y, or at the date looked at; a year no import
  is dated in has no value. Only a file of 31 December tells of the end of its year.
* Open and overdue: ``metrics.registers.overdue_words``. Accepted ones are told apart, and so are those whose status is
  missing or unknown. High: class high or extreme; unknown ones told apart.
* One per risk-id and source; rows without id count each. What is said to be the same in two sources counts once.
"""

from dataclasses import astuple, dataclass, field
from datetime import date
from operator import add

from base.formats import listing
from data.ledger.store import Readable
from metrics.registers.overdue_words import OPEN
from metrics.registers.sources import RegisterState, counted_sql, register_at, register_years, state_tables


@dataclass(frozen=True, slots=True)
class RiskGroup:
    """Risks of one standing. ``high`` leaves out the ``class_unknown``; ``overdue`` the ones ``without_due``."""

    n: int = 0
    high: int = 0
    class_unknown: int = 0
    overdue: int = 0
    without_due: int = 0

    def plus(self, other: "RiskGroup") -> "RiskGroup":
        """Both together."""
        return RiskGroup(*map(add, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class RiskFigures:
    """A register's risks on a date, in the branch looked at.

    ``unknown_unit``: rows that no unit was found for; without a branch they are among the others, with one they are
    left out and told.
    """

    source: RegisterState
    opened: RiskGroup = field(default_factory=RiskGroup)
    accepted: RiskGroup = field(default_factory=RiskGroup)
    closed: RiskGroup = field(default_factory=RiskGroup)
    status_unknown: RiskGroup = field(default_factory=RiskGroup)
    unknown_unit: int = 0

    @property
    def year(self) -> int:
        """The year of its newest file."""
        return self.source.as_of.year

    @property
    def total(self) -> int:
        """All risks, closed ones too."""
        return self.opened.n + self.accepted.n + self.closed.n + self.status_unknown.n

    @property
    def status_known(self) -> bool:
        """Whether the file says what is open at all."""
        return self.total == 0 or self.status_unknown.n < self.total

    @property
    def open(self) -> int | None:
        """Open and not accepted; None when no row tells its status."""
        return self.opened.n if self.status_known else None

    @property
    def high(self) -> int | None:
        """Open ones of class high or extreme; None when no open one has a known class."""
        if not self.status_known or (self.opened.n and self.opened.class_unknown == self.opened.n):
            return None
        return self.opened.high

    @property
    def overdue(self) -> int | None:
        """Overdue ones; None when no open one tells when it is due."""
        if not self.status_known or (self.opened.n and self.opened.without_due == self.opened.n):
            return None
        return self.opened.overdue

    @property
    def marks(self) -> str:
        """What the figures leave out, and where they come from."""
        left_out = (
            (self.accepted.n, "accepterade (räknas för sig)"),
            (self.status_unknown.n, "med okänd status"),
            (self.opened.class_unknown, f"{OPEN.lower()} med okänd riskklass"),
            (self.opened.without_due, f"{OPEN.lower()} utan klart senast"),
            (self.unknown_unit, "under Okänd enhet"),
        )
        words = [f"{number} {text}" for number, text in left_out if number]
        return " · ".join([self.source.marks, *([listing(words)] if words else [])])


def risk_years(
    store: Readable, as_of: date, known_at: int, branch: str | None = None, *, latest_only: bool = False
) -> tuple[RiskFigures, ...]:
    """The figures of each year that an import is dated in, oldest first; ``latest_only``: the register now alone."""
    if latest_only:
        newest = register_at(store, "risks", as_of, known_at)
        states = [newest] if newest else []
    else:
        states = register_years(store, "risks", as_of, known_at)
    return tuple(_figures(store, state, branch, known_at) for state in states)


def _figures(store: Readable, source: RegisterState, branch: str | None, known_at: int) -> RiskFigures:
    tables = state_tables(store, source, branch, known_at)
    rows = store.query(counted_sql("risks", "risks"), {"whole": branch is None}, tables)
    whole = {name: RiskGroup() for name in ("open", "accepted", "closed", "unknown")}
    unknown_unit = 0
    for row in rows:
        if row["unknown_unit"]:
            unknown_unit += row["n"]
        if row["in_branch"]:
            group = RiskGroup(row["n"], row["high"], row["class_unknown"], row["overdue"], row["without_due"])
            whole[row["standing"]] = whole[row["standing"]].plus(group)
    return RiskFigures(source, whole["open"], whole["accepted"], whole["closed"], whole["unknown"], unknown_unit)
