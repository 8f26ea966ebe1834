"""Headings that stand alone on a row above the rows they hold for, as an office's name above its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.registers.values.cells import Cells
from data.registers.values.personal import has_number
from data.registers.values.sheet import Integers
from files.grid import CellKind

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class GroupHeadings:
    """The headings of a table: the rows they stand on (indices on the sheet, ascending) and their texts."""

    rows: Integers
    texts: tuple[str, ...]

    def cells(self, rows: Integers) -> Cells:
        """For each data row the heading above it; blank above the first."""
        place = np.searchsorted(self.rows, rows)
        texts = pa.array(["", *self.texts], pa.string()).take(pa.array(place))
        return Cells(texts, np.full(len(rows), CellKind.TEXT, dtype=np.int8))


def group_headings(alone: Sequence[tuple[int, str]], rows: Integers) -> GroupHeadings:
    """The texts alone on their row that have data rows under them.

    Args:
        alone: the row (index on the sheet) and text of each that is no data, ascending.
        rows: the data rows.
    """
    ends = [*(row for row, _ in alone[1:]), int(np.iinfo(np.int64).max)]
    headings = [
        (row, text)
        for (row, text), end in zip(alone, ends, strict=False)
        if len(text) <= _LONGEST and not has_number(text) and np.searchsorted(rows, row) < np.searchsorted(rows, end)
    ]
    return GroupHeadings(np.array([row for row, _ in headings], dtype=np.int64), tuple(text for _, text in headings))
