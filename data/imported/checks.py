"""Standing checks of the registers: which are switched on, and the rows that somebody has accepted with a reason.

An acceptance follows its row from file to file, by source and key, until its last day. What was accepted and then
withdrawn stays in the ledger.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from base.actors import Act, Grant
from base.errors import MognadError
from data.imported.followed_rows import RowId, require_held
from data.ledger.newest import as_record, newest_rows
from data.ledger.store import Readable, Store
from data.ledger.texts import reason_text
from data.registers import find_register
from data.registers.definitions.model import Check, Register


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The newest word on one row of one check. ``until``: the last day it holds; ``recorded_at``: naive UTC."""

    register: str
    check: str
    source: str
    row_key: str
    reason: str
    until: date
    withdrawn: bool
    recorded_at: datetime
    actor: str

    def holds(self, as_of: date) -> bool:
        """Whether the row is accepted on a day."""
        return not self.withdrawn and as_of <= self.until


@dataclass(frozen=True, slots=True)
class RowsToAccept:
    """Rows of one check that are to be accepted as they are, why, and the last day that it holds."""

    register: str
    check: str
    rows: Collection[RowId]
    reason: str
    until: date


def check_named(register: str, name: str) -> tuple[Register, Check]:
    """A register and one of its checks. Raises ``register_unknown`` and ``check_unknown``."""
    owner = find_register(register)
    for check in owner.checks:
        if check.name == name:
            return owner, check
    raise MognadError("check_unknown", f"Kontrollen ”{name}” finns inte i registret {owner.label}. Ladda om sidan.")


def active_checks(store: Readable, register: Register, known_at: int | None = None) -> frozenset[str]:
    """The names of a register's checks that are on: switched on, or on from the start and not switched off."""
    rows = newest_rows(store, "check_choice", ["check_name"], {"register": register.name}, known_at)
    switched = {row["check_name"]: row["active"] for row in rows}
    return frozenset(check.name for check in register.checks if switched.get(check.name, check.on))


def acceptances(store: Readable, register: str, known_at: int | None = None) -> list[Acceptance]:
    """The newest word on each row that has ever been accepted, withdrawn and expired ones too; oldest first."""
    key = ["check_name", "source", "row_key"]
    rows = newest_rows(store, "check_acceptance", key, {"register": register}, known_at)
    return [as_record(Acceptance, row, check=row["check_name"]) for row in rows]


def switch_check(store: Store, grant: Grant, register: str, name: str, *, active: bool) -> None:
    """Switch a check on or off; nothing is written where it is so already. Raises ``check_unknown``."""
    owner, check = check_named(register, name)
    with store.writing(grant, Act.CONFIGURE) as transaction:
        if (check.name in active_checks(transaction, owner)) is not active:
            row = {"register": owner.name, "check_name": check.name, "active": active}
            transaction.append("check_choice", [row])


def accept_rows(store: Store, grant: Grant, order: RowsToAccept) -> int:
    """Accept rows as they are; returns how many. All of them or none.

    Raises ``check_unknown``, ``rows_missing`` (none chosen), ``reason_missing``, ``text_too_long``, ``text_personal``,
    ``until_passed``, ``until_far`` (more than a year ahead: what is accepted must be looked at again),
    ``source_unknown`` and ``row_unknown`` (a row that the register does not hold today).
    """
    register, check = check_named(order.register, order.check)
    chosen = list(dict.fromkeys(order.rows))
    if not chosen:
        raise MognadError("rows_missing", "Välj minst en rad att godta.")
    text = reason_text(order.reason, "Skriv varför raden godtas som den är.")
    with store.writing(grant, Act.CORRECT) as transaction:
        _check_until(order.until, transaction.today)
        require_held(transaction, register, chosen)
        accepted = {"reason": text, "until": order.until, "withdrawn": False}
        of_check = {"register": register.name, "check_name": check.name}
        rows = [{**of_check, "source": row.source, "row_key": row.key, **accepted} for row in chosen]
        transaction.append("check_acceptance", rows)
    return len(chosen)


def withdraw_acceptance(store: Store, grant: Grant, register: str, name: str, row: RowId) -> None:
    """Take an acceptance back: the row is to be put right again. Raises ``check_unknown``, ``acceptance_unknown``."""
    owner, check = check_named(register, name)
    with store.writing(grant, Act.CORRECT) as transaction:
        held = [
            acceptance
            for acceptance in acceptances(transaction, owner.name)
            if (acceptance.check, acceptance.source, acceptance.row_key) == (check.name, *row)
            and not acceptance.withdrawn
        ]
        if not held:
            raise MognadError("acceptance_unknown", "Raden är inte godtagen. Ladda om sidan.")
        of_row = {"register": owner.name, "check_name": check.name, "source": row.source, "row_key": row.key}
        taken_back = {"reason": held[0].reason, "until": held[0].until, "withdrawn": True}
        transaction.append("check_acceptance", [{**of_row, **taken_back}])


def latest_until(today: date) -> date:
    """The last day that a row may be accepted to: the same day next year (of a leap day the 28th)."""
    try:
        return today.replace(year=today.year + 1)
    except ValueError:
        return today.replace(year=today.year + 1, day=28)


def _check_until(until: date, today: date) -> None:
    if until < today:
        raise MognadError("until_passed", "Dagen har redan varit. Välj en dag framåt i tiden.")
    if until > latest_until(today):
        raise MognadError("until_far", f"Godta högst ett år i taget, till och med {latest_until(today)}.")
