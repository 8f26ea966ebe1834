"""Moments as registers give them: Swedish wall-clock times, or bare dates.

A bare date is any moment of its day; a time of the hour that comes twice in autumn is either. So each has an earliest
and a latest moment, in UTC, and what is said of it must hold for all between.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from base.clock import SWEDEN

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """``local``: naive Swedish time; ``timed`` False: at midnight, and any moment of that day is meant."""

    local: datetime
    timed: bool = True

    @property
    def day(self) -> date:
        """Its calendar date in Sweden, which is certain."""
        return self.local.date()

    @property
    def span(self) -> "Span":
        """From its earliest to its latest moment."""
        moments = _utc(self.local)
        if self.timed:
            return Span(min(moments), max(moments))
        return Span(min(moments), max(_utc(self.local + _DAY)), open_end=True)

    @property
    def text(self) -> str:
        """``2026-02-03 14:32``, or the date alone."""
        return _shown(self.local) if self.timed else f"{self.local:%Y-%m-%d}"

    @property
    def exact(self) -> str:
        """As ``text``, with seconds where it has any: ``2026-02-03 14:32:05``."""
        return _shown(self.local, exact=True) if self.timed else self.text


@dataclass(frozen=True, slots=True)
class Span:
    """The moments (aware, UTC) between which something lies. ``open_end``: it lies before ``last``, never on it."""

    first: datetime
    last: datetime
    open_end: bool = False

    def after(self, time_limit: timedelta) -> "Span":
        """So much real time later, over the change to and from summer time."""
        return Span(self.first + time_limit, self.last + time_limit, self.open_end)

    def surely_before(self, other: "Span") -> bool:
        """Whether all of it lies before all of the other."""
        return self.last < other.first or (self.last == other.first and self.open_end)

    @property
    def to_end_of_hour(self) -> "Span":
        """From its earliest moment until the hour of its latest one is over; Swedish hours are those of UTC."""
        whole = self.last.replace(minute=0, second=0, microsecond=0)
        is_over = self.open_end and whole == self.last
        return Span(self.first, whole if is_over else whole + timedelta(hours=1), open_end=True)

    @property
    def text(self) -> str:
        """In Swedish time: ``2026-02-03 14:32``, or ``mellan … och …``."""
        return self._between(exact=False)

    @property
    def exact(self) -> str:
        """As ``text``, with seconds where it has any."""
        return self._between(exact=True)

    def _between(self, *, exact: bool) -> str:
        first, last = (_shown(moment.astimezone(SWEDEN), exact=exact) for moment in (self.first, self.last))
        return first if first == last else f"mellan {first} och {last}"


def day_span(day: date) -> Span:
    """The whole of a calendar day in Sweden."""
    return Moment(datetime.combine(day, time()), timed=False).span


# A clock asks several times of the same few moments.
@lru_cache(maxsize=4096)
def _utc(local: datetime) -> tuple[datetime, ...]:
    """The moments when Swedish clocks show a time: two in the hour that comes twice. One that never comes is read by
    the time before the change."""
    first, second = (local.replace(tzinfo=SWEDEN, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return (first,)
    shown = tuple(moment for moment in (first, second) if moment.astimezone(SWEDEN).replace(tzinfo=None) == local)
    return shown or (first,)


def _shown(local: datetime, *, exact: bool = False) -> str:
    return f"{local:%Y-%m-%d %H:%M:%S}" if exact and local.second else f"{local:%Y-%m-%d %H:%M}"
