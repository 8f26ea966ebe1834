"""What has been changed since a round was closed: how much it is, and what of it the closed figure holds."""

from dataclasses import dataclass

from base.formats import plural
from data.ledger.store import Readable
from data.measuring.closing import Restatement, restatements
from data.measuring.rounds import Round

_PENDING = """
WITH closed AS (SELECT unit, question, state, alternative FROM known_answers($known_at) WHERE round = $round),
corrected AS (
    SELECT unit, question, state, alternative FROM known_answers($known_at, corrected := true) WHERE round = $round
)
SELECT count(*) AS n FROM closed c FULL JOIN corrected n USING (unit, question)
WHERE c.state IS DISTINCT FROM n.state OR c.alternative IS DISTINCT FROM n.alternative
"""


@dataclass(frozen=True, slots=True)
class Restated:
    """``pending``: answers that the corrected figure reads otherwise than the closed one.

    ``reopened``: answers changed while the round was open again, which the closed figure holds. ``changes``: all that
    differ from the first closing, oldest first.
    """

    pending: int
    reopened: int
    changes: tuple[Restatement, ...]

    @property
    def text(self) -> str:
        """``3 svar rättade i efterhand. 2 svar ändrades medan mätningen var öppen igen.``; empty without any."""
        sentences = []
        if self.pending:
            sentences.append(f"{plural(self.pending, 'svar rättat', 'svar rättade')} i efterhand.")
        if self.reopened:
            sentences.append(
                f"{plural(self.reopened, 'svar ändrades', 'svar ändrades')} medan mätningen var öppen igen."
            )
        return " ".join(sentences)


def restated(source: Readable, measurement: Round, known_at: int | None = None) -> Restated:
    """What has been changed since a round was closed; nothing of one that is open."""
    if measurement.closed_seq is None:
        return Restated(0, 0, ())
    position = source.position() if known_at is None else known_at
    rows = source.query(_PENDING, {"round": measurement.round, "known_at": position})
    changes = tuple(restatements(source, measurement.round, position))
    reopened = sum(1 for change in changes if change.seq < measurement.closed_seq)
    return Restated(rows[0]["n"], reopened, changes)
