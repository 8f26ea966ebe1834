"""Mina frågor: an area at a time, saved as it is given, read back from the store."""

from datetime import date

import pytest

from base.actors import Act
from data.measuring.answers import Answer, AnswerState, current, record
from data.measuring.closing import close_round
from data.measuring.planning import plan_round
from data.measuring.rounds import NewRound
from pages.answering.recording import Spot

pytestmark = pytest.mark.app


@pytest.fixture
def form(visit, town):
    """The form of the northern school in the open round."""
    return visit("mina_fragor.py", round=town.now, unit=town.north)


def key(town, question, part, unit=None):
    return Spot(town.now, unit or town.north, question, 0).key(part)


def stored(town, question="q1"):
    return current(town.store, town.now, town.north).get(question)


def choose(app, town, value, question="q1"):
    return app.radio(key=key(town, question, "val")).set_value(value).run()


def test_above_the_first_question_stands_what_it_asks_of_one(form, said):
    text = said(form)
    assert "**3 frågor · ungefär 5 minuter · läget per 2026-11-03**" in text
    assert "kommunens årliga mätning." in text
    assert " informationssäkerhetssamordnaren." in text
    assert "Skriv inte personuppgifter eller säkerhetsskyddsklassificerade uppgifter här" in text
    assert [header.value for header in form.header] == ["Första området"]
    assert [heading.value for heading in form.subheader] == ["Fråga q1?", "Fråga q2?"]
    assert form.progress[0].text == "0 av 3 besvarade"


def test_an_answer_is_stored_before_it_is_called_saved(form, town, said):
    assert "sparat" not in form.progress[0].text
    choose(form, town, "alternativ:hog")
    answer = stored(town)
    assert (answer.state, answer.alternative) == (AnswerState.ANSWERED, "hog")
    assert ":material/check: Sparat " in said(form)
    assert form.progress[0].text.startswith("1 av 3 besvarade · sparat ")


def test_a_new_visit_reads_everything_from_the_store(form, visit, town):
    choose(form, town, "vet_ej")
    form.text_area(key=key(town, "q1", "kommentar")).input("Vet inte säkert").run()
    form.text_input(key=key(town, "q1", "underlag")).input("KS 2026/12").run()
    later = visit("mina_fragor.py", round=town.now, unit=town.north)
    assert later.radio(key=key(town, "q1", "val")).value == "vet_ej"
    assert later.text_area(key=key(town, "q1", "kommentar")).value == "Vet inte säkert"
    assert later.text_input(key=key(town, "q1", "underlag")).value == "KS 2026/12"
    assert stored(town).evidence == "KS 2026/12"


def test_not_applicable_waits_for_its_reason_and_the_earlier_answer_stands(form, town, said):
    choose(form, town, "alternativ:lag")
    choose(form, town, "galler_inte")
    assert "Skriv varför – inte sparat än. Ditt tidigare svar ”Lågt” står kvar." in said(form)
    assert stored(town).alternative == "lag"
    form.text_area(key=key(town, "q1", "kommentar")).input("Vi har inga leverantörer.").run()
    assert "inte sparat än" not in said(form)
    assert stored(town).state is AnswerState.NOT_APPLICABLE
    assert stored(town).comment == "Vi har inga leverantörer."


def test_going_on_without_the_reason_says_that_the_answer_is_not_saved(form, town, said):
    told = "Ditt svar på ”Fråga q1?” är inte sparat.** Välj igen och skriv varför."
    choose(form, town, "galler_inte")
    assert told not in said(form), "the card says it itself"
    form.button(key="on-tva").click().run()
    assert [header.value for header in form.header] == ["Andra området"]
    assert told in said(form)
    form.button(key="on-klart").click().run()
    assert told in said(form)
    form.button(key=key(town, "q1", "tillbaka")).click().run()
    assert [header.value for header in form.header] == ["Första området"]
    assert told not in said(form)
    assert stored(town) is None
    choose(form, town, "galler_inte")
    form.text_area(key=key(town, "q1", "kommentar")).input("Vi har inga leverantörer.").run()
    form.button(key="on-tva").click().run()
    assert told not in said(form)
    assert stored(town).state is AnswerState.NOT_APPLICABLE


def test_an_answer_can_be_taken_back(form, town):
    choose(form, town, "alternativ:lag")
    form.button(key=key(town, "q1", "ta_bort")).click().run()
    assert stored(town) is None
    assert form.radio(key=key(town, "q1", "val")).value is None
    assert form.progress[0].text == "0 av 3 besvarade"
    choose(form, town, "alternativ:hog")
    assert stored(town).alternative == "hog"


def test_the_last_answer_is_not_to_be_had_until_one_has_chosen(form, town, said):
    assert "Förra svaret" not in [box.label for box in form.expander]
    assert "Vi hade just börjat." not in said(form)
    choose(form, town, "alternativ:hog")
    assert [box.label for box in form.expander].count("Förra svaret") == 1
    assert "Mätning 2025: **Lågt**" in said(form)
    assert "Vi hade just börjat." in said(form)


def test_somebody_elses_answer_is_told_shown_and_not_overwritten(form, town, said):
    town.answer("q1", "lag")
    choose(form, town, "alternativ:hog")
    assert "Någon annan har svarat på frågan" in said(form)
    assert stored(town).alternative == "lag"
    assert form.radio(key=key(town, "q1", "val")).value == "alternativ:lag"
    choose(form, town, "alternativ:hog")
    assert "Någon annan har svarat" not in said(form)
    assert stored(town).alternative == "hog"


def test_a_comment_that_met_a_conflict_can_still_be_copied(form, town, said):
    choose(form, town, "alternativ:hog")
    record(
        town.store,
        form_grant(),
        town.form,
        Answer(town.now, town.north, "q1", AnswerState.UNKNOWN, based_on=stored(town).seq),
    )
    form.text_area(key=key(town, "q1", "kommentar")).input("Min långa text").run()
    assert "Min långa text" in said(form)
    assert stored(town).comment is None


def form_grant():
    from access.rights import authorise, local_coordinator

    return authorise(local_coordinator(), Act.ANSWER)


def test_a_round_that_is_closed_meanwhile_takes_no_answer(form, town, said, grant):
    close_round(town.store, grant(Act.PLAN), town.now)
    choose(form, town, "alternativ:hog")
    assert "Mätningen är avslutad. Svaret är inte sparat." in said(form)
    assert stored(town) is None
    assert not form.radio


def test_what_was_written_when_the_round_was_closed_can_still_be_copied(form, town, said, grant):
    choose(form, town, "alternativ:hog")
    close_round(town.store, grant(Act.PLAN), town.now)
    form.text_area(key=key(town, "q1", "kommentar")).input("Skrivet för sent").run()
    assert "Det här skrev du, och det är inte sparat:" in said(form)
    assert "Skrivet för sent" in said(form)
    assert stored(town).comment is None


def test_a_planned_measurement_comes_after_those_that_can_be_seen(visit, town, grant):
    plan_round(town.store, grant(Act.PLAN), NewRound(town.form, "Mätning 2027", date(2027, 11, 3), [town.north]))
    app = visit("mina_fragor.py", unit=town.north)
    assert [label.split(" · ")[0] for label in app.selectbox(key="choose_round").options] == [
        "Mätning 2026",
        "Mätning 2025",
        "Mätning 2027",
    ]
    close_round(town.store, grant(Act.PLAN), town.now)
    assert visit("mina_fragor.py", unit=town.north).selectbox(key="choose_round").value == town.now


def test_a_closed_round_can_be_read_only(visit, town, said):
    app = visit("mina_fragor.py", round=town.last, unit=town.north)
    assert not app.radio
    assert "Svaren kan läsas men inte ändras." in said(app)
    assert "**Lågt**" in said(app)
    assert "**Inget svar**" in said(app)


def test_the_address_leads_back_to_the_same_area(visit, town, links):
    app = visit("mina_fragor.py", round=town.now, unit=town.south, area="tva")
    assert [header.value for header in app.header] == ["Andra området"]
    assert app.query_params["unit"] == town.south
    assert app.query_params["area"] == "tva"
    labels = [button.label for button in app.button]
    assert "Föregående" in labels
    assert "Lämna in" in labels


def test_an_address_that_leads_nowhere_is_told_and_one_can_choose(visit, town, said):
    app = visit("mina_fragor.py", round="r0", unit="nagon", area="ingen")
    assert "Mätningen i adressen finns inte. Här visas Mätning 2026 i stället." in said(app)
    assert "Organisationsdelen i adressen ingår inte i mätningen. Välj vem du svarar för." in said(app)
    app.selectbox(key="choose_who").set_value(f"unit:{town.north}").run()
    assert [header.value for header in app.header] == ["Första området"]
    assert app.query_params["round"] == town.now


def test_the_end_tells_what_is_left(visit, town, said, links):
    town.answer("q1")
    app = visit("mina_fragor.py", round=town.now, unit=town.north, area="klart")
    assert [header.value for header in app.header] == ["2 frågor är kvar"]
    assert "Första området: 1 fråga" in [button.label for button in app.button]
    for question in ("q2", "q3"):
        town.answer(question)
    app = visit("mina_fragor.py", round=town.now, unit=town.north, area="klart")
    assert [header.value for header in app.header] == ["Alla frågor är besvarade"]


def test_without_a_round_there_is_nothing_to_answer(visit, begun, links):
    assert "Starta en mätning" in links(visit("mina_fragor.py"))


def test_a_unit_is_asked_its_own_questions_only(visit, begun, forms, grant):

    from data.measuring.rounds import open_round
    from data.organisation.units import units

    root = units(begun, date(2026, 1, 1))[0]
    form = forms["mognadsmatning"][-1]
    found = open_round(begun, grant(Act.PLAN), NewRound(form, "Mätning 2026", date(2026, 11, 3), [root.unit]))
    app = visit("mina_fragor.py", round=found, unit=root.unit)
    assert app.progress[0].text == f"0 av {len(form.questions_for('organisation'))} besvarade"
