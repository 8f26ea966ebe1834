"""Register through the router: the cards, what changed, likely duplicates, sources and *Ångra import*."""

from datetime import date

import pytest

from access.rights import authorise, local_coordinator
from base.actors import Act
from data.imported.imports import import_reading, read_file
from data.imported.incoming import ImportOrder
from data.imported.made import register_imports
from data.imported.same_rows import judged_pairs
from data.imported.sources import add_source, sources
from data.registers.finding.mapping import FileMapping
from files.workbook import read_bytes
from pages.frame.navigation import ENTRIES, contents

pytestmark = pytest.mark.app

HEADER = "Risk-ID;Risk;Enhet;Sannolikhet;Konsekvens;Status"
SCALES = {"likelihood": "4x4", "consequence": "4x4"}


def grant(act):
    return authorise(local_coordinator(), act)


@pytest.fixture
def take(town):
    def taken(day, *rows, source=None):
        text = "\n".join((HEADER, *rows))
        reading = read_file(read_bytes(text.encode(), f"risker {day}.csv"), "risks", FileMapping(scales=SCALES))
        return import_reading(town.store, grant(Act.IMPORT), reading, day, ImportOrder(source)).snapshot

    return taken


@pytest.fixture
def two(take):
    take(date(2025, 11, 3), "R1;Ett *fett*;Norra skolan;2;2;Öppen", "R2;Två;Norra skolan;2;2;Öppen")
    return take(date(2026, 11, 3), "R1;Ett *fett*;Norra skolan;4;4;Öppen", "R3;Tre;Södra skolan;1;1;Öppen")


def button(app, label):
    return next(one for one in app.button if one.label == label)


def test_the_page_is_in_the_menu_once_something_is_imported(town, two):
    entry = next(one for one in ENTRIES if one.file == "register.py")
    assert entry.shown(contents(town.store))


def test_nothing_is_imported_yet(visit, town, said):
    entry = next(one for one in ENTRIES if one.file == "register.py")
    assert not entry.shown(contents(town.store))
    assert "Inget register är inläst än" in said(visit("register.py"))


def test_a_card_tells_what_happened_last(visit, two, said):
    app = visit("register.py")
    text = said(app)
    assert [title.value for title in app.title] == ["Register"]
    assert "**2 rader** · läget per 2026-11-03" in text
    assert "1 ny, 1 ändrad, 1 saknas" in text


def test_a_card_does_not_date_an_older_files_rows_by_a_newer_one(visit, two, town, take, said):
    other = add_source(town.store, grant(Act.IMPORT), "risks", "Skolornas lista")
    take(date(2026, 11, 20), "S1;Ny;Södra skolan;1;1;Öppen", source=other)
    assert "**3 rader** · 2 filer från 2 källor, senast 2026-11-20 · Risker, Skolornas lista" in said(
        visit("register.py")
    )


def test_an_import_that_does_not_hold_is_told(visit, two):
    (told,) = [box.value for box in visit("register.py", register="risks", **{"import": "s999"}).warning]
    assert told == "Importen i adressen gäller inte. Här visas den senaste i stället."


def test_what_an_import_changed(visit, two, said):
    app = visit("register.py", register="risks")
    text = said(app)
    assert "1 ny, 1 ändrad och 1 saknas i senaste filen." in text
    assert "betyder inte att den är stängd" in text
    assert "Riskerna har flyttat sig\\: 1 höjd" in text
    assert len(app.get("plotly_chart")) == 1
    tables = [table.value for table in app.table]
    changed = next(table for table in tables if "Ändrat" in table)
    assert changed["Vad"].tolist() == ["Ett \\*fett\\*"]
    told = "Sannolikhet: 2 Möjlig → 4 Mycket sannolik; Konsekvens: 2 Måttlig → 4 Allvarlig"
    assert changed["Ändrat"].tolist() == [told]
    assert changed["Rörelse"].tolist() == ["Höjd"]
    # The first import has nothing to be held against.
    first = app.selectbox(key="register_import").options
    app.selectbox(key="register_import").select_index(len(first) - 1).run()
    assert "2 rader. Det finns inget tidigare att jämföra med." in said(app)
    # So what it holds is shown.
    assert [table.value["Vad"].tolist() for table in app.table] == [["Ett \\*fett\\*", "Två"]]


def test_two_dates_stand_in_the_address(visit, two, said):
    app = visit("register.py", register="risks", **{"from": "2025-11-03", "to": "2026-11-03"})
    assert "1 ny, 1 ändrad och 1 saknas i senaste filen." in said(app)
    app.date_input[0].set_value(date(2026, 11, 3)).run()
    assert not app.exception
    assert "2 rader säger filen inget om" in said(app)
    assert app.query_params["from"] == "2026-11-03"
    broken = visit("register.py", register="risks", **{"from": "skräp", "to": "2000-01-01"})
    assert "Det senare datumet ligger före det tidigare" in said(broken)


def test_an_undone_import_is_shown_as_undone_and_counts_no_more(visit, town, two, said):
    app = visit("register.py", register="risks", flik="Importer")
    app.button(key=f"FormSubmitter:undo-form-{two}-Ångra importen").click().run()
    assert "Skriv varför importen ångras" in said(app)
    next(one for one in app.text_input if one.label == "Varför?").set_value("Fel fil")
    app.button(key=f"FormSubmitter:undo-form-{two}-Ångra importen").click().run()
    assert not app.exception
    assert [one.state for one in register_imports(town.store, "risks")] == ["withdrawn", "holds"]
    text = said(app)
    assert "**ångrad**" in text
    assert "Fel fil" in text
    assert "Läget per 2025-11-03" in text


def test_a_source_is_renamed_and_told_what_it_covers(visit, town, two, said):
    app = visit("register.py", register="risks", flik="Källor")
    next(one for one in app.text_input if one.label == "Vad källan heter").set_value("Stratsys")
    next(one for one in app.radio if one.label == "Vad filerna täcker").set_value("addition")
    button(app, "Spara").click().run()
    assert not app.exception
    found = sources(town.store, "risks")[0]
    assert (found.name, found.claim) == ("Stratsys", "addition")
    assert "**Stratsys**" in said(app)


def test_likely_duplicates_wait_for_a_word_and_it_can_be_taken_back(visit, town, two, take, said):
    other = add_source(town.store, grant(Act.IMPORT), "risks", "Skolornas *lista*")
    take(date(2026, 11, 3), "S1;tre!;Södra skolan;1;1;Öppen", source=other)
    app = visit("register.py", register="risks", flik="Dubbletter")
    assert "1 par från olika källor kan vara samma sak" in said(app)
    assert "Är de samma räknas det som Risker säger. De säger samma sak i allt annat." in said(app)
    button(app, "Samma").click().run()
    assert not app.exception
    assert [pair.verdict for pair in judged_pairs(town.store, "risks")] == ["same"]
    text = said(app)
    assert "varav 1 räknas som samma som en annan" in text
    assert "**Samma:** R3 Tre (Risker) och S1 tre! (Skolornas \\*lista\\*)" in text
    button(app, "Ångra").click().run()
    assert judged_pairs(town.store, "risks") == []
    assert "1 par från olika källor kan vara samma sak" in said(app)


def test_a_pair_shows_what_the_other_row_says(visit, town, two, take, said):
    other = add_source(town.store, grant(Act.IMPORT), "risks", "Skolornas *lista*")
    take(date(2026, 11, 3), "S1;Tre;Södra skolan;2;1;Stängd", source=other)
    text = said(visit("register.py", register="risks", flik="Dubbletter"))
    # R3 has likelihood 1 and is open; consequence 1 they share.
    for told in ("Sannolikhet: 1", "Status: Öppen", "Sannolikhet: 2", "Status: Stängd"):
        assert told in text.replace("\u00a0", " ")
    assert "Konsekvens" not in text
    assert "Är de samma räknas det som Risker säger." in text


def test_a_register_that_is_not_there_leads_to_the_cards(visit, two):
    assert [title.value for title in visit("register.py", register="finns-inte").title] == ["Register"]
