"""Which steps come first, beside tables worked out by hand."""

import pytest

from metrics.measuring.next_steps import NextStep, next_steps
from metrics.measuring.scoring import Given
from tests.kit.measured import make_form, question, steps

LADDER = [{"level": n, "label::sv": f"Nivå {n}"} for n in (1, 2, 3, 4)]


def given_of(found: dict[str, str]) -> dict[str, Given]:
    states = ("unknown", "not_applicable")
    return {name: Given(value) if value in states else Given("answered", value) for name, value in found.items()}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        # The lowest first, each to the alternative right above it; q4 is core.
        ({"q1": "s3", "q2": "s1", "q3": "s2", "q4": "s2"}, [("q2", "s2"), ("q4", "s3"), ("q3", "s3")]),
        # Equal ones: core before others, then the form's order.
        ({"q1": "s2", "q2": "s2", "q3": "s2", "q4": "s2"}, [("q4", "s3"), ("q1", "s3"), ("q2", "s3")]),
        # Vet ej and no answer stand at the bottom, after what is known to be lowest; what does not apply is no step.
        ({"q1": "unknown", "q2": "s1", "q3": "not_applicable"}, [("q2", "s2"), ("q4", None), ("q1", None)]),
        # The highest is reached: nothing more to ask for.
        ({"q1": "s4", "q2": "s4", "q3": "s4", "q4": "s4"}, []),
        ({"q1": "s4", "q2": "s4", "q3": "s4", "q4": "s3"}, [("q4", "s4")]),
    ],
)
def test_on_a_ladder(answers: dict[str, str], expected: list[tuple[str, str | None]]) -> None:
    form = make_form([question("q1"), question("q2"), question("q3"), question("q4", core=True)], levels=LADDER)
    assert next_steps(form, ["q1", "q2", "q3", "q4"], given_of(answers)) == tuple(NextStep(*one) for one in expected)


def test_scales_of_different_length_are_held_by_their_share() -> None:
    """2 of 0–10 is a fifth of the way, 2 of 1–4 a third."""
    form = make_form(
        [question("long", lst="tio"), question("short")], choices=[*steps(), *steps("tio", tuple(range(11)))]
    )
    found = next_steps(form, ["short", "long"], given_of({"long": "s3", "short": "s2"}))
    assert found == (NextStep("long", "s4"), NextStep("short", "s3"))


def test_by_rules_only_what_the_next_level_lacks() -> None:
    rules = [{"level": n, "label::sv": f"Nivå {n}", "group": str(n), "share": 0.5} for n in (1, 2)]
    survey = [question(f"q{n}", level=1) for n in (1, 2)] + [question(f"r{n}", level=2) for n in (1, 2, 3, 4)]
    form = make_form(survey, levels=rules)
    # Level 1 holds (1 of 2); level 2 needs 2 of 4: the first two that could change, to the fulfilling alternative.
    found = next_steps(form, [q.name for q in form.survey], given_of({"q1": "s4", "q2": "s1", "r2": "s3", "r3": "s2"}))
    assert found == (NextStep("r1", None), NextStep("r2", "s4"))
