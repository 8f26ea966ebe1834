"""What a person has said of two sources' rows: that they are the same thing, or that they are not.

Nothing is merged in the ledger; the newest word on a pair counts, and ``undone`` takes it back.
"""

from dataclasses import dataclass
from typing import Literal

from base.actors import Act, Grant
from base.errors import MognadError
from data.imported.followed_rows import RowId, require_held
from data.ledger.newest import newest_rows
from data.ledger.store import Readable, Store
from data.registers import find_register

Verdict = Literal["same", "not_same", "undone"]
VERDICTS: tuple[Verdict, ...] = ("same", "not_same", "undone")


@dataclass(frozen=True, slots=True)
class SamePair:
    """Two rows of different sources, and what is said of them; as it is read ``one`` sorts before ``other``."""

    one: RowId
    other: RowId
    verdict: Verdict


def judge_pair(store: Store, grant: Grant, register: str, pair: SamePair) -> None:
    """Say that two rows are the same, that they are not, or take back what was said; in either order.

    What was said is taken back of rows that are gone too. Raises ``register_unknown``, ``verdict_unknown``,
    ``same_source`` (one source's own rows are told apart by that source), ``source_unknown`` and ``row_unknown`` (a row
    that the register does not hold).
    """
    if pair.verdict not in VERDICTS:
        raise MognadError("verdict_unknown", "Välj om raderna är samma eller inte samma.")
    if pair.one.source == pair.other.source:
        raise MognadError("same_source", "Bara rader från olika källor kan vara samma.")
    first, second = sorted((pair.one, pair.other))
    row = {"one_source": first.source, "one_key": first.key, "other_source": second.source, "other_key": second.key}
    with store.writing(grant, Act.IMPORT) as transaction:
        if pair.verdict != "undone":
            require_held(transaction, find_register(register), [first, second])
        transaction.append("same_row", [{"register": register, **row, "verdict": pair.verdict}])


def judged_pairs(store: Readable, register: str, known_at: int | None = None) -> list[SamePair]:
    """The pairs that somebody has said something of, the newest first; those taken back are not there."""
    key = ["one_source", "one_key", "other_source", "other_key"]
    rows = newest_rows(store, "same_row", key, {"register": register}, known_at)
    return [
        SamePair(RowId(row["one_source"], row["one_key"]), RowId(row["other_source"], row["other_key"]), row["verdict"])
        for row in reversed(rows)
        if row["verdict"] != "undone"
    ]


def same_groups(store: Readable, register: str, known_at: int | None = None) -> list[frozenset[RowId]]:
    """The rows that are said to be one thing; what is the same as a third is the same as each other."""
    groups: list[frozenset[RowId]] = []
    for pair in judged_pairs(store, register, known_at):
        if pair.verdict == "same":
            joined = frozenset({pair.one, pair.other})
            touching = [group for group in groups if group & joined]
            groups = [group for group in groups if not group & joined]
            groups.append(joined.union(*touching))
    return groups
