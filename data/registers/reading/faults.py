"""Everything there is to tell about the rows that were read, one issue per row and cell."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from base.formats import listing
from data.registers.finding.surroundings import letter_of
from data.registers.reading.chosen import ChosenTable
from data.registers.reading.result import PersonalNumber
from data.registers.values.cells import Cells, Typed, error_case
from data.registers.values.messages import RowIssue, code_of, row_issue, sentence
from data.registers.values.personal import has_number, rows_like_numbers
from data.registers.values.repeated import SameRows
from data.registers.values.sheet import Integers
from files.grid import CellKind


@dataclass(frozen=True)
class TableRows:
    """A table's data rows: their indices on the sheet, their cells by column, and which repeat an earlier one."""

    table: ChosenTable
    rows: Integers
    cells: Mapping[int, Cells]
    same_rows: SameRows

    @cached_property
    def row_numbers(self) -> Integers:
        """As Excel shows them."""
        numbers = self.table.view.sheet.row_numbers
        if numbers is None:
            return self.rows + 1
        return numbers.to_numpy(zero_copy_only=False)[self.rows].astype(np.int64)  # type: ignore[no-any-return]  # pyarrow has no types

    def stored(self, positions: Integers | list[int]) -> Iterator[tuple[int, int]]:
        """Position and row number of those that are not skipped as repeated."""
        numbers = self.row_numbers
        return (
            (position, int(numbers[position]))
            for position in map(int, positions)
            if position not in self.same_rows.skipped
        )


def row_faults(read: TableRows, typed: Mapping[str, Typed], grouped: Collection[str]) -> list[RowIssue]:
    """Every issue of the rows. ``typed``: by field; ``grouped``: fields that headings above the rows fill."""
    return [
        *_outside(read),
        *_unreadable(read, typed),
        *_errors(read),
        *_required(read, grouped),
        *_repeated(read, "duplicate_key", read.same_rows.repeated),
        *_repeated(read, "duplicate_row", read.same_rows.skipped),
    ]


def personal_numbers(read: TableRows) -> tuple[PersonalNumber, ...]:
    """The cells of kept columns that look like a personal identity number, by row."""
    numbers: list[PersonalNumber] = []
    for index, kept in read.table.keep.items():
        cells = read.cells[index]
        if kept and np.isin(cells.kinds, (CellKind.TEXT, CellKind.NUMBER)).any():
            header = read.table.header_of[index]
            numbers += [PersonalNumber(row, header) for _, row in read.stored(_like_numbers(cells.texts))]
    return tuple(sorted(numbers, key=lambda number: number.row))


def _like_numbers(texts: pa.StringArray) -> Integers:
    encoded = texts.dictionary_encode()
    distinct = encoded.dictionary
    codes = [code for code in rows_like_numbers(distinct) if has_number(distinct[code].as_py())]
    return np.flatnonzero(np.isin(encoded.indices.to_numpy(zero_copy_only=False), codes))


def _outside(read: TableRows) -> Iterator[RowIssue]:
    """Rows that go on to the right of the table, up to the table beside it if there is one."""
    view, layout = read.table.view, read.table.layout
    last = layout.indices[-1]
    stop = min((first for first, _ in layout.others if first > last), default=view.n_columns)
    # Which column, but not what it says: nobody has chosen to take it in.
    first = np.full(len(read.rows), -1)
    for column in range(stop - 1, last, -1):
        first[view.filled(column)[read.rows]] = column
    for position, row in read.stored(np.flatnonzero(first >= 0)):
        yield row_issue("cells_outside_header", row, place=letter_of(view, int(first[position])))


def _unreadable(read: TableRows, typed: Mapping[str, Typed]) -> Iterator[RowIssue]:
    table = read.table
    for name, column in typed.items():
        header = table.header_of[table.filling[name]] if name in table.filling else None
        if column.no_scale:
            yield row_issue("scale_unnamed", table.header_row, header)
        for fault in column.faults:
            code, message = code_of(fault.case), sentence(fault.case, fault.raw, **fault.details)
            for _, row in read.stored(fault.positions):
                yield RowIssue(code, message, row, header, fault.raw)


def _errors(read: TableRows) -> Iterator[RowIssue]:
    """Error values in kept columns that no field takes; without a register they stay as texts."""
    table = read.table
    for index, kept in table.keep.items() if table.register else ():
        if kept and not table.field_of[index]:
            for position, row in read.stored(np.flatnonzero(read.cells[index].kinds == CellKind.ERROR)):
                raw = read.cells[index].texts[position].as_py()
                yield row_issue(error_case(raw), row, table.header_of[index], raw)


def _required(read: TableRows, grouped: Collection[str]) -> Iterator[RowIssue]:
    table, register = read.table, read.table.register
    for group in register.required_groups if register else ():
        labels = [f"”{register.field(name).label}”" for name in group] if register else []
        words = labels[0] if len(labels) == 1 else f"något av {listing(labels)}"
        if any(name in table.constants or name in grouped for name in group):
            continue
        columns = [table.filling[name] for name in group if name in table.filling]
        if not columns:
            yield row_issue("required_missing", table.header_row, field=words)
            continue
        blank = np.ones(len(read.rows), dtype=np.bool_)
        for index in columns:
            blank &= pc.equal(read.cells[index].texts, "").to_numpy(zero_copy_only=False)
        capital = words[0].upper() + words[1:]
        for _, row in read.stored(np.flatnonzero(blank)):
            yield row_issue("required_empty", row, table.header_of[columns[0]], field=capital)


def _repeated(read: TableRows, code: str, positions: Mapping[int, int]) -> Iterator[RowIssue]:
    index = read.table.key_column
    if index is None:
        return
    numbers = read.row_numbers
    for position, first in positions.items():
        raw = read.cells[index].texts[position].as_py()
        row, earlier = int(numbers[position]), int(numbers[first])
        yield row_issue(code, row, read.table.header_of[index], raw, first=earlier)
