"""What a file would change in what its source held before, told before it is saved."""

from dataclasses import dataclass

import pyarrow as pa

from base.errors import MognadError
from base.formats import number, plural
from data.imported.comparison import followed_rows, heard_table, is_changed
from data.imported.incoming import Incoming
from data.imported.snapshot import UNIT_REGISTER, unit_fields, with_units
from data.imported.sources import FileCoverage
from data.imported.state import Layer, OneSource, filled_fields, held_rows, layer_tables, layers, row_key
from data.ledger.store import Readable
from data.organisation.units import matcher
from data.registers.definitions.model import Register

# Rule: "if rows fall by more than a fifth the person is asked before saving".
_KEPT, _OF = 4, 5
# Stands for the file's snapshot: it has none yet.
_INCOMING = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A file against what its source held, inside what the file claims to cover.

    ``before``, ``rows``: rows held and rows that would be stored. The others count what a key stands for, so that one
    risk on three rows is one, told by the row that counts (``state.leading``); ``changed`` as what changed is
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


def outlook(store: Readable, incoming: Incoming) -> Outlook | None:
    """How a reading stands to what its source held on the day; None where there is nothing to compare with."""
    register, coverage = incoming.register, incoming.coverage
    held_before = _held_before(store, incoming)
    if not held_before:
        return None
    keyed = f"SELECT r.*, $source AS source, {row_key(register)} AS row_key FROM incoming_rows r"
    sql = f"""
    WITH held AS ({held_rows(register)}),
    inside AS (SELECT * FROM held h WHERE {_inside(register, coverage)}),
    incoming AS ({keyed}),
    was AS ({followed_rows(register, "SELECT * FROM held")}),
    now AS ({followed_rows(register, "SELECT * FROM incoming")}),
    paired AS (SELECT {is_changed(register)} AS changed FROM was a JOIN now b USING (row_key))
    SELECT (SELECT count(*) FROM inside) AS before,
           (SELECT count(*) FROM incoming) AS rows,
           (SELECT count(*) FROM now WHERE row_key NOT IN (SELECT row_key FROM was)) AS new,
           (SELECT count(*) FROM paired WHERE changed) AS changed,
           (SELECT count(*) FROM paired WHERE NOT changed) AS same,
           (SELECT count(DISTINCT row_key) FROM inside WHERE row_key IS NOT NULL
               AND row_key NOT IN (SELECT row_key FROM now)) AS missing,
           (SELECT count(*) FROM incoming WHERE row_key IS NULL) AS unfollowed
    """
    heard = {**filled_fields(store, held_before), _INCOMING: incoming.reading.filled}
    tables = {
        **layer_tables(store, held_before),
        "incoming_rows": _incoming_rows(store, incoming),
        "heard": heard_table(heard, register.watched_fields),
    }
    return Outlook(**store.query(sql, {"source": incoming.source, **_parameters(store, incoming)}, tables)[0])


def require_enough_rows(store: Readable, incoming: Incoming) -> None:
    """Raises ``rows_fell`` if the rows fell by more than a fifth inside what the file claims to cover."""
    register, coverage = incoming.register, incoming.coverage
    held_before = _held_before(store, incoming) if coverage.claim != "addition" else ()
    if not held_before:
        return
    sql = f"SELECT count(*) AS n FROM ({held_rows(register)}) h WHERE {_inside(register, coverage)}"
    before = store.query(sql, _parameters(store, incoming), layer_tables(store, held_before))[0]["n"]
    outcome = Outlook(before, incoming.reading.stored, 0, 0, 0, 0, 0)
    if outcome.fell:
        raise MognadError("rows_fell", f"{fell_words(outcome, coverage)} Inget sparades.")


def _held_before(store: Readable, incoming: Incoming) -> tuple[Layer, ...]:
    if incoming.register.name == UNIT_REGISTER:
        return ()
    return layers(store, incoming.register.name, incoming.as_of, of=OneSource(incoming.source))


def fell_words(outcome: Outlook, coverage: FileCoverage) -> str:
    """The question that a file of far fewer rows gives rise to."""
    what = "hela registret" if coverage.claim == "whole" else "hela den del som filen täcker"
    rows, before = plural(outcome.rows, "rad", "rader"), number(outcome.before)
    return f"Filen har {rows}, förra gången var det {before}. Är det {what}?"


def _inside(register: Register, coverage: FileCoverage) -> str:
    """SQL for the held rows (alias ``h``) that the file claims to cover; all names come from the register's file."""
    if coverage.claim == "whole":
        return "true"
    if coverage.claim == "addition":
        return "false"
    bounds = []
    if coverage.period_from or coverage.period_to:
        days = ", ".join(f'CAST(h."{name}" AS DATE)' for name in register.period)
        bounds.append(
            f"coalesce({days}) BETWEEN coalesce($period_from, DATE '0001-01-01') "
            "AND coalesce($period_to, DATE '9999-12-31')" if days else "false"
        )  # fmt: skip
    if coverage.branch:
        unit = next((field.name for field in register.fields if field.type == "unit"), None)
        paths = "SELECT unit FROM unit_paths($as_of, $known_at) WHERE ancestor = $branch"
        bounds.append(f'h."{unit}" IN ({paths})' if unit else "false")
    return " AND ".join(bounds) or "true"


def _parameters(store: Readable, incoming: Incoming) -> dict[str, object]:
    coverage = incoming.coverage
    parameters: dict[str, object] = {}
    if coverage.claim == "part" and (coverage.period_from or coverage.period_to):
        parameters |= {"period_from": coverage.period_from, "period_to": coverage.period_to}
    if coverage.claim == "part" and coverage.branch:
        parameters |= {"as_of": incoming.as_of, "known_at": store.position(), "branch": coverage.branch}
    return parameters


def _incoming_rows(store: Readable, incoming: Incoming) -> pa.Table:
    """The rows as they would be stored, with the units that their texts lead to on the day."""
    register, table = incoming.register, incoming.reading.table
    if unit_fields(register):
        table = with_units(table, register, matcher(store, incoming.as_of))
    return table.append_column("snapshot", pa.array([_INCOMING] * table.num_rows, pa.string()))
