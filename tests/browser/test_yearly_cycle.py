"""A year of measuring, from a plan to an approved result, and the next year after a reorganisation."""

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from access.rights import authorise, local_coordinator
from base.actors import Act
from base.clock import SystemClock, swedish_date
from data.audit.verify import verify
from data.ledger.preferences import MUNICIPALITY, set_preference
from data.ledger.settings import Settings
from data.ledger.store import open_store
from data.measuring.answers import current
from data.measuring.questionnaire_files import publish_questionnaire_file
from data.measuring.rounds import rounds
from data.measuring.submissions import submissions
from data.organisation.assignments import MANAGER, NewAssignment, add_assignment, answering
from data.organisation.reorganisation.carrying_out import reorganise
from data.organisation.units import NewUnit, units, write_units
from data.workshop.sittings import NewSitting, plan_sitting, start_sitting
from files.workbook import read_bytes
from files.writer import SheetOut, write_xlsx
from metrics.measuring.forms import WantedRound
from metrics.measuring.scores import scores
from questionnaires.library import from_canonical
from tests.kit.writers import add_person

pytestmark = pytest.mark.browser

SINCE = date(2020, 1, 1)
STEPS = ("Lågt", "På väg", "Högt")


def form(version: int, *more: str):
    """Two questions to each unit and one to the municipality; later versions ask ``more`` of the units."""
    asked = [("u1", "unit"), ("u2", "unit"), *((name, "unit") for name in more), ("k1", "organisation")]
    return from_canonical(
        {
            "settings": {"form_id": "aret", "form_title": "Årets mätning", "version": version},
            "areas": [{"name": "vardag", "label::sv": "Vardag"}],
            "choices": [
                {"list_name": "steg", "name": f"s{n}", "label::sv": label, "value": n, "order": n}
                for n, label in enumerate(STEPS, 1)
            ],
            "survey": [
                {
                    "type": "select_one steg",
                    "name": name,
                    "label::sv": f"Hur gör ni med {name}?",
                    "hint::sv": "Vägledning.",
                    "area": "vardag",
                    "respondent": respondent,
                    "audience": "Kansliet",
                }
                for name, respondent in asked
            ],
        }
    )


def grant(act: Act):
    return authorise(local_coordinator(), act)


class Town:
    """The store between the visits: a server holds its file, so it is stopped meanwhile."""

    def __init__(self, path, start_server) -> None:
        self.path, self.start_server = path, start_server
        self.server: Any = None

    def __enter__(self):
        if self.server is not None:
            self.server.stop()
        self.store = open_store(Settings(self.path, None, self.path.parent / "backups"))
        return self.store

    def __exit__(self, *_: object) -> None:
        self.store.close()
        if self.server is None:
            self.server = self.start_server(self.path)
        else:
            self.server.start()

    def go(self, page: Page, path: str) -> None:
        page.goto(f"{self.server.url}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def plan_and_open(town: Town, page: Page, name: str) -> str:
    town.go(page, "matningar")
    fold = page.locator(".st-key-plan-new details").first
    expect(fold).to_be_visible()
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()
    expect(page.locator(".st-key-new_save")).to_be_visible()
    choice = page.locator(".st-key-new_form input")
    choice.click()
    choice.fill("Årets")
    page.get_by_role("option", name="Årets mätning").click()
    # The form decides what stands below it; what is written before that has come would be lost.
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    field = page.locator(".st-key-new_name input")
    field.fill(name)
    field.press("Enter")
    expect(field).to_have_value(name)
    page.locator(".st-key-new_save button").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.locator(".st-key-round_open button").click()
    expect(page.get_by_role("tab", name="Utskick")).to_be_visible()
    return page.url.split("round=")[1].split("&")[0]


def answer_all(page: Page, label: str, questions: tuple[str, ...]) -> None:
    for name in questions:
        card = page.locator(f".st-key-alternativ-{name}")
        card.get_by_text(label, exact=True).click()
        expect(card.get_by_role("radio", name=label)).to_be_checked()
    expect(page.get_by_text(f"{len(questions)} av {len(questions)} besvarade")).to_be_visible()


def test_a_year_and_the_next(tmp_path, start_server, page):
    town = Town(tmp_path / "town" / "mognadskollen.duckdb", start_server)
    today = swedish_date(SystemClock().now())
    with town as store:
        set_preference(store, grant(Act.CONFIGURE), MUNICIPALITY, "Ekby kommun")
        root = write_units(store, grant(Act.ORGANISE), [NewUnit("Ekby kommun", "kommun", None, SINCE)])[0]
        north, south = write_units(
            store,
            grant(Act.ORGANISE),
            [NewUnit("Norra skolan", "enhet", root, SINCE), NewUnit("Södra skolan", "enhet", root, SINCE)],
        )
        karin, bo = (
            add_person(store, grant(Act.ORGANISE), name, f"{name[:2].lower()}@example.se")
            for name in ("Karin Ek", "Bo Alm")
        )
        add_assignment(store, grant(Act.ORGANISE), NewAssignment(karin, north, MANAGER, SINCE))
        add_assignment(store, grant(Act.ORGANISE), NewAssignment(bo, south, MANAGER, SINCE))
        publish_questionnaire_file(store, grant(Act.PUBLISH), form(1))

    made = plan_and_open(town, page, "Mätning ett")

    # Karin answers in the app and hands in.
    town.go(page, f"mina_fragor?person={karin}&round={made}")
    answer_all(page, "På väg", ("u1", "u2"))
    page.get_by_role("button", name="Lämna in").click()
    expect(page.get_by_role("heading", name="Alla frågor är besvarade")).to_be_visible()
    page.get_by_test_id("stBaseButton-primary").filter(has_text="Lämna in").click()
    expect(page.get_by_role("heading", name="Inlämnat. Tack!")).to_be_visible()

    # Bo gets his questions as a workbook, and it comes back.
    town.go(page, f"svarsblad?round={made}")
    page.locator(".st-key-sheets_make button").click()
    with page.expect_download() as fetched:
        page.locator(".st-key-sheets_zip button").click()
    returned = filled(fetched.value.path(), "Södra skolan", "Högt", tmp_path)
    page.locator("input[type=file]").set_input_files(returned)
    page.locator(".st-key-sheets_save button").click()
    expect(page.locator(".st-key-svarsblad-kvitto")).to_be_visible()

    # The municipality's own question is agreed on in a workshop.
    with town as store:
        assert submissions(store, made).keys() == {north, south}
        people = [("Eva Berg", "Kansli"), ("Ali Sand", "IT")]
        held = plan_sitting(store, grant(Act.PLAN), NewSitting(made, root, today, 60, people))
        start_sitting(store, grant(Act.PLAN), held)
    town.go(page, f"arbetsmote?round={made}")
    page.get_by_role("button", name="Fortsätt på projektorn").click()
    page.get_by_role("button", name="Ingen omröstning").click()
    expect(page.get_by_text("Välj det svar ni är överens om.")).to_be_visible()
    page.get_by_role("button", name="På väg").first.click()
    page.get_by_label("Varför svarar ni så?").fill("Vi har en rutin.")
    page.get_by_role("button", name="Vi är överens: På väg").click()
    expect(page.get_by_text("Ni är överens: På väg")).to_be_visible()

    # Closed and approved.
    town.go(page, f"matning?round={made}&flik=Avsluta")
    page.locator(".st-key-round_close button").click()
    approver = page.locator(".st-key-round_approver input")
    approver.fill("Kommunstyrelsen")
    approver.press("Tab")
    page.locator(".st-key-round_approve button").click()
    expect(page.get_by_text("Kommunstyrelsen").first).to_be_visible()

    # The next year: a new version, and the two schools have become one.
    with town as store:
        [first] = rounds(store)
        assert first.approved
        by_unit = scores(store, WantedRound("aret", made)).unit_scores
        assert {unit: float(score) for unit, score in by_unit.items()} == {north: 2.0, south: 3.0}
        assert current(store, made, root)["k1"].comment == "Vi har en rutin."
        publish_questionnaire_file(store, grant(Act.PUBLISH), form(2, "u3"))
        changed = io.BytesIO()
        write_xlsx(
            changed,
            [
                SheetOut(
                    "Blad1",
                    ("Gammal enhet", "Ny enhet", "Från datum"),
                    [(name, "Ekby skola", today - timedelta(days=1)) for name in ("Norra skolan", "Södra skolan")],
                )
            ],
        )
        reorganise(store, grant(Act.ORGANISE), read_bytes(changed.getvalue(), "omorganisation.xlsx"))
        school = next(unit for unit in units(store, today) if unit.name == "Ekby skola")
        for person in answering(store, school.unit, today).managers[1:]:
            assert person.person in (karin, bo)
    following = plan_and_open(town, page, "Mätning två")
    town.go(page, f"mina_fragor?round={following}&unit={school.unit}")
    answer_all(page, "Högt", ("u1", "u2", "u3"))
    town.go(page, f"resultat?round={following}")
    expect(page.get_by_text("Mätning två").first).to_be_visible()
    with town as store:
        assert verify(store).ok
        assert [found.version for found in rounds(store)] == [1, 2]
    town.server.stop()


def filled(package, unit: str, label: str, folder: Path) -> Path:
    """The workbook of a unit's manager from the package, every question answered and handed in."""
    with zipfile.ZipFile(package) as archive:
        books = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xlsx")}
    for name, content in books.items():
        opened = openpyxl.load_workbook(io.BytesIO(content))
        for page in opened.worksheets[1:]:
            rows = list(page.iter_rows())
            if not any(unit in str(cell.value) for row in rows for cell in row):
                continue
            for row in rows:
                if row[0].value in ("u1", "u2"):
                    row[5].value = label
                elif row[0].value == "#lamnar_in":
                    row[5].value = "ja"
            path = folder / Path(name).name
            opened.save(path)
            return path
    raise AssertionError(f"no workbook for {unit}")
