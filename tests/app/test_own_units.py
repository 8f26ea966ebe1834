"""Mina frågor for a manager: only her units, one answer for all of them, her predecessor, and handing in."""

from datetime import date

import pytest

from base.actors import Act
from data.answers import State, current
from data.assignments import DEPUTY, MANAGER, add_assignment, withdraw_assignment
from data.organisation import NewUnit, write_units
from data.people import add_person
from data.round_closing import close_round
from data.round_planning import change_plan, plan_round, set_round_units
from data.rounds import RoundPlan
from data.submissions import hand_back, submissions, submit
from pages.parts.saving import Spot

pytestmark = pytest.mark.app

SINCE = date(2020, 1, 1)


class People:
    """Karin leads both schools, Sture led the northern one last year; Dana is deputy there, Nils has nothing."""

    def __init__(self, town, grant):
        self.town, self.grant = town, grant
        organise = grant(Act.ORGANISE)
        self.karin, self.sture, self.dana, self.nils = (
            add_person(town.store, organise, name) for name in ("Karin Ek", "Sture Ros", "Dana Ny", "Nils Utan")
        )
        self.assign(self.sture, town.north, MANAGER, SINCE, date(2026, 6, 30))
        self.north = self.assign(self.karin, town.north, MANAGER, date(2026, 7, 1))
        self.assign(self.karin, town.south, MANAGER, SINCE)
        self.assign(self.dana, town.north, DEPUTY, SINCE)

    def assign(self, person, unit, role, *days):
        return add_assignment(self.town.store, self.grant(Act.ORGANISE), person, unit, role, *days)


@pytest.fixture
def people(town, grant):
    return People(town, grant)


@pytest.fixture
def karin(visit, town, people):
    return visit("mina_fragor.py", person=people.karin)


def key(town, question, part, unit=None):
    return Spot(town.now, unit or town.north, question, 0).key(part)


def choose(app, town, value, question="q1", unit=None):
    return app.radio(key=key(town, question, "val", unit)).set_value(value).run()


def stored(town, unit, question="q1"):
    return current(town.store, town.now, unit).get(question)


def labels(app):
    return [button.label for button in app.button]


def folds(app):
    return [fold.label for fold in app.expander]


def test_a_persons_link_leads_to_her_units_in_the_open_round(karin, town, said):
    assert "**Karin Ek** · Mätning 2026 · Liten mätning" in said(karin)
    assert karin.button_group(key="choose_unit").options == ["Norra skolan", "Södra skolan"]
    assert karin.query_params["round"] == town.now
    assert "**3 frågor för var och en av dina 2 enheter · ungefär 5 minuter för den första" in said(karin)


def test_who_typed_and_for_whom_are_both_kept(karin, town, people):
    choose(karin, town, "alternativ:hog")
    assert (stored(town, town.north).actor, stored(town, town.north).person) == ("p1", people.karin)


def test_a_units_link_leads_to_the_one_who_answers_for_it(visit, town, people, said):
    app = visit("mina_fragor.py", round=town.now, unit=town.south)
    assert "**Karin Ek**" in said(app)
    assert (app.query_params["person"], app.query_params["unit"]) == (people.karin, town.south)


def test_only_those_who_answer_are_to_be_chosen_and_units_without_a_manager(visit, town, people, grant):
    app = visit("mina_fragor.py", round=town.now)
    assert app.selectbox(key="choose_who").options == ["Dana Ny", "Karin Ek"]
    withdraw_assignment(town.store, grant(Act.ORGANISE), people.north)
    app.run()
    assert app.selectbox(key="choose_who").options == ["Dana Ny", "Karin Ek", "Norra skolan (enhet), utan ansvarig"]


def test_units_of_the_same_name_are_told_apart(visit, town, people, grant, said):
    other = write_units(town.store, grant(Act.ORGANISE), [NewUnit("Barnkontoret", "kontor", town.root, SINCE)])[0]
    twin = write_units(town.store, grant(Act.ORGANISE), [NewUnit("Norra skolan", "enhet", other, SINCE)])[0]
    set_round_units(town.store, grant(Act.PLAN), town.now, [town.north, town.south, twin])
    app = visit("mina_fragor.py", round=town.now)
    assert "Norra skolan (enhet), Barnkontoret, utan ansvarig" in app.selectbox(key="choose_who").options
    people.assign(people.karin, twin, MANAGER, SINCE)
    app = visit("mina_fragor.py", person=people.karin)
    told_apart = ["Norra skolan, Barnkontoret", "Norra skolan, Skolkontoret", "Södra skolan"]
    assert sorted(app.button_group(key="choose_unit").options) == told_apart
    app = visit("matning.py", round=town.now, flik="Planen")
    app.radio(key=f"plan-{town.now}_who").set_value("Välj själv").run()
    assert "Norra skolan (enhet), Barnkontoret" in app.multiselect(key=f"plan-{town.now}_without").options


def test_someone_without_units_is_told_so_and_whom_to_ask(visit, town, people, said, grant):
    plan = RoundPlan(helper="Sara på säkerheten")
    change_plan(town.store, grant(Act.PLAN), town.now, plan)
    app = visit("mina_fragor.py", person=people.nils)
    assert "Nils Utan har inget uppdrag för någon enhet i dag. Är det fel? Säg till Sara på säkerheten." in said(app)
    assert not app.radio


def test_a_round_that_asks_none_of_hers_is_told_with_a_way_to_one_that_does(visit, town, people, said, grant):
    other = plan_round(
        town.store, grant(Act.PLAN), town.form, "Mätning 2027", date(2027, 11, 3), [town.kontor], RoundPlan()
    )
    app = visit("mina_fragor.py", person=people.karin, round=other)
    assert "Mätning 2027 frågar ingen av de enheter som Karin Ek svarar för" in said(app)
    app.button(key=f"other-{town.now}").click().run()
    assert app.query_params["round"] == town.now
    assert app.radio


def test_a_unit_that_is_not_hers_is_told_and_not_shown(visit, town, people, said):
    app = visit("mina_fragor.py", person=people.dana, round=town.now, unit=town.south)
    assert "Södra skolan är ingen av de enheter som Dana Ny svarar för i mätningen i dag." in said(app)
    assert app.query_params["unit"] == town.north


def test_an_unknown_person_is_told_and_one_can_choose(visit, town, people, said):
    app = visit("mina_fragor.py", person="person0")
    assert "Personen i adressen finns inte. Välj vem du svarar för." in said(app)
    app.selectbox(key="choose_who").set_value(f"person:{people.karin}").run()
    assert "**Karin Ek**" in said(app)
    assert "Personen i adressen finns inte" not in said(app)


def test_an_assignment_that_ends_meanwhile_saves_nothing(karin, town, people, said, grant):
    withdraw_assignment(town.store, grant(Act.ORGANISE), people.north)
    choose(karin, town, "alternativ:hog")
    assert stored(town, town.north) is None
    # She has one unit left, and the page is about that.
    assert "Norra skolan är ingen av de enheter som Karin Ek svarar för" in said(karin)


def test_the_municipality_and_a_kontor_are_answered_for_here_too(visit, town, people, said, grant):
    everyone = [town.root, town.kontor, town.north]
    found = plan_round(town.store, grant(Act.PLAN), town.form, "Alla", date(2026, 12, 1), everyone, RoundPlan())
    people.assign(people.nils, town.root, MANAGER, SINCE)
    app = visit("mina_fragor.py", round=found, unit=town.root)
    assert "**Nils Utan** · Alla" in said(app)
    app = visit("mina_fragor.py", round=found, unit=town.kontor)
    assert "**Skolkontoret (kontor), utan ansvarig** · Alla" in said(app)


def test_a_planned_round_says_when_it_opens_and_takes_no_answer(visit, town, people, said, grant):
    plan = RoundPlan(first_day=date(2027, 11, 1), last_day=date(2027, 11, 30), readers="ledningsgruppen")
    found = plan_round(town.store, grant(Act.PLAN), town.form, "Nästa", date(2027, 11, 3), [town.north], plan)
    app = visit("mina_fragor.py", person=people.karin, round=found)
    assert "Mätningen öppnar 2027-11-01. Då svarar du här." in said(app)
    assert "svara senast 2027-11-30" in said(app)
    assert " ledningsgruppen." in said(app)
    assert not app.radio


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
    assert stored(town, town.north).state is State.UNKNOWN


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


def test_handing_in_shows_what_is_left_and_hands_in_all_her_units(visit, town, people, said):
    town.answer("q1")
    app = visit("mina_fragor.py", person=people.karin, area="klart")
    assert [header.value for header in app.header] == ["5 frågor är kvar"]
    assert "**Norra skolan**: 2 frågor kvar" in said(app)
    assert "Det som saknar svar räknas som obesvarat." in said(app)
    app.button(key="hand-in-alla").click().run()
    found = submissions(town.store, town.now)
    assert {unit: (one.person, one.holds) for unit, one in found.items()} == {
        town.north: (people.karin, True),
        town.south: (people.karin, True),
    }
    assert [header.value for header in app.header] == ["Inlämnat. Tack!"]
    assert "**Vad händer nu?**" in said(app)
    assert "Lämna in för båda enheterna" not in labels(app)


def test_one_unit_can_be_handed_in_by_itself(visit, town, people):
    app = visit("mina_fragor.py", person=people.karin, area="klart")
    app.button(key=f"hand-in-{town.south}").click().run()
    assert set(submissions(town.store, town.now)) == {town.south}
    assert "Lämna in för Norra skolan" in labels(app)


def test_what_is_left_leads_to_its_area_in_its_unit(visit, town, people):
    app = visit("mina_fragor.py", person=people.karin, area="klart")
    app.button(key=f"left-{town.south}-tva").click().run()
    assert (app.query_params["unit"], app.query_params["area"]) == (town.south, "tva")
    assert [header.value for header in app.header] == ["Andra området"]


def test_a_deputy_prepares_and_is_told_who_hands_in(visit, town, people, said):
    app = visit("mina_fragor.py", person=people.dana, area="klart")
    assert "Du förbereder svaren för Norra skolan som ersättare. Den som lämnar in är Karin Ek." in said(app)
    assert not [button for button in app.button if str(button.key).startswith("hand-in")]


def test_a_change_after_handing_in_needs_a_reason(visit, town, people, said, grant):
    town.answer("q1", "lag")
    submit(town.store, grant(Act.SUBMIT), town.now, [town.north], people.karin)
    app = visit("mina_fragor.py", person=people.karin)
    assert "Svaren för Norra skolan är inlämnade. Ändrar du ett svar skriver du varför." in said(app)
    choose(app, town, "alternativ:hog")
    assert "Skriv varför svaret ändras – inte sparat än. Ditt tidigare svar ”Lågt” står kvar." in said(app)
    assert app.progress[0].text.endswith("ett svar är inte sparat")
    assert stored(town, town.north).alternative == "lag"
    app.text_input(key=key(town, "q1", "skal")).input("Jag läste fel.").run()
    assert (stored(town, town.north).alternative, stored(town, town.north).reason) == ("hog", "Jag läste fel.")
    # The next change is another, and needs its own.
    choose(app, town, "alternativ:lag")
    assert stored(town, town.north).alternative == "hog"
    assert app.text_input(key=key(town, "q1", "skal")).value == ""


def test_taking_an_answer_back_after_handing_in_needs_a_reason_too(visit, town, people, said, grant):
    town.answer("q1", "lag")
    submit(town.store, grant(Act.SUBMIT), town.now, [town.north], people.karin)
    app = visit("mina_fragor.py", person=people.karin)
    app.button(key=key(town, "q1", "ta_bort")).click().run()
    assert stored(town, town.north).alternative == "lag"
    app.text_input(key=key(town, "q1", "skal")).input("Frågan gällde en annan enhet.").run()
    assert stored(town, town.north) is None
    assert app.radio(key=key(town, "q1", "val")).value is None


def test_what_is_handed_back_says_why(visit, town, people, said, grant):
    submit(town.store, grant(Act.SUBMIT), town.now, [town.north], people.karin)
    hand_back(town.store, grant(Act.PLAN), town.now, town.north, "Underlaget saknas.")
    app = visit("mina_fragor.py", person=people.karin)
    assert "Svaren för Norra skolan är tillbaka hos dig. ”Underlaget saknas.”" in said(app)
    choose(app, town, "alternativ:hog")
    assert stored(town, town.north).alternative == "hog"


def test_a_round_closed_before_she_hands_in_is_told(visit, town, people, said, grant):
    app = visit("mina_fragor.py", person=people.karin, area="klart")
    close_round(town.store, grant(Act.PLAN), town.now)
    app.button(key="hand-in-alla").click().run()
    assert submissions(town.store, town.now) == {}
    assert "Mätningen är inte öppen. Inget sparades." in said(app)
    assert "Mätningen är avslutad" in said(app)


def test_handing_in_for_somebody_who_no_longer_answers_is_told(visit, town, people, said, grant):
    app = visit("mina_fragor.py", person=people.karin, area="klart")
    withdraw_assignment(town.store, grant(Act.ORGANISE), people.north)
    people.assign(people.nils, town.north, MANAGER, SINCE)
    app.button(key="hand-in-alla").click().run()
    assert "Bara den som ansvarar för enheten kan lämna in." in said(app)
    assert submissions(town.store, town.now) == {}


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
    from data.answers import Answer, record
    from data.organisation import NewUnit, units, write_units
    from data.rounds import open_round

    form = forms["mognadsmatning"][-1]
    root = units(begun, date(2026, 1, 1))[0]
    unit = write_units(begun, grant(Act.ORGANISE), [NewUnit("Norra", "enhet", root.unit, SINCE)])[0]
    found = open_round(begun, grant(Act.PLAN), form, "Mätning 2026", date(2026, 11, 3), [root.unit, unit])
    area = form.area(form.questions_for("unit")[0].area).parent or form.questions_for("unit")[0].area
    common = next(q for q in form.area_questions(area) if q in form.questions_for("organisation"))
    app = visit("mina_fragor.py", round=found, unit=unit, area=area)
    assert "Kommunens gemensamma svar" in folds(app)
    assert "**Inte besvarat än**" in said(app)
    choice = form.choices_of(common)[2]
    answer = Answer(found, root.unit, common.name, State.ANSWERED, choice.name, comment="Så gör kommunen.")
    record(begun, grant(Act.ANSWER), form, answer)
    app.run()
    assert f"**{choice.label}**" in said(app)
    assert "Så gör kommunen." in said(app)
    assert "Kommunens gemensamma svar" not in folds(visit("mina_fragor.py", round=found, unit=root.unit, area=area))


def test_a_person_answers_for_her_own_units_only(town, people):
    from base.errors import MognadError
    from pages.parts.saving import require_hers

    require_hers(town.store, people.karin, [town.north, town.south])
    require_hers(town.store, None, [town.kontor])
    with pytest.raises(MognadError) as refused:
        require_hers(town.store, people.dana, [town.north, town.south])
    assert refused.value.code == "unit_not_hers"


def test_a_unit_that_wants_to_answers_the_whole_bank(visit, begun, forms, said, grant):
    from data.organisation import NewUnit, units, write_units
    from data.rounds import open_round

    form = forms["mognadsmatning"][-1]
    root = units(begun, date(2026, 1, 1))[0]
    unit = write_units(begun, grant(Act.ORGANISE), [NewUnit("Norra", "enhet", root.unit, SINCE)])[0]
    found = open_round(begun, grant(Act.PLAN), form, "Mätning 2026", date(2026, 11, 3), [root.unit, unit])
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
    from data.organisation import NewUnit, units, write_units
    from data.rounds import open_round

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
    found = open_round(begun, grant(Act.PLAN), forms["mognadsmatning"][-1], "Mätning 2026", date(2026, 11, 3), made)
    # By hand, from the file of examples.
    expected = ("allergilistan är inte den senaste", "portkoden till en kund", "en dator blir stulen")
    for unit, words in zip(made, expected, strict=True):
        assert words in said(visit("mina_fragor.py", round=found, unit=unit, area="risk"))
