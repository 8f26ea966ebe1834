"""Swedish ways of writing dates, times and numbers."""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from base.clock import SWEDEN

THIN_SPACE = "\u2009"
NO_VALUE = "–"
_NOISE = Decimal("1e-9")
_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


def half_up(value: Decimal | Fraction | float, decimals: int) -> Decimal:
    """Round half up after nine decimals (rule: docs/measuring.md, "Scores").

    The nine decimals first: a mean that is exactly 2.25 in fractions may be
    2.2499999999999996 as a float and must still become 2.3.
    """
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
    else:
        exact = Decimal(repr(value)) if isinstance(value, float) else value
    steady = exact.quantize(_NOISE, rounding=ROUND_HALF_EVEN)
    return steady.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: Decimal | Fraction | float | None, decimals: int = 0) -> str:
    """``12345.67`` → ``12 345,7`` (thin space, decimal comma); None → ``–``."""
    if value is None:
        return NO_VALUE
    rounded = half_up(Decimal(value) if isinstance(value, int) else value, decimals)
    return f"{rounded:,.{decimals}f}".replace(",", THIN_SPACE).replace(".", ",").replace("-", "−")


def short(value: float, decimals: int = 2) -> str:
    """``3``, ``3,5``, ``3,25``: no zeros at the end."""
    text = number(value, decimals)
    return text.rstrip("0").rstrip(",") if "," in text else text


def exact(value: Decimal) -> str:
    """A number with as many decimals as it has: ``0,5``, ``2``."""
    exponent = value.normalize().as_tuple().exponent
    return number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def plural(count: int, one: str, many: str) -> str:
    """``1 risk``, ``2 risker``, ``1 200 risker``."""
    return f"{number(count)} {one if count == 1 else many}"


def plurals(*counts: tuple[int, str, str]) -> list[str]:
    """``plural`` of each count that is not 0."""
    return [plural(*count) for count in counts if count[0]]


def first_capital(text: str) -> str:
    """The text as it begins a line; the rest stands as it is."""
    return text[:1].upper() + text[1:]


def share(part: int, whole: int) -> str:
    """A share with its base: ``38 av 60 (63 %)``; small bases in words only."""
    if whole == 0:
        return NO_VALUE
    if whole < 10:
        return f"{part} av {whole}"
    return f"{part} av {whole} ({number(Fraction(100 * part, whole))}{THIN_SPACE}%)"


def day(value: date | None) -> str:
    """``2025-11-03``; None → ``–``."""
    return value.isoformat() if value else NO_VALUE


def day_in_words(value: date) -> str:
    """``3 november``, without its year."""
    return f"{value.day} {_MONTHS[value.month - 1]}"


def year_span(first: int, last: int) -> str:
    """``2023–2026``; one year is said once."""
    return str(first) if first == last else f"{first}–{last}"


def clock_time(moment: datetime) -> str:
    """Swedish wall-clock time ``14:32`` of a UTC moment."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(SWEDEN).strftime("%H:%M")


def day_and_time(moment: datetime) -> str:
    """``2025-11-03 14:32`` in Sweden of a UTC moment."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(SWEDEN).strftime("%Y-%m-%d %H:%M")


def listing(words: list[str]) -> str:
    """``a, b och c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} och {words[-1]}"


def column_letter(index: int) -> str:
    """A column's name in Excel: 0 → ``A``, 25 → ``Z``, 26 → ``AA``."""
    letters, rest = "", index + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
