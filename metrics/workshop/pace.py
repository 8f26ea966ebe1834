"""A sitting's time: minutes used and left, questions left, and whether they go together. In whole minutes."""

from dataclasses import dataclass
from datetime import datetime

from base.formats import plural
from data.workshop.sittings import Sitting

# A pace needs more than one question to be one.
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Pace:
    """``used`` of ``planned`` minutes; ``decided`` questions in this sitting and ``left`` to talk about."""

    used: int
    planned: int
    decided: int
    left: int

    @property
    def remaining(self) -> int:
        """Minutes left; below 0 when time is out."""
        return self.planned - self.used

    @property
    def reached(self) -> int | None:
        """How many of the questions left there is time for at the pace so far; None before there is a pace."""
        if self.decided < _FEWEST or self.used < 1:
            return None
        return min(self.left, max(self.remaining, 0) * self.decided // self.used)

    @property
    def short(self) -> str:
        """``48 min kvar · 5 frågor kvar``"""
        time = f"{self.remaining} min kvar" if self.remaining >= 0 else f"{-self.remaining} min över tiden"
        return f"{time} · {plural(self.left, 'fråga', 'frågor')} kvar"

    @property
    def words(self) -> str:
        """What the time means, in a sentence."""
        if not self.left:
            return "Alla frågor på listan är genomgångna."
        if self.remaining <= 0:
            return "Tiden är slut. Parkera det som är kvar, eller boka ett sammanträde till."
        if self.reached is None:
            each = self.remaining // self.left
            return f"Ungefär {plural(each, 'minut', 'minuter')} per fråga." if each else "Under en minut per fråga."
        if self.reached < self.left:
            return f"I den här takten hinner ni {self.reached} av {self.left}."
        return "I den här takten hinner ni alla."


def pace(sitting: Sitting, now: datetime, decided: int, left: int) -> Pace:
    """The pace of a sitting that has begun. ``now``: naive UTC."""
    begun = sitting.started_at or now
    used = int(((sitting.ended_at or now) - begun).total_seconds()) // 60
    return Pace(max(used, 0), sitting.minutes, decided, left)
