"""Att rätta: what is found, what is accepted, what can't be checked, and the checks switched on and off."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from base.actors import Act
from data.imported.checks import RowsToAccept, accept_rows, active_checks, switch_check
from data.imported.followed_rows import RowId
from data.imported.imports import import_file
from data.imported.incoming import ExportFile, ImportOrder
from data.registers import find_register
from metrics.registers.checks import run_checks
from reports.checks_list import checks_workbook

pytestmark = pytest.mark.app

DAY = date(2026, 11, 2)
RISKS = (
    "Risk-ID;Riskbeskrivning;Enhet;Status;Klart senast\n"
    "R1;Server *utan* stöd;Norra skolan;Öppen;2026-05-01\n"
    "R2;Olåst arkiv;Södra skolan;Pågår;2026-06-01\n"
    "R3;Gammal kopia;Södra skolan;Stängd;2026-01-01\n"
)
INCIDENTS = "Ärendenummer;Rubrik;Inträffade;Upptäckt\nI1;Fel mottagare;2026-03-01;2026-03-02\n"


@pytest.fixture
def take(town, grant, tmp_path: Path):
    def taken(name: str, text: str, day: date = DAY) -> None:
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        import_file(town.store, grant(Act.IMPORT), ExportFile(path, name, day), ImportOrder(again=True))

    return taken


def labels(app) -> list[str]:
    return [element.label for element in app.expander]


def test_the_page_waits_for_a_register(visit, town, said, links):
    app = visit("att_ratta.py")
    assert "när ett av dem är inläst" in said(app)
    assert "Importera" in str(links(app))


def test_what_is_found_is_told_with_its_rows(visit, town, take, said):
    take("risks", RISKS)
    app = visit("att_ratta.py")
    assert "2 uppgifter att rätta." in said(app)
    assert "risks.csv (läget per 2026-11-02)" in said(app)
    assert "Risk vars datum har passerat · **2** · Risker" in labels(app)
    rows = app.table[0].value
    assert list(rows.columns) == ["Risk-id", "Risk", "Organisationsdel", "Status", "Klart senast", "Rad"]
    # A file's text never takes effect.
    assert rows["Risk"].tolist() == [r"Server \*utan\* stöd", "Olåst arkiv"]
    assert rows["Organisationsdel"].tolist() == ["Norra skolan", "Södra skolan"]
    assert rows["Rad"].tolist() == ["2", "3"]
    told = said(app)
    assert "Kontrollen läser Status och Klart senast" in told
    assert "Källa: Vägledningen 4.3, Riskarbete." in told


def test_rows_are_accepted_and_taken_back(visit, town, take, said):
    take("risks", RISKS)
    app = visit("att_ratta.py")
    app.multiselect[0].set_value([("risks", "iR1")])
    app.text_area[0].set_value("Servern byts i mars")
    app.button(key=_submit(app)).click().run()
    assert not app.exception
    told = said(app)
    assert "1 rad är godtagen till och med" in told
    assert "1 uppgift att rätta." in told
    assert "1 uppgift är godtagen." in told
    assert r"R1 – Server \*utan\* stöd. Servern byts i mars" in told
    # The next file holds the same risk.
    take("risks", RISKS.replace("2026-06-01", "2026-06-02"), date(2026, 11, 3))
    app = visit("att_ratta.py")
    assert "1 uppgift är godtagen." in said(app)
    next(button for button in app.button if button.label == "Ta tillbaka").click().run()
    assert "2 uppgifter att rätta." in said(app)


def test_no_choice_is_offered_in_another_language(visit, town, take):
    """Streamlit's own first choice, all of them, is in English."""
    take("risks", RISKS)
    assert visit("att_ratta.py").multiselect[0].proto.select_all == 0


def test_a_switch_stays_where_it_is(visit, town, take):
    take("incidents", INCIDENTS)
    app = visit("att_ratta.py")
    before = [toggle.label for toggle in app.toggle]
    app.toggle(key="check_on_incidents_times_backwards").set_value(True).run()
    assert [toggle.label for toggle in app.toggle] == before


def test_an_acceptance_needs_a_reason(visit, town, take, said):
    take("risks", RISKS)
    before = town.store.position()
    app = visit("att_ratta.py")
    app.multiselect[0].set_value([("risks", "iR1")])
    app.button(key=_submit(app)).click().run()
    assert "Skriv varför raden godtas som den är." in said(app)
    assert town.store.position() == before


def test_what_cannot_be_checked_says_why(visit, town, take, said):
    take("incidents", INCIDENTS)
    app = visit("att_ratta.py")
    assert "Inget har gått att kontrollera. 1 kontroll kan inte göras." in said(app).replace("**", "")
    assert "Kan inte kontrolleras (1)" in labels(app)
    assert "kolumnen Kännedom saknas i incidents.csv." in said(app)


def test_a_check_of_which_no_row_says_enough_is_no_clear_one(visit, town, take, said):
    take(
        "risks",
        RISKS.replace(";Öppen;2026-05-01", ";Öppen;")
        .replace(";Pågår;2026-06-01", ";;2026-06-01")
        .replace("Stängd", ""),
    )
    app = visit("att_ratta.py")
    assert "Kan inte kontrolleras (1)" in labels(app)
    assert not any(label.startswith("Utan anmärkning") for label in labels(app))
    assert "av 3 rader går ingen att bedöma, för att en uppgift saknas." in said(app)


def test_a_check_is_switched_on(visit, town, take, said):
    take("incidents", INCIDENTS)
    app = visit("att_ratta.py")
    app.toggle(key="check_on_incidents_times_backwards").set_value(True).run()
    assert "times_backwards" in active_checks(town.store, find_register("incidents"))
    assert "Utan anmärkning (1)" in labels(app)
    assert "1 rad är kontrollerad" in said(app)
    app.toggle(key="check_on_incidents_times_backwards").set_value(False).run()
    assert "times_backwards" not in active_checks(town.store, find_register("incidents"))


def test_the_address_chooses_the_register(visit, town, take, said):
    take("risks", RISKS)
    take("incidents", INCIDENTS)
    assert "2 uppgifter att rätta." in said(visit("att_ratta.py"))
    app = visit("att_ratta.py", register="incidents")
    assert app.selectbox[0].value == "incidents"
    assert "uppgifter att rätta" not in said(app)
    app.selectbox[0].set_value("risks").run()
    assert app.query_params["register"] == "risks"
    assert "Registret i adressen är inte inläst" in said(visit("att_ratta.py", register="suppliers"))


def test_the_start_leads_to_the_list(visit, town, take, said, links):
    assert "att rätta" not in said(visit())
    take("risks", RISKS)
    app = visit()
    assert "I registren: 2 uppgifter att rätta." in said(app)
    assert "Se vad" in str(links(app))


def test_the_list_can_be_taken_out(town, take, grant):
    take("risks", RISKS)
    take("incidents", INCIDENTS)
    accepted = RowsToAccept("risks", "due_passed", [RowId("risks", "iR2")], "Väntar", date(2027, 1, 1))
    accept_rows(town.store, grant(Act.CORRECT), accepted)
    switch_check(town.store, grant(Act.CONFIGURE), "risks", "analysis_old", active=True)
    book = openpyxl.load_workbook(io.BytesIO(checks_workbook(run_checks(town.store, date(2026, 11, 3)))))
    header, *rows = book["Att rätta"].iter_rows(values_only=True)
    told = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(row["Id"], row["Läge"], row["Motivering"]) for row in told] == [
        ("R1", "att rätta", None),
        ("R2", "godtagen", "Väntar"),
    ]
    assert told[0]["Uppgifter"] == "Status: Öppen; Klart senast: 2026-05-01"
    header, *rows = book["Kontroller"].iter_rows(values_only=True)
    by_name = {row[header.index("Kontroll")]: dict(zip(header, row, strict=True)) for row in rows}
    assert by_name["Risk vars datum har passerat"]["Kontrollerade rader"] == 3
    assert by_name["Riskanalys äldre än ett år"]["Läge"] == "kan inte kontrolleras"


def _submit(app) -> str:
    return next(button.key for button in app.button if button.label == "Godta")
