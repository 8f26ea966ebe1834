"""Mina frågor for a manager: whose questions they are, and only her units."""

from datetime import date

import pytest

from base.actors import Act
from data.measuring.planning import plan_round
from data.measuring.rounds import NewRound, RoundPlan
from data.organisation.assignments import MANAGER, withdraw_assignment
from data.organisation.units import NewUnit, write_units
from tests.kit.answering import SINCE, choose, stored
from tests.kit.writers import change_plan, set_round_units

pytestmark = pytest.mark.app


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
        town.store, grant(Act.PLAN), NewRound(town.form, "Mätning 2027", date(2027, 11, 3), [town.kontor], RoundPlan())
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
    found = plan_round(
        town.store, grant(Act.PLAN), NewRound(town.form, "Alla", date(2026, 12, 1), everyone, RoundPlan())
    )
    people.assign(people.nils, town.root, MANAGER, SINCE)
    app = visit("mina_fragor.py", round=found, unit=town.root)
    assert "**Nils Utan** · Alla" in said(app)
    app = visit("mina_fragor.py", round=found, unit=town.kontor)
    assert "**Skolkontoret (kontor), utan ansvarig** · Alla" in said(app)


def test_a_planned_round_says_when_it_opens_and_takes_no_answer(visit, town, people, said, grant):
    plan = RoundPlan(first_day=date(2027, 11, 1), last_day=date(2027, 11, 30), readers="ledningsgruppen")
    found = plan_round(town.store, grant(Act.PLAN), NewRound(town.form, "Nästa", date(2027, 11, 3), [town.north], plan))
    app = visit("mina_fragor.py", person=people.karin, round=found)
    assert "Mätningen öppnar 2027-11-01. Då svarar du här." in said(app)
    assert "svara senast 2027-11-30" in said(app)
    assert " ledningsgruppen." in said(app)
    assert not app.radio


def test_a_person_answers_for_her_own_units_only(town, people):
    from base.errors import MognadError
    from pages.answering.recording import require_hers

    require_hers(town.store, people.karin, [town.north, town.south])
    require_hers(town.store, None, [town.kontor])
    with pytest.raises(MognadError) as refused:
        require_hers(town.store, people.dana, [town.north, town.south])
    assert refused.value.code == "unit_not_hers"
