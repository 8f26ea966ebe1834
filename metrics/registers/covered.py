"""How much of a year, or of a part of one, the files of a register have told of.

A file tells of its period, without one of all up to its own date. Each source is asked by itself, and within it each
branch that has files of its own: what one tells says nothing of another.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from base.formats import day_in_words
from data.imported.state import Layer

_Days = tuple[date, date]
_DAY = timedelta(days=1)
_STAR = "*"
_INCOMPLETE = "ofullständigt inläst"


@dataclass(frozen=True, slots=True)
class Covered:
    """A period called ``name`` that ends on ``last`` and is told of up to ``until``, both days included.

    ``complete``: by every source, and without a gap before.
    """

    name: str
    last: date
    until: date
    complete: bool = True

    @property
    def whole(self) -> bool:
        """Whether all of the period is told of."""
        return self.complete and self.until == self.last

    @property
    def words(self) -> str:
        """``2025``, ``2025 till och med 31 oktober``, ``2025 (ofullständigt inläst)``."""
        told = self._named(f"till och med {day_in_words(self.until)}")
        return told if self.complete else f"{told} ({_INCOMPLETE})"

    @property
    def whole_words(self) -> str:
        """As ``words``, and ``hela 2025`` where it is so."""
        return f"hela {self.name}" if self.whole else self.words

    @property
    def short(self) -> str:
        """For an axis: ``2025 t.o.m. 31/10``, with a star that ``star_words`` explains where it is not complete."""
        told = self._named(f"t.o.m. {self.until.day}/{self.until.month}")
        return told if self.complete else f"{told}{_STAR}"

    def _named(self, until: str) -> str:
        return self.name if self.until == self.last else f"{self.name} {until}"


def star_words(names: Iterable[str]) -> str:
    """What the star on an axis of such names means; empty where there is none."""
    starred = any(name.endswith(_STAR) for name in names)
    return f"{_STAR} {_INCOMPLETE}: filerna från någon källa täcker inte hela tiden" if starred else ""


def covered(layers: Iterable[Layer], name: str, first: date, last: date) -> Covered:
    """How much of the days from ``first`` to ``last`` the layers of a register tell of."""
    files: dict[tuple[str, str | None], list[_Days]] = defaultdict(list)
    for layer in layers:
        files[layer.source, layer.branch].append((layer.period_from or date.min, told_until([layer])))
    every = [days for of_one in files.values() for days in of_one]
    ends = [min(end, last) for begin, end in every if begin <= last and end >= first]
    until = max(ends, default=last)
    return Covered(name, last, until, all(_without_gap(days, first) >= until for days in files.values()))


def year_covered(layers: Iterable[Layer], year: int) -> Covered:
    """How much of a calendar year they tell of."""
    return covered(layers, str(year), date(year, 1, 1), date(year, 12, 31))


def told_until(layers: Iterable[Layer]) -> date:
    """The last day that any of them tells of. Raises ``ValueError`` without layers."""
    return max(min(layer.as_of, layer.period_to or layer.as_of) for layer in layers)


def newest_days(layers: Iterable[Layer]) -> frozenset[date]:
    """The dates on which they stand: of each source, and each branch with files of its own, its newest file's."""
    newest: dict[tuple[str, str | None], date] = {}
    for layer in layers:
        key = layer.source, layer.branch
        newest[key] = max(layer.as_of, newest.get(key, layer.as_of))
    return frozenset(newest.values())


def _without_gap(files: Sequence[_Days], first: date) -> date:
    """The last day up to which one file goes on where another ends; the day before ``first`` where none begins."""
    until = first - _DAY
    for begin, end in sorted(files):
        if begin <= until + _DAY:
            until = max(until, end)
    return until
