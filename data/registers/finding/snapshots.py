"""Several snapshots in one workbook: a tab per year, or a column per period, each to be imported by itself.

``possible_snapshots`` lists them, ``snapshot_workbook`` cuts one out as a workbook of its own: it is read, mapped and
stored as any other file, and since its headers no longer name the period one mapping serves them all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import pyarrow as pa

from base.errors import MognadError
from base.hashing import sha256_bytes
from data.registers.definitions.model import Register
from data.registers.definitions.words import folded
from data.registers.finding.fill import DataRows, find_fills
from data.registers.finding.header import Heading, Layout
from data.registers.finding.mapping import FileMapping, key_of
from data.registers.finding.period_columns import identity, period_headers
from data.registers.finding.proposal import ReadingOrder, locate, propose, sheet_of
from data.registers.finding.rows import read_body
from data.registers.values.periods import Named, find_period, year_of
from data.registers.values.sheet import View, Views
from files.grid import CellKind, Column, Sheet, Workbook

# Tabs are snapshots of one register when they share at least this part of their headers.
_SAME_SHAPE = 0.6
_UNNAMED = "Värde"


@dataclass(frozen=True, slots=True)
class PossibleSnapshot:
    """One snapshot that a workbook holds.

    ``kind``: it is a ``sheet``, or the ``column``s of one period. ``label`` is the period as the file writes it.
    ``as_of``: the period's last day, today for the period that is not over; None where the file does not tell the year
    or the period has not begun. ``headers``: its own columns as the file writes them, none for a sheet. ``rows``: data
    rows. ``left_out``: numbers of rows that have nothing in its columns, and so are not part of it.
    """

    kind: Literal["sheet", "column"]
    sheet: str
    label: str
    as_of: date | None
    header_row: int
    headers: tuple[str, ...]
    rows: int
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    """The table of one sheet."""

    view: View
    layout: Layout
    mapping: FileMapping


def possible_snapshots(
    workbook: Workbook,
    today: date,
    register: str | None = None,
    registers: Mapping[str, Register] | None = None,
    views: Views | None = None,
) -> tuple[PossibleSnapshot, ...]:
    """The snapshots that a workbook holds, the oldest first; none where it holds one only.

    Args:
        today: no suggested day lies after it.
        register: the one that the person has chosen.
        registers: those to choose among; default the shipped ones.
    """
    cache = views or Views()
    tables = [
        (sheet, table)
        for sheet in workbook.sheets
        if sheet.visible and sheet.n_rows and (table := _table(workbook, sheet, register, registers, cache))
    ]
    tabs = _year_tabs(tables)
    snapshots: list[PossibleSnapshot] = []
    for sheet, table in tables:
        named = tabs.get(sheet.name)
        if tabs and named is None:
            continue
        columns = _of_columns(table, _year(workbook, sheet, named), today)
        if columns:
            snapshots += columns
        elif named is not None:
            rows = len(_rows(table))
            row = sheet.row_number(table.layout.row)
            snapshots.append(PossibleSnapshot("sheet", sheet.name, named.label, _as_of(named, today), row, (), rows))
    snapshots.sort(key=lambda each: (each.as_of is None, each.as_of or today))
    return tuple(snapshots) if len(snapshots) > 1 else ()


def snapshot_workbook(workbook: Workbook, snapshot: PossibleSnapshot) -> Workbook:
    """The workbook with this snapshot alone, as if it had been a file of its own.

    Its hash is its own too, so that each snapshot of a file can be imported once. Rows and columns keep their numbers.
    Raises ``mapping_invalid`` where the workbook has no such sheet or header row.
    """
    sheet = sheet_of(workbook, snapshot.sheet)
    if snapshot.kind == "column":
        sheet = _cut(sheet, snapshot)
    identity_text = f"{workbook.sha256}\n{snapshot.kind}\n{snapshot.sheet}\n{snapshot.label}"
    return replace(workbook, sha256=sha256_bytes(identity_text.encode()), sheets=(sheet,))


def _table(
    workbook: Workbook,
    sheet: Sheet,
    register: str | None,
    registers: Mapping[str, Register] | None,
    views: Views,
) -> _Table | None:
    try:
        mapping = propose(replace(workbook, sheets=(sheet,)), ReadingOrder(register), registers, views)
    except MognadError:
        return None
    view = views.of(sheet)
    return _Table(view, locate(view, mapping.header_row or 0, mapping.fields), mapping)


def _year_tabs(tables: Sequence[tuple[Sheet, _Table]]) -> dict[str, Named]:
    """Sheet → its period, for the largest group of tabs that hold the same table for different periods."""
    named = [(sheet, table, period) for sheet, table in tables if (period := find_period(sheet.name)) is not None]
    best: dict[str, Named] = {}
    for _, first, named_as in named:
        keys = _keys(first)
        group = {
            sheet.name: period
            for sheet, table, period in named
            if folded(period.rest) == folded(named_as.rest) and len(keys & _keys(table)) >= _SAME_SHAPE * len(keys)
        }
        if len({identity(period) for period in group.values()}) > max(1, len(best)):
            best = group
    return best


def _keys(table: _Table) -> set[str]:
    """The headers without their periods, so that "Riskvärde 2023" and "Riskvärde 2024" are the same."""
    periods = period_headers(table.layout)
    return {
        key_of(periods[heading.index].rest if heading.index in periods else heading.header)
        for heading in table.layout.headings
    }


def _year(workbook: Workbook, sheet: Sheet, tab: Named | None) -> int | None:
    """The year of columns that name a month alone: the tab's, else the file's."""
    if tab is not None and tab.period is not None:
        return tab.period.first.year
    return year_of(sheet.name) or year_of(workbook.name.rpartition(".")[0])


def _of_columns(table: _Table, year: int | None, today: date) -> list[PossibleSnapshot]:
    named = period_headers(table.layout, year)
    if len(named) == len(table.layout.headings):
        return []  # nothing says what the rows are
    by_period: dict[object, list[int]] = {}
    for index, period in named.items():
        by_period.setdefault(identity(period), []).append(index)
    rows = _rows(table)
    shared = [index for index in table.layout.indices if index not in named]
    # Under a group's cell a row can't be left out: those below it would lose their group.
    grouped = bool(find_fills(DataRows(table.view, table.layout, rows)).keys() & set(shared))
    headers = {heading.index: heading.header for heading in table.layout.headings}
    found_rows = []
    for columns in by_period.values():
        filled = np.zeros(len(rows), dtype=np.bool_)
        for column in columns:
            filled |= table.view.filled(column)[rows]
        left_out = () if grouped else tuple(table.view.sheet.row_number(int(row)) for row in rows[~filled])
        first = named[columns[0]]
        found_rows.append(
            PossibleSnapshot(
                "column",
                table.view.sheet.name,
                first.label,
                _as_of(first, today),
                table.view.sheet.row_number(table.layout.row),
                tuple(headers[column] for column in columns),
                len(rows) - len(left_out),
                left_out,
            )
        )
    return [each for each in found_rows if each.rows]


def _rows(table: _Table) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return read_body(table.view, table.layout, None, frozenset()).rows


def _as_of(named: Named, today: date) -> date | None:
    if named.period is None or named.period.first > today:
        return None
    return min(named.period.last, today)


def _cut(sheet: Sheet, snapshot: PossibleSnapshot) -> Sheet:
    """The sheet with one table, in it one period's columns, and their headers without the period."""
    view = View(sheet)
    layout = locate(view, snapshot.header_row, snapshot.headers)
    own = {key_of(header) for header in snapshot.headers}
    # Which year a part of a year is of does not matter here.
    of_period = period_headers(layout, 2000)
    kept = [heading for heading in layout.headings if key_of(heading.header) in own or heading.index not in of_period]
    left_out = set(snapshot.left_out)
    rows = [row for row in range(sheet.n_rows) if row <= layout.row or sheet.row_number(row) not in left_out]
    places = {heading.index: place for place, heading in enumerate(kept)}
    lines = {row: line for line, row in enumerate(rows)}
    columns = tuple(_cut_column(sheet.columns[heading.index], heading, own, rows, layout) for heading in kept)
    return replace(
        sheet,
        columns=columns,
        row_numbers=pa.array([sheet.row_number(row) for row in rows], pa.int64()),
        merged=tuple(
            (lines[top], places[left], lines[bottom], places[left])
            for top, left, bottom, _ in sheet.merged
            if top > layout.row and left in places and top in lines and bottom in lines
        ),
        column_numbers=tuple(sheet.column_number(heading.index) for heading in kept),
    )


def _cut_column(column: Column, heading: Heading, own: set[str], rows: list[int], layout: Layout) -> Column:
    """The column's chosen rows, with one header row in place of those there were."""
    top, body = rows[: layout.row + 1], pa.array(rows[layout.row + 1 :], pa.int64())
    texts, kinds = column.texts.take(pa.array(top)).to_pylist(), column.kinds.take(pa.array(top)).to_pylist()
    for row in range(layout.top, layout.row + 1):
        texts[row], kinds[row] = "", int(CellKind.EMPTY)
    if heading.named:
        texts[-1], kinds[-1] = _header(heading, own), int(CellKind.TEXT)
    return Column(
        pa.concat_arrays([pa.array(texts, pa.string()), column.texts.take(body)]),
        pa.concat_arrays([pa.array(kinds, pa.int8()), column.kinds.take(body)]),
    )


def _header(heading: Heading, own: set[str]) -> str:
    if key_of(heading.header) not in own:
        return heading.header
    period = find_period(heading.header, 2000)
    return (period.rest if period else heading.header) or _UNNAMED
