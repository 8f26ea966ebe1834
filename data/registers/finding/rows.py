"""Which rows below a header are the table's data, and why the others are not.

Blank rows are passed over in silence; every other row that is left out gets a reason.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.registers.finding.header import Layout
from data.registers.values.numbers import looks_numeric
from data.registers.values.sheet import Integers, Mask, View
from files.grid import CellKind

ID_ONLY = "Raden har bara ett id och inget innehåll."
ZEROS = "Raden har bara nollor."
TOTAL = "Raden är en summarad."
NUMBERS = "Raden har bara tal och inget id, troligen en summa utan rubrik."
NOTE = "Raden är en mellanrubrik eller fotnot."
REPEATED_HEADER = "Rubrikraden upprepas."
UNUSED = "Raden har inget i de kolumner som registret använder."
OUTSIDE = "Raden hör inte till tabellen: annan text eller tabell under den."

_TOTAL_RE = (
    r"(?i)^(?:(?:del)?(?:summa|summor|summering|totalt?|totalsumma|medel|medelvärde|snitt|genomsnitt|antal|subtotal|"
    r"grand total|sum|average|mean|count)\b|Σ)"
)
_NOTE_RE = re.compile(
    r"^(?:[*†‡¹²³]|not\b|noter?:|anm\b|anmärkning|källa|källor|obs\b|source|note\b|notes?:|förklaring|"
    r"teckenförklaring)|:$",
    re.IGNORECASE,
)
_ZERO_TEXTS = pa.array(["0", "0.0", "0,0", "0.00", "0,00", "false", "FALSE", "FALSKT"])
_LONGEST_TOTAL = 40
_MOST_TEXTS = 200
_MOST_BLOCKS_LOOKED_INTO = 500


@dataclass(frozen=True, slots=True)
class Ignored:
    """A row that is no data: its number as Excel shows it, a Swedish reason, and what stands on it.

    ``text``: the cells that are filled; empty beyond the first rows of a long list.
    """

    row: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The data rows (indices on the sheet, ascending) and the rows left out.

    ``alone``: those of them that hold one text, which may head the rows below: the row's index and the text.
    """

    rows: Integers
    ignored: tuple[Ignored, ...]
    alone: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Grid:
    """Facts about the rows below the header; position 0 is the first of them. ``key``: the id's column."""

    view: View
    start: int
    columns: list[int]
    key: int | None
    filled: list[Mask]
    content: Integers
    any: Mask
    block: Integers


def read_body(view: View, layout: Layout, key: int | None, mapped: frozenset[int]) -> Body:
    """The table's rows. ``key``: the id's column; ``mapped``: the columns that a field takes."""
    columns = layout.indices
    grid = _look(view, layout.row + 1, columns, key)
    reasons: dict[int, str] = {}
    typical = _typical(grid)
    if len(grid.block) and grid.block[-1]:
        _leave_other_blocks(grid, typical, reasons)
    for position in np.flatnonzero(grid.any & (grid.content == 0)).tolist():
        reasons.setdefault(position, ZEROS)
    for position in np.flatnonzero(_repeats_header(grid, layout)).tolist():
        reasons[position] = REPEATED_HEADER
    for position in _totals(grid):
        reasons.setdefault(position, TOTAL)
    for position in _unnamed_totals(grid, reasons):
        reasons[position] = NUMBERS
    if typical >= 2 or (key is not None and len(columns) > 1):
        shapes = _shapes(grid, key if key is not None else columns[0])
        for position in np.flatnonzero(grid.content == 1).tolist():
            if position not in reasons and (reason := _single(grid, position, mapped, shapes)):
                reasons[position] = reason
    if mapped:
        used = np.zeros(len(grid.any), dtype=np.bool_)
        for column, filled in zip(grid.columns, grid.filled, strict=True):
            if column in mapped:
                used |= filled
        # A legend directly beside the table, or notes that no field takes, make no row of the register.
        for position in np.flatnonzero(grid.any & ~used).tolist():
            reasons.setdefault(position, UNUSED)
    data = grid.any.copy()
    data[list(reasons)] = False
    ignored = tuple(
        Ignored(
            view.sheet.row_number(grid.start + position),
            reasons[position],
            ", ".join(_cells(grid, position).values()) if place < _MOST_TEXTS else "",
        )
        for place, position in enumerate(sorted(reasons))
    )
    return Body(np.flatnonzero(data).astype(np.int64) + grid.start, ignored, tuple(_alone(grid, reasons)))


def _alone(grid: _Grid, reasons: dict[int, str]) -> Iterator[tuple[int, str]]:
    for position in sorted(reasons):
        if reasons[position] == NOTE:
            text = ", ".join(_cells(grid, position).values())
            if not _NOTE_RE.search(text):
                yield grid.start + position, text


def _look(view: View, start: int, columns: list[int], key: int | None) -> _Grid:
    size = max(view.n_rows - start, 0)
    filled = [view.filled(column)[start:] for column in columns]
    count = np.zeros(size, dtype=np.int64)
    zeros = np.zeros(size, dtype=np.int64)
    for column, mask in zip(columns, filled, strict=True):
        count += mask
        zeros += _mask(pc.is_in(view.texts(column).slice(start), value_set=_ZERO_TEXTS))
    nonblank = count > 0
    # Rows of one block share a number; a blank row begins a new block at the next filled row.
    begins = nonblank & ~np.concatenate(([False], nonblank[:-1]))
    blocks = np.maximum(np.cumsum(begins) - 1, 0)
    return _Grid(view, start, columns, key, filled, count - zeros, nonblank, blocks)


def _mask(array: pa.BooleanArray) -> Mask:
    return array.to_numpy(zero_copy_only=False).astype(np.bool_)  # type: ignore[no-any-return]  # pyarrow has no types


def _typical(grid: _Grid) -> float:
    """How many cells a row of the table usually fills: the median of its first block."""
    first = grid.content[grid.any & (grid.block == 0)][:2000]
    return float(np.median(first)) if len(first) else 0.0


def _leave_other_blocks(grid: _Grid, typical: float, reasons: dict[int, str]) -> None:
    """After a gap: the table goes on only if the block's rows are as full as its own and of the same kinds."""
    n_blocks = int(grid.block[-1]) + 1
    rows = np.flatnonzero(grid.any)
    blocks = grid.block[rows]
    sizes = np.bincount(blocks, minlength=n_blocks)
    fullness = np.bincount(blocks, weights=grid.content[rows], minlength=n_blocks) / np.maximum(sizes, 1)
    odd = np.bincount(blocks, weights=_odd_kinds(grid)[rows], minlength=n_blocks) / np.maximum(sizes, 1)
    fits = (fullness > typical / 2) if typical >= 2 else np.full(n_blocks, True)
    fits &= odd < 0.5
    fits[0] = True
    suspects = range(1, min(n_blocks, _MOST_BLOCKS_LOOKED_INTO))
    main = _dominant(_shapes(grid, grid.key)) if grid.key is not None else None
    for number in suspects if main else ():
        members = rows[blocks == number][:200]
        texts = [text for position in members.tolist() if (text := _text(grid, position, grid.key))]
        alike = sum(_shape(text) == main for text in texts)
        # Ids of the table's own shape speak for the block, a letter in them more than bare digits.
        if main and "A" in main:
            fits[number] = fits[number] if alike else fits[number] and len(texts) == 0
            if alike * 2 >= max(len(members), 1):
                fits[number] = odd[number] < 0.5
    for position in rows[~fits[blocks]].tolist():
        # A full row with an id of the table's own shape belongs to it, whatever stands around it.
        full = grid.content[position] > typical / 2
        if not (full and main and "A" in main and _shape(_text(grid, position, grid.key)) == main):
            reasons[position] = OUTSIDE


def _odd_kinds(grid: _Grid) -> Mask:
    """Rows that hold a text where the table's first block has nothing but numbers or dates."""
    odd = np.zeros(len(grid.any), dtype=np.bool_)
    first = grid.block == 0
    for column, filled in zip(grid.columns, grid.filled, strict=True):
        kinds = grid.view.kinds(column)[grid.start :]
        own = kinds[first & filled]
        if len(own) >= 3 and not np.isin(own, (CellKind.TEXT, CellKind.ERROR)).any():
            odd |= filled & (kinds == CellKind.TEXT)
    return odd


def _repeats_header(grid: _Grid, layout: Layout) -> Mask:
    same = np.zeros(len(grid.any), dtype=np.int64)
    count = np.zeros(len(grid.any), dtype=np.int64)
    for column, filled in zip(grid.columns, grid.filled, strict=True):
        header = grid.view.texts(column)[layout.row].as_py()
        count += filled
        if header:
            same += _mask(pc.equal(grid.view.texts(column).slice(grid.start), header))
    least = 2 if len(grid.columns) > 1 else 1
    return (same >= least) & (same * 10 >= count * 6)


def _totals(grid: _Grid) -> list[int]:
    """Rows whose first filled cell says "Summa" and whose others are numbers."""
    candidates: set[int] = set()
    for column in grid.columns[:4]:
        mask = pc.match_substring_regex(grid.view.texts(column).slice(grid.start), _TOTAL_RE)
        candidates.update(np.flatnonzero(_mask(mask)).tolist())
    return [position for position in sorted(candidates) if _is_total(_cells(grid, position))]


def _is_total(cells: dict[int, str]) -> bool:
    texts = list(cells.values())
    return (
        bool(texts)
        and len(texts[0]) <= _LONGEST_TOTAL
        and re.match(_TOTAL_RE, texts[0]) is not None
        and all(looks_numeric(text) for text in texts[1:])
    )


def _unnamed_totals(grid: _Grid, reasons: dict[int, str]) -> list[int]:
    """The table's last rows, where they hold nothing but numbers and no id, merged or not, covers them."""
    totals: list[int] = []
    key = grid.key
    if key is None:
        return totals
    covered = {row for top, left, bottom, _ in grid.view.sheet.merged if left == key for row in range(top, bottom + 1)}
    for position in np.flatnonzero(grid.any)[::-1].tolist():
        if position in reasons:
            continue
        cells = _cells(grid, position)
        if key in cells or grid.start + position in covered or not all(map(looks_numeric, cells.values())):
            break
        totals.append(position)
    return totals


def _single(grid: _Grid, position: int, mapped: frozenset[int], shapes: Counter[str]) -> str | None:
    """Why a row with one filled cell is no data; None when it is."""
    cells = {column: text for column, text in _cells(grid, position).items() if text not in _ZEROS}
    column, text = next(iter(cells.items()))
    if column == (grid.columns[0] if grid.key is None else grid.key):
        main = _dominant(shapes)
        # A word alone among ids of digits is the heading of a group.
        like = _shape(text) == main or (" " not in text and not (main and "9" in main and "9" not in _shape(text)))
        is_id = not _NOTE_RE.search(text) and like and len(text) <= 30
        return ID_ONLY if is_id and (grid.key is not None or _shape(text) == main) else NOTE
    if column in mapped and not _NOTE_RE.search(text):
        return None
    return NOTE if column == grid.columns[0] or mapped else None


_ZEROS = frozenset(_ZERO_TEXTS.to_pylist())


def _cells(grid: _Grid, position: int) -> dict[int, str]:
    return {column: text for column in grid.columns if (text := _text(grid, position, column))}


def _text(grid: _Grid, position: int, column: int | None) -> str:
    return str(grid.view.texts(column)[grid.start + position].as_py()) if column is not None else ""


def _shapes(grid: _Grid, column: int | None) -> Counter[str]:
    """The shapes of the first ids that have anything beside them: ``R01`` → ``A9``."""
    if column is None:
        return Counter()
    first = np.flatnonzero((grid.content > 1) & (grid.block == 0))[:500]
    texts = grid.view.texts(column).slice(grid.start).take(pa.array(first))
    return Counter(_shape(text) for text in texts.to_pylist() if text)


def _dominant(shapes: Counter[str]) -> str | None:
    if not shapes:
        return None
    shape, count = shapes.most_common(1)[0]
    return shape if count * 10 >= 8 * shapes.total() else None


_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")


def _shape(text: str) -> str:
    return _DIGITS.sub("9", _LETTERS.sub("A", text))
