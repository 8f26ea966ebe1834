"""Which rows a view lets through, and in which order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.exploring.arrow_sql import select
from metrics.exploring.table import EMPTY, PLACE, SEARCHED, ColumnKind, ExploredColumn, ExploredTable
from metrics.exploring.view import Condition, ExploreView

Clause = tuple[str, dict[str, Any]]
MOST_VALUES = 200


def clause(table: ExploredTable, view: ExploreView) -> Clause:
    """The filter and the search as SQL over the data, with its parameters. Raises ``column_gone``."""
    parts: list[str] = []
    parameters: dict[str, Any] = {}
    for place, condition in enumerate(view.where):
        part, given = _condition(table.column(condition.column), condition, f"w{place}")
        parts += part
        parameters |= given
    for place, word in enumerate(view.search.lower().split()):
        parts.append(f"contains({SEARCHED}, $q{place})")
        parameters[f"q{place}"] = word
    return " AND ".join(parts) or "true", parameters


def find(table: ExploredTable, view: ExploreView, more: Clause = ("true", {})) -> pa.Array:
    """The places of the rows that the view lets through, sorted as it says; else as in the file.

    ``more``: what the rows must be besides, e.g. of one group. Empty cells come last. Raises ``column_gone``.
    """
    where, parameters = clause(table, view)
    order = f"{_sorting(table.column(view.sort), view.descending)}, " if view.sort else ""
    if view.sort and (column := table.column(view.sort)).order and not column.steps:
        parameters["sorted"] = list(column.order)
    found = select(
        f"SELECT {PLACE} FROM rows WHERE {where} AND {more[0]} ORDER BY {order}{PLACE}",
        {"rows": table.data},
        parameters | more[1],
    )
    return found.column(0).combine_chunks()


def fits(column: ExploredColumn, found: Condition) -> bool:
    """Whether the column is of the kind that the condition is about: it may have been numbers in an earlier file."""
    texts = bool(found.values or found.contains)
    numbers = found.low is not None or found.high is not None
    dates = found.since is not None or found.until is not None
    return not (
        (texts and not column.texts)
        or (numbers and column.kind is not ColumnKind.NUMBER)
        or (dates and column.kind is not ColumnKind.DATE)
    )


def taken(table: ExploredTable, places: pa.Array, columns: Sequence[ExploredColumn]) -> pa.Table:
    """The rows at ``places``, with labels as the columns' names."""
    chosen = table.data.select([column.at for column in columns])
    if len(places) != table.rows or not _in_file_order(places):
        chosen = chosen.take(places)
    return chosen.rename_columns([column.label for column in columns])


def exported(table: ExploredTable, places: pa.Array, columns: Sequence[ExploredColumn]) -> pa.Table:
    """As ``taken``, for a file: a scale whose steps have no words, a risk value, as the numbers they are."""
    bare = [replace(one, at=one.steps) if one.steps and _is_bare(table, one) else one for one in columns]
    return taken(table, places, bare)


def values(table: ExploredTable, column: ExploredColumn) -> list[tuple[str | None, int]]:
    """The distinct texts of a column (None: empty) with their rows, in the column's order; at most ``MOST_VALUES`` + 1.

    More than that are no choice to make in a list.
    """
    found = select(
        f"SELECT {column.at} AS value, count(*) AS n FROM rows GROUP BY ALL ORDER BY n DESC LIMIT {MOST_VALUES + 1}",
        {"rows": table.data},
    ).to_pylist()
    places = {text: place for place, text in enumerate(column.order)}
    found.sort(key=lambda row: (row["value"] is None, places.get(row["value"], len(places)), swedish(row["value"])))
    return [(row["value"], row["n"]) for row in found]


def swedish(text: str | None) -> str:
    """A key that sorts å, ä and ö last, and capitals with the others."""
    return (text or "").lower().translate(_AFTER_Z)


_AFTER_Z = str.maketrans("åäö", "{|}")


def chosen_columns(table: ExploredTable, view: ExploreView) -> list[ExploredColumn]:
    """The columns that the view shows, all in the table's order when it names none."""
    if not view.columns:
        return list(table.columns)
    return [table.column(name) for name in view.columns if table.has(name)]


def _is_bare(table: ExploredTable, column: ExploredColumn) -> bool:
    texts, steps = table.data.column(column.at), table.data.column(column.steps)
    same = pc.fill_null(pc.equal(texts, steps.cast(pa.string())), False)
    return bool(pc.all(pc.or_(same, pc.is_null(texts))).as_py())


def _in_file_order(places: pa.Array) -> bool:
    return bool(places.equals(pa.array(range(len(places)), pa.int64())))


def _condition(column: ExploredColumn, found: Condition, name: str) -> tuple[list[str], dict[str, Any]]:
    at = column.at
    parts: list[str] = []
    parameters: dict[str, Any] = {}
    if found.values and column.texts:
        wanted = [text for text in found.values if text]
        either = [f"{at} IN (SELECT unnest(${name}v))"] if wanted else []
        if wanted:
            parameters[f"{name}v"] = wanted
        if "" in found.values:
            either.append(f"{at} IS NULL")
        parts.append(f"({' OR '.join(either)})")
    if found.contains and column.texts:
        parts.append(f"contains(lower({at}), ${name}c)")
        parameters[f"{name}c"] = found.contains.lower()
    if column.kind is ColumnKind.NUMBER:
        bounds: list[tuple[str, str, object]] = [("low", ">=", found.low), ("high", "<=", found.high)]
        compared = at
    else:
        bounds = [("low", ">=", found.since), ("high", "<=", found.until)] if column.kind is ColumnKind.DATE else []
        compared = f"CAST({at} AS DATE)"
    for word, sign, bound in bounds:
        if bound is not None:
            parts.append(f"{compared} {sign} ${name}{word}")
            parameters[f"{name}{word}"] = bound
    if found.filled is not None:
        parts.append(f"{at} IS {'NOT ' if found.filled else ''}NULL")
    return parts, parameters


def _sorting(column: ExploredColumn, descending: bool) -> str:
    way = "DESC" if descending else "ASC"
    if column.steps:
        return f"{column.steps} {way} NULLS LAST, {column.at} {way} NULLS LAST"
    if column.order:
        # A word that is none of the choice's stands after them.
        return f"list_position($sorted, {column.at}) {way} NULLS LAST, {column.at} {way} NULLS LAST"
    text = f"translate(lower({column.at}), 'åäö', '{{|}}')" if column.texts else column.at
    return f"{text} {way} NULLS LAST"


def named(value: str | None) -> str:
    """A value as it is called; an empty one ``(tomt)``."""
    return EMPTY if value is None else value
