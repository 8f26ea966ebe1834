"""What the tests of answer sheets share: workbooks opened, written in and saved again, as a person would."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl

from data.measuring.sheets.receipt import Receipt
from data.measuring.sheets.words import FIRST_SHEET, HEAD_MARK, SUBMIT_MARK

DAY = date(2026, 11, 3)
# Luhn: 19811228-987 gives the check digit 4 (the number in Skatteverket's own example).
PERSONAL_NUMBER = "811228-9874"
ANSWER, COMMENT, EVIDENCE, EVIDENCE_DATE = "Svar", "Kommentar", "Underlag", "Underlagets datum"


def files_of(archive: bytes) -> dict[str, bytes]:
    """File name → content, the send list left out."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if name != "Sändlista.xlsx"}


@dataclass
class Sheet:
    """One unit's sheet of an opened workbook."""

    page: Any

    @property
    def heads(self) -> dict[str, int]:
        row = next(row for row in self.page.iter_rows() if row[0].value == HEAD_MARK)
        return {cell.value: cell.column for cell in row if cell.value}

    def row_of(self, mark: str) -> int:
        return next(row[0].row for row in self.page.iter_rows() if row[0].value == mark)

    def cell(self, question: str, head: str = ANSWER) -> Any:
        return self.page.cell(self.row_of(question), self.heads[head])

    def write(self, question: str, **values: Any) -> None:
        heads = {"svar": ANSWER, "kommentar": COMMENT, "underlag": EVIDENCE, "datum": EVIDENCE_DATE}
        for name, value in values.items():
            self.cell(question, heads[name]).value = value

    def submit(self, word: str = "ja") -> None:
        self.page.cell(self.row_of(SUBMIT_MARK), self.heads[ANSWER]).value = word


def unit_sheets(book: openpyxl.Workbook) -> list[Sheet]:
    return [Sheet(page) for page in book.worksheets if page.sheet_state == "visible" and page.title != FIRST_SHEET]


def edited(content: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """The workbook after somebody has opened it, changed it and saved it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled(content: bytes, unit: str, answers: Mapping[str, Mapping[str, Any]], submit: str | None = None) -> bytes:
    """The workbook with rows filled in on one unit's sheet: question → svar, kommentar, underlag, datum."""

    def change(book: openpyxl.Workbook) -> None:
        sheet = next(one for one in unit_sheets(book) if one.page.title == unit)
        for question, values in answers.items():
            sheet.write(question, **values)
        if submit:
            sheet.submit(submit)

    return edited(content, change)


def issues(receipt: Receipt) -> list[tuple[str, str | None, int | None, str | None]]:
    """(code, sheet, row, column) of every problem."""
    return [(issue.code, issue.sheet, issue.row, issue.column) for issue in receipt.issues]


def row_of(desk: Any, question: str, unit: str = "Skola A") -> int:
    book = openpyxl.load_workbook(io.BytesIO(desk.annas[1]))
    return next(sheet for sheet in unit_sheets(book) if sheet.page.title == unit).row_of(question)


def on_page(title: str, change: Callable[[Sheet], None]) -> Callable[[openpyxl.Workbook], None]:
    """An edit of one sheet of a workbook."""

    def made(book: openpyxl.Workbook) -> None:
        change(Sheet(book[title]))

    return made


def control_cell(book: openpyxl.Workbook, name: str) -> Any:
    return next(row[1] for row in book["Kontroll"].iter_rows() if row[0].value == name)
