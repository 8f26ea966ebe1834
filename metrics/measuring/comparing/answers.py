"""What is compared: the rounds of a scope with their respondents and answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.measuring.cells import RoundCells
from metrics.measuring.forms import Measured
from metrics.measuring.respondents import Respondent


@dataclass(frozen=True, slots=True)
class Answered:
    """The rounds of a scope with their respondents and cells, oldest first."""

    rounds: Sequence[Measured]
    chosen: Sequence[Sequence[Respondent]]
    cells: Sequence[RoundCells]
