"""Whom a measurement is sent to and what stands in the message, against texts written by hand."""

from dataclasses import replace
from datetime import date

import pytest

from base.actors import Act
from data.measuring.rounds import RoundPlan, find_round
from data.measuring.submissions import submit
from data.organisation.assignments import DEPUTY, MANAGER, NewAssignment, add_assignment
from metrics.measuring.rounds.mailing import Letter, mailing, message
from metrics.measuring.rounds.progress import progress
from tests.kit.measured import START, World, grant, make_form, question
from tests.kit.writers import add_person, change_plan

pytestmark = pytest.mark.slow

FORM = make_form([question("q1"), question("q2")])
DAY = date(2026, 10, 1)

BEFORE = date(2026, 10, 1)


@pytest.fixture
def people(world: World) -> dict[str, str]:
    """Örjan manages A1 and A2, with Cia as deputy at A1; Anna manages B1, also Örjan; nobody manages B2."""
    made = {
        name: add_person(world.store, grant(Act.ORGANISE), name, contact)
        for name, contact in (("Örjan", "orjan@ekby.se"), ("Anna", None), ("Cia", None))
    }
    for name, unit, role in (
        ("Örjan", "A1", MANAGER),
        ("Örjan", "A2", MANAGER),
        ("Cia", "A1", DEPUTY),
        ("Anna", "B1", MANAGER),
        ("Örjan", "B1", MANAGER),
        ("Cia", "B2", DEPUTY),
    ):
        add_assignment(world.store, grant(Act.ORGANISE), NewAssignment(made[name], world.ids[unit], role, START))
    return made


@pytest.fixture
def round_id(world: World, people: dict[str, str]) -> str:
    made = world.round(FORM, "Mätning 2026", DAY, {"A1": {"q1": "s1"}, "A2": {}, "B1": {}, "B2": {}})
    plan = RoundPlan(None, date(2026, 10, 9), "Eva, 018-00 00 00", "Den årliga mätningen", "Du och samordnaren")
    change_plan(world.store, grant(Act.PLAN), made, plan)
    return made


def test_one_manager_gets_all_her_units_and_who_has_none_is_told(world: World, round_id: str) -> None:
    found = mailing(world.store, find_round(world.store, round_id), FORM, progress(world.store, round_id).units, DAY)
    told = [
        (
            one.person.name,
            [unit.name for unit in one.units],
            [deputy.name for deputy in one.deputies],
            one.expected,
            one.left,
        )
        for one in found.recipients
    ]
    assert told == [("Anna", ["B1"], [], 2, 2), ("Örjan", ["A1", "A2", "B1"], ["Cia"], 6, 5)]
    # A deputy alone does not answer for a unit.
    assert [unit.name for unit in found.without_manager] == ["B2"]


def test_before_an_assignment_begins_nobody_answers(world: World, round_id: str) -> None:
    told = progress(world.store, round_id).units
    found = mailing(world.store, find_round(world.store, round_id), FORM, told, date(2019, 12, 31))
    assert (found.recipients, len(found.without_manager)) == ((), 4)


def test_only_those_waiting_are_reminded(world: World, round_id: str, people: dict[str, str]) -> None:
    for unit in ("A1", "A2"):
        world.answer(round_id, unit, {"q1": "s1", "q2": "s2"})
    submit(world.store, grant(Act.SUBMIT), round_id, [world.ids["A1"], world.ids["A2"]], people["Örjan"])
    waiting = progress(world.store, round_id).waiting
    found = mailing(world.store, find_round(world.store, round_id), FORM, waiting, DAY)
    assert [(one.person.name, [unit.name for unit in one.units]) for one in found.recipients] == [
        ("Anna", ["B1"]),
        ("Örjan", ["B1"]),
    ]


def test_who_has_handed_in_with_questions_left_is_reminded_of_them(
    world: World, round_id: str, people: dict[str, str]
) -> None:
    submit(world.store, grant(Act.SUBMIT), round_id, [world.ids["A1"], world.ids["A2"]], people["Örjan"])
    found = find_round(world.store, round_id)
    told = [unit for unit in progress(world.store, round_id).waiting if unit.name.startswith("A")]
    [orjan] = mailing(world.store, found, FORM, told, DAY).recipients
    text = message(Letter(found, "Prov", BEFORE, reminder=True), orjan, None)
    assert "– A1: 2 frågor, inlämnat med 1 fråga obesvarad\n– A2: 2 frågor, inlämnat med 2 frågor obesvarade" in text
    assert text.endswith("Svara på det som saknas i det inlämnade, och skriv då varför svaret kommer efteråt.")
    assert "Lämna in" not in text


def test_the_messages(world: World, round_id: str, people: dict[str, str]) -> None:
    found = find_round(world.store, round_id)
    told = [unit for unit in progress(world.store, round_id).units if unit.name != "B1"]
    [orjan] = mailing(world.store, found, FORM, told, DAY).recipients
    link = "https://mognad.ekby.se/mina_fragor?person=x"
    # By hand: a unit's two questions take five minutes; half of A1's and all of A2's is 7.5, up to ten.
    assert message(Letter(found, "Prov", BEFORE, reminder=True), orjan, link) == (
        "Hej Örjan!\n"
        "\n"
        "Vi väntar på svar i Mätning 2026 (Prov) för:\n"
        "\n"
        "– A1: 2 frågor, 1 kvar\n"
        "– A2: 2 frågor\n"
        "\n"
        "Det är 3 frågor att svara på och tar ungefär 10 minuter. Sista dag är 2026-10-09.\n"
        "\n"
        "Vad svaren används till: Den årliga mätningen\n"
        "\n"
        "Vem som ser svaren: Du och samordnaren\n"
        "\n"
        "Frågor? Hör av dig till: Eva, 018-00 00 00\n"
        "\n"
        "Svara här: https://mognad.ekby.se/mina_fragor?person=x\n"
        "\n"
        "Varje svar sparas direkt, så du kan göra en paus. Tryck på Lämna in när du är klar."
    )
    assert Letter(found, "Prov", BEFORE, reminder=True).subject == "Påminnelse: Mätning 2026, svara senast 2026-10-09"
    bare = replace(found, last_day=None, helper=None, purpose=None, readers=None)
    invitation = message(Letter(bare, "Prov", BEFORE, reminder=False), orjan, None)
    assert "Mätning 2026 (Prov) är öppen. Du svarar för:" in invitation
    for left_out in ("Svara här", "Sista dag", "Vem som ser", "None"):
        assert left_out not in invitation
    assert Letter(bare, "Prov", BEFORE, reminder=False).subject == "Mätning 2026"


def test_a_manager_who_has_answered_all_is_asked_to_submit(world: World, round_id: str) -> None:
    world.answer(round_id, "A1", {"q2": "unknown"})
    world.answer(round_id, "A2", {"q1": "s1", "q2": "s2"})
    found = find_round(world.store, round_id)
    told = [unit for unit in progress(world.store, round_id).units if unit.name != "B1"]
    [orjan] = mailing(world.store, found, FORM, told, DAY).recipients
    text = message(Letter(found, "Prov", BEFORE, reminder=True), orjan, None)
    assert "– A1: 2 frågor, alla besvarade men inte inlämnade" in text
    assert "Allt är besvarat. Det som är kvar är att lämna in." in text
    assert "göra en paus" not in text
    assert orjan.minutes == 0
