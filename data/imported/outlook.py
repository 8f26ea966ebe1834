"""What a file would change in what its source held before, told before it is saved."""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from base.errors import MognadError
from base.formats import number, plural
from data.imported.comparison import differs, heard_table, placed_rows
from data.imported.snapshot import UNIT_REGISTER, unit_fields, with_units
from data.imported.sources import FileCoverage
from data.imported.state import Layer, filled_fields, held_rows, layer_tables, layers, row_key
from data.ledger.store import Readable
from data.organisation.units import matcher
from data.registers.definitions.model import Register
from data.registers.reading.result import Reading

# Rule: "if rows fall by more than a fifth the person is asked before saving".
_KEPT, _OF = 4, 5
# Stands for the file's snapshot: it has none yet.
_INCOMING = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A file against what its source held, inside what the file claims to cover.

    ``before``, ``rows``: rows held and rows that would be stored. The others count what a key stands for, so that one
    risk on three rows is one, told by the row that counts (``register_state.leading``); ``changed`` as what changed is
    told after saving; ``unfollowed`` rows of the file have nothing to follow them by.
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


def outlook(store: Readable, reading: Reading, as_of: date, source: str, coverage: FileCoverage) -> Outlook | None:
    """How a reading stands to what its source held on the day; None where there is nothing to compare with."""
    register = reading.register
    chosen = layers(store, register.name, as_of, source=source) if register else ()
    if register is None or not chosen or register.name == UNIT_REGISTER:
        return None
    changed = " OR ".join(differs(found) for found in register.watched_fields) or "false"
    incoming = f"SELECT r.*, $source AS source, {row_key(register)} AS row_key FROM incoming_rows r"
    sql = f"""
    WITH held AS ({held_rows(register)}),
    inside AS (SELECT * FROM held h WHERE {_inside(register, coverage)}),
    incoming AS ({incoming}),
    was AS (SELECT * FROM ({placed_rows(register, "SELECT * FROM held")}) JOIN heard USING (snapshot)
            WHERE nth = 1 AND row_key IS NOT NULL),
    now AS (SELECT * FROM ({placed_rows(register, "SELECT * FROM incoming")}) JOIN heard USING (snapshot)
            WHERE nth = 1 AND row_key IS NOT NULL),
    paired AS (SELECT {changed} AS changed FROM was a JOIN now b USING (row_key))
    SELECT (SELECT count(*) FROM inside) AS before,
           (SELECT count(*) FROM incoming) AS rows,
           (SELECT count(*) FROM now WHERE row_key NOT IN (SELECT row_key FROM was)) AS new,
           (SELECT count(*) FROM paired WHERE changed) AS changed,
           (SELECT count(*) FROM paired WHERE NOT changed) AS same,
           (SELECT count(DISTINCT row_key) FROM inside WHERE row_key IS NOT NULL
               AND row_key NOT IN (SELECT row_key FROM now)) AS missing,
           (SELECT count(*) FROM incoming WHERE row_key IS NULL) AS unfollowed
    """
    heard = {**filled_fields(store, chosen), _INCOMING: reading.filled}
    tables = {
        **layer_tables(store, chosen),
        "incoming_rows": _incoming(store, register, reading, as_of),
        "heard": heard_table(heard, register.watched_fields),
    }
    return Outlook(**store.query(sql, {"source": source, **_parameters(store, as_of, coverage)}, tables)[0])


def require_enough_rows(store: Readable, reading: Reading, as_of: date, source: str, coverage: FileCoverage) -> None:
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


def fell_words(found: Outlook, coverage: FileCoverage) -> str:
    """The question that a file of far fewer rows gives rise to."""
    what = "hela registret" if coverage.claim == "whole" else "hela den del som filen täcker"
    return (
        f"Filen har {plural(found.rows, 'rad', 'rader')}, förra gången var det {number(found.before)}. Är det {what}?"
    )


def _inside(register: Register, coverage: FileCoverage) -> str:
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


def _parameters(store: Readable, as_of: date, coverage: FileCoverage) -> dict[str, object]:
    found: dict[str, object] = {}
    if coverage.claim == "part" and (coverage.period_from or coverage.period_to):
        found |= {"period_from": coverage.period_from, "period_to": coverage.period_to}
    if coverage.claim == "part" and coverage.branch:
        found |= {"as_of": as_of, "known_at": store.position(), "branch": coverage.branch}
    return found


def _incoming(store: Readable, register: Register, reading: Reading, as_of: date) -> pa.Table:
    """The rows as they would be stored, with the units that their texts lead to on the day."""
    table = with_units(reading.table, register, matcher(store, as_of)) if unit_fields(register) else reading.table
    return table.append_column("snapshot", pa.array([_INCOMING] * table.num_rows, pa.string()))
