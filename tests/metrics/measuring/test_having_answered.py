"""Who has answered: what makes a figure and what does not, beside tables worked out by hand."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.measuring.branch_areas import branch_areas
from metrics.measuring.change_sentences import change_json, change_sentence
from metrics.measuring.comparing.limits import limits
from metrics.measuring.forms import WantedRound
from metrics.measuring.having_answered import Standing, standing_of
from metrics.measuring.respondents import Scope
from metrics.measuring.results import Coverage, Scores
from metrics.measuring.scores import scores
from questionnaires.model import Questionnaire
from tests.kit.measured import World, make_form, question

pytestmark = pytest.mark.slow

LAST, NOW = date(2025, 10, 1), date(2026, 10, 1)
EIGHT = [f"q{n}" for n in range(8)]
LADDER = [{"level": n, "label::sv": f"Nivå {n}"} for n in (1, 2, 3, 4)]
FORM = make_form([question(name, "a" if name < "q4" else "b") for name in EIGHT], ["a", "b"], levels=LADDER)


def every(answer: str, count: int = 8) -> dict[str, str]:
    """The first ``count`` questions with one answer."""
    return dict.fromkeys(EIGHT[:count], answer)


def found(world: World, scope: Scope | None = None, form_id: str = "prov") -> Scores:
    return scores(world.store, WantedRound(form_id), scope or Scope())


@pytest.mark.parametrize(
    ("share", "given_count", "expected", "standing"),
    [
        ("0.5", 0, 8, Standing.SILENT),
        ("0.5", 3, 8, Standing.BEGUN),
        ("0.5", 4, 8, Standing.ANSWERED),
        ("0.5", 3, 7, Standing.BEGUN),
        ("0.5", 4, 7, Standing.ANSWERED),
        ("0.5", 1, 2, Standing.ANSWERED),
        ("0.75", 5, 8, Standing.BEGUN),
        ("0.75", 6, 8, Standing.ANSWERED),
        ("0.1", 1, 10, Standing.ANSWERED),  # as decimals; 0.1 as a float is a little more
        ("1", 7, 8, Standing.BEGUN),
        ("0.5", 0, 0, Standing.SILENT),  # nothing concerns it
    ],
)
def test_where_the_line_goes(share: str, given_count: int, expected: int, standing: Standing) -> None:
    form = make_form([question("q0")], answered_share=share)
    assert standing_of(form, given_count, expected) is standing


def test_how_many_must_have_answered() -> None:
    # 70 % of 21 is 14,7, of 10 exactly 7.
    assert {asked: limits().needed(asked) for asked in (1, 2, 3, 10, 21, 60)} == {
        1: 1,
        2: 2,
        3: 3,
        10: 7,
        21: 15,
        60: 42,
    }
    assert (Coverage(9, 4, 8, units=9).needed, Coverage(9, 4, 8, units=9).asked) == (15, 21)


def test_one_answer_of_eight_is_only_a_beginning(world: World) -> None:
    names = [f"E{n}" for n in range(10)]
    world.units(*names)
    world.round(FORM, "2025", LAST, {name: every("s2") for name in names})
    world.round(FORM, "2026", NOW, {name: {"q0": "s4"} if place < 7 else {} for place, name in enumerate(names)})
    made = found(world)
    assert made.coverage == Coverage(answered=0, begun=7, silent=3, units=0)
    assert made.coverage.to_json() == {
        "asked": 10,
        "answered": 0,
        "begun": 7,
        "silent": 3,
        "units": 0,
        "of": 10,
        "insufficient": True,
        "text": "Underlag saknas: 0 av 10 enheter",
    }
    assert (made.total.score, made.spread.n, made.unit_scores) == (None, 0, {})
    assert change_sentence(made.change) == (
        "Går inte att säga: 0 av 10 enheter har svarat på minst hälften. Det krävs 7."
    )
    assert (made.series.comparable, made.series.all[-1].score, made.series.all[-1].insufficient) == ((), None, True)
    # What has been answered is still counted as answers.
    assert (made.total.answered, made.total.expected) == (7, 80)


def test_everything_not_applicable_is_having_answered_without_a_score(world: World) -> None:
    none = every("not_applicable")
    world.round(FORM, "2026", NOW, {"A1": none, "A2": none, "B1": none, "B2": every("s3")})
    made = found(world)
    assert made.coverage == Coverage(answered=4, begun=0, silent=0, units=1)
    assert (made.coverage.insufficient, made.coverage.text) == (False, "4 av 4 enheter")
    assert (made.total.score, made.total.n) == (Fraction(3), 1)
    [point] = made.series.all
    assert (point.n, point.answered, point.asked, point.insufficient) == (1, 4, 4, False)
    alone = found(world, Scope(unit=world.ids["A1"]))
    assert (alone.coverage, alone.total.score) == (Coverage(1, 0, 0, units=0), None)


def test_vet_ej_is_an_answer_here(world: World) -> None:
    world.round(FORM, "2026", NOW, {"A1": every("unknown", 3) | {"q3": "s2"}, "A2": every("unknown", 3)})
    assert found(world).coverage == Coverage(answered=1, begun=1, silent=0, units=1)


def test_the_forms_own_share_decides(world: World) -> None:
    form = make_form([question(name) for name in EIGHT], answered_share="0.75")
    world.round(form, "2026", NOW, {"A1": every("s2", 5), "A2": every("s2", 6)})
    assert found(world).coverage == Coverage(answered=1, begun=1, silent=0, units=1)


def test_what_is_answered_beside_the_role_is_expected_too(world: World) -> None:
    beside = [question(f"o{n}", respondent="organisation") for n in range(3)]
    form = make_form([question("q0"), question("q1"), question("q2"), *beside])
    # A1: 1 of 3 and two beside, 3 of 5. A2: 1 of 3.
    world.round(form, "2026", NOW, {"A1": {"q0": "s1", "o0": "s1", "o1": "s4"}, "A2": {"q0": "s3"}})
    made = found(world)
    assert (made.coverage, made.total.score) == (Coverage(1, 1, 0, units=1), Fraction(2))


def test_one_that_has_begun_is_in_no_figure_of_several(world: World) -> None:
    # A1 1 → 2, A2 3 → 3, B1 only begun in 2026, B2 only begun in 2025.
    world.round(FORM, "2025", LAST, {"A1": every("s1"), "A2": every("s3"), "B1": every("s4"), "B2": every("s4", 3)})
    world.round(FORM, "2026", NOW, {"A1": every("s2"), "A2": every("s3"), "B1": every("s4", 3), "B2": every("s4")})
    made = found(world)
    assert made.coverage == Coverage(answered=3, begun=1, silent=0, units=3)
    assert (made.total.score, made.total.n) == (Fraction(3), 3)  # 2, 3 and 4
    assert [(area.figure.score, area.figure.n) for area in made.areas] == [(Fraction(3), 3), (Fraction(3), 3)]
    assert (made.spread.n, made.spread.min, made.spread.max) == (3, Fraction(2), Fraction(4))
    assert made.at_or_above == {1: 3, 2: 3, 3: 2, 4: 1}
    assert world.ids["B1"] not in made.unit_scores
    # 2025: (1 + 3 + 4) / 3; the comparable series has A1 and A2 alone.
    assert [point.score for point in made.series.all] == [Fraction(8, 3), Fraction(3)]
    assert [point.score for point in made.series.comparable] == [Fraction(2), Fraction(5, 2)]
    assert (made.series.units, made.series.pairs, made.series.of_pairs) == (2, 16, 24)
    parts = branch_areas(world.store, WantedRound("prov"))
    assert parts is not None
    told = {row.name: (row.coverage, row.scores["a"], row.coverage.text) for row in parts.rows}
    assert told == {
        "A": (Coverage(2, 0, 0, units=2), Fraction(5, 2), "2 av 2 enheter"),
        "B": (Coverage(1, 1, 0, units=1), None, "Underlag saknas: 1 av 2 enheter"),
    }


def test_its_own_page_shows_what_it_has_said(world: World) -> None:
    world.round(FORM, "2026", NOW, {"A1": {"q0": "s4"}, "A2": every("s1"), "B1": every("s1")})
    own = found(world, Scope(unit=world.ids["A1"]))
    assert (own.total.score, own.coverage) == (Fraction(4), Coverage(0, 1, 0, units=1))
    assert [(point.score, point.n, point.insufficient) for point in own.series.all] == [(Fraction(4), 1, False)]


def test_the_organisation_speaks_for_itself(world: World) -> None:
    world.ids["Kommun"] = world.root
    form = make_form([question(name, respondent="organisation") for name in EIGHT])
    world.round(form, "2026", NOW, {"Kommun": {"q0": "s4"}})
    made = found(world)
    assert (made.single, made.total.score, made.coverage.insufficient) == (True, Fraction(4), False)


MARK = st.sampled_from(["s1", "s2", "s3", "s4", "unknown", "not_applicable"])
ANYTHING = st.dictionaries(st.sampled_from(EIGHT), MARK, max_size=8)
TOO_LITTLE = st.dictionaries(st.sampled_from(EIGHT), MARK, max_size=3)
ENOUGH = st.fixed_dictionaries(dict.fromkeys(EIGHT[:4], MARK), optional=dict.fromkeys(EIGHT[4:], MARK))
ROUND = st.fixed_dictionaries({"A1": ANYTHING, "A2": ENOUGH, "B2": ENOUGH})


def with_id(form_id: str) -> Questionnaire:
    return FORM.model_copy(update={"settings": FORM.settings.model_copy(update={"form_id": form_id})})


def branch_figures(world: World, rounds: Mapping[str, Mapping[str, Mapping[str, str]]]) -> list[object]:
    """All that is said of several, of two rounds: everything but how much each has answered."""
    form = with_id(f"f{world.store.position()}")
    for name, answers in rounds.items():
        world.round(form, name, date(int(name), 10, 1), answers)
    told: list[object] = []
    for scope in (Scope(), Scope(branch=world.ids["A"]), Scope(branch=world.ids["B"])):
        made = found(world, scope, form.settings.form_id)
        told += [
            made.total.score,
            made.total.n,
            made.spread,
            made.unit_scores,
            made.at_or_above,
            change_json(made.change),
        ]
        told += [(area.id, area.figure.score, area.figure.n) for area in made.areas]
        told += [made.series.to_json(), made.series.pairs, made.series.of_pairs, made.coverage.insufficient]
        told += [made.coverage.answered, made.coverage.begun + made.coverage.silent, made.coverage.text]
    parts = branch_areas(world.store, WantedRound(form.settings.form_id))
    return [*told, *((row.name, row.scores, row.n) for row in parts.rows)] if parts else told


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROUND, ROUND, TOO_LITTLE, st.sampled_from(["2025", "2026"]))
def test_who_has_answered_too_little_changes_nothing_of_several(
    world: World,
    last: dict[str, dict[str, str]],
    now: dict[str, dict[str, str]],
    little: dict[str, str],
    when: str,
) -> None:
    """B1 has begun in one of two rounds: every figure is as if it had said nothing there."""
    before = {"2025": last | {"B1": every("s4")}, "2026": now | {"B1": every("s1")}}
    silent = {name: answers | ({"B1": {}} if name == when else {}) for name, answers in before.items()}
    begun = {name: answers | ({"B1": little} if name == when else {}) for name, answers in before.items()}
    assert branch_figures(world, begun) == branch_figures(world, silent)
