"""Workbooks for a person to fill in: looks, lists to choose from, and cells that are locked but where one writes.

Texts go out by ``files.writer``'s rules: none takes effect as a formula. The locks have no password. They keep a hand
from slipping and are no protection against someone who means to change the rest: who reads the workbook when it
comes back asks for everything again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from files.writer import Value, safe_cell, sheet_title

_INK, _PALE, _BAND, _ENTRY, _LINE = "FF1F3A4D", "FFE8EEF2", "FFD3DFE6", "FFFFF9DB", "FFB8C4CC"
# Excel takes a file with a longer one for damaged.
_LONGEST_PROMPT = 255
_EDGE = Border(*(Side(style="thin", color=_LINE),) * 4)


class Look(Enum):
    """What a cell is for. Only ENTRY and ENTRY_DATE can be written in."""

    TEXT = "text"
    STRONG = "strong"
    TITLE = "title"
    NOTE = "note"
    HEAD = "head"
    BAND = "band"
    ENTRY = "entry"
    ENTRY_DATE = "entry_date"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its value and its look."""

    value: Value = None
    look: Look = Look.TEXT


@dataclass(frozen=True, slots=True)
class CellRule:
    """What some cells (row, column, from 0) take. ``words``: where the list to choose from stands (``Val!$A$1:$A$6``).

    Without ``words``: texts of at most ``longest`` characters or, without that either, dates. ``prompt``: shown beside
    the cell when it is chosen.
    """

    cells: Sequence[tuple[int, int]]
    words: str | None = None
    longest: int | None = None
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One sheet. ``widths`` in characters by column; ``hidden`` columns are from 0.

    ``frozen``: (rows, columns) that stay when one scrolls. ``hidden_sheet``: not seen until it is asked for.
    """

    name: str
    rows: Sequence[Sequence[Box | None]]
    widths: Sequence[int] = ()
    hidden: frozenset[int] = frozenset()
    rules: Sequence[CellRule] = ()
    frozen: tuple[int, int] = (0, 0)
    hidden_sheet: bool = False


def write_form(target: Path | BinaryIO, sheets: Sequence[FormSheet], names: Sequence[str] | None = None) -> None:
    """Write a workbook of such sheets; what is no entry is locked. ``names``: from ``form_titles``."""
    workbook = openpyxl.Workbook(write_only=True)
    looks = {look: _Style(look) for look in Look}
    for sheet, title in zip(sheets, names or form_titles([sheet.name for sheet in sheets]), strict=True):
        page: Any = workbook.create_sheet(title)  # the stubs know only the other kind of sheet
        _set_up(page, sheet)
        for row in sheet.rows:
            page.append([None if box is None else looks[box.look].cell(page, box.value) for box in row])
    workbook.save(target)


def form_titles(names: Sequence[str]) -> list[str]:
    """The names as Excel takes them: short, without its signs, no two alike."""
    taken: set[str] = set()
    return [sheet_title(name, taken) for name in names]


class _Style:
    """A look as openpyxl's parts, made once for a workbook."""

    def __init__(self, look: Look) -> None:
        entry = look in (Look.ENTRY, Look.ENTRY_DATE)
        size = 16 if look is Look.TITLE else 11
        bold = look in (Look.TITLE, Look.STRONG, Look.HEAD, Look.BAND)
        filled = {Look.HEAD: _PALE, Look.BAND: _BAND}.get(look, _ENTRY if entry else None)
        self.parts = {
            "font": Font(bold=bold, size=size, italic=look is Look.NOTE, color=_INK if bold else None),
            # A title runs on over the cells beside it; wrapped it would stand in a narrow column.
            "alignment": Alignment(wrap_text=look not in (Look.TITLE, Look.BAND, Look.NOTE), vertical="top"),
            "fill": PatternFill("solid", fgColor=filled) if filled else None,
            "border": _EDGE if entry or look is Look.HEAD else None,
            "protection": Protection(locked=False) if entry else None,
            "number_format": {Look.ENTRY: "@", Look.ENTRY_DATE: "yyyy-mm-dd"}.get(look),
        }

    def cell(self, page: Any, value: Value) -> Cell:
        """The value in this look; an empty cell has its look too, so that one sees where to write."""
        made: Cell = safe_cell(page, value) or WriteOnlyCell(page)
        for name, part in self.parts.items():
            if part is not None:
                setattr(made, name, part)
        return made


def _set_up(page: Any, sheet: FormSheet) -> None:
    page.sheet_state = "hidden" if sheet.hidden_sheet else "visible"
    for index, width in enumerate(sheet.widths):
        dimension = page.column_dimensions[get_column_letter(index + 1)]
        dimension.width, dimension.hidden = width, index in sheet.hidden
    rows, columns = sheet.frozen
    if rows or columns:
        page.freeze_panes = f"{get_column_letter(columns + 1)}{rows + 1}"
    page.protection.sheet = True
    # Widths and heights may be changed: a long text must be possible to read.
    page.protection.formatColumns = page.protection.formatRows = False
    page.sheet_view.showGridLines = False
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for rule in sheet.rules:
        page.data_validations.append(_validation(rule))


def _validation(rule: CellRule) -> DataValidation:
    if rule.words is not None:
        made = DataValidation(type="list", formula1=rule.words)
        made.errorTitle, made.error = "Välj i listan", "Välj ett av orden i listan, eller lämna tomt."
    elif rule.longest is not None:
        made = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(rule.longest))
        made.errorTitle, made.error = "För lång text", f"Skriv högst {rule.longest} tecken."
    else:
        made = DataValidation(type="date", operator="greaterThan", formula1="1")
        made.errorTitle, made.error = "Inget datum", "Skriv datumet som 2026-11-03, eller lämna tomt."
    made.allow_blank = made.showErrorMessage = True
    if rule.prompt:
        made.prompt, made.showInputMessage = rule.prompt[:_LONGEST_PROMPT], True
    for row, column in rule.cells:
        made.add(f"{get_column_letter(column + 1)}{row + 1}")
    return made
