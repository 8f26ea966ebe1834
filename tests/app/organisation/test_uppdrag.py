"""Inställningar, Uppdrag: who is without, giving, ending, handing over and taking back, people, and Excel."""

import io
from datetime import date

import openpyxl
import pytest

from base.actors import Act
from data.organisation.assignments import (
    MANAGER,
    NewAssignment,
    NewPerson,
    add_assignment,
    assignments,
    without_responsible,
)
from data.organisation.people import persons
from files.writer import SheetOut, write_xlsx

pytestmark = pytest.mark.app

HEAD = ("Enhet", "Namn", "E-post", "Roll", "Från", "Till")


@pytest.fixture
def tab(visit):
    return lambda **more: visit("installningar.py", flik="uppdrag", **more)


@pytest.fixture
def eva(town, grant):
    """Eva Ek leads Norra skolan since 2024."""
    new = NewPerson("Eva Ek", "eva.ek@example.se")
    return add_assignment(town.store, grant(Act.ORGANISE), NewAssignment(new, town.north, MANAGER, date(2024, 1, 1)))


def press(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def led(store, unit, day=date(2026, 11, 3)):
    known = persons(store)
    return [known[one.person].name for one in assignments(store, day) if one.unit == unit and one.role == MANAGER]


def upload(app, *rows):
    held = io.BytesIO()
    write_xlsx(held, [SheetOut("Uppdrag", HEAD, rows)])
    app.file_uploader[0].upload("uppdrag.xlsx", held.getvalue())
    app.run()
    assert not app.exception
    return app


def test_units_without_a_manager_come_first_and_one_is_given(tab, town, said):
    app = tab()
    assert "4 enheter utan ansvarig i dag." in said(app)
    assert "Norra skolan (enhet)" in list(app.table[0].value["Utan ansvarig"])
    app.selectbox(key="assign_unit:0").set_value(town.north)
    app.text_input(key="person_name:assign:0").input("Eva Ek")
    app.text_input(key="person_contact:assign:0").input("eva.ek@example.se")
    app.date_input(key="assign_from:0").set_value(date(2026, 1, 1))
    press(app, "assign_do")
    assert "Eva Ek är ansvarig för Norra skolan (enhet) från 2026-01-01." in said(app)
    assert "3 enheter utan ansvarig i dag." in said(app)
    assert led(town.store, town.north) == ["Eva Ek"]


def test_nobody_is_given_without_a_name(tab, town, said):
    before = town.store.position()
    app = press(tab(), "assign_do")
    assert "En person måste ha ett namn." in said(app)
    assert town.store.position() == before


def test_an_assignment_is_handed_over_and_the_old_stands_till_then(tab, town, eva, said):
    app = tab()
    app.selectbox(key="assignment:0").set_value(eva).run()
    app.text_input(key=f"person_name:over:{eva}:0").input("Ola Al")
    app.date_input(key=f"over_from:{eva}:0").set_value(date(2026, 9, 1))
    press(app, f"over_do:{eva}:0")
    assert "Ola Al tar över från 2026-09-01." in said(app)
    assert led(town.store, town.north) == ["Ola Al"]
    assert led(town.store, town.north, date(2026, 8, 31)) == ["Eva Ek"]


def test_an_assignment_ends_or_is_taken_back(tab, town, eva, said):
    app = tab()
    app.selectbox(key="assignment:0").set_value(eva).run()
    app.date_input(key=f"stop_day:{eva}:0").set_value(date(2023, 1, 1))
    press(app, f"stop_do:{eva}:0")
    assert "Ta tillbaka det i stället." in said(app)
    press(app, f"back_do:{eva}:0")
    assert "Uppdraget är taget tillbaka." in said(app)
    assert assignments(town.store) == []


def test_who_becomes_without_is_told(tab, town, eva, said):
    app = tab()
    app.selectbox(key="assignment:0").set_value(eva).run()
    app.date_input(key=f"stop_day:{eva}:0").set_value(date(2030, 12, 31))
    press(app, f"stop_do:{eva}:0")
    assert "Blir utan ansvarig: Norra skolan från 2031" in said(app)


def test_a_persons_address_is_corrected(tab, town, eva, said):
    person = next(one.person for one in assignments(town.store))
    app = tab()
    app.selectbox(key="people_person").set_value(person).run()
    app.text_input(key=f"people_contact:{person}:0").input("eva")
    press(app, f"people_do:{person}:0")
    assert "är ingen e-postadress" in said(app)
    app.text_input(key=f"people_contact:{person}:0").input("eva@example.se")
    press(app, f"people_do:{person}:0")
    assert persons(town.store)[person].contact == "eva@example.se"


def test_a_file_is_previewed_and_then_stored_with_a_receipt(tab, town, eva, said):
    app = upload(
        tab(),
        ("Norra skolan", "Ola Al", None, None, "2026-09-01", None),
        ("Södra skolan", "Pia Öst", "pia@example.se", "Ansvarig", None, None),
        ("Skolkontoret", None, None, "Ansvarig", None, None),
    )
    assert "2 nya uppdrag · 0 med andra datum · 0 avslutas" in said(app)
    assert "1 rad utan namn hoppas över." in said(app)
    assert "Flera blir ansvariga samtidigt för: Norra skolan." in said(app)
    app.checkbox(key="assignment_file_replace").set_value(True).run()
    assert "1 avslutas" in said(app)
    before = town.store.position()
    press(app, "assignment_file_do")
    assert "2 nya uppdrag, 0 med andra datum, 1 avslutade, 0 oförändrade." in said(app)
    assert town.store.position() > before
    assert (led(town.store, town.north), led(town.store, town.south, date.max)) == (["Ola Al"], ["Pia Öst"])
    assert "Filen kan inte" not in said(app)


def test_every_fault_of_a_file_is_listed_and_nothing_can_be_stored(tab, town):
    app = upload(
        tab(),
        ("Ingenstans", "Ola Al", None, None, None, None),
        ("Norra skolan", "Ola Al", "ola", None, None, None),
        ("Södra skolan", "Ola Al", None, "Boss", "snart", None),
    )
    faults = next(table.value for table in app.table if "Vad som är fel" in table.value)
    assert list(faults["Rad"]) == ["2", "3", "4"]
    assert list(faults["Kolumn"]) == ["Enhet", "E-post", "Från"]
    assert app.button(key="assignment_file_do").disabled


def test_the_template_has_everyone_and_reads_back(tab, town, eva):
    from data.organisation.assignment_file import plan_assignments
    from data.organisation.workbooks import assignment_template
    from files.workbook import read_bytes

    day = date(2026, 11, 3)
    content = assignment_template(town.store, day)
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0][:6] == list(HEAD)
    assert {row[0] for row in rows[1:]} == {"Ekby kommun", "Skolkontoret", "Norra skolan", "Södra skolan"}
    plan = plan_assignments(town.store, read_bytes(content, "mall.xlsx"), day)
    assert (plan.issues, plan.blank, plan.count("unchanged")) == ((), 3, 1)
    assert len(without_responsible(town.store, day)) == 3


def test_from_a_unit_one_comes_to_its_assignment(tab, town, eva, said):
    app = tab(unit=town.north)
    assert app.selectbox(key="assignment:0").value == eva
    app.selectbox(key="assign_unit:0").set_value(town.north)
    app.text_input(key="person_name:assign:0").input("Ola Al")
    press(app, "assign_do")
    assert "Ansvarig är också Eva Ek" in said(app)
