"""A sheet seen for reading: its cells cleaned once, column by column, and which of them hold anything."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.registers.definitions.words import clean, clean_array
from files.grid import CellKind, Sheet

Mask = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]


class Views:
    """One view per sheet, for as long as a workbook is being worked on."""

    def __init__(self) -> None:
        self._known: dict[int, View] = {}

    def of(self, sheet: Sheet) -> "View":
        if id(sheet) not in self._known:
            # The view holds its sheet, so the id stays taken.
            self._known[id(sheet)] = View(sheet)
        return self._known[id(sheet)]


class View:
    """Lazy and cached: a sheet may be large, and most of it is only read once the table is found."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._clean: dict[int, pa.StringArray] = {}
        self._filled: dict[int, Mask] = {}

    @property
    def n_rows(self) -> int:
        return self.sheet.n_rows

    @property
    def n_columns(self) -> int:
        return self.sheet.n_columns

    def texts(self, column: int) -> pa.StringArray:
        """The column's cleaned texts."""
        if column not in self._clean:
            self._clean[column] = clean_array(self.sheet.columns[column].texts)
        return self._clean[column]

    def kinds(self, column: int) -> npt.NDArray[np.int8]:
        return self.sheet.columns[column].kinds.to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]  # pyarrow has no types

    def filled(self, column: int) -> Mask:
        """Which cells of the column hold anything visible."""
        if column not in self._filled:
            lengths = pc.binary_length(self.texts(column))
            self._filled[column] = lengths.to_numpy(zero_copy_only=False) > 0
        return self._filled[column]

    def any_filled(self, column: int, start: int, stop: int | None = None) -> bool:
        return bool(self.filled(column)[start:stop].any())

    def row(self, index: int) -> list[str]:
        """One row's cleaned texts. For looking at single rows."""
        return [str(self.texts(column)[index].as_py()) for column in range(self.n_columns)]

    def some_rows(self, start: int, stop: int) -> tuple[list[list[str]], list[list[CellKind]]]:
        """Some rows' cleaned texts and kinds."""
        cells = self.sheet.rows(start, stop)
        return [[clean(cell.text) for cell in row] for row in cells], [[cell.kind for cell in row] for row in cells]
