"""What has been measured on units: whatever would point at nothing if they had never been."""

from collections.abc import Iterator, Sequence

from data.ledger.store import Readable
from data.registers import all_registers

# What says most of a unit in a measurement goes first; the others follow from it.
_IN_ROUNDS = """
WITH asked AS (
    SELECT unit, round, 1 AS place, 'har svar i' AS what FROM store.answer WHERE seq <= $at
    UNION SELECT unit, round, 2, 'har lämnat in i' FROM known_submissions($at)
    UNION SELECT unit, round, 3, 'har en egen bedömning i' FROM known_overrides($at)
    UNION SELECT unit, round, 4, 'är tillfrågad i' FROM known_round_units($at)
)
SELECT unit, arg_min(what, place) AS what, r.name FROM asked JOIN known_rounds(DATE '9999-12-31', $at) r USING (round)
WHERE list_contains($units, unit) GROUP BY unit, round, r.name, r.as_of ORDER BY r.as_of, r.name, unit
"""
_OUTSIDE = """
SELECT DISTINCT v.unit, 'har värden i' AS what, r.name FROM store.outside_value v JOIN (
    SELECT result, arg_max(name, seq) AS name FROM store.outside_result WHERE seq <= $at
    GROUP BY result HAVING NOT arg_max(coalesce(withdrawn, false), seq)
) r USING (result) WHERE list_contains($units, v.unit) ORDER BY r.name, v.unit
"""
_IMPORTED = """
SELECT unit, 'finns i registret' AS what FROM ({rows})
WHERE list_contains($units, unit) AND snapshot NOT IN (
    SELECT snapshot FROM store.snapshot_event WHERE seq <= $at
    GROUP BY snapshot HAVING arg_max(event, seq) = 'withdrawn'
) GROUP BY unit ORDER BY unit
"""


def measured_on(source: Readable, names: dict[str, str]) -> list[str]:
    """A clause for each thing measured: ”Nordskolan” har svar i Mätning 2026. ``names``: unit id → its name."""
    if not names:
        return []
    facts = [*_stated(source, list(names)), *_imported(source, list(names))]
    return [f"”{names[unit]}” {what} {where}" for unit, what, where in facts]


def _stated(source: Readable, units: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for statement in (_IN_ROUNDS, _OUTSIDE):
        for row in source.query(statement, {"units": units, "at": source.position()}):
            yield row["unit"], row["what"], row["name"]


def _imported(source: Readable, units: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Rows of registers about the units, and imports that cover just them."""
    for register in all_registers().values():
        selects = [
            f'SELECT "{field.name}" AS unit, snapshot FROM store.register_{register.name}'
            for field in register.fields
            if field.type == "unit"
        ]
        selects.append("SELECT branch AS unit, snapshot FROM store.snapshot WHERE register = $register")
        statement = _IMPORTED.format(rows=" UNION ALL ".join(selects))
        values = {"units": units, "at": source.position(), "register": register.name}
        for row in source.query(statement, values):
            yield row["unit"], row["what"], register.label
