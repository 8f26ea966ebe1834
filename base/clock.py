"""Time comes in as a parameter, so that tests and history work."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")
# After every other day: what is asked for as it stands now, whatever dates it bears.
FAR = date(9999, 12, 31)


class Clock(Protocol):
    """Tells what time it is."""

    def now(self) -> datetime:
        """The present moment, timezone-aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still, for tests and for building history."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment.astimezone(UTC)


def swedish_date(moment: datetime) -> date:
    """The calendar date in Sweden of an aware moment (or a naive UTC one)."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(SWEDEN).date()


def utc_naive(moment: datetime) -> datetime:
    """The moment as stored in the ledger: UTC without tzinfo."""
    return moment.astimezone(UTC).replace(tzinfo=None)
