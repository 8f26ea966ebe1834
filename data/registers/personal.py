"""Personal identity numbers in cells: found before anything is saved, so that none is stored by mistake.

Form of the number: YYMMDD-NNNN or YYYYMMDD-NNNN (folkbokföringslagen 1991:481, 18 §); a samordningsnummer has
60 added to the day; "+" instead of "-" from the year one turns 100; the last digit is a check digit (Luhn).
"""

import re
from calendar import monthrange

import pyarrow as pa
import pyarrow.compute as pc

MASK = "[personnummer]"
_LOOKS_LIKE = (
    r"(?:^|\D)(?:18|19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])"
    r"[-+\x{2010}\x{2011}\x{2013}\x{2212}]?\d{4}(?:\D|$)"
)
_NUMBER = re.compile(
    r"(?<!\d)(?<!\d[.,])(?P<century>18|19|20)?(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})(?P<mark>[-+\u2010\u2011\u2013\u2212]?)"
    r"(?P<last>\d{4})(?!\d)"
)


def rows_like_numbers(texts: pa.StringArray) -> list[int]:
    """Indices of the texts worth looking at closely (vectorised; finds more than ``has_number``, never less)."""
    return pc.indices_nonzero(pc.match_substring_regex(texts, _LOOKS_LIKE)).to_pylist()  # type: ignore[no-any-return]  # pyarrow has no types


def has_number(text: str) -> bool:
    """Whether the text holds something like a personal identity number.

    With a sign between, the date's plausibility is enough; ten or twelve digits in a row must also pass the check
    digit, or every long case number would be one.
    """
    return any(_plausible(found) for found in _NUMBER.finditer(text))


def masked(text: str) -> str:
    """The text with each such number replaced by ``[personnummer]``."""
    return _NUMBER.sub(lambda found: MASK if _plausible(found) else found[0], text)


def _plausible(found: re.Match[str]) -> bool:
    month, day = int(found["month"]), int(found["day"])
    if day > 60:
        day -= 60
    # A leap year where the century is unknown: the 29th of February is let through.
    year = int((found["century"] or "20") + found["year"]) if found["century"] else 2000
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return False
    return bool(found["mark"]) or _luhn(found["year"] + found["month"] + found["day"] + found["last"])


def _luhn(ten: str) -> bool:
    """The check over the ten digits: doubled, single, doubled …, digit sums added; divisible by ten."""
    total = 0
    for place, digit in enumerate(ten):
        product = int(digit) * (2 if place % 2 == 0 else 1)
        total += product // 10 + product % 10
    return total % 10 == 0
