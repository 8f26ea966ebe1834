"""The limits for what may be said of a figure (``rules/limits.yaml``), and the words that tell them."""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from math import ceil
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictInt

from base.definitions import read_definition
from base.errors import MognadError
from base.formats import NO_VALUE, THIN_SPACE, number
from metrics.measuring.comparing.pairs import PairShares


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
    near: Share
    net_share: Share
    net_answers: StrictInt

    def covers(self, answered: int, asked: int) -> bool:
        """Whether enough of those asked have answered to say something of them all."""
        return asked > 0 and answered >= Fraction(self.coverage) * asked

    def needed(self, asked: int) -> int:
        """The fewest of those asked that must have answered."""
        return ceil(Fraction(self.coverage) * asked)

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
        return (
            f"Bättre eller sämre: ny nivå på samma svar, eller minst {self.net_answers} svar netto åt samma håll, och "
            "aldrig mot svarens egen skillnad."
        )

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


def percent(share: Decimal) -> str:
    """``70 %``."""
    return f"{number(share * 100)}{THIN_SPACE}%" if share else NO_VALUE
