"""A figure over the rounds: the comparable series, and every round's own figure. ``making`` makes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol

from metrics.measuring.comparing.change import Change
from metrics.measuring.spread import plain


@dataclass(frozen=True, slots=True)
class Point:
    """One round in a series.

    ``n`` of ``asked`` respondents have a score that counts, and ``unscored`` have answered without getting one;
    ``insufficient``: too few have, to say anything of a branch. ``breaks``: why it may not be joined to the one before.
    """

    round: str
    name: str
    as_of: date
    version: int
    score: Fraction | None
    display: str
    n: int
    asked: int
    insufficient: bool = False
    breaks: tuple[str, ...] = ()
    unscored: int = 0

    @property
    def answered(self) -> int:
        """How many have answered."""
        return self.n + self.unscored

    @property
    def year(self) -> int:
        """The year it tells of."""
        return self.as_of.year

    def to_json(self) -> dict[str, object]:
        """The command line's form."""
        return {"round": self.name, **plain(self, "score")}


class OfAYear(Protocol):
    """A round as it is named."""

    @property
    def name(self) -> str: ...

    @property
    def year(self) -> int: ...


def round_labels(rounds: Sequence[OfAYear]) -> tuple[str, ...]:
    """Each round's year, or the rounds' names where a year has several."""
    years = tuple(str(each.year) for each in rounds)
    return years if len(set(years)) == len(years) else tuple(each.name for each in rounds)


@dataclass(frozen=True, slots=True)
class Series:
    """Two series, never mixed: the comparable one and all rounds' own figures.

    ``questions``, ``units`` and ``pairs``: how many the comparable one rests on, of the ``of_pairs`` answers with a
    value that its last round has. ``change``: the newest round against the one before it that enough have answered, on
    their own pairs; None where there is no earlier round. ``whole``: the comparable one's first round against its last,
    by the same rule on the pairs of the series, as they are drawn; None where it has not three.
    ``stopped``: the name of the round that the comparable one does not reach, and how many answers are left with it.
    """

    comparable: tuple[Point, ...] = ()
    all: tuple[Point, ...] = ()
    questions: int = 0
    units: int = 0
    change: Change | None = None
    pairs: int = 0
    of_pairs: int = 0
    stopped: tuple[str, int] | None = None
    whole: Change | None = None

    @property
    def comparable_with(self) -> tuple[str, ...]:
        """Names of the earlier rounds that the newest may be compared with."""
        return tuple(point.name for point in self.comparable[:-1]) if self.reaches_newest else ()

    @property
    def reaches_newest(self) -> bool:
        """Whether the comparable series ends at the newest round, rather than at one that enough have answered."""
        return bool(self.comparable and self.all) and self.comparable[-1].round == self.all[-1].round

    def to_json(self) -> dict[str, object]:
        """The command line's ``series``."""
        return {
            "comparable": [{**point.to_json(), "pairs": self.pairs} for point in self.comparable],
            "all": [point.to_json() for point in self.all],
            "questions": self.questions,
            "pairs": self.pairs,
            "units": self.units,
            "comparable_with": list(self.comparable_with),
        }
