"""Means, weights, aggregations and display, beside tables worked out by hand."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.measuring.scoring import Given, Scoring
from metrics.measuring.spread import Spread, mean, spread
from tests.kit.measured import make_form, question, steps

STATES = ("unknown", "not_applicable")


def answers(text: str) -> dict[str, Given]:
    """``q1=s3 q2=unknown`` → answers."""
    pairs = (part.split("=") for part in text.split())
    return {name: Given(value) if value in STATES else Given("answered", value) for name, value in pairs}


def score(form: Any, text: str, area: str | None = None) -> Fraction | None:
    scoring = Scoring(form)
    cells = scoring.cells([q.name for q in form.survey], answers(text))
    return scoring.score(cells, area)


FOUR = [question(f"q{n}") for n in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("given_answers", "expected"),
    [
        ("q1=s1 q2=s2 q3=s3 q4=s4", Fraction(5, 2)),  # (1+2+3+4)/4
        ("q1=s1 q2=s2", Fraction(3, 2)),  # unanswered leave the mean
        ("q1=s4 q2=unknown q3=s3", Fraction(7, 2)),  # so does Vet ej
        ("q1=s4 q2=not_applicable q3=s1 q4=s1", Fraction(2)),  # and Gäller inte oss: 6/3
        ("q1=unknown q2=not_applicable", None),  # nothing counts
        ("", None),
    ],
)
def test_mean_of_answered_and_applicable_questions(given_answers: str, expected: Fraction | None) -> None:
    assert score(make_form(FOUR), given_answers) == expected


def test_unknown_counts_as_the_lists_lowest_value_when_the_form_says_so() -> None:
    # The list starts at 2: Vet ej is worth 2, not 0 and not 1. (5 + 2 + 3) / 3
    form = make_form(FOUR, choices=steps(values=(2, 3, 5)), unknown_counts_as="lowest")
    assert score(form, "q1=s3 q2=unknown q3=s2") == Fraction(10, 3)
    # Not applicable stays out: (5 + 2) / 2
    assert score(form, "q1=s3 q2=unknown q3=not_applicable") == Fraction(7, 2)
    assert score(form, "q1=unknown") == 2


def test_weights() -> None:
    # 1·4 + 0.5·1 + 2.5·2 = 9.5 of 4 → 2.375
    form = make_form([question("q1"), question("q2", weight="0.5"), question("q3", weight="2.5")])
    assert score(form, "q1=s4 q2=s1 q3=s2") == Fraction(19, 8)
    # Without q3: (4 + 0.5) / 1.5 = 3
    assert score(form, "q1=s4 q2=s1 q3=not_applicable") == 3


def test_decimal_values_are_exact() -> None:
    form = make_form(FOUR, choices=steps(values=("0.1", "0.2", "0.7")))
    assert score(form, "q1=s1 q2=s2 q3=s1") == Fraction(4, 30)
    assert Scoring(form).display(score(form, "q1=s1 q2=s2 q3=s1")) == "0,1"


@pytest.mark.parametrize(
    ("values", "decimals", "given_answers", "shown"),
    [
        (("1.15", "2"), 1, "q1=s1", "1,2"),  # half up, not to even and not down as the float 1.15 would
        ((2, 3), 1, "q1=s1 q2=s1 q3=s1 q4=s2", "2,3"),  # 2.25
        ((1, 2), 0, "q1=s1 q2=s2", "2"),  # 1.5
        ((1, 2), 2, "q1=s1 q2=s1 q3=s2", "1,33"),
        ((1, 2), 1, "q1=unknown", "–"),
        (("1.04999999996", "2"), 1, "q1=s1", "1,1"),  # nine decimals first: 1.050000000
        (("1.0499999", "2"), 1, "q1=s1", "1,0"),
    ],
)
def test_display_is_rounded_half_up_after_nine_decimals(
    values: tuple[object, ...], decimals: int, given_answers: str, shown: str
) -> None:
    form = make_form(FOUR, choices=steps(values=values), decimals=decimals)
    assert Scoring(form).display(score(form, given_answers)) == shown


Areas = list[dict[str, Any] | str]

# Two areas under x; y beside it. Levels 1 and 2.
TREE: list[dict[str, Any] | str] = [
    "x",
    {"name": "x1", "parent": "x"},
    {"name": "x2", "parent": "x", "weight": 3},
    {"name": "y", "weight": 2},
]
LEVELS = [{"level": 1, "label::sv": "Ett"}, {"level": 2, "label::sv": "Två"}]
TREE_SURVEY = [
    question("a", "x1", level=1),
    question("b", "x1", level=2),
    question("c", "x2", level=1),
    question("d", "y", level=1),
    question("e", "y", level=2),
]
GIVEN = "a=s1 b=s4 c=s4 d=s2 e=s3"


@pytest.mark.parametrize(
    ("aggregation", "x", "x1", "y"),
    [
        ("mean", Fraction(3), Fraction(5, 2), Fraction(5, 2)),  # (1+4+4)/3, (1+4)/2, (2+3)/2
        ("sum", Fraction(9), Fraction(5), Fraction(5)),
        ("min", Fraction(1), Fraction(1), Fraction(2)),
        ("sum of level means", Fraction(13, 2), Fraction(5), Fraction(5)),  # x: (1+4)/2 + 4
    ],
)
def test_area_aggregations(aggregation: str, x: Fraction, x1: Fraction, y: Fraction) -> None:
    form = make_form(TREE_SURVEY, TREE, levels=LEVELS, aggregation=aggregation)
    assert [score(form, GIVEN, area) for area in ("x", "x1", "y")] == [x, x1, y]


def test_mean_of_sub_areas_weighs_the_areas_and_leaves_out_those_without_a_score() -> None:
    form = make_form(TREE_SURVEY, TREE, levels=LEVELS, aggregation="mean of sub-areas")
    # x: (1·2.5 + 3·4) / 4 = 3.625; a leaf takes the mean of its questions.
    assert score(form, GIVEN, "x") == Fraction(29, 8)
    assert score(form, GIVEN, "y") == Fraction(5, 2)
    assert score(form, "a=s1 b=s4", "x") == Fraction(5, 2)
    assert score(form, "d=s1", "x") is None


def test_an_areas_own_aggregation_overrides_the_setting() -> None:
    areas: list[dict[str, Any] | str] = [
        "x",
        {"name": "x1", "parent": "x"},
        {"name": "x2", "parent": "x", "aggregation": "min"},
        "y",
    ]
    form = make_form([*TREE_SURVEY, question("f", "x2", level=1)], areas, levels=LEVELS)
    assert score(form, "c=s4 f=s2", "x2") == 2
    assert score(form, "c=s4 f=s2", "x") == 3


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("mean of questions", Fraction(14, 5)),  # (1+4+4+2+3)/5
        ("mean of areas", Fraction(8, 3)),  # x = 3 (weight 1), y = 2.5 (weight 2): (3 + 5) / 3
        ("min", Fraction(5, 2)),
    ],
)
def test_totals(total: str, expected: Fraction) -> None:
    assert score(make_form(TREE_SURVEY, TREE, levels=LEVELS, total=total), GIVEN) == expected


def test_answers_to_questions_not_asked_are_left_out() -> None:
    scoring = Scoring(make_form(FOUR))
    assert scoring.score(scoring.cells(["q1"], answers("q1=s2 q2=s4"))) == 2


def test_counts_add_up() -> None:
    scoring = Scoring(make_form(FOUR))
    cells = scoring.cells(["q1", "q2", "q3", "q4"], answers("q1=s2 q2=unknown q3=not_applicable"))
    tally = scoring.by_area(cells)["a"]
    assert (tally.answered, tally.unknown, tally.not_applicable, tally.unanswered, tally.expected) == (1, 1, 1, 1, 4)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], Spread(0)),
        ([3], Spread(1, *[Fraction(3)] * 5)),
        # 1 2 3 4: places 0.75, 1.5, 2.25 → 1.75, 2.5, 3.25 (Excel's KVARTIL.INK)
        ([4, 1, 3, 2], Spread(4, Fraction(1), Fraction(7, 4), Fraction(5, 2), Fraction(13, 4), Fraction(4))),
        # 1 2 4 8 16: places 1, 2, 3
        ([16, 8, 4, 2, 1], Spread(5, Fraction(1), Fraction(2), Fraction(4), Fraction(8), Fraction(16))),
    ],
)
def test_quartiles(values: list[int], expected: Spread) -> None:
    assert spread(Fraction(value) for value in values) == expected


def test_a_step_is_the_distance_between_neighbouring_alternatives() -> None:
    assert Scoring(make_form(FOUR)).step == 1
    assert Scoring(make_form(FOUR, choices=steps(values=(0, 50, 100)))).step == 50


MARKS = st.sampled_from(["s1", "s2", "s3", "s4", "unknown", "not_applicable"])
ANSWERS = st.dictionaries(st.sampled_from([q["name"] for q in TREE_SURVEY]), MARKS)
RULES = st.fixed_dictionaries(
    {
        "aggregation": st.sampled_from(["mean", "sum", "min", "mean of sub-areas", "sum of level means"]),
        "total": st.sampled_from(["mean of questions", "mean of areas", "min"]),
        "unknown_counts_as": st.sampled_from(["excluded", "lowest"]),
    }
)


def as_text(found: dict[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in found.items())


@given(ANSWERS, RULES, st.randoms())
def test_the_order_of_answers_changes_nothing(found: dict[str, str], rules: dict[str, Any], random: Any) -> None:
    form = make_form(TREE_SURVEY, TREE, levels=LEVELS, **rules)
    shuffled = list(found.items())
    random.shuffle(shuffled)
    for area in (None, "x", "x2", "y"):
        assert score(form, as_text(found), area) == score(form, as_text(dict(shuffled)), area)


@given(ANSWERS, st.integers(1, 999), RULES)
def test_scaling_all_weights_changes_no_mean(found: dict[str, str], factor: int, rules: dict[str, Any]) -> None:
    if rules["aggregation"] == "sum":
        rules = {**rules, "aggregation": "mean"}
    weights = dict(zip("abcde", (1, "0.5", 2, "0.25", 3), strict=True))
    plain = [{**q, "weight": weights[q["name"]]} for q in TREE_SURVEY]
    scaled = [{**q, "weight": str(Fraction(str(weights[q["name"]])) * factor * 4 / 4)} for q in TREE_SURVEY]
    for row in scaled:
        row["weight"] = format(float(Fraction(row["weight"])), "f")
    first = make_form(plain, TREE, levels=LEVELS, **rules)
    second = make_form(scaled, TREE, levels=LEVELS, **rules)
    assert score(first, as_text(found)) == score(second, as_text(found))


@given(st.lists(st.fractions(0, 4, max_denominator=60), max_size=30))
def test_the_mean_is_exact(values: list[Fraction]) -> None:
    assert mean(values) == (sum(values, Fraction(0)) / len(values) if values else None)


@given(ANSWERS, RULES)
def test_an_unanswered_question_never_raises_a_score_above_its_best_answer(
    found: dict[str, str], rules: dict[str, Any]
) -> None:
    """Leaving a question out is never better than answering it with the highest alternative."""
    form = make_form(TREE_SURVEY, TREE, levels=LEVELS, **rules)
    for name in found:
        without = {key: value for key, value in found.items() if key != name}
        best = score(form, as_text({**found, name: "s4"}))
        left = score(form, as_text(without))
        assert best is not None
        # A lowest area is judged of the areas that have a score: a new area may be the lowest one.
        if left is not None and rules["total"] == "mean of questions":
            assert left <= best


@given(ANSWERS, RULES)
def test_adding_an_unanswered_question_changes_no_score(found: dict[str, str], rules: dict[str, Any]) -> None:
    form = make_form(TREE_SURVEY, TREE, levels=LEVELS, **rules)
    longer = make_form([*TREE_SURVEY, question("z", "x1", level=1)], TREE, levels=LEVELS, **rules)
    for area in (None, "x", "x1", "y"):
        assert score(form, as_text(found), area) == score(longer, as_text(found), area)
