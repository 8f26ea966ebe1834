"""Rows of different sources that are likely the same thing: proposed to a person, never merged by themselves.

Proposed are two rows whose titles are the same but for case, spaces and punctuation, if they lie in the same unit, or
one of them in none, or else if they bear the same key too. The same key under different titles is no proposal. A title
that stands on several rows of one source and unit says too little and is not proposed. What somebody has said of a
pair, *samma* or *inte samma*, is not asked again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from data.imported.followed_rows import RowId
from data.imported.same_rows import SamePair, judged_pairs
from data.ledger.arrow import table_of
from data.ledger.store import Readable
from data.registers import find_register
from data.registers.definitions.model import Register
from data.registers.definitions.written import title_field, written
from metrics.registers.sources import RegisterState, once_rows, register_at, state_tables

# More rows than this with one title in one source and unit: it is no name of one thing.
MOST_ALIKE = 3


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row as a person knows it: the id of its source, its key, title and unit as the file gives them.

    ``values``: label and text of the other fields, in the register's order.
    """

    id: RowId
    key: str | None
    title: str
    unit: str | None
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """Two rows that are likely the same. ``one`` comes from the source that is named first in the register's list."""

    one: SourceRow
    other: SourceRow

    @property
    def differences(self) -> tuple[tuple[str, str, str], ...]:
        """Label, text of the one and of the other, of the fields in which they differ."""
        both = zip(self.one.values, self.other.values, strict=True)
        return tuple((label, mine, other) for (label, mine), (_, other) in both if mine != other)


def likely_same(
    store: Readable, register: str, as_of: date, known_at: int | None = None, most: int = 50
) -> tuple[tuple[LikelyPair, ...], int]:
    """The first ``most`` proposals by title, and how many there are. Reads the register as it stood on a date."""
    position = store.position() if known_at is None else known_at
    definition = find_register(register)
    title = title_field(definition)
    state = register_at(store, register, as_of, position)
    if state is None or title.name == definition.key or len({layer.source for layer in state.layers}) < 2:
        return (), 0
    judged = judged_pairs(store, register, position)
    unit = next((field.name for field in definition.fields if field.type == "unit"), None)
    tables = {**state_tables(store, state, None, position), "judged": _judged_table(judged)}
    rows = store.query(_pairs_sql(definition, title.name, unit), {"most": most, "alike": MOST_ALIKE}, tables)
    if not rows:
        return (), 0
    wanted = [RowId(row[f"{side}_source"], row[f"{side}_key"]) for row in rows for side in ("one", "other")]
    rows_by_id = source_rows(store, state, wanted, position)
    pairs = []
    for row in rows:
        one, other = (rows_by_id[RowId(row[f"{side}_source"], row[f"{side}_key"])] for side in ("one", "other"))
        pairs.append(LikelyPair(one, other))
    return tuple(pairs), rows[0]["n"]


def source_rows(
    store: Readable, state: RegisterState, wanted: Sequence[RowId], known_at: int
) -> dict[RowId, SourceRow]:
    """Rows of a register as a person knows them; those that it does not hold on that date are not there."""
    definition = find_register(state.register)
    title = title_field(definition)
    unit = next((field for field in definition.fields if field.type == "unit"), None)
    shown = [field for field in definition.fields if field not in (title, unit) and field.name != definition.key]
    rows = store.query(
        f"SELECT * FROM ({once_rows(definition)}) SEMI JOIN wanted USING (source, row_key)",
        {},
        {**state_tables(store, state, None, known_at), "wanted": table_of("source VARCHAR, row_key VARCHAR", wanted)},
    )
    return {
        (row_id := RowId(row["source"], row["row_key"])): SourceRow(
            id=row_id,
            key=None if row[definition.key] is None else str(row[definition.key]),
            title=written(title, row),
            unit=written(unit, row) if unit else None,
            values=tuple((field.label, written(field, row)) for field in shown),
        )
        for row in rows
    }


def _pairs_sql(register: Register, title: str, unit: str | None) -> str:
    where = f'coalesce("{unit}", nullif(lower(trim("{unit}_text")), \'\'))' if unit else "NULL"
    return f"""
    WITH named AS (
        SELECT DISTINCT source, row_key,
               trim(regexp_replace(lower("{title}"), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g')) AS name,
               {where} AS place, nullif(lower(trim(CAST("{register.key}" AS VARCHAR))), '') AS own_key
        FROM ({once_rows(register)}) WHERE row_key IS NOT NULL
    ), telling AS (
        SELECT * FROM named WHERE name <> ''
        QUALIFY count(*) OVER (PARTITION BY source, name, place) <= $alike
    ), ordered AS (
        SELECT *, (SELECT rank FROM source_ranks k WHERE k.source = t.source) AS rank FROM telling t
    )
    SELECT a.source AS one_source, a.row_key AS one_key, b.source AS other_source, b.row_key AS other_key,
           count(*) OVER () AS n
    FROM ordered a JOIN ordered b ON a.name = b.name AND a.rank < b.rank
    WHERE (a.place IS NULL OR b.place IS NULL OR a.place = b.place OR a.own_key = b.own_key)
      AND (a.source, a.row_key, b.source, b.row_key) NOT IN (
          SELECT (one_source, one_key, other_source, other_key) FROM judged
      )
    ORDER BY a.name, a.rank, b.rank, a.row_key, b.row_key LIMIT $most
    """


def _judged_table(judged: Sequence[SamePair]) -> pa.Table:
    """Each pair both ways round."""
    both_ways = [pair for each in judged for pair in ((*each.one, *each.other), (*each.other, *each.one))]
    return table_of("one_source VARCHAR, one_key VARCHAR, other_source VARCHAR, other_key VARCHAR", both_ways)
