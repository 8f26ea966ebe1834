"""What each column holds: how many cells are filled, how many differ, and what is typical."""

from dataclasses import dataclass

from data.exploring.arrow_sql import select
from data.registers.definitions.written import value_words
from metrics.exploring.table import ColumnKind, ExploredColumn, ExploredTable

_COMMON = 3


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """``filled`` + ``empty`` = the table's rows. ``low``, ``middle`` and ``high`` (min, median, max) of numbers and
    dates as written; ``common``: a text's most common values with their rows, the most common first.
    """

    column: ExploredColumn
    filled: int
    empty: int
    distinct: int
    low: str = ""
    middle: str = ""
    high: str = ""
    common: tuple[tuple[str, int], ...] = ()


def profile(table: ExploredTable) -> tuple[ColumnProfile, ...]:
    """A profile per column, in the table's order."""
    return tuple(_of(table, column) for column in table.columns)


def _of(table: ExploredTable, column: ExploredColumn) -> ColumnProfile:
    at = column.at
    if column.texts:
        rows = select(
            f"SELECT {at} AS value, count(*) AS n, count(*) OVER () AS kinds FROM rows WHERE {at} IS NOT NULL "
            f"GROUP BY {at} ORDER BY n DESC, value LIMIT {_COMMON}",
            {"rows": table.data},
        ).to_pylist()
        empty = table.data.column(at).null_count
        common = tuple((row["value"], row["n"]) for row in rows)
        return ColumnProfile(column, table.rows - empty, empty, rows[0]["kinds"] if rows else 0, common=common)
    (row,) = select(
        f"SELECT count({at}) AS filled, count(DISTINCT {at}) AS distinct_values, min({at}) AS low, "
        f"quantile_disc({at}, 0.5) AS disc, max({at}) AS high"
        + (f", median({at}) AS middle" if column.kind is ColumnKind.NUMBER else "")
        + " FROM rows",
        {"rows": table.data},
    ).to_pylist()
    low, middle, high = (written(value) for value in (row["low"], row.get("middle", row["disc"]), row["high"]))
    return ColumnProfile(column, row["filled"], table.rows - row["filled"], row["distinct_values"], low, middle, high)


def written(value: object) -> str:
    """A value as it is written wherever a row is shown; nothing for None."""
    return "" if value is None else value_words(value)
