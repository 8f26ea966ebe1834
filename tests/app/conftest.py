"""Runs the router in Streamlit's AppTest, on stores of the test's own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from access.rights import authorise, local_coordinator
from base.actors import Act, Grant
from data.ledger.preferences import MUNICIPALITY, set_preference
from data.ledger.settings import settings_from_env
from data.ledger.store import Store, close_stores, open_store
from data.measuring.answers import Answer, AnswerState, record
from data.measuring.closing import close_round
from data.measuring.rounds import NewRound, open_round
from data.organisation.units import NewUnit, write_units
from questionnaires.library import from_canonical, shipped
from questionnaires.model import Questionnaire
from tests.kit.answering import People

ROUTER = Path(__file__).resolve().parent.parent.parent / "pages" / "_router.py"
SINCE = date(2000, 1, 1)

Visit = Callable[..., AppTest]


def grant(act: Act) -> Grant:
    return authorise(local_coordinator(), act)


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The folder of this test's stores; every store is closed afterwards."""
    for name in ("MOGNAD_KEY", "MOGNAD_KEY_FILE", "MOGNAD_BACKUP_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MOGNAD_STORE", str(tmp_path / "own" / "egen.duckdb"))
    monkeypatch.setenv("MOGNAD_DEMO_STORE", str(tmp_path / "demo" / "demo.duckdb"))
    yield tmp_path
    close_stores()


@pytest.fixture
def visit() -> Visit:
    """Opens a page (a file's name) as a new visitor, with parameters in the address."""

    def opened(page: str = "start.py", **parameters: str) -> AppTest:
        app = AppTest.from_file(str(ROUTER), default_timeout=30)
        for name, value in parameters.items():
            app.query_params[name] = value
        app.run()
        if page != "start.py":
            # Switching empties the address, as the menu does: the parameters are those of a link to the page.
            app.switch_page(page)
            for name, value in parameters.items():
                app.query_params[name] = value
            app.run()
        assert not app.exception
        return app

    return opened


def small_form(**texts: str) -> Questionnaire:
    """Two areas, three questions: two in ``ett`` for units, one in ``tva``; texts can be replaced by key."""
    return from_canonical(
        {
            "settings": {"form_id": "liten", "form_title": texts.get("title", "Liten mätning"), "version": 1},
            "areas": [
                {"name": "ett", "label::sv": texts.get("area", "Första området")},
                {"name": "tva", "label::sv": "Andra området"},
            ],
            "choices": [
                {"list_name": "steg", "name": "lag", "label::sv": "Lågt", "value": "1", "order": 1},
                {
                    "list_name": "steg",
                    "name": "hog",
                    "label::sv": texts.get("choice", "Högt"),
                    "hint::sv": texts.get("anchor", "Så ser det ut när det är högt."),
                    "value": "2",
                    "order": 2,
                },
            ],
            "survey": [
                {
                    "type": "select_one steg",
                    "name": name,
                    "label::sv": texts.get(name, f"Fråga {name}?"),
                    "hint::sv": texts.get("hint", "Vägledning till frågan."),
                    "area": area,
                    "respondent": "unit",
                }
                for name, area in (("q1", "ett"), ("q2", "ett"), ("q3", "tva"))
            ],
        }
    )


@dataclass
class Town:
    """A municipality with one kontor and two units, last year's closed round and this year's open one."""

    store: Store
    form: Questionnaire
    root: str
    kontor: str
    north: str
    south: str
    last: str
    now: str

    def answer(self, question: str, alternative: str = "hog", unit: str | None = None, **more: object) -> int:
        """Record an answer beside the app, as somebody else would."""
        answer = Answer(self.now, unit or self.north, question, AnswerState.ANSWERED, alternative, **more)  # type: ignore[arg-type] # the dataclass's own fields
        return record(self.store, grant(Act.ANSWER), self.form, answer).seq


def build_town(store: Store, form: Questionnaire) -> Town:
    root = write_units(store, grant(Act.ORGANISE), [NewUnit("Ekby kommun", "kommun", None, SINCE)])[0]
    kontor = write_units(store, grant(Act.ORGANISE), [NewUnit("Skolkontoret", "kontor", root, SINCE)])[0]
    north, south = write_units(
        store,
        grant(Act.ORGANISE),
        [NewUnit("Norra skolan", "enhet", kontor, SINCE), NewUnit("Södra skolan", "enhet", kontor, SINCE)],
    )
    set_preference(store, grant(Act.CONFIGURE), MUNICIPALITY, "Ekby kommun")
    last = open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2025", date(2025, 11, 3), [north, south]))
    answer = Answer(last, north, "q1", AnswerState.ANSWERED, "lag", comment="Vi hade just börjat.")
    record(store, grant(Act.ANSWER), form, answer)
    close_round(store, grant(Act.PLAN), last)
    now = open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", date(2026, 11, 3), [north, south]))
    return Town(store, form, root, kontor, north, south, last, now)


@pytest.fixture
def town(places: Path) -> Town:
    import os

    return build_town(open_store(settings_from_env(os.environ)), small_form())


@pytest.fixture
def begun(places: Path) -> Store:
    """A store in which only the municipality is begun."""
    import os

    store = open_store(settings_from_env(os.environ))
    write_units(store, grant(Act.ORGANISE), [NewUnit("Ekby kommun", "kommun", None, SINCE)])
    set_preference(store, grant(Act.CONFIGURE), MUNICIPALITY, "Ekby kommun")
    return store


@pytest.fixture
def forms() -> dict[str, list[Questionnaire]]:
    return shipped()


def said(app: AppTest) -> str:
    """Everything a page says, one piece a line."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "text", "info", "warning", "error", "success")
    elements: list[Any] = [element for kind in kinds for element in app.get(kind)]
    return "\n".join(str(element.value) for element in elements)


def links(app: AppTest) -> list[str]:
    return [element.value for element in app.page_link]


@pytest.fixture
def people(town: Town) -> People:
    return People(town, grant)


@pytest.fixture
def karin(visit: Visit, town: Town, people: People) -> AppTest:
    return visit("mina_fragor.py", person=people.karin)


@pytest.fixture(name="said")
def _said() -> Callable[[AppTest], str]:
    return said


@pytest.fixture(name="links")
def _links() -> Callable[[AppTest], list[str]]:
    return links


@pytest.fixture(name="grant")
def _grant() -> Callable[[Act], Grant]:
    return grant


@pytest.fixture(name="small_form")
def _small_form() -> Callable[..., Questionnaire]:
    return small_form


@pytest.fixture(name="build_town")
def _build_town() -> Callable[[Store, Questionnaire], Town]:
    return build_town
