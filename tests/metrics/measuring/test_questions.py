"""Question by question, beside a count made by hand."""

from datetime import date

from metrics.measuring.forms import WantedRound
from metrics.measuring.questions import QuestionCounts, question_counts
from tests.kit.measured import World, make_form, question

DAY = date(2026, 10, 1)


def test_answers_are_counted_per_question_and_scope(world: World) -> None:
    form = make_form([question("q1"), question("q2"), question("ledning", respondent="organisation")])
    world.round(
        form,
        "Mätning 2026",
        DAY,
        {
            "A1": {"q1": "s1", "q2": "unknown"},
            "A2": {"q1": "s3", "q2": "not_applicable"},
            "B1": {"q1": "s3"},
        },
    )
    assert question_counts(world.store, WantedRound("prov", "Mätning 2026")) == (
        QuestionCounts("q1", {"s1": 1, "s3": 2}, 0, 0, 3),
        QuestionCounts("q2", {}, 1, 1, 3),
    )
    found = question_counts(world.store, WantedRound("prov", "Mätning 2026"), world.ids["A"])
    assert [(one.answered, one.unanswered, one.expected) for one in found] == [(2, 0, 2), (0, 0, 2)]


def test_a_closed_round_is_counted_as_it_was_closed(world: World) -> None:
    made = world.round(make_form([question("q1")]), "Mätning", DAY, {"A1": {"q1": "s1"}, "A2": {}}, close=True)
    world.answer(made, "A2", {"q1": "s2"})
    assert question_counts(world.store, WantedRound("prov", made))[0].unanswered == 1
