"""Means and spreads of exact numbers.

Quartiles by linear interpolation between the ordered values, both ends included (Excel's KVARTIL.INK, R's type 7):
the value at place (n − 1) · k / 4, counted from 0.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm


@dataclass(frozen=True, slots=True)
class Spread:
    """How values lie; all None when there is none."""

    n: int
    min: Fraction | None = None
    q1: Fraction | None = None
    median: Fraction | None = None
    q3: Fraction | None = None
    max: Fraction | None = None

    def to_json(self) -> dict[str, object]:
        """The names of the command line's ``units``."""
        return plain(self, "n", "min", "q1", "median", "q3", "max")


def spread(values: Iterable[Fraction]) -> Spread:
    """The five numbers of some values."""
    # Comparing fractions is slow. Their floats lie in the same order, but for those that share one.
    ordered = sorted(values, key=lambda value: (float(value), value))
    if not ordered:
        return Spread(0)
    low, q1, median, q3, high = (quantile(ordered, Fraction(quarter, 4)) for quarter in range(5))
    return Spread(len(ordered), low, q1, median, q3, high)


def quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """The value at a share of the way through ordered values (see the module)."""
    place = (len(ordered) - 1) * share
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def mean(values: Iterable[Fraction]) -> Fraction | None:
    """The exact mean, each value counting the same; None of nothing.

    Values are summed over one denominator, and what stands several times (as one object) is looked at once: adding
    fractions one by one is slow.
    """
    listed = list(values)
    if not listed:
        return None
    different = {id(value): value for value in listed}
    by_denominator: dict[int, int] = {}
    for place, times in Counter(map(id, listed)).items():
        top, bottom = different[place].as_integer_ratio()
        by_denominator[bottom] = by_denominator.get(bottom, 0) + top * times
    common = lcm(*by_denominator)
    return Fraction(sum(top * (common // bottom) for bottom, top in by_denominator.items()), common * len(listed))


@lru_cache(maxsize=2**16)
def fraction(top: int, bottom: int) -> Fraction:
    """``top / bottom``, as one object wherever the same two meet again: making one is slow."""
    return Fraction(top, bottom)


def as_float(value: Fraction | None) -> float | None:
    """For output alone; never compare these."""
    return None if value is None else float(value)


def plain(figure: object, *names: str) -> dict[str, object]:
    """Some of a figure's values by their names, as JSON takes them: exact numbers as floats."""
    values = {name: getattr(figure, name) for name in names}
    return {name: float(value) if isinstance(value, Fraction) else value for name, value in values.items()}
