"""What is compared: the rounds of a scope with their respondents and answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.measuring.cells.kept import RoundCells
from metrics.measuring.comparing.pairs import Mask
from metrics.measuring.forms import Measured
from metrics.measuring.having_answered import Standing
from metrics.measuring.respondents import Respondent


@dataclass(frozen=True, slots=True)
class Answered:
    """The rounds of a scope with their respondents and cells, oldest first.

    Per round: its respondents' ``standings``, and which cells are ``counted`` in figures (respondents, questions).
    """

    rounds: Sequence[Measured]
    chosen: Sequence[Sequence[Respondent]]
    cells: Sequence[RoundCells]
    standings: Sequence[Sequence[Standing]]
    counted: Sequence[Mask]
