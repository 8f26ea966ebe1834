"""Overrides: a respondent's own judgement of an area's level, beside the one its answers give, with its reason."""

from dataclasses import asdict, dataclass
from datetime import datetime

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.store import Readable, Store
from data.ledger.texts import MAX_TEXT, reason_text
from data.measuring.rounds import require_asked, require_opened
from questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Override:
    """A level that a respondent has set for an area. ``recorded_at``: naive UTC."""

    area: str
    seq: int
    recorded_at: datetime
    actor: str
    level: int
    reason: str


def overrides(source: Readable, round_id: str, unit: str, known_at: int | None = None) -> dict[str, Override]:
    """Area → the level that stands in place of the one the answers give; both are shown."""
    rows = source.query(
        "SELECT area, seq, recorded_at, actor, level, reason FROM known_overrides($known_at) "
        "WHERE round = $round AND unit = $unit",
        {"round": round_id, "unit": unit, "known_at": source.position() if known_at is None else known_at},
    )
    return {row["area"]: Override(**row) for row in rows}


@dataclass(frozen=True, slots=True)
class NewOverride:
    """The level that a respondent sets for an area, with its reason; None takes it back."""

    round: str
    unit: str
    area: str
    level: int | None
    reason: str


def set_override(store: Store, grant: Grant, questionnaire: Questionnaire, new: NewOverride) -> None:
    """Set an area's level in an open round, or take it back.

    Raises ``round_unknown``, ``round_not_open``, ``unit_not_asked``, ``area_unknown``, ``level_unknown``,
    ``override_missing`` (nothing to take back), ``reason_missing`` and ``text_too_long``. ``questionnaire`` is the
    version the round was opened with.
    """
    if new.area not in {area.name for area in questionnaire.areas}:
        raise MognadError("area_unknown", "Området finns inte i formuläret.")
    if new.level is not None and new.level not in questionnaire.level_labels:
        raise MognadError("level_unknown", "Nivån finns inte i formuläret.")
    why = reason_text(new.reason, "Skriv varför ni bedömer nivån annorlunda.", MAX_TEXT)
    if grant.unit not in (None, new.unit):
        raise MognadError("not_allowed", "Du har inte behörighet att svara för den här enheten.")
    with store.writing(grant, Act.ANSWER) as transaction:
        require_opened(transaction, new.round)
        require_asked(transaction, new.round, [new.unit])
        if new.level is None and new.area not in overrides(transaction, new.round, new.unit):
            raise MognadError("override_missing", "Området har ingen egen bedömning att ta tillbaka.")
        transaction.append("override", [{**asdict(new), "reason": why}])
