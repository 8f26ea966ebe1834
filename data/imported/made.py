"""The imports of a register as they were made: those that hold, those replaced by a later one, and those undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from data.imported.snapshot import UNIT_REGISTER
from data.imported.sources import Claim
from data.ledger.newest import as_record, newest_rows
from data.ledger.store import Readable

State = Literal["holds", "replaced", "withdrawn"]


@dataclass(frozen=True, slots=True)
class RegisterImport:
    """One import. ``reason`` and ``withdrawn_at`` (UTC) where it is undone; ``recorded_at``: UTC.

    ``stored``, ``skipped``, ``ignored``, ``left_out``: rows; ``issues``: how many were
    told, of them ``unknown_units`` of units that the organisation lacked. ``replaced``: the same part was read again
    for the same day.
    """

    snapshot: str
    register: str
    source: str
    as_of: date
    file_name: str
    stored: int
    skipped: int
    ignored: int
    left_out: int
    issues: int
    unknown_units: int
    claim: Claim
    period_from: date | None
    period_to: date | None
    branch: str | None
    recorded_at: datetime
    state: State
    reason: str | None
    withdrawn_at: datetime | None


def imported_registers(store: Readable) -> list[str]:
    """The registers that something has been imported to; the organisation is none of them."""
    rows = store.query(
        "SELECT DISTINCT register FROM store.snapshot WHERE register <> $units AND seq <= $known_at ORDER BY register",
        {"units": UNIT_REGISTER, "known_at": store.position()},
    )
    return [row["register"] for row in rows]


def register_imports(store: Readable, register: str, known_at: int | None = None) -> list[RegisterImport]:
    """Every import of a register, that of the newest date first."""
    position = store.position() if known_at is None else known_at
    rows = store.query(
        "WITH valid AS (SELECT snapshot FROM valid_snapshots(DATE '9999-12-31', $known_at)) "
        "SELECT s.snapshot, s.register, coalesce(s.source, s.register) AS source, s.as_of, s.file_name, s.stored, "
        "s.skipped, s.ignored, coalesce(s.left_out, 0) AS left_out, coalesce(i.n, 0) AS issues, "
        "coalesce(i.units, 0) AS unknown_units, coalesce(s.claim, 'whole') AS claim, s.period_from, s.period_to, "
        "s.branch, s.recorded_at, v.snapshot IS NOT NULL AS holds "
        "FROM store.snapshot s LEFT JOIN valid v USING (snapshot) "
        "LEFT JOIN (SELECT snapshot, count(*) AS n, count(*) FILTER (code = 'unit_unknown') AS units "
        "FROM store.snapshot_issue GROUP BY snapshot) i USING (snapshot) "
        "WHERE s.register = $register AND s.seq <= $known_at ORDER BY s.as_of DESC, s.seq DESC",
        {"register": register, "known_at": position},
    )
    events = newest_rows(store, "snapshot_event", ["snapshot"], known_at=position)
    withdrawn = {row["snapshot"]: row for row in events if row["event"] == "withdrawn"}
    return [_made(row, withdrawn.get(row["snapshot"])) for row in rows]


def _made(row: Mapping[str, Any], withdrawn: Mapping[str, Any] | None) -> RegisterImport:
    if withdrawn is not None:
        undone = {"reason": withdrawn["reason"], "withdrawn_at": withdrawn["recorded_at"]}
        return as_record(RegisterImport, row, state="withdrawn", **undone)
    state: State = "holds" if row["holds"] else "replaced"
    return as_record(RegisterImport, row, state=state, reason=None, withdrawn_at=None)
