"""How a workbook of answer sheets looks: what to read first, a sheet for each unit, and two hidden ones."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from base.formats import column_letter, day
from data.ledger.texts import FREE_TEXT_WARNING, MAX_TEXT
from data.measuring.sheets.columns import ANSWER, ColumnEntry, columns, entries
from data.measuring.sheets.outgoing import Book, Outgoing, UnitSheet
from data.measuring.sheets.words import (
    CONTROL_HEADS,
    CONTROL_SHEET,
    FACTS,
    FIRST_SHEET,
    HEAD_MARK,
    LAYOUT,
    LIST_SHEET,
    MARK,
    NO,
    SUBMIT_MARK,
    YES,
    option_words,
)
from files.form_writer import Box, CellRule, FormSheet, Look
from files.writer import Value
from questionnaires.answer_words import NOT_APPLICABLE_LABEL, UNKNOWN_LABEL, what_to_write
from questionnaires.model import Question, Questionnaire

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
        letters = column_letter(self._columns.setdefault(tuple(words), len(self._columns)))
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
    measurement = out.round
    yield "Hur många frågor", how_many(book)
    yield "Hur lång tid", f"Ungefär {book.minutes} minuter. Du kan spara och fortsätta senare."
    yield (
        "Sista dag",
        day(measurement.last_day) if measurement.last_day else "Ingen dag är satt. Fråga den som skickade filen.",
    )
    yield "Läget per", f"{day(measurement.as_of)}. Svara för hur det är den dagen."
    yield "Vad svaren används till", measurement.purpose or "Kommunens årliga mätning. Ingen rangordnas."
    yield "Vem som ser svaren", measurement.readers or f"Du själv och {_EVERYBODY.lower()}."
    yield "Vem som hjälper", measurement.helper or f"{_EVERYBODY}. Svara på mejlet som filen kom med."
    listed = all(posed.question.kind == "select_one" for sheet in book.sheets for posed in sheet.questions)
    otherwise = "" if listed else " Där det inte finns någon lista skriver du svaret: vad det kan vara står bredvid."
    yield (
        "Så svarar du",
        f"Varje enhet har en egen flik. Skriv i de gula rutorna. I kolumnen Svar väljer du i en lista.{otherwise}",
    )
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
    shown = columns(with_last=with_last)
    place_of = {column.head: place for place, column in enumerate(shown, 2)}
    rows: list[list[Box | None]] = [
        [Box(sheet.code), Box(sheet.unit.name, Look.TITLE)],
        [None, Box(f"{out.round.name} · {out.form.settings.form_title} · bladets kod {sheet.code}", Look.NOTE)],
        [None, Box(FREE_TEXT_WARNING, Look.NOTE)],
        _submit_row(place_of[ANSWER.head], submitted=sheet.submitted),
        [],
        [Box(HEAD_MARK), Box("Nr", Look.HEAD), *(Box(column.head, Look.HEAD) for column in shown)],
    ]
    frozen = (len(rows), 3)
    area = ""
    question_rows: dict[int, Question] = {}
    for number, posed in enumerate(sheet.questions, 1):
        label = _area_label(out.form, posed.question)
        if label != area:
            area = label
            rows.append([None, *(Box(text, Look.BAND) for text in ("", area, *[""] * (len(shown) - 1)))])
        rows += [[None, Box(""), Box(note.label)] for note in posed.notes]
        question_rows[len(rows)] = posed.question
        boxes = (Box(column.shown(out.form, posed), column.look) for column in shown)
        rows.append([Box(posed.question.name), Box(number), *boxes])
    submit = CellRule(
        [(3, place_of[ANSWER.head])], words=lists.place([YES, NO]), prompt="Välj ja när du är klar med enheten."
    )
    rules = [submit]
    for head, entry in entries().items():
        rules += _rules(out.form, entry, {(row, place_of[head]): asked for row, asked in question_rows.items()}, lists)
    widths = (12, 4, *(column.width for column in shown))
    return FormSheet(sheet.unit.name, rows, widths, frozenset({0}), rules, frozen)


def _rules(
    form: Questionnaire, entry: ColumnEntry, cells: Mapping[tuple[int, int], Question], lists: _Lists
) -> list[CellRule]:
    """What a column's cells take. ``cells``: (row, column) → the question of the row."""
    if not entry.words:
        return [CellRule(list(cells), longest=entry.longest, prompt=entry.prompt)]
    by_list: dict[str, list[tuple[int, int]]] = {}
    written = []
    for cell, question in cells.items():
        words = list(option_words(form, question))
        if question.kind == "select_one":
            by_list.setdefault(lists.place(words), []).append(cell)
        else:
            prompt = f"Eller: {', '.join(words)}. {what_to_write(form, question)}"
            warning = f" {FREE_TEXT_WARNING}" if question.kind == "text" else ""
            written.append(CellRule([cell], longest=MAX_TEXT, prompt=prompt + warning))
    return [*(CellRule(listed, words=words, prompt=entry.prompt) for words, listed in by_list.items()), *written]


def _submit_row(answer: int, *, submitted: bool) -> list[Box | None]:
    """``answer``: the place of the column in which it is said; the words for it stand before it."""
    row: list[Box | None] = [Box(SUBMIT_MARK), *[None] * answer]
    row[answer - 1] = Box("Lämna in? Välj ja när du är klar med enheten.", Look.STRONG)
    row[answer] = Box(YES if submitted else NO, Look.ENTRY)
    return row


def _area_label(form: Questionnaire, question: Question) -> str:
    """The area at the top of the form that the question lies in."""
    area = form.area(question.area)
    while area.parent is not None:
        area = form.area(area.parent)
    return area.label


def _control(out: Outgoing, book: Book) -> FormSheet:
    """What the workbook is; when it comes back every word of it is held against the ledger."""
    measurement = out.round
    values: tuple[Value, ...] = (
        book.code,
        measurement.round,
        measurement.questionnaire,
        str(measurement.version),
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
