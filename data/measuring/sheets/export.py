"""Making a round's answer sheets: the workbooks and a send list in one zip. What went out is kept in the ledger."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from base.actors import Act, Grant
from base.formats import day
from data.ledger.store import Store
from data.ledger.texts import FREE_TEXT_WARNING
from data.measuring.rounds import plan_lines
from data.measuring.sheets.layout import how_many, sheets_of
from data.measuring.sheets.outgoing import Book, Outgoing, outgoing
from data.measuring.sheets.words import NO_MANAGER, SEND_LIST
from files.archive import write_zip
from files.form_writer import write_form
from files.writer import SheetOut, Value, xlsx_bytes

SEND_LIST_FILE = f"{SEND_LIST}.xlsx"
SEND_HEADS = ("Till", "E-post", "Fil", "Enheter", "Frågor", "Minuter", "Ämne", "Mejl")


@dataclass(frozen=True, slots=True)
class Package:
    """What was made. ``archive``: the zip, with the send list in it; ``send_list``: the same list alone."""

    archive: bytes
    send_list: bytes
    out: Outgoing

    @property
    def without_manager(self) -> int:
        """How many of the workbooks are for a unit that nobody answers for."""
        return sum(book.person is None for book in self.out.books)


def export_sheets(store: Store, grant: Grant, round_id: str, *, with_last: bool = False) -> Package:
    """Make the answer sheets of an open round as its answers stand now, and keep that they were made.

    ``with_last``: what was answered last time stands beside each question. Only where nobody is led by it: in a
    workbook it can't be folded until one has chosen. Raises ``round_unknown``, ``round_not_opened``,
    ``round_closed`` and ``round_without_questions``.
    """
    with store.writing(grant, Act.PLAN) as transaction:
        out = outgoing(transaction, round_id, transaction.today, with_last=with_last)
        transaction.append(
            "sheet_export",
            [
                {
                    "workbook": book.code,
                    "place": place,
                    "round": round_id,
                    "person": book.person.person if book.person else None,
                    "unit": sheet.unit.unit,
                    "file_name": book.file_name,
                    "position": out.position,
                }
                for book in out.books
                for place, sheet in enumerate(book.sheets, 1)
            ],
        )
    send_list = xlsx_bytes([SheetOut(SEND_LIST, SEND_HEADS, list(_send_rows(out)))])
    parts = [(SEND_LIST_FILE, send_list), *((book.file_name, book_bytes(out, book)) for book in out.books)]
    return Package(write_zip(parts), send_list, out)


def book_bytes(out: Outgoing, book: Book) -> bytes:
    """One workbook as an .xlsx file."""
    held = io.BytesIO()
    write_form(held, sheets_of(out, book))
    return held.getvalue()


def _send_rows(out: Outgoing) -> Iterator[list[Value]]:
    last = f", svara senast {day(out.round.last_day)}" if out.round.last_day else ""
    for book in out.books:
        yield [
            book.person.name if book.person else NO_MANAGER,
            book.person.contact if book.person else None,
            book.file_name,
            ", ".join(sheet.unit.name for sheet in book.sheets),
            book.questions,
            book.minutes,
            f"{out.round.name}{last}",
            _mail(out, book),
        ]


def _mail(out: Outgoing, book: Book) -> str:
    measurement = out.round
    last = f" Sista dag är {day(measurement.last_day)}." if measurement.last_day else ""
    lines = [
        f"Hej {book.person.name}!" if book.person else "Hej!",
        "",
        f"{measurement.name} ({out.form.settings.form_title}) är öppen. "
        + ("Du svarar för:" if book.person else "Enheten är utan ansvarig. Kan du svara för den?"),
        "",
        *(f"– {sheet.unit.name}: {_questions(len(sheet.questions))}" for sheet in book.sheets),
        "",
        f"Du svarar i den bifogade filen: {how_many(book)}. Det tar ungefär {book.minutes} minuter.{last}",
    ]
    for line in plan_lines(measurement):
        lines += ["", line]
    lines += ["", "När du är klar: välj ja vid Lämna in på varje flik, spara filen och skicka den som svar på mejlet."]
    return "\n".join([*lines, "", FREE_TEXT_WARNING])


def _questions(count: int) -> str:
    return "1 fråga" if count == 1 else f"{count} frågor"
