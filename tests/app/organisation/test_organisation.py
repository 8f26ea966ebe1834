"""Inställningar, Organisation: the tree on a day, and one unit opened, changed, ended and put right."""

from datetime import date

import pytest

from base.actors import Act
from data.organisation.assignments import MANAGER, NewAssignment, NewPerson, add_assignment
from data.organisation.units import NewUnit, units, write_units
from pages.frame.choosing import unit_labels

pytestmark = pytest.mark.app

PAGE = "installningar.py"


def opened(visit, unit, **more):
    return visit(PAGE, flik="organisation", unit=unit, **more)


def do(app, label):
    """Press a form's button."""
    found = [button for button in app.button if button.label == label]
    assert len(found) == 1, [button.label for button in app.button]
    found[0].click().run()
    assert not app.exception
    return app


def state(store, unit, day=date(2026, 11, 3)):
    return next((found for found in units(store, day) if found.unit == unit), None)


def test_the_table_says_who_answers_and_finds_what_is_sought(visit, town, grant, said):
    add_assignment(
        town.store, grant(Act.ORGANISE), NewAssignment(NewPerson("Eva Ek"), town.north, MANAGER, date(2020, 1, 1))
    )
    app = visit(PAGE)
    table = app.table[0].value
    assert dict(zip(table["Namn"].str.strip(), table["Ansvarig"], strict=True))["Norra skolan"] == "Eva Ek"
    assert any("utan ansvarig" in button.label for button in app.button)
    app.text_input(key="organisation_search").input("eva").run()
    names = [name.strip() for name in app.table[0].value["Namn"]]
    assert names == ["Ekby kommun", "Skolkontoret", "Norra skolan"]
    assert "3 rader med ”eva”" in said(app)


def test_a_large_organisation_is_shown_from_above(visit, town, grant, said):
    many = [NewUnit(f"Enhet {number}", "enhet", town.kontor, date(2020, 1, 1)) for number in range(1000)]
    write_units(town.store, grant(Act.ORGANISE), many)
    app = visit(PAGE)
    assert [name.strip() for name in app.table[0].value["Namn"]] == ["Ekby kommun", "Skolkontoret"]
    assert "1004 organisationsdelar i dag." in said(app)
    app.text_input(key="organisation_search").input("Enhet 77").run()
    assert len(app.table[0].value) == 13


def test_a_unit_is_renamed_from_a_day_and_its_old_name_stays(visit, town, said):
    app = opened(visit, town.north)
    app.text_input(key=f"change_name:{town.north}:0").input("Nya Norra")
    app.date_input(key=f"change_since:{town.north}:0").set_value(date(2026, 7, 1))
    do(app, "Ändra")
    assert "Nya Norra är ändrad från 2026-07-01." in said(app)
    assert "Tidigare namn: Norra skolan" in said(app)
    assert (state(town.store, town.north).name, state(town.store, town.north, date(2026, 6, 30)).name) == (
        "Nya Norra",
        "Norra skolan",
    )
    do(app, "Ångra den senaste ändringen")
    assert "är ångrad" in said(app)
    assert state(town.store, town.north).name == "Norra skolan"


def test_two_equal_units_are_refused_and_nothing_is_stored(visit, town, said):
    before = town.store.position()
    app = opened(visit, town.north)
    app.text_input(key=f"change_name:{town.north}:0").input("Södra  SKOLAN")
    do(app, "Ändra")
    assert "Det finns redan en ”Södra skolan” på samma plats" in said(app)
    assert town.store.position() == before


def test_changed_attributes_are_told_to_be_a_change_of_scope(visit, town, said):
    app = opened(visit, town.north)
    area = f"attributes_text:{town.north}:0"
    app.text_area(key=area).input("kök är sant")
    do(app, "Spara egenskaperna")
    assert "skriv namn = värde." in said(app)
    app.text_area(key=area).input("skola = true\nkok=false")
    do(app, "Spara egenskaperna")
    assert "Det är en ändrad omfattning." in said(app)
    assert dict(state(town.store, town.north, date.max).attributes) == {"skola": "true", "kok": "false"}


def test_a_unit_ends_but_not_one_that_holds_others(visit, town, said):
    app = opened(visit, town.kontor)
    do(app, "Avsluta")
    assert "Flytta eller avsluta dem först." in said(app)
    app = opened(visit, town.south)
    app.date_input(key=f"end_day:{town.south}:0").set_value(date(2026, 6, 30))
    do(app, "Avsluta")
    assert "Södra skolan upphör efter 2026-06-30." in said(app)
    assert state(town.store, town.south) is None


def test_what_hangs_wrong_is_told(visit, town, grant, said):
    write_units(town.store, grant(Act.ORGANISE), [NewUnit("Vilse", "enhet", "u999", date(2020, 1, 1))])
    assert "”Vilse” hör till en överordnad som inte gäller" in said(visit(PAGE))


def test_units_of_one_name_are_told_apart_by_what_they_belong_to(town, grant):
    organise = grant(Act.ORGANISE)
    other = write_units(town.store, organise, [NewUnit("Vård", "kontor", town.root, date(2020, 1, 1))])[0]
    write_units(town.store, organise, [NewUnit("Norra skolan", "enhet", other, date(2020, 1, 1))])
    labels = set(unit_labels(units(town.store, date(2026, 1, 1))).values())
    assert {"Norra skolan (enhet), Skolkontoret", "Norra skolan (enhet), Vård", "Södra skolan (enhet)"} <= labels


def test_a_file_of_units_is_told_before_it_is_saved(visit, town, said, tmp_path):
    from files.writer import SheetOut, write_xlsx

    rows = [("N1", "Norra skolan", "Enhet", "Ekby kommun"), ("V1", "Västra skolan", "Enhet", "Skolkontoret")]
    rows += [("V1", "Västra skolan", "Enhet", "Skolkontoret igen")]
    path = tmp_path / "organisation.xlsx"
    write_xlsx(path, [SheetOut("Enheter", ("Kod", "Namn", "Slag", "Överordnad"), rows)])
    app = visit("importera.py", register="units")
    app.file_uploader[0].upload("organisation.xlsx", path.read_bytes())
    app.run()
    next(field for field in app.date_input if field.label == "Läget per").set_value(date(2026, 1, 1)).run()
    assert not app.exception
    assert "1 ny · 1 ändrad · 0 oförändrade." in said(app)
    assert "står redan på rad 3. Den här raden ändrar inget." in said(app)
    changes = next(table.value for table in app.table if "Blir" in table.value)
    assert list(changes["Vad"]) == ["Överordnad", "Gäller från", "Kod"]
