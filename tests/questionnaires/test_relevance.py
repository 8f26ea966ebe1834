"""The expression language: a table by hand, and laws over made-up expressions."""

import operator
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.errors import MognadError
from questionnaires.relevance import RelevanceError, attributes_in, evaluate, parse

UNIT = {"kind": "enhet", "employees": 12, "share": 0.5, "school": True, "code": "007", "empty": None, "size": "12"}

TABLE = [
    ("${kind} = 'enhet'", True),
    ('${kind} = "enhet"', True),
    ("'enhet' = ${kind}", True),
    ("${kind} = 'Enhet'", False),
    ("${kind} != 'kontor'", True),
    ("${employees} > 3", True),
    ("${employees} > 12", False),
    ("${employees} >= 12", True),
    ("${employees} < 12.5", True),
    ("${employees} <= -1", False),
    ("${employees} = 12.0", True),
    ("${employees} = '12'", True),
    ("${size} > 3", True),
    ("${share} = 0.5", True),
    # Texts are compared to the letter, also when they look like numbers.
    ("${code} = '7'", False),
    ("${code} = 7", True),
    ("${kind} > 3", False),
    ("${kind} != 3", True),
    ("${school} = 'true'", True),
    ("${school} != 'false'", True),
    # What is not known makes each comparison false, and its negation true.
    ("${colour} = 'blå'", False),
    ("${colour} != 'blå'", False),
    ("not(${colour} = 'blå')", True),
    ("${empty} = ''", False),
    ("${employees} > ${colour}", False),
    # and binds harder than or.
    ("${kind} = 'enhet' or ${kind} = 'x' and ${kind} = 'y'", True),
    ("(${kind} = 'enhet' or ${kind} = 'x') and ${kind} = 'y'", False),
    ("not(${kind} = 'x') and ${employees} > 3", True),
    ("not(not(${kind} = 'enhet'))", True),
    ("  ${ kind }='enhet'and${employees}>3  ", True),
    ("1 < 2", True),
]


@pytest.mark.parametrize(("expression", "expected"), TABLE)
def test_table(expression: str, expected: bool) -> None:
    assert evaluate(expression, UNIT) is expected


def test_without_an_expression_it_concerns_everyone() -> None:
    assert evaluate(None, {}) is True


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("", "Uttrycket är tomt."),
        ("${kind}", "Tecken 8: här väntades ett jämförelsetecken (= != < <= > >=), men här står slutet."),
        (
            "${kind} = enhet",
            "Tecken 11: här väntades ${egenskap}, en text inom citattecken eller ett tal, men här står ”enhet”.",
        ),
        ("not ${kind} = 'x'", "Tecken 5: här väntades en parentes efter not, men här står ”kind”."),
        ("(${kind} = 'x'", "Tecken 15: här väntades en högerparentes, men här står slutet."),
        ("${kind} = 'x' och 1 = 1", "Tecken 15: här väntades and, or eller slutet, men här står ”och”."),
        ("${kind} = 'x", "Tecken 11: ”'x” går inte att förstå."),
        ("$kind = 'x'", "Tecken 1: ”$kind = 'x” går inte att förstå."),
        (
            "1 = 1 and",
            "Tecken 10: här väntades ${egenskap}, en text inom citattecken eller ett tal, men här står slutet.",
        ),
        ("(" * 41 + "1 = 1" + ")" * 41, "Tecken 41: för många parenteser inuti varandra."),
        ("1 = " + "1" * 2000, "Uttrycket är längre än 2000 tecken."),
    ],
)
def test_faults_say_where(expression: str, message: str) -> None:
    with pytest.raises(RelevanceError) as caught:
        parse(expression)
    assert str(caught.value) == message
    with pytest.raises(MognadError) as told:
        evaluate(expression, {})
    assert told.value.code == "relevance_syntax"


def test_attributes_asked_for() -> None:
    assert attributes_in("${a} = 1 or not(${b} > ${c} and 2 = ${a})") == {"a", "b", "c"}


SIGNS: dict[str, Callable[[int, int], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
KNOWN = {"a": 1, "b": 2, "c": -3}
Case = tuple[str, bool]

comparison: st.SearchStrategy[Case] = st.builds(
    lambda name, sign, number: (f"${{{name}}} {sign} {number}", SIGNS[sign](KNOWN[name], number)),
    st.sampled_from(sorted(KNOWN)),
    st.sampled_from(sorted(SIGNS)),
    st.integers(-4, 4),
)


def grown(inner: st.SearchStrategy[Case]) -> st.SearchStrategy[Case]:
    return (
        inner.map(lambda case: (f"not({case[0]})", not case[1]))
        | st.tuples(inner, inner).map(lambda two: (f"({two[0][0]}) and ({two[1][0]})", two[0][1] and two[1][1]))
        | st.tuples(inner, inner).map(lambda two: (f"({two[0][0]}) or ({two[1][0]})", two[0][1] or two[1][1]))
    )


@settings(max_examples=150, deadline=None)
@given(st.recursive(comparison, grown, max_leaves=8))
def test_means_what_python_means(case: Case) -> None:
    """Each expression is built together with its value, by Python's own operators."""
    expression, expected = case
    assert evaluate(expression, KNOWN) is expected


@settings(max_examples=100, deadline=None)
@given(st.lists(comparison, min_size=1, max_size=6), st.lists(st.sampled_from(["and", "or"]), min_size=5, max_size=5))
def test_precedence_without_brackets(cases: list[Case], words: list[str]) -> None:
    """Hand rule: split at each or; one part where all hold is enough."""
    text, parts = cases[0][0], [[cases[0][1]]]
    for word, (expression, holds) in zip(words, cases[1:], strict=False):
        text += f" {word} {expression}"
        if word == "or":
            parts.append([])
        parts[-1].append(holds)
    assert evaluate(text, KNOWN) is any(all(part) for part in parts)


@settings(max_examples=150, deadline=None)
@given(st.recursive(comparison, grown, max_leaves=5))
def test_unknown_comparisons_are_false(case: Case) -> None:
    assert evaluate(f"({case[0]}) and ${{nowhere}} != 1", KNOWN) is False


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("${}ab='\"<>!()1.- notrd"), max_size=30) | st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse(text)
    except RelevanceError:
        return
    assert evaluate(text, KNOWN) in (True, False)
