"""Small tables that a person has written in Excel: the columns found by their headers, dates read, faults by row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from base.errors import Issue, MognadError
from data.registers.definitions.words import normalised
from data.registers.values.dates import read_dates
from files.grid import Cell, CellKind, Sheet, Workbook

_HEADER_WITHIN = 30
_DATE_FAULTS = {
    "unreadable": ("date_unreadable", "går inte att läsa som datum. Skriv till exempel 2027-01-01"),
    "ambiguous": ("date_ambiguous", "kan läsas på flera sätt. Skriv till exempel 2027-01-31"),
    "without_year": ("date_without_year", "saknar år. Skriv till exempel 2027-01-01"),
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: ``row`` as Excel numbers it, ``texts`` by column name, trimmed; columns the file lacks are empty."""

    row: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SmallTable:
    """The rows that say anything, and the headers as the file writes them, by column name."""

    rows: tuple[TableRow, ...]
    headers: Mapping[str, str]

    def fault(self, row: TableRow, column: str, code: str, why: str) -> Issue:
        """What is wrong with a row; ``column`` by its name here, ``why`` without the full stop."""
        return Issue(code, f"Rad {row.row}: {why}.", row.row, self.headers.get(column, column))


def read_small_table(
    workbook: Workbook, synonyms: Mapping[str, Sequence[str]], required: Sequence[str], columns: str
) -> SmallTable:
    """The first visible sheet that has the ``required`` columns among its first thirty rows.

    ``synonyms``: column name → the headers that mean it. ``columns`` names them for the one who must correct the
    file. Raises ``no_header`` and ``no_rows``.
    """
    names = {normalised(text): name for name, texts in synonyms.items() for text in texts}
    for sheet in workbook.sheets:
        if not sheet.visible:
            continue
        for index, cells in enumerate(sheet.rows(0, min(_HEADER_WITHIN, sheet.n_rows))):
            header = columns_named((normalised(cell.text).rstrip(":*") for cell in cells), names)
            if set(required) <= set(header):
                return _table(sheet, index, header, tuple(synonyms))
    raise MognadError("no_header", f"Filen {workbook.name} saknar en rad med rubrikerna {columns}.")


def columns_named(words: Iterable[str], names: Mapping[str, str]) -> dict[str, int]:
    """Name → its first place in a header row. ``names``: what each word means; other words are passed over."""
    columns: dict[str, int] = {}
    for place, word in enumerate(words):
        if word in names:
            columns.setdefault(names[word], place)
    return columns


def _table(sheet: Sheet, top: int, header: Mapping[str, int], columns: Sequence[str]) -> SmallTable:
    rows: list[TableRow] = []
    for index, cells in enumerate(sheet.rows(top + 1, sheet.n_rows), top + 1):
        texts = {name: _text(cells[header[name]]) if name in header else "" for name in columns}
        if any(texts.values()):
            rows.append(TableRow(sheet.row_number(index), texts))
    if not rows:
        raise MognadError("no_rows", "Filen har rubriker men inga rader.")
    heads = sheet.rows(top, top + 1)[0]
    return SmallTable(tuple(rows), {name: heads[column].text.strip() for name, column in header.items()})


def _text(cell: Cell) -> str:
    # A formula that failed says nothing; to read "#N/A" as a name would be to believe it.
    return "" if cell.kind is CellKind.ERROR else " ".join(cell.text.split())


def read_date_column(table: SmallTable, column: str, *, required: bool) -> tuple[dict[int, date], list[Issue]]:
    """Row number → date, and an issue for each cell that is no date (or is empty though ``required``)."""
    values, _ = read_dates([row.texts[column] for row in table.rows])
    days: dict[int, date] = {}
    issues: list[Issue] = []
    for row, value in zip(table.rows, values, strict=True):
        if value.moment is not None and value.outcome == "read":
            days[row.row] = value.moment.date()
        elif value.outcome != "empty":
            code, why = _DATE_FAULTS[value.outcome]
            issues.append(table.fault(row, column, code, f"”{row.texts[column]}” {why}"))
        elif required:
            issues.append(table.fault(row, column, "date_missing", "datum saknas"))
    return days, issues


def refusal(code: str, issues: Sequence[Issue], most: int = 20) -> MognadError:
    """The error that stops a whole file, with every fault by row."""
    first = " ".join(issue.message for issue in issues[:most])
    more = f" … och {len(issues) - most} fel till." if len(issues) > most else ""
    return MognadError(code, f"Inget sparades. {first}{more}", issues)
