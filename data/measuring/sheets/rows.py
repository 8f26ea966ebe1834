"""From a row of a returned sheet to what it says of its question, with every fault of it."""

from typing import Any

from base.errors import Issue, MognadError
from data.measuring.answers import AnswerState
from data.measuring.sheets.columns import ANSWER, COMMENT, entries
from data.measuring.sheets.history import NOTHING_SAID, AnswerContent
from data.measuring.sheets.returned import ReturnedRow, WrittenCell
from data.measuring.sheets.words import NO, YES
from data.registers.definitions.words import normalised
from data.registers.values.personal import has_number, masked
from files.grid import NOTHING, CellKind
from questionnaires.model import Question, Questionnaire


def read_row(form: Questionnaire, question: Question, row: ReturnedRow) -> tuple[AnswerContent | None, list[Issue]]:
    """What the row says; None where something in it can't be read. The issues are those of reading alone."""
    issues = [
        Issue(
            "cell_error", f"Rad {row.row}: cellen innehåller felet {cell.text}. Skriv svaret för hand.", row.row, name
        )
        for name, cell in row.cells.items()
        if cell.kind is CellKind.ERROR
    ]
    parts: dict[str, Any] = {}
    for head, entry in entries().items():
        cell = row.cells.get(head, NOTHING)
        if cell.kind is CellKind.ERROR:
            continue
        try:
            parts |= entry.read(form, question, cell)
        except MognadError as fault:
            issues.append(Issue(fault.code, f"Rad {row.row}: {fault.message}", row.row, head))
    if issues:
        return None, issues
    content = AnswerContent(**parts)
    if content.state is AnswerState.CLEARED and content != NOTHING_SAID:
        message = f"Rad {row.row}: där finns en kommentar eller ett underlag men inget svar. Välj ett svar."
        return None, [Issue("answer_missing", message, row.row, ANSWER.head)]
    return content, []


def faults_of(content: AnswerContent, row: ReturnedRow) -> list[Issue]:
    """What keeps a changed answer from being stored: the rules that hold for whoever answers on screen too."""
    issues = []
    if content.state is AnswerState.NOT_APPLICABLE and not content.comment:
        message = f"Rad {row.row}: skriv i kommentaren varför det inte gäller er."
        issues.append(Issue("comment_missing", message, row.row, COMMENT.head))
    for head, entry in entries().items():
        text = str(getattr(content, entry.text) or "") if entry.text else ""
        if entry.longest is not None and len(text) > entry.longest:
            message = f"Rad {row.row}: texten är för lång. Högst {entry.longest} tecken."
            issues.append(Issue("text_too_long", message, row.row, head))
        if has_number(text):
            message = f"Rad {row.row}: texten ser ut att innehålla ett personnummer. Ta bort det."
            issues.append(Issue("text_personal", message, row.row, head))
    return issues


def read_submit(place: WrittenCell | None) -> tuple[bool, list[Issue]]:
    """Whether the unit is to be submitted, and what is wrong with the word for it."""
    word = normalised(place.cell.text) if place else ""
    if place is not None and word not in ("", YES, NO):
        message = f"Rad {place.row}: skriv ja eller nej, inte ”{masked(place.cell.text.strip())}”."
        return False, [Issue("submit_unreadable", message, place.row, place.column)]
    return word == YES, []
