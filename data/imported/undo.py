"""Undoing imports (*Ångra import*): what was before them holds again. They stay in the ledger."""

from collections.abc import Sequence

from base.actors import Act, Grant
from base.errors import MognadError
from data.imported.snapshot import UNIT_REGISTER
from data.imported.sources import take_back_claim
from data.ledger.newest import newest_rows
from data.ledger.store import Store, Transaction
from data.ledger.texts import reason_text


def withdraw_import(store: Store, grant: Grant, snapshot: str, reason: str) -> None:
    """Hide an import.

    Raises ``snapshot_unknown``, ``snapshot_withdrawn``, ``units_stay`` (a list of the organisation has changed it, and
    is undone there), ``reason_missing``, ``text_too_long``, ``text_personal``.
    """
    withdraw_imports(store, grant, [snapshot], reason)


def withdraw_imports(store: Store, grant: Grant, snapshots: Sequence[str], reason: str) -> None:
    """As ``withdraw_import`` for those that were made together: all or none."""
    text = reason_text(reason, "Skriv varför importen ångras.")
    with store.writing(grant, Act.IMPORT) as transaction:
        undone = dict.fromkeys(snapshots)
        sources = dict.fromkeys(_source_of(transaction, snapshot) for snapshot in undone)
        events = [{"snapshot": snapshot, "event": "withdrawn", "reason": text} for snapshot in undone]
        transaction.append("snapshot_event", events)
        for register, source in sources:
            take_back_claim(transaction, register, source)


def _source_of(transaction: Transaction, snapshot: str) -> tuple[str, str]:
    """Register and source of an import that can be undone."""
    rows = transaction.query(
        "SELECT register, coalesce(source, register) AS source FROM store.snapshot WHERE snapshot = $snapshot",
        {"snapshot": snapshot},
    )
    if not rows:
        raise MognadError("snapshot_unknown", "Importen finns inte. Ladda om sidan.")
    events = newest_rows(transaction, "snapshot_event", ["snapshot"], {"snapshot": snapshot})
    if events and events[0]["event"] == "withdrawn":
        raise MognadError("snapshot_withdrawn", "Importen är redan ångrad.")
    if rows[0]["register"] == UNIT_REGISTER:
        raise MognadError("units_stay", "En lista över organisationen ångras under Inställningar.")
    return rows[0]["register"], rows[0]["source"]
