"""Questions that rest: told in the plan and on the measurement's page and result, and nowhere asked."""

from datetime import date

import pytest

from base.actors import Act
from data.measuring.answers import Answer, AnswerState, record
from data.measuring.planning import open_planned, plan_round
from data.measuring.questionnaire_files import publish_questionnaire_file
from data.measuring.rounds import NewRound, find_round
from questionnaires.library import from_canonical

pytestmark = pytest.mark.app

PREVIEW = "1 av 4 frågor vilar i den här mätningen och ställs inte: ”Övar ni?”."


@pytest.fixture(name="said")
def _said(said):
    return lambda app: said(app).replace("\\", "").replace("\u2060", "")


def rotated(respondent="unit", many=0):
    """Four questions, two of them every other time: the first of these at once, ”Övar ni?” the next time."""
    labels = ["Har ni en plan?", "Följer ni upp?", "Låser ni?", "Övar ni?", *(f"Till {n}?" for n in range(many))]
    steps = [("nej", "Nej", 0), ("ja", "Ja", 1)]
    return from_canonical(
        {
            "settings": {"form_id": "turvis", "form_title": "Turvis", "version": 1},
            "areas": [{"name": "a", "label::sv": "Styrning"}],
            "choices": [
                {"list_name": "steg", "name": name, "label::sv": label, "value": value, "order": value + 1}
                for name, label, value in steps
            ],
            "survey": [
                {
                    "type": "select_one steg",
                    "name": f"q{place}",
                    "label::sv": label,
                    "area": "a",
                    "respondent": respondent,
                    "every_n_rounds": 1 if place < 3 else 2,
                }
                for place, label in enumerate(labels, 1)
            ],
            "levels": [],
        }
    )


@pytest.fixture
def planned(town, grant):
    new = NewRound(rotated(), "Turvis 2026", date(2026, 11, 3), [town.north])
    return plan_round(town.store, grant(Act.PLAN), new)


@pytest.fixture
def opened(town, grant, planned):
    open_planned(town.store, grant(Act.PLAN), planned)
    return planned


def test_a_new_plan_shows_what_would_rest(visit, town, grant, said):
    publish_questionnaire_file(town.store, grant(Act.PUBLISH), rotated())
    app = visit("matningar.py")
    app.session_state["plan-new"] = True
    app.run()
    app.selectbox(key="new_form").set_value("turvis").run()
    assert not app.exception
    assert PREVIEW in said(app)
    app.selectbox(key="new_form").set_value("mognadsmatning").run()
    assert "vilar" not in said(app)


def test_a_planned_measurement_shows_it_before_it_is_opened_and_then_for_good(visit, town, planned, said):
    app = visit("matning.py", round=planned)
    assert PREVIEW in said(app)
    assert find_round(town.store, planned).resting == ()
    app.button(key="round_open").click().run()
    assert not app.exception
    assert find_round(town.store, planned).resting == ("q4",)
    assert PREVIEW in said(app)


def test_many_that_rest_are_all_listed_in_a_fold(visit, town, grant, said):
    # q3 and every other of the rest by turns: of thirteen, six rest.
    new = NewRound(rotated(many=10), "Turvis 2026", date(2026, 11, 3), [town.north])
    app = visit("matning.py", round=plan_round(town.store, grant(Act.PLAN), new))
    text = said(app)
    assert (
        "6 av 14 frågor vilar i den här mätningen och ställs inte: ”Övar ni?”, ”Till 1?”, ”Till 3?”, ”Till 5?”, "
        "”Till 7?” och 1 till."
    ) in text
    assert "- Till 9?" in text
    assert app.expander[0].label == "Alla 6 frågor som vilar"


def test_a_manager_is_told_of_and_asked_what_does_not_rest(visit, town, opened, said):
    app = visit("mina_fragor.py", round=opened, unit=town.north)
    assert "**3 frågor · ungefär 5 minuter · läget per 2026-11-03**" in said(app)
    assert [heading.value for heading in app.subheader] == ["Har ni en plan?", "Följer ni upp?", "Låser ni?"]
    assert app.progress[0].text == "0 av 3 besvarade"


def test_nothing_is_left_when_all_that_is_asked_is_answered(visit, town, grant, opened, said):
    for name in ("q1", "q2", "q3"):
        record(town.store, grant(Act.ANSWER), rotated(), Answer(opened, town.north, name, AnswerState.ANSWERED, "ja"))
    app = visit("mina_fragor.py", round=opened, unit=town.north, area="klart")
    assert [header.value for header in app.header] == ["Alla frågor är besvarade"]


def test_the_result_tells_of_them_and_of_their_answers(visit, town, grant, opened, said):
    for name, answer in (("q1", "ja"), ("q2", "ja"), ("q3", "nej"), ("q4", "nej")):
        record(town.store, grant(Act.ANSWER), rotated(), Answer(opened, town.north, name, AnswerState.ANSWERED, answer))
    app = visit("resultat.py", round=opened, unit=town.north)
    text = said(app)
    assert f"{PREVIEW} 1 svar på frågor som vilar är sparat men räknas inte." in text
    # 2 of 3, not 2 of 4.
    assert "Medelvärdet är 0,7 på en skala från 0 till 1." in text


def test_a_workshop_goes_through_what_does_not_rest(visit, town, grant, said):
    new = NewRound(rotated("organisation"), "Turvis 2026", date(2026, 11, 3), [town.root])
    made = plan_round(town.store, grant(Act.PLAN), new)
    open_planned(town.store, grant(Act.PLAN), made)
    text = said(visit("arbetsmote.py", round=made))
    assert "3 frågor" in text
    assert "4 frågor" not in text
