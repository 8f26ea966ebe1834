"""Groups and pivots: a view's rows counted or summed up by one column, and perhaps by another across.

Totals are computed from the rows, never from the groups: a mean of all is no mean of means.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from base.errors import MognadError
from base.formats import short
from data.exploring.arrow_sql import select
from metrics.exploring.rows import Clause, clause, swedish
from metrics.exploring.table import EMPTY, ColumnKind, ExploredColumn, ExploredTable
from metrics.exploring.view import ExploreView, Part

MOST_ROWS = 1000
MOST_COLUMNS = 24
PERIODS: dict[Part, str] = {"year": "år", "tertial": "tertial", "month": "månad"}
MEASURES = {
    "count": "Antal rader",
    "share": "Andel av raderna",
    "sum": "Summa",
    "mean": "Medelvärde",
    "min": "Minsta",
    "max": "Största",
}

_AGGREGATES = {"sum": "sum(m)", "mean": "avg(m)", "min": "min(m)", "max": "max(m)"}

Key = str | int | float | None


@dataclass(frozen=True, slots=True)
class Group:
    """``key`` as the database has it: a text, a number, or of a date its period as a number; None is *(tomt)*.

    ``rows``: how many the group has over all.
    """

    key: Key
    label: str
    rows: int


@dataclass(frozen=True, slots=True)
class GroupCell:
    """A pivot's cell: its value (None: nothing to compute from) and its number of rows."""

    value: float | None
    rows: int


@dataclass(frozen=True, slots=True)
class Pivot:
    """``cells`` by (row, column) of ``rows`` and ``columns``; without ``across`` every cell's column is 0.

    ``row_totals`` and ``column_totals`` by index; ``total`` of all. ``empty``: rows without a number to compute with.
    """

    by: ExploredColumn
    across: ExploredColumn | None
    of: ExploredColumn | None
    measure: str
    rows: tuple[Group, ...]
    columns: tuple[Group, ...]
    cells: dict[tuple[int, int], GroupCell]
    row_totals: tuple[GroupCell, ...]
    column_totals: tuple[GroupCell, ...]
    total: GroupCell
    over_time: bool

    def cell(self, row: int, column: int) -> GroupCell:
        """The cell; where no row is, a count of 0 and nothing else."""
        counted = self.measure in ("count", "share")
        return self.cells.get((row, column), GroupCell(0.0 if counted else None, 0))

    def written(self, cell: GroupCell) -> str:
        """The cell's value as a text; ``–`` for nothing."""
        if cell.value is None:
            return "–"
        if self.measure == "share":
            return f"{short(cell.value, 1)}\u2009%"
        return short(cell.value)


_ONE = (Group(0, "", 0),)


def pivot(table: ExploredTable, view: ExploreView) -> Pivot:
    """The pivot of a view's rows.

    A share is of the row's rows when there are columns across, else of all.

    Raises:
        MognadError: ``column_gone``; ``no_group`` without a column to group by; ``no_measure`` without a column of
            numbers where one is needed; ``too_many_groups`` and ``too_many_columns``.
    """
    if view.by is None:
        raise MognadError("no_group", "Välj vilken kolumn raderna ska grupperas efter.")
    by, across = table.column(view.by), table.column(view.across) if view.across else None
    of = _measured(table, view)
    where, parameters = clause(table, view)
    second = _expression(across, view.across_part) if across else "0"
    aggregate = _AGGREGATES.get(view.measure, "count(*)")
    found = select(
        f"SELECT g, h, count(*) AS n, {aggregate} AS v, grouping(g) AS all_g, grouping(h) AS all_h "
        f"FROM (SELECT {_expression(by, view.by_part)} AS g, {second} AS h, {of.measure if of else '0'} AS m "
        f"FROM rows WHERE {where}) GROUP BY GROUPING SETS ((g, h), (g), (h), ())",
        {"rows": table.data},
        parameters,
    )
    return _gathered(found, by, across, of, view)


def group_clause(column: ExploredColumn, part: Part, group: Group, name: str = "g") -> Clause:
    """What a row of the group is, as SQL with its parameter."""
    return f"{_expression(column, part)} IS NOT DISTINCT FROM ${name}", {name: group.key}


def both(one: Clause, other: Clause) -> Clause:
    """What holds when both do."""
    return f"{one[0]} AND {other[0]}", one[1] | other[1]


def _measured(table: ExploredTable, view: ExploreView) -> ExploredColumn | None:
    if view.measure in ("count", "share"):
        return None
    of = table.column(view.of) if view.of else None
    if of is None or of.measure is None:
        raise MognadError("no_measure", "Välj en kolumn med tal att räkna på.")
    return of


def _expression(column: ExploredColumn, part: Part) -> str:
    if column.kind is not ColumnKind.DATE:
        return column.at
    at = column.at
    if part == "year":
        return f"year({at})"
    if part == "tertial":
        return f"year({at}) * 10 + (month({at}) - 1) // 4 + 1"
    return f"year({at}) * 100 + month({at})"


def _gathered(
    found: pa.Table, by: ExploredColumn, across: ExploredColumn | None, of: ExploredColumn | None, view: ExploreView
) -> Pivot:
    rows: list[dict[str, Any]] = found.to_pylist()
    inner = [row for row in rows if not row["all_g"] and not row["all_h"]]
    whole = {row["g"]: row for row in rows if not row["all_g"] and row["all_h"]}
    down = {row["h"]: row for row in rows if row["all_g"] and not row["all_h"]}
    total = next(row for row in rows if row["all_g"] and row["all_h"])
    _require_few(len(whole), MOST_ROWS, "too_many_groups", by)
    if across:
        _require_few(len(down), MOST_COLUMNS, "too_many_columns", across)
    first = _groups(by, view.by_part, {key: row["n"] for key, row in whole.items()})
    if by.kind is ColumnKind.DATE:
        first = _without_gaps(first, view.by_part)
    columns = _groups(across, view.across_part, {key: row["n"] for key, row in down.items()}) if across else _ONE
    places = {group.key: place for place, group in enumerate(first)}
    across_places = {group.key: place for place, group in enumerate(columns)}

    def cell(row: dict[str, Any] | None, base: int) -> GroupCell:
        if view.measure == "share":
            n = row["n"] if row else 0
            return GroupCell(100 * n / base if base else None, n)
        if row is None:
            return GroupCell(0.0 if view.measure == "count" else None, 0)
        return GroupCell(None if row["v"] is None else float(row["v"]), row["n"])

    every = total["n"]
    return Pivot(
        by=by,
        across=across,
        of=of,
        measure=view.measure,
        rows=first,
        columns=columns,
        cells={
            (places[row["g"]], across_places[row["h"]]): cell(row, whole[row["g"]]["n"] if across else every)
            for row in inner
        },
        row_totals=tuple(cell(whole.get(group.key), group.rows if across else every) for group in first),
        column_totals=tuple(cell(down.get(group.key), every) for group in columns),
        total=cell(total, every),
        over_time=by.kind is ColumnKind.DATE or by.periods,
    )


def _require_few(count: int, most: int, code: str, column: ExploredColumn) -> None:
    if count > most:
        raise MognadError(
            code,
            f"”{column.label}” har {count} olika värden. Högst {most} går att visa här: välj en annan kolumn eller "
            "filtrera först.",
        )


def _groups(column: ExploredColumn, part: Part, counts: Mapping[Key, int]) -> tuple[Group, ...]:
    """In the order of the choice, the scale, the time or the alphabet; *(tomt)* last."""
    places = {text: place for place, text in enumerate(column.order)}

    def order(key: Key) -> tuple[bool, float, str]:
        if column.texts:
            return key is None, places.get(str(key), len(places)), _text(key)
        return key is None, float(key or 0), ""

    return tuple(Group(key, _label(column, part, key), counts[key]) for key in sorted(counts, key=order))


def _text(key: Key) -> str:
    return swedish(None if key is None else str(key))


def _label(column: ExploredColumn, part: Part, key: Key) -> str:
    if key is None:
        return EMPTY
    if column.kind is ColumnKind.DATE:
        return period_label(int(key), part)
    return short(float(key)) if column.kind is ColumnKind.NUMBER else str(key)


def period_label(key: int, part: Part) -> str:
    """``2025``, ``2025 T2`` or ``2025-03`` of 2025, 20252 or 202503."""
    if part == "year":
        return str(key)
    if part == "tertial":
        return f"{key // 10} T{key % 10}"
    return f"{key // 100}-{key % 100:02}"


def _without_gaps(groups: tuple[Group, ...], part: Part) -> tuple[Group, ...]:
    """Every period from the first to the last, as long as that makes a table one can read."""
    known = {int(group.key): group for group in groups if group.key is not None}
    if not known:
        return groups
    every: list[Group] = []
    key, last = min(known), max(known)
    while key <= last and len(every) <= MOST_ROWS:
        every.append(known.get(key, Group(key, period_label(key, part), 0)))
        key = _next(key, part)
    if len(every) > MOST_ROWS:
        return groups
    return (*every, *(group for group in groups if group.key is None))


def _next(key: int, part: Part) -> int:
    if part == "year":
        return key + 1
    base, most = (10, 3) if part == "tertial" else (100, 12)
    return key + 1 if key % base < most else (key // base + 1) * base + 1


def period_end(key: int, part: Part) -> date:
    """The last day of a period."""
    following = _next(key, part)
    if part == "year":
        begins = date(following, 1, 1)
    elif part == "tertial":
        begins = date(following // 10, (following % 10 - 1) * 4 + 1, 1)
    else:
        begins = date(following // 100, following % 100, 1)
    return begins - timedelta(days=1)
