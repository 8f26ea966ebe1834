"""The plain grid that every file becomes: a text and a kind per cell, nothing interpreted."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import pyarrow as pa


class CellKind(IntEnum):
    """What the file says a cell is. A cell of a CSV file is TEXT or EMPTY."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    BOOLEAN = 3
    DATE = 4
    DATETIME = 5
    TIME = 6
    ERROR = 7


_KINDS = tuple(CellKind)


class Cell(NamedTuple):
    """One cell.

    ``text`` by kind: TEXT as it stands in the file (untrimmed), NUMBER ``12`` or
    ``12.5``, BOOLEAN ``true``/``false``, DATE ``2024-01-05``, DATETIME
    ``2024-01-05T14:30:00``, TIME (also a duration) ``14:30:00``, ERROR ``#N/A``.
    """

    text: str
    kind: CellKind


NOTHING = Cell("", CellKind.EMPTY)


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: ``texts`` (never null, empty = ``""``) and ``kinds`` (int8), equally long."""

    texts: pa.StringArray
    kinds: pa.Int8Array


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One sheet at absolute positions: row 0 is the sheet's row 1, column 0 is A.

    Empty rows at the end and empty columns to the right are cut off. ``merged``
    holds (first row, first column, last row, last column), zero-based, inclusive.
    The sheet of a CSV file is called ``""``. ``row_numbers`` and ``column_numbers`` stand where the grid is not the
    whole sheet from A1 on: which row (from 1) and column (from 0) of the file each one is.
    """

    name: str
    visible: bool
    columns: tuple[Column, ...]
    row_numbers: pa.Int64Array | None = None
    merged: tuple[tuple[int, int, int, int], ...] = ()
    column_numbers: tuple[int, ...] | None = None

    @property
    def n_rows(self) -> int:
        return len(self.columns[0].texts) if self.columns else 0

    @property
    def n_columns(self) -> int:
        return len(self.columns)

    def row_number(self, index: int) -> int:
        """The row as Excel numbers it; of a CSV file the line where the record starts."""
        return index + 1 if self.row_numbers is None else int(self.row_numbers[index].as_py())

    def column_number(self, index: int) -> int:
        """The column's place in the file, from 0."""
        return index if self.column_numbers is None else self.column_numbers[index]

    def cell(self, row_index: int, column_index: int) -> Cell:
        """One cell; outside the grid it is empty."""
        if not (0 <= row_index < self.n_rows and 0 <= column_index < self.n_columns):
            return NOTHING
        column = self.columns[column_index]
        return Cell(column.texts[row_index].as_py(), _KINDS[column.kinds[row_index].as_py()])

    def rows(self, start: int, stop: int) -> list[list[Cell]]:
        """Rows ``start`` ≤ index < ``stop``, each as long as the sheet is wide. For looking, not for bulk."""
        first, last = max(start, 0), min(stop, self.n_rows)
        if last <= first:
            return []
        by_column = [
            [
                Cell(text, _KINDS[kind])
                for text, kind in zip(
                    column.texts[first:last].to_pylist(), column.kinds[first:last].to_pylist(), strict=True
                )
            ]
            for column in self.columns
        ]
        return [list(row) for row in zip(*by_column, strict=True)]

    def text_rows(self, start: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The rows from index ``start`` on: each as ``row_number`` has it, and its cells' texts. For bulk."""
        given = self.row_numbers
        numbers = range(start + 1, self.n_rows + 1) if given is None else given[start:].to_pylist()
        texts = zip(*(column.texts[start:].to_pylist() for column in self.columns), strict=True)
        return zip(numbers, texts, strict=True)


@dataclass(frozen=True, slots=True, eq=False)
class Workbook:
    """A file that was read. ``kind`` tells the format found in the bytes, whatever the file is called.

    ``kind`` is ``xlsx``, ``xlsm``, ``xlsb``, ``xls``, ``ods`` or ``csv``; ``sha256`` in hex;
    ``size`` in bytes; ``sheets`` in the workbook's order, hidden ones too, chart sheets left out.
    """

    kind: str
    name: str
    sha256: str
    size: int
    sheets: tuple[Sheet, ...]
