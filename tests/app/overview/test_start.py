"""Start: the two choices, the short form, the checklist, how the year stands, and what stands in its way."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from base.actors import Act
from base.clock import FixedClock
from data.ledger.preferences import EXAMPLE, MUNICIPALITY, preference, set_preference
from data.ledger.settings import Settings, settings_from_env
from data.ledger.store import close_stores, open_store
from data.measuring.planning import plan_round
from data.measuring.rounds import NewRound
from data.organisation.assignments import MANAGER, NewAssignment, NewPerson, add_assignment
from data.organisation.people import persons
from data.organisation.units import root_unit, units
from pages.frame.navigation import contents
from tests.kit.sure import sure

pytestmark = pytest.mark.app


def own_store():
    return open_store(settings_from_env(os.environ))


def test_an_empty_store_offers_exactly_two_choices(visit, said, links):
    app = visit()
    assert [button.label for button in app.button] == ["Utforska med exempeldata", "Börja med en egen kommun"]
    assert links(app) == []
    assert "Lagret är inte krypterat" in said(app)
    assert "Exempeldata –" not in said(app)


def test_an_encrypted_store_has_no_warning(visit, said, monkeypatch):
    monkeypatch.setenv("MOGNAD_KEY", "en lång nyckel")
    assert "Lagret är inte krypterat" not in said(visit())


def test_a_municipality_begins_with_its_name(visit, said, links):
    app = visit()
    app.button(key="begin").click().run()
    app.text_input(key="municipality_name").input("  Ekby  kommun ")
    app.text_input(key="person_name").input("Anna Ek")
    app.form_submit_button[0].click().run()
    store = own_store()
    assert preference(store, MUNICIPALITY) == "Ekby kommun"
    assert [(found.person, found.name) for found in persons(store).values()] == [("p1", "Anna Ek")]
    root = root_unit(units(store, datetime(2001, 1, 1, tzinfo=UTC).date()))
    assert root is not None
    assert root.name == "Ekby kommun"
    assert [title.value for title in app.title] == ["Ekby kommun"]
    assert "**Organisationen**" in said(app)
    assert "klart" not in said(app)
    assert "Lägg in för hand" in links(app)
    assert "Starta" in links(app)


def test_a_municipality_without_a_name_is_not_begun(visit, said):
    app = visit()
    app.button(key="begin").click().run()
    app.form_submit_button[0].click().run()
    assert "Skriv kommunens namn." in said(app)
    assert own_store().position() == 0


def test_the_checklist_ticks_what_is_done(visit, town, said, links, grant):
    app = visit()
    text = said(app)
    assert "**Organisationen** – klart" in text
    assert "**En mätning** – klart" in text
    assert "**Ett register**  " in text
    assert "**Uppdragen**  " in text
    assert text.index("**Organisationen**") < text.index("**Uppdragen**") < text.index("**En mätning**")
    assert "Lägg in ansvariga" in links(app)
    add_assignment(
        town.store, grant(Act.ORGANISE), NewAssignment(NewPerson("Karin Ek"), town.north, MANAGER, date(2020, 1, 1))
    )
    later = visit()
    assert "**Uppdragen** – klart" in said(later)
    assert "Lägg in ansvariga" not in links(later)


def test_the_year_is_told_in_a_sentence_with_one_thing_to_do(visit, town, said):
    town.answer("q1")
    app = visit()
    assert "Mätning 2026, Liten mätning: **0 av 2 har svarat**, läget per 2026-11-03." in said(app)
    assert app.button(key="main_button").label == "Fortsätt svara för Norra skolan"
    app.button(key="main_button").click().run()
    assert [title.value for title in app.title] == ["Mina frågor"]
    assert app.query_params["unit"] == town.north


def test_when_all_have_answered_the_way_leads_to_the_closing(visit, town, said):
    for unit in (town.north, town.south):
        for question in ("q1", "q2", "q3"):
            town.answer(question, unit=unit)
    app = visit()
    app.button(key="main_button").click().run()
    assert [title.value for title in app.title] == ["Mätning 2026"]
    assert app.button(key="round_close").label == "Avsluta mätningen"


def test_a_planned_measurement_is_the_next_thing_but_gives_no_pages_of_results(visit, begun, said, grant, small_form):
    root = sure(root_unit(units(begun, date(2026, 11, 3))))
    plan_round(begun, grant(Act.PLAN), NewRound(small_form(), "Mätning 2026", date(2026, 11, 3), [root.unit]))
    app = visit()
    assert "Mätning 2026 är planerad, läget per 2026-11-03." in said(app)
    assert "Ingen mätning pågår." not in said(app)
    app.button(key="main_button").click().run()
    assert app.button(key="round_open").label == "Öppna mätningen"
    assert contents(begun).rounds == 0


def test_the_backup_reminder_comes_after_seven_days(visit, town, said, monkeypatch):
    assert "säkerhetskopierades" not in said(visit())
    monkeypatch.setattr(town.store, "clock", FixedClock(datetime.now(UTC) + timedelta(days=7, hours=1)))
    assert "Det är mer än sju dagar sedan allt säkerhetskopierades." in said(visit())


def test_an_example_says_so_on_every_page_and_stays_through_the_menu(visit, town, said, grant):
    demo = open_store(settings_from_env(os.environ, Path(os.environ["MOGNAD_DEMO_STORE"])))
    set_preference(demo, grant(Act.CONFIGURE), EXAMPLE, "true")
    set_preference(demo, grant(Act.CONFIGURE), MUNICIPALITY, "Påhitt kommun")
    app = visit(data="exempel")
    for page in ("start.py", "matningar.py", "mina_fragor.py", "installningar.py"):
        app.switch_page(page).run()
        assert not app.exception
        assert "**Exempeldata**" in said(app), page
        # switch_page empties the address, as the menu does.
        assert app.query_params["data"] == "exempel"
    app.button(key="banner_own").click().run()
    assert [title.value for title in app.title] == ["Ekby kommun"]
    assert "data" not in app.query_params


def test_a_store_started_on_the_example_is_told_apart_and_left_for_one_beside_it(visit, said, grant, places):
    started = own_store()
    set_preference(started, grant(Act.CONFIGURE), EXAMPLE, "true")
    set_preference(started, grant(Act.CONFIGURE), MUNICIPALITY, "Påhitt kommun")
    app = visit()
    assert "**Exempeldata**" in said(app)
    app.button(key="banner_own").click().run()
    assert app.query_params["data"] == "egen"
    assert [title.value for title in app.title] == ["Börja med en egen kommun"]
    assert (places / "own" / "mognadskollen.duckdb").exists()


def test_the_example_is_built_once_and_then_opened(visit, said, monkeypatch, demo_store_original):
    import shutil

    import examples.build

    built = []

    def build_example(settings: Settings, seed: int = 1, progress=None, keep=None) -> None:
        built.append(settings.store)
        progress("Läser in risker", 0.5)
        settings.store.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(demo_store_original, settings.store)

    monkeypatch.setattr(examples.build, "build_example", build_example)
    app = visit()
    app.button(key="explore").click().run()
    assert not app.exception
    assert "**Exempeldata**" in said(app)
    assert app.query_params["data"] == "exempel"
    again = visit()
    again.button(key="explore").click().run()
    assert "**Exempeldata**" in said(again)
    assert len(built) == 1
    assert not built[0].exists(), "built beside, then moved into place"


def test_a_wrong_key_is_a_page_of_its_own_and_leaves_the_file(visit, town, said, monkeypatch):
    monkeypatch.setenv("MOGNAD_STORE", os.environ["MOGNAD_STORE"].replace("egen", "hemlig"))
    monkeypatch.setenv("MOGNAD_KEY", "rätt nyckel")
    own_store().close()
    before = Path(os.environ["MOGNAD_STORE"]).read_bytes()
    monkeypatch.setenv("MOGNAD_KEY", "fel nyckel")
    app = visit()
    assert [title.value for title in app.title] == ["Nyckeln passar inte"]
    assert "Felkod: wrong\\_key" in said(app)
    assert Path(os.environ["MOGNAD_STORE"]).read_bytes() == before
    monkeypatch.setenv("MOGNAD_KEY", "rätt nyckel")
    app.button(key="try_again").click().run()
    assert [title.value for title in app.title] == ["Välkommen till Mognadskollen"]


def test_a_damaged_store_is_a_page_of_its_own(visit, town, said):
    path = town.store.path
    close_stores()
    path.write_bytes(b"inte en databas" * 1000)
    app = visit("mina_fragor.py")
    assert [title.value for title in app.title] == ["Lagret är skadat"]
    assert "Felkod: store\\_damaged" in said(app)


def test_a_store_held_by_another_process_is_a_page_of_its_own(visit, town, said, root):
    close_stores()
    script = (
        "import os; from data.ledger.settings import settings_from_env; from data.ledger.store import open_store\n"
        "open_store(settings_from_env(os.environ)); print('held', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        app = visit()
        assert [title.value for title in app.title] == ["Lagret används redan"]
    finally:
        holder.communicate(b"\n", timeout=20)
    app.button(key="try_again").click().run()
    assert [title.value for title in app.title] == ["Ekby kommun"]


def test_an_unreadable_key_file_is_a_page_of_its_own(visit, monkeypatch):
    monkeypatch.setenv("MOGNAD_KEY_FILE", "finns-inte.txt")
    assert [title.value for title in visit().title] == ["Nyckelfilen går inte att läsa"]
