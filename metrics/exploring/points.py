"""Rows as points of a scatter: two numbers each."""

from dataclasses import dataclass

from base.errors import MognadError
from data.exploring.arrow_sql import select
from metrics.exploring.rows import clause
from metrics.exploring.table import PLACE, ExploredColumn, ExploredTable
from metrics.exploring.view import ExploreView

MOST_POINTS = 2000


@dataclass(frozen=True, slots=True)
class Points:
    """``places``: the rows of the points in the table. ``rows`` of the view have both numbers on ``known`` of them; of
    those at most ``MOST_POINTS`` are here, evenly spread over the file.
    """

    x: ExploredColumn
    y: ExploredColumn
    places: tuple[int, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    known: int
    rows: int


def points(table: ExploredTable, view: ExploreView) -> Points:
    """The view's rows as points. Raises ``no_measure`` without two columns of numbers, and ``column_gone``."""
    if view.x is None or view.y is None:
        raise MognadError("no_measure", "Välj två kolumner med tal, en för varje axel.")
    x, y = table.column(view.x), table.column(view.y)
    if x.measure is None or y.measure is None:
        raise MognadError("no_measure", "Välj två kolumner med tal, en för varje axel.")
    where, parameters = clause(table, view)
    found = select(
        f"WITH chosen AS (SELECT {PLACE}, CAST({x.measure} AS DOUBLE) AS x, CAST({y.measure} AS DOUBLE) AS y "
        f"FROM rows WHERE {where}), known AS (SELECT *, row_number() OVER (ORDER BY {PLACE}) - 1 AS number, "
        "count(*) OVER () AS n FROM chosen WHERE x IS NOT NULL AND y IS NOT NULL) "
        f"SELECT {PLACE}, x, y, n, (SELECT count(*) FROM chosen) AS every FROM known "
        f"WHERE number % greatest(1, CAST(ceil(n / {MOST_POINTS}) AS BIGINT)) = 0 ORDER BY number",
        {"rows": table.data},
        parameters,
    ).to_pylist()
    return Points(
        x,
        y,
        tuple(row[PLACE] for row in found),
        tuple(row["x"] for row in found),
        tuple(row["y"] for row in found),
        found[0]["n"] if found else 0,
        found[0]["every"] if found else 0,
    )
