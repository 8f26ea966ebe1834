"""The register snapshots that figures are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from base.formats import day, number
from data.store import Source as Store
from metrics.tallies import sql


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A register as it stood on a date, and the file it came from.

    ``version``: of the register's description; ``issues``: rows and values that could not be read.
    """

    snapshot: str
    as_of: date
    file_name: str
    stored: int
    skipped: int
    ignored: int
    version: int | None
    issues: int

    @property
    def marks(self) -> str:
        """``läget per 2025-11-03 · risker.xlsx · 120 rader``."""
        rows = "1 rad" if self.stored == 1 else f"{number(self.stored)} rader"
        return f"läget per {day(self.as_of)} · {self.file_name} · {rows}"


def snapshots(store: Store, register: str, as_of: date, known_at: int) -> list[Snapshot]:
    """A register's snapshots dated on or before ``as_of``, oldest first; of one date the newest import."""
    rows = store.query(sql("snapshots"), {"register": register, "as_of": as_of, "known_at": known_at})
    return [Snapshot(**row) for row in rows]


def tables_of(store: Store, chosen: Sequence[Snapshot], branch: str | None, known_at: int) -> Mapping[str, pa.Table]:
    """``chosen`` (snapshot, as_of) and ``inside`` (snapshot, unit of the branch on that date) for a query."""
    inside: list[tuple[str, str]] = []
    if branch is not None and chosen:
        parameters: dict[str, object] = {"branch": branch, "known_at": known_at}
        parts = []
        for place, found in enumerate(chosen):
            parameters |= {f"s{place}": found.snapshot, f"d{place}": found.as_of}
            parts.append(
                f"SELECT $s{place} AS snapshot, unit FROM unit_paths($d{place}, $known_at) WHERE ancestor = $branch"
            )
        inside = [(row["snapshot"], row["unit"]) for row in store.query(" UNION ALL ".join(parts), parameters)]
    return {
        "chosen": pa.table(
            {
                "snapshot": pa.array([found.snapshot for found in chosen], pa.string()),
                "as_of": pa.array([found.as_of for found in chosen], pa.date32()),
            }
        ),
        "inside": pa.table(
            {
                "snapshot": pa.array([pair[0] for pair in inside], pa.string()),
                "unit": pa.array([pair[1] for pair in inside], pa.string()),
            }
        ),
    }
