"""Better, worse or unchanged between two rounds: the rule (limits: ``limits``; rule: ``docs/measuring.md``).

It rests on the pairs that have a value in **both** of the two rounds:

* units: the mean of the same units moves at least 0,2 steps and the net share of units that moved that way is at least
  10 %;
* the organisation (and any other single respondent that is no unit): at least three answers net, and the difference in
  the same direction; a changed level decides where it was reached on the same answers both times;
* a single unit: counts, and no verdict.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from metrics.measuring.comparing.limits import ChangeLimits, limits


class Verdict(StrEnum):
    """What may be said of a change."""

    BETTER = "better"
    WORSE = "worse"
    UNCHANGED = "unchanged"


class Counted(StrEnum):
    """What ``up``, ``down`` and ``same`` count: units, one respondent's answers, or a single unit's own answers."""

    UNITS = "units"
    ANSWERS = "answers"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Stand:
    """One of the two rounds. ``label``: its year, or its name where a year has several; ``score``: of the pairs."""

    round: str
    name: str
    label: str
    score: Fraction | None = None


@dataclass(frozen=True, slots=True)
class TooFew:
    """Why two rounds can't be compared: ``have`` of ``of`` respondents, same questions or answers.

    ``needed``: how many respondents it takes; ``least``: how much each must have answered.
    """

    what: Literal["respondents", "respondents_before", "questions", "answers"]
    have: int
    of: int
    needed: int = 0
    least: str = "hälften"


def thin(have: int, of: int, least: str, what: Literal["respondents", "respondents_before"] = "respondents") -> TooFew:
    """So few of the respondents have answered at least ``least``, in the newest round or in the one before."""
    return TooFew(what, have, of, limits().needed(of), least)


@dataclass(frozen=True, slots=True)
class Moves:
    """How many units or answers (``Counted``) went up, went down and are the same."""

    up: int
    down: int
    same: int

    @property
    def net(self) -> int:
        """More up than down, or fewer."""
        return self.up - self.down

    @property
    def all(self) -> int:
        """All together."""
        return self.up + self.down + self.same


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of one respondent in both rounds (0: none reached). ``same_answers``: reached on the same ones."""

    before: int
    after: int
    same_answers: bool

    @property
    def changed(self) -> int:
        """How much higher it is now."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Change:
    """What two rounds say of each other; ``too_few`` where they say nothing.

    ``pairs``: how many were compared. ``step``: one step of the scale, in values. ``near``: what it nearly was.
    ``other_line``: the comparable series' own step between them has another sign. ``new_manager``: another person
    handed in the unit's answers than before.
    """

    before: Stand
    after: Stand
    counted: Counted
    decimals: int
    moves: Moves = Moves(0, 0, 0)
    pairs: int = 0
    step: Fraction = Fraction(1)
    verdict: Verdict | None = None
    near: Verdict | None = None
    levels: Levels | None = None
    too_few: TooFew | None = None
    other_line: bool = False
    new_manager: bool = False

    @property
    def delta(self) -> Fraction | None:
        """How much the pairs' score moved, in values of the scale."""
        if self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score

    @property
    def level_decides(self) -> bool:
        """Whether the levels made the verdict."""
        return self.counted is Counted.ANSWERS and _level_sign(self.levels, self.delta or Fraction(0)) != 0


def judged(change: Change, rule: ChangeLimits | None = None) -> Change:
    """The same with its verdict; a single unit gets none."""
    delta, bars = change.delta, rule or limits()
    if delta is None or change.counted is Counted.OWN:
        return change
    if change.counted is Counted.ANSWERS:
        return replace(change, verdict=_verdict(_answers_sign(change.moves, change.levels, delta, bars)))
    steps = abs(delta) / change.step
    toward = change.moves.net if delta > 0 else -change.moves.net
    many = toward >= Fraction(bars.net_share) * change.moves.all
    if not many or not delta or steps < Fraction(bars.near) * Fraction(bars.steps):
        return replace(change, verdict=Verdict.UNCHANGED)
    if steps < Fraction(bars.steps):
        return replace(change, verdict=Verdict.UNCHANGED, near=_verdict(delta))
    return replace(change, verdict=_verdict(delta))


def _answers_sign(moves: Moves, levels: Levels | None, delta: Fraction, bars: ChangeLimits) -> int:
    """1 better, −1 worse, 0 neither. What the answers say is never against their own difference."""
    if sign := _level_sign(levels, delta):
        return sign
    sign = sign_of(moves.net)
    return sign if abs(moves.net) >= bars.net_answers and sign == sign_of(delta) else 0


def _level_sign(levels: Levels | None, delta: Fraction) -> int:
    """Where a changed level decides: on the same answers, and not against their difference."""
    if levels is None or not levels.same_answers:
        return 0
    sign = sign_of(levels.changed)
    return 0 if sign == -sign_of(delta) else sign


def sign_of(value: Fraction | int) -> int:
    """1, 0 or −1."""
    return (value > 0) - (value < 0)


def _verdict(value: Fraction | int) -> Verdict:
    return Verdict.BETTER if value > 0 else Verdict.WORSE if value < 0 else Verdict.UNCHANGED
