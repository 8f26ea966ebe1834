"""A manager of two units answers on her phone with nothing but keys, hands in, and changes her mind."""

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from access.rights import authorise, local_coordinator
from base.actors import Act
from data.ledger.preferences import MUNICIPALITY, set_preference
from data.ledger.settings import Settings
from data.ledger.store import open_store
from data.measuring.answers import current
from data.measuring.rounds import NewRound, RoundPlan, open_round
from data.measuring.submissions import submissions
from data.organisation.assignments import MANAGER, NewAssignment, add_assignment
from data.organisation.units import NewUnit, write_units
from questionnaires.library import from_canonical
from tests.kit.writers import add_person, change_plan

pytestmark = pytest.mark.browser

SINCE = date(2020, 1, 1)
PHONE = {"width": 390, "height": 780}
STEPS = ("Från fall till fall", "På väg", "Så gör vi", "Vi blir bättre")


def form():
    """Two areas with a question each, four steps with descriptions."""
    return from_canonical(
        {
            "settings": {"form_id": "kort", "form_title": "Kort mätning", "version": 1},
            "areas": [{"name": "ett", "label::sv": "Risker"}, {"name": "tva", "label::sv": "Händelser"}],
            "choices": [
                {
                    "list_name": "steg",
                    "name": f"s{order}",
                    "label::sv": label,
                    "hint::sv": "Vi går igenom riskerna varje år och när något stort ändras, och vi följer upp.",
                    "value": str(order),
                    "order": order,
                }
                for order, label in enumerate(STEPS, 1)
            ],
            "survey": [
                {
                    "type": "select_one steg",
                    "name": name,
                    "label::sv": f"Hur gör ni med {area}?",
                    "hint::sv": "Vägledning.",
                    "area": area,
                    "respondent": "unit",
                }
                for name, area in (("q1", "ett"), ("q2", "tva"))
            ],
        }
    )


def grant(act):
    return authorise(local_coordinator(), act)


def build(path):
    """Karin leads two preschools that are asked in an open round; returns what a test needs to look things up."""
    store = open_store(Settings(path, None, path.parent / "backups"))
    root = write_units(store, grant(Act.ORGANISE), [NewUnit("Ekby", "kommun", None, SINCE)])[0]
    names = ("Förskolan Blåsippan", "Förskolan Tallkotten")
    units = write_units(store, grant(Act.ORGANISE), [NewUnit(name, "enhet", root, SINCE) for name in names])
    set_preference(store, grant(Act.CONFIGURE), MUNICIPALITY, "Ekby")
    karin = add_person(store, grant(Act.ORGANISE), "Karin Ek")
    for unit in units:
        add_assignment(store, grant(Act.ORGANISE), NewAssignment(karin, unit, MANAGER, SINCE))
    found = open_round(store, grant(Act.PLAN), NewRound(form(), "Mätning 2026", date(2026, 11, 3), units))
    change_plan(store, grant(Act.PLAN), found, RoundPlan(last_day=date(2026, 12, 18), helper="Sara Lind"))
    store.close()
    return karin, found, units


def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Press Tab until the target has the focus, as somebody without a mouse does."""
    expect(target).to_be_visible()
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not lead to {target}")


def no_sideways(page: Page) -> None:
    wide = page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stMain], [data-testid=stMain] *, [data-testid=stBottom] *')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.dataset.testid || e.tagName)"
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def in_sight(page: Page, found: Locator) -> None:
    """Seen on the screen, and nothing lies over it."""
    expect(found).to_be_visible()
    box = found.bounding_box()
    assert box
    assert 0 <= box["y"] <= PHONE["height"] - box["height"]
    assert found.evaluate(
        "e => { const r = e.getBoundingClientRect();"
        " const top = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);"
        " return e === top || e.contains(top) || top.contains(e); }"
    )


def test_a_manager_answers_on_a_phone_with_nothing_but_keys(tmp_path, start_server, page):
    path = tmp_path / "town" / "mognadskollen.duckdb"
    karin, found, units = build(path)
    server = start_server(path)
    page.set_viewport_size(PHONE)
    page.goto(f"{server.url}/mina_fragor?person={karin}")
    expect(page.get_by_text("1 fråga").or_(page.get_by_text("2 frågor för var och en")).first).to_be_visible()
    expect(page.get_by_text("svara senast 2026-12-18")).to_be_visible()
    card = page.locator(".st-key-alternativ-q1")
    expect(card).to_be_attached()
    no_sideways(page)

    tab_to(page, card.get_by_role("radio").first)
    page.keyboard.press("Space")
    in_sight(page, page.get_by_text("1 av 2 besvarade · sparat "))
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(card.get_by_role("radio", name="Så gör vi")).to_be_checked()
    underlag = page.get_by_label("Underlag: vad visar det?")
    tab_to(page, underlag)
    page.keyboard.type("KS 2026/12")
    tab_to(page, page.get_by_role("button", name="Ja, svara samma för Förskolan Tallkotten"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Samma svar för båda dina enheter.")).to_be_visible()
    no_sideways(page)

    tab_to(page, page.get_by_role("button", name="Nästa: Händelser"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Händelser")).to_be_visible()
    tab_to(page, page.locator(".st-key-alternativ-q2").get_by_role("radio").first)
    page.keyboard.press("Space")
    expect(page.get_by_text("2 av 2 besvarade")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Lämna in"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="En fråga är kvar")).to_be_visible()
    no_sideways(page)
    tab_to(page, page.get_by_role("button", name="Händelser: 1 fråga"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Svar för Förskolan Tallkotten")).to_be_visible()
    second = page.locator(".st-key-alternativ-q2").get_by_role("radio", name="Vet ej")
    tab_to(page, page.locator(".st-key-alternativ-q2").get_by_role("radio").first)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(second).to_be_checked()
    expect(page.get_by_text("2 av 2 besvarade")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Lämna in"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Alla frågor är besvarade")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Lämna in för båda enheterna"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Inlämnat. Tack!")).to_be_visible()
    expect(page.get_by_text("Mätningen avslutas efter 2026-12-18")).to_be_visible()
    no_sideways(page)

    # She changes her mind, and is asked why at the place of the change.
    tab_to(page, page.get_by_role("button", name="Föregående"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("är inlämnade. Ändrar du ett svar skriver du varför.")).to_be_visible()
    tab_to(page, second)
    page.keyboard.press("ArrowUp")
    reason = page.get_by_label("Varför ändras svaret?")
    in_sight(page, page.get_by_text("ett svar är inte sparat"))
    tab_to(page, reason)
    page.keyboard.type("Jag frågade.")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("Sparat "))).to_be_visible()
    server.stop()

    store = open_store(Settings(path, None, path.parent / "backups"))
    north, south = (current(store, found, unit) for unit in units)
    assert (north["q1"].alternative, south["q1"].alternative) == ("s3", "s3")
    assert (south["q1"].evidence, south["q1"].person) == ("KS 2026/12", karin)
    assert (south["q2"].alternative, south["q2"].reason) == ("s4", "Jag frågade.")
    assert {one.person for one in submissions(store, found).values()} == {karin}
    store.close()
