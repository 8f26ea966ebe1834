"""Answer sheets with questions of every kind: what goes out, and what comes back filled in."""

import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from data.audit.verify import verify
from data.measuring.sheets.receipt import SheetStanding
from questionnaires.library import load
from tests.kit.sheets import PERSONAL_NUMBER, unit_sheets

pytestmark = pytest.mark.slow

HALVES = "Ett tal från 0 till 4 poäng, i steg om 0,5."


@pytest.fixture
def form():
    return load(Path(__file__).resolve().parents[3] / "questionnaires" / "valid" / "every_kind.yaml")


def sheet_of(content, unit="Skola A"):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return next(sheet for sheet in unit_sheets(book) if sheet.page.title == unit)


def test_what_stands_in_the_sheet(desk):
    desk.answer("nojdhet", "2.5")
    desk.answer("skydd", "kod logg")
    desk.answer("hinder", "=SUM(A1)")
    desk.answer("ovat", "2026-05-04")
    desk.send()
    sheet = sheet_of(desk.annas[1])
    cells = {name: sheet.cell(name) for name in ("rutin", "nojdhet", "skydd", "hinder", "ovat", "dagar")}
    assert {name: cell.value for name, cell in cells.items()} == {
        "rutin": None,
        "nojdhet": "2,5 poäng",
        "skydd": "Kod, eller kort; Loggning",
        "hinder": "=SUM(A1)",
        "ovat": "2026-05-04",
        "dagar": None,
    }
    assert cells["hinder"].data_type == "s", "A text is never a formula."
    assert sheet.cell("nojdhet", "Vad som räknas").value == HALVES
    rules = {str(rule.sqref): rule for rule in sheet.page.data_validations.dataValidation}
    place = cells["nojdhet"].coordinate
    assert (rules[place].type, rules[place].prompt) == ("textLength", f"Eller: Vet ej, Gäller inte oss. {HALVES}")
    read = [str(cell.value) for row in sheet.page.iter_rows() for cell in row if cell.value]
    assert read.index("Svara för hur det är i dag.") < read.index("Finns en rutin?")


def test_what_comes_back_is_stored_in_one_way(desk):
    desk.send()
    answers = {
        "rutin": {"svar": "Ja"},
        "nojdhet": {"svar": "3,5"},
        "dagar": {"svar": 7},
        "anstallda": {"svar": "1 200"},
        "skydd": {"svar": "loggning; Kod, eller kort"},
        "onskat": {"svar": "Inget av dem"},
        "ovat": {"svar": datetime(2026, 5, 4)},
        "hinder": {"svar": "Tid\noch pengar"},
    }
    desk.take(desk.from_anna("Skola A", answers))
    assert {name: row.alternative for name, row in desk.stands().items()} == {
        "rutin": "ja",
        "nojdhet": "3.5",
        "dagar": "7",
        "anstallda": "1200",
        "skydd": "kod logg",
        "onskat": "none",
        "ovat": "2026-05-04",
        "hinder": "Tid\noch pengar",
    }
    assert verify(desk.store).problems == ()


def test_a_sheet_that_nobody_has_touched_changes_nothing(desk):
    answers = {"nojdhet": "2.5", "skydd": "kod logg", "ovat": "2026-05-04", "hinder": "Tid\noch pengar"}
    for name, said in answers.items():
        desk.answer(name, said)
    desk.send()
    receipt = desk.receipt(desk.annas)
    assert {result.standing for result in receipt.results} == {SheetStanding.UNCHANGED}


def test_words_instead_of_a_value(desk):
    desk.send()
    desk.take(desk.from_anna("Skola A", {"dagar": {"svar": "vet ej"}, "ovat": {"svar": "Vet ej"}}))
    assert {name: row.state.value for name, row in desk.stands().items()} == {"dagar": "unknown", "ovat": "unknown"}


def test_every_fault_is_told_by_its_row(desk):
    desk.send()
    answers = {
        "nojdhet": {"svar": "4,5"},
        "dagar": {"svar": "en vecka"},
        "skydd": {"svar": "Larm"},
        "ovat": {"svar": "i våras"},
        "hinder": {"svar": f"Ring {PERSONAL_NUMBER}"},
        "anstallda": {"svar": "Gäller inte oss"},
    }
    receipt = desk.receipt(desk.from_anna("Skola A", answers))
    sheet = sheet_of(desk.annas[1])
    told = {issue.row: (issue.code, issue.message) for issue in receipt.issues}
    rows = {name: sheet.row_of(name) for name in answers}
    four = "Kod, eller kort; Säkerhetskopia; Loggning; Övning; Inget av dem"
    assert told == {
        rows["nojdhet"]: ("number_out_of_range", f"Rad {rows['nojdhet']}: 4,5 ligger utanför skalan. {HALVES}"),
        rows["dagar"]: (
            "number_unreadable",
            f"Rad {rows['dagar']}: ”en vecka” är inget tal. Ett heltal från 0 till 30 dagar.",
        ),
        rows["skydd"]: (
            "alternative_unknown",
            f"Rad {rows['skydd']}: ”Larm” är inget av svaren. Ett eller flera av: {four}.",
        ),
        rows["ovat"]: (
            "date_unreadable",
            f"Rad {rows['ovat']}: ”i våras” går inte att läsa som datum. Skriv till exempel 2026-11-03.",
        ),
        rows["hinder"]: (
            "text_personal",
            (
                f"Rad {rows['hinder']}: Texten innehåller ett personnummer. "
                "Ta bort det och skriv roll eller antal i stället."
            ),
        ),
        rows["anstallda"]: (
            "comment_missing",
            f"Rad {rows['anstallda']}: skriv i kommentaren varför det inte gäller er.",
        ),
    }
    assert desk.stands() == {}
