"""A register as it stood on a date: the union of what each of its sources last said.

A source's newest file for the whole register is its ground; what came after it, a part or an addition, lies on top. A
row gives way to a later row of the same source with the same key, and inside the period or branch that a later part
covers only the rows of that part are left. Nothing is ever taken from another source.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.imported.sources import Claim
from data.ledger.arrow import table_of
from data.ledger.store import Readable, Tables
from data.registers.definitions.model import Register
from data.registers.finding.mapping import by_key, key_of, mapping_from_json


@dataclass(frozen=True, slots=True)
class Layer:
    """One import that a register's state is made of. ``place``: a later one lies on those before it.

    ``repeated``: a later part of the same source has the same bounds.

    ``filled``: the fields that the file had a column or one value for; None where that was not noted (an import from
    before sources), which is told by its mapping instead.
    """

    snapshot: str
    source: str
    place: int
    as_of: date
    file_name: str
    stored: int
    claim: Claim
    period_from: date | None
    period_to: date | None
    branch: str | None
    filled: str | None
    repeated: bool


@dataclass(frozen=True, slots=True)
class OneSource:
    """One source's imports alone. ``up_to``: without what lies on top of that import, ``before``: nor itself."""

    source: str | None
    up_to: str | None = None
    before: bool = False


EVERY_SOURCE = OneSource(None)


def layers(
    store: Readable, register: str, as_of: date, known_at: int | None = None, of: OneSource = EVERY_SOURCE
) -> tuple[Layer, ...]:
    """What the register consists of on a date, oldest first within each source; of one source alone if named."""
    rows = store.query(
        "WITH valid AS (SELECT * FROM valid_snapshots($as_of, $known_at) WHERE register = $register "
        "AND ($up_to IS NULL OR struct_pack(as_of, seq) <= (SELECT struct_pack(as_of, seq) FROM store.snapshot "
        "WHERE snapshot = $up_to)) AND NOT ($before AND snapshot = $up_to)), "
        "ground AS (SELECT source, max(struct_pack(as_of, seq)) AS since FROM valid WHERE claim = 'whole' "
        "GROUP BY source) "
        "SELECT v.snapshot, v.source, v.as_of, v.file_name, v.stored, v.claim, v.period_from, v.period_to, v.branch, "
        "v.filled, v.claim = 'part' AND row_number() OVER (PARTITION BY v.source, v.claim, v.period_from, v.period_to, "
        "v.branch ORDER BY v.as_of DESC, v.seq DESC) > 1 AS repeated FROM valid v LEFT JOIN ground g USING (source) "
        "WHERE (g.since IS NULL OR struct_pack(as_of := v.as_of, seq := v.seq) >= g.since) "
        "AND ($source IS NULL OR v.source = $source) "
        "ORDER BY v.as_of, v.seq",
        {
            "register": register,
            "as_of": as_of,
            "known_at": store.position() if known_at is None else known_at,
            "source": of.source,
            "up_to": of.up_to,
            "before": of.before,
        },
    )
    return tuple(Layer(place=place, **row) for place, row in enumerate(rows))


def filled_fields(store: Readable, chosen: Sequence[Layer]) -> dict[str, frozenset[str]]:
    """By snapshot: the register's fields that its file filled, whatever stood in the cells."""
    fields_of = {layer.snapshot: frozenset(json.loads(layer.filled)) for layer in chosen if layer.filled is not None}
    for layer in chosen:
        if layer.filled is None:
            rows = store.query(
                "SELECT mapping FROM store.snapshot WHERE snapshot = $snapshot", {"snapshot": layer.snapshot}
            )
            mapping = mapping_from_json(rows[0]["mapping"])
            kept = by_key(mapping.keep)
            filled = {field for header, field in mapping.fields.items() if field and kept.get(key_of(header), True)}
            fields_of[layer.snapshot] = frozenset(filled)
    return fields_of


def layer_tables(store: Readable, chosen: Sequence[Layer], known_at: int | None = None, prefix: str = "") -> Tables:
    """The tables that ``held_rows`` reads: ``layers``, and ``covered`` (place, unit): the units of a part's branch.

    ``prefix`` of their names, the same as there: where one query reads two states.
    """
    position = store.position() if known_at is None else known_at
    covered: list[tuple[int, str]] = []
    for layer in chosen:
        if layer.branch is not None:
            rows = store.query(
                "SELECT unit FROM unit_paths($as_of, $known_at) WHERE ancestor = $branch",
                {"as_of": layer.as_of, "known_at": position, "branch": layer.branch},
            )
            covered += [(layer.place, row["unit"]) for row in rows]
    return {
        f"{prefix}layers": table_of(
            "snapshot VARCHAR, source VARCHAR, place BIGINT, layer_as_of DATE, period_from DATE, period_to DATE, "
            "repeated BOOLEAN, is_part BOOLEAN, has_branch BOOLEAN",
            [
                (
                    *(each.snapshot, each.source, each.place, each.as_of, each.period_from, each.period_to),
                    *(each.repeated, each.claim == "part", each.branch is not None),
                )
                for each in chosen
            ],
        ),
        f"{prefix}covered": table_of("place BIGINT, unit VARCHAR", covered),
    }


def row_key(register: Register, row: str = "r") -> str:
    """SQL for what makes a row of a register the same from file to file.

    ``i`` and its key; without one ``m`` and the fields that the register's ``match`` names, where one is filled; else
    null: such a row can't be followed. ``row`` is the alias of the table; all names come from the register's file.
    """
    key = f"'i' || nullif(trim(CAST({row}.\"{register.key}\" AS VARCHAR)), '')"
    names = [name for field in register.match for name in _columns(register, field)]
    if not names:
        return f"({key})"
    parts = [f"nullif(lower(trim(CAST({row}.\"{name}\" AS VARCHAR))), '')" for name in names]
    filled = f"coalesce({', '.join(parts)}) IS NOT NULL"
    texts = ", ".join(f"coalesce({part}, '')" for part in parts)
    return f"coalesce({key}, CASE WHEN {filled} THEN 'm' || md5(concat_ws(chr(31), {texts})) END)"


def leading(register: Register, row: str = "r") -> str:
    """SQL (terms of an ORDER BY) that puts the row that stands for a thing first among its rows in one file.

    The least finished one: by the place of its status in the register's own list, of which the last value is the
    finished one (an unknown word, or none, goes just before it: it never closes a thing); then by the earliest date;
    then by its place in the file. The fields are those that the register's file says ``leads`` of.
    """
    fields = [field for field in register.fields if field.leads]
    terms = []
    for field in (field for field in fields if field.type == "choice"):
        *unfinished, last = (value.name for value in field.values)
        places = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(unfinished))
        terms.append(f"CASE {row}.\"{field.name}\" {places} WHEN '{last}' THEN {len(unfinished) + 1} "
                     f"ELSE {len(unfinished)} END")  # fmt: skip
    terms += [f'{row}."{field.name}" NULLS LAST' for field in fields if field.type == "date"]
    return ", ".join([*terms, f'{row}."row"'])


def held_rows(register: Register, prefix: str = "") -> str:
    """SQL (a SELECT) for the rows that hold: the register's columns, ``source``, ``layer_as_of`` and ``row_key``.

    Reads the tables that ``layer_tables`` gives. One key may stand on several rows of one file:
    ``leading`` tells which of them counts.
    """
    table = f"store.register_{register.name}"
    unit = next((field.name for field in register.fields if field.type == "unit"), None)
    inside = [
        "NOT l.has_branch" if unit is None
        else f'(NOT l.has_branch OR (l.place, k."{unit}") IN (SELECT (place, unit) FROM {prefix}covered))'
    ]  # fmt: skip
    day = _period_day(register)
    inside.append(
        "l.period_from IS NULL AND l.period_to IS NULL" if day is None
        else f"({day} >= l.period_from OR l.period_from IS NULL) AND ({day} <= l.period_to OR l.period_to IS NULL) "
             f"AND ({day} IS NOT NULL OR (l.period_from IS NULL AND l.period_to IS NULL))"
    )  # fmt: skip
    return f"""
    WITH keyed AS (
        SELECT r.*, y.source, y.place, y.layer_as_of, {row_key(register)} AS row_key
        FROM {table} r JOIN {prefix}layers y USING (snapshot)
        -- What nothing identifies can't be followed from a part to the next one of the same bounds: the newest has it.
        WHERE NOT y.repeated OR {row_key(register)} IS NOT NULL
    ), newest AS (
        SELECT * FROM keyed k
        QUALIFY row_key IS NULL OR place = max(place) OVER (PARTITION BY source, row_key)
    )
    SELECT k.* FROM newest k WHERE NOT EXISTS (
        SELECT 1 FROM {prefix}layers l
        WHERE l.is_part AND l.source = k.source AND l.place > k.place AND {" AND ".join(inside)}
    )
    """


def _period_day(register: Register) -> str | None:
    if not register.period:
        return None
    days = ", ".join(f'CAST(k."{name}" AS DATE)' for name in register.period)
    return f"coalesce({days})"


def _columns(register: Register, field: str) -> tuple[str, ...]:
    kind = register.field(field).type
    return (f"{field}_text",) if kind == "unit" else (field,)
