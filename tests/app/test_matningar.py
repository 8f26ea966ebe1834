"""Mätningar: what is under way, its closing, and starting one."""

from datetime import date

import pytest

from base.actors import Act
from data.organisation import NewUnit, units, write_units
from data.participants import suggested_units
from data.rounds import find_round, round_units, rounds

pytestmark = pytest.mark.app


def test_rounds_stand_with_state_and_progress(visit, town, said):
    for question in ("q1", "q2", "q3"):
        town.answer(question)
    app = visit("matningar.py")
    assert app.header[0].value == "Mätning 2026 · Liten mätning"
    assert app.progress[0].text == "1 av 2 klara"
    assert "**Mätning 2025** · Liten mätning" in said(app)
    assert "Läget per 2025-11-03, avslutad" in said(app)


def test_closing_says_what_it_means_and_closes(visit, town, said):
    app = visit("matningar.py")
    assert "går svaren inte längre att ändra" in said(app)
    assert "2 av 2 är inte klara" in said(app)
    app.button(key=f"close-{town.now}").click().run()
    assert find_round(town.store, town.now).state == "closed"
    assert "Ingen mätning pågår." in said(app)


def test_a_closing_that_comes_too_late_is_told(visit, town, said):
    app = visit("matningar.py")
    other = visit("matningar.py")
    other.button(key=f"close-{town.now}").click().run()
    app.button(key=f"close-{town.now}").click().run()
    assert not app.exception
    assert find_round(town.store, town.now).state == "closed"


def test_a_measurement_is_started_for_all_it_has_questions_for(visit, town, said):
    app = visit("matningar.py")
    app.selectbox(key="new_form").set_value("mognadsmatning").run()
    app.text_input(key="new_name").input("Höstens mätning").run()
    app.date_input(key="new_as_of").set_value(date(2026, 11, 3)).run()
    app.button(key="new_start").click().run()
    made = next(row for row in rounds(town.store) if row.name == "Höstens mätning")
    assert made.questionnaire == "mognadsmatning"
    assert made.as_of == date(2026, 11, 3)
    assert set(round_units(town.store, made.round)) == {town.root, town.north, town.south}


def test_a_measurement_of_chosen_units_only(visit, town):
    app = visit("matningar.py")
    app.selectbox(key="new_form").set_value("mognadsmatning").run()
    app.radio(key="new_who").set_value("Välj själv").run()
    app.multiselect(key="new_units").set_value([town.south]).run()
    app.text_input(key="new_name").input("Bara södra").run()
    app.button(key="new_start").click().run()
    made = next(row for row in rounds(town.store) if row.name == "Bara södra")
    assert round_units(town.store, made.round) == [town.south]


def test_a_name_that_is_taken_is_refused(visit, begun, said):
    app = visit("matningar.py")
    app.selectbox(key="new_form").set_value("cybersakerhetskollen").run()
    app.button(key="new_start").click().run()
    assert len(rounds(begun)) == 1
    app.button(key="new_start").click().run()
    assert len(rounds(begun)) == 1
    assert "Det finns redan en mätning som heter" in said(app)


def test_before_the_organisation_only_the_municipality_answers(visit, begun, said):
    app = visit("matningar.py")
    app.selectbox(key="new_form").set_value("mognadsmatning").run()
    assert "Svarar: Ekby kommun (kommun)" in said(app)
    assert "Lägg in organisationen först" in said(app)


def test_who_is_asked_by_default(begun, forms, grant, small_form):
    day = date(2000, 1, 1)
    root = units(begun, day)[0].unit
    made = write_units(
        begun,
        grant(Act.ORGANISE),
        [
            NewUnit("Utbildningsnämnden", "namnd", root, day),
            NewUnit("IT-nämnden", "gemensam_namnd", root, day),
            NewUnit("Skolkontoret", "kontor", root, day),
        ],
    )
    kontor = made[2]
    area, alone = write_units(
        begun,
        grant(Act.ORGANISE),
        [NewUnit("Grundskolan", "verksamhet", kontor, day), NewUnit("Biblioteket", "verksamhet", kontor, day)],
    )
    school = write_units(begun, grant(Act.ORGANISE), [NewUnit("Norra skolan", "enhet", area, day)])[0]
    found = units(begun, day)
    # By hand: the municipality, and of the units those with none under them; no nämnd, no outsider.
    assert set(suggested_units(found, forms["mognadsmatning"][-1])) == {root, alone, school}
    # A kontor only where the questionnaire has questions for it.
    for_kontor = forms["mognadsmatning"][-1].survey[0].model_copy(update={"respondent": "branch"})
    assert suggested_units(found, small_form().model_copy(update={"survey": (for_kontor,)})) == [kontor]
    assert suggested_units(found, forms["cybersakerhetskollen"][-1]) == [root]
