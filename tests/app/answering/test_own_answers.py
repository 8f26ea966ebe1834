"""Mina frågor for a manager: one answer for all her units, her predecessor, what is shared, and what helps."""

from datetime import date

import pytest

from base.actors import Act
from data.measuring.answers import AnswerState
from data.measuring.submissions import submit
from data.organisation.units import NewUnit, write_units
from pages.answering.recording import Spot
from tests.kit.answering import SINCE, choose, folds, key, labels, stored

pytestmark = pytest.mark.app


def test_one_press_gives_her_other_units_the_same_answer(karin, town, people, said):
    choose(karin, town, "alternativ:hog")
    assert "**Gäller svaret alla mina enheter?**" in said(karin)
    karin.button(key=key(town, "q1", "kopiera")).click().run()
    copied = stored(town, town.south)
    assert (copied.alternative, copied.person) == ("hog", people.karin)
    assert "Samma svar för båda dina enheter." in said(karin)
    karin.button_group(key="choose_unit").set_value(town.south).run()
    assert karin.radio(key=key(town, "q1", "val", town.south)).value == "alternativ:hog"
    assert karin.progress[0].text.startswith("1 av 3")


def test_an_answer_given_already_for_another_unit_is_replaced_only_on_purpose(karin, town, said):
    town.answer("q1", "lag", unit=town.south)
    choose(karin, town, "alternativ:hog")
    assert "Södra skolan har redan svaret ”Lågt”. Det ändras inte." in said(karin)
    assert "Ja, svara samma för Södra skolan" not in labels(karin)
    assert stored(town, town.south).alternative == "lag"
    karin.button(key=key(town, "q1", "ersatt")).click().run()
    assert stored(town, town.south).alternative == "hog"


def test_somebody_elses_answer_for_the_other_unit_stops_the_copy(karin, town, said):
    choose(karin, town, "alternativ:hog")
    town.answer("q1", "lag", unit=town.south)
    karin.button(key=key(town, "q1", "kopiera")).click().run()
    assert "Någon annan har just svarat för en av enheterna. Inget kopierades." in said(karin)
    assert stored(town, town.south).alternative == "lag"


def test_a_unit_that_is_handed_in_is_left_alone_by_the_copy(karin, town, people, said, grant):
    submit(town.store, grant(Act.SUBMIT), town.now, [town.south], people.karin)
    choose(karin, town, "alternativ:hog")
    assert "Södra skolan har lämnat in." in said(karin)
    assert not [label for label in labels(karin) if "samma för" in label or "Ersätt" in label]


def test_with_one_unit_nothing_is_asked_about_others(visit, town, people, said):
    app = visit("mina_fragor.py", person=people.dana)
    choose(app, town, "alternativ:hog")
    assert "Gäller svaret alla" not in said(app)


def test_a_new_manager_sees_her_predecessors_answer_after_she_has_chosen(karin, town, said):
    assert "Du är ny som ansvarig för Norra skolan." in said(karin)
    assert "Din företrädare svarade" not in folds(karin)
    choose(karin, town, "vet_ej")
    assert "Din företrädare svarade" in folds(karin)
    assert "Mätning 2025: **Lågt**" in said(karin)
    assert stored(town, town.north).state is AnswerState.UNKNOWN


def test_the_one_who_stayed_sees_her_own_last_answer(karin, town, said):
    karin.button_group(key="choose_unit").set_value(town.south).run()
    assert "Du är ny som ansvarig" not in said(karin)


def test_underlag_is_asked_for_where_the_answer_claims_much(karin, town):
    choose(karin, town, "alternativ:lag")
    assert karin.text_input(key=key(town, "q1", "underlag")).label == "Underlag"
    choose(karin, town, "alternativ:hog")
    assert karin.text_input(key=key(town, "q1", "underlag")).label == "Underlag: vad visar det?"
    karin.text_input(key=key(town, "q1", "underlag")).input("KS 2026/12").run()
    assert stored(town, town.north).evidence == "KS 2026/12"


def test_an_answer_outside_its_scale_is_refused_and_the_page_lives_on(karin, town, said):
    choose(karin, town, "alternativ:lag")
    radio = karin.radio(key=key(town, "q1", "val"))
    radio.options.append("alternativ:tio")  # what a tampered page sends is taken as it comes
    radio.set_value("alternativ:tio").run()
    assert not karin.exception
    assert "Svarsalternativet finns inte i frågan." in said(karin)
    assert stored(town, town.north).alternative == "lag"
    choose(karin, town, "alternativ:hog")
    assert stored(town, town.north).alternative == "hog"


def test_the_municipalitys_answers_are_shown_to_units_as_shared(visit, begun, forms, said, grant):
    from data.measuring.answers import Answer, record
    from data.measuring.rounds import NewRound, open_round
    from data.organisation.units import units

    form = forms["mognadsmatning"][-1]
    root = units(begun, date(2026, 1, 1))[0]
    unit = write_units(begun, grant(Act.ORGANISE), [NewUnit("Norra", "enhet", root.unit, SINCE)])[0]
    found = open_round(begun, grant(Act.PLAN), NewRound(form, "Mätning 2026", date(2026, 11, 3), [root.unit, unit]))
    area = form.area(form.questions_for("unit")[0].area).parent or form.questions_for("unit")[0].area
    common = next(q for q in form.area_questions(area) if q in form.questions_for("organisation"))
    app = visit("mina_fragor.py", round=found, unit=unit, area=area)
    assert "Kommunens gemensamma svar" in folds(app)
    assert "**Inte besvarat än**" in said(app)
    choice = form.choices_of(common)[2]
    answer = Answer(found, root.unit, common.name, AnswerState.ANSWERED, choice.name, comment="Så gör kommunen.")
    record(begun, grant(Act.ANSWER), form, answer)
    app.run()
    assert f"**{choice.label}**" in said(app)
    assert "Så gör kommunen." in said(app)
    assert "Kommunens gemensamma svar" not in folds(visit("mina_fragor.py", round=found, unit=root.unit, area=area))


def test_a_unit_that_wants_to_answers_the_whole_bank(visit, begun, forms, said, grant):
    from data.measuring.rounds import NewRound, open_round
    from data.organisation.units import units

    form = forms["mognadsmatning"][-1]
    root = units(begun, date(2026, 1, 1))[0]
    unit = write_units(begun, grant(Act.ORGANISE), [NewUnit("Norra", "enhet", root.unit, SINCE)])[0]
    found = open_round(begun, grant(Act.PLAN), NewRound(form, "Mätning 2026", date(2026, 11, 3), [root.unit, unit]))
    own, whole = len(form.questions_for("unit")), len(form.survey)
    app = visit("mina_fragor.py", round=found, unit=unit, area="klart")
    assert [header.value for header in app.header] == [f"{own} frågor är kvar"]
    assert f"Frivilligt: {whole - own} frågor till om samma områden" in said(app)
    app.button(key="whole-bank").click().run()
    assert app.progress[0].text == f"0 av {whole} besvarade"
    # What is voluntary is never missing, and what has been answered is seen without being asked for.
    extra = next(question for question in form.survey if question not in form.questions_for("unit"))
    spot = Spot(found, unit, extra.name, 0)
    app.radio(key=spot.key("val")).set_value("vet_ej").run()
    again = visit("mina_fragor.py", round=found, unit=unit, area="klart")
    assert [header.value for header in again.header] == [f"{own} frågor är kvar"]
    assert again.progress[0].text.startswith(f"1 av {whole} besvarade")
    assert "Vill ni gå djupare?" not in folds(visit("mina_fragor.py", round=found, unit=root.unit, area="klart"))


def test_a_question_has_an_example_from_the_units_own_activity(visit, begun, forms, said, grant):
    from data.measuring.rounds import NewRound, open_round
    from data.organisation.units import units

    root = units(begun, date(2026, 1, 1))[0]
    made = write_units(
        begun,
        grant(Act.ORGANISE),
        [
            NewUnit("Förskolan Humlan", "enhet", root.unit, SINCE),
            NewUnit("Södra", "enhet", root.unit, SINCE, attributes={"verksamhetstyp": "hemtjanst"}),
            NewUnit("Turism", "enhet", root.unit, SINCE),
        ],
    )
    found = open_round(
        begun, grant(Act.PLAN), NewRound(forms["mognadsmatning"][-1], "Mätning 2026", date(2026, 11, 3), made)
    )
    # By hand, from the file of examples.
    expected = ("allergilistan är inte den senaste", "portkoden till en kund", "en dator blir stulen")
    for unit, words in zip(made, expected, strict=True):
        assert words in said(visit("mina_fragor.py", round=found, unit=unit, area="risk"))
