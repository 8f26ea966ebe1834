"""Where tables may begin on a sheet: header rows of one to three rows, and the columns they span."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from base.formats import column_letter
from data.registers.definitions.words import folded, on_one_line, tokens
from data.registers.values.dates import parse
from data.registers.values.numbers import looks_numeric
from data.registers.values.periods import find_period
from data.registers.values.sheet import View
from files.grid import CellKind

TOP_ROWS = 2000
_PORTION = 100
_TOP_CELLS = 300_000
_FEWEST_ROWS = 20
_BODY_ROWS = 2000
_LONGEST_LABEL = 160
_LONGEST_GROUP = 60
_FEWEST_DATES = 3
_STEPS = frozenset({1, 3, 4, 6, 12})
_YEAR = re.compile(r"(?:19|20)\d{2}")
_LETTER = re.compile(r"[^\W\d_]")
# What stands above a table without heading a group: version, print date, page …
_STRAY = re.compile(
    r"\d{4}|^(?:version|ver\.|utskri|datum|senast|uppdaterad|sida|skapad|status per|läget per|printed|updated|page|"
    r"as of)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's header. ``header`` is what is shown: the groups above and the column's ``own`` text, joined."""

    index: int
    header: str
    own: str
    named: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """A possible table: header rows ``top`` … ``row`` (indices) and its columns from left to right.

    ``others``: columns (first, last) of tables that stand beside it under the same header row.
    """

    top: int
    row: int
    headings: tuple[Heading, ...]
    others: tuple[tuple[int, int], ...] = ()

    @property
    def indices(self) -> list[int]:
        return [heading.index for heading in self.headings]

    @property
    def n_named(self) -> int:
        return sum(heading.named for heading in self.headings)

    def split(self) -> tuple[list[Heading], list[Heading]]:
        """(the columns that are read, the later ones whose header has been seen already)."""
        seen: set[str] = set()
        read: list[Heading] = []
        repeated: list[Heading] = []
        for heading in self.headings:
            key = folded(heading.header) or heading.header
            (repeated if key in seen else read).append(heading)
            seen.add(key)
        return read, repeated


@lru_cache(maxsize=50_000)
def is_label(text: str, kind: CellKind) -> bool:
    """Whether a cell may be a header: words, or a year; neither a number, a date nor a long text."""
    if kind in (CellKind.ERROR, CellKind.BOOLEAN, CellKind.DATE, CellKind.DATETIME, CellKind.TIME) or not text:
        return False
    if _YEAR.fullmatch(text) or text == "#":
        return True
    if kind == CellKind.NUMBER or len(text) > _LONGEST_LABEL or not _LETTER.search(text):
        return False
    has_digit = any(character.isdigit() for character in text)
    return not (has_digit and (looks_numeric(text) or parse(text).outcome in ("read", "ambiguous")))


def _is_stray(text: str) -> bool:
    if not _STRAY.search(text):
        return False
    period = find_period(text)
    return period is None or bool(period.rest)


def _date_labels(texts: list[str], kinds: list[CellKind]) -> list[int]:
    """Dates that head columns: at least three side by side, from month to month or from year to year."""
    places = [place for place, kind in enumerate(kinds) if kind in (CellKind.DATE, CellKind.DATETIME)]
    if len(places) < _FEWEST_DATES or places[-1] - places[0] + 1 != len(places):
        return []
    months = [12 * int(texts[place][:4]) + int(texts[place][5:7]) for place in places]
    steps = {later - earlier for earlier, later in pairwise(months)}
    return places if len(steps) == 1 and steps <= _STEPS else []


class HeaderFinder:
    """Looks at the top of one sheet, row by row."""

    def __init__(self, view: View, rows: int = TOP_ROWS) -> None:
        self.view = view
        # A sheet may be thousands of columns wide: what is looked at is bounded in cells too.
        self.n_rows = min(rows, view.n_rows, max(_TOP_CELLS // max(view.n_columns, 1), _FEWEST_ROWS))
        self._texts: list[list[str]] = []
        self._labels: list[list[bool]] = []
        self._words: dict[int, list[tuple[str, tuple[str, ...]]]] = {}
        self._layouts: dict[int, list[Layout]] = {}
        # Group rows are filled to the right by the merged ranges where the file tells of them.
        self._merged_rows = {
            row for first, _, last, _ in view.sheet.merged for row in range(first, min(last, rows) + 1)
        }

    def texts(self, row: int) -> list[str]:
        """One row's cleaned texts."""
        self._load(row)
        return self._texts[row]

    def words(self, row: int) -> list[tuple[str, tuple[str, ...]]]:
        """The row's texts with their words, worked out once however many registers ask."""
        if row not in self._words:
            self._words[row] = [(text, tokens(text)) for text in self.texts(row) if text]
        return self._words[row]

    def labels(self, row: int) -> list[bool]:
        """Which of the row's cells may be headers."""
        self._load(row)
        return self._labels[row]

    def _load(self, row: int) -> None:
        """Rows are looked at in portions: most headers stand near the top."""
        while row >= len(self._texts):
            texts, kinds = self.view.some_rows(len(self._texts), min(len(self._texts) + _PORTION, self.n_rows))
            self._texts += texts
            for line, line_kinds in zip(texts, kinds, strict=True):
                labels = [is_label(text, kind) for text, kind in zip(line, line_kinds, strict=True)]
                for place in _date_labels(line, line_kinds):
                    labels[place] = True
                self._labels.append(labels)

    def label_share(self, row: int) -> float:
        """The share of the row's filled cells that may be headers."""
        filled = sum(bool(text) for text in self.texts(row))
        return sum(self.labels(row)) / filled if filled else 0.0

    def layouts(self, row: int) -> list[Layout]:
        """The tables whose last header row this may be: the flattest first, beside each other from left to right."""
        if not 0 <= row < self.n_rows or not any(self.texts(row)):
            return []
        if row not in self._layouts:
            self._layouts[row] = self._find_layouts(row)
        return self._layouts[row]

    def _find_layouts(self, row: int) -> list[Layout]:
        layouts: list[Layout] = []
        for height in range(1, 4):
            top = row - height + 1
            if top < 0 or (height > 1 and not self._heads_groups(top, row)):
                break
            layouts += self._tables(top, row)
        return layouts

    def _heads_groups(self, upper: int, lower: int) -> bool:
        """Whether the row above heads groups of the columns below, rather than being a title or a stray text."""
        above, below = self.texts(upper), self.texts(upper + 1)
        ups = [column for column, text in enumerate(above) if text]
        lows = [column for column, text in enumerate(below) if text]
        if (
            not ups
            or not lows
            or any(
                not self.labels(upper)[column] or len(above[column]) > _LONGEST_GROUP or _is_stray(above[column])
                for column in ups
            )
        ):
            return False
        if upper in self._merged_rows:
            return any(self._merge_groups(merge, upper, lows) for merge in self.view.sheet.merged)
        if len(ups) < 2:
            return False
        starts = [column for column in ups if below[column]]
        below_filled = set(lows)
        opens = {column for column in starts if column + 1 in below_filled and not above[column + 1]}
        return bool(opens) and all(column in opens or column == lows[-1] for column in starts)

    @staticmethod
    def _merge_groups(merge: tuple[int, int, int, int], upper: int, lows: list[int]) -> bool:
        first_row, first, last_row, last = merge
        if not first_row <= upper <= last_row:
            return False
        if last_row > upper and first == last:
            return True
        covered = [column for column in lows if first <= column <= last]
        return last_row == upper and len(covered) > 1 and len(covered) < len(lows)

    def _group_texts(self, row: int, own: list[str]) -> list[str]:
        """A group row's texts, filled right over the columns they head."""
        texts = self.texts(row)
        if row in self._merged_rows:
            spread = list(texts)
            for first_row, first, last_row, last in self.view.sheet.merged:
                if first_row <= row <= last_row and first < len(texts):
                    for column in range(first, min(last + 1, len(texts))):
                        spread[column] = self.texts(first_row)[first]
            return spread
        spread, current = [], ""
        for text, below in zip(texts, own, strict=True):
            current = text or current
            # A column without a text of its own belongs to the group only if the group's text stands over it.
            spread.append(current if below else text)
        return spread

    def _tables(self, top: int, row: int) -> list[Layout]:
        own = [on_one_line(text) for text in self.texts(row)]
        above = [self._group_texts(upper, own) for upper in range(top, row)]
        names = []
        for column, text in enumerate(own):
            parts = [on_one_line(group[column]) for group in above] + [text]
            names.append(" ".join(part for part in dict.fromkeys(parts) if part))
        runs = self._runs(names, row)
        tables = []
        for number, (first, last) in enumerate(runs):
            headings = tuple(
                Heading(
                    column,
                    names[column] or f"(kolumn {column_letter(self.view.sheet.column_number(column))})",
                    own[column] or names[column],
                    bool(names[column]),
                )
                for column in range(first, last + 1)
                if names[column] or self.view.any_filled(column, row + 1)
            )
            others = tuple(run for place, run in enumerate(runs) if place != number)
            tables.append(Layout(top, row, headings, others))
        return tables

    def _runs(self, names: list[str], row: int) -> list[tuple[int, int]]:
        """The tables beside each other, as (first, last) column: a wholly empty column parts them."""
        runs: list[tuple[int, int]] = []
        gap = True
        for column in range(len(names)):
            if names[column]:
                runs[len(runs) if gap else -1 :] = [(column if gap else runs[-1][0], column)]
                gap = False
            elif not gap and not self.view.any_filled(column, row + 1):
                gap = True
        runs = [self._widened(run, names, row) for run in runs]
        merged: list[tuple[int, int]] = []
        for run in runs:
            if merged and self._same_table(merged[-1], run, names, row):
                merged[-1] = (merged[-1][0], run[1])
            else:
                merged.append(run)
        return merged

    def _widened(self, run: tuple[int, int], names: list[str], row: int) -> tuple[int, int]:
        """With the unnamed columns beside it that are filled in at least half as many rows as the table."""
        first, last = run
        enough = max(int(self._rows_of(run, row).sum()), 1) / 2

        def belongs(column: int) -> bool:
            return (
                0 <= column < len(names)
                and not names[column]
                and int(self._rows_of((column, column), row).sum()) >= enough
            )

        while belongs(first - 1):
            first -= 1
        while belongs(last + 1):
            last += 1
        return first, last

    def _same_table(self, left: tuple[int, int], right: tuple[int, int], names: list[str], row: int) -> bool:
        """An empty column may stand inside one table: then both sides are filled in the same rows."""
        seen = {folded(names[column]) for column in range(left[0], left[1] + 1) if names[column]}
        if any(folded(names[column]) in seen for column in range(right[0], right[1] + 1) if names[column]):
            return False
        first, second = self._rows_of(left, row), self._rows_of(right, row)
        both = int((first & second).sum())
        return both > 0 and both * 2 >= max(first.sum(), second.sum()) and both * 10 >= 9 * int(second.sum())

    def _rows_of(self, run: tuple[int, int], row: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        stop = row + 1 + _BODY_ROWS
        rows = np.zeros(len(self.view.filled(run[0])[row + 1 : stop]), dtype=np.bool_)
        for column in range(run[0], run[1] + 1):
            rows |= self.view.filled(column)[row + 1 : stop]
        return rows
