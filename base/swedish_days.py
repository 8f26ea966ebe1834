"""Days that a Swedish time limit may not end on, and the calendar month, by law.

Lag (1930:173) om beräkning av lagstadgad tid: 1 § a month ends on the day with the same number, a missing day being
the month's last; 2 § a limit that ends on a Sunday, another public holiday, a Saturday, midsommarafton, julafton or
nyårsafton runs to the end of the next weekday. The holidays are those of lag (1989:253), as it reads since 2005.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

_SATURDAY = 5
_FIXED = (
    (1, 1, "nyårsdagen"),
    (1, 6, "trettondedag jul"),
    (5, 1, "första maj"),
    (6, 6, "nationaldagen"),
    (12, 24, "julafton"),
    (12, 25, "juldagen"),
    (12, 26, "annandag jul"),
    (12, 31, "nyårsafton"),
)
_FROM_EASTER = (
    (-2, "långfredagen"),
    (0, "påskdagen"),
    (1, "annandag påsk"),
    (39, "Kristi himmelsfärds dag"),
    (49, "pingstdagen"),
)


def day_of_rest(day: date) -> str | None:
    """What a limit may not end on (``lördag``, ``söndag``, the holiday's or eve's name); None for a weekday."""
    name = _holidays(day.year).get(day)
    if name is not None:
        return name
    return None if day.weekday() < _SATURDAY else ("lördag" if day.weekday() == _SATURDAY else "söndag")


def next_weekday(day: date) -> date:
    """The day itself, or the first after it that is no day of rest (2 §)."""
    while day_of_rest(day) is not None:
        day += timedelta(days=1)
    return day


def months_after(day: date, months: int) -> date:
    """The day with the same number so many calendar months later; the month's last where it has none (1 §)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=256)
def _holidays(year: int) -> dict[date, str]:
    holidays = {date(year, month, number): name for month, number, name in _FIXED}
    holidays |= {easter(year) + timedelta(days=days): name for days, name in _FROM_EASTER}
    midsummer = _saturday_from(date(year, 6, 20))
    holidays |= {midsummer - timedelta(days=1): "midsommarafton", midsummer: "midsommardagen"}
    return holidays | {_saturday_from(date(year, 10, 31)): "alla helgons dag"}


def _saturday_from(day: date) -> date:
    return day + timedelta(days=(_SATURDAY - day.weekday()) % 7)
