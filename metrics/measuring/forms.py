"""The rounds of a questionnaire, each with its form as it was published then."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from base.clock import FAR
from base.errors import MognadError
from data.ledger.shelf import Shelf
from data.ledger.store import Readable, Store
from metrics.measuring.comparing.pairs import PairShares
from metrics.measuring.scoring import Scoring
from questionnaires.library import from_canonical

_ROUNDS = """
SELECT r.round, r.name, r.as_of, r.version, r.state, r.closed_seq, r.resting, d.content
FROM known_rounds($as_of, $known_at) r JOIN store.definition d ON d.seq = r.definition_seq
WHERE ($questionnaire IS NULL OR r.questionnaire = $questionnaire) AND ($round IS NULL OR r.round = $round)
  AND r.state <> 'planned'
ORDER BY r.as_of, length(r.round), r.round
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """A round with its form. ``position``: the seq it is read at (its closing, if it is closed).

    ``resting``: the form's questions that rest in it.
    """

    round: str
    name: str
    as_of: date
    version: int
    state: str
    position: int
    scoring: Scoring
    resting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The ledger as it is read: up to the seq ``known_at``.

    ``corrected``: closed rounds with what has been corrected since, instead of as they were closed. ``shares``: how
    much must remain in a comparable series; None: what the limits say.
    """

    store: Readable
    known_at: int
    corrected: bool = False
    shares: PairShares | None = None


@dataclass(frozen=True, slots=True)
class WantedRound:
    """Which round's figures are asked for (id or name; None: the latest), read at ``known_at`` (None: the newest).

    A closed round is read at its closing; ``corrected``: with what has been corrected since. ``shares`` as
    ``LedgerView``'s.
    """

    questionnaire: str
    round: str | None = None
    known_at: int | None = None
    corrected: bool = False
    shares: PairShares | None = None

    def view(self, store: Readable) -> LedgerView:
        """The ledger as it is read for it."""
        known_at = store.position() if self.known_at is None else self.known_at
        return LedgerView(store, known_at, self.corrected, self.shares)


def shelf_of(store: Readable, position: int) -> Shelf:
    """Where what is made of the rows up to a position is kept: of a transaction, or of rows to come, nowhere."""
    return store.shelf if isinstance(store, Store) and position <= store.position() else Shelf()


def newest_of(store: Readable, position: int, *tables: str) -> int:
    """The newest position up to ``position`` at which a row came to some tables: since then they say the same."""
    return min(position, max(store.heads[table] for table in tables)) if isinstance(store, Store) else position


def measured_rounds(
    store: Readable, questionnaire: str, as_of: date | None = None, known_at: int | None = None
) -> list[Measured]:
    """Opened and closed rounds dated on or before ``as_of``, oldest first."""
    return _read_rounds(store, known_at, {"as_of": as_of or FAR, "questionnaire": questionnaire, "round": None})


def measured_round(store: Readable, round_id: str, known_at: int | None = None) -> Measured:
    """One opened or closed round. Raises ``round_unknown``."""
    rounds = _read_rounds(store, known_at, {"as_of": FAR, "questionnaire": None, "round": round_id})
    if not rounds:
        raise MognadError("round_unknown", "Mätningen finns inte.")
    return rounds[0]


def _read_rounds(store: Readable, known_at: int | None, wanted: Mapping[str, object]) -> list[Measured]:
    position = store.position() if known_at is None else known_at
    rows = store.query(_ROUNDS, {**wanted, "known_at": position})
    return [
        Measured(
            round=row["round"],
            name=row["name"],
            as_of=row["as_of"],
            version=row["version"],
            state=row["state"],
            position=position if row["closed_seq"] is None else min(position, row["closed_seq"]),
            scoring=_scoring(row["content"]),
            resting=tuple(row["resting"] or ()),
        )
        for row in rows
    ]


def measured_forms(store: Readable, as_of: date, known_at: int) -> list[str]:
    """The ids of the forms that have an opened or closed round dated on or before ``as_of``."""
    rows = store.query(
        "SELECT DISTINCT questionnaire FROM known_rounds($as_of, $known_at) WHERE state <> 'planned' ORDER BY ALL",
        {"as_of": as_of, "known_at": known_at},
    )
    return [row["questionnaire"] for row in rows]


def up_to(rounds: list[Measured], wanted: str | None) -> list[Measured]:
    """The rounds up to and with the one wanted (by id, else by name; None: the latest).

    Raises ``round_unknown``.
    """
    if wanted is None and rounds:
        return rounds
    for texts in ([measured.round for measured in rounds], [measured.name for measured in rounds]):
        if wanted in texts:
            return rounds[: texts.index(wanted) + 1]
    what = f"”{wanted}” finns inte" if wanted else "finns inte än"
    raise MognadError("round_unknown", f"Mätningen {what} för det frågeformuläret.")


@lru_cache(maxsize=64)
def _scoring(content: str) -> Scoring:
    """Keyed by the canonical text itself: a published form never changes."""
    return Scoring(from_canonical(json.loads(content)))
