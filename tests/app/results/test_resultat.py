"""Resultat through the router: sentences first, what is missing for the next level, and every question."""

from datetime import date

import pytest

from access.rights import authorise, local_coordinator
from base.actors import Act
from data.measuring.answers import Answer, AnswerState, record
from data.measuring.closing import close_round
from data.measuring.rounds import NewRound, open_round

pytestmark = pytest.mark.app


@pytest.fixture
def read(said):
    """What a page says, as it is seen: without Markdown's escapes."""
    return lambda app: said(app).replace("\\", "")


def grant(act):
    return authorise(local_coordinator(), act)


def answer(town, form, round_id, unit, **given):
    for name, alternative in given.items():
        record(
            town.store,
            grant(Act.ANSWER),
            form,
            Answer(round_id, unit, name, AnswerState.ANSWERED, alternative, "För att."),
        )


@pytest.fixture
def assessed(town, forms):
    """The municipality's self-assessment with every question of level 1 and 2 fulfilled, nothing of level 3 and 4."""
    form = forms["cybersakerhetskollen"][-1]
    made = open_round(
        town.store, grant(Act.PLAN), NewRound(form, "Självskattning 2026", date(2026, 11, 3), [town.root])
    )
    given = {question.name: "ja" if question.level in (1, 2) else "nej" for question in form.survey}
    answer(town, form, made, town.root, **given)
    return made


def test_an_empty_municipality_is_led_on(visit, begun, read, links):
    app = visit("resultat.py")
    assert "Det finns inget resultat än" in read(app)


def test_the_level_is_told_first_and_what_the_next_one_lacks(visit, town, assessed, read):
    app = visit("resultat.py", round=assessed)
    text = read(app)
    assert "Ni når nivå 2 av 4 i vår självskattning." in text
    assert "För nivå 3 saknas" in text
    # 19 questions of level 3 at a bar of one half: ten of them must be in place.
    assert "10 av dessa 19 behöver vara på plats:" in text
    assert "Räknas som ja" not in text
    assert "Nivå 2 av 4: Grunderna sitter och arbetet får ordning" in text
    assert "inget officiellt resultat" in text
    assert "MSB:s nivå" not in text
    # The staircase, and the areas of each part.
    assert len(app.get("plotly_chart")) == 3


def test_all_questions_stand_behind_a_fold(visit, town, assessed, forms, read):
    app = visit("resultat.py", round=assessed)
    fold = next(expander for expander in app.expander if expander.label == "Alla frågor och svar")
    assert len(fold.table) == 0
    app.session_state["fragor"] = True
    app.run()
    assert not app.exception
    tables = [table.value for table in app.table if "Kommentar" in table.value.columns]
    assert len(tables) == 1
    assert len(tables[0]) == len(forms["cybersakerhetskollen"][-1].survey)
    assert set(tables[0]["Svar"]) == {"Ja", "Nej"}


def test_units_are_counted_before_means(visit, town, read):
    answer(town, town.form, town.now, town.north, q1="hog", q2="hog", q3="hog")
    answer(town, town.form, town.now, town.south, q1="lag", q2="lag", q3="lag")
    app = visit("resultat.py", round=town.now)
    text = read(app)
    assert "Hela kommunen" in text
    assert "Medelvärdet för 2 enheter är 1,5 på en skala från 1 till 2." in text
    assert "2 av 2 enheter" in text


def test_too_few_answers_give_no_figure(visit, town, read):
    answer(town, town.form, town.now, town.north, q1="hog", q2="hog", q3="hog")
    app = visit("resultat.py", round=town.now)
    text = read(app)
    assert "Underlag saknas: 1 av 2 enheter har svarat. Därför visas ingen nivå och ingen utveckling." in text
    assert "Medelvärdet" not in text
    assert len(app.get("plotly_chart")) == 0


def test_the_address_names_a_unit_and_the_choice_is_written_there(visit, town, read):
    answer(town, town.form, town.now, town.north, q1="hog", q2="lag", q3="hog")
    app = visit("resultat.py", round=town.now, unit=town.north)
    assert "Norra skolan" in [header.value for header in app.header]
    assert "Mest att vinna: Första området (1,5)." in read(app)
    whose = app.selectbox(key="result_whose")
    whose.set_value(f"branch:{town.kontor}").run()
    assert app.query_params["branch"] == town.kontor
    assert "unit" not in app.query_params
    assert "Skolkontoret" in [header.value for header in app.header]


def test_an_unknown_address_falls_back(visit, town):
    app = visit("resultat.py", round="finns-inte", unit="nej")
    assert app.selectbox(key="result_round").value == town.now
    assert app.selectbox(key="result_whose").value == ""


def test_a_closed_round_is_read_as_it_was_closed(visit, town, read):
    answer(town, town.form, town.now, town.north, q1="hog", q2="hog", q3="hog")
    answer(town, town.form, town.now, town.south, q1="hog", q2="hog", q3="hog")
    assert "mätningen pågår" in read(visit("resultat.py", round=town.now))
    close_round(town.store, grant(Act.PLAN), town.now)
    assert "mätningen pågår" not in read(visit("resultat.py", round=town.now))


def test_a_wrong_measurement_or_unit_in_the_address_is_told(visit, town, said):
    assert "Mätningen i adressen finns inte. Här visas Mätning 2026 i stället." in said(
        visit("resultat.py", round="r999")
    )
    wrong = said(visit("resultat.py", round=town.now, unit="u999"))
    assert "ingår inte i Mätning 2026. Här visas hela kommunen i stället." in wrong
    for right in ({"round": town.now, "unit": town.south}, {"round": town.now, "branch": town.kontor}, {}):
        assert "i stället" not in said(visit("resultat.py", **right))
