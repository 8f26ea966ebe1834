"""Utforska through the router: what is explored, filters, groups, charts, saved views, and texts that stay texts."""

import io
import json
import re
from datetime import date
from typing import Any

import openpyxl
import pytest

from base.actors import Act
from data.exploring.saved_views import saved_views
from data.imported.imports import import_reading, read_file
from data.imported.incoming import ImportOrder
from data.imported.sources import add_source
from data.registers.finding.mapping import FileMapping
from files.workbook import read_bytes
from pages.frame.navigation import ENTRIES, NOTHING, contents

pytestmark = pytest.mark.app

NASTY = "**fet** :red[röd] <b>html</b> $x^2$ [länk](https://example.org)"
HEADERS = ["Risk-ID", "Risk", "Enhet", "Status", "Klart senast", "Kategori", "Kostnad"]
ROWS: list[list[Any]] = [
    ["R1", "Servern står i källaren", "Norra skolan", "Öppen", "2026-01-15", "IT", 10],
    ["R2", "Ingen övning gjord", "Södra skolan", "Stängd", "2026-02-01", "Rutin", 20],
    ["R3", "Avtal saknas", "Norra skolan", "Öppen", "2026-06-01", "IT", 40],
    ["R4", "Nycklar borta", "Okänd", "", "", NASTY, ""],
]


def content(rows=ROWS, headers=HEADERS) -> bytes:
    book = openpyxl.Workbook()
    for row in [headers, *rows]:
        book.worksheets[0].append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def put_in(store, grant, rows=ROWS, headers=HEADERS, day=date(2026, 10, 1), name="risker.xlsx", source=None):
    workbook = read_bytes(content(rows, headers), name)
    reading = read_file(workbook, "risks", FileMapping(keep=dict.fromkeys(headers, True)))
    return import_reading(store, grant(Act.IMPORT), reading, day, ImportOrder(source)).snapshot


@pytest.fixture
def held(town, grant):
    put_in(town.store, grant)
    return town


def widget(app, kind, label):
    found = [element for element in app.get(kind) if element.label == label]
    assert len(found) == 1, f"{label}: {len(found)} of {[element.label for element in app.get(kind)]}"
    return found[0]


def show(app, how):
    (control,) = [found for found in app.get("button_group") if "Tabell" in [o.content for o in found.proto.options]]
    control.set_value(how).run()
    assert not app.exception
    return app


def grid(app, number=0):
    return app.dataframe[number].value


def test_the_newest_register_is_shown_with_all_its_rows(visit, held, said):
    app = visit("utforska.py")
    assert widget(app, "selectbox", "Vad vill du utforska?").value == "risks"
    assert "**4 rader**" in said(app)
    shown = grid(app)
    assert list(shown["Organisationsdel"]) == ["Norra skolan", "Södra skolan", "Norra skolan", "Okänd"]
    assert list(shown["Status"])[:3] == ["Öppen", "Stängd", "Öppen"]
    assert list(shown["Kategori"]) == ["IT", "Rutin", "IT", NASTY]
    assert dict(app.query_params) == {"register": "risks"}


def test_a_filter_is_a_chip_and_stands_in_the_address(visit, held, said):
    app = visit("utforska.py")
    widget(app, "multiselect", "Kolumner att filtrera på").set_value(["status"]).run()
    widget(app, "multiselect", "Status").set_value(["Öppen"]).run()
    assert not app.exception
    assert "**2 av 4 rader**" in said(app)
    assert json.loads(app.query_params["where"]) == [{"column": "status", "values": ["Öppen"]}]
    widget(app, "button", "Status\\: Öppen").click().run()
    assert "**4 rader**" in said(app)
    assert "where" not in app.query_params


def test_a_search_finds_in_every_text_column(visit, held, said):
    app = visit("utforska.py")
    widget(app, "text_input", "Sök i alla textkolumner").set_value("norra avtal").run()
    assert "**1 av 4 rader**" in said(app)
    assert list(grid(app)["Risk-id"]) == ["R3"]


def test_a_link_opens_the_same_view(visit, held, said):
    where = json.dumps([{"column": "+Kategori", "values": ["IT"]}])
    app = visit("utforska.py", register="risks", where=where, sort="+Kostnad", descending="true", columns='["id"]')
    assert "**2 av 4 rader**" in said(app)
    assert grid(app).to_dict("list") == {"Risk-id": ["R3", "R1"]}
    # A change goes on from there, and the address follows.
    widget(app, "text_input", "Sök i alla textkolumner").set_value("servern").run()
    assert list(grid(app)["Risk-id"]) == ["R1"]
    assert app.query_params["search"] == "servern"


def test_a_bad_link_says_so_and_shows_everything(visit, held, said):
    app = visit("utforska.py", register="risks", where="[{")
    assert "Länken eller vyn går inte att läsa" in said(app)
    assert "**4 rader**" in said(app)
    app.run()
    assert "går inte att läsa" not in said(app)


def test_a_column_that_is_gone_is_told(visit, held, said):
    app = visit("utforska.py", register="risks", sort="+Gammal", search="servern")
    assert "”Gammal” finns inte här" in said(app)
    assert "**1 av 4 rader**" in said(app)


def test_a_filter_that_no_longer_fits_its_column_is_told_and_no_other_is_lost(visit, held, said):
    where = [
        {"column": "+Kategori", "low": 3},
        {"column": "title", "contains": "saknas"},
        {"column": "status", "filled": True},
    ]
    app = visit("utforska.py", register="risks", where=json.dumps(where))
    assert "Filtret på ”Kategori” passar inte" in said(app)
    assert "**1 av 4 rader**" in said(app)
    assert json.loads(app.query_params["where"]) == where[1:]


def test_an_earlier_snapshot_can_be_chosen(visit, held, grant, said):
    earlier = put_in(held.store, grant, ROWS[:1], day=date(2025, 10, 1), name="gammal.xlsx")
    app = visit("utforska.py")
    assert "**4 rader**" in said(app)
    widget(app, "selectbox", "Läget per").set_value(earlier).run()
    assert "**1 rad**" in said(app)
    assert app.query_params["snapshot"] == earlier


def test_files_of_one_day_are_one_state(visit, held, grant, said):
    other = add_source(held.store, grant(Act.IMPORT), "risks", "Skolornas lista")
    put_in(held.store, grant, [["S1", *ROWS[0][1:]]], name="skolan.xlsx", source=other)
    app = visit("utforska.py")
    assert widget(app, "selectbox", "Läget per").options == ["2026-10-01 · skolan.xlsx och risker.xlsx"]
    assert "**5 rader**" in said(app)


def test_groups_are_counted_with_totals_and_lead_to_their_rows(visit, held, said):
    app = show(visit("utforska.py"), "groups")
    widget(app, "selectbox", "Gruppera efter").set_value("+Kategori").run()
    widget(app, "selectbox", "Visa").set_value("sum").run()
    widget(app, "selectbox", "Kolumn att räkna på").set_value("+Kostnad").run()
    assert not app.exception
    found = grid(app)
    # IT 10 + 40, Rutin 20, and the last row has no cost.
    assert dict(zip(found["Kategori"], found["Summa"], strict=True))["IT"] == 50
    assert list(found["Summa"])[-1] == 70
    widget(app, "selectbox", "Visa rader för").set_value((1, None)).run()
    assert not app.exception
    assert "IT" in said(app)
    assert list(grid(app, 1)["Risk-id"]) == ["R1", "R3"]


@pytest.mark.parametrize(
    ("drawing", "more", "title"),
    [
        ("bars", {"by": "status"}, "Antal rader per Status"),
        ("line", {"by": "due", "by_part": "month"}, "Antal rader per Klart senast (månad)"),
        ("heat", {"by": "status", "across": "+Kategori"}, "Antal rader per Status och Kategori"),
        ("scatter", {"x": "row", "y": "+Kostnad"}, "Kostnad mot Rad i filen"),
    ],
)
def test_each_chart_is_drawn_with_its_marks(visit, held, drawing, more, title):
    app = visit("utforska.py", register="risks", show="chart", drawing=drawing, **more)
    (chart,) = app.get("plotly_chart")
    spec = json.loads(chart.proto.spec)
    told = [re.sub("<.*?>", "", line) for line in spec["layout"]["title"]["text"].split("<br>")]
    assert " ".join(told).startswith(title)
    assert "risker.xlsx" in told
    assert any("läget per 2026-10-01" in line for line in told)
    config = json.loads(chart.proto.config)
    assert config["modeBarButtons"] == [["toImage"]]
    assert config["showSendToCloud"] is False


def test_a_line_needs_time(visit, held, said):
    app = visit("utforska.py", register="risks", show="chart", drawing="line", by="status")
    assert "Gruppera efter en kolumn med datum" in said(app)


def test_every_column_has_a_profile(visit, held):
    app = show(visit("utforska.py"), "columns")
    told = app.table[0].value
    row = dict(zip(told["Kolumn"], told["Ifyllda"], strict=True))
    assert row["Kostnad"] == "3 av 4"


def test_a_view_is_saved_opened_and_removed(visit, held, said):
    app = visit("utforska.py", register="risks", search="servern")
    widget(app, "text_input", "Vyns namn").set_value("Källaren *nu*").run()
    widget(app, "button", "Spara").click().run()
    assert not app.exception
    assert "är sparad" in said(app)
    (kept,) = saved_views(held.store)
    assert (kept.name, kept.content) == ("Källaren *nu*", {"register": "risks", "search": "servern"})
    other = visit("utforska.py")
    assert "**4 rader**" in said(other)
    widget(other, "button", "Källaren \\*nu\\*").click().run()
    assert "**1 av 4 rader**" in said(other)
    widget(other, "button", "Ta bort").click().run()
    assert saved_views(held.store) == []


def test_a_file_is_explored_and_not_stored(visit, begun, said):
    app = visit("utforska.py")
    position = begun.position()
    rows = [["19121212-1212", "Mätning", 1], ["19121212-1212", "Annat", 2]]
    app.file_uploader[0].upload("vad-som-helst.xlsx", content(rows, ["Person", "Sak", "Antal"]))
    app.run()
    assert not app.exception
    assert "Personnummer är maskerade i ”Person”" in said(app)
    assert "1212" not in str(grid(app).to_dict())
    assert list(grid(app)["Antal"]) == [1, 2]
    assert begun.position() == position
    assert dict(app.query_params) == {}
    assert "Spara" not in [found.label for found in app.button]


def test_the_link_from_importera_leads_to_a_file_even_when_something_is_imported(visit, held):
    app = visit("utforska.py", show="rows")
    assert widget(app, "selectbox", "Vad vill du utforska?").value == ""
    assert app.file_uploader


def test_a_file_that_cannot_be_read_is_told(visit, begun, said):
    app = visit("utforska.py")
    app.file_uploader[0].upload("bild.xlsx", b"ingen tabell alls")
    app.run()
    assert not app.exception
    assert app.error


def test_nasty_headers_and_cells_stay_texts(visit, town, grant, said):
    headers = [*HEADERS[:-2], NASTY, "Kostnad"]
    put_in(town.store, grant, [[*row[:-2], NASTY, row[-1]] for row in ROWS], headers)
    where = json.dumps([{"column": f"+{NASTY}", "values": [NASTY]}])
    for how in ("rows", "groups", "chart", "columns"):
        app = visit("utforska.py", register="risks", where=where, show=how, by=f"+{NASTY}", across="status")
        assert "**fet**" not in said(app)
        assert "<b>html</b>" not in said(app)
        assert any("\\*\\*fet" in found.label for found in app.button)


def test_the_page_is_in_the_menu_once_something_is_imported(held):
    (entry,) = [entry for entry in ENTRIES if entry.file == "utforska.py"]
    assert entry.shown(contents(held.store))
    assert not entry.shown(NOTHING)
