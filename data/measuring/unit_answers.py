"""One question of a round over several units: what stands for each of them now."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.ledger.store import Readable
from data.measuring.answers import STORED_COLUMNS, StoredAnswer, stored_answer


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """One unit's answer to a question; ``newest``: what ``based_on`` must be, 0 where nobody has touched it."""

    unit: str
    newest: int
    stored: StoredAnswer | None


def standing_answers(source: Readable, round_id: str, question: str, units: Sequence[str]) -> dict[str, UnitAnswer]:
    """Unit → what stands there, for each of ``units``; of a closed round as it was closed."""
    asked = {"round": round_id, "question": question, "units": list(units), "known_at": source.position()}
    newest = source.query(
        "SELECT unit, max(seq) AS seq FROM store.answer WHERE round = $round AND question = $question "
        "AND list_contains($units, unit) AND seq <= $known_at GROUP BY unit",
        asked,
    )
    rows = source.query(
        f"SELECT unit, {STORED_COLUMNS} FROM known_answers($known_at) "
        "WHERE round = $round AND question = $question AND list_contains($units, unit)",
        asked,
    )
    seqs = {row["unit"]: row["seq"] for row in newest}
    stored = {row["unit"]: stored_answer(row) for row in rows}
    return {unit: UnitAnswer(unit, seqs.get(unit, 0), stored.get(unit)) for unit in units}
