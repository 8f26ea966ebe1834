"""Periods as people write them in headers and on tabs: ``2024``, ``T1 2024``, ``mars 2024``, ``2024-03-31``."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from data.registers.definitions.words import on_one_line
from data.registers.values.dates import MONTH_NAMES

_YEAR = r"(?:19[5-9]\d|20\d{2})"
_SHORT = rf"(?:{_YEAR}|['’]?\d{{2}})"
_MONTH = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
# Part of the year → how many there are; each with the words that stand before its number.
_PARTS = {3: r"t|ter(?:tial(?:et)?)?\.?", 4: r"q|k|kv(?:artal(?:et)?)?\.?|quarter", 2: r"h|halvår(?:et)?|half"}
_NUMBERED = "|".join(
    rf"(?:{words})\s?(?P<n{count}>[1-{count}])|(?P<m{count}>[1-{count}])(?::?(?:a|e)|:(?:a|e)|st|nd|rd|th)?\s?(?:{words})"
    for count, words in _PARTS.items()
)
_HALVES = {"vt": 1, "vår": 1, "våren": 1, "vårterminen": 1, "ht": 2, "höst": 2, "hösten": 2, "höstterminen": 2}
_PART = rf"(?:{_NUMBERED}|(?P<half>{'|'.join(sorted(_HALVES, key=len, reverse=True))})|(?P<month>{_MONTH})\.?)"
_BEFORE, _AFTER = r"(?<![\w:/.,-])", r"(?![\w:/,-]|\.\d)"
_FORMS = tuple(
    re.compile(_BEFORE + form + _AFTER, re.IGNORECASE)
    for form in (
        rf"(?P<year>{_YEAR})-(?P<mm>\d{{2}})-(?P<dd>\d{{2}})(?:T00:00:00)?",
        rf"(?P<year>{_YEAR})(?P<mm>0[1-9]|1[0-2])(?P<dd>[0-3]\d)",
        rf"(?P<year>{_YEAR})-(?P<mm>0[1-9]|1[0-2])",
        rf"{_PART}[\s-]{{0,3}}(?P<year>{_SHORT})",
        rf"(?P<year>{_YEAR})[\s-]{{0,3}}{_PART}",
        rf"(?P<year>{_YEAR})",
    )
)
_YEARLESS = re.compile(_BEFORE + _PART + _AFTER, re.IGNORECASE)
# What joins a period to the words it belongs to, and says nothing by itself.
_JOINERS = re.compile(r"^(?:\W|_)+|(?:\W|_)+$|(?<!\w)(?:per|år|året|för|läget|as of)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of time, both ends included; the order is that of time."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Named:
    """A text with a period in it: ``label`` as it is written, ``rest`` the text without it.

    ``period`` is None where only a part of a year is named (``mars``, ``T1``) and the year is not known.
    """

    label: str
    rest: str
    period: Period | None


def find_period(text: str, year: int | None = None) -> Named | None:
    """The one period that a text names; None when it names none, or several.

    Args:
        year: what a part of a year without its year belongs to, where that is known.
    """
    line = on_one_line(text.replace("_", " "))
    for form in _FORMS:
        matches = list(form.finditer(line))
        if matches:
            period = _period(matches[0], None) if len(matches) == 1 else None
            return _named(line, matches[0], period) if period else None
    matches = list(_YEARLESS.finditer(line))
    # "Maj" may be a name and "k 1" a chapter: a part of a year alone must be all there is.
    if len(matches) != 1 or matches[0].group() != line:
        return None
    return _named(line, matches[0], _period(matches[0], year) if year else None)


def year_of(text: str) -> int | None:
    """The year that a text names, alone or in a period; None when it names none or several."""
    years = {found.period.first.year for found in (find_period(text),) if found and found.period}
    return years.pop() if years else None


def _named(line: str, match: re.Match[str], period: Period | None) -> Named:
    rest = f"{line[: match.start()].rstrip()} {line[match.end() :].lstrip()}".strip()
    for _ in range(3):
        rest = _JOINERS.sub("", rest).strip()
    return Named(match.group(), " ".join(rest.split()), period)


def _period(match: re.Match[str], year: int | None) -> Period | None:
    groups = match.groupdict()
    if groups.get("year"):
        digits = groups["year"].lstrip("'’")
        year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    if year is None:
        return None
    if groups.get("dd"):
        try:
            day = date(year, int(groups["mm"]), int(groups["dd"]))
        except ValueError:
            return None
        return Period(day, day)
    if groups.get("mm"):
        return _months(year, int(groups["mm"]), 1)
    if groups.get("month"):
        return _months(year, MONTH_NAMES[groups["month"].lower()], 1)
    if groups.get("half"):
        return _months(year, 6 * _HALVES[groups["half"].lower()] - 5, 6)
    for count in _PARTS:
        if number := groups.get(f"n{count}") or groups.get(f"m{count}"):
            length = 12 // count
            return _months(year, length * (int(number) - 1) + 1, length)
    return _months(year, 1, 12)


def _months(year: int, first: int, count: int) -> Period:
    last = first + count - 1
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
