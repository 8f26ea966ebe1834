"""How far a round's sample has come, and what it has changed."""

from dataclasses import dataclass

from data.ledger.store import Readable
from data.measuring.rounds import round_units
from data.measuring.samples import SampleOutcome, drawn_units, sample_checks


@dataclass(frozen=True, slots=True)
class SampleStanding:
    """``checked`` of ``drawn`` units are done, of ``asked`` in the round; ``changed`` answers were changed."""

    drawn: int
    checked: int
    asked: int
    changed: int
    not_shown: int

    @property
    def text(self) -> str:
        """``Kontrollerat: 5 av 60 enheter, 1 svar ändrades``; empty before the first unit is checked."""
        if not self.checked:
            return ""
        units = f"{self.checked} av {self.asked} {'enhet' if self.asked == 1 else 'enheter'}"
        changed = f"{self.changed or 'inga'} svar ändrades"
        shown = f", {self.not_shown} utan underlag" if self.not_shown else ""
        return f"Kontrollerat: {units}, {changed}{shown}"


def sample_standing(source: Readable, round_id: str, known_at: int | None = None) -> SampleStanding:
    """Counts of units and answers; an answer checked twice counts by the newest check."""
    position = source.position() if known_at is None else known_at
    asked = set(round_units(source, round_id, position))
    # One that was taken out of the round after the draw counts no longer.
    drawn = asked.intersection(draw.unit for draw in drawn_units(source, round_id, position))
    checks = [check for check in sample_checks(source, round_id, position) if check.unit in drawn]
    outcomes = [check.outcome for check in checks if check.question is not None]
    return SampleStanding(
        drawn=len(drawn),
        checked=len({check.unit for check in checks if check.outcome is SampleOutcome.DONE} & drawn),
        asked=len(asked),
        changed=sum(check.changed for check in checks if check.question is not None),
        not_shown=outcomes.count(SampleOutcome.NOT_SHOWN),
    )
