"""The closed figure and the corrected one, and the respondent's own judgements, beside tables worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest

from base.actors import Act
from data.measuring.answers import Answer, AnswerState, newest_seqs
from data.measuring.closing import close_round, correct_answer, reopen_round
from data.measuring.overrides import NewOverride, set_override
from data.measuring.rounds import find_round
from metrics.measuring.forms import WantedRound
from metrics.measuring.questions import given_answers, question_counts
from metrics.measuring.respondents import Scope
from metrics.measuring.rounds.corrections import restated
from metrics.measuring.scores import scores
from tests.kit.measured import World, grant, make_form, question

pytestmark = pytest.mark.slow

DAY = date(2026, 10, 1)
LADDER = [{"level": step, "label::sv": f"Nivå {step}"} for step in (1, 2, 3, 4)]
FORM = make_form([question("q1"), question("q2")], levels=LADDER)


def correct(world: World, made: str, unit: str, name: str, alternative: str) -> None:
    seen = newest_seqs(world.store, made, world.ids[unit]).get(name, 0)
    answer = Answer(made, world.ids[unit], name, AnswerState.ANSWERED, alternative, based_on=seen, reason="Skrev fel")
    correct_answer(world.store, grant(Act.CORRECT), FORM, answer)


# closed       q1 q2  mean        corrected   q1 q2  mean
# A1            1  3  2                        4  3  3,5
# A2            2  2  2                        2  2  2
# the municipality    2                               2,75
@pytest.fixture
def closed(world: World) -> str:
    given = {"A1": {"q1": "s1", "q2": "s3"}, "A2": {"q1": "s2", "q2": "s2"}}
    made = world.round(FORM, "Mätning 2026", DAY, given, close=True)
    correct(world, made, "A1", "q1", "s4")
    return made


def test_the_closed_figure_stands_until_the_corrected_one_is_asked_for(world: World, closed: str) -> None:
    found = scores(world.store, WantedRound("prov"))
    assert (found.total.score, found.origin.corrected) == (Fraction(2), False)
    asked = scores(world.store, WantedRound("prov", corrected=True))
    assert (asked.total.score, asked.area("a").figure.score, asked.origin.corrected) == (
        Fraction(11, 4),
        Fraction(11, 4),
        True,
    )
    one = scores(world.store, WantedRound("prov", corrected=True), Scope(unit=world.ids["A1"]))
    assert (one.total.score, scores(world.store, WantedRound("prov"), Scope(unit=world.ids["A1"])).total.score) == (
        Fraction(7, 2),
        2,
    )
    assert asked.series.all[-1].score == Fraction(11, 4)


def test_the_corrected_figure_is_read_at_a_position_too(world: World, closed: str) -> None:
    then = world.store.position()
    correct(world, closed, "A1", "q1", "s2")
    assert scores(world.store, WantedRound("prov", known_at=then, corrected=True)).total.score == Fraction(11, 4)
    assert scores(world.store, WantedRound("prov", corrected=True)).total.score == Fraction(9, 4)


def test_counts_and_single_answers_follow(world: World, closed: str) -> None:
    as_closed = question_counts(world.store, WantedRound("prov", closed))[0]
    asked = question_counts(world.store, WantedRound("prov", closed, corrected=True))[0]
    assert (as_closed.alternatives, asked.alternatives) == ({"s1": 1, "s2": 1}, {"s4": 1, "s2": 1})
    told = given_answers(world.store, WantedRound("prov", closed, corrected=True), "q1")
    assert [(one.name, one.alternative) for one in told] == [("A1", "s4"), ("A2", "s2")]
    assert given_answers(world.store, WantedRound("prov", closed), "q1")[0].alternative == "s1"


def test_answers_to_a_question_name_those_who_have_said_nothing(world: World) -> None:
    made = world.round(FORM, "M", DAY, {"A1": {"q1": "unknown"}, "B1": {}})
    told = given_answers(world.store, WantedRound("prov", made), "q1")
    assert [(one.name, one.state, one.alternative) for one in told] == [("A1", "unknown", None), ("B1", None, None)]
    assert [one.name for one in given_answers(world.store, WantedRound("prov", made), "q1", world.ids["B"])] == ["B1"]


def test_what_was_corrected_is_told(world: World, closed: str) -> None:
    found = restated(world.store, find_round(world.store, closed))
    assert (found.pending, found.reopened, len(found.changes)) == (1, 0, 1)
    assert found.text == "1 svar rättat i efterhand."
    correct(world, closed, "A2", "q1", "s3")
    correct(world, closed, "A1", "q1", "s1")  # as it was: no longer another answer
    found = restated(world.store, find_round(world.store, closed))
    assert (found.pending, [change.question for change in found.changes]) == (1, ["q1"])


def test_what_was_changed_while_open_again_is_in_the_closed_figure(world: World, closed: str) -> None:
    reopen_round(world.store, grant(Act.PLAN), closed, "Fel enhet svarade")
    world.answer(closed, "A2", {"q2": "s4"})
    assert restated(world.store, find_round(world.store, closed)).text == ""
    close_round(world.store, grant(Act.PLAN), closed)
    found = restated(world.store, find_round(world.store, closed))
    assert (found.pending, found.reopened) == (0, 2)
    assert found.text == "2 svar ändrades medan mätningen var öppen igen."
    assert scores(world.store, WantedRound("prov")).total.score == Fraction(13, 4)  # (3,5 + 3) / 2


def test_an_own_judgement_stands_beside_what_the_answers_give(world: World) -> None:
    form = make_form([question("q1", "a"), question("q2", "b")], ["a", "b"], levels=LADDER)
    made = world.round(form, "M", DAY, {"A1": {"q1": "s3", "q2": "s2"}})
    unit = world.ids["A1"]
    set_override(world.store, grant(Act.ANSWER), form, NewOverride(made, unit, "a", 2, "Rutinen är ny och oprövad"))
    close_round(world.store, grant(Act.PLAN), made)
    closing = world.store.position()
    reopen_round(world.store, grant(Act.PLAN), made, "Ett möte till")
    set_override(world.store, grant(Act.ANSWER), form, NewOverride(made, unit, "a", 4, "Prövad i höstas"))
    then = scores(world.store, WantedRound("prov", known_at=closing), Scope(unit=unit)).area("a")
    assert (then.figure.level, then.level, then.override and then.override.reason) == (
        3,
        2,
        "Rutinen är ny och oprövad",
    )
    found = scores(world.store, WantedRound("prov"), Scope(unit=unit))
    assert (found.area("a").level, found.area("b").override, found.area("b").level) == (4, None, 2)
    # It is a level beside the answers' own, never a part of a mean.
    assert found.area("a").figure.score == 3


def test_nothing_said_is_not_judged(world: World) -> None:
    """0 answers are no level 0; and an area of level 2 alone has not reached level 1 by being empty."""
    world.ids["Kommun"] = world.root
    rules = [{"level": n, "label::sv": f"Nivå {n}", "group": str(n), "share": 0.5} for n in (1, 2)]
    survey = [question("q1", "x", "organisation", level=1), question("q2", "y", "organisation", level=2)]
    form = make_form(survey, ["x", "y", "z"], levels=rules)
    made = world.round(form, "M", DAY, {"Kommun": {}})
    found = scores(world.store, WantedRound("prov"))
    assert (found.total.level, [area.level for area in found.areas]) == (None, [None, None, None])
    world.answer(made, "Kommun", {"q1": "unknown"})
    found = scores(world.store, WantedRound("prov"))
    # Vet ej is said, and is not fulfilled: 0 of 1. Area z has no question at all.
    assert (found.total.level, [area.level for area in found.areas]) == (0, [0, None, None])
