"""Submission (*lämna in*): a unit's manager says that its answers are the unit's.

A deputy prepares, the manager submits. After that a change needs a reason, and the coordinator may hand the answers
back. The newest row per (round, unit) counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.store import Readable, Store, Transaction
from data.ledger.texts import reason_text
from data.measuring.answerers import all_answerers
from data.measuring.answers import CORRECTION, IMPORT, SAMPLE, SUBMITTED
from data.measuring.rounds import require_asked, require_opened

RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Submission:
    """A unit's newest submission in a round. ``event``: submitted or returned; ``recorded_at``: naive UTC.

    ``person`` submitted; None where nobody answers for the unit and ``actor`` did it herself.
    """

    unit: str
    seq: int
    recorded_at: datetime
    actor: str
    event: str
    person: str | None
    reason: str | None

    @property
    def holds(self) -> bool:
        """Whether the unit's answers are submitted."""
        return self.event == SUBMITTED


def submissions(source: Readable, round_id: str, known_at: int | None = None) -> dict[str, Submission]:
    """Unit → its newest submission in a round; units that have never submitted are left out."""
    rows = source.query(
        "SELECT unit, seq, recorded_at, actor, event, person, reason FROM known_submissions($known_at) "
        "WHERE round = $round",
        {"round": round_id, "known_at": source.position() if known_at is None else known_at},
    )
    return {row["unit"]: Submission(**row) for row in rows}


def imported_units(source: Readable, round_id: str, known_at: int) -> frozenset[str]:
    """The units whose answers in a round were read in from a file: nobody typed them, so that nobody hands them in."""
    rows = source.query(
        "SELECT unit FROM store.answer WHERE round = $round AND seq <= $known_at GROUP BY unit "
        "HAVING bool_or(source = $file) AND bool_and(list_contains($afterwards, coalesce(source, '')))",
        {"round": round_id, "known_at": known_at, "file": IMPORT, "afterwards": [IMPORT, CORRECTION, SAMPLE]},
    )
    return frozenset(row["unit"] for row in rows)


def submit(store: Store, grant: Grant, round_id: str, units: Sequence[str], person: str | None = None) -> None:
    """Submit the answers of some units for a manager, all of them or none.

    ``person``: the manager, as ``answerers`` says; None is allowed only where a unit has no manager today. Raises
    ``round_unknown``, ``round_not_open``, ``unit_not_asked`` and ``not_manager``. Whether all is answered is the page's
    to ask about: an answer may be missing, and is then counted as unanswered.
    """
    if any(grant.unit not in (None, unit) for unit in units):
        raise MognadError("not_allowed", "Du har inte behörighet att lämna in för den här enheten.")
    with store.writing(grant, Act.SUBMIT) as transaction:
        append_submissions(transaction, round_id, units, person)


def append_submissions(transaction: Transaction, round_id: str, units: Sequence[str], person: str | None) -> None:
    """As ``submit``, inside somebody else's transaction."""
    require_opened(transaction, round_id)
    require_asked(transaction, round_id, units)
    answering = all_answerers(transaction, transaction.today)
    for unit in units:
        managers = answering[unit].managers if unit in answering else ()
        allowed: list[str | None] = [manager.person for manager in managers]
        if person not in (allowed or [None]):
            raise MognadError(
                "not_manager", "Bara den som ansvarar för enheten kan lämna in. En ersättare förbereder svaren."
            )
    rows = [{"round": round_id, "unit": unit, "event": SUBMITTED, "person": person} for unit in units]
    transaction.append("submission", rows)


def hand_back(store: Store, grant: Grant, round_id: str, unit: str, reason: str) -> None:
    """Hand a unit's submitted answers back to be changed freely.

    Raises ``round_unknown``, ``round_not_open``, ``unit_not_asked``, ``not_submitted`` and ``reason_missing``.
    """
    why = reason_text(reason, "Skriv varför svaren lämnas tillbaka.")
    with store.writing(grant, Act.PLAN) as transaction:
        require_opened(transaction, round_id)
        require_asked(transaction, round_id, [unit])
        newest = submissions(transaction, round_id).get(unit)
        if newest is None or not newest.holds:
            raise MognadError("not_submitted", "Enheten har inte lämnat in.")
        row = {"round": round_id, "unit": unit, "event": RETURNED, "person": newest.person, "reason": why}
        transaction.append("submission", [row])
