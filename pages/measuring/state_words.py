"""How a measurement stands, in words. The counts are ``metrics.measuring.rounds.progress``'s."""

from dataclasses import dataclass

from data.ledger.store import Store
from data.measuring.rounds import Round
from metrics.measuring.rounds.progress import Progress, UnitProgress, progress
from pages.frame.forms import questionnaire_of


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """A round, its questionnaire's title, and how far those it asks have come."""

    round: Round
    title: str
    progress: Progress

    @property
    def units(self) -> tuple[UnitProgress, ...]:
        """Those asked, by name."""
        return self.progress.units

    @property
    def next_unit(self) -> UnitProgress | None:
        """Who to answer for next: one that has begun before one that has not."""
        waiting = [unit for unit in self.units if not unit.finished]
        return min(waiting, key=lambda unit: not unit.begun, default=None)

    @property
    def share(self) -> float:
        """How far it has come, 0 to 1, for a bar: of units, or of a single unit's questions."""
        done, of = self._counted
        return done / of if of else 0.0

    @property
    def words(self) -> str:
        """``3 av 8 klara``; of a single unit how many questions are answered."""
        done, of = self._counted
        return f"{done} av {of} frågor besvarade" if len(self.units) == 1 else f"{done} av {of} klara"

    @property
    def _counted(self) -> tuple[int, int]:
        if len(self.units) == 1:
            return self.progress.given, self.progress.expected
        return self.progress.finished, len(self.units)


def round_status(store: Store, measurement: Round) -> RoundStatus:
    """How a round stands now; a closed one as it was closed."""
    title = questionnaire_of(store, measurement).settings.form_title
    return RoundStatus(measurement, title, progress(store, measurement.round))
