"""Group cells: a value that stands once for the rows below it, in a merged cell or above blank ones.

A merged cell says so itself. A blank cell under a value may as well be a missing value, so it is filled only where the
table shows that it is written by groups; where it might be, the person is told and decides.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pyarrow as pa

from data.registers.finding.header import Layout
from data.registers.values.messages import RowIssue, row_issue
from data.registers.values.sheet import Integers, Mask, View

# Groups stand in a table's first columns.
_MOST_COLUMNS = 12
_LONGEST_GROUP = 80
_FEWEST_BLANKS = 2
_BLANK_SHARE = 0.2
_CLEAR_SHARE = 1 / 3

Cause = Literal["merged", "group", "said", "possible"]


@dataclass(frozen=True, slots=True)
class Fill:
    """What one column's blank cells stand for.

    ``cause``: a ``merged`` cell covers them, the table is written in ``group``s, the person has ``said`` so; with
    ``possible`` nothing is filled, but somebody should look. ``source``: for each data row the row (index on the
    sheet) whose cell counts. ``positions``: the data rows that are, or might be, filled.
    """

    cause: Cause
    source: Integers
    positions: Integers

    def of(self, kept: Mask) -> "Fill":
        """The fill for some of the data rows: what they are filled with may stand in a row that is not among them."""
        places = np.cumsum(kept) - 1
        return Fill(self.cause, self.source[kept], places[self.positions[kept[self.positions]]])


@dataclass(frozen=True, slots=True)
class DataRows:
    """A table's data rows (indices on the sheet), and what there is to tell by which of their cells to fill.

    ``key``: the id's column. ``required``: the columns without which a row says nothing. ``decided``: column → whether
    it is to be filled, where the person has said so.
    """

    view: View
    layout: Layout
    rows: Integers
    key: int | None = None
    required: Collection[int] = ()
    decided: Mapping[int, bool] = field(default_factory=dict)

    def filled(self, column: int) -> Mask:
        """Which of the rows hold anything in the column."""
        return self.view.filled(column)[self.rows]


def find_fills(data: DataRows) -> dict[int, Fill]:
    """Column → its fill, for the columns that have one."""
    fills: dict[int, Fill] = {}
    sources: dict[int, Integers] = {}
    for column, source in _merged(data).items():
        if data.decided.get(column) is not False:
            sources[column] = source
            fills[column] = _fill("merged", source, data.rows)
    for column, wanted in data.decided.items():
        if wanted:
            source = _from_above(data.filled(column), data.rows, sources.get(column, data.rows))
            fills[column] = _fill("said", source, data.rows)
    for column, fill in _groups(data, fills).items():
        if column not in fills or fill.cause == "group":
            fills[column] = fill
    return {column: fill for column, fill in fills.items() if len(fill.positions)}


_CASES: dict[Cause, str] = {"merged": "filled_merged", "group": "filled_group", "possible": "fill_uncertain"}


def fill_issues(fills: Mapping[int, Fill], headers: Mapping[int, str], row_numbers: Integers) -> list[RowIssue]:
    """One issue per filled column among ``headers`` (column → header); what a person has said she need not be told."""
    return [
        row_issue(_CASES[fill.cause], int(row_numbers[fill.positions[0]]), headers[column], count=len(fill.positions))
        for column, fill in fills.items()
        if column in headers and fill.cause in _CASES and len(fill.positions)
    ]


def _fill(cause: Cause, source: Integers, rows: Integers) -> Fill:
    return Fill(cause, source, np.flatnonzero(source != rows))


def _merged(data: DataRows) -> dict[int, Integers]:
    """Column → sources, for the columns in which a cell is merged downwards."""
    view, rows, sources = data.view, data.rows, dict[int, Integers]()
    columns = set(data.layout.indices)
    for top, column, bottom, _ in view.sheet.merged:
        inside = data.layout.row < top < min(bottom, view.n_rows) and column in columns
        if not inside or not view.filled(column)[top]:
            continue
        first, last = np.searchsorted(rows, (top + 1, bottom + 1))
        if first < last:
            source = sources.setdefault(column, rows.copy())
            blank = ~view.filled(column)[rows[first:last]]
            source[first:last][blank] = top
    return sources


def _from_above(filled: Mask, rows: Integers, source: Integers) -> Integers:
    """The nearest filled row above for each blank one; those before the first stay as they are."""
    given = filled | (source != rows)
    last = np.maximum.accumulate(np.where(given, np.arange(len(rows)), -1))
    return np.where(last >= 0, source[last], source)


def _groups(data: DataRows, merged: Mapping[int, Fill]) -> dict[int, Fill]:
    """Blank cells from the left edge of the table on: each belongs to the row above that begins its group."""
    rows, columns = data.rows, [column for column in data.layout.indices[:_MOST_COLUMNS] if column not in data.decided]
    if not columns or len(rows) < _FEWEST_BLANKS:
        return {}
    filled = np.column_stack([data.filled(column) for column in columns])
    for place, column in enumerate(columns):
        if column in merged and merged[column].cause == "merged":
            filled[merged[column].positions, place] = True
    # How many cells are blank from the left edge on.
    blanks = np.where(filled.any(axis=1), filled.argmax(axis=1), 0)
    if blanks[0] or not blanks.any():
        return {}
    own = _continued(data, columns, blanks)
    fills: dict[int, Fill] = {}
    for place, column in enumerate(columns[: int(blanks.max())]):
        blank = blanks > place
        starts = np.maximum.accumulate(np.where(blank, -1, np.arange(len(rows))))
        base = merged[column].source if column in merged else rows
        source = np.where(blank, base[starts], base)
        if place < own.width:
            fills[column] = Fill("group", np.where(blank & own.rows, source, base), np.flatnonzero(blank & own.rows))
        elif column != data.key and (cause := _cause(data, column, blank)):
            fills[column] = Fill(cause, source, np.flatnonzero(blank))
    return fills


@dataclass(frozen=True, slots=True)
class _Continued:
    """Rows that go on with the row above (no id, and nothing of what a row needs), and how many columns they lack."""

    rows: Mask
    width: int


def _continued(data: DataRows, columns: list[int], blanks: Integers) -> _Continued:
    needed = {data.key, *data.required} if data.key is not None else set()
    none = _Continued(np.zeros(len(blanks), dtype=np.bool_), 0)
    if not data.required or not needed or not needed <= set(columns):
        return none
    least = max(columns.index(column) for column in needed if column is not None) + 1
    rows = blanks >= least
    return _Continued(rows, int(blanks[rows].min())) if rows.any() else none


def _cause(data: DataRows, column: int, blank: Mask) -> Cause | None:
    """Whether a column is written by groups: few words, each once, over many blanks."""
    share = float(blank.mean())
    if int(blank.sum()) < _FEWEST_BLANKS or share < _BLANK_SHARE:
        return None
    heads = [text for text in data.view.texts(column).take(pa.array(data.rows[~blank])).to_pylist() if text]
    if not heads or max(map(len, heads)) > _LONGEST_GROUP:
        return None
    coded = sum(any(sign.isdigit() for sign in text) for text in heads) * 2 >= len(heads)
    once = len(set(heads)) == len(heads) >= _FEWEST_BLANKS
    return "group" if once and share >= _CLEAR_SHARE and not coded else "possible"
