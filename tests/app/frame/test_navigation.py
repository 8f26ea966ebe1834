"""The menu: what is shown when, and that a page asked for by its address stays behind the guard."""

import pytest

from access import rights
from base.actors import Act
from pages.frame.navigation import ENTRIES, NOTHING, Contents, contents, page_exists

pytestmark = pytest.mark.app


def shown(held):
    return [entry.file for entry in ENTRIES if entry.shown(held)]


def test_an_empty_store_has_only_the_start():
    assert shown(NOTHING) == ["start.py"]


def test_pages_about_answers_and_results_come_with_the_first_round():
    assert "mina_fragor.py" not in shown(Contents("Ekby", 0, 0))
    assert {"mina_fragor.py", "resultat.py", "utveckling.py"} <= set(shown(Contents("Ekby", 1, 1)))


def test_pages_about_registers_come_with_the_first_import():
    assert {"register.py", "att_ratta.py", "utforska.py"}.isdisjoint(shown(Contents("Ekby", 1, 1)))
    systems = shown(Contents("Ekby", 0, 0, frozenset({"systems"})))
    assert {"register.py", "att_ratta.py", "utforska.py"} <= set(systems)
    # Neither has anything to show of systems.
    assert {"incidenter.py", "utveckling.py", "resultat.py"}.isdisjoint(systems)
    assert {"incidenter.py", "utveckling.py"} <= set(shown(Contents("Ekby", 0, 0, frozenset({"incidents"}))))


def test_with_one_round_the_page_about_years_is_about_now():
    entry = next(entry for entry in ENTRIES if entry.file == "utveckling.py")
    assert entry.title(Contents("Ekby", 2, 1)) == "Läget nu"
    assert entry.title(Contents("Ekby", 2, 2)) == "Utveckling"


def test_the_contents_are_counted_in_the_store(town):
    assert contents(town.store) == Contents("Ekby kommun", 2, 2)


@pytest.mark.parametrize("file", [entry.file for entry in ENTRIES if page_exists(entry.file)])
def test_every_page_stops_at_its_guard(visit, town, said, monkeypatch, file):
    monkeypatch.setitem(rights._ALLOWED, rights.COORDINATOR, frozenset[Act]())
    app = visit(file)
    assert [title.value for title in app.title] == ["Du har inte behörighet"]
    assert "Du har inte behörighet att göra detta." in said(app)


@pytest.mark.parametrize("file", [entry.file for entry in ENTRIES if page_exists(entry.file)])
def test_every_page_bears_an_empty_municipality(visit, begun, file):
    app = visit(file)
    assert len(app.title) == 1
