"""The receipt as a workbook: to keep, and to send to those whose sheets have questions."""

from data.measuring.sheets.receipt import Receipt, SheetResult, SheetStanding
from data.measuring.sheets.words import NO_MANAGER
from data.organisation.people import Person
from files.writer import SheetOut, Value, xlsx_bytes

_WORDS = {
    SheetStanding.APPROVED: "godkänd",
    SheetStanding.QUESTIONS: "med frågor",
    SheetStanding.UNCHANGED: "oförändrad",
    SheetStanding.ALREADY: "redan mottagen",
}
ISSUE_HEADS = ("Ansvarig", "E-post", "Enhet", "Fil", "Flik", "Rad", "Kolumn", "Att rätta")
SHEET_HEADS = ("Enhet", "Ansvarig", "Läge", "Besvarade", "Frågor", "Ändrade svar", "Lämnas in", "Fil", "Anmärkning")
MISSING_HEADS = ("Enhet", "Ansvarig", "E-post", "Svar i appen")


def receipt_bytes(receipt: Receipt) -> bytes:
    """An .xlsx file with the questions, every sheet, and who is missing."""
    missing: list[list[Value]] = [
        [each.unit_name, names(each.managers), addresses(each.managers), each.answered] for each in receipt.missing
    ]
    return xlsx_bytes(
        [
            SheetOut("Med frågor", ISSUE_HEADS, _issue_rows(receipt)),
            SheetOut("Alla blad", SHEET_HEADS, [_sheet_row(result) for result in receipt.results]),
            SheetOut("Saknas", MISSING_HEADS, missing),
        ]
    )


def standing_word(standing: SheetStanding) -> str:
    """The standing as it is called on screen."""
    return _WORDS[standing]


def names(people: tuple[Person, ...]) -> str:
    """The names, or *utan ansvarig*."""
    return ", ".join(person.name for person in people) or NO_MANAGER


def addresses(people: tuple[Person, ...]) -> str:
    """Their e-mail addresses, as one can paste them."""
    return "; ".join(person.contact for person in people if person.contact)


def _issue_rows(receipt: Receipt) -> list[list[Value]]:
    rows: list[list[Value]] = []
    for result in receipt.results:
        for issue in result.issues:
            person = result.person
            rows.append(
                [
                    person.name if person else None,
                    person.contact if person else None,
                    result.unit_name,
                    issue.file,
                    issue.sheet,
                    issue.row,
                    issue.column,
                    issue.message,
                ]
            )
    rows.sort(key=lambda row: (str(row[0] or ""), str(row[2] or "")))
    rows += [[None, None, None, fault.file, None, None, None, fault.message] for fault in receipt.faults]
    return rows


def _sheet_row(result: SheetResult) -> list[Value]:
    return [
        result.unit_name,
        result.person.name if result.person else NO_MANAGER,
        _WORDS[result.standing],
        result.answered,
        result.asked,
        len(result.answers) if result.standing is SheetStanding.APPROVED else None,
        "ja" if result.submits and result.standing is SheetStanding.APPROVED else None,
        result.file,
        " ".join(result.notes) or None,
    ]
