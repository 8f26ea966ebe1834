"""Results without answers as points enligt tidigare mätning, on Resultat and on Utveckling."""

from datetime import UTC, date, datetime

import pytest

from base.actors import Act
from base.clock import FixedClock
from data.measuring.outside_results import EARLIER, OFFICIAL, OutsideFacts, OutsideValue, register_outside
from data.measuring.rounds import NewRound, newest_questionnaire, open_round
from tests.kit.sure import sure

pytestmark = pytest.mark.app

NAME = "Enligt tidigare mätning"


@pytest.fixture(name="said")
def _said(said):
    return lambda app: said(app).replace("\\", "").replace("\u2060", "")


@pytest.fixture
def told(town, grant, monkeypatch):
    """The small form goes from 1 to 2. The municipality and Norra skolan on that scale, the kontor on another."""

    monkeypatch.setattr(town.store, "clock", FixedClock(datetime(2026, 11, 20, 12, tzinfo=UTC)))

    def register(name, day, low, high, *values, **more):
        facts = OutsideFacts(more.pop("kind", EARLIER), name, day, low, high, **more)
        register_outside(town.store, grant(Act.IMPORT), facts, values)

    register(
        "Enkäten", date(2022, 5, 1), 1, 2, OutsideValue(town.root, None, None, 1.25), OutsideValue(town.north, None, 2)
    )
    register("Konsulten", date(2023, 5, 1), 0, 10, OutsideValue(town.root, None, None, 6.5))
    register("Kollen", date(2024, 5, 1), 1, 4, OutsideValue(town.root, None, 2), kind=OFFICIAL, edition="2024")
    # Later than the measurement that is looked at.
    register("Sedan", date(2026, 11, 4), 1, 2, OutsideValue(town.root, None, None, 1.5))
    for unit in (town.north, town.south):
        for question in ("q1", "q2", "q3"):
            town.answer(question, unit=unit)
    return town


def rows(app):
    """Every row of the page's tables, as people read it."""
    tables = (table.value.to_numpy() for table in app.table)
    return [[str(cell).replace("\u2060", "") for cell in row] for table in tables for row in table]


def test_a_result_shows_them_in_a_chart_of_the_forms_series(visit, told, said):
    app = visit("resultat.py", round=told.now)
    text = said(app)
    assert "Enligt tidigare mätning: ej omräknat, räknas aldrig ihop med mätningarna här" in text
    assert "Konsulten: 6,5 på en skala 0–10" in text
    assert "Enligt tidigare mätning, ej omräknat · Hela kommunen" in text
    assert "MSB:s nivå: 2 av 4" in text
    assert "Sedan" not in text
    assert ["Enkäten, 2022-05-01", "–", "1,25"] in rows(app)


def test_a_unit_has_its_own_and_no_others(visit, told, said):
    app = visit("resultat.py", round=told.now, unit=told.north)
    assert ["Enkäten, 2022-05-01", "–", "2"] in rows(app)
    assert "Konsulten" not in said(app)
    app = visit("resultat.py", round=told.now, unit=told.south)
    assert NAME not in said(app)


def test_the_course_shows_them_too(visit, told, said):
    app = visit("utveckling.py")
    text = said(app)
    assert "Enligt tidigare mätning: ej omräknat, räknas aldrig ihop med mätningarna här" in text
    assert ["Enkäten, 2022-05-01", "–", "1,25"] in rows(app)
    assert ["Sedan, 2026-11-04", "–", "1,5"] in rows(app)
    assert "Konsulten: 6,5 på en skala 0–10" in text
    assert "MSB:s nivå: 2 av 4" in text


def test_in_the_first_year_they_stand_beside_how_it_is_now(visit, begun, grant, said):
    from data.organisation.units import root_unit, units

    root = sure(root_unit(units(begun, date(2026, 1, 1))))
    facts = OutsideFacts(EARLIER, "Konsulten", date(2023, 5, 1), 0, 10)
    register_outside(begun, grant(Act.IMPORT), facts, [OutsideValue(root.unit, None, None, 6.5)])
    form = newest_questionnaire(begun, "cybersakerhetskollen")
    open_round(begun, grant(Act.PLAN), NewRound(form, "Koll 2026", date(2026, 10, 1), [root.unit]))
    app = visit("utveckling.py")
    assert [title.value for title in app.title] == ["Läget nu"]
    assert "Konsulten: 6,5 på en skala 0–10" in said(app)
