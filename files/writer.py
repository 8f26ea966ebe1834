"""Writing tables out, so that no text of ours takes effect as a formula in someone's spreadsheet."""

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import IO, Any, BinaryIO

import openpyxl
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from files.cells import convert
from files.delimited import FORMULA_START, escape

Value = str | int | float | Decimal | bool | date | datetime | time | timedelta | None

_LONGEST_TEXT = 32_767
_CUT = " … [avkortad]"
_LONGEST_LIST = 255
_ROWS_TO_ADD = 500
_FIRST_DAY = date(1900, 3, 1)  # before it Excel's calendar has a day that never was
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LOOKALIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORMATS: dict[type, str] = {
    date: "yyyy-mm-dd",
    datetime: "yyyy-mm-dd hh:mm",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
}


XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class SheetOut:
    """One table: headers and rows of equal length. Numbers and dates are written as such, the rest as text.

    ``options``: what the cells under a header offer to choose from, by column from 0: the words themselves or, if
    they stand in a sheet, where (``areas!$A$2:$A$50``). Excel then refuses other words; a CSV file has no such thing.
    """

    name: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Value]]
    options: Mapping[int, Sequence[str] | str] = field(default_factory=dict)


def write_xlsx(target: Path | BinaryIO, sheets: Sequence[SheetOut]) -> None:
    """Write a workbook: bold frozen header row, fitting columns, every text a text.

    Line ends become LF; characters that XML can't hold become U+FFFD; a text
    beyond Excel's 32 767 characters is cut and says so; whole numbers beyond
    15 digits and dates before March 1900, which Excel would change, are
    written as text. Numbers that are not finite leave the cell empty.
    ``ValueError`` for options that do not fit in a list.
    """
    workbook = openpyxl.Workbook(write_only=True)
    names: set[str] = set()
    validations = [list(_validations(sheet)) for sheet in sheets]  # first: these may fail
    for sheet, lists in zip(sheets, validations, strict=True):
        title = sheet_title(sheet.name, names)
        page: Any = workbook.create_sheet(title)  # the stubs know only the other kind of sheet
        page.freeze_panes = "A2"
        for validation in lists:
            page.data_validations.append(validation)
        for index, width in enumerate(_widths(sheet), 1):
            page.column_dimensions[get_column_letter(index)].width = width
        bold = Font(bold=True)
        header = [safe_cell(page, text) for text in sheet.headers]
        for cell in header:
            if cell is not None:
                cell.font = bold
        page.append(header)
        for row in sheet.rows:
            page.append([safe_cell(page, value) for value in row])
    workbook.save(target)


def xlsx_bytes(sheets: Sequence[SheetOut]) -> bytes:
    """The workbook that ``write_xlsx`` writes, as bytes."""
    held = io.BytesIO()
    write_xlsx(held, sheets)
    return held.getvalue()


def write_csv(
    target: Path | BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[Value]], separator: str = ";"
) -> None:
    """Write UTF-8 with a mark (so that Excel sees it) and CRLF line ends.

    What could become a formula, whichever separator it is opened with, gets an apostrophe, which our reader takes
    away. Decimal comma, as Swedish Excel reads it; with ``,`` as separator a point.
    """
    with _opened(target) as raw:
        text = io.TextIOWrapper(raw, "utf-8-sig", errors="replace", newline="", write_through=True)
        # Alone in its row a text with a comma would be taken for two by whoever tells separators by looking.
        out = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL if len(headers) == 1 else csv.QUOTE_MINIMAL)
        for row in chain([headers], rows):
            out.writerow([_field(value, separator) for value in row])
        text.flush()
        text.detach()


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """The file that ``write_csv`` writes, as bytes."""
    held = io.BytesIO()
    write_csv(held, headers, rows)
    return held.getvalue()


@contextmanager
def _opened(target: Path | BinaryIO) -> Iterator[IO[bytes]]:
    if isinstance(target, Path):
        with target.open("wb") as stream:
            yield stream
    else:
        yield target


def plain_value(value: Value) -> Value:
    """The value as Excel can hold it without changing it, and as it is read back; see ``write_xlsx``."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        text = _UNWRITABLE.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
        return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - len(_CUT)] + _CUT
    if isinstance(value, (int, float, Decimal)):
        if not math.isfinite(value):
            return None
        return str(value) if isinstance(value, int) and abs(value) >= 10**15 else value
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return value if day >= _FIRST_DAY else value.isoformat()
    return value


def safe_cell(page: Any, value: Value) -> Cell | None:
    """A cell of a write-only page in which every text is a text; None for nothing."""
    plain = plain_value(value)
    if plain is None or plain == "":
        return None
    if not isinstance(plain, str):
        cell: Cell = WriteOnlyCell(page)
        cell.value = plain
        if type(plain) in _FORMATS:
            cell.number_format = _FORMATS[type(plain)]
        return cell
    cell = WriteOnlyCell(page, _ESCAPE_LOOKALIKE.sub("_x005F_", plain))
    cell.data_type = "s"  # openpyxl has guessed a formula from "=" and an error from "#N/A"
    if FORMULA_START.match(plain):
        cell.quotePrefix = True  # so that it stays a text when a person edits the cell
    return cell


def _validations(sheet: SheetOut) -> Iterator[DataValidation]:
    """Lists to choose from, for the rows there are and as many as a person may add."""
    for column, options in sheet.options.items():
        words = options if isinstance(options, str) else ",".join(options)
        if not isinstance(options, str):
            # Excel holds that much in the list itself and parts it at commas; what does not fit must stand in a sheet.
            if len(words) > _LONGEST_LIST or any("," in word for word in options):
                raise ValueError(f"options of column {column} do not fit in a list")
            words = '"' + words.replace('"', '""') + '"'
        validation = DataValidation(type="list", formula1=words, allow_blank=True, showErrorMessage=True)
        validation.errorTitle, validation.error = "Välj i listan", "Välj ett av orden i listan, eller lämna tomt."
        letter = get_column_letter(column + 1)
        validation.add(f"{letter}2:{letter}{len(sheet.rows) + _ROWS_TO_ADD}")
        yield validation


def _field(value: Value, separator: str) -> str:
    plain = value.replace("\0", "\ufffd") if isinstance(value, str) else plain_value(value)
    if plain is None:
        return ""
    if isinstance(plain, str):
        return escape(plain)
    if isinstance(plain, Decimal):
        text = format(plain, "f")
    else:
        text = convert([plain])[0][0]
    return text.replace(".", ",") if isinstance(plain, (float, Decimal)) and separator != "," else text


def sheet_title(wanted: str, taken: set[str]) -> str:
    """A name Excel accepts: at most 31 characters, none of ``[]:*?/\\``, not used before."""
    base = _UNWRITABLE.sub("", re.sub(r"[\[\]:*?/\\]", "-", wanted)).strip("' ")[:31] or "Blad"
    name, number = base, 2
    while name.lower() in taken:
        suffix = f" ({number})"
        name, number = base[: 31 - len(suffix)] + suffix, number + 1
    taken.add(name.lower())
    return name


def _widths(sheet: SheetOut) -> list[int]:
    """Widths in characters by the header and the first 200 rows, between 8 and 60."""
    columns = zip(sheet.headers, *sheet.rows[:200], strict=True)
    return [min(60, max(8, *(2 + len(str(value)) for value in column if value is not None))) for column in columns]
