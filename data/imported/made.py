"""The imports of a register as they were made: those that hold, those replaced by a later one, and those undone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from data.imported.snapshot import UNIT_REGISTER
from data.imported.sources import Claim
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
    rows = store.query(
        "WITH told AS (SELECT snapshot, arg_max(struct_pack(event, reason, recorded_at), seq) AS newest "
        "FROM store.snapshot_event WHERE seq <= $known_at GROUP BY snapshot), "
        "valid AS (SELECT snapshot FROM valid_snapshots(DATE '9999-12-31', $known_at)) "
        "SELECT s.snapshot, s.register, coalesce(s.source, s.register) AS source, s.as_of, s.file_name, s.stored, "
        "s.skipped, s.ignored, coalesce(s.left_out, 0) AS left_out, coalesce(i.n, 0) AS issues, "
        "coalesce(i.units, 0) AS unknown_units, "
        "coalesce(s.claim, 'whole') AS claim, s.period_from, s.period_to, s.branch, s.recorded_at, "
        "CASE WHEN t.newest.event = 'withdrawn' THEN 'withdrawn' WHEN v.snapshot IS NULL THEN 'replaced' "
        "ELSE 'holds' END AS state, "
        "CASE WHEN t.newest.event = 'withdrawn' THEN t.newest.reason END AS reason, "
        "CASE WHEN t.newest.event = 'withdrawn' THEN t.newest.recorded_at END AS withdrawn_at "
        "FROM store.snapshot s LEFT JOIN told t USING (snapshot) LEFT JOIN valid v USING (snapshot) "
        "LEFT JOIN (SELECT snapshot, count(*) AS n, count(*) FILTER (code = 'unit_unknown') AS units "
        "FROM store.snapshot_issue GROUP BY snapshot) i USING (snapshot) "
        "WHERE s.register = $register AND s.seq <= $known_at ORDER BY s.as_of DESC, s.seq DESC",
        {"register": register, "known_at": store.position() if known_at is None else known_at},
    )
    return [RegisterImport(**row) for row in rows]
