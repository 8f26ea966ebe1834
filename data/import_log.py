"""The imports made, each with its source, what it claimed to cover, and whether it still holds."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.register_sources import Coverage
from data.registers import register as register_named
from data.store import Source

Standing = Literal["valid", "replaced", "withdrawn"]


@dataclass(frozen=True, slots=True)
class ImportMade:
    """One import as the store tells it. ``source``: its name; ``issues``: how many were told.

    ``standing``: ``replaced`` when the same was read again for the same date; ``reason`` why it was withdrawn.
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
    coverage: Coverage
    standing: Standing
    reason: str | None


def imports_made(store: Source, snapshot: str | None = None, known_at: int | None = None) -> list[ImportMade]:
    """All imports, the newest day first; of one ``snapshot`` alone if named."""
    rows = store.query(
        """
        WITH told AS (
            SELECT snapshot, arg_max(struct_pack(event, reason), seq) AS row FROM store.snapshot_event
            WHERE seq <= $known_at GROUP BY snapshot
        ), issues AS (SELECT snapshot, count(*) AS n FROM store.snapshot_issue GROUP BY snapshot)
        SELECT s.snapshot, s.register, k.name AS source, s.as_of, s.file_name, s.stored, s.skipped, s.ignored,
               coalesce(s.left_out, 0) AS left_out, coalesce(i.n, 0) AS issues, coalesce(s.claim, 'whole') AS claim,
               s.period_from, s.period_to, s.branch,
               CASE WHEN told.row.event = 'withdrawn' THEN 'withdrawn'
                    WHEN s.snapshot IN (SELECT snapshot FROM valid_snapshots(DATE '9999-12-31', $known_at)) THEN 'valid'
                    ELSE 'replaced' END AS standing,
               CASE WHEN told.row.event = 'withdrawn' THEN told.row.reason END AS reason
        FROM store.snapshot s
        LEFT JOIN known_sources($known_at) k ON k.source = coalesce(s.source, s.register)
        LEFT JOIN told USING (snapshot) LEFT JOIN issues i USING (snapshot)
        WHERE s.seq <= $known_at AND ($snapshot IS NULL OR s.snapshot = $snapshot)
        ORDER BY s.as_of DESC, s.seq DESC
        """,
        {"snapshot": snapshot, "known_at": store.position() if known_at is None else known_at},
    )
    return [_made(row) for row in rows]


def _made(row: dict[str, object]) -> ImportMade:
    bounds = (row.pop("claim"), row.pop("period_from"), row.pop("period_to"), row.pop("branch"))
    row["source"] = row["source"] or register_named(str(row["register"])).label
    return ImportMade(**row, coverage=Coverage(*bounds))  # type: ignore[arg-type]  # a row of the store has no types
