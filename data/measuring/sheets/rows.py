"""From a row of a returned sheet to what it says of its question, with every fault of it."""

from collections.abc import Sequence
from datetime import date

from base.errors import Issue
from data.ledger.texts import MAX_TEXT
from data.measuring.answers import AnswerState
from data.measuring.sheets.history import NOTHING_SAID, Content, in_a_sheet
from data.measuring.sheets.returned import ReturnedRow, WrittenCell
from data.measuring.sheets.words import (
    ANSWER,
    COMMENT,
    EVIDENCE,
    EVIDENCE_DATE,
    NO,
    YES,
    Said,
    option_words,
    said_by,
)
from data.registers.definitions.words import normalised
from data.registers.values.dates import read_dates
from data.registers.values.personal import has_number, masked
from files.grid import NOTHING, CellKind
from questionnaires.model import Question, Questionnaire
from questionnaires.rows import near

_DATE_FAULTS = {
    "unreadable": ("date_unreadable", "går inte att läsa som datum. Skriv till exempel 2026-11-03"),
    "ambiguous": ("date_ambiguous", "kan läsas på flera sätt. Skriv till exempel 2026-11-03"),
    "without_year": ("date_without_year", "saknar år. Skriv till exempel 2026-11-03"),
}


def read_row(form: Questionnaire, question: Question, row: ReturnedRow) -> tuple[Content | None, list[Issue]]:
    """What the row says; None where something in it can't be read. The issues are those of reading alone."""
    issues = [
        Issue(
            "cell_error", f"Rad {row.row}: cellen innehåller felet {cell.text}. Skriv svaret för hand.", row.row, name
        )
        for name, cell in row.cells.items()
        if cell.kind is CellKind.ERROR
    ]
    said = _said(form, question, row, issues)
    evidence_date = _date(row, issues)
    comment, evidence = (in_a_sheet(row.cells.get(name, NOTHING).text) for name in (COMMENT, EVIDENCE))
    if issues:
        return None, issues
    if said is None:
        if comment or evidence or evidence_date:
            message = f"Rad {row.row}: där finns en kommentar eller ett underlag men inget svar. Välj ett svar."
            return None, [Issue("answer_missing", message, row.row, ANSWER)]
        return NOTHING_SAID, []
    return (*said, comment, evidence, evidence_date), []


def faults_of(content: Content, row: ReturnedRow) -> list[Issue]:
    """What keeps a changed answer from being stored: the rules that hold for whoever answers on screen too."""
    state, _, comment, evidence, _ = content
    issues = []
    if state is AnswerState.NOT_APPLICABLE and not comment:
        message = f"Rad {row.row}: skriv i kommentaren varför det inte gäller er."
        issues.append(Issue("comment_missing", message, row.row, COMMENT))
    for name, text in ((COMMENT, comment), (EVIDENCE, evidence)):
        if len(text or "") > MAX_TEXT:
            message = f"Rad {row.row}: texten är för lång. Högst {MAX_TEXT} tecken."
            issues.append(Issue("text_too_long", message, row.row, name))
        if has_number(text or ""):
            message = f"Rad {row.row}: texten ser ut att innehålla ett personnummer. Ta bort det."
            issues.append(Issue("text_personal", message, row.row, name))
    return issues


def read_submit(place: WrittenCell | None) -> tuple[bool, list[Issue]]:
    """Whether the unit is to be submitted, and what is wrong with the word for it."""
    word = normalised(place.cell.text) if place else ""
    if place is not None and word not in ("", YES, NO):
        message = f"Rad {place.row}: skriv ja eller nej, inte ”{masked(place.cell.text.strip())}”."
        return False, [Issue("submit_unreadable", message, place.row, place.column)]
    return word == YES, []


def _said(form: Questionnaire, question: Question, row: ReturnedRow, issues: list[Issue]) -> Said | None:
    cell = row.cells.get(ANSWER, NOTHING)
    text = " ".join(cell.text.split())
    if not text or cell.kind is CellKind.ERROR:
        return None
    said = said_by(form, question, text)
    if said is None:
        instead = _suggestion(text, list(option_words(form, question)))
        message = f"Rad {row.row}: ”{masked(text)}” är inget av svaren.{instead}"
        issues.append(Issue("alternative_unknown", message, row.row, ANSWER))
    return said


def _suggestion(text: str, words: Sequence[str]) -> str:
    lower = {word.casefold(): word for word in words}
    found = near(text, lower)
    return f" Menade du ”{lower[found]}”?" if found else f" Välj något av: {', '.join(words)}."


def _date(row: ReturnedRow, issues: list[Issue]) -> date | None:
    cell = row.cells.get(EVIDENCE_DATE, NOTHING)
    if cell.kind is CellKind.ERROR:
        return None
    value = read_dates([cell.text.strip()])[0][0]
    if value.moment is not None and value.outcome == "read":
        return value.moment.date()
    if value.outcome in _DATE_FAULTS:
        code, why = _DATE_FAULTS[value.outcome]
        issues.append(Issue(code, f"Rad {row.row}: ”{masked(cell.text.strip())}” {why}.", row.row, EVIDENCE_DATE))
    return None
