"""How a measurement stands, in words. The counts are ``metrics.measuring.rounds.progress``'s."""

from dataclasses import dataclass

from data.ledger.store import Store
from data.measuring.rounds import Round
from metrics.measuring.having_answered import Standing
from metrics.measuring.rounds.progress import Progress, UnitProgress, progress
from metrics.measuring.rounds.words import answered_words
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
        answering = [unit for unit in self.units if unit.answers_next]
        return min(answering, key=lambda unit: unit.standing is Standing.SILENT, default=None)

    @property
    def share(self) -> float:
        """How far it has come, 0 to 1, for a bar: of units, or of a single unit's questions."""
        done, of = self._counted
        return done / of if of else 0.0

    @property
    def words(self) -> str:
        """``3 av 8 har svarat``; of a single unit how many questions are answered."""
        if len(self.units) == 1:
            done, of = self._counted
            return f"{done} av {of} frågor besvarade"
        return answered_words(self.progress.counts)

    @property
    def _counted(self) -> tuple[int, int]:
        counts = self.progress.counts
        return (counts.given, counts.expected) if counts.units == 1 else (counts.answered, counts.units)


def round_status(store: Store, measurement: Round) -> RoundStatus:
    """How a round stands now; a closed one as it was closed."""
    title = questionnaire_of(store, measurement).settings.form_title
    return RoundStatus(measurement, title, progress(store, measurement.round))
