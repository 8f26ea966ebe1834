"""Where a problem of a file stands, as a person looks for it: sheet, row, column."""

import re
from dataclasses import dataclass

from base.errors import Problem
from base.formats import column_letter

_PATH = re.compile(r"^(\w+)(?:\[(\d+)\])?(?:\.(.+))?$", re.DOTALL)
_LINE = re.compile(r"^rad (\d+)$")


@dataclass(frozen=True, slots=True)
class Placed:
    """A problem with its place in parts: ``sheet`` empty is the file, ``row`` 0 the whole sheet, ``column`` -1 the row.

    ``header``: the column's header, or the key that is missing there. ``text``: what is wrong, without the place.
    """

    sheet: str
    row: int
    column: int
    header: str
    code: str
    text: str

    @property
    def letter(self) -> str:
        """The column as Excel names it."""
        return column_letter(self.column) if self.column >= 0 else ""

    @property
    def path(self) -> str:
        """``survey!F12``, ``survey!12``, ``survey``."""
        return f"{self.sheet}!{self.letter}{self.row}" if self.row else self.sheet

    def problem(self, file: str) -> Problem:
        """The same with the place in the path and, where it has a row, in words."""
        if not self.row:
            return Problem(file, self.path, self.code, self.text)
        words = f"Bladet {self.sheet}, rad {self.row}"
        if self.letter:
            words += f", kolumn {self.letter}" + (f" ({self.header})" if self.header else "")
        elif self.header:
            words += f", kolumnen {self.header} (som saknas)"
        return Problem(file, self.path, self.code, f"{words}: {self.text}")


def placed_in_yaml(problem: Problem) -> Placed:
    """A problem of a YAML file: the block as the sheet, its row's number from 1, the key; or a line of the text."""
    line = _LINE.match(problem.path)
    if line is not None:
        return Placed("", int(line[1]), -1, "", problem.code, problem.message)
    match = _PATH.match(problem.path)
    if match is None:
        return Placed("", 0, -1, problem.path, problem.code, problem.message)
    row = int(match[2]) + 1 if match[2] is not None else 0
    return Placed(match[1], row, -1, match[3] or "", problem.code, problem.message)
