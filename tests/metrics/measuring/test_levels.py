"""Levels by rules and on a ladder, beside tables worked out by hand."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.measuring.levels import ladder_levels, level_reached, next_level, own_tallies
from metrics.measuring.scoring import Given, Scoring
from questionnaires.model import Questionnaire
from tests.kit.measured import make_form, question, steps

STATES = ("unknown", "not_applicable")


def given_of(found: dict[str, str]) -> dict[str, Given]:
    return {name: Given(value) if value in STATES else Given("answered", value) for name, value in found.items()}


def level(form: Questionnaire, found: dict[str, str], area: str | None = None) -> int | None:
    scoring = Scoring(form)
    return level_reached(scoring, scoring.cells([q.name for q in form.survey], given_of(found)), area)


def rule(step: int, group: str | None = None, share: object = None) -> dict[str, Any]:
    row: dict[str, Any] = {"level": step, "label::sv": f"Nivå {step}"}
    return row if group is None else row | {"group": group, "share": share}


# Four questions of level 1 in area a, two of level 2 in area b. The bar on level 1 rises with level 2.
SURVEY = [question(f"a{n}", "a", level=1) for n in range(1, 5)] + [question(f"b{n}", "b", level=2) for n in (1, 2)]
FORM = make_form(SURVEY, ["a", "b"], levels=[rule(1, "1", 0.5), rule(2, "1", 0.75), rule(2, "2", 0.5)])
YES, NO = "s4", "s3"


def filled(a: str, b: str) -> dict[str, str]:
    """``y`` fulfilled, ``n`` not, ``u`` unknown, ``x`` not applicable, ``.`` unanswered."""
    words = {"y": YES, "n": NO, "u": "unknown", "x": "not_applicable"}
    marks = {**{f"a{n}": m for n, m in enumerate(a, 1)}, **{f"b{n}": m for n, m in enumerate(b, 1)}}
    return {name: words[mark] for name, mark in marks.items() if mark != "."}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("ynnn", "yy", 0),  # 1/4 < 0.5: level 2's own group does not help
        ("yynn", "yy", 1),  # 2/4 = 0.5 holds level 1; 2/4 < 0.75 fails level 2
        ("yyyn", "yn", 2),  # 3/4 = 0.75, 1/2 = 0.5: both exactly on the bar
        ("yyyn", "nn", 1),
        ("yy..", "yy", 1),  # unanswered are not fulfilled: 2/4
        ("yyuu", "yy", 1),  # nor is Vet ej
        ("yyxx", "yy", 2),  # not applicable leaves the denominator: 2/2
        ("yxxx", "yn", 2),
        ("xxxx", "yn", 2),  # a group with nothing applicable holds
        ("xxxx", "nn", 1),
        ("yyyy", "xx", 2),
        ("....", "..", 0),
        ("xxxx", "xx", None),  # nothing to judge at all
    ],
)
def test_cumulative_levels(a: str, b: str, expected: int | None) -> None:
    assert level(FORM, filled(a, b)) == expected


def test_a_level_holds_only_when_all_lower_ones_do() -> None:
    form = make_form(SURVEY, ["a", "b"], levels=[rule(1, "1", 1), rule(2, "2", 0.5)])
    assert level(form, filled("yyyn", "yy")) == 0


def test_fulfils_may_be_said_of_several_alternatives() -> None:
    form = make_form(SURVEY, ["a", "b"], steps(fulfils=("s3", "s4")), [rule(1, "1", 1), rule(2, "2", 1)])
    assert level(form, filled("ynyn", "ny")) == 2  # s3 fulfils as well


def test_groups_may_be_areas() -> None:
    areas: list[dict[str, Any] | str] = ["t", {"name": "a", "parent": "t"}, {"name": "b", "parent": "t"}]
    form = make_form(SURVEY, areas, levels=[rule(1, "area:b", 1), rule(2, "area:t", "0.8")])
    assert level(form, filled("ynnn", "yy")) == 1  # 3/6 of t
    assert level(form, filled("yyyn", "yy")) == 2  # 5/6 ≥ 0.8
    assert level(form, filled("yyyy", "yn")) == 0


def test_an_areas_level_uses_its_own_questions() -> None:
    found = filled("yyyn", "nn")
    # Area a: 3/4 of level 1; it has no question of level 2, so that group holds.
    assert level(FORM, found, "a") == 2
    # Area b: no question of level 1; 0/2 of level 2.
    assert level(FORM, found, "b") == 1
    assert level(FORM, filled("yynn", "yy"), "a") == 1


@pytest.mark.parametrize(("fulfilled", "expected"), [(54, 0), (55, 1), (56, 1)])
def test_thresholds_are_compared_exactly(fulfilled: int, expected: int) -> None:
    """0.55 · 100 is 55.00000000000001 in floats: 55 of 100 must still reach the bar."""
    assert 0.55 * 100 > 55
    survey = [question(f"q{n}", level=1) for n in range(100)]
    form = make_form(survey, levels=[rule(1, "1", 0.55)])
    assert level(form, {f"q{n}": YES for n in range(fulfilled)}) == expected


@pytest.mark.parametrize(
    ("a", "b", "target", "answers", "groups"),
    [
        # Level 1 needs 2 of 4; two more answers.
        ("nnnn", "nn", 1, 2, {"1": (2, 4)}),
        # Level 2 from here: 3 of 4 in level 1 (one more), 1 of 2 in level 2 (one more): summed over groups.
        ("yynn", "nn", 2, 2, {"1": (1, 2), "2": (1, 2)}),
        ("yyyn", "nn", 2, 1, {"2": (1, 2)}),
        # Not applicable: 2 of 2 hold; unanswered and Vet ej are candidates.
        ("yyxx", "u.", 2, 1, {"2": (1, 2)}),
        # 0.75 of 3 applicable is 2.25: three are needed.
        ("yynx", "yy", 2, 1, {"1": (1, 1)}),
    ],
)
def test_what_is_missing_for_the_next_level(
    a: str, b: str, target: int, answers: int, groups: dict[str, tuple[int, int]]
) -> None:
    found = next_level(Scoring(FORM), [q.name for q in FORM.survey], given_of(filled(a, b)))
    assert found is not None
    assert (found.level, found.label, found.answers) == (target, f"Nivå {target}", answers)
    assert {gap.group: (gap.needed, len(gap.candidates)) for gap in found.groups} == groups


def test_candidates_are_the_questions_that_could_change() -> None:
    found = next_level(Scoring(FORM), [q.name for q in FORM.survey], given_of(filled("ynx.", "nn")))
    assert found is not None
    assert found.groups[0].candidates == ("a2", "a4")


def test_nothing_is_missing_at_the_top_or_without_rules() -> None:
    names = [q.name for q in FORM.survey]
    assert next_level(Scoring(FORM), names, given_of(filled("yyyy", "yy"))) is None
    ladder = make_form(SURVEY, ["a", "b"], levels=[rule(1), rule(2)])
    assert next_level(Scoring(ladder), names, given_of(filled("nnnn", "nn"))) is None


DIMENSIONS: list[dict[str, Any] | str] = ["p", {"name": "p1", "parent": "p"}, {"name": "p2", "parent": "p"}, "r"]
LADDER = make_form(
    [question("q1", "p1"), question("q2", "p1"), question("q3", "p2"), question("q4", "r")],
    DIMENSIONS,
    levels=[rule(n) for n in (1, 2, 3, 4)],
)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        # p1: (2+3)/2 = 2.5 → 2; p2: 4; the perspective is the lowest of them.
        ({"q1": "s2", "q2": "s3", "q3": "s4"}, {"p": 2, "p1": 2, "p2": 4, "r": None}),
        # A dimension without an answer: the perspective is not judged.
        ({"q1": "s4", "q2": "s4"}, {"p": None, "p1": 4, "p2": None, "r": None}),
        ({"q1": "s4", "q3": "not_applicable"}, {"p": None, "p1": 4, "p2": None, "r": None}),
        ({"q4": "unknown"}, {"p": None, "p1": None, "p2": None, "r": None}),
        ({"q4": "s1", "q3": "s3"}, {"p": None, "p1": None, "p2": 3, "r": 1}),
    ],
)
def test_ladder(found: dict[str, str], expected: dict[str, int | None]) -> None:
    scoring = Scoring(LADDER)
    cells = scoring.cells(["q1", "q2", "q3", "q4"], given_of(found))
    assert ladder_levels(scoring, own_tallies(scoring, cells), scoring.area_scores(cells)) == expected


def test_the_ladder_counts_whole_steps_exactly() -> None:
    """Three thirds make a whole step: 2.9999999999999996 in floats."""
    form = make_form([question(f"q{n}", "r") for n in range(3)], ["r"], steps(values=("2.7", 3, "3.3")), [rule(3)])
    scoring = Scoring(form)
    cells = scoring.cells(["q0", "q1", "q2"], given_of({"q0": "s1", "q1": "s2", "q2": "s3"}))
    assert scoring.total(cells) == Fraction(3)
    assert ladder_levels(scoring, own_tallies(scoring, cells), scoring.area_scores(cells))["r"] == 3


MARKS = st.text("ynux.", min_size=4, max_size=4)
TWO = st.text("ynux.", min_size=2, max_size=2)


@given(MARKS, TWO, st.randoms())
def test_order_changes_no_level(a: str, b: str, random: Any) -> None:
    found = list(filled(a, b).items())
    random.shuffle(found)
    assert level(FORM, dict(found)) == level(FORM, filled(a, b))


@given(MARKS, TWO)
def test_an_unanswered_question_never_raises_a_level(a: str, b: str) -> None:
    """Taking an answer back gives at most the level that any answer but *Gäller inte oss* gives; so does a new one."""
    found = filled(a, b)
    here = level(FORM, found)
    for name, answer in found.items():
        if answer != "not_applicable":
            without = {key: value for key, value in found.items() if key != name}
            assert (level(FORM, without) or 0) <= (here or 0)
    longer = make_form([*SURVEY, question("a5", "a", level=1)], ["a", "b"], levels=FORM_LEVELS)
    if here is not None:
        assert (level(longer, found) or 0) <= here


FORM_LEVELS = [rule(1, "1", 0.5), rule(2, "1", 0.75), rule(2, "2", 0.5)]


@given(MARKS, TWO)
def test_changing_as_many_answers_as_are_missing_reaches_the_next_level(a: str, b: str) -> None:
    found = filled(a, b)
    missing = next_level(Scoring(FORM), [q.name for q in FORM.survey], given_of(found))
    if missing is None:
        return
    changes = [name for gap in missing.groups for name in gap.candidates[: gap.needed]]
    assert len(changes) == missing.answers
    reached = level(FORM, {**found, **dict.fromkeys(changes, YES)})
    assert reached is not None
    assert reached >= missing.level
    for name in changes:
        fewer = {**found, **dict.fromkeys([other for other in changes if other != name], YES)}
        assert (level(FORM, fewer) or 0) < missing.level
