"""A unit's own risks in the register as it stands, and which of its actions are late."""

from dataclasses import dataclass
from datetime import date

from data.ledger.store import Readable
from metrics.registers.risks import RiskFigures, risk_years
from metrics.registers.sources import counted_sql, state_tables


@dataclass(frozen=True, slots=True)
class LateRisk:
    """An overdue risk. ``title`` and ``owner`` as the file gives them."""

    id: str | None
    title: str
    owner: str | None
    due: date


@dataclass(frozen=True, slots=True)
class UnitRisks:
    """The figures of a unit (and what lies under it), and its late risks, the latest first."""

    figures: RiskFigures
    late: tuple[LateRisk, ...]


def unit_risks(store: Readable, unit: str, as_of: date, known_at: int | None = None) -> UnitRisks | None:
    """None where the register on a date has no risk of the unit, or there is none."""
    position = store.position() if known_at is None else known_at
    newest = risk_years(store, as_of, position, unit, latest_only=True)
    if not newest or not newest[0].total:
        return None
    tables = state_tables(store, newest[0].source, unit, position)
    rows = store.query(counted_sql("late_risks", "risks"), {}, tables)
    return UnitRisks(newest[0], tuple(LateRisk(**row) for row in rows))
