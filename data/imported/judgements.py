"""Whether an incident was *betydande*: a person's decision with its reason, about a row of an incident register.

The row is known by its source and key, so that the decision stays through the next import.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from base.actors import Act, Grant
from base.clock import utc_naive
from base.errors import MognadError
from data.imported.followed_rows import RowId, require_held
from data.ledger.newest import as_record, newest_rows
from data.ledger.store import Readable, Store
from data.ledger.texts import MAX_TEXT, reason_text
from data.registers import find_register

_ANSWERS = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The decision that holds. ``judged_at`` (when it was taken) and ``recorded_at``: naive UTC."""

    source: str
    row_key: str
    significant: bool
    judged_at: datetime
    reason: str
    seq: int
    recorded_at: datetime
    actor: str

    @property
    def row(self) -> RowId:
        return RowId(self.source, self.row_key)


@dataclass(frozen=True, slots=True)
class IncidentDecision:
    """What is decided of an incident, and why. ``judged_at``: when, aware or naive UTC."""

    significant: bool
    judged_at: datetime
    reason: str


def judgements(source: Readable, known_at: int | None = None) -> Mapping[RowId, Judgement]:
    """Row → the newest decision; those taken back are not there."""
    rows = newest_rows(source, "incident_judgement", ["source", "row_key"], known_at=known_at)
    standing = [
        as_record(Judgement, row, significant=row["significant"] == _ANSWERS[True])
        for row in rows
        if not row["withdrawn"]
    ]
    return {judgement.row: judgement for judgement in standing}


def judge(store: Store, grant: Grant, incident: RowId, decision: IncidentDecision) -> None:
    """Decide whether an incident was *betydande*; a later decision takes the place of this one.

    Raises ``reason_missing``, ``judged_later`` (a decision yet to be taken),
    ``text_too_long``, ``text_personal``, ``source_unknown`` and ``row_unknown`` (no incident that the register holds).
    """
    why = reason_text(decision.reason, "Skriv varför incidenten är, eller inte är, betydande.", MAX_TEXT)
    judged_at = decision.judged_at
    moment = utc_naive(judged_at if judged_at.tzinfo else judged_at.replace(tzinfo=UTC))
    with store.writing(grant, Act.CORRECT) as transaction:
        if moment > transaction.recorded_at:
            raise MognadError("judged_later", "Tidpunkten för bedömningen ligger framåt i tiden. Rätta den.")
        require_held(transaction, find_register("incidents"), [incident])
        answer = {"significant": _ANSWERS[decision.significant], "judged_at": moment, "reason": why}
        transaction.append("incident_judgement", [{**_of(incident), **answer, "withdrawn": False}])


def withdraw_judgement(store: Store, grant: Grant, incident: RowId, reason: str) -> None:
    """Take the decision back; what the file says holds again. Raises ``judgement_missing`` and ``reason_missing``."""
    why = reason_text(reason, "Skriv varför bedömningen tas tillbaka.", MAX_TEXT)
    with store.writing(grant, Act.CORRECT) as transaction:
        standing = judgements(transaction).get(incident)
        if standing is None:
            raise MognadError("judgement_missing", "Incidenten har ingen bedömning att ta tillbaka.")
        answer = {"significant": _ANSWERS[standing.significant], "judged_at": standing.judged_at, "reason": why}
        transaction.append("incident_judgement", [{**_of(incident), **answer, "withdrawn": True}])


def _of(incident: RowId) -> dict[str, object]:
    return {"source": incident.source, "row_key": incident.key}
