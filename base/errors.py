"""Errors that reach a person: a stable code and a Swedish sentence.

A ``MognadError`` stops the operation (exit 2 from the terminal, an error box in
the browser). An ``Issue`` belongs to one row of a file and does not stop it.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """Something to tell about one place in a file.

    ``row`` is numbered as Excel shows it (CSV: the line where the record
    starts), ``column`` is the header's text; either is None when the issue
    concerns the file or the whole row.
    """

    code: str
    message: str
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One error of a definition file (questionnaire, register …).

    ``path`` leads to the value, e.g. ``survey[3].level``.
    """

    file: str
    path: str
    code: str
    message: str


def issue_json(issue: Issue | Problem) -> dict[str, object]:
    """One fault as JSON: where it stands, its code and its sentence."""
    if isinstance(issue, Problem):
        return {"file": issue.file, "path": issue.path, "code": issue.code, "message": issue.message}
    return {"row": issue.row, "column": issue.column, "code": issue.code, "message": issue.message}


class MognadError(Exception):
    """An operation that could not be done; nothing has been stored.

    Args:
        code: stable, lower-case, never translated (``store_busy``).
        message: Swedish sentence: what happened, where, what to do.
        issues: the single faults, where there are several.
    """

    def __init__(self, code: str, message: str, issues: Sequence[Issue | Problem] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.issues = tuple(issues)
