"""A number's range and bands, as one cell of a sheet writes them: ``0 10 0.5`` and ``0..4 = 1; 4..10 = 2``.

They are kept as those texts, in one way of writing each, so that equal ones are equal in the published form too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pydantic_core import PydanticCustomError

_NUMBER = r"-?[0-9]{1,12}(?:[.,][0-9]{1,6})?"
_BAND = re.compile(rf"\s*({_NUMBER})\s*(?:\.\.|–|\s)\s*({_NUMBER})\s*=\s*({_NUMBER})\s*")
_RANGE_FAULT = "Skriv lägsta och högsta tal, och steget om det finns ett: 0 10 eller 0 10 0.5."
_BANDS_FAULT = "Skriv varje band som från..till = värde, med semikolon emellan: 0..4 = 1; 4..10 = 2."


@dataclass(frozen=True, slots=True)
class NumberRange:
    """The numbers from ``low`` to ``high``, both of them too; ``step`` None: any number between them."""

    low: Decimal
    high: Decimal
    step: Decimal | None = None

    def __str__(self) -> str:
        parts = [self.low, self.high] + ([] if self.step is None else [self.step])
        return " ".join(map(plain_text, parts))


@dataclass(frozen=True, slots=True)
class Band:
    """The numbers from ``low`` to ``high`` count as ``value``. Where two bands meet, the higher one has the number."""

    low: Decimal
    high: Decimal
    value: Decimal

    def __str__(self) -> str:
        return f"{plain_text(self.low)}..{plain_text(self.high)} = {plain_text(self.value)}"


def plain_text(value: Decimal) -> str:
    """A number in one way of writing: ``0.5``, ``10``, never ``1E+1`` or ``-0``."""
    return format(value.normalize(), "f") if value else "0"


def range_of(text: str) -> NumberRange:
    """Read ``0 10`` or ``0 10 0.5``. Raises ``range_invalid`` as a pydantic error."""
    parts = [part for part in re.split(r"\s+|\.\.|;", text.strip()) if part]
    if not 2 <= len(parts) <= 3 or not all(re.fullmatch(_NUMBER, part) for part in parts):
        raise PydanticCustomError("range_invalid", _RANGE_FAULT)
    numbers = NumberRange(*map(_decimal, parts))
    if numbers.low >= numbers.high:
        raise PydanticCustomError("range_invalid", "Det lägsta talet ska vara mindre än det högsta.")
    if numbers.step is not None and (numbers.step <= 0 or (numbers.high - numbers.low) % numbers.step):
        raise PydanticCustomError("range_invalid", "Steget ska gå jämnt upp mellan det lägsta och det högsta talet.")
    return numbers


def bands_of(text: str) -> tuple[Band, ...]:
    """Read ``0..4 = 1; 4..10 = 2``, lowest first. Raises ``bands_invalid`` as a pydantic error."""
    read = [_BAND.fullmatch(part) for part in re.split(r"[;\n]", text) if part.strip()]
    if not read or any(match is None for match in read):
        raise PydanticCustomError("bands_invalid", _BANDS_FAULT)
    bands = [Band(*map(_decimal, match.groups())) for match in read if match is not None]
    if any(band.low > band.high for band in bands):
        raise PydanticCustomError("bands_invalid", "Ett band går från ett lägre tal till ett högre.")
    if any(after.low < before.high for before, after in pairwise(bands)):
        raise PydanticCustomError("bands_invalid", "Banden ska stå i ordning, lägst först, och inte gå i varandra.")
    return tuple(bands)


def range_text(value: object) -> object:
    """``range_of`` as the text that is kept; also of a list ``[0, 10, 0.5]``."""
    text = _joined(value, " ")
    return str(range_of(text)) if isinstance(text, str) else text


def bands_text(value: object) -> object:
    """``bands_of`` as the text that is kept; also of a list with a band each."""
    text = _joined(value, "; ")
    return "; ".join(map(str, bands_of(text))) if isinstance(text, str) else text


def _joined(value: object, between: str) -> object:
    return between.join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else value


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
