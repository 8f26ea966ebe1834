"""Resultat: preliminary, approved, corrected, overridden, half-answered, empty, and on paper."""

from datetime import date

import pytest

from access.rights import authorise, local_coordinator
from base.actors import Act
from data.measuring.answers import Answer, AnswerState, newest_seqs, record
from data.measuring.closing import Approval, approve_round, close_round, correct_answer
from data.measuring.overrides import NewOverride, overrides, set_override
from data.measuring.rounds import NewRound, open_round
from data.organisation.units import NewUnit, write_units
from questionnaires.library import canonical, from_canonical

pytestmark = pytest.mark.app


@pytest.fixture
def read(said):
    return lambda app: said(app).replace("\\", "").replace("\u2060", "")


def grant(act):
    return authorise(local_coordinator(), act)


def give(town, form, round_id, unit, **given):
    for name, alternative in given.items():
        state = AnswerState(alternative) if alternative in ("unknown", "not_applicable") else AnswerState.ANSWERED
        answer = Answer(
            round_id, unit, name, state, alternative if state is AnswerState.ANSWERED else None, "<b>För att</b> *så*."
        )
        record(town.store, grant(Act.ANSWER), form, answer)


@pytest.fixture
def closed(town):
    """Both schools answered all of it, and the round is closed."""
    give(town, town.form, town.now, town.north, q1="lag", q2="lag", q3="hog")
    give(town, town.form, town.now, town.south, q1="hog", q2="lag", q3="hog")
    close_round(town.store, grant(Act.PLAN), town.now)
    return town.now


def correct(town, unit, question, alternative):
    seen = newest_seqs(town.store, town.now, unit).get(question, 0)
    answer = Answer(
        town.now, unit, question, AnswerState.ANSWERED, alternative, based_on=seen, reason="Fel <i>alternativ</i>"
    )
    correct_answer(town.store, grant(Act.CORRECT), town.form, answer)


def test_a_result_is_preliminary_until_it_is_approved(visit, town, closed, read):
    assert "Preliminärt: avslutad" in read(visit("resultat.py", round=closed))
    day = town.store.clock.now().date()
    approve_round(
        town.store, grant(Act.APPROVE), closed, Approval("Kommun*styrelsen*", max(day, date(2026, 11, 3)), "KS 2026/12")
    )
    text = read(visit("resultat.py", round=closed))
    assert "Fastställd" in text
    assert "av Kommun*styrelsen*, diarienummer KS 2026/12." in text
    assert "Preliminärt" not in text


def test_an_open_round_is_preliminary_and_an_empty_one_has_nothing_drawn(visit, town, read):
    app = visit("resultat.py", round=town.now, unit=town.north)
    text = read(app)
    assert "Preliminärt: mätningen pågår" in text
    assert "Det finns inga svar att räkna på än." in text
    assert len(app.get("plotly_chart")) == 0
    many = visit("resultat.py", round=town.now)
    assert "Underlag saknas: 0 av 2 enheter har svarat." in read(many)
    assert len(many.get("plotly_chart")) == 0


def test_half_answered_areas_are_hatched_and_not_left_out(visit, town, read):
    give(town, town.form, town.now, town.north, q1="hog", q3="unknown")
    app = visit("resultat.py", round=town.now, unit=town.north)
    assert "Bara Första området är bedömt (2,0)" in read(app)
    shown = next(table.value for table in app.table if "Område" in table.value.columns)
    assert list(shown.iloc[:, 1]) == ["2,0", "Ej bedömd"]


def test_the_corrected_figure_is_a_choice_kept_in_the_address(visit, town, closed, read):
    # closed: (4/3 + 5/3) / 2 = 1,5; with q1 of the northern school corrected to 2: (5/3 + 5/3) / 2 = 1,7
    assert not visit("resultat.py", round=closed).toggle
    correct(town, town.north, "q1", "hog")
    app = visit("resultat.py", round=closed)
    assert "1 svar rättat i efterhand." in read(app)
    assert "Medelvärdet för 2 enheter är 1,5" in read(app)
    changed = next(table.value for table in app.table if "Före" in table.value.columns)
    assert [cell.replace("\\", "") for cell in changed.iloc[0][["Före", "Efter"]]] == ["Lågt", "Högt"]
    assert "Fel <i>alternativ</i>" in changed.iloc[0]["Varför"].replace("\\", "")
    app.toggle(key="result_corrected").set_value(True).run()
    assert not app.exception
    assert "Medelvärdet för 2 enheter är 1,7" in read(app)
    assert "rättad i efterhand" in read(app)
    assert app.query_params["rattad"] == "1"
    again = visit("resultat.py", round=closed, rattad="1", unit=town.north)
    assert again.toggle(key="result_corrected").value
    assert "Medelvärdet är 1,7" in read(again)


@pytest.fixture
def ladder(town):
    """The small form with its steps named."""
    levels = [{"level": level, "label::sv": label} for level, label in ((1, "Början"), (2, "Ordning"))]
    settings = {**canonical(town.form)["settings"], "form_id": "stege"}
    return from_canonical({**canonical(town.form), "settings": settings, "levels": levels})


TAKE_BACK = "Ta tillbaka, så att svaren gäller"


def judge(app, area, level, reason):
    boxes = {box.label: box for box in app.selectbox}
    boxes["Område"].set_value(area)
    boxes["Nivå"].set_value(level)
    next(text for text in app.text_area if text.label == "Varför?").set_value(reason)
    next(button for button in app.button if button.label == "Spara bedömningen").click()
    app.run()
    assert not app.exception


def may_judge(app):
    return any(button.label == "Spara bedömningen" for button in app.button)


def test_the_municipality_and_a_branch_judge_their_own_levels(visit, town, ladder, read):
    asked = [town.root, town.kontor, town.north]
    made = open_round(town.store, grant(Act.PLAN), NewRound(ladder, "Stege 2026", date(2026, 11, 3), asked))
    give(town, ladder, made, town.kontor, q1="hog", q2="hog", q3="lag")
    # A unit's level is its answers', and a figure of several has no judgement of its own.
    assert not may_judge(visit("resultat.py", round=made, unit=town.north))
    assert not may_judge(visit("resultat.py", round=made))
    assert may_judge(visit("resultat.py", round=made, unit=town.root))
    app = visit("resultat.py", round=made, unit=town.kontor)
    area = next(box for box in app.selectbox if box.label == "Område" and box.key is None)
    assert area.options == [
        "Första området – enligt svaren 2 ordning", "Andra området – enligt svaren 1 början"
    ]  # fmt: skip
    assert "Skriv inte personuppgifter" in read(app)
    before = town.store.position()
    judge(app, None, 1, "Rutinen är ny")
    assert "Välj område och nivå." in read(app)
    judge(app, "ett", None, "Rutinen är ny")
    assert "Välj område och nivå." in read(app)
    judge(app, "ett", 1, "  ")
    assert "Skriv varför ni bedömer nivån annorlunda." in read(app)
    judge(app, "ett", 1, "Ring 19811228-9874")
    assert "personnummer" in read(app)
    assert town.store.position() == before
    judge(app, "ett", 1, "Rutinen är <b>ny</b>")
    assert "Första området: er egen bedömning är sparad." in read(app)
    assert overrides(town.store, made, town.kontor)["ett"].level == 1
    shown = next(table.value for table in app.table if "Egen bedömning" in table.value.columns)
    assert [cell.replace("\\", "") for cell in shown.iloc[0]] == [
        "Första området", "2 Ordning", "1 Början", "Rutinen är <b>ny</b>"
    ]  # fmt: skip
    judge(app, "tva", TAKE_BACK, "Fel område")
    assert "Området har ingen egen bedömning att ta tillbaka." in read(app)
    judge(app, "ett", TAKE_BACK, "Vi hade fel")
    assert "Första området: bedömningen är tillbakatagen." in read(app)
    assert overrides(town.store, made, town.kontor) == {}
    assert list(town.store.query("SELECT reason, level FROM store.override ORDER BY seq"))[-1]["level"] is None


def test_a_closed_measurement_is_judged_no_more(visit, town, ladder):
    made = open_round(town.store, grant(Act.PLAN), NewRound(ladder, "Stege 2026", date(2026, 11, 3), [town.root]))
    give(town, ladder, made, town.root, q1="hog", q2="hog", q3="lag")
    assert may_judge(visit("resultat.py", round=made))
    assert not may_judge(visit("resultat.py", round=made, utskrift="1"))
    close_round(town.store, grant(Act.PLAN), made)
    assert not may_judge(visit("resultat.py", round=made))


def test_an_own_judgement_stands_beside_the_answers_level(visit, town, ladder, read):
    form = ladder
    made = open_round(
        town.store, grant(Act.PLAN), NewRound(form, "Stege 2026", date(2026, 11, 3), [town.north, town.south])
    )
    give(town, form, made, town.north, q1="hog", q2="hog", q3="lag")
    set_override(town.store, grant(Act.ANSWER), form, NewOverride(made, town.north, "ett", 1, "Rutinen är <b>ny</b>"))
    app = visit("resultat.py", round=made, unit=town.north)
    assert "Nivå i varje område" in read(app)
    shown = next(table.value for table in app.table if "Egen bedömning" in table.value.columns)
    rows = [[cell.replace("\\", "") for cell in row] for row in shown.itertuples(index=False)]
    assert rows == [
        ["Första området", "2 Ordning", "1 Början", "Rutinen är <b>ny</b>"],
        ["Andra området", "1 Början", "–", "–"],
    ]


def test_a_units_own_judgement_from_the_terminal_is_taken_back_on_the_page(visit, town, ladder, read):
    asked = [town.north, town.south]
    made = open_round(town.store, grant(Act.PLAN), NewRound(ladder, "Stege 2026", date(2026, 11, 3), asked))
    give(town, ladder, made, town.north, q1="hog", q2="hog", q3="lag")
    new = NewOverride(made, town.north, "ett", 1, "Rutinen är ny")
    set_override(town.store, grant(Act.ANSWER), ladder, new)
    app = visit("resultat.py", round=made, unit=town.north)
    assert "Enheten har en egen bedömning, satt i terminalen. Den kan tas tillbaka här." in read(app)
    boxes = {box.label: box for box in app.selectbox if box.label == "Nivå" or box.key is None}
    assert boxes["Område"].options == ["Första området – enligt svaren 2 ordning, egen bedömning 1 Början"]
    assert boxes["Nivå"].options == [TAKE_BACK]
    judge(app, "ett", TAKE_BACK, "Fel enhet")
    assert "Första området: bedömningen är tillbakatagen." in read(app)
    assert overrides(town.store, made, town.north) == {}
    assert not may_judge(app)


def test_a_perspective_that_is_not_asked_whole_is_not_called_unjudged(visit, town, ladder):
    whole = canonical(ladder)
    areas = [
        {"name": "risk", "label::sv": "Risk"},
        {"name": "ett", "label::sv": "Tillämpning", "parent": "risk"},
        {"name": "tva", "label::sv": "Styrning", "parent": "risk"},
        {"name": "folk", "label::sv": "Folk"},
    ]
    survey = [dict(row) for row in whole["survey"]]
    # The unit is asked of Tillämpning and Folk; Styrning is the municipality's.
    survey[1]["area"] = "folk"
    survey[2]["respondent"] = "organisation"
    settings = {**whole["settings"], "form_id": "delar"}
    form = from_canonical({**whole, "settings": settings, "areas": areas, "survey": survey})
    asked = [town.root, town.north]
    made = open_round(town.store, grant(Act.PLAN), NewRound(form, "Delar", date(2026, 11, 3), asked))
    give(town, form, made, town.north, q1="hog", q2="lag")
    app = visit("resultat.py", round=made, unit=town.north)
    shown = next(table.value for table in app.table if "Egen bedömning" in table.value.columns)
    assert list(zip(shown["Område"], shown["Enligt svaren"], strict=True)) == [
        ("Risk", "Frågas inte i alla delar"),
        ("Folk", "1 Början"),
    ]


def test_questions_are_filtered_by_area_and_tell_who_answered_what(visit, town, closed, read):
    app = visit("resultat.py", round=closed)
    app.session_state["fragor"] = True
    app.run()
    app.selectbox(key="result_area").set_value("Andra området").run()
    assert app.query_params["area"] == "Andra området"
    counted = next(table.value for table in app.table if "Besvarade" in table.value.columns and "Fråga" in table.value)
    assert list(counted["Område"]) == ["Andra området"]
    app.selectbox(key="result_question").set_value("q3").run()
    assert not app.exception
    told = next(table.value for table in app.table if "Enhet" in table.value.columns)
    assert list(told["Enhet"]) == ["Norra skolan", "Södra skolan"]
    # What people have written stands letter by letter.
    assert told.iloc[0]["Kommentar"].replace("\\", "") == "<b>För att</b> *så*."
    assert told.iloc[0]["Kommentar"].startswith("\\<b")


def test_on_paper_everything_is_unfolded_and_nothing_is_to_press(visit, town, closed, read):
    correct(town, town.north, "q1", "hog")
    app = visit("resultat.py", round=closed, utskrift="1")
    assert "Siffrorna är de som avslutades." in read(app)
    assert not app.toggle
    assert not app.tabs
    headers = [set(table.value.columns) for table in app.table]
    assert any({"Fråga", "Besvarade"} <= found for found in headers)
    assert any({"Före", "Efter"} <= found for found in headers)
    assert "Så räknades det:" in read(app)
    assert not [box for box in app.selectbox if box.key in ("result_area", "result_question")]
    assert "Siffrorna är de rättade." in read(visit("resultat.py", round=closed, utskrift="1", rattad="1"))


def test_areas_may_be_seen_as_a_radar_where_there_are_three(visit, town, read):
    areas = [{"name": name, "label::sv": f"Del {name}"} for name in ("a", "b", "c")]
    whole = canonical(town.form)
    survey = [{**whole["survey"][place], "area": name} for place, name in enumerate(("a", "b", "c"))]
    settings = {**whole["settings"], "form_id": "tre"}
    form = from_canonical({**whole, "settings": settings, "areas": areas, "survey": survey})
    made = open_round(town.store, grant(Act.PLAN), NewRound(form, "Tre", date(2026, 11, 3), [town.north]))
    give(town, form, made, town.north, q1="hog", q2="lag", q3="lag")
    app = visit("resultat.py", round=made)
    app.segmented_control(key="result_drawing").set_value("radar").run()
    assert not app.exception
    assert app.query_params["diagram"] == "radar"
    assert "längre ut är högre" in read(app)
    assert "det med mest kvar först" in read(visit("resultat.py", round=made, diagram="nonsens"))


def test_parts_stand_beside_each_other_and_small_numbers_in_words(visit, town, read):
    other = write_units(
        town.store, grant(Act.ORGANISE), [NewUnit("Vårdkontoret", "kontor", town.root, date(2000, 1, 1))]
    )
    home = write_units(town.store, grant(Act.ORGANISE), [NewUnit("Hemtjänsten", "enhet", other[0], date(2000, 1, 1))])
    settings = town.form.settings.model_copy(update={"form_id": "delar"})
    form = town.form.model_copy(update={"settings": settings})
    units = [town.north, town.south, home[0]]
    made = open_round(town.store, grant(Act.PLAN), NewRound(form, "Delar", date(2026, 11, 3), units))
    for unit in units:
        give(town, form, made, unit, q1="hog", q2="lag", q3="lag")
    text = read(visit("resultat.py", round=made))
    assert "2 delar av organisationen, område för område" in text
    assert "Antal enheter på varje nivå" not in text


def test_a_self_assessment_that_nobody_has_answered_has_no_level(visit, town, forms, read):
    """*Läget nu* told *ingen nivå* of a form that nobody had answered."""
    form = forms["cybersakerhetskollen"][-1]
    open_round(town.store, grant(Act.PLAN), NewRound(form, "Självskattning 2026", date(2026, 11, 3), [town.root]))
    text = read(visit("utveckling.py"))
    assert "Nivån i vår självskattning är inte bedömd" in text
    assert "ingen nivå" not in text.lower()
