"""The workshop's list, votes and time against tables made by hand."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from data.measuring.answers import AnswerState
from data.workshop.agreements import Agreement
from data.workshop.proposals import Proposal
from data.workshop.sittings import Sitting
from data.workshop.votes import Voting
from metrics.workshop.agenda import AgendaRow, Status, Why, WorkshopList, whys
from metrics.workshop.pace import pace
from metrics.workshop.votes import sides, vote_spread
from questionnaires.library import from_canonical

NOW = datetime(2026, 11, 3, 13, 0)
JA, DELVIS, NEJ = (AnswerState.ANSWERED, "ja"), (AnswerState.ANSWERED, "delvis"), (AnswerState.ANSWERED, "nej")
VET_EJ, GALLER_INTE = (AnswerState.UNKNOWN, None), (AnswerState.NOT_APPLICABLE, None)


def proposal(function, stand, certain=True):
    state, alternative = stand
    return Proposal("q", function, state, alternative, certain, None, None, None, 1, NOW)


# Each line: the proposals (a question mark: unsure), the last answer, and why the question is on the list.
TABLE = [
    ([], None, "utan förslag"),
    ([], JA, "utan förslag"),
    ([JA], None, ""),
    ([JA], JA, ""),
    ([JA, JA], JA, ""),
    ([JA], DELVIS, "ändrad"),
    ([JA], VET_EJ, "ändrad"),
    ([JA], GALLER_INTE, "ändrad"),
    ([GALLER_INTE], GALLER_INTE, ""),
    ([JA, DELVIS], None, "oenig"),
    ([JA, GALLER_INTE], None, "oenig"),
    ([JA, DELVIS], JA, "oenig ändrad"),
    ([JA, JA, NEJ], NEJ, "oenig ändrad"),
    ([VET_EJ], None, "osäker"),
    ([VET_EJ], JA, "osäker"),
    ([VET_EJ, JA], JA, "osäker"),
    ([VET_EJ, JA, NEJ], JA, "oenig osäker ändrad"),
    ([(JA, "?")], None, "osäker"),
    ([(JA, "?")], DELVIS, "osäker ändrad"),
    ([JA, (JA, "?")], JA, "osäker"),
    ([JA, (DELVIS, "?")], None, "oenig osäker"),
]


@pytest.mark.parametrize(("stands", "last", "expected"), TABLE)
def test_why_a_question_is_on_the_list(stands, last, expected):
    found = [
        proposal(f"f{n}", one[0], certain=False) if one[1] == "?" else proposal(f"f{n}", one)
        for n, one in enumerate(stands)
    ]
    assert " ".join(whys(found, last)) == expected


def row(name, status, area="a", why=(), event=None, voted=0):
    agreement = Agreement(name, event, "s1", 1, NOW, 1, None) if event else None
    voting = Voting("v", name, "s1", voted, NOW, {JA: 1}) if voted else None
    question: Any = SimpleNamespace(name=name, area=area)
    return AgendaRow(question, status, why, (), None, None, agreement, voting)


def test_the_list_counts_orders_and_resumes():
    found = WorkshopList(
        (
            row("q1", Status.DECIDED, event="agreed"),
            row("q2", Status.DISCUSS, why=(Why.DISAGREED, Why.CHANGED)),
            row("q3", Status.CONFIRM, area="b"),
            row("q4", Status.DISCUSS, why=(Why.CHANGED,)),
            row("q5", Status.PARKED, why=(Why.MISSING,), event="parked"),
            row("q6", Status.DECIDED, event="confirmed"),
            row("q7", Status.CONFIRM, area="b"),
        )
    )
    assert found.counts == {Why.DISAGREED: 1, Why.UNSURE: 0, Why.CHANGED: 2, Why.MISSING: 0}
    assert {area: [one.name for one in rows] for area, rows in found.areas.items()} == {"b": ["q3", "q7"]}
    assert [one.name for one in found.steps()] == ["q1", "q2", "q4", "q5"]
    assert [one.name for one in found.steps("q6")] == ["q1", "q2", "q4", "q5", "q6"]
    assert found.resume() == "q2"
    assert [found.following(name) for name in ("q1", "q2", "q4", "q7")] == ["q2", "q4", "q2", "q2"]


def test_a_vote_that_waits_for_its_decision_comes_first():
    found = WorkshopList((row("q1", Status.DISCUSS), row("q2", Status.DISCUSS, voted=5), row("q3", Status.DISCUSS)))
    assert found.resume() == "q2"
    only_parked = WorkshopList((row("q1", Status.CONFIRM), row("q2", Status.PARKED, event="parked")))
    assert (only_parked.resume(), only_parked.following("q2")) == ("q2", None)
    assert WorkshopList((row("q1", Status.CONFIRM),)).resume() is None


@pytest.fixture
def form():
    steps = (("nej", "Nej"), ("delvis", "Delvis"), ("ja", "Ja"))
    return from_canonical(
        {
            "settings": {"form_id": "koll", "form_title": "Koll", "version": 1},
            "areas": [{"name": "a", "label::sv": "A"}],
            "choices": [
                {"list_name": "steg", "name": name, "label::sv": label, "value": n, "order": n}
                for n, (name, label) in enumerate(steps)
            ],
            "survey": [
                {"type": "select_one steg", "name": "q", "label::sv": "Q?", "area": "a", "respondent": "organisation"}
            ],
        }
    )


@pytest.mark.parametrize(
    ("votes", "sentence", "leading"),
    [
        ({JA: 7, DELVIS: 3, VET_EJ: 2}, "7 av 12 röstade Ja. De andra: 3 Delvis, 2 Vet ej.", JA),
        ({JA: 12}, "Alla 12 röstade Ja.", JA),
        ({JA: 5, DELVIS: 5, NEJ: 2}, "Delat: Delvis och Ja fick 5 röster var av 12.", None),
        ({GALLER_INTE: 1}, "1 röst, på ett svar.", GALLER_INTE),
        ({}, "Inga röster.", None),
    ],
)
def test_the_spread_of_votes_in_words(form, votes, sentence, leading):
    found = vote_spread(form, "q", votes)
    assert found.sentence == sentence
    assert (found.leading.stand if found.leading else None) == leading
    assert [line.label for line in found.lines] == ["Nej", "Delvis", "Ja", "Vet ej", "Gäller inte oss"]


def test_shares_are_of_all_votes(form):
    found = vote_spread(form, "q", {JA: 3, NEJ: 1})
    assert [(line.label, line.share * 100) for line in found.lines if line.votes] == [("Nej", 25), ("Ja", 75)]
    assert not found.unanimous


def test_who_stands_for_what(form):
    found = sides(form, "q", [proposal("HR", JA), proposal("IT", NEJ), proposal("KS", JA)])
    assert [(label, [one.function for one in same]) for label, same in found] == [("Nej", ["IT"]), ("Ja", ["HR", "KS"])]


@pytest.mark.parametrize(
    ("minutes", "decided", "left", "short", "words"),
    [
        (0, 0, 10, "120 min kvar · 10 frågor kvar", "Ungefär 12 minuter per fråga."),
        (60, 1, 10, "60 min kvar · 10 frågor kvar", "Ungefär 6 minuter per fråga."),
        (60, 6, 10, "60 min kvar · 10 frågor kvar", "I den här takten hinner ni 6 av 10."),
        (60, 10, 10, "60 min kvar · 10 frågor kvar", "I den här takten hinner ni alla."),
        (119, 1, 10, "1 min kvar · 10 frågor kvar", "Under en minut per fråga."),
        (125, 9, 1, "5 min över tiden · 1 fråga kvar", "Tiden är slut. Parkera det som är kvar, eller boka ett"),
        (90, 9, 0, "30 min kvar · 0 frågor kvar", "Alla frågor på listan är genomgångna."),
    ],
)
def test_time_and_pace(minutes, decided, left, short, words):
    sitting = Sitting("s1", "r1", "u1", date(2026, 11, 3), 120, NOW, None, ())
    found = pace(sitting, NOW + timedelta(minutes=minutes, seconds=59), decided, left)
    assert found.short == short
    assert found.words.startswith(words)
