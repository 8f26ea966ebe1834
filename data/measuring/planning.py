"""How a round begins: planned, changed, opened, reminded of; or withdrawn before anybody has answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.definitions import definition
from data.ledger.store import Readable, Store, Transaction
from data.ledger.texts import checked_text
from data.measuring.rounds import (
    NewRound,
    RoundPlan,
    append_opening,
    append_plan,
    append_round,
    find_round,
    require_opened,
    round_units,
)
from questionnaires.library import from_canonical


@dataclass(frozen=True, slots=True)
class ChosenUnits:
    """The units that a round is to ask. ``shown``: those it asked when they were chosen.

    With ``shown`` only the difference between the two is made, so that what somebody else has added or taken out since
    then stands.
    """

    units: Sequence[str]
    shown: Sequence[str] | None = None

    def among(self, asked: Sequence[str]) -> list[str]:
        """The units to ask of a round that asks ``asked`` now."""
        if self.shown is None:
            return list(self.units)
        taken_out = set(self.shown).difference(self.units)
        return [*(unit for unit in asked if unit not in taken_out), *(u for u in self.units if u not in self.shown)]


def plan_round(store: Store, grant: Grant, new: NewRound) -> str:
    """Publish the questionnaire if it is new and plan a round of it; returns its id.

    Raises ``round_exists``, ``round_name_missing``, ``round_without_units`` and what ``change_round`` raises.
    """
    with store.writing(grant, Act.PLAN) as transaction:
        return append_round(transaction, new, opened=False)


def replan_round(store: Store, grant: Grant, round_id: str, new: NewRound, shown: Sequence[str] | None = None) -> str:
    """Change anything of a planned round, in one transaction; returns its id.

    Another questionnaire, version, name or day makes it another round: the old one is withdrawn, and the id is new.
    ``shown``: see ``ChosenUnits``; another round asks exactly its ``units``.
    Raises ``round_not_planned`` and what ``plan_round`` raises.
    """
    with store.writing(grant, Act.PLAN) as transaction:
        before = find_round(transaction, round_id)
        if before.state != "planned":
            raise MognadError("round_not_planned", "Mätningen är redan öppnad.")
        settings = new.questionnaire.settings
        same = (before.questionnaire, before.version, before.name, before.as_of)
        if same != (settings.form_id, settings.version, new.name.strip(), new.as_of):
            transaction.append("round_event", [{"round": round_id, "event": "withdrawn"}])
            return append_round(transaction, new, opened=False)
        _append_units(transaction, round_id, ChosenUnits(new.units, shown))
        if new.plan is not None:
            append_plan(transaction, round_id, new.plan)
        return round_id


def change_round(
    store: Store, grant: Grant, round_id: str, chosen: ChosenUnits | None = None, plan: RoundPlan | None = None
) -> tuple[int, int]:
    """Change which units a planned or open round asks, and say anew when answers are asked for, who helps, what they
    are for and who sees them; None leaves it as it is. Returns how many units were added and taken out.

    The answers of one that is taken out stay in the ledger and count no longer. Raises ``round_unknown``,
    ``round_closed``, ``plan_dates``, ``plan_text``, ``round_without_units`` and ``unit_unknown``.
    """
    with store.writing(grant, Act.PLAN) as transaction:
        _not_closed(transaction, round_id)
        if plan is not None:
            append_plan(transaction, round_id, plan)
        return _append_units(transaction, round_id, chosen) if chosen else (0, 0)


def open_planned(store: Store, grant: Grant, round_id: str) -> None:
    """Open a planned round for answers. Raises ``round_unknown`` and ``round_not_planned``."""
    with store.writing(grant, Act.PLAN) as transaction:
        planned = find_round(transaction, round_id)
        if planned.state != "planned":
            raise MognadError("round_not_planned", "Mätningen är redan öppnad.")
        append_opening(transaction, round_id, from_canonical(definition(transaction, planned.definition_seq)))


def withdraw_round(store: Store, grant: Grant, round_id: str, reason: str = "") -> None:
    """Take back a round that nobody has answered. Raises ``round_unknown``, ``round_closed``, ``round_answered``."""
    with store.writing(grant, Act.PLAN) as transaction:
        _not_closed(transaction, round_id)
        if transaction.query("SELECT 1 FROM store.answer WHERE round = $round LIMIT 1", {"round": round_id}):
            raise MognadError(
                "round_answered", "Mätningen har svar och kan inte tas tillbaka. Avsluta den i stället: inget raderas."
            )
        transaction.append("round_event", [{"round": round_id, "event": "withdrawn", "reason": checked_text(reason)}])


def note_reminder(store: Store, grant: Grant, round_id: str, reminded: int) -> None:
    """Keep that reminders were sent, and to how many. Raises ``round_unknown`` and ``round_not_open``."""
    with store.writing(grant, Act.PLAN) as transaction:
        require_opened(transaction, round_id, "Mätningen är inte öppen, så det finns inget att påminna om.")
        transaction.append("round_event", [{"round": round_id, "event": "reminded", "reason": str(reminded)}])


def _not_closed(source: Readable, round_id: str) -> None:
    if find_round(source, round_id).state == "closed":
        raise MognadError("round_closed", "Mätningen är avslutad. Inget sparades.")


def _append_units(transaction: Transaction, round_id: str, chosen: ChosenUnits) -> tuple[int, int]:
    before = round_units(transaction, round_id)
    wanted = list(dict.fromkeys(chosen.among(before)))
    if not wanted:
        raise MognadError("round_without_units", "Mätningen behöver minst en organisationsdel som svarar.")
    existing = {row["unit"] for row in transaction.query("SELECT DISTINCT unit FROM store.unit")}
    if not existing.issuperset(wanted):
        raise MognadError("unit_unknown", "En av organisationsdelarna finns inte. Inget sparades.")
    added = [unit for unit in wanted if unit not in before]
    removed = [unit for unit in before if unit not in wanted]
    rows = [{"round": round_id, "unit": unit, "asked": True} for unit in added]
    rows += [{"round": round_id, "unit": unit, "asked": False} for unit in removed]
    transaction.append("round_unit", rows)
    return len(added), len(removed)
