"""From a file on one's disk to a chart, in a real browser."""

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from access.rights import authorise, local_coordinator
from base.actors import Act
from data.ledger.preferences import MUNICIPALITY, set_preference
from data.ledger.settings import Settings
from data.ledger.store import open_store
from data.organisation.units import NewUnit, write_units
from files.writer import SheetOut, Value, write_xlsx

pytestmark = pytest.mark.browser

SAMPLES = Path(
    os.environ.get("MOGNAD_SAMPLES", Path(__file__).resolve().parent.parent.parent.parent / "shared" / "samples")
)
SAMPLE = SAMPLES / "risks" / "register_deep_header.xlsx"
NASTY = (
    "**fet** :red[röd] :material/home: :tada: $x^2$ <b>html</b> [länk](https://example.org) "
    "https://example.org a -> b `kod` www.example.org anna@example.org"
)
HEADERS = ["Risk-ID", "Risk", "Enhet", "Sannolikhet", "Konsekvens", "Status", "Klart senast", NASTY]
ENGLISH = ("Upload", "per file", "Drag and drop", "Browse", "Press Enter", "No results", "Choose")


@pytest.fixture
def serve(tmp_path, start_server):
    """A server on a municipality with one unit."""
    path = tmp_path / "town" / "mognadskollen.duckdb"
    store = open_store(Settings(path, None, path.parent / "backups"))

    def grant(act):
        return authorise(local_coordinator(), act)

    since = date(2000, 1, 1)
    root = write_units(store, grant(Act.ORGANISE), [NewUnit("Ekby kommun", "kommun", None, since)])[0]
    write_units(store, grant(Act.ORGANISE), [NewUnit("Norra skolan", "enhet", root, since)])
    set_preference(store, grant(Act.CONFIGURE), MUNICIPALITY, "Ekby kommun")
    store.close()
    return start_server(path)


@pytest.fixture
def export(tmp_path) -> Path:
    """A register with a title row, a unit that nobody knows, and texts that want to take effect."""
    rows: list[list[Value]] = [
        ["R1", NASTY, "Norra skolan", 4, 4, "Öppen", "2026-01-15", NASTY],
        ["R2", "Ingen övning gjord", NASTY, 2, 2, "Öppen", "2026-12-01", NASTY],
        ["R3", "Avtal saknas", "Norra skolan", 1, 1, "Stängd", "2026-03-01", NASTY],
    ]
    path = tmp_path / "risker.xlsx"
    write_xlsx(path, [SheetOut("Risker", HEADERS, rows)])
    return path


def choose_day(page: Page, day: str) -> None:
    page.get_by_test_id("stDateInput").get_by_role("spinbutton").first.click()
    page.keyboard.type(day.replace("-", ""))
    page.keyboard.press("Escape")


def test_a_register_goes_from_upload_to_chart(serve, page, export):
    page.goto(f"{serve.url}/importera")
    page.locator("input[type=file]").set_input_files(export)
    expect(page.get_by_text("3 rader hittades.")).to_be_visible()
    choose_day(page, "2026-10-01")
    page.get_by_text("Hela registret", exact=True).click()
    expect(page.get_by_text("säg vad filen täcker")).to_have_count(0)
    page.get_by_text("4 × 4 (exempel i MSB:s metodstöd)").click()
    expect(page.get_by_role("heading", name="Okända organisationsdelar")).to_be_visible()
    _nothing_took_effect(page)
    page.get_by_role("button", name="Spara importen").click()
    expect(page.get_by_text("3 rader lästa · 3 sparade")).to_be_visible()
    page.get_by_role("link", name="Se hur det hänger ihop").click()
    expect(page.get_by_role("heading", name="2 öppna risker den 1 oktober 2026, varav 1 hög")).to_be_visible()
    # The chart is drawn, with a text for one who can't see it.
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    expect(
        page.get_by_role("figure", name="2 öppna risker den 1 oktober 2026, varav 1 hög. 2026: öppna 2")
    ).to_be_visible()
    page.get_by_role("tab", name="Tabell").first.click()
    expect(page.get_by_role("cell", name="Försenade (av de öppna)").first).to_be_visible()


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample files are not here")
def test_the_sample_register_comes_in(serve, page):
    page.goto(f"{serve.url}/importera")
    page.locator("input[type=file]").set_input_files(SAMPLE)
    expect(page.get_by_text("23 rader hittades.")).to_be_visible()
    expect(page.get_by_text("2 rader läses inte")).to_be_visible()
    choose_day(page, "2026-08-10")
    page.get_by_text("Hela registret", exact=True).click()
    expect(page.get_by_text("säg vad filen täcker")).to_have_count(0)
    scale = page.get_by_role("radio", name="5 × 5")
    for _ in range(3):
        # A press on what is being drawn anew meets nothing.
        page.get_by_text("5 × 5", exact=True).click()
        page.wait_for_timeout(500)
        if scale.first.is_checked():
            break
    page.get_by_role("button", name="Spara importen").click()
    expect(page.get_by_text("23 rader lästa · 23 sparade")).to_be_visible()
    page.get_by_role("link", name="Se hur det hänger ihop").click()
    # The file leaves every status empty, and that is what is said.
    expect(page.get_by_role("heading", name="Registret säger inte vilka risker som är öppna")).to_be_visible()


def test_a_file_that_cant_be_read_is_told_in_swedish(serve, page, tmp_path):
    broken = tmp_path / "bild.xlsx"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n not a workbook at all")
    page.goto(f"{serve.url}/importera")
    page.locator("input[type=file]").set_input_files(broken)
    expect(page.get_by_role("alert")).to_be_visible()
    _no_english(page)


def test_the_upload_box_speaks_swedish_and_fits_a_phone(serve, page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{serve.url}/importera")
    expect(page.get_by_text("Välj en Excel- eller CSV-fil")).to_be_visible()
    words = page.locator("[data-testid=stFileUploaderDropzone] button p")
    assert words.evaluate("element => getComputedStyle(element, '::after').content") == '"Välj fil"'
    assert words.evaluate("element => getComputedStyle(element).fontSize") == "0px"
    width = page.get_by_test_id("stMain").evaluate("element => element.scrollWidth - element.clientWidth")
    assert width <= 0


def _no_english(page: Page) -> None:
    shown = page.get_by_test_id("stMain").inner_text()
    found = [word for word in ENGLISH if word in shown]
    # What is written at size 0 is replaced by a style.
    hidden = page.get_by_test_id("stFileUploader").inner_text() if found else ""
    assert [word for word in found if word not in hidden] == []


def _nothing_took_effect(page: Page) -> None:
    inside = "[data-testid=stMain] [data-testid=stMarkdownContainer]"
    for effect in ("code:text-is('kod')", "b", "a", ".katex", "[style*=color]", ".stMarkdownColoredText", "em", "img"):
        found = page.locator(f"{inside} {effect}").filter(has_not_text="tom")
        assert found.count() == 0, f"{effect}: {found.first.inner_text()}"
    tables = "[data-testid=stMain] [data-testid=stTable]"
    for effect in ("b", "a", ".katex", ".stMarkdownColoredText", "em", "code"):
        assert page.locator(f"{tables} {effect}").count() == 0
    body = page.locator("body").inner_text()
    assert "🎉" not in body
    assert "→" not in body
