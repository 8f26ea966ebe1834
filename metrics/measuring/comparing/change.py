"""Better, worse, or about the same: the rule and its limits (``rules/limits.yaml``).

For units: the comparable series moves at least 0,2 steps and the net share of units that moved that way is at least
10 %. For the organisation: the level changed, or at least three answers net. Else *i stort sett oförändrat*.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictInt

from base.definitions import read_definition
from base.errors import MognadError
from base.formats import NO_VALUE, THIN_SPACE, number
from metrics.measuring.comparing.pairs import PairShares
from metrics.measuring.spread import mean


def _exact(value: object) -> object:
    """A limit is the decimal that is written, not the float nearest to it."""
    return Decimal(str(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


Share = Annotated[Decimal, BeforeValidator(_exact)]


class ChangeLimits(BaseModel):
    """The limits, as the file gives them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: StrictInt
    coverage: Share
    unit_share: Share
    series_share: Share
    steps: Share
    net_share: Share
    net_answers: StrictInt

    def covers(self, answered: int, asked: int) -> bool:
        """Whether enough of those asked have answered to say something of them all."""
        return asked > 0 and answered >= Fraction(self.coverage) * asked

    @property
    def pair_shares(self) -> PairShares:
        """How much of the newest round must remain in a comparable series."""
        return PairShares(Fraction(self.unit_share), Fraction(self.series_share))

    @property
    def units_text(self) -> str:
        """The rule for units, for a footer."""
        return (
            f"Bättre eller sämre: minst {number(self.steps, 1)} steg och minst {percent(self.net_share)} av enheterna "
            "netto åt samma håll."
        )

    @property
    def organisation_text(self) -> str:
        """The rule for the organisation, for a footer."""
        return f"Bättre eller sämre: ny nivå, eller minst {self.net_answers} svar netto åt samma håll."

    @property
    def coverage_text(self) -> str:
        """The rule of coverage, for a footer."""
        return f"Nivå och utveckling visas när minst {percent(self.coverage)} av enheterna har svarat."


@cache
def limits() -> ChangeLimits:
    """The shipped limits."""
    with resources.as_file(resources.files("metrics").joinpath("rules", "limits.yaml")) as path:
        read, problems = read_definition(ChangeLimits, Path(path))
    if read is None or problems:
        raise MognadError("limits_invalid", "Filen med gränsvärden går inte att läsa.", problems)
    return read


class Verdict(StrEnum):
    """What may be said of a change."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


_TEXTS = {Verdict.BETTER: "bättre", Verdict.WORSE: "sämre", Verdict.SAME: "i stort sett oförändrat"}
_ARROWS = {Verdict.BETTER: "↑", Verdict.WORSE: "↓", Verdict.SAME: "→"}


@dataclass(frozen=True, slots=True)
class Change:
    """A change between two rounds (their names), and what it rests on.

    For units ``delta`` (in values of the scale), ``up``, ``down`` and ``n`` units; for the organisation the levels
    (None where they can't be compared), and ``up`` and ``down`` of ``n`` questions answered both times.
    """

    verdict: Verdict
    before: str
    after: str
    up: int
    down: int
    n: int
    rule: str
    delta: Fraction | None = None
    level_before: int | None = None
    level_after: int | None = None

    @property
    def text(self) -> str:
        """``bättre``, ``sämre`` or ``i stort sett oförändrat``."""
        return _TEXTS[self.verdict]

    @property
    def arrow(self) -> str:
        """The sign beside the word."""
        return _ARROWS[self.verdict]


def change_of_units(
    pairs: Iterable[tuple[Fraction, Fraction]],
    step: Fraction,
    before: str,
    after: str,
    rule: ChangeLimits | None = None,
) -> Change | None:
    """Compare the same units' scores on the same questions; None without units. ``step``: one step of the scale."""
    bars = rule or limits()
    both = list(pairs)
    first, last = mean(pair[0] for pair in both), mean(pair[1] for pair in both)
    if first is None or last is None:
        return None
    up = sum(1 for old, new in both if new > old)
    down = sum(1 for old, new in both if new < old)
    delta = last - first
    far = abs(delta) >= Fraction(bars.steps) * step
    share = Fraction(up - down if delta > 0 else down - up, len(both))
    moved = far and delta != 0 and share >= Fraction(bars.net_share)
    verdict = (Verdict.BETTER if delta > 0 else Verdict.WORSE) if moved else Verdict.SAME
    return Change(verdict, before, after, up, down, len(both), bars.units_text, delta)


def change_of_organisation(
    pairs: Iterable[tuple[Fraction, Fraction]],
    levels: tuple[int, int] | None,
    before: str,
    after: str,
    rule: ChangeLimits | None = None,
) -> Change:
    """Compare one respondent's answers (values before and after, per question answered both times) and its levels.

    A changed level decides; otherwise the answers do.
    """
    bars = rule or limits()
    both = list(pairs)
    up = sum(1 for old, new in both if new > old)
    down = sum(1 for old, new in both if new < old)
    direction = levels[1] - levels[0] if levels else 0
    if direction == 0 and abs(up - down) >= bars.net_answers:
        direction = up - down
    verdict = Verdict.BETTER if direction > 0 else Verdict.WORSE if direction < 0 else Verdict.SAME
    return Change(
        verdict,
        before,
        after,
        up,
        down,
        len(both),
        bars.organisation_text,
        level_before=levels[0] if levels else None,
        level_after=levels[1] if levels else None,
    )


def percent(share: Decimal) -> str:
    """``70 %``."""
    return f"{number(share * 100)}{THIN_SPACE}%" if share else NO_VALUE
