"""Sheets as plain texts in and plain values out: what the Excel form of a questionnaire is read from and written to.

No file is touched here. ``data.measuring.questionnaire_files`` makes these of a read workbook, and a workbook of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

OutValue = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: its number as Excel shows it, and its cells' texts from column A on (empty = ``""``).

    A number is written with decimal point (``0.5``), a truth value ``true`` or ``false``. ``faults``: the places
    (from 0) of cells that show an error (``#N/A``).
    """

    number: int
    texts: tuple[str, ...]
    faults: frozenset[int] = frozenset()

    def text(self, column: int) -> str:
        """The text of a column (from 0); beyond the row it is empty."""
        return self.texts[column] if 0 <= column < len(self.texts) else ""

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the row."""
        return not any(text.strip() for text in self.texts)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its rows, upper first."""

    name: str
    rows: tuple[GridRow, ...]

    def filled(self) -> Iterator[GridRow]:
        """The rows where something stands."""
        return (row for row in self.rows if not row.blank)


def grid(name: str, rows: Sequence[Sequence[str]], first: int = 1) -> Grid:
    """A sheet of lists of texts, whose rows are numbered from ``first``."""
    return Grid(name, tuple(GridRow(number, tuple(texts)) for number, texts in enumerate(rows, first)))


@dataclass(frozen=True, slots=True)
class OutSheet:
    """One sheet to write: headers, rows as long as these, and what a cell offers to choose from.

    ``options``: column (from 0) → the words, or where they stand, as Excel writes it (``areas!$A$2:$A$50``).
    """

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[OutValue, ...], ...]
    options: Mapping[int, Sequence[str] | str] = field(default_factory=dict)
