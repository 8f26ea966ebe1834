"""How a round begins: planned, changed, opened, reminded of; or withdrawn before anybody has answered."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.store import Readable, Store, Transaction
from data.ledger.texts import MAX_WORDS, checked_text
from data.measuring.rounds import Round, RoundPlan, append_round, find_round, round_units
from data.registers.values.personal import has_number
from questionnaires.model import Questionnaire


def plan_round(
    store: Store,
    grant: Grant,
    questionnaire: Questionnaire,
    name: str,
    as_of: date,
    units: Sequence[str],
    plan: RoundPlan | None = None,
) -> str:
    """Publish the questionnaire if it is new and plan a round of it for ``units``; returns its id.

    Raises ``round_exists``, ``round_name_missing``, ``round_without_units`` and what ``change_plan`` raises.
    """
    with store.writing(grant, Act.PLAN) as transaction:
        round_id = append_round(transaction, questionnaire, name, as_of, units, opened=False)
        if plan is not None:
            _append_plan(transaction, round_id, plan)
        return round_id


def replan_round(
    store: Store,
    grant: Grant,
    round_id: str,
    questionnaire: Questionnaire,
    name: str,
    as_of: date,
    units: Sequence[str],
    plan: RoundPlan,
    shown: Sequence[str] | None = None,
) -> str:
    """Change anything of a planned round, in one transaction; returns its id.

    Another questionnaire, version, name or day makes it another round: the old one is withdrawn, and the id is new.
    ``shown``: see ``change_round``; another round asks exactly ``units``.
    Raises ``round_not_planned`` and what ``plan_round`` raises.
    """
    with store.writing(grant, Act.PLAN) as transaction:
        found = find_round(transaction, round_id)
        if found.state != "planned":
            raise MognadError("round_not_planned", "Mätningen är redan öppnad.")
        settings = questionnaire.settings
        same = (found.questionnaire, found.version, found.name, found.as_of)
        if same != (settings.form_id, settings.version, name.strip(), as_of):
            transaction.append("round_event", [{"round": round_id, "event": "withdrawn"}])
            round_id = append_round(transaction, questionnaire, name, as_of, units, opened=False)
        else:
            _append_units(transaction, round_id, _wanted(transaction, round_id, units, shown))
        _append_plan(transaction, round_id, plan)
        return round_id


def change_plan(store: Store, grant: Grant, round_id: str, plan: RoundPlan) -> None:
    """Say anew when answers are asked for, who helps, what they are for and who sees them.

    Raises ``round_unknown``, ``round_closed``, ``plan_dates`` and ``plan_text``.
    """
    with store.writing(grant, Act.PLAN) as transaction:
        _not_closed(transaction, round_id)
        _append_plan(transaction, round_id, plan)


def change_round(
    store: Store,
    grant: Grant,
    round_id: str,
    units: Sequence[str],
    plan: RoundPlan,
    shown: Sequence[str] | None = None,
) -> tuple[int, int]:
    """``change_plan`` and ``set_round_units`` in one transaction.

    ``shown``: the round's units when ``units`` were chosen. Only the difference between the two is then made, so that
    what somebody else has added or taken out since then stands.
    """
    with store.writing(grant, Act.PLAN) as transaction:
        _not_closed(transaction, round_id)
        _append_plan(transaction, round_id, plan)
        return _append_units(transaction, round_id, _wanted(transaction, round_id, units, shown))


def set_round_units(store: Store, grant: Grant, round_id: str, units: Sequence[str]) -> tuple[int, int]:
    """Let a planned or open round ask exactly these units; returns how many were added and taken out.

    The answers of one that is taken out stay in the ledger and count no longer. Raises ``round_unknown``,
    ``round_closed``, ``round_without_units`` and ``unit_unknown``.
    """
    with store.writing(grant, Act.PLAN) as transaction:
        _not_closed(transaction, round_id)
        return _append_units(transaction, round_id, units)


def open_planned(store: Store, grant: Grant, round_id: str) -> None:
    """Open a planned round for answers. Raises ``round_unknown`` and ``round_not_planned``."""
    with store.writing(grant, Act.PLAN) as transaction:
        if find_round(transaction, round_id).state != "planned":
            raise MognadError("round_not_planned", "Mätningen är redan öppnad.")
        transaction.append("round_event", [{"round": round_id, "event": "opened"}])


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
        if find_round(transaction, round_id).state != "opened":
            raise MognadError("round_not_open", "Mätningen är inte öppen, så det finns inget att påminna om.")
        transaction.append("round_event", [{"round": round_id, "event": "reminded", "reason": str(reminded)}])


def _not_closed(source: Readable, round_id: str) -> Round:
    found = find_round(source, round_id)
    if found.state == "closed":
        raise MognadError("round_closed", "Mätningen är avslutad. Inget sparades.")
    return found


def _wanted(source: Readable, round_id: str, chosen: Sequence[str], shown: Sequence[str] | None) -> list[str]:
    """``chosen``, or the round's own units with the difference between ``shown`` and ``chosen`` made to them."""
    if shown is None:
        return list(chosen)
    taken_out = set(shown).difference(chosen)
    kept = [unit for unit in round_units(source, round_id) if unit not in taken_out]
    return [*kept, *(unit for unit in chosen if unit not in shown)]


def _append_units(transaction: Transaction, round_id: str, units: Sequence[str]) -> tuple[int, int]:
    wanted = list(dict.fromkeys(units))
    if not wanted:
        raise MognadError("round_without_units", "Mätningen behöver minst en organisationsdel som svarar.")
    known = {row["unit"] for row in transaction.query("SELECT DISTINCT unit FROM store.unit")}
    if not known.issuperset(wanted):
        raise MognadError("unit_unknown", "En av organisationsdelarna finns inte. Inget sparades.")
    before = round_units(transaction, round_id)
    added = [unit for unit in wanted if unit not in before]
    removed = [unit for unit in before if unit not in wanted]
    rows = [{"round": round_id, "unit": unit, "asked": True} for unit in added]
    rows += [{"round": round_id, "unit": unit, "asked": False} for unit in removed]
    transaction.append("round_unit", rows)
    return len(added), len(removed)


def _append_plan(transaction: Transaction, round_id: str, plan: RoundPlan) -> None:
    if plan.first_day and plan.last_day and plan.last_day < plan.first_day:
        raise MognadError("plan_dates", "Sista dag att svara ligger före den första. Rätta datumen.")
    row = {name: (value.strip() or None) if isinstance(value, str) else value for name, value in asdict(plan).items()}
    for text in (plan.helper, plan.purpose, plan.readers):
        if len(text or "") > MAX_WORDS:
            raise MognadError("plan_text", f"Texten är för lång. Skriv högst {MAX_WORDS} tecken.")
        if has_number(text or ""):
            raise MognadError("plan_text", "Texten innehåller ett personnummer. Ta bort det.")
    transaction.append("round_plan", [{"round": round_id, **row}])
