"""A workbook that comes back, as it was read: what it says it is, and each unit's rows. Nothing is judged here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from base.errors import MognadError
from data.measuring.sheets.columns import ANSWER, entries
from data.measuring.sheets.words import (
    CONTROL_HEADS,
    FACTS,
    HEAD_MARK,
    LAYOUT,
    MARK,
    SEND_LIST,
    SUBMIT_MARK,
)
from data.organisation.small_tables import columns_named
from data.registers.definitions.words import normalised
from files.grid import NOTHING, Cell, Sheet, Workbook

_MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A cell that somebody has written in: ``row`` as Excel numbers it, ``column`` by its head."""

    row: int
    column: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A question's row: head → its cell."""

    row: int
    question: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """One unit's sheet. ``code`` is what stands in its corner; ``missing``: the heads that are not there."""

    name: str
    code: str
    submit: WrittenCell | None
    rows: tuple[ReturnedRow, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """What the hidden sheet says. ``based``: sheet's code → (unit, question → the seq its answer is based on)."""

    workbook: str
    round: str
    questionnaire: str
    version: str
    content_hash: str
    position: str
    based: Mapping[str, tuple[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class ReturnedBook:
    """A workbook that came back; ``sheets`` in its order."""

    file: str
    file_hash: str
    control: Control
    sheets: tuple[ReturnedSheet, ...]


def is_send_list(workbook: Workbook) -> bool:
    """Whether it is the list of whom to send to, which lies in the same folder."""
    return [sheet.name for sheet in workbook.sheets] == [SEND_LIST]


def read_returned(workbook: Workbook) -> ReturnedBook:
    """The workbook's parts. Raises ``not_an_answer_sheet`` and ``sheet_layout``."""
    control = next((sheet for sheet in workbook.sheets if sheet.cell(0, 0).text == MARK), None)
    sheets = [sheet for sheet in workbook.sheets if sheet is not control and _is_unit_sheet(sheet)]
    if control is None:
        if not sheets:
            raise MognadError(
                "not_an_answer_sheet", "Filen är inget svarsblad från Mognadskollen. Skicka tillbaka filen som kom."
            )
        raise MognadError(
            "control_missing",
            "Bladet saknar det som säger vilken mätning det hör till. Flikarna har troligen kopierats till en ny fil. "
            "Be om den ursprungliga filen.",
        )
    if control.cell(0, 1).text != LAYOUT:
        raise MognadError("sheet_layout", "Bladet är gjort av en annan version av Mognadskollen. Gör ett nytt blad.")
    return ReturnedBook(workbook.name, workbook.sha256, _control(control), tuple(map(_unit_sheet, sheets)))


def _is_unit_sheet(sheet: Sheet) -> bool:
    return any(row and row[0].text == HEAD_MARK for row in sheet.rows(0, 50))


def _control(sheet: Sheet) -> Control:
    rows = [[cell.text.strip() for cell in row] for row in sheet.rows(1, min(sheet.n_rows, _MOST_ROWS * 100))]
    facts: dict[str, str] = {}
    based: dict[str, tuple[str, dict[str, str]]] = {}
    table = False
    for row in rows:
        cells = [*row, "", "", "", ""][:4]
        if table and cells[0]:
            based.setdefault(cells[0], (cells[1], {}))[1][cells[2]] = cells[3]
        elif tuple(cells) == CONTROL_HEADS:
            table = True
        elif cells[0] in FACTS:
            facts[cells[0]] = cells[1]
    workbook, round_id, questionnaire, version, content_hash, position = (facts.get(name, "") for name in FACTS)
    return Control(workbook, round_id, questionnaire, version, content_hash, position, based)


def _unit_sheet(sheet: Sheet) -> ReturnedSheet:
    lines = sheet.rows(0, min(sheet.n_rows, _MOST_ROWS))
    head = next(index for index, cells in enumerate(lines) if cells[0].text == HEAD_MARK)
    ours = {normalised(entry): entry for entry in entries()}
    columns = columns_named((normalised(cell.text) for cell in lines[head]), ours)
    submit = None
    rows: list[ReturnedRow] = []
    for index, cells in enumerate(lines):
        mark, number = cells[0].text.strip(), sheet.row_number(index)
        if mark == SUBMIT_MARK and submit is None:
            submit = _submit(cells, columns, number)
        elif mark and index > head:
            rows.append(ReturnedRow(number, mark, {name: _cell(cells, at) for name, at in columns.items()}))
    missing = tuple(head for head in entries() if head not in columns)
    return ReturnedSheet(sheet.name, lines[0][0].text.strip(), submit, tuple(rows), missing)


def _submit(cells: Sequence[Cell], columns: Mapping[str, int], row: int) -> WrittenCell:
    return WrittenCell(row, "Lämna in", _cell(cells, columns.get(ANSWER.head)))


def _cell(cells: Sequence[Cell], at: int | None) -> Cell:
    return cells[at] if at is not None and at < len(cells) else NOTHING
