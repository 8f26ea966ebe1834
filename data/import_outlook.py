"""What a file would change in what its source held before, told before it is saved."""

import json
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from base.errors import MognadError
from base.formats import number
from data.import_snapshot import UNIT_REGISTER
from data.register_sources import Coverage
from data.register_state import Layer, held_rows, layer_tables, layers, row_key
from data.registers.model import Register
from data.registers.result import Reading
from data.registers.tables import arrow_schema
from data.store import Source

# Rule: "if rows fall by more than a fifth the person is asked before saving".
_KEPT, _OF = 4, 5


@dataclass(frozen=True, slots=True)
class Outlook:
    """A file against what its source held, inside what the file claims to cover.

    ``before``, ``rows``: rows held and rows that would be stored. The others count what a key stands for, so that one
    risk on three rows is one; ``unfollowed`` rows of the file have nothing to follow them by.
    """

    before: int
    rows: int
    new: int
    changed: int
    same: int
    missing: int
    unfollowed: int

    @property
    def fell(self) -> bool:
        """Whether the rows fell by more than a fifth."""
        return self.rows * _OF < self.before * _KEPT


def outlook(store: Source, reading: Reading, as_of: date, source: str, coverage: Coverage) -> Outlook | None:
    """How a reading stands to what its source held on the day; None where there is nothing to compare with."""
    register = reading.register
    chosen = layers(store, register.name, as_of, source=source) if register else ()
    if register is None or not chosen or register.name == UNIT_REGISTER:
        return None
    names = _compared(register, reading, chosen)
    content = f"sum(hash({', '.join(f'{chr(34)}{name}{chr(34)}' for name in names)}))" if names else "0"
    sql = f"""
    WITH held AS ({held_rows(register)}),
    inside AS (SELECT * FROM held h WHERE {_inside(register, coverage)}),
    incoming AS (SELECT r.*, {row_key(register)} AS row_key FROM incoming_rows r),
    was AS (SELECT row_key, {content} AS content FROM held WHERE row_key IS NOT NULL GROUP BY row_key),
    now AS (SELECT row_key, {content} AS content FROM incoming WHERE row_key IS NOT NULL GROUP BY row_key)
    SELECT (SELECT count(*) FROM inside) AS before,
           (SELECT count(*) FROM incoming) AS rows,
           (SELECT count(*) FROM now WHERE row_key NOT IN (SELECT row_key FROM was)) AS new,
           (SELECT count(*) FROM now JOIN was USING (row_key) WHERE now.content <> was.content) AS changed,
           (SELECT count(*) FROM now JOIN was USING (row_key) WHERE now.content = was.content) AS same,
           (SELECT count(DISTINCT row_key) FROM inside WHERE row_key IS NOT NULL
               AND row_key NOT IN (SELECT row_key FROM now)) AS missing,
           (SELECT count(*) FROM incoming WHERE row_key IS NULL) AS unfollowed
    """
    tables = {**layer_tables(store, chosen), "incoming_rows": reading.table}
    return Outlook(**store.query(sql, _parameters(store, as_of, coverage), tables)[0])


def require_enough_rows(store: Source, reading: Reading, as_of: date, source: str, coverage: Coverage) -> None:
    """Raises ``rows_fell`` if the rows fell by more than a fifth inside what the file claims to cover."""
    register = reading.register
    chosen: tuple[Layer, ...] = ()
    if register is not None and register.name != UNIT_REGISTER and coverage.claim != "addition":
        chosen = layers(store, register.name, as_of, source=source)
    if register is None or not chosen:
        return
    sql = f"SELECT count(*) AS n FROM ({held_rows(register)}) h WHERE {_inside(register, coverage)}"
    before = store.query(sql, _parameters(store, as_of, coverage), layer_tables(store, chosen))[0]["n"]
    found = Outlook(before, reading.stored, 0, 0, 0, 0, 0)
    if found.fell:
        raise MognadError("rows_fell", f"{fell_words(found, coverage)} Inget sparades.")


def fell_words(found: Outlook, coverage: Coverage) -> str:
    """The question that a file of far fewer rows gives rise to."""
    rows = "1 rad" if found.rows == 1 else f"{number(found.rows)} rader"
    what = "hela registret" if coverage.claim == "whole" else "hela den del som filen täcker"
    return f"Filen har {rows}, förra gången var det {number(found.before)}. Är det {what}?"


def _inside(register: Register, coverage: Coverage) -> str:
    """SQL for the held rows (alias ``h``) that the file claims to cover; all names come from the register's file."""
    if coverage.claim == "whole":
        return "true"
    if coverage.claim == "addition":
        return "false"
    told = []
    if coverage.period_from or coverage.period_to:
        days = ", ".join(f'CAST(h."{name}" AS DATE)' for name in register.period)
        told.append(
            f"coalesce({days}) BETWEEN coalesce($period_from, DATE '0001-01-01') "
            "AND coalesce($period_to, DATE '9999-12-31')" if days else "false"
        )  # fmt: skip
    if coverage.branch:
        unit = next((field.name for field in register.fields if field.type == "unit"), None)
        paths = "SELECT unit FROM unit_paths($as_of, $known_at) WHERE ancestor = $branch"
        told.append(f'h."{unit}" IN ({paths})' if unit else "false")
    return " AND ".join(told) or "true"


def _parameters(store: Source, as_of: date, coverage: Coverage) -> dict[str, object]:
    found: dict[str, object] = {}
    if coverage.claim == "part" and (coverage.period_from or coverage.period_to):
        found |= {"period_from": coverage.period_from, "period_to": coverage.period_to}
    if coverage.claim == "part" and coverage.branch:
        found |= {"as_of": as_of, "known_at": store.position(), "branch": coverage.branch}
    return found


def _compared(register: Register, reading: Reading, chosen: tuple[Layer, ...]) -> list[str]:
    """The columns whose change counts: of the watched fields, or all, those that the file and one before it fill."""
    fields = set(reading.filled) & set(register.watched or register.field_names)
    if all(layer.filled is not None for layer in chosen):
        fields &= {name for layer in chosen for name in json.loads(layer.filled or "[]")}
    schema: pa.Schema = arrow_schema(register)
    units = {field.name for field in register.fields if field.type == "unit"}
    endings = ("", "_text", "_scale", "_step", "_timed")
    owner = {f"{name}{ending}": name for name in register.field_names for ending in endings}
    return [name for name in schema.names if owner.get(name) in fields and name not in units]
