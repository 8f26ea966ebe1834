"""Dates and moments as people write them.

One cell is parsed by ``parse`` into everything it may mean; ``read_dates`` decides for a whole column, because only
the column can tell day from month: a day above 12 somewhere settles it for all. What can't be told is told so.
Answers in files have dates of one form alone and a reader of their own (``data/measuring/answer_rows.py``).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Literal

from base.clock import SWEDEN
from data.registers.definitions.words import DASHES, clean

DateOrder = Literal["ymd", "dmy", "mdy"]
Outcome = Literal["empty", "read", "ambiguous", "without_year", "unreadable"]


@dataclass(frozen=True, slots=True)
class DateValue:
    """What a cell says: ``moment`` (naive, Swedish wall clock) if it was read, ``timed`` if it gives a time of day."""

    outcome: Outcome
    moment: datetime | None = None
    timed: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """All a cell may mean by itself. ``days``: the date under each order that fits it.

    ``certain``: the form itself tells the order (ISO, a month's name, "3/11 2025", dots).
    """

    outcome: Outcome
    days: tuple[tuple[DateOrder, date], ...] = ()
    certain: bool = False
    clock: time | None = None
    zone: str = ""


MONTH_NAMES = {
    word: number
    for number, words in enumerate(
        (
            "jan januari january",
            "feb febr februari february",
            "mar mars march",
            "apr april",
            "maj may",
            "jun juni june",
            "jul juli july",
            "aug augusti august",
            "sep sept september",
            "okt oct oktober october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for word in words.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(MONTH_NAMES, key=len, reverse=True)) + r")\b\.?"
_DAY_NAME = (
    r"(?:(?:mån|tis|ons|tors|tor|fre|lör|sön|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:dag(?:en)?|day|nesday|"
    r"sday|rsday|urday)?\.?,?\s+)?"
)
_DAY = r"(?P<day>\d{1,2})(?::?(?:e|a)|st|nd|rd|th)?\.?"
_CLOCK = re.compile(
    r"[\sT,]*(?:\bkl(?:ockan)?\b\.?\s*)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?P<a>\d{4})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<c>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?P<a>(?:19|20)\d{2})(?P<b>\d{2})(?P<c>\d{2})(?!\d)")
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<c>\d{4}|\d{2})(?!\d)")
# "3/11 2025", "3/11-25": a Swedish way of writing, always the day first.
_SWEDISH = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:\s+|\s*-\s*)(?P<year>\d{4}|\d{2}(?![\d:.]))(?!\d)")
_DAY_MONTH = re.compile(
    rf"{_DAY_NAME}(?:den\s+)?{_DAY}[\s-]*{_MONTH}[\s,-]*(?:(?P<year>\d{{4}}|['’]?\d{{2}})(?![\d:.]))?", re.IGNORECASE
)
_MONTH_DAY = re.compile(rf"{_DAY_NAME}{_MONTH}\s*{_DAY}(?!\d)(?:\s*,?\s+(?P<year>\d{{4}})(?![\d:.]))?", re.IGNORECASE)
_NO_YEAR = re.compile(
    rf"{_MONTH}|\d{{1,2}}\s*[/-]\s*\d{{1,2}}\.?(?:\s+(?:kl\.?\s*)?\d{{1,2}}[:.]\d{{2}})?|(?:den\s+)?\d{{1,2}}:?(?:e|a)",
    re.IGNORECASE,
)
_UNREADABLE = Parsed("unreadable")
_WITHOUT_YEAR = Parsed("without_year")
FIRST_YEAR = 1900
_ISO_LENGTHS = frozenset({10, 16, 19})


@lru_cache(maxsize=50_000)
def parse(text: str) -> Parsed:
    """Everything one cell may mean as a date."""
    cell = " ".join(clean(text).split())
    if cell in DASHES:
        return Parsed("empty")
    for pattern, reader in _FORMS:
        match = pattern.match(cell)
        if match is not None:
            parsed = reader(match)
            return _with_clock(parsed, cell[match.end() :]) if parsed.days else parsed
    return _WITHOUT_YEAR if _NO_YEAR.fullmatch(cell) else _UNREADABLE


def _with_clock(parsed: Parsed, rest: str) -> Parsed:
    if not rest.strip(" ,"):
        return parsed
    match = _CLOCK.fullmatch(rest.rstrip())
    if match is None:
        return _UNREADABLE
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    half = (match["half"] or "").replace(".", "").lower()
    if half:
        if not 1 <= hour <= 12:
            return _UNREADABLE
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return _UNREADABLE
    clock, zone = time(hour, minute, second), (match["zone"] or "").upper()
    return Parsed(parsed.outcome, parsed.days, parsed.certain, clock, zone)


def _year_first(found: re.Match[str]) -> Parsed:
    return _certain(int(found["a"]), int(found["b"]), int(found["c"]))


def _year_last(match: re.Match[str]) -> Parsed:
    first, second, third = int(match["a"]), int(match["b"]), match["c"]
    year = _year(third)
    by_order: dict[DateOrder, date | None] = {"dmy": _date(year, second, first)}
    # Dots are nowhere written month first; two digits with dashes may be a shortened ISO date.
    if match["s"] != ".":
        by_order["mdy"] = _date(year, first, second)
    if match["s"] == "-" and len(third) == 2 and len(match["a"]) == 2:
        by_order["ymd"] = _date(_year(match["a"]), second, int(third))
    days = tuple((order, day) for order, day in by_order.items() if day is not None)
    return Parsed("read", days, certain=len(by_order) == 1) if days else _UNREADABLE


def _named_month(found: re.Match[str]) -> Parsed:
    if not found["year"]:
        return _WITHOUT_YEAR
    return _certain(_year(found["year"].lstrip("'’")), MONTH_NAMES[found["month"].lower()], int(found["day"]))


def _swedish(found: re.Match[str]) -> Parsed:
    return _certain(_year(found["year"]), int(found["month"]), int(found["day"]))


_FORMS = (
    (_YEAR_FIRST, _year_first),
    (_COMPACT, _year_first),
    (_YEAR_LAST, _year_last),
    (_SWEDISH, _swedish),
    (_DAY_MONTH, _named_month),
    (_MONTH_DAY, _named_month),
)


def _year(text: str) -> int:
    # The century of a two-digit year by the convention of POSIX: 69–99 are the 1900s.
    number = int(text)
    return number if len(text) == 4 else number + (1900 if number >= 69 else 2000)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= FIRST_YEAR else None
    except ValueError:
        return None


def _certain(year: int, month: int, day: int) -> Parsed:
    found = _date(year, month, day)
    return Parsed("read", (("ymd", found),), certain=True) if found else _UNREADABLE


def common_order(parsed: Sequence[Parsed]) -> DateOrder | None:
    """The one order that fits every uncertain date of a column; None when several or none do."""
    fitting: set[DateOrder] | None = None
    for value in parsed:
        if value.outcome == "read" and not value.certain:
            orders = {order for order, _ in value.days}
            fitting = orders if fitting is None else fitting & orders
    return next(iter(fitting)) if fitting is not None and len(fitting) == 1 else None


def read_dates(texts: Sequence[str], named: DateOrder | None = None) -> tuple[list[DateValue], DateOrder | None]:
    """The distinct texts of one column as dates, and the order that was used for those that need one.

    ``named``: the order a person has said. It decides wherever a text can be read that way; a text that can be
    read in one way only is read so in any case.
    """
    parsed = [_iso(text) or parse(text) for text in texts]
    order = named or common_order([value for value in parsed if isinstance(value, Parsed)])
    return [_decide(value, order) if isinstance(value, Parsed) else value for value in parsed], order


def _iso(text: str) -> DateValue | None:
    """The form that Excel's own dates arrive in, read by the quickest way: a column may hold 100 000 of them."""
    if text[4:5] != "-" or text[7:8] != "-" or len(text) not in _ISO_LENGTHS:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.year < FIRST_YEAR or moment.tzinfo is not None:
        return None
    return DateValue("read", moment, timed=len(text) > 10)


def _decide(value: Parsed, order: DateOrder | None) -> DateValue:
    if value.outcome != "read":
        return DateValue(value.outcome)
    by_order: Mapping[DateOrder, date] = dict(value.days)
    if order is not None and order in by_order:
        day = by_order[order]
    elif len(set(by_order.values())) == 1:
        day = next(iter(by_order.values()))
    else:
        return DateValue("ambiguous")
    if value.clock is None:
        return DateValue("read", datetime.combine(day, time()))
    moment = datetime.combine(day, value.clock)
    return DateValue("read", _in_sweden(moment, value.zone) if value.zone else moment, timed=True)


def _in_sweden(moment: datetime, zone: str) -> datetime:
    """A moment with an offset as Swedish wall-clock time."""
    if zone in ("Z", "UTC", "GMT"):
        aware = moment.replace(tzinfo=UTC)
    else:
        aware = datetime.fromisoformat(f"{moment.isoformat()}{zone[:3]}:{zone[-2:]}")
    return aware.astimezone(SWEDEN).replace(tzinfo=None)
