"""Personal identity numbers in cells: found before anything is saved, so that none is stored by mistake.

Form of the number: YYMMDD-NNNN or YYYYMMDD-NNNN (folkbokföringslagen 1991:481, 18 §); a samordningsnummer has
60 added to the day; "+" instead of "-" from the year one turns 100; the last digit is a check digit (Luhn). People
write it in more ways: spaces, points or slashes between the parts, a line broken after the hyphen, no mark at all,
and a spreadsheet takes the leading zero away. Such forms must pass the check digit.
"""

import re
from calendar import monthrange
from collections.abc import Iterator

import pyarrow as pa

MASK = "[personnummer]"
_MONTH = "(?:0[1-9]|1[0-2])"
_DAY = r"(?:[06][1-9]|[1278][0-9]|[39][01])"
_DASHES = "-+\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
# RE2, and wider than _NUMBER: any marks between the parts, any digit of an Asian keyboard.
_LOOKS_LIKE = (
    rf"(?:^|[^0-9])(?:18|19|20)?[0-9]{{2}}\W?{_MONTH}\W?{_DAY}\W{{0,7}}[0-9]{{4}}(?:[^0-9]|$)"
    rf"|^\W*[1-9]{_MONTH}{_DAY}[0-9]{{4}}\W*$|[\x{{FF10}}-\x{{FF19}}]"
)
_NUMBER = re.compile(
    rf"(?<![0-9])(?P<century>18|19|20)?(?P<year>[0-9]{{2}})(?P<between>[-./\s\u2010\u2011\u2013]?)(?P<month>{_MONTH})"
    rf"(?P=between)(?P<day>{_DAY})(?P<mark>\s{{0,3}}[{_DASHES}./]?\s{{0,3}})(?P<last>[0-9]{{4}})(?![0-9])"
)
# A number cell, or a column saved from one: born in 2001–2009, and the leading zero is lost.
_ZERO_LOST = re.compile(r"\s*(?P<number>[1-9][0-9]{8})\s*")
_DECIMAL = re.compile(r"\s*[-+]?[0-9]+[.,][0-9]+\s*")
_AFTER_DIGIT = re.compile(r"(?P<whole>[0-9]+)[.,]$")
_GROUP_BEFORE = re.compile(r"[0-9][-./\s]$")
_GROUP_AFTER = re.compile(r"[-./:][0-9]")
_CLOCK = re.compile("(?:[01][0-9]|2[0-3])[0-5][0-9]")
_PLAIN_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}


def rows_like_numbers(texts: pa.StringArray) -> list[int]:
    """Indices of the texts worth looking at closely (vectorised; finds more than ``has_number``, never less)."""
    import pyarrow.compute as pc  # single texts are looked at in every process, columns are not

    return pc.indices_nonzero(pc.match_substring_regex(texts, _LOOKS_LIKE)).to_pylist()  # type: ignore[no-any-return]  # pyarrow has no types


def has_number(text: str) -> bool:
    """Whether the text holds something like a personal identity number.

    With a dash as the only mark, the date's plausibility is enough; every other form must also pass the check
    digit, or every long case number would be one.
    """
    return next(_spans(text), None) is not None


def masked(text: str) -> str:
    """The text with each such number replaced by ``[personnummer]``."""
    parts, done = [], 0
    for start, stop in _spans(text):
        parts += [text[done:start], MASK]
        done = stop
    return "".join([*parts, text[done:]])


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the numbers stand, from left to right."""
    # One character for one: the places hold for the text as it was written.
    plain = text.translate(_PLAIN_DIGITS)
    if bare := _ZERO_LOST.fullmatch(plain):
        match = _NUMBER.fullmatch("0" + bare["number"])
        if match is not None and _plausible(match):
            yield bare.span("number")
        return
    place = 0
    while match := _NUMBER.search(plain, place):
        good = _plausible(match)
        if good:
            yield match.span()
        # What was no number may have hidden the beginning of one.
        place = match.end() if good else match.start() + 1


def _plausible(match: re.Match[str]) -> bool:
    month, day = int(match["month"]), int(match["day"])
    if day > 60:
        day -= 60
    # A leap year where the century is unknown: the 29th of February is let through.
    year = int((match["century"] or "20") + match["year"]) if match["century"] else 2000
    if not 1 <= day <= monthrange(year, month)[1]:
        return False
    text, mark, between = match.string, match["mark"], match["between"]
    before = text[max(match.start() - 30, 0) : match.start()]
    after_digit = _AFTER_DIGIT.search(before)
    if mark and not between and len(mark) == 1 and mark in _DASHES and not after_digit:
        return True
    if after_digit and not mark and (not int(after_digit["whole"]) or _DECIMAL.fullmatch(text)):
        # The decimals of a number; "nr 1.0506151232" is none.
        return False
    if (mark or between) and _GROUP_AFTER.match(text, match.end()):
        return False
    if between and not after_digit and _GROUP_BEFORE.search(before):
        return False
    if between and mark.isspace() and _CLOCK.fullmatch(match["last"]):
        # A date and a time of day: 2025-11-03 1432.
        return False
    return _luhn(match["year"] + match["month"] + match["day"] + match["last"])


def _luhn(ten: str) -> bool:
    """The check over the ten digits: doubled, single, doubled …, digit sums added; divisible by ten."""
    total = 0
    for place, digit in enumerate(ten):
        product = int(digit) * (2 if place % 2 == 0 else 1)
        total += product // 10 + product % 10
    return total % 10 == 0
