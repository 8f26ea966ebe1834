"""Rules that a person has read against the regulation they come from.

A tick belongs to a rule's content: once the rule reads otherwise it has to be read again.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.newest import as_record, newest_rows
from data.ledger.store import Readable, Store
from data.ledger.texts import checked_text


@dataclass(frozen=True, slots=True)
class RuleReview:
    """The newest word on a rule. ``recorded_at``: naive UTC."""

    rule: str
    content_hash: str
    reviewed: bool
    note: str | None
    seq: int
    recorded_at: datetime
    actor: str

    def holds_for(self, content_hash: str) -> bool:
        """Whether the rule as it reads now is the one that was ticked."""
        return self.reviewed and self.content_hash == content_hash


@dataclass(frozen=True, slots=True)
class RuleTick:
    """A rule as the person saw it (``content_hash``), and whether it is ticked as read against its regulation."""

    rule: str
    content_hash: str
    reviewed: bool
    note: str = ""


def rule_reviews(source: Readable, known_at: int | None = None) -> Mapping[str, RuleReview]:
    """Rule → its newest review, ticked or not."""
    rows = newest_rows(source, "rule_review", ["rule"], known_at=known_at)
    return {row["rule"]: as_record(RuleReview, row) for row in rows}


def review_rule(store: Store, grant: Grant, tick: RuleTick) -> None:
    """Tick a rule, or take the tick back. Raises ``rule_missing``, ``text_too_long`` and ``text_personal``."""
    if not tick.rule or not tick.content_hash:
        raise MognadError("rule_missing", "Regeln finns inte längre. Ladda om sidan.")
    note = checked_text(tick.note)
    with store.writing(grant, Act.CONFIGURE) as transaction:
        transaction.append("rule_review", [{**asdict(tick), "note": note}])
