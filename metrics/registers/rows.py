"""Rows of a register as they are shown: what a change was made of, and every value as it is written in Swedish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from data.ledger.arrow import table_of
from data.ledger.store import Store
from data.registers.definitions.model import Register
from data.registers.definitions.written import title_field, written
from metrics.registers.changes import CHANGED, Changes
from metrics.registers.risk_moves import WORDS


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that says something else than before; the values as written, ``–`` for an empty one."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row that came, went or changed. ``source``: its id; ``key``, ``title``, ``unit`` as the newer file gives them.

    ``row``: as Excel numbers it, in the newer file or (missing) in the older. ``moves``: of a risk, in words.
    """

    source: str
    row_key: str
    key: str | None
    title: str | None
    unit: str | None
    row: int
    fields: tuple[FieldChange, ...]
    moves: tuple[str, ...]


def changed_rows(store: Store, changes: Changes, kind: str, most: int) -> tuple[ChangedRow, ...]:
    """The first ``most`` rows of a kind (``new``, ``changed``, ``missing``, ``returned``), in the files' order."""
    chosen = changes.pairs.filter(pc.equal(changes.pairs.column("kind"), kind))
    side = "was" if kind == "missing" else "now"
    order = [("source", "ascending"), (f"{side}_row", "ascending")]
    pairs = chosen.take(pc.sort_indices(chosen, sort_keys=order)).slice(0, most).to_pylist()
    was = _rows(store, changes.register, pairs, "was")
    now = _rows(store, changes.register, pairs, "now")
    return tuple(_changed(changes.register, pair, was.get(place), now.get(place)) for place, pair in enumerate(pairs))


def _changed(
    register: Register, pair: Mapping[str, Any], was: Mapping[str, Any] | None, now: Mapping[str, Any] | None
) -> ChangedRow:
    shown = now or was or {}
    title = title_field(register)
    unit = next((field for field in register.fields if field.type == "unit"), None)
    fields: list[FieldChange] = []
    if pair["kind"] == CHANGED and was and now:
        fields = [
            FieldChange(field.name, field.label, written(field, was), written(field, now))
            for field in register.watched_fields
            if pair[f"c_{field.name}"]
        ]
    key = shown.get(register.key)
    return ChangedRow(
        source=pair["source"],
        row_key=pair["row_key"],
        key=None if key is None else str(key),
        title=written(title, shown) if shown else None,
        unit=written(unit, shown) if unit and shown else None,
        row=shown.get("row", 0),
        fields=tuple(fields),
        moves=tuple(WORDS[move] for move in (pair["value_move"], pair["status_move"]) if move in WORDS),
    )


def _rows(store: Store, register: Register, pairs: Sequence[Mapping[str, Any]], side: str) -> dict[int, dict[str, Any]]:
    """The rows of one side by the pair's place."""
    places = [(place, pair[f"{side}_snapshot"], pair[f"{side}_row"]) for place, pair in enumerate(pairs)]
    there = [place for place in places if place[1] is not None]
    wanted = table_of("place BIGINT, snapshot VARCHAR, row BIGINT", there)
    rows = store.query(
        f"SELECT w.place, r.* FROM store.register_{register.name} r JOIN wanted w USING (snapshot, row)",
        {},
        {"wanted": wanted},
    )
    return {row["place"]: row for row in rows}
