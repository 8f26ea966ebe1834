"""Which answers a figure of a round can still change by."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.ledger.store import Readable
from metrics.measuring.forms import WantedRound


@dataclass(frozen=True, slots=True)
class AnsweredRound:
    """A round, whether it is closed, and the newest ``seq`` of its answers; 0 before the first."""

    round: str
    questionnaire: str
    closed: bool
    newest: int


def answered_rounds(store: Readable) -> tuple[AnsweredRound, ...]:
    """Every round, in the order in which figures go through them (``measured_rounds``)."""
    rows = store.query(
        "SELECT r.round, r.questionnaire, r.closed_seq IS NOT NULL AS closed, coalesce(a.newest, 0) AS newest "
        "FROM known_rounds(DATE '9999-12-31', $known_at) r LEFT JOIN ("
        "  SELECT round, max(seq) AS newest FROM store.answer WHERE seq <= $known_at GROUP BY round) a USING (round) "
        "ORDER BY r.as_of, length(r.round), r.round",
        {"known_at": store.position()},
    )
    return tuple(AnsweredRound(**row) for row in rows)


def open_answers(rounds: Sequence[AnsweredRound], wanted: WantedRound) -> tuple[tuple[str, int], ...]:
    """The rounds whose answers count in a round's figure, each with its newest answer.

    A closed round is read at its closing, so that what is answered later counts in the ``corrected`` figure alone; the
    series goes back through the rounds before, never on to those after.
    """
    counted = []
    for row in rounds:
        if row.questionnaire == wanted.questionnaire and (wanted.corrected or not row.closed):
            counted.append((row.round, row.newest))
        if row.round == wanted.round:
            break
    return tuple(counted)
