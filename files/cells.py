"""From rows of Python values to columns of canonical texts and kinds (in the child)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import zip_longest

import pyarrow as pa

from files.grid import CellKind, Column

# A sheet may be 16 384 columns wide: blocks are measured in cells, not in rows.
BLOCK_CELLS = 200_000


class TooManyCells(Exception):
    """The grid grew beyond its limit."""


class ErrorText(str):
    """An error value of the sheet (``#N/A``)."""


def _number(value: float) -> str:
    # Beyond 1e15 a float no longer holds every integer; its own notation is more honest.
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _moment(value: datetime | time) -> str:
    return value.isoformat(timespec="milliseconds" if value.microsecond else "seconds")


def _duration(value: timedelta) -> str:
    thousandths = round(value / timedelta(milliseconds=1))
    seconds, rest = divmod(abs(thousandths), 1000)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{'-' if thousandths < 0 else ''}{text}{f'.{rest:03}' if rest else ''}"


_TEXTS: dict[type, Callable[..., str]] = {
    str: str,
    ErrorText: str,
    int: str,
    float: _number,
    bool: lambda value: "true" if value else "false",
    date: date.isoformat,
    datetime: _moment,
    time: _moment,
    timedelta: _duration,
}
_KIND_OF: dict[type, int] = {
    str: CellKind.TEXT,
    ErrorText: CellKind.ERROR,
    int: CellKind.NUMBER,
    float: CellKind.NUMBER,
    bool: CellKind.BOOLEAN,
    date: CellKind.DATE,
    datetime: CellKind.DATETIME,
    time: CellKind.TIME,
    timedelta: CellKind.TIME,
}


def convert(values: Sequence[object]) -> tuple[Sequence[str], bytes]:
    """Canonical texts and kinds (one byte each) of one column's values; ``""`` is an empty cell."""
    types = set(map(type, values))
    if types == {str}:
        return values, bytes(map(bool, values))  # type: ignore[return-value]  # all are str, checked above
    if len(types) == 1:
        single = types.pop()
        return list(map(_TEXTS[single], values)), bytes([_KIND_OF[single]]) * len(values)
    texts = [_TEXTS[type(value)](value) for value in values]
    return texts, bytes([_KIND_OF[type(value)] if value != "" else 0 for value in values])


class ColumnsBuilder:
    """Gathers blocks of rows, of any width, into columns of one length.

    Emptiness costs nothing until something stands below or after it: a column
    lags behind while its cells are empty and is filled up when it goes on.
    """

    def __init__(self, limit: int, left: int = 0) -> None:
        """``limit``: cells held, else ``TooManyCells``. ``left``: empty columns before each row's first value."""
        self._limit = limit
        self._left = left
        self._texts: list[list[pa.Array]] = []
        self._kinds: list[bytearray] = []
        self._rows = 0
        self._seen = 0

    def add(self, rows: Sequence[Sequence[object]]) -> None:
        """Append rows; what is missing in a shorter row is empty."""
        for index, values in enumerate(zip_longest(*rows, fillvalue=""), self._left):
            texts, kinds = convert(values)
            used = len(kinds.rstrip(b"\0"))
            if not used:
                continue
            self._rows = max(self._rows, self._seen + used)
            if self._rows * max(index + 1, len(self._kinds)) > self._limit:
                raise TooManyCells
            while len(self._kinds) <= index:
                self._texts.append([])
                self._kinds.append(bytearray())
            self._fill(index, self._seen)
            self._texts[index].append(pa.array(texts[:used], pa.string()))
            self._kinds[index] += kinds[:used]
        self._seen += len(rows)

    def columns(self) -> tuple[Column, ...]:
        """The columns, to the last row and the last column that hold anything."""
        for index in range(len(self._kinds)):
            self._fill(index, self._rows)
        return tuple(
            Column(pa.concat_arrays(texts), pa.Array.from_buffers(pa.int8(), len(kinds), [None, pa.py_buffer(kinds)]))
            for texts, kinds in zip(self._texts, self._kinds, strict=True)
        )

    def _fill(self, index: int, rows: int) -> None:
        missing = rows - len(self._kinds[index])
        if missing:
            offsets = pa.py_buffer(bytes(4 * (missing + 1)))
            self._texts[index].append(pa.Array.from_buffers(pa.string(), missing, [None, offsets, pa.py_buffer(b"")]))
            self._kinds[index] += bytes(missing)
