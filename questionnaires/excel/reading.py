"""A questionnaire from the sheets of a workbook: all errors at once, by sheet, row and column.

The rows become the same plain values as a YAML file's and go through the same checks; what these say is then told in
the sheet's words and places. A row whose key cell (``type``, ``list_name``, ``name``, ``level``, ``form_id``) begins
with ``#`` is a remark and not read. Other sheets are not read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from base.errors import Problem
from questionnaires.check import parse_questionnaire
from questionnaires.excel.columns import (
    KEPT,
    NOTES_HEADERS,
    NOTES_SHEET,
    SHEETS,
    Header,
    recognise,
    recognise_sheet,
    required_columns,
)
from questionnaires.excel.places import Placed
from questionnaires.excel.sheets import Grid, GridRow
from questionnaires.excel.values import NUMBERS, TRUTHS, value_of
from questionnaires.model import NOTE_PREFIX, Questionnaire

REMARK = "#"

_KEYS = ("type", "list_name", "name", "level", "form_id")
_PATH = re.compile(r"^(\w+)(?:\[(\d+)\])?(?:\.(.+))?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What a workbook's sheets hold; without a questionnaire when there is a problem.

    ``placed``: the same problems with their places in parts. ``noted``: ``sheet: header`` of columns that the form
    does not know and keeps as notes. ``ignored``: names of sheets that were not read.
    """

    questionnaire: Questionnaire | None
    problems: tuple[Problem, ...]
    placed: tuple[Placed, ...]
    noted: tuple[str, ...]
    ignored: tuple[str, ...]


@dataclass
class _Page:
    """One of the form's sheets as read."""

    grid: Grid
    top: int = 1
    headers: list[Header] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def column(self, key: str) -> Header | None:
        return next((header for header in self.headers if header.key == key), None)


def read_sheets(grids: Sequence[Grid], file: str) -> SheetReading:
    """Read and check a questionnaire's sheets. Paths of problems are places: ``survey!F12``, ``survey!12``, ``survey``.

    Codes are those of ``questionnaires.check`` and ``sheet_missing``, ``sheet_unknown``, ``sheet_repeated``,
    ``column_missing``, ``column_unknown``, ``column_repeated``, ``header_missing``, ``cell_error``, ``too_many_rows``.
    """
    job = _Reading(file)
    job.gather(grids)
    form, problems = parse_questionnaire(job.raw(), file)
    faults = job.faults + [fault for problem in problems for fault in job.placed(problem)]
    told_faults = [job.told(fault) for fault in sorted(_once(faults), key=job.order)]
    noted = [f"{page.grid.name}: {header.text}" for page in job.pages.values() for header in page.headers if header.own]
    problems = [each.problem(file) for each in told_faults]
    return SheetReading(
        None if told_faults else form, tuple(problems), tuple(told_faults), tuple(noted), tuple(job.ignored)
    )


def is_form(grids: Sequence[Grid]) -> bool:
    """Whether a workbook is meant as one of ours: it has our sheets, not only one that is called like one of them."""
    names = [one.name.strip().casefold() for one in grids]
    return "survey" in names or len(set(names) & set(SHEETS)) > 1


class _Reading:
    """Gathers the sheets, then turns the checks' problems into places."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.pages: dict[str, _Page] = {}
        self.notes: dict[str, str] = {}
        self.ignored: list[str] = []
        # Each under its key, until the header that a person sees is put in its place (``told``).
        self.faults: list[Placed] = []

    def gather(self, grids: Sequence[Grid]) -> None:
        plain = {name for grid in grids if (name := recognise_sheet(grid.name, ())[0]) is not None}
        absent = [name for name in SHEETS if name not in plain]
        for grid in grids:
            name, guessed = recognise_sheet(grid.name, absent)
            if name == NOTES_SHEET:
                self._read_notes(grid)
            elif name is None:
                self.ignored.append(grid.name)
            elif name in self.pages:
                self._fault(grid.name, 0, -1, "sheet_repeated", f"Bladet {name} finns två gånger.")
            else:
                if guessed:
                    absent.remove(name)
                    message = f"Bladet ”{grid.name}” är okänt. Menade du ”{name}”?"
                    self._fault(grid.name, 0, -1, "sheet_unknown", message)
                self.pages[name] = self._page(name, grid)

    def raw(self) -> dict[str, Any]:
        """The plain values, with a YAML file's keys."""
        rows: dict[str, Any] = {name: page.rows for name, page in self.pages.items()}
        settings = rows.pop("settings", [])
        return {**self.notes, **rows, **({"settings": settings[0]} if settings else {})}

    def _fault(self, sheet: str, row: int, column: int, code: str, message: str) -> None:
        self.faults.append(Placed(sheet, row, column, "", code, message))

    def _read_notes(self, grid: Grid) -> None:
        rows = list(grid.filled())
        if not rows or tuple(text.strip() for text in rows[0].texts[:2]) != NOTES_HEADERS:
            self.ignored.append(grid.name)  # somebody's own sheet of that name
            return
        for row in rows[1:]:
            key = row.text(0) if row.text(0).startswith(NOTE_PREFIX) else f"{KEPT}{row.text(0).strip()}"
            if key in self.notes:
                self._fault(grid.name, row.number, 0, "duplicate_key", f"Nyckeln ”{key}” finns redan.")
            self.notes[key] = row.text(1)

    def _page(self, sheet: str, grid: Grid) -> _Page:
        page = _Page(grid)
        filled = list(grid.filled())
        if not filled:
            return page
        top, body = filled[0], filled[1:]
        page.top = top.number
        page.headers = recognise(sheet, top.texts)
        self._check_headers(sheet, page, top, body)
        keys = [header for header in page.headers if header.key in _KEYS]
        for row in body:
            if any(row.text(header.column).lstrip().startswith(REMARK) for header in keys):
                continue
            if sheet == "settings" and page.rows:
                message = "Bladet settings har en enda rad med inställningar; här börjar en till."
                self._fault(grid.name, row.number, -1, "too_many_rows", message)
                break
            page.numbers.append(row.number)
            page.rows.append(self._values(page, row))
        return page

    def _values(self, page: _Page, row: GridRow) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for header in page.headers:
            if header.key is None:
                continue
            if header.column in row.faults:
                message = f"Cellen visar ett fel ({row.text(header.column)}). Skriv in värdet."
                self._fault(page.grid.name, row.number, header.column, "cell_error", message)
            elif (value := value_of(header.key, row.text(header.column))) is not None:
                values[header.key] = value
        return values

    def _check_headers(self, sheet: str, page: _Page, top: GridRow, body: Sequence[GridRow]) -> None:
        name = page.grid.name
        for header in page.headers:
            if header.repeated:
                message = f"Kolumnen ”{header.text}” finns två gånger i bladet. Ta bort en eller byt rubrik."
                self._fault(name, top.number, header.column, "column_repeated", message)
            elif header.guessed:
                message = (
                    f"Kolumnen ”{header.text}” är okänd. Menade du ”{header.key}”? "
                    "Är det en egen anteckning, så låt rubriken börja med note."
                )
                self._fault(name, top.number, header.column, "column_unknown", message)
        for key in required_columns(sheet):
            if page.column(key) is None:
                self._fault(name, top.number, -1, "column_missing", f"Kolumnen {key} saknas i bladet.")
        headed = {header.column for header in page.headers}
        unheaded: dict[int, int] = {}
        for row in body:
            for place, text in enumerate(row.texts):
                if text.strip() and place not in headed:
                    unheaded.setdefault(place, row.number)
        for place, number in unheaded.items():
            message = "Här står något, men kolumnen har ingen rubrik. Ge den en rubrik eller töm den."
            self._fault(name, number, place, "header_missing", message)

    def placed(self, problem: Problem) -> Iterable[Placed]:
        """Where a problem of the checks stands; nothing when it is told already in another way."""
        match = _PATH.match(problem.path)
        sheet = match[1] if match else ""
        if match is None or sheet not in SHEETS:
            yield Placed(NOTES_SHEET, 0, -1, "", problem.code, problem.message)
            return
        page = self.pages.get(sheet)
        if page is None:
            yield Placed(sheet, 0, -1, "", "sheet_missing", f"Bladet {sheet} saknas.")
            return
        name = page.grid.name
        if match[2] is None and match[3] is None:
            yield Placed(name, 0, -1, "", problem.code, f"Bladet {sheet} har inga rader.")
            return
        index = int(match[2] or 0)
        key = re.sub(r"\[\d+\]$", "", match[3] or "")
        header = page.column(key)
        if header is None and problem.code == "missing":
            return  # the whole column is missing, and told so
        if problem.code == "area_empty" and "survey" in self.pages and self.pages["survey"].column("area") is None:
            return  # and what follows from it
        place = -1 if header is None else header.column
        yield Placed(name, page.numbers[index], place, key, problem.code, _in_words(problem, key))

    def order(self, fault: Placed) -> tuple[int, int, int]:
        """Sheet by sheet as they stand in the workbook, missing sheets last, then downward."""
        names = [page.grid.name for page in self.pages.values()]
        return names.index(fault.sheet) if fault.sheet in names else len(names), fault.row, fault.column

    def told(self, fault: Placed) -> Placed:
        """The problem with its place as a person looks for it."""
        return replace(fault, header=self._header(fault)) if fault.column >= 0 else fault

    def _header(self, fault: Placed) -> str:
        headers = [h for page in self.pages.values() if page.grid.name == fault.sheet for h in page.headers]
        return next((header.text for header in headers if header.column == fault.column), "")


def _in_words(problem: Problem, key: str) -> str:
    """A check's sentence where it speaks of how a YAML file is written."""
    if problem.code == "wrong_type" and key in TRUTHS:
        return "Här ska stå yes eller no (ja och nej går också)."
    if problem.code == "wrong_type" and key in NUMBERS:
        return problem.message.replace(", med decimalpunkt", "")
    if problem.code == "missing":
        return "Värdet saknas."
    return problem.message


def _once(faults: Sequence[Placed]) -> list[Placed]:
    """Without those that only repeat another: a cell that shows an error is not also empty."""
    broken = {(fault.sheet, fault.row, fault.column) for fault in faults if fault.code == "cell_error"}
    left = [
        fault for fault in faults if not (fault.code == "missing" and (fault.sheet, fault.row, fault.column) in broken)
    ]
    return list(dict.fromkeys(left))
