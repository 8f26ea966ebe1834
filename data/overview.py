"""What the first pages tell of the store: newest register snapshots, and what has been answered."""

from dataclasses import dataclass
from datetime import date, datetime

from data.rounds import FAR
from data.store import Source


@dataclass(frozen=True, slots=True)
class NewestSnapshot:
    """The newest snapshot of a register. ``recorded_at`` is naive UTC, ``stored`` its number of rows."""

    register: str
    as_of: date
    stored: int
    recorded_at: datetime


def newest_snapshots(store: Source, as_of: date = FAR, known_at: int | None = None) -> list[NewestSnapshot]:
    """Per register that has any snapshot dated on or before ``as_of``: the newest, by register name."""
    rows = store.query(
        "SELECT register, max(as_of) AS as_of, arg_max(stored, as_of) AS stored, "
        "arg_max(recorded_at, as_of) AS recorded_at "
        "FROM known_snapshots($as_of, $known_at) GROUP BY register ORDER BY register",
        {"as_of": as_of, "known_at": store.position() if known_at is None else known_at},
    )
    return [NewestSnapshot(**row) for row in rows]


def answered(store: Source, round_id: str, known_at: int | None = None) -> dict[str, frozenset[str]]:
    """Unit → the questions it has answered in a round, *Vet ej* and *Gäller inte oss* included."""
    rows = store.query(
        "SELECT unit, list(question) AS questions FROM known_answers($known_at) WHERE round = $round GROUP BY unit",
        {"known_at": store.position() if known_at is None else known_at, "round": round_id},
    )
    return {row["unit"]: frozenset(row["questions"]) for row in rows}
