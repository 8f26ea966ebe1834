"""What changed in a register: by an import, or between two dates.

* An import is held against its own source's state right before it, inside what the file claims to cover; two dates
  against each other, source by source. No source's rows are ever compared with another's.
* **New**: was not there. **Returned**: was not there, but has been in an earlier file of the source. **Changed**: a
  watched field says something else; a field that one of the files had no column for is not compared. **Missing**: was
  there, lies inside what the file covers and is not in it. That is not to be closed; an addition leaves none missing.
  **Untouched**: the file says nothing of it.
* Rows are followed by the register's key, those without one by its matching fields (``state.row_key``). What
  has neither can't be followed and is counted apart. Of equal keys in one file the least finished row
  counts, as in the figures (``state.leading``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from base.errors import MognadError
from data.imported.comparison import differs, followed_rows, heard_table, is_changed
from data.imported.state import Layer, OneSource, filled_fields, held_rows, layer_tables, layers, row_key
from data.ledger.arrow import table_of
from data.ledger.store import Rows, Store, Tables
from data.registers import find_register
from data.registers.definitions.model import Register, RegisterField
from metrics.registers.risk_moves import RiskMoves, has_moves, status_move, value_move

NEW, CHANGED, MISSING, RETURNED, UNCHANGED, UNTOUCHED = (
    "new", "changed", "missing", "returned", "unchanged", "untouched",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two states of a register.

    ``of_new_source``: those of the new whose source had nothing in the older state.
    ``untraced_before``, ``untraced_after``: rows that can't be followed. ``repeated``: further rows of the same key in
    what is new. ``fields``: watched fields with the number of rows that changed in them, those with a change only,
    in the register's order. ``unheard``: fields that only one of the two states had a column for. ``moves``: of risks.
    ``pairs``: one row per followed thing, for ``rows.changed_rows``.
    """

    register: Register
    before: tuple[Layer, ...]
    after: tuple[Layer, ...]
    new: int
    of_new_source: int
    changed: int
    missing: int
    returned: int
    unchanged: int
    untouched: int
    untraced_before: int
    untraced_after: int
    repeated: int
    fields: tuple[tuple[RegisterField, int], ...]
    unheard: tuple[RegisterField, ...]
    moves: RiskMoves | None
    pairs: pa.Table = field(repr=False, compare=False)

    @property
    def first(self) -> bool:
        """Whether there was nothing before to compare with."""
        return not self.before


@dataclass(frozen=True, slots=True)
class _Sides:
    """Two states of a register. ``seen``: snapshot and source of the imports by which a row may return."""

    register: Register
    before: tuple[Layer, ...]
    after: tuple[Layer, ...]
    seen: Rows
    known_at: int


def import_changes(store: Store, snapshot: str, known_at: int | None = None) -> Changes:
    """The difference that an import made. Raises ``snapshot_unknown``; ``snapshot_gone`` for one that holds no more."""
    position = store.position() if known_at is None else known_at
    rows = store.query(
        "SELECT s.register, s.as_of, v.source FROM store.snapshot s "
        "LEFT JOIN valid_snapshots(DATE '9999-12-31', $known_at) v USING (snapshot) WHERE s.snapshot = $snapshot",
        {"snapshot": snapshot, "known_at": position},
    )
    if not rows:
        raise MognadError("snapshot_unknown", "Importen finns inte. Ladda om sidan.")
    made = rows[0]
    if made["source"] is None:
        raise MognadError("snapshot_gone", "Importen är ångrad eller ersatt av en senare. Välj en annan.")
    name, as_of, source = made["register"], made["as_of"], made["source"]
    before = layers(store, name, as_of, position, OneSource(source, snapshot, before=True))
    after = layers(store, name, as_of, position, OneSource(source, snapshot))
    seen = store.query(
        "WITH this AS (SELECT as_of, seq FROM store.snapshot WHERE snapshot = $snapshot) "
        "SELECT v.snapshot, v.source FROM valid_snapshots($as_of, $known_at) v, this "
        "WHERE v.register = $register AND v.source = $source "
        "AND struct_pack(a := v.as_of, b := v.seq) < struct_pack(a := this.as_of, b := this.seq)",
        {"snapshot": snapshot, "as_of": as_of, "known_at": position, "register": name, "source": source},
    )
    return _compared(store, _Sides(find_register(name), before, after, seen, position))


def date_changes(store: Store, register: str, first: date, last: date, known_at: int | None = None) -> Changes:
    """The difference between two dates of a register. Raises ``register_unknown``, ``dates_backwards``."""
    if last < first:
        raise MognadError("dates_backwards", "Det senare datumet ligger före det tidigare. Byt plats på dem.")
    position = store.position() if known_at is None else known_at
    definition = find_register(register)
    before, after = (layers(store, register, day, position) for day in (first, last))
    seen = store.query(
        "SELECT snapshot, source FROM valid_snapshots($day, $known_at) WHERE register = $register",
        {"day": first, "known_at": position, "register": register},
    )
    return _compared(store, _Sides(definition, before, after, seen, position))


def _compared(store: Store, sides: _Sides) -> Changes:
    heard = filled_fields(store, (*sides.before, *sides.after))
    tables: Tables = {
        **layer_tables(store, sides.before, sides.known_at, "was_"),
        **layer_tables(store, sides.after, sides.known_at, "now_"),
        "heard": heard_table(heard, sides.register.watched_fields),
        "seen": table_of("snapshot VARCHAR, source VARCHAR", [(row["snapshot"], row["source"]) for row in sides.seen]),
    }
    return _counted(sides, heard, store.arrow(_pairs_sql(sides.register), {}, tables))


def _pairs_sql(register: Register) -> str:
    """One row per followed thing, and one per row that can't be followed (``row_key`` null)."""
    own = "".join(f', {differs(field)} AS "c_{field.name}"' for field in register.watched_fields)
    moves = "NULL AS value_move, NULL AS status_move"
    if has_moves(register):
        both = "a.snapshot IS NOT NULL AND b.snapshot IS NOT NULL"
        moves = (
            f"CASE WHEN {both} THEN {value_move('a', 'b')} END AS value_move, "
            f"CASE WHEN {both} THEN {status_move('a', 'b')} END AS status_move"
        )
    sides = ", ".join(
        f"""{side}_held AS ({held_rows(register, prefix)}),
        {side}_rows AS ({followed_rows(register, f"SELECT * FROM {side}_held")})"""
        for side, prefix in (("was", "was_"), ("now", "now_"))
    )
    return f"""
    WITH {sides}, known AS (
        SELECT DISTINCT y.source, {row_key(register)} AS row_key
        FROM store.register_{register.name} r JOIN seen y USING (snapshot)
    ), joined AS (
        SELECT coalesce(a.source, b.source) AS source, coalesce(a.row_key, b.row_key) AS row_key,
               a.snapshot AS was_snapshot, a.row AS was_row, b.snapshot AS now_snapshot, b.row AS now_row,
               coalesce(b.times, 1) - 1 AS repeated, {moves}{own},
               {is_changed(register)} AS is_changed
        FROM was_rows a FULL JOIN now_rows b ON a.source = b.source AND a.row_key = b.row_key
    ), told AS (
        SELECT j.*, CASE
                   WHEN was_snapshot IS NULL THEN CASE WHEN k.row_key IS NULL THEN 'new' ELSE 'returned' END
                   WHEN now_snapshot IS NULL THEN 'missing'
                   WHEN was_snapshot = now_snapshot AND was_row = now_row THEN 'untouched'
                   WHEN is_changed THEN 'changed'
                   ELSE 'unchanged' END AS kind
        FROM joined j LEFT JOIN known k ON k.source = j.source AND k.row_key = j.row_key
    )
    SELECT * EXCLUDE (is_changed) REPLACE (CASE WHEN kind <> 'untouched' THEN value_move END AS value_move,
                      CASE WHEN kind <> 'untouched' THEN status_move END AS status_move) FROM told
    UNION ALL BY NAME
    SELECT source, NULL AS row_key, snapshot AS was_snapshot, row AS was_row, 'untraced' AS kind
    FROM was_held WHERE row_key IS NULL
    UNION ALL BY NAME
    SELECT source, NULL AS row_key, snapshot AS now_snapshot, row AS now_row, 'untraced' AS kind
    FROM now_held WHERE row_key IS NULL
    """


def _counted(sides: _Sides, heard: Mapping[str, frozenset[str]], pairs: pa.Table) -> Changes:
    register, before, after = sides.register, sides.before, sides.after
    fields = register.watched_fields
    kinds = _counts(pairs.column("kind"))
    lost = pairs.filter(pc.equal(pairs.column("kind"), "untraced"))
    changed = pairs.filter(pc.equal(pairs.column("kind"), CHANGED))
    spoken = pairs.filter(pc.not_equal(pairs.column("kind"), UNTOUCHED))
    old_sources = pa.array(sorted({layer.source for layer in before}), pa.string())
    new = pairs.filter(pc.equal(pairs.column("kind"), NEW))
    per_field = ((field, int(pc.sum(changed.column(f"c_{field.name}")).as_py() or 0)) for field in fields)
    heard_of = [frozenset[str]().union(*(heard[layer.snapshot] for layer in side)) for side in (before, after)]
    one_sided = heard_of[0] ^ heard_of[1] if before and after else frozenset[str]()
    moves = None
    if has_moves(register):
        counts = _counts(pairs.column("value_move")) | _counts(pairs.column("status_move"))
        counts.pop("same", None)
        moves = RiskMoves(**counts)
    return Changes(
        register=register,
        before=before,
        after=after,
        **{kind: kinds.get(kind, 0) for kind in (NEW, CHANGED, MISSING, RETURNED, UNCHANGED, UNTOUCHED)},
        of_new_source=new.num_rows - int(pc.sum(pc.is_in(new.column("source"), value_set=old_sources)).as_py() or 0),
        untraced_before=lost.num_rows - lost.column("was_snapshot").null_count,
        untraced_after=lost.num_rows - lost.column("now_snapshot").null_count,
        repeated=int(pc.sum(spoken.column("repeated")).as_py() or 0),
        fields=tuple((field, count) for field, count in per_field if count),
        unheard=tuple(field for field in fields if field.name in one_sided),
        moves=moves,
        pairs=pairs,
    )


def _counts(column: pa.ChunkedArray) -> dict[str, int]:
    return {row["values"]: row["counts"] for row in column.value_counts().to_pylist() if row["values"] is not None}
