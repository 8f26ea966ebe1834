"""The notes of a workshop and its functions' standings, read from a store where a small workshop has been held."""

from datetime import date

import pytest

from access.rights import authorise, local_coordinator
from base.actors import Act
from data.ledger.settings import Settings
from data.ledger.store import open_store
from data.measuring.answers import Answer, AnswerState, newest_seqs, record
from data.measuring.rounds import NewRound, find_round, open_round
from data.organisation.units import NewUnit, write_units
from data.workshop.agreements import NewConfirmation, Parking, agree, confirm_area, confirmations, park
from data.workshop.place import Place
from data.workshop.proposals import NewProposals, Proposed, proposals, propose
from data.workshop.responsible import functions
from data.workshop.sittings import NewSitting, end_sitting, plan_sitting, running_sitting, sittings, start_sitting
from data.workshop.votes import NewVoting, record_votes
from metrics.workshop.agenda import Status, Why, workshop_list
from metrics.workshop.functions import function_standings, without_function
from metrics.workshop.minutes import minutes
from questionnaires.library import from_canonical
from tests.kit.sure import sure

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 3)
YES, NO = (AnswerState.ANSWERED, "ja"), (AnswerState.ANSWERED, "nej")


def grant(act):
    return authorise(local_coordinator(), act)


@pytest.fixture
def store(tmp_path):
    opened = open_store(Settings(tmp_path / "s.duckdb", None, tmp_path / "b"))
    yield opened
    opened.close()


@pytest.fixture
def form():
    asked = (("a1", "a", "IT"), ("a2", "a", "IT, HR"), ("b1", "b", "HR"), ("b2", "b", "HR"), ("b3", "b", ""))
    return from_canonical(
        {
            "settings": {"form_id": "koll", "form_title": "Koll", "version": 1},
            "areas": [{"name": "a", "label::sv": "A"}, {"name": "b", "label::sv": "B"}],
            "choices": [
                {"list_name": "steg", "name": name, "label::sv": name.title(), "value": n, "order": n}
                for n, name in enumerate(("nej", "ja"))
            ],
            "survey": [
                {
                    "type": "select_one steg",
                    "name": name,
                    "label::sv": name,
                    "area": area,
                    "respondent": "organisation",
                    "audience": audience,
                }
                for name, area, audience in asked
            ],
        }
    )


@pytest.fixture
def held(store, form):
    """Round, unit and sitting: a1 is voted on and agreed, a2 confirmed, b1 parked; b2 is confirmed and then changed."""
    root = write_units(store, grant(Act.ORGANISE), [NewUnit("Ekby", "kommun", None, date(2020, 1, 1))])[0]
    made = open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", DAY, [root]))
    answer = grant(Act.ANSWER)
    sent = [
        Proposed("a1", "IT", *YES, certain=False),
        Proposed("a2", "IT", *YES, comment="Finns."),
        Proposed("b2", "HR", *NO),
    ]
    propose(store, answer, form, NewProposals(made, root, sent))
    sitting = plan_sitting(store, grant(Act.PLAN), NewSitting(made, root, DAY, 60, [("Anna", "IT"), ("Bo", "HR")]))
    start_sitting(store, grant(Act.PLAN), sitting)
    record_votes(store, answer, form, NewVoting(sitting, "a1", {YES: 1, NO: 1}))
    agree(store, answer, form, sitting, Answer(made, root, "a1", *NO, comment="Inte beslutat."))
    present = [sure(running_sitting(store, made, root)).people[0].person]
    confirm_area(store, answer, form, NewConfirmation(sitting, "a", ["a2"], present, store.position()))
    confirm_area(store, answer, form, NewConfirmation(sitting, "b", ["b2"], present, store.position()))
    park(store, answer, form, Parking(sitting, "b1"))
    based_on = newest_seqs(store, made, root)["b2"]
    record(store, answer, form, Answer(made, root, "b2", *YES, based_on=based_on))
    end_sitting(store, grant(Act.PLAN), sitting)
    # One that was planned and never held.
    plan_sitting(store, grant(Act.PLAN), NewSitting(made, root, DAY, 60, []))
    return made, root


def held_place(store, form, held):
    made, root = held
    return Place(form, find_round(store, made), root)


def test_the_notes_tell_what_was_decided_how_and_by_whom(store, form, held):
    listed = workshop_list(store, held_place(store, form, held), form.survey, {})
    found = minutes(form, listed, sittings(store, *held), confirmations(store, *held))
    assert [[one.name for one in sitting.people] for sitting in found.sittings] == [["Anna", "Bo"]]
    (agreed,) = found.agreed
    assert (agreed.row.name, agreed.answer, agreed.sitting) == ("a1", "Nej", 1)
    assert sure(agreed.spread).sentence == "Delat: Nej och Ja fick 1 röst var av 2."
    assert sure(agreed.row.stored).comment == "Inte beslutat."
    (area,) = found.confirmed
    assert (area.confirmation.area, area.confirmation.names, area.sitting) == ("a", ("Anna",), 1)
    assert [(one.row.name, one.answer, one.spread) for one in area.decisions] == [("a2", "Ja", None)]
    assert [row.name for row in found.parked] == ["b1"]
    assert [(row.name, row.changed_since) for row in found.left] == [("b2", True), ("b3", False)]


def test_the_list_follows_what_has_been_said(store, form, held):
    listed = workshop_list(store, held_place(store, form, held), form.survey, {})
    assert {row.name: row.status for row in listed.rows} == {
        "a1": Status.DECIDED,
        "a2": Status.DECIDED,
        "b1": Status.PARKED,
        "b2": Status.DISCUSS,
        "b3": Status.DISCUSS,
    }
    # HR proposed No before the meeting, the form says Yes after it.
    assert sure(listed.find("b2")).whys == (Why.DISAGREED,)


def test_a_last_answer_counts_only_with_the_same_alternatives(store, form, held):
    def whys_of(before):
        row = workshop_list(store, held_place(store, form, held), form.survey, {}).find("a1")
        stored = sure(sure(row).stored)
        listed = workshop_list(store, held_place(store, form, held), form.survey, {"a1": (before, stored)})
        return sure(listed.find("a1")).last

    assert whys_of(form) == NO
    narrower = form.model_copy(update={"choices": form.choices[:1]})
    assert whys_of(narrower) is None


def test_how_far_each_function_has_come(store, form, held):
    known = functions(store, form, *held)
    found = function_standings(form.survey, known, proposals(store, *held))
    assert [(one.name, [q.name for q in one.responsible], [q.name for q in one.others], one.left) for one in found] == [
        ("HR", ["b1", "b2"], ["a2"], 1),
        ("IT", ["a1", "a2"], [], 0),
    ]
    assert [question.name for question in without_function(form.survey, known)] == ["b3"]
