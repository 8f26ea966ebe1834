"""What reading a table gives, and the conditions an import sets on it."""

from dataclasses import dataclass

import pyarrow as pa

from base.errors import MognadError
from base.formats import listing
from data.registers.definitions.model import Register
from data.registers.finding.fill import Cause
from data.registers.finding.mapping import FileMapping
from data.registers.finding.row_filter import LeftOut
from data.registers.finding.rows import Ignored
from data.registers.values.messages import RowIssue


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """One column of the file. ``type``: the field's, else what its cells look like; ``letter`` as Excel names it.

    ``date_order``: the order by which its uncertain dates were read, where there was one. ``fill``: why blank cells
    were filled from above (``merged``, ``group``, ``said``) or might have to be (``possible``), on ``fill_rows`` rows.
    """

    header: str
    field: str | None
    type: str
    keep: bool
    letter: str
    examples: tuple[str, ...]
    date_order: str | None = None
    fill: Cause | None = None
    fill_rows: int = 0


@dataclass(frozen=True, slots=True)
class DateSummary:
    """A date field over all its rows: ``empty`` + ``unreadable`` + those read = rows. ISO texts."""

    min: str | None
    max: str | None
    empty: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A cell of a kept column that looks like it holds a personal identity number. Its text is not repeated."""

    row: int
    column: str


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A file as it would be imported.

    ``table`` holds the rows to store: the columns of ``tables.table_columns`` (unit ids null), or without a register
    ``row`` and the kept columns as texts. ``skipped``: numbers of rows equal to an earlier one. ``ignored``: rows
    that are no data. ``translations``: field → text in the file → value's name. ``filtered``: what each filter of the
    mapping left out. ``group_headings``: texts alone on a row above rows of data, whether or not a field takes them.
    """

    register: Register | None
    mapping: FileMapping
    file_name: str
    file_hash: str
    sheet: str | None
    header_row: int
    table: pa.Table
    columns: tuple[ColumnReading, ...]
    dates: dict[str, DateSummary]
    ignored: tuple[Ignored, ...]
    skipped: tuple[int, ...]
    issues: tuple[RowIssue, ...]
    personal_numbers: tuple[PersonalNumber, ...]
    translations: dict[str, dict[str, str]]
    filtered: tuple[LeftOut, ...] = ()
    group_headings: tuple[str, ...] = ()

    @property
    def left_out(self) -> int:
        """Rows that a filter left out."""
        return sum(left.rows for left in self.filtered)

    @property
    def filled(self) -> tuple[str, ...]:
        """The fields that a column or one value for the file fills, in the register's order."""
        if self.register is None:
            return ()
        taken = {column.field for column in self.columns if column.field and column.keep} | set(self.mapping.constants)
        if self.group_headings and self.mapping.headings_fill:
            taken.add(self.mapping.headings_fill)
        return tuple(name for name in self.register.field_names if name in taken)

    @property
    def stored(self) -> int:
        """Rows that would be stored."""
        return int(self.table.num_rows)

    @property
    def rows(self) -> int:
        """Rows that would be stored or skipped."""
        return self.stored + len(self.skipped)


def require_complete(reading: Reading) -> None:
    """Raises ``required_missing`` if a field that the register needs has no column that is taken in."""
    missing = [issue for issue in reading.issues if issue.code == "required_missing"]
    if missing:
        raise MognadError("required_missing", " ".join(issue.message for issue in missing), missing)


def require_no_personal_numbers(reading: Reading) -> None:
    """Raises ``personal_number`` until every such column is left out or masked."""
    numbers = reading.personal_numbers
    if not numbers:
        return
    columns = [f"”{name}”" for name in dict.fromkeys(number.column for number in numbers)]
    where = f"kolumnen {columns[0]}" if len(columns) == 1 else f"kolumnerna {listing(columns)}"
    cells = "En cell" if len(numbers) == 1 else f"{len(numbers)} celler"
    raise MognadError(
        "personal_number",
        f"{cells} i {where} ser ut att innehålla personnummer, först på rad {numbers[0].row}. Inget sparades. "
        "Välj att inte ta med kolumnen eller att maskera den.",
        [issue for issue in reading.issues if issue.code == "personal_number"],
    )
