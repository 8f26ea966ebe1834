"""Inställningar, Omorganisation: what a file leads to, in words, and carried out in one press or not at all."""

import io
from datetime import date

import openpyxl
import pytest

from base.actors import Act
from data.measuring.rounds import NewRound, open_round
from data.organisation.assignments import MANAGER, NewAssignment, NewPerson, add_assignment
from data.organisation.units import units
from data.organisation.workbooks import reorganisation_template
from files.writer import SheetOut, write_xlsx

pytestmark = pytest.mark.app

DAY = date(2027, 1, 1)
HEAD = ("Gammal enhet", "Ny enhet", "Från datum", "Överordnad")


@pytest.fixture
def tab(visit):
    return lambda: visit("installningar.py", flik="omorganisation")


def upload(app, *rows):
    held = io.BytesIO()
    write_xlsx(held, [SheetOut("Blad1", HEAD, rows)])
    app.file_uploader[0].upload("omorg.xlsx", held.getvalue())
    app.run()
    assert not app.exception
    return app


def names(store, day=DAY):
    return {unit.name for unit in units(store, day)}


def test_a_merge_is_told_with_its_series_and_carried_out_once(tab, town, grant, said):
    add_assignment(
        town.store, grant(Act.ORGANISE), NewAssignment(NewPerson("Eva Ek"), town.north, MANAGER, date(2024, 1, 1))
    )
    app = upload(
        tab(),
        ("Norra skolan", "Ekskolan", "2027-01-01", None),
        ("Södra skolan", "Ekskolan", "2027-01-01", None),
        ("Skolkontoret", "Lärkontoret", "2027-01-01", None),
    )
    text = said(app)
    assert "1 enhet går vidare · 2 upphör och 1 ny börjar · 1 serie slutar" in text
    broken, rows = (table.value for table in app.table)
    assert (list(broken["Serien slutar för"]), list(broken["Sedan"])) == (["Norra skolan"], ["jämförs på Lärkontoret"])
    assert list(rows["Vad"]) == ["Slås ihop", "Slås ihop", "Byter namn"]
    assert "Uppdraget för Eva Ek flyttas med." in rows["Det betyder"][0]
    assert "Serien fortsätter." in rows["Det betyder"][2]
    app.button(key="reorganise_do").click().run()
    assert not app.exception
    assert "Omorganisationen i omorg.xlsx är genomförd" in said(app)
    assert names(town.store) == {"Ekby kommun", "Lärkontoret", "Ekskolan"}
    assert {"Norra skolan", "Södra skolan"} <= names(town.store, date(2026, 12, 31))
    # The same file once more finds nothing of what it would change.
    again = upload(tab(), ("Skolkontoret", "Lärkontoret", "2027-01-01", None))
    assert again.button(key="reorganise_do").disabled


def test_a_split_leaves_new_units_without_a_manager(tab, town, said):
    app = upload(
        tab(), ("Norra skolan", "Skola 1", "2027-01-01", None), ("Norra skolan", "Skola 2", "2027-01-01", None)
    )
    assert "Blir utan ansvarig: Skola 1, Skola 2." in said(app)
    app.button(key="reorganise_do").click().run()
    assert "Utan ansvarig: Skola 1, Skola 2." in said(app)
    lead = next(button for button in app.button if button.label == "Ge dem en ansvarig")
    lead.click().run()
    assert not app.exception
    assert "Skola 1 från 2027" in said(app)


MERGED = (("Norra skolan", "Ekskolan", "2027-01-01", None), ("Södra skolan", "Ekskolan", "2027-01-01", None))


def read(text):
    """As a person reads it, without Markdown's escapes."""
    return text.replace("\\:", ":")


def undo_button(app):
    return next((button for button in app.button if button.label == "Ångra omorganisationen"), None)


def test_open_measurements_are_named_with_the_units_they_ask(tab, town, said):
    text = said(upload(tab(), *MERGED, ("Skolkontoret", "Lärkontoret", "2027-01-01", None)))
    assert "**Öppna mätningar som frågar enheter som ändras:**" in text
    assert "- Mätning 2026 · Liten mätning: Norra skolan, Södra skolan" in text
    assert "Mätning 2025 ·" not in text, "it is closed"
    assert "Öppna mätningar" not in said(upload(tab(), ("Skolkontoret", "Lärkontoret", "2027-01-01", None)))


def test_a_whole_file_is_undone_in_one_press(tab, town, said):
    assert undo_button(tab()) is None
    before = names(town.store)
    app = upload(tab(), *MERGED)
    app.button(key="reorganise_do").click().run()
    text = read(said(app))
    assert "**Om du ångrar den:** Som förut: Norra skolan och Södra skolan; tas tillbaka: Ekskolan." in text
    undo_button(app).click().run()
    assert not app.exception
    assert "Omorganisationen i omorg.xlsx är ångrad." in said(app)
    assert undo_button(app) is None
    assert names(town.store) == before


def test_once_the_new_unit_is_asked_the_page_says_why_it_stays(tab, town, said, grant):
    upload(tab(), *MERGED).button(key="reorganise_do").click().run()
    new = next(unit.unit for unit in units(town.store, DAY) if unit.name == "Ekskolan")
    open_round(town.store, grant(Act.PLAN), NewRound(town.form, "Mätning 2027", DAY, [new]))
    app = tab()
    assert "Omorganisationen går inte att ångra: ”Ekskolan” är tillfrågad i Mätning 2027." in read(said(app))
    assert undo_button(app) is None


def test_every_fault_stands_on_its_row_and_nothing_can_be_done(tab, town, said):
    before = town.store.position()
    app = upload(
        tab(),
        ("Ingenstans", "Skola 1", "2027-01-01", None),
        ("Norra skolan", None, "2027-01-01", None),
        ("Södra skolan", "Skola 2", "snart", None),
    )
    faults = app.table[0].value
    assert list(faults["Rad"]) == ["2", "3", "4"]
    assert list(faults["Kolumn"]) == ["Gammal enhet", "Ny enhet", "Från datum"]
    assert app.button(key="reorganise_do").disabled
    assert town.store.position() == before


def test_a_file_of_another_kind_is_told(tab, town, said):
    app = tab()
    app.file_uploader[0].upload("omorg.xlsx", b"detta ar ingen arbetsbok")
    app.run()
    assert not app.exception
    assert len(app.error) == 1
    assert not [button for button in app.button if button.key == "reorganise_do"]


def test_the_template_lists_the_units_of_the_day(town):
    book = openpyxl.load_workbook(io.BytesIO(reorganisation_template(town.store, date(2026, 1, 1))))
    assert book.sheetnames == ["Omorganisation", "Enheter i dag", "Så fyller du i"]
    assert [cell.value for cell in book["Omorganisation"][1]][:3] == list(HEAD[:3])
    assert {row[0].value for row in book["Enheter i dag"].iter_rows(min_row=2)} == {
        "Ekby kommun",
        "Skolkontoret",
        "Norra skolan",
        "Södra skolan",
    }


@pytest.mark.parametrize(("part", "sheet"), [("omorganisation", "Enheter i dag"), ("uppdrag", "Uppdrag")])
def test_a_template_is_of_the_store_that_is_looked_at(visit, town, monkeypatch, tmp_path, part, sheet):
    handed_out = []
    monkeypatch.setattr("streamlit.download_button", lambda _label, content, *_, **__: handed_out.append(content))
    visit("installningar.py", flik=part)
    # At the press there is no visitor's session that could say which store it is.
    monkeypatch.setenv("MOGNAD_STORE", str(tmp_path / "another.duckdb"))
    book = openpyxl.load_workbook(io.BytesIO(handed_out[0]()))
    assert "Norra skolan" in [row[0].value for row in book[sheet].iter_rows(min_row=2)]
