"""Sheets written as Markdown: what stands in the test is what stands on the sheet."""

import re
from collections.abc import Callable, Sequence

import pyarrow as pa
import pytest

from files.grid import CellKind, Column, Sheet, Workbook

_FORMS = (
    (CellKind.NUMBER, re.compile(r"-?\d+(\.\d+)?")),
    (CellKind.DATE, re.compile(r"\d{4}-\d\d-\d\d")),
    (CellKind.DATETIME, re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")),
    (CellKind.BOOLEAN, re.compile(r"true|false")),
    (CellKind.ERROR, re.compile(r"#[A-Z/0!?]+")),
)


def _kind(text: str, excel: bool) -> CellKind:
    if not text:
        return CellKind.EMPTY
    if excel:
        for kind, form in _FORMS:
            if form.fullmatch(text):
                return kind
    return CellKind.TEXT


def make_sheet(
    markdown: str,
    name: str = "Blad1",
    visible: bool = True,
    excel: bool = True,
    merged: Sequence[tuple[int, int, int, int]] = (),
    row_numbers: Sequence[int] | None = None,
) -> Sheet:
    """A sheet from ``| a | b |`` lines. ``excel``: numbers and ISO dates are real ones; ``'12`` stays a text."""
    lines = [line.strip() for line in markdown.splitlines() if line.strip()]
    rows = [[cell.strip().replace("\\n", "\n") for cell in line.strip("|").split("|")] for line in lines]
    width = max(map(len, rows))
    columns = []
    for place in range(width):
        cells = [row[place] if place < len(row) else "" for row in rows]
        kinds = [CellKind.TEXT if text.startswith("'") else _kind(text, excel) for text in cells]
        texts = [text.removeprefix("'") for text in cells]
        columns.append(Column(pa.array(texts, pa.string()), pa.array([int(kind) for kind in kinds], pa.int8())))
    numbers = None if row_numbers is None else pa.array(row_numbers, pa.int64())
    return Sheet(name, visible, tuple(columns), numbers, tuple(merged))


def make_workbook(*sheets: Sheet | str, kind: str = "xlsx") -> Workbook:
    made = tuple(make_sheet(sheet) if isinstance(sheet, str) else sheet for sheet in sheets)
    return Workbook(kind, "fil.xlsx", "0" * 64, 1, made)


@pytest.fixture
def sheet() -> Callable[..., Sheet]:
    return make_sheet


@pytest.fixture
def workbook() -> Callable[..., Workbook]:
    return make_workbook
