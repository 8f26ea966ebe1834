"""Inställningar: the organisation's tree and adding to it, backups, the store. Only the open tab is drawn."""

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from base.actors import Act
from data.ledger.backup import last_backup
from data.ledger.preferences import MUNICIPALITY, preference, set_preference
from data.ledger.settings import Settings
from data.ledger.store import close_stores, open_store
from data.organisation.units import units
from tests.kit.measured import grant

pytestmark = pytest.mark.app


def test_the_organisation_stands_as_a_tree(visit, town):
    table = visit("installningar.py").table[0].value
    assert [name.replace("\u2003", "> ") for name in table["Namn"]] == [
        "Ekby kommun",
        "> Skolkontoret",
        "> > Norra skolan",
        "> > Södra skolan",
    ]
    assert list(table["Slag"]) == ["Kommun", "Kontor", "Enhet", "Enhet"]


def test_a_unit_is_added_by_hand(visit, town, said):
    app = visit("installningar.py")
    app.text_input(key="unit_name:0").input("  Västra   skolan ")
    app.selectbox(key="unit_parent").set_value(town.kontor)
    app.text_input(key="unit_code:0").input("V1")
    app.date_input(key="unit_since").set_value(date(2026, 1, 1))
    app.form_submit_button[0].click().run()
    assert not app.exception
    made = next(unit for unit in units(town.store, date(2026, 1, 1)) if unit.code == "V1")
    assert (made.name, made.kind, made.parent) == ("Västra skolan", "enhet", town.kontor)
    assert "5 organisationsdelar i dag." in said(app)


def test_a_unit_needs_a_name_and_may_not_be_older_than_what_it_belongs_to(visit, town, said):
    before = town.store.position()
    app = visit("installningar.py")
    app.form_submit_button[0].click().run()
    assert "En organisationsdel måste ha ett namn." in said(app)
    app.text_input(key="unit_name:0").input("Gamla skolan")
    app.date_input(key="unit_since").set_value(date(1999, 12, 31))
    app.form_submit_button[0].click().run()
    assert "gäller från 2000-01-01" in said(app)
    assert town.store.position() == before


def test_a_backup_needs_the_same_password_twice(visit, town, said):
    app = visit("installningar.py", flik="kopia")
    app.text_input(key="backup_password").input("ett långt lösenord")
    app.text_input(key="backup_again").input("ett annat lösenord")
    app.form_submit_button[0].click().run()
    assert "Lösenorden är inte lika." in said(app)
    app.text_input(key="backup_password").input("kort")
    app.text_input(key="backup_again").input("kort")
    app.form_submit_button[0].click().run()
    assert "minst 12 tecken" in said(app)
    assert last_backup(town.store) is None


def test_a_backup_is_made_told_and_can_be_opened(visit, town, said, tmp_path):
    app = visit("installningar.py", flik="kopia")
    app.text_input(key="backup_password").input("ett långt lösenord")
    app.text_input(key="backup_again").input("ett långt lösenord")
    app.form_submit_button[0].click().run()
    assert "Kopian är gjord och kontrollerad." in said(app)
    made = list((Path(os.environ["MOGNAD_STORE"]).parent / "backups").glob("*.duckdb"))
    assert len(made) == 1
    assert made[0].name in said(app)
    assert str(made[0].parent) in said(app)
    assert "Senaste kopian gjordes" in said(visit("installningar.py", flik="kopia"))
    close_stores()
    copy = open_store(Settings(made[0], "ett långt lösenord", tmp_path / "elsewhere"))
    assert next(unit.name for unit in units(copy, date(2026, 1, 1))) == "Ekby kommun"


def test_an_encrypted_store_asks_for_no_password(visit, said, monkeypatch):
    monkeypatch.setenv("MOGNAD_KEY", "en lång nyckel")
    app = visit("installningar.py", flik="kopia")
    assert "Kopian får samma nyckel som lagret." in said(app)
    assert "backup_password" not in [field.key for field in app.text_input]
    assert "Lagret är krypterat." in said(visit("installningar.py", flik="lager"))


def press(app):
    """*Återställ*."""
    next(button for button in app.form_submit_button if button.label == "Återställ").click().run()


def test_a_copy_is_put_back_and_the_store_put_aside(visit, town, said, tmp_path):
    app = visit("installningar.py", flik="kopia")
    app.text_input(key="backup_password").input("ett långt lösenord")
    app.text_input(key="backup_again").input("ett långt lösenord")
    app.form_submit_button[0].click().run()
    path = town.store.path
    set_preference(town.store, grant(Act.CONFIGURE), MUNICIPALITY, "Ändrad kommun")
    app = visit("installningar.py", flik="kopia")
    app.text_input(key="restore_password").input("ett långt lösenord")
    press(app)
    assert "Kryssa i att lagret ska ersättas." in said(app)
    app.text_input(key="restore_password").input("fel")
    app.checkbox(key="restore_sure").check()
    press(app)
    assert "Nyckeln passar inte till lagret" in said(app)
    app.text_input(key="restore_password").input("ett långt lösenord")
    app.checkbox(key="restore_sure").check()
    press(app)
    assert not app.exception
    assert "Kopian är återställd:" in said(app)
    assert len(list(path.parent.glob("*-undanlagd-*"))) == 1
    assert preference(open_store(town.store.settings), MUNICIPALITY) != "Ändrad kommun"


def test_a_store_that_may_only_be_read_and_a_slow_clock_are_told_everywhere(visit, town, said, monkeypatch):
    monkeypatch.setattr(type(town.store), "clock_behind", lambda _store: datetime(2026, 12, 24, 7, 5))
    monkeypatch.setattr(town.store, "read_only", True)
    for page in ("installningar.py", "start.py"):
        text = said(visit(page))
        assert "Lagret går bara att läsa: det ligger där programmet inte får skriva." in text
        assert "men det senaste sparades 2026-12-24 08:05. Rätta klockan innan du fortsätter." in text
