"""What comes back and is taken in: round trips, words as people write them, and what is no answer sheet."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from data.audit.verify import verify
from data.measuring.sheets import columns
from data.measuring.sheets.columns import ColumnEntry, SheetColumn
from data.measuring.sheets.receipt import SheetStanding
from files.form_writer import Look
from files.writer import SheetOut, write_xlsx
from tests.kit.sheets import edited, on_page, unit_sheets

pytestmark = pytest.mark.slow


def test_a_round_trip_without_changes_stores_nothing(desk, standings, codes):
    desk.answer("q1", "s2", comment=" flera\nrader, \x0b åäö ", evidence="'=x", evidence_date=date(2026, 5, 4))
    desk.answer("q2", "s1", unit="b")
    desk.send()
    back = [(name, edited(content, lambda book: None)) for name, content in desk.out.items()]
    position = desk.store.position()
    receipt = desk.receipt(*back)
    assert codes(receipt) == []
    assert standings(receipt) == dict.fromkeys(("Skola A", "Skola B", "Skola C"), SheetStanding.UNCHANGED)
    taken = desk.take(*back)
    assert (taken.units, taken.answers, taken.submitted) == (0, 0, 0)
    assert desk.store.position() == position


def test_what_was_written_is_stored_for_who_sent_it(desk, standings):
    desk.answer("q2", "s1")
    desk.send()
    back = desk.from_anna(
        "Skola A",
        {
            "q1": {"svar": "Steg 3", "kommentar": "Ja då.", "underlag": "KS 2026/7", "datum": date(2026, 4, 1)},
            "q2": {"svar": None},
        },
    )
    receipt = desk.receipt(back)
    assert standings(receipt) == {"Skola A": SheetStanding.APPROVED, "Skola B": SheetStanding.UNCHANGED}
    assert [missing.unit_name for missing in receipt.missing] == ["Skola C"]
    taken = desk.take(back)
    assert (taken.units, taken.answers, taken.submitted) == (1, 2, 0)
    (stored,) = desk.stands().values()
    assert (stored.question, stored.alternative, stored.comment) == ("q1", "s3", "Ja då.")
    assert (stored.evidence, stored.evidence_date) == ("KS 2026/7", date(2026, 4, 1))
    assert (stored.person, stored.source, stored.actor) == (desk.anna, "sheet", "p1")
    assert verify(desk.store).ok


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("steg 2", ("answered", "s2", None)),
        ("2", ("answered", "s2", None)),
        (2, ("answered", "s2", None)),
        (" Vet  ej ", ("unknown", None, None)),
    ],
)
def test_words_are_read_as_people_write_them(desk, written, said):
    desk.send()
    desk.take(desk.from_anna("Skola A", {"q1": {"svar": written}}))
    assert desk.said() == {"q1": said}


def test_not_applicable_with_its_reason_is_stored(desk):
    desk.send()
    desk.take(desk.from_anna("Skola A", {"q1": {"svar": "Gäller inte oss", "kommentar": "Vi har inga."}}))
    assert desk.said() == {"q1": ("not_applicable", None, "Vi har inga.")}


def test_a_zip_is_opened_and_what_is_no_answer_sheet_is_told(desk, codes):
    desk.send()
    name, content = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})
    other = io.BytesIO()
    write_xlsx(other, [SheetOut("Blad1", ["a"], [["b"]])])
    send_list = io.BytesIO()
    write_xlsx(send_list, [SheetOut("Sändlista", ["Till"], [["Anna"]])])
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(f"svar/{name}", content)
        archive.writestr("svar/kopia.xlsx", content)
        archive.writestr("svar/annat.xlsx", other.getvalue())
        archive.writestr("svar/brev.docx", "inget")
        archive.writestr("svar/~$lås.xlsx", "x")
        archive.writestr("__MACOSX/._x.xlsx", "x")
        archive.writestr("Sändlista.xlsx", send_list.getvalue())
    receipt = desk.receipt(("svar.zip", held.getvalue()))
    assert [(fault.file, fault.code) for fault in receipt.faults] == [
        ("annat.xlsx", "not_an_answer_sheet"),
        ("brev.docx", "not_an_answer_sheet"),
    ]
    assert [(note.file, note.code) for note in receipt.notes] == [
        ("kopia.xlsx", "same_file"),
        ("Sändlista.xlsx", "send_list"),
    ]
    assert [result.unit_name for result in receipt.of(SheetStanding.APPROVED)] == ["Skola A"]
    assert receipt.with_questions == 0


def test_a_delivery_without_any_answer_sheet_is_only_told(desk, codes):
    assert codes(desk.receipt(("brev.txt", b"hej"))) == ["not_an_answer_sheet"]
    receipt = desk.receipt()
    assert (codes(receipt), len(receipt.missing)) == ([], 3)


def test_a_column_more_is_one_more_in_the_list(desk, monkeypatch):
    """It goes out where it stands in the list, and what is written in it is read."""
    case = SheetColumn(
        "Ärende",
        20,
        lambda form, posed: "KS" if posed.content.evidence else None,
        Look.ENTRY,
        ColumnEntry(
            lambda form, question, cell: {"evidence": f"KS {cell.text}"} if cell.text else {}, "Ärendets nummer."
        ),
    )
    monkeypatch.setattr(columns, "COLUMNS", (*columns.COLUMNS[:6], case, *columns.COLUMNS[6:]))
    desk.send()
    name, content = desk.annas
    page = next(sheet for sheet in unit_sheets(openpyxl.load_workbook(io.BytesIO(content)))).page
    heads = [cell.value for cell in next(row for row in page.iter_rows() if row[1].value == "Nr")]
    assert heads[-4:] == ["Kommentar", "Underlag", "Ärende", "Underlagets datum"]

    def change(sheet):
        sheet.write("q1", svar="Steg 3")
        sheet.cell("q1", "Ärende").value = "2026/14"

    desk.take((name, edited(content, on_page("Skola A", change))))
    assert desk.stands()["q1"].evidence == "KS 2026/14"
