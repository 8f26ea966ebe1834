"""Answers in a file: rows in long form, or one column per measurement; read, not yet judged.

Long form: ``round, as_of, unit, question, value, comment``, in these words or as ``HEADINGS`` has them. Wide form:
``unit, question`` and then a column per measurement, whose header holds a year or a date (``Mätning 2024
(2024-10-15)``). A year is no date: the day is then asked for. An empty cell is no answer.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from base.errors import Issue, MognadError
from base.formats import listing
from data.ledger.texts import MAX_TEXT, checked_text
from data.measuring.answers import AnswerState
from data.organisation.small_tables import columns_named
from data.registers.definitions.words import normalised
from files.grid import Cell, Sheet, Workbook
from questionnaires.answer_words import NOT_APPLICABLE_LABEL, UNKNOWN_LABEL
from questionnaires.model import Question, Questionnaire
from questionnaires.said import read_said

# Texts of a question and of a value → the question, and the state and alternative; None where they fit nothing.
AnswerReader = Callable[[str, str], tuple[Question | None, tuple[AnswerState, str | None] | None]]
COLUMNS = ("round", "as_of", "unit", "question", "value", "comment")
# As people write them; those above are read too.
HEADINGS = dict(zip(COLUMNS, ("Mätning", "Läget per", "Enhet", "Fråga", "Svar", "Kommentar"), strict=True))
_SYNONYMS = {
    **dict.fromkeys(("mätning", "omgång"), "round"),
    **dict.fromkeys(("datum", "läget per"), "as_of"),
    **dict.fromkeys(("enhet", "organisationsdel"), "unit"),
    **dict.fromkeys(("svar", "värde"), "value"),
    **dict.fromkeys(("kommentar", "motivering"), "comment"),
    "fråga": "question",
}
_NAMES = {**{name: name for name in COLUMNS}, **_SYNONYMS}
_STATES = {
    "unknown": AnswerState.UNKNOWN,
    normalised(UNKNOWN_LABEL): AnswerState.UNKNOWN,
    "not_applicable": AnswerState.NOT_APPLICABLE,
    normalised(NOT_APPLICABLE_LABEL): AnswerState.NOT_APPLICABLE,
}
_HEADER_WITHIN = 30
# A date, with the time of day that a cell of Excel may carry.
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_WORD = re.compile(r"\w+")
_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer, its texts as read. ``unit`` empty: the municipality. ``where``: the place, for people."""

    row: int
    round: str
    as_of: date
    unit: str
    question: str
    value: str
    comment: str | None
    where: str = ""


@dataclass(frozen=True, slots=True)
class RoundColumn:
    """A measurement that a column's header names. ``as_of`` None: the header says only the year."""

    header: str
    name: str
    as_of: date | None
    value: int
    comment: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerReading:
    """The rows of a file and an issue per row that can't be read.

    ``undated``: the measurements whose day the file does not say, by name; their rows are left out. ``sheets``: those
    that were read.
    """

    rows: tuple[AnswerRow, ...]
    issues: tuple[Issue, ...]
    undated: tuple[str, ...]
    sheets: tuple[str, ...]


def read_rows(workbook: Workbook, days: Mapping[str, date] | None = None) -> AnswerReading:
    """All answers of a file, of every sheet that has the headers of either form.

    ``days``: the day of a measurement by its name, where a header of the wide form does not say it. Raises
    ``no_header`` and ``no_rows``.
    """
    tables = [(sheet, header) for sheet in workbook.sheets if (header := _find_header(sheet)) is not None]
    if not tables:
        raise MognadError(
            "no_header",
            f"Filen saknar rubrikraden: {', '.join(HEADINGS.values())}. Eller: Enhet, Fråga och en kolumn per mätning, "
            "med år eller datum i rubriken.",
        )
    rows: list[AnswerRow] = []
    issues: list[Issue] = []
    undated: list[str] = []
    for sheet, header in tables:
        where = f"Blad ”{sheet.name}”, rad" if len(tables) > 1 else "Rad"
        if header.rounds:
            dated = [replace(column, as_of=column.as_of or (days or {}).get(column.name)) for column in header.rounds]
            undated += [column.name for column in dated if column.as_of is None]
            issues += _useless(sheet, header, where)
            rows += _wide_rows(sheet, replace(header, rounds=dated), where)
        else:
            read = list(_long_rows(sheet, header, where))
            rows += [row for row in read if isinstance(row, AnswerRow)]
            issues += [issue for issue in read if isinstance(issue, Issue)]
    if not rows and not issues and not undated:
        raise MognadError("no_rows", "Filen har rubriker men inga svar.")
    names = tuple(sheet.name for sheet, _ in tables)
    return AnswerReading(tuple(rows), tuple(issues), tuple(dict.fromkeys(undated)), names)


def find_question(form: Questionnaire, text: str) -> Question | None:
    """The question that a text means: its name, or its words where only one question has them."""
    folded = normalised(text)
    for question in form.questions:
        if question.name == folded:
            return question
    same = [question for question in form.questions if normalised(question.label) == folded]
    return same[0] if len(same) == 1 else None


def read_value(form: Questionnaire, question: Question, text: str) -> tuple[AnswerState, str | None] | None:
    """State and what is said of a value's text (number, name, label); None when it fits no alternative.

    Raises ``alternative_ambiguous`` for a number that several alternatives count as, and what
    ``questionnaires.said.read_said`` raises of a question without a list of single alternatives.
    """
    folded = normalised(text)
    if question.kind != "select_one":
        if folded in _STATES:
            return _STATES[folded], None
        said = read_said(form, question, text)
        return AnswerState.ANSWERED, checked_text(said, MAX_TEXT) if question.kind == "text" else said
    choices = form.choices_of(question)
    for choice in choices:
        if folded in (choice.name, normalised(choice.label)):
            return AnswerState.ANSWERED, choice.name
    if folded in _STATES:
        return _STATES[folded], None
    try:
        number = Decimal(folded.replace(",", "."))
    except InvalidOperation:
        return None
    same = [choice for choice in choices if choice.value == number]
    if len(same) > 1:
        labels = listing([f"”{choice.label}”" for choice in same])
        raise MognadError("alternative_ambiguous", f"{text.strip()} är vad {labels} räknas som. Skriv vilket av dem.")
    return (AnswerState.ANSWERED, same[0].name) if same else None


def reader(form: Questionnaire) -> AnswerReader:
    """What the texts of a question and of a value mean; each pair is looked up once, however many rows have it."""

    @cache
    def read(question_text: str, value_text: str) -> tuple[Question | None, tuple[AnswerState, str | None] | None]:
        question = find_question(form, question_text)
        return question, read_value(form, question, value_text) if question else None

    return read


@dataclass(frozen=True, slots=True)
class _Header:
    """A sheet's header: its row, the columns of ``COLUMNS`` and, in the wide form, one per measurement.

    ``useless``: columns of the wide form that can't be used: code, the column's header, why.
    """

    row: int
    columns: dict[str, int]
    rounds: Sequence[RoundColumn] = ()
    useless: Sequence[tuple[str, str, str]] = ()


def _find_header(sheet: Sheet) -> _Header | None:
    for index, cells in enumerate(sheet.rows(0, min(_HEADER_WITHIN, sheet.n_rows))):
        columns = columns_named((normalised(cell.text) for cell in cells), _NAMES)
        if set(COLUMNS[:5]) - {"unit"} <= set(columns):
            return _Header(index, columns)
        if "question" in columns:
            named, useless = _round_columns(cells)
            if named:
                return _Header(index, columns, named, useless)
    return None


def _useless(sheet: Sheet, header: _Header, where: str) -> list[Issue]:
    row = sheet.row_number(header.row)
    return [
        Issue(code, f"{where} {row}: kolumnen ”{column}” {why}", row, column) for code, column, why in header.useless
    ]


def _round_columns(cells: Sequence[Cell]) -> tuple[list[RoundColumn], list[tuple[str, str, str]]]:
    """A column per measurement; one that is called *Kommentar* and the same year holds its comments.

    And what of the header has no use: code, the column's header, and why in words.
    """
    values: dict[str, RoundColumn] = {}
    comments: list[tuple[str, int]] = []
    useless: list[tuple[str, str, str]] = []
    for place, cell in enumerate(cells):
        header = cell.text.strip()
        when, rest, as_of = _round_of(" ".join(header.split())) or ("", header, None)
        if any(_SYNONYMS.get(word, word) == "comment" for word in _WORD.findall(normalised(rest))):
            comments.append((when, place))
        elif when in values:
            why = (
                f"gäller samma tid som ”{values[when].header}”. Skriv hela datumet i rubrikerna, eller ta bort den ena."
            )
            useless.append(("column_repeated", header, why))
        elif when:
            name = rest if rest and not rest.isdigit() else f"Mätning {when[:4]}"
            values[when] = RoundColumn(header, name, as_of, place)
    for when, place in comments:
        header = cells[place].text.strip()
        column = _commented(values, when)
        if column is None:
            why = "hör inte till någon mätning i filen. Skriv samma år eller datum som i mätningens rubrik."
            useless.append(("comment_unmatched", header, why))
        elif values[column].comment is not None:
            why = "är en kommentar till för samma mätning. Ta bort den ena."
            useless.append(("column_repeated", header, why))
        else:
            values[column] = replace(values[column], comment=place)
    return list(values.values()), useless


def _commented(values: Mapping[str, RoundColumn], when: str) -> str | None:
    """The measurement that a comment's date, year or nothing means; None where it could be several or none."""
    if when in values:
        return when
    same = [key for key in values if key[:4] == when[:4] or not when]
    return same[0] if len(same) == 1 else None


def _round_of(text: str) -> tuple[str, str, date | None] | None:
    """A header's date or year, its words without the date, and the day; None for a header that has neither."""
    dated = _DAY.search(text)
    if dated and (as_of := _read_day(dated.group())):
        rest = _BRACKETS.sub("", text.replace(dated.group(), "")).strip(" ,:–-")
        return as_of.isoformat(), rest, as_of
    year = _YEAR.search(text)
    return (year.group(), text, None) if year else None


def _wide_rows(sheet: Sheet, header: _Header, where: str) -> Iterator[AnswerRow]:
    columns = header.columns
    for number, texts in sheet.text_rows(header.row + 1):
        question = texts[columns["question"]].strip()
        unit = texts[columns["unit"]].strip() if "unit" in columns else ""
        for column in header.rounds:
            value = texts[column.value].strip()
            if not value or column.as_of is None:
                continue
            comment = texts[column.comment].strip() if column.comment is not None else ""
            place = f"{where} {number}, kolumn ”{column.header}”"
            yield AnswerRow(number, column.name, column.as_of, unit, question, value, comment or None, place)


def _long_rows(sheet: Sheet, header: _Header, where: str) -> Iterator[AnswerRow | Issue]:
    for number, cells in sheet.text_rows(header.row + 1):
        texts = {name: cells[column].strip() for name, column in header.columns.items()}
        if any(texts.values()):
            yield _read_row(number, texts, f"{where} {number}")


def _read_row(number: int, texts: Mapping[str, str], where: str) -> AnswerRow | Issue:
    missing = [name for name in ("round", "as_of", "question", "value") if not texts[name]]
    if missing:
        return Issue("value_missing", f"{where}: värde saknas i {', '.join(missing)}.", number, missing[0])
    day = _read_day(texts["as_of"])
    if day is None:
        return Issue("as_of_unreadable", f"{where}: datum skrivs som 2026-11-03.", number, "as_of")
    unit, comment = texts.get("unit", ""), texts.get("comment") or None
    return AnswerRow(number, texts["round"], day, unit, texts["question"], texts["value"], comment, where)


@lru_cache(maxsize=1024)
def _read_day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
