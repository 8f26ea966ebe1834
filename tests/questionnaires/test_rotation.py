"""Which questions rest in which round, worked out by hand, and what holds of every rotation."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.asked import asked, voluntary
from questionnaires.rotation import resting_after
from tests.kit.measured import make_form, question

FORM = make_form(
    [
        question("k1", core=True),
        question("v1"),
        question("t1", every_n_rounds=2),
        question("t2", every_n_rounds=2),
        question("t3", every_n_rounds=2),
        question("a1", every_n_rounds=3),
        question("a2", every_n_rounds=3),
        question("o1", respondent="organisation", every_n_rounds=2),
    ]
)


@pytest.mark.parametrize(
    ("earlier", "rest"),
    [
        # Every other time: t1, t3 and the municipality's o1 first, then t2. Every third: a1, a2, then neither.
        (0, ("t2", "a2")),
        (1, ("t1", "t3", "a1", "o1")),
        (2, ("t2", "a1", "a2")),
        (3, ("t1", "t3", "a2", "o1")),
        (4, ("t2", "a1")),
        (5, ("t1", "t3", "a1", "a2", "o1")),
        (6, ("t2", "a2")),
    ],
)
def test_the_turns_of_a_form(earlier, rest):
    assert resting_after(FORM, earlier) == rest


def test_a_question_that_rests_is_neither_asked_nor_offered():
    rest = resting_after(FORM, 1)
    assert [q.name for q in asked(FORM, "enhet", {}, rest)] == ["k1", "v1", "t2", "a2"]
    ladder = make_form(
        [question("q1"), question("q2", respondent="branch"), question("q3", respondent="branch")],
        levels=[{"level": 1, "label::sv": "Ett"}],
    )
    assert [q.name for q in voluntary(ladder, "enhet", {}, ("q3",))] == ["q2"]


def test_a_role_whose_questions_all_rest_is_not_asked_the_others_questions():
    form = make_form([question("q1"), question("o1", respondent="organisation")])
    assert asked(form, "kommun", {}, ("o1",)) == ()


ROTATED = st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=12)


@settings(deadline=None)
@given(ROTATED, st.integers(0, 50))
def test_each_question_is_asked_once_in_its_n_rounds_and_a_core_one_always(rows, first):
    survey = [
        question(f"q{place}", core=core, every_n_rounds=1 if core else every)
        for place, (every, core) in enumerate(rows)
    ]
    form = make_form(survey)
    for row in form.survey:
        times = [row.name not in resting_after(form, first + later) for later in range(row.every_n_rounds)]
        assert sum(times) == 1


@settings(deadline=None)
@given(st.integers(2, 5), st.integers(1, 20), st.integers(0, 30))
def test_about_equally_many_rest_each_time(every, count, earlier):
    form = make_form([question(f"q{place}", every_n_rounds=every) for place in range(count)])
    rounds = [count - len(resting_after(form, earlier + later)) for later in range(every)]
    assert max(rounds) - min(rounds) <= 1
    assert sum(rounds) == count
