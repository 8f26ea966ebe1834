"""Answering in a real browser: what was shown as saved is there, whatever happens to the server."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from access.rights import authorise, local_coordinator
from base.actors import Act
from data.ledger.preferences import MUNICIPALITY, set_preference
from data.ledger.settings import Settings
from data.ledger.store import open_store
from data.measuring.rounds import NewRound, open_round
from data.organisation.units import NewUnit, write_units
from questionnaires.library import from_canonical

pytestmark = pytest.mark.browser

# Every piece of Streamlit's Markdown, where texts of a form and of people are shown.
NASTY = (
    "**fet** :red[röd] :material/home: :tada: $x^2$ <b>html</b> [länk](https://example.org) "
    "https://example.org a -> b `kod` www.example.org anna@example.org"
)


def form(text: str):
    questions = [
        {
            "type": "select_one steg",
            "name": f"q{number}",
            "label::sv": f"Fråga {number} {text}".strip(),
            "hint::sv": f"Vägledning {text}".strip(),
            "area": area,
            "respondent": "unit",
        }
        for number, area in ((1, "ett"), (2, "ett"), (3, "tva"))
    ]
    return from_canonical(
        {
            "settings": {"form_id": "liten", "form_title": f"Liten {text}".strip(), "version": 1},
            "areas": [
                {"name": "ett", "label::sv": f"Första {text}".strip()},
                {"name": "tva", "label::sv": "Andra"},
            ],
            "choices": [
                {"list_name": "steg", "name": "lag", "label::sv": f"Lågt {text}".strip(), "value": "1", "order": 1},
                {
                    "list_name": "steg",
                    "name": "hog",
                    "label::sv": "Högt",
                    "hint::sv": f"Ankare {text}".strip(),
                    "value": "2",
                    "order": 2,
                },
            ],
            "survey": questions,
        }
    )


@pytest.fixture
def serve(tmp_path, start_server):
    """A server on a municipality with one unit and an open round of ``form(text)``."""

    def served(text: str = ""):
        path = tmp_path / "town" / "mognadskollen.duckdb"
        store = open_store(Settings(path, None, path.parent / "backups"))

        def grant(act):
            return authorise(local_coordinator(), act)

        since = date(2000, 1, 1)
        root = write_units(store, grant(Act.ORGANISE), [NewUnit(f"Ekby {text}".strip(), "kommun", None, since)])[0]
        unit = write_units(store, grant(Act.ORGANISE), [NewUnit(f"Norra {text}".strip(), "enhet", root, since)])[0]
        set_preference(store, grant(Act.CONFIGURE), MUNICIPALITY, f"Ekby {text}".strip())
        open_round(store, grant(Act.PLAN), NewRound(form(text), f"Mätning {text}".strip(), date(2026, 11, 3), [unit]))
        store.close()
        return start_server(path)

    return served


def card(page: Page, question: str):
    return page.locator(f".st-key-alternativ-{question}")


def test_a_saved_answer_survives_a_killed_server(serve, page):
    server = serve()
    page.goto(f"{server.url}/mina_fragor")
    card(page, "q1").get_by_text("Högt").click()
    expect(page.get_by_text(re.compile("Sparat "))).to_be_visible()
    expect(page.get_by_text("1 av 3 besvarade")).to_be_visible()
    page.get_by_role("button", name="Nästa: Andra").click()
    card(page, "q3").get_by_text("Lågt").click()
    expect(page.get_by_text("2 av 3 besvarade")).to_be_visible()
    server.kill()
    server.start()
    page.reload()
    # The address led back to the same area.
    expect(page.get_by_role("heading", name="Andra")).to_be_visible()
    expect(card(page, "q3").get_by_role("radio", name="Lågt")).to_be_checked()
    expect(page.get_by_text("2 av 3 besvarade")).to_be_visible()
    page.get_by_role("button", name="Föregående").click()
    expect(card(page, "q1").get_by_role("radio", name="Högt")).to_be_checked()


def test_a_page_that_stays_open_over_a_restart_goes_on_where_it_was(serve, page):
    server = serve()
    page.goto(f"{server.url}/mina_fragor")
    card(page, "q1").get_by_text("Högt").click()
    expect(page.get_by_text("1 av 3 besvarade")).to_be_visible()
    server.kill()
    # Nothing can be chosen while nobody listens.
    expect(card(page, "q2").get_by_role("radio", name="Lågt")).to_be_disabled()
    server.start()
    expect(card(page, "q2").get_by_role("radio", name="Lågt")).to_be_enabled(timeout=40_000)
    expect(card(page, "q1").get_by_role("radio", name="Högt")).to_be_checked()
    # The new server draws the page once before it listens; a choice until then is taken back, never called saved.
    page.wait_for_timeout(2_000)
    card(page, "q2").get_by_text("Lågt").click()
    expect(page.get_by_text("2 av 3 besvarade")).to_be_visible()
    page.reload()
    expect(card(page, "q2").get_by_role("radio", name="Lågt")).to_be_checked()


def test_words_written_right_before_going_on_are_saved_and_one_goes_on(serve, page):
    server = serve()
    page.goto(f"{server.url}/mina_fragor")
    for number in range(5):
        card(page, "q1").get_by_text("Högt").click()
        comment = page.get_by_label("Kommentar", exact=True)
        expect(comment).to_be_attached()
        if not comment.is_visible():
            page.locator("summary", has_text="Kommentar").first.click()
        comment.fill(f"Skrivet i sista stund {number}")
        page.get_by_role("button", name="Nästa: Andra").click()
        expect(page.get_by_role("heading", name="Andra")).to_be_visible()
        page.get_by_role("button", name="Föregående").click()
        expect(comment).to_have_value(f"Skrivet i sista stund {number}")


def test_everything_can_be_done_from_the_keyboard(serve, page):
    server = serve()
    page.goto(f"{server.url}/mina_fragor")
    first = card(page, "q1").get_by_role("radio", name="Lågt")
    expect(first).to_be_visible()
    first.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("1 av 3 besvarade")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(card(page, "q1").get_by_role("radio", name="Högt")).to_be_checked()
    # The highest step asks for its evidence; the comment then has a fold of its own, which takes the other's place.
    expect(page.get_by_label("Underlag: vad visar det?")).to_be_visible()
    page.locator("summary", has_text="Kommentar").first.press("Enter")
    comment = page.get_by_label("Kommentar", exact=True)
    comment.fill("Skrivet med tangenterna")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Nästa: Andra").press("Enter")
    expect(page.get_by_role("heading", name="Andra")).to_be_visible()
    page.get_by_role("button", name="Föregående").press("Enter")
    expect(page.get_by_label("Kommentar", exact=True)).to_have_value("Skrivet med tangenterna")


def test_the_next_area_begins_at_its_top(serve, page):
    server = serve()
    page.set_viewport_size({"width": 390, "height": 600})
    page.goto(f"{server.url}/mina_fragor")
    expect(card(page, "q2")).to_be_visible()
    main = page.get_by_test_id("stMain")
    main.evaluate("element => element.scrollTo(0, element.scrollHeight)")
    assert main.evaluate("element => element.scrollTop") > 100
    page.get_by_role("button", name="Nästa: Andra").click()
    expect(page.get_by_role("heading", name="Andra")).to_be_visible()
    expect(card(page, "q3")).to_be_visible()
    assert main.evaluate("element => element.scrollTop") == 0


def test_texts_of_forms_and_people_take_no_effect(serve, page):
    server = serve(NASTY)
    for path in ("/", "/matningar", "/installningar", "/mina_fragor"):
        page.goto(server.url + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        _nothing_took_effect(page)
    page.get_by_text("Vägledning och vad som räknas").first.click()
    card(page, "q1").get_by_text("Högt").click()
    expect(page.get_by_text("1 av 3 besvarade")).to_be_visible()
    page.locator("summary", has_text="Kommentar").first.click()
    page.get_by_label("Kommentar", exact=True).fill(NASTY)
    page.keyboard.press("Tab")
    expect(page.get_by_text(re.compile("Sparat "))).to_be_visible()
    _nothing_took_effect(page)
    # And it is all there to be read, letter by letter.
    for element in (
        page.get_by_role("heading", level=3).first,
        page.get_by_test_id("stRadioCaption").first,
        card(page, "q1").locator("label").nth(1),
    ):
        assert NASTY in element.inner_text().replace("\u2060", "").replace("\n", " ")


def _nothing_took_effect(page: Page) -> None:
    inside = "[data-testid=stMain] [data-testid=stMarkdownContainer]"
    for effect in ("code:text-is('kod')", "b", "a", ".katex", "[style*=color]", ".stMarkdownColoredText", "em", "img"):
        found = page.locator(f"{inside} {effect}")
        assert found.count() == 0, f"{effect}: {found.first.inner_text()}"
    # Our own icons stand alone; none may come from a text.
    assert page.locator(f"{inside} [role=img][aria-label='home icon']").count() == 0
    assert "🎉" not in page.locator("body").inner_text()
    assert "→" not in page.locator("body").inner_text()
