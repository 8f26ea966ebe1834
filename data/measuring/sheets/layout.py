"""How a workbook of answer sheets looks: what to read first, a sheet for each unit, and two hidden ones."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from base.formats import day
from data.ledger.texts import FREE_TEXT_WARNING, MAX_TEXT
from data.measuring.sheets.history import NOTHING_SAID
from data.measuring.sheets.outgoing import Book, Outgoing, Posed, UnitSheet
from data.measuring.sheets.words import (
    ANSWER,
    COMMENT,
    CONTROL_HEADS,
    CONTROL_SHEET,
    CRITERIA,
    EVIDENCE,
    EVIDENCE_DATE,
    FACTS,
    FIRST_SHEET,
    GUIDANCE,
    HEAD_MARK,
    LAST,
    LAYOUT,
    LIST_SHEET,
    MARK,
    NO,
    QUESTION,
    SUBMIT_MARK,
    YES,
    option_words,
    word_of,
)
from files.form_writer import Box, CellRule, FormSheet, Look
from files.writer import Value
from questionnaires.answer_words import NOT_APPLICABLE_LABEL, UNKNOWN_LABEL
from questionnaires.model import Question, Questionnaire

_WIDTHS = {
    "": 9,
    QUESTION: 34,
    GUIDANCE: 32,
    CRITERIA: 48,
    ANSWER: 22,
    COMMENT: 36,
    EVIDENCE: 26,
    EVIDENCE_DATE: 13,
    LAST: 18,
}
_PROMPT_COMMENT = f"Behövs när det inte gäller er. {FREE_TEXT_WARNING}"
_PROMPT_EVIDENCE = f"Diarienummer, dokumentets namn eller länk. Behövs vid de högsta stegen. {FREE_TEXT_WARNING}"
_EVERYBODY = "Samordnaren för informationssäkerhet"


def sheets_of(out: Outgoing, book: Book) -> list[FormSheet]:
    """The workbook's sheets, to be written by ``files.form_writer``."""
    lists = _Lists()
    with_last = any(posed.last for each in out.books for sheet in each.sheets for posed in sheet.questions)
    unit_sheets = [_unit_sheet(out, sheet, lists, with_last=with_last) for sheet in book.sheets]
    return [_first(out, book), *unit_sheets, lists.sheet(), _control(out, book)]


class _Lists:
    """The hidden sheet of what there is to choose from, each list once: a cell's own list may not be long."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], int] = {}

    def place(self, words: Sequence[str]) -> str:
        """Where a list stands, as a formula says it."""
        column = self._columns.setdefault(tuple(words), len(self._columns))
        letters = ""
        number = column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{LIST_SHEET}!${letters}$1:${letters}${len(words)}"

    def sheet(self) -> FormSheet:
        """The sheet, when every list has its place."""
        rows = [[Box(word) if word else None for word in row] for row in zip_longest(*self._columns)]
        return FormSheet(LIST_SHEET, rows, hidden_sheet=True)


def _first(out: Outgoing, book: Book) -> FormSheet:
    rows = [[Box(f"Svarsblad: {out.round.name}", Look.TITLE)], [Box(_to_whom(out, book), Look.NOTE)], []]
    for label, text in _told(out, book):
        rows.append([Box(label, Look.STRONG), Box(text)])
    return FormSheet(FIRST_SHEET, rows, (28, 100))


def _to_whom(out: Outgoing, book: Book) -> str:
    title = out.form.settings.form_title
    return f"{title} · till {book.person.name}" if book.person else f"{title} · enheten är utan ansvarig"


def _told(out: Outgoing, book: Book) -> Iterator[tuple[str, str]]:
    found = out.round
    yield "Hur många frågor", how_many(book)
    yield "Hur lång tid", f"Ungefär {book.minutes} minuter. Du kan spara och fortsätta senare."
    yield "Sista dag", day(found.last_day) if found.last_day else "Ingen dag är satt. Fråga den som skickade filen."
    yield "Läget per", f"{day(found.as_of)}. Svara för hur det är den dagen."
    yield "Vad svaren används till", found.purpose or "Kommunens årliga mätning. Ingen rangordnas."
    yield "Vem som ser svaren", found.readers or f"Du själv och {_EVERYBODY.lower()}."
    yield "Vem som hjälper", found.helper or f"{_EVERYBODY}. Svara på mejlet som filen kom med."
    yield "Så svarar du", "Varje enhet har en egen flik. Skriv i de gula rutorna. I kolumnen Svar väljer du i en lista."
    yield (
        "Vet du inte?",
        f"Välj {UNKNOWN_LABEL}. Gäller frågan inte er: välj {NOT_APPLICABLE_LABEL} och skriv varför i kommentaren.",
    )
    yield "Underlag", "Vid de högsta stegen: skriv diarienummer, dokumentets namn eller en länk, och dess datum."
    yield (
        "Skicka tillbaka",
        (
            "Välj ja vid Lämna in på varje flik när du är klar. Spara filen som Excelfil (.xlsx) och skicka den som "
            "svar på mejlet. Du kan skicka den flera gånger: det nya läggs till."
        ),
    )
    yield "Tänk på", FREE_TEXT_WARNING
    if out.form.settings.note:
        yield "Om mätningen", out.form.settings.note
    yield "Bladets kod", book.code


def how_many(book: Book) -> str:
    """``16 frågor om 2 enheter``."""
    questions = "1 fråga" if book.questions == 1 else f"{book.questions} frågor"
    return f"{questions} om {book.sheets[0].unit.name if len(book.sheets) == 1 else f'{len(book.sheets)} enheter'}"


def _unit_sheet(out: Outgoing, sheet: UnitSheet, lists: _Lists, *, with_last: bool) -> FormSheet:
    heads = [QUESTION, GUIDANCE, CRITERIA, ANSWER, COMMENT, EVIDENCE, EVIDENCE_DATE, *([LAST] if with_last else [])]
    at = {head: place for place, head in enumerate(heads, 2)}
    rows: list[list[Box | None]] = [
        [Box(sheet.code), Box(sheet.unit.name, Look.TITLE)],
        [None, Box(f"{out.round.name} · {out.form.settings.form_title} · bladets kod {sheet.code}", Look.NOTE)],
        [None, Box(FREE_TEXT_WARNING, Look.NOTE)],
        _submit_row(at, submitted=sheet.submitted),
        [],
        [Box(HEAD_MARK), Box("Nr", Look.HEAD), *(Box(head, Look.HEAD) for head in heads)],
    ]
    head_row = len(rows) - 1
    rules = [CellRule([(3, at[ANSWER])], words=lists.place([YES, NO]), prompt="Välj ja när du är klar med enheten.")]
    area = ""
    question_rows: list[int] = []
    by_list: dict[str, list[tuple[int, int]]] = {}
    for number, posed in enumerate(sheet.questions, 1):
        label = _area_label(out.form, posed.question)
        if label != area:
            area = label
            rows.append([None, *(Box(text, Look.BAND) for text in ("", area, *[""] * (len(heads) - 1)))])
        words = lists.place(list(option_words(out.form, posed.question)))
        by_list.setdefault(words, []).append((len(rows), at[ANSWER]))
        question_rows.append(len(rows))
        rows.append(_question_row(out.form, posed, number, with_last=with_last))
    rules += [CellRule(cells, words=words) for words, cells in by_list.items()]
    rules += [
        CellRule([(row, at[COMMENT]) for row in question_rows], longest=MAX_TEXT, prompt=_PROMPT_COMMENT),
        CellRule([(row, at[EVIDENCE]) for row in question_rows], longest=MAX_TEXT, prompt=_PROMPT_EVIDENCE),
        CellRule(
            [(row, at[EVIDENCE_DATE]) for row in question_rows], prompt="Underlagets datum, till exempel 2026-11-03."
        ),
    ]
    widths = (12, 4, *(_WIDTHS[head] for head in heads))
    return FormSheet(sheet.unit.name, rows, widths, frozenset({0}), rules, (head_row + 1, 3))


def _submit_row(at: Mapping[str, int], *, submitted: bool) -> list[Box | None]:
    row: list[Box | None] = [Box(SUBMIT_MARK), *[None] * at[ANSWER]]
    row[at[CRITERIA]] = Box("Lämna in? Välj ja när du är klar med enheten.", Look.STRONG)
    row[at[ANSWER]] = Box(YES if submitted else NO, Look.ENTRY)
    return row


def _question_row(form: Questionnaire, posed: Posed, number: int, *, with_last: bool) -> list[Box | None]:
    question = posed.question
    state, alternative, comment, evidence, evidence_date = posed.content
    said = word_of(option_words(form, question), (state, alternative)) if posed.content != NOTHING_SAID else None
    row: list[Box | None] = [
        Box(question.name),
        Box(number),
        Box(question.label, Look.STRONG),
        Box(_guidance(question)),
        Box(_what_counts(form, question)),
        Box(said, Look.ENTRY),
        Box(comment, Look.ENTRY),
        Box(evidence, Look.ENTRY),
        Box(evidence_date, Look.ENTRY_DATE),
    ]
    return [*row, Box(posed.last)] if with_last else row


def _guidance(question: Question) -> str:
    who = f"Vem vet svaret? {question.audience}" if question.audience else ""
    return "\n".join(text for text in (question.hint, who) if text)


def _what_counts(form: Questionnaire, question: Question) -> str:
    steps = [f"• {choice.label}: {choice.hint}" for choice in form.choices_of(question) if choice.hint]
    return "\n".join(text for text in (question.criteria, *steps) if text)


def _area_label(form: Questionnaire, question: Question) -> str:
    """The area at the top of the form that the question lies in."""
    area = form.area(question.area)
    while area.parent is not None:
        area = form.area(area.parent)
    return area.label


def _control(out: Outgoing, book: Book) -> FormSheet:
    """What the workbook is; when it comes back every word of it is held against the ledger."""
    found = out.round
    values: tuple[Value, ...] = (
        book.code,
        found.round,
        found.questionnaire,
        str(found.version),
        out.content_hash,
        str(out.position),
    )
    rows: list[list[Box | None]] = [[Box(MARK), Box(LAYOUT)]]
    rows += [[Box(name), Box(value)] for name, value in zip(FACTS, values, strict=True)]
    rows.append([Box(head) for head in CONTROL_HEADS])
    rows += [
        [Box(sheet.code), Box(sheet.unit.unit), Box(posed.question.name), Box(str(posed.based_on))]
        for sheet in book.sheets
        for posed in sheet.questions
    ]
    return FormSheet(CONTROL_SHEET, rows, hidden_sheet=True)
