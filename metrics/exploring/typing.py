"""Columns of texts that no field has typed: numbers and dates only where every filled cell is one.

One cell that is something else keeps the whole column as texts, so that nothing becomes empty in silence.
"""

import re
from collections.abc import Callable
from datetime import datetime, time

import pyarrow as pa

from data.registers.definitions.written import NO, YES
from data.registers.values.dates import read_dates
from data.registers.values.numbers import read_boolean, read_number
from metrics.exploring.table import ColumnKind, Content

_WORDS = frozenset({"ja", "nej", "yes", "no", "true", "false", "sant", "falskt", "x"})
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ENGLISH = {"may": 5, "oct": 10}
_MONTH = {word: number for number, word in enumerate(_MONTHS, 1)} | _ENGLISH
_NAMED = re.compile(r"(?P<month>[a-zåäö]{3})[a-zåäö]*\.?[\s-]*'?(?P<year>(?:19|20)\d\d)")
_YEAR_FIRST = re.compile(r"(?P<year>(?:19|20)\d\d)\s*[-/]?\s*(?P<part>[tqk])?\s*(?P<number>\d{1,2})?")
_PART_FIRST = re.compile(r"(?P<part>[tqk])\s*(?P<number>[1-4])\s*[-/]?\s*(?P<year>(?:19|20)\d\d)")
_MONTHS_OF = {"t": 4, "q": 3, "k": 3}


def typed(name: str, label: str, texts: pa.Array) -> Content:
    """The texts as a column of the kind that all of them are."""
    encoded = texts.dictionary_encode()
    distinct = [text or "" for text in encoded.dictionary.to_pylist()]
    filled = [text.strip() for text in distinct if text.strip()]

    def spread(values: list[object], kind: pa.DataType) -> pa.Array:
        return pa.array(values, kind).take(encoded.indices)

    if filled and all(text.lower() in _WORDS for text in filled):
        words = [None if (read := read_boolean(text)) is None else (YES if read else NO) for text in distinct]
        return Content(name, label, ColumnKind.BOOLEAN, spread(list(words), pa.string()), (YES, NO))
    if filled and all(read_number(text) is not None and not _is_code(text) for text in filled):
        numbers: list[object] = [read_number(text) if text.strip() else None for text in distinct]
        return Content(name, label, ColumnKind.NUMBER, spread(numbers, pa.float64()))
    if filled and (moments := _moments(distinct)) is not None:
        return Content(name, label, ColumnKind.DATE, days_or_moments(spread(list(moments), pa.timestamp("us"))))
    order = _periods(filled) if filled else ()
    return Content(name, label, ColumnKind.TEXT, texts, order, periods=bool(order))


def days_or_moments(values: pa.Array) -> pa.Array:
    """Moments that are all at midnight as dates."""
    moments = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    days = moments.cast(pa.timestamp("us")).cast(pa.date32(), safe=False)
    return days if days.cast(pa.timestamp("us")).equals(moments.cast(pa.timestamp("us"))) else moments


def _is_code(text: str) -> bool:
    """``0114`` is a code, and so is a number too long to count with."""
    return (len(text) > 1 and text[0] == "0" and text.isdigit()) or (text.isdigit() and len(text) > 15)


def _moments(distinct: list[str]) -> list[datetime | None] | None:
    read, _ = read_dates([text.strip() for text in distinct])
    moments: list[datetime | None] = []
    for text, value in zip(distinct, read, strict=True):
        if not text.strip():
            moments.append(None)
        elif value.outcome != "read" or value.moment is None:
            return None
        else:
            moments.append(value.moment if value.timed else datetime.combine(value.moment, time()))
    return moments


def _periods(filled: list[str]) -> tuple[str, ...]:
    """The texts in the order of time when all of them are months, quarters, tertials or years; else nothing."""
    places: dict[str, int] = {}
    for text in filled:
        for read in _READERS:
            place = read(text.lower())
            if place is not None:
                places[text] = place
                break
        else:
            return ()
    return tuple(sorted(places, key=lambda text: (places[text], text)))


def _named_month(text: str) -> int | None:
    found = _NAMED.fullmatch(text)
    month = _MONTH.get(found["month"]) if found else None
    return int(found["year"]) * 12 + month if found and month else None


def _year_and_part(text: str) -> int | None:
    found = _YEAR_FIRST.fullmatch(text) or _PART_FIRST.fullmatch(text)
    if not found:
        return None
    number = int(found["number"] or 1)
    length = _MONTHS_OF[found["part"]] if found["part"] else 1
    month = (number - 1) * length + 1
    return int(found["year"]) * 12 + month if 1 <= month <= 12 else None


_READERS: tuple[Callable[[str], int | None], ...] = (_named_month, _year_and_part)
