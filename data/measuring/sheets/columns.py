"""The columns of a unit's sheet, each in one place: its look, what stands in it, and how what is written is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from base.errors import MognadError
from data.ledger.texts import FREE_TEXT_WARNING, MAX_TEXT
from data.measuring.answers import AnswerState, Stand
from data.measuring.sheets.history import NOTHING_SAID, in_a_sheet
from data.measuring.sheets.outgoing import Posed
from data.measuring.sheets.words import option_words, said_by, word_of
from data.registers.values.dates import read_dates
from data.registers.values.personal import masked
from files.form_writer import Look
from files.grid import Cell
from files.writer import Value
from questionnaires.answer_words import what_to_write
from questionnaires.model import Question, Questionnaire
from questionnaires.rows import suggestion

# What a cell says: parts of an ``AnswerContent``.
Parts = Mapping[str, Any]

_DATE_FAULTS = {
    "unreadable": ("date_unreadable", "går inte att läsa som datum. Skriv till exempel 2026-11-03"),
    "ambiguous": ("date_ambiguous", "kan läsas på flera sätt. Skriv till exempel 2026-11-03"),
    "without_year": ("date_without_year", "saknar år. Skriv till exempel 2026-11-03"),
}


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """What may be written in a column. ``prompt``: told beside the cell when it is chosen.

    ``read``: what a cell without a fault of Excel's says; raises ``MognadError`` with the code and words of an issue.
    ``words``: one chooses among the question's answers. ``text``: it is this part of the answer, in free words of at
    most ``longest`` characters.
    """

    read: Callable[[Questionnaire, Question, Cell], Parts]
    prompt: str = ""
    words: bool = False
    text: str | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """``shown``: what stands in it when it goes out; ``entry`` None: nothing is read from it when it comes back.

    ``width`` in characters. ``with_last``: it is there only where the answers of the round before are shown.
    """

    head: str
    width: int
    shown: Callable[[Questionnaire, Posed], Value]
    look: Look = Look.TEXT
    entry: ColumnEntry | None = None
    with_last: bool = False


def _guidance(form: Questionnaire, posed: Posed) -> str:
    question = posed.question
    who = f"Vem vet svaret? {question.audience}" if question.audience else ""
    return "\n".join(text for text in (question.hint, who) if text)


def _what_counts(form: Questionnaire, posed: Posed) -> str:
    question = posed.question
    steps = [f"• {choice.label}: {choice.hint}" for choice in form.choices_of(question) if choice.hint]
    what = "" if question.kind == "select_one" else what_to_write(form, question)
    return "\n".join(text for text in (what, question.criteria, *steps) if text)


def _answer(form: Questionnaire, posed: Posed) -> str | None:
    content = posed.content
    if content == NOTHING_SAID:
        return None
    return word_of(form, posed.question, (content.state, content.alternative))


def _read_answer(form: Questionnaire, question: Question, cell: Cell) -> Parts:
    text = " ".join(cell.text.split())
    if not text:
        return {}
    read = _said(form, question, cell)
    if read is None:
        raise MognadError(
            "alternative_unknown", f"”{masked(text)}” är inget av svaren.{_instead(form, question, text)}"
        )
    return {"state": read[0], "alternative": read[1]}


def _said(form: Questionnaire, question: Question, cell: Cell) -> Stand | None:
    words = {word.casefold() for word in option_words(form, question)}
    if question.kind == "date" and cell.text.strip().casefold() not in words:
        day = _read_date(form, question, cell).get("evidence_date")
        return day and (AnswerState.ANSWERED, day.isoformat())
    try:
        return said_by(form, question, in_a_sheet(cell.text) or "")
    except MognadError as error:
        raise MognadError(error.code, masked(error.message)) from None


def _instead(form: Questionnaire, question: Question, text: str) -> str:
    words = list(option_words(form, question))
    return suggestion(text, words) or f" Välj något av: {', '.join(words)}."


def _read_date(form: Questionnaire, question: Question, cell: Cell) -> Parts:
    value = read_dates([cell.text.strip()])[0][0]
    if value.outcome in _DATE_FAULTS:
        code, why = _DATE_FAULTS[value.outcome]
        raise MognadError(code, f"”{masked(cell.text.strip())}” {why}.")
    return {"evidence_date": value.moment.date()} if value.moment is not None and value.outcome == "read" else {}


def _text(head: str, width: int, part: str, prompt: str) -> SheetColumn:
    """A column of free words."""
    entry = ColumnEntry(
        lambda form, question, cell: {part: in_a_sheet(cell.text)},
        f"{prompt} {FREE_TEXT_WARNING}",
        text=part,
        longest=MAX_TEXT,
    )
    return SheetColumn(head, width, lambda form, posed: getattr(posed.content, part), Look.ENTRY, entry)


ANSWER = SheetColumn("Svar", 22, _answer, Look.ENTRY, ColumnEntry(_read_answer, words=True))
COMMENT = _text("Kommentar", 36, "comment", "Behövs när det inte gäller er.")
COLUMNS = (
    SheetColumn("Fråga", 34, lambda form, posed: posed.question.label, Look.STRONG),
    SheetColumn("Vägledning", 32, _guidance),
    SheetColumn("Vad som räknas", 48, _what_counts),
    ANSWER,
    COMMENT,
    _text("Underlag", 26, "evidence", "Diarienummer, dokumentets namn eller länk. Behövs vid de högsta stegen."),
    SheetColumn(
        "Underlagets datum",
        13,
        lambda form, posed: posed.content.evidence_date,
        Look.ENTRY_DATE,
        ColumnEntry(_read_date, "Underlagets datum, till exempel 2026-11-03."),
    ),
    SheetColumn("Förra svaret", 18, lambda form, posed: posed.last, with_last=True),
)


def columns(*, with_last: bool) -> list[SheetColumn]:
    """A sheet's columns. ``with_last``: with the answers of the round before."""
    return [column for column in COLUMNS if with_last or not column.with_last]


def entries() -> dict[str, ColumnEntry]:
    """Head → what may be written there, in the columns' order."""
    return {column.head: column.entry for column in COLUMNS if column.entry is not None}
