"""Mätningar: what is planned, under way and closed; planning one; earlier years' answers."""

from datetime import UTC, date, datetime

import pytest

from base.actors import Act
from base.clock import FixedClock
from data.measuring.planning import plan_round
from data.measuring.questionnaire_files import publish_questionnaire_file
from data.measuring.rounds import NewRound, RoundPlan, find_round, round_units, rounds
from data.organisation.participants import suggested_units
from data.organisation.units import NewUnit, units, write_units

pytestmark = pytest.mark.app


@pytest.fixture(name="said")
def _said(said):
    """What a page says as people read it: without the marks that keep a text from taking effect."""
    return lambda app: said(app).replace("\\", "").replace("\u2060", "")


@pytest.fixture
def planning(visit):
    """Opens the page with the form unfolded, with that questionnaire chosen."""

    def opened(form):
        app = visit("matningar.py")
        app.session_state["plan-new"] = True
        app.run()
        app.selectbox(key="new_form").set_value(form).run()
        return app

    return opened


def test_rounds_stand_with_state_and_progress(visit, town, said, links, grant):
    for question in ("q1", "q2", "q3"):
        town.answer(question)
    plan_round(town.store, grant(Act.PLAN), NewRound(town.form, "Mätning 2027", date(2027, 11, 3), [town.north]))
    app = visit("matningar.py")
    assert [header.value for header in app.header][:2] == [
        "Mätning 2026 · Liten mätning",
        "Mätning 2027 · Liten mätning",
    ]
    assert app.progress[0].text == "1 av 2 har svarat"
    assert "Planerad, inte öppnad än." in said(app)
    assert "**Mätning 2025** · Liten mätning" in said(app)
    assert "Avslutad. Läget per 2025-11-03." in said(app)


def test_a_measurement_is_planned_for_all_it_has_questions_for(planning, town, said):
    app = planning("mognadsmatning")
    app.text_input(key="new_name").input("Höstens mätning").run()
    app.date_input(key="new_as_of").set_value(date(2026, 11, 3)).run()
    app.date_input(key="new_last").set_value(date(2026, 12, 1)).run()
    app.text_input(key="new_mognadsmatning_helper").input("Eva på stabben").run()
    app.button(key="new_save").click().run()
    assert not app.exception
    made = next(row for row in rounds(town.store) if row.name == "Höstens mätning")
    assert (made.questionnaire, made.as_of, made.state) == ("mognadsmatning", date(2026, 11, 3), "planned")
    assert (made.last_day, made.helper) == (date(2026, 12, 1), "Eva på stabben")
    assert made.purpose, "the texts have words of their own to begin with"
    assert set(round_units(town.store, made.round)) == {town.root, town.kontor, town.north, town.south}
    # Its own page follows.
    assert [title.value for title in app.title] == ["Höstens mätning"]
    assert app.button(key="round_open").label == "Öppna mätningen"


def test_the_suggested_name_follows_the_form_until_one_has_written_a_name(planning, town, monkeypatch):
    monkeypatch.setattr(town.store, "clock", FixedClock(datetime(2027, 3, 1, 12, tzinfo=UTC)))
    app = planning("liten")
    assert app.text_input(key="new_name").placeholder == "Mätning 2027", "as it was called last year"
    app.selectbox(key="new_form").set_value("dataskydd").run()
    assert app.text_input(key="new_name").placeholder == "Dataskydd 2027"
    app.text_input(key="new_name").input("Höstens mätning").run()
    app.selectbox(key="new_form").set_value("liten").run()
    assert app.text_input(key="new_name").value == "Höstens mätning"
    app.text_input(key="new_name").input("").run()
    app.button(key="new_save").click().run()
    assert [title.value for title in app.title] == ["Mätning 2027"]


def test_a_suggested_name_is_not_one_that_is_taken(planning, town, monkeypatch):
    monkeypatch.setattr(town.store, "clock", FixedClock(datetime(2026, 11, 20, 12, tzinfo=UTC)))
    assert planning("liten").text_input(key="new_name").placeholder == "Liten mätning 2026-11-20"


def test_single_units_are_left_out_or_added(planning, town, said):
    app = planning("liten")
    app.radio(key="new_who").set_value("Välj själv").run()
    assert app.multiselect(key="new_parts").value == [town.kontor]
    app.multiselect(key="new_without").set_value([town.north]).run()
    app.multiselect(key="new_also").set_value([town.kontor]).run()
    assert "Svarar: 1 kontor och 1 enhet." in said(app)
    app.text_input(key="new_name").input("Bara södra").run()
    app.button(key="new_save").click().run()
    made = next(row for row in rounds(town.store) if row.name == "Bara södra")
    assert set(round_units(town.store, made.round)) == {town.south, town.kontor}


def test_who_has_no_manager_is_told_with_the_way_to_mend_it(planning, town, said, links):
    app = planning("liten")
    assert "Ingen av dem har någon ansvarig än. Då får ingen frågorna." in said(app)
    assert "Lägg in ansvariga" in links(app)


def test_a_name_that_is_taken_is_refused(planning, town, said):
    app = planning("liten")
    before = len(rounds(town.store))
    app.text_input(key="new_name").input("Mätning 2026").run()
    app.button(key="new_save").click().run()
    assert "Det finns redan en mätning som heter" in said(app)
    assert len(rounds(town.store)) == before


def test_a_last_day_before_the_first_is_refused(planning, town, said):
    app = planning("liten")
    app.text_input(key="new_name").input("Ny").run()
    app.date_input(key="new_first").set_value(date(2026, 12, 1)).run()
    app.date_input(key="new_last").set_value(date(2026, 11, 1)).run()
    app.button(key="new_save").click().run()
    assert "Sista dag att svara ligger före den första." in said(app)


def test_before_the_organisation_only_the_municipality_answers(planning, begun, said):
    app = planning("mognadsmatning")
    assert "Svarar: Ekby kommun (kommun)" in said(app)
    assert "Lägg in organisationen först" in said(app)


def test_the_first_year_unfolds_the_form_and_offers_published_forms_of_ones_own(visit, begun, said, grant, small_form):
    publish_questionnaire_file(begun, grant(Act.PUBLISH), small_form(title="Vår egen mätning"))
    app = visit("matningar.py")
    assert "Vår egen mätning" in app.selectbox(key="new_form").options
    assert "Intern mognadsmätning" in app.selectbox(key="new_form").options


def test_a_new_version_says_what_it_changes(planning, town, said, grant, small_form):
    form = small_form()
    settings = form.settings.model_copy(update={"version": 2})
    kept = form.model_copy(update={"settings": settings, "survey": form.survey[:2]})
    publish_questionnaire_file(town.store, grant(Act.PUBLISH), kept)
    app = planning("liten")
    assert app.selectbox(key="new_version-liten").value == 2
    folded = next(box for box in app.expander if "sedan Mätning 2026" in box.label)
    assert "(version 1)" in folded.label
    assert "Fråga q3?" in said(app)
    app.selectbox(key="new_version-liten").set_value(1).run()
    assert "Samma frågor som i Mätning 2026." in said(app)


def test_the_texts_of_the_last_round_are_offered_again(planning, town, grant):
    from tests.kit.writers import change_plan

    change_plan(town.store, grant(Act.PLAN), town.now, RoundPlan(helper="Eva", purpose="Nämnden vill veta"))
    app = planning("liten")
    assert app.text_input(key="new_liten_helper").value == "Eva"
    assert app.text_area(key="new_liten_purpose").value == "Nämnden vill veta"


HISTORY = "enhet;fråga;2023;2024-10-15\nNorra skolan;q1;1;2\nSödra skolan;Fråga q2?;;vet ej\n"


@pytest.fixture
def history(visit, town):
    """Opens the page with the file in the box of earlier years."""

    def opened(content):
        app = visit("matningar.py")
        app.session_state["history"] = True
        app.run()
        app.selectbox(key="history_form").set_value("liten").run()
        app.file_uploader[0].set_value(("svar.csv", content.encode(), "text/csv")).run()
        assert not app.exception
        return app

    return opened


def test_earlier_answers_come_in_as_closed_measurements(history, town, said):
    app = history(HISTORY)
    assert "Vilken dag beskriver svaren?" in said(app)
    app.date_input(key="history-day-Mätning 2023").set_value(date(2023, 10, 15)).run()
    before = town.store.position()
    assert app.button(key="history_save").label == "Läs in 3 svar"
    assert town.store.position() == before, "a preview stores nothing"
    app.button(key="history_save").click().run()
    assert not app.exception
    assert "3 svar är inlästa: Mätning 2023, Mätning 2024." in said(app)
    made = {row.name: row for row in rounds(town.store)}
    assert (made["Mätning 2023"].state, made["Mätning 2023"].as_of) == ("closed", date(2023, 10, 15))
    assert find_round(town.store, made["Mätning 2024"].round).as_of == date(2024, 10, 15)


def test_every_fault_of_a_file_of_earlier_answers_is_told(history, town, said):
    before = town.store.position()
    app = history("enhet;fråga;2024-10-15\nNorra skolan;q9;1\nNorra skolan;q1;7\n")
    assert "2 fel i filen. Inget är sparat." in said(app)
    assert "Rad 2, kolumn ”2024-10-15”: frågan ”q9” finns inte i formuläret." in said(app)
    assert "Rad 3" in said(app)
    assert town.store.position() == before


def test_a_file_of_something_else_is_told(history, said):
    assert "Filen saknar rubrikraden" in said(history("a;b\n1;2\n"))


def test_a_template_of_earlier_answers_is_handed_out_and_says_nothing_until_it_is_filled_in(history, visit, said):
    app = visit("matningar.py")
    app.session_state["history"] = True
    app.run()
    app.selectbox(key="history_form").set_value("liten").run()
    assert [button.label for button in app.get("download_button")] == ["Hämta mall"]
    assert [code.value.splitlines()[0] for code in app.code] == [
        "Mätning;Läget per;Enhet;Fråga;Svar;Kommentar",
        "Enhet;Fråga;2023-10-15;2024-10-15",
    ]
    empty = "Enhet;Enhetens namn;Fråga;Frågans text;Mätning 2024;Kommentar 2024\nNorra skolan;;q1;Fråga q1?;;\n"
    app = history(empty)
    app.date_input(key="history-day-Mätning 2024").set_value(date(2024, 10, 15)).run()
    assert "Filen har rubriker men inga svar." in said(app)


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
    second, third = forms["mognadsmatning"][1:]
    assert set(suggested_units(found, second)) == {root, alone, school}
    # A kontor only where the questionnaire has questions for it.
    assert set(suggested_units(found, third)) == {root, kontor, alone, school}
    for_kontor = forms["mognadsmatning"][-1].survey[0].model_copy(update={"respondent": "branch"})
    assert suggested_units(found, small_form().model_copy(update={"survey": (for_kontor,)})) == [kontor]
    assert suggested_units(found, forms["cybersakerhetskollen"][-1]) == [root]
