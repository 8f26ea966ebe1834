"""Scores from a real store, beside tables worked out by hand."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from base.actors import Act
from base.errors import MognadError
from data.measuring.closing import close_round
from data.organisation.units import NewUnit, write_units
from metrics.measuring.change_sentences import change_sentence
from metrics.measuring.forms import LedgerView, WantedRound, measured_rounds
from metrics.measuring.respondents import Directory, Scope
from metrics.measuring.scores import scores
from metrics.measuring.scoring import Given, Scoring
from metrics.measuring.tallies import score_units
from tests.kit.measured import World, grant, make_form, question, steps

pytestmark = pytest.mark.slow

DAY = date(2026, 10, 1)
AREAS = ["x", "y"]
SURVEY = [
    question("u1", "x"),
    question("u2", "x"),
    question("u3", "y"),
    question("o1", "y", "organisation"),
    question("b1", "y", "branch"),
]
# One answer of three is enough to have answered; where the line goes is held in test_having_answered.
FORM = make_form(SURVEY, AREAS, answered_share="0.25")

# unit   u1 u2 u3          x     y     total
# A1     1  3  2           2     2     2
# A2     4  ?  -           4     –     4      (u2 Vet ej, u3 unanswered)
# B1     2  2  4           2     4     8/3
# B2     gäller inte ×3    –     –     –
ANSWERS = {
    "A1": {"u1": "s1", "u2": "s3", "u3": "s2"},
    "A2": {"u1": "s4", "u2": "unknown"},
    "B1": {"u1": "s2", "u2": "s2", "u3": "s4"},
    "B2": {"u1": "not_applicable", "u2": "not_applicable", "u3": "not_applicable"},
    "Kommun": {"o1": "s1"},
    "A": {"b1": "s3"},
}


@pytest.fixture
def town(world: World) -> World:
    world.ids["Kommun"] = world.root
    world.round(FORM, "Mätning 2026", DAY, ANSWERS)
    return world


def test_the_municipality_is_the_mean_of_its_units(town: World) -> None:
    found = scores(town.store, WantedRound("prov"))
    assert found.total.score == Fraction(26, 9)  # (2 + 4 + 8/3) / 3
    assert found.total.display == "2,9"
    assert found.area("x").figure.score == Fraction(8, 3)  # (2 + 4 + 2) / 3
    assert found.area("y").figure.score == Fraction(3)  # (2 + 4) / 2
    assert found.total.level is None
    assert found.spread.to_json() == {
        "n": 3,
        "min": 2.0,
        "q1": pytest.approx(7 / 3),  # place 0.5 of 2, 8/3, 4
        "median": pytest.approx(8 / 3),
        "q3": pytest.approx(10 / 3),
        "max": 4.0,
    }


def test_counts_are_sums_and_add_up(town: World) -> None:
    found = scores(town.store, WantedRound("prov"))
    total = found.total
    assert (total.answered, total.unknown, total.not_applicable, total.unanswered, total.expected) == (7, 1, 3, 1, 12)
    x = found.area("x").figure
    assert (x.answered, x.unknown, x.not_applicable, x.unanswered, x.expected) == (5, 1, 2, 0, 8)
    y = found.area("y").figure
    assert (y.answered, y.unknown, y.not_applicable, y.unanswered, y.expected) == (2, 0, 1, 1, 4)


@pytest.mark.parametrize(
    ("scope", "score", "expected", "n"),
    [
        ({"unit": "A1"}, Fraction(2), 3, 1),
        ({"unit": "A2"}, Fraction(4), 3, 1),
        ({"unit": "B2"}, None, 3, 0),
        ({"unit": "Kommun"}, Fraction(1), 1, 1),  # organisation: its own question
        ({"unit": "A"}, Fraction(3), 1, 1),  # kontor: its own question
        ({"branch": "A"}, Fraction(3), 6, 2),  # (2 + 4) / 2
        ({"branch": "B"}, Fraction(8, 3), 6, 1),
        ({"branch": "Kommun"}, Fraction(26, 9), 12, 3),
    ],
)
def test_scopes(town: World, scope: dict[str, str], score: Fraction | None, expected: int, n: int) -> None:
    found = scores(town.store, WantedRound("prov"), Scope(**{key: town.ids[name] for key, name in scope.items()}))
    assert (found.total.score, found.total.expected, found.spread.n) == (score, expected, n)


def test_units_are_found_by_name_too_and_unknown_ones_are_told(town: World) -> None:
    assert scores(town.store, WantedRound("prov", "Mätning 2026"), Scope(unit="a1")).total.score == 2
    with pytest.raises(MognadError) as caught:
        scores(town.store, WantedRound("prov"), Scope(unit="Finns inte"))
    assert caught.value.code == "unit_unknown"
    for wanted in (WantedRound("annat"), WantedRound("prov", "Mätning 1999")):
        with pytest.raises(MognadError) as caught:
            scores(town.store, wanted)
        assert caught.value.code == "round_unknown"


def test_json_has_exactly_the_promised_keys(town: World) -> None:
    found = scores(town.store, WantedRound("prov")).to_json()
    promised = "questionnaire version round unit as_of known_at total areas units series change"
    assert list(found) == promised.split()
    assert [found[key] for key in promised.split()[:4]] == ["prov", 1, "Mätning 2026", None]
    assert (found["as_of"], found["known_at"]) == ("2026-10-01", town.store.position())
    counts = {"score", "display", "level", "answered", "unknown", "not_applicable", "unanswered", "expected"}
    total: Any = found["total"]
    assert set(total) == counts | {"coverage"}
    assert total["score"] == 26 / 9
    areas: Any = found["areas"]
    assert [area["id"] for area in areas] == ["x", "y"]
    assert all(counts <= set(area) for area in areas)
    series: Any = found["series"]
    assert set(series) == {"comparable", "all", "questions", "pairs", "units", "comparable_with"}
    assert series["all"] == [{"round": "Mätning 2026", "score": 26 / 9}]
    nothing: Any = scores(town.store, WantedRound("prov"), Scope(unit=town.ids["B2"])).to_json()["total"]
    assert (nothing["score"], nothing["display"], nothing["level"]) == (None, "–", None)


def test_a_questionnaire_without_questions_for_a_role_asks_it_everything(world: World) -> None:
    form = make_form([question("q1", respondent="organisation"), question("q2", respondent="organisation")])
    world.round(form, "2026", DAY, {"A1": {"q1": "s2", "q2": "s4"}, "A2": {"q1": "s1"}})
    found = scores(world.store, WantedRound("prov"))
    assert (found.total.score, found.total.expected) == (Fraction(2), 4)


def test_the_organisations_form_is_told_by_the_municipality_itself(world: World) -> None:
    world.ids["Kommun"] = world.root
    form = make_form([question("q1", respondent="organisation")])
    world.round(form, "2026", DAY, {"Kommun": {"q1": "s4"}, "A1": {"q1": "s1"}})
    found = scores(world.store, WantedRound("prov"))
    assert (found.total.score, found.single) == (Fraction(4), True)


def test_a_form_for_kontor_alone_is_told_by_them(world: World) -> None:
    form = make_form([question("q1", respondent="branch")])
    world.round(form, "2026", DAY, {"A": {"q1": "s4"}, "B": {"q1": "s1"}})
    assert scores(world.store, WantedRound("prov")).total.score == Fraction(5, 2)
    assert scores(world.store, WantedRound("prov"), Scope(branch=world.ids["A"])).total.score == 4


def test_questions_beside_the_role_count_as_asked_when_answered(world: World) -> None:
    world.round(FORM, "2026", DAY, {"A1": {"u1": "s2", "o1": "s4"}, "A2": {"u1": "s2"}})
    one = scores(world.store, WantedRound("prov"), Scope(unit=world.ids["A1"]))
    assert (one.total.score, one.total.expected, one.total.unanswered) == (Fraction(3), 4, 2)
    both = scores(world.store, WantedRound("prov"))
    assert (both.total.score, both.total.expected, both.total.answered) == (Fraction(5, 2), 7, 3)


def test_what_does_not_concern_a_unit_is_not_expected_and_does_not_count(world: World) -> None:
    relevant = {"q2": "${system} = 'ja'", "q3": "${kind} = 'enhet'"}
    form = make_form([question(name, relevant=relevant.get(name)) for name in ("q1", "q2", "q3")])
    write_units(
        world.store,
        grant(Act.ORGANISE),
        [NewUnit("A1", "enhet", world.ids["A"], date(2024, 1, 1), attributes={"system": "ja"}, unit=world.ids["A1"])],
    )
    marks = {"q1": "s2", "q2": "s4", "q3": "s3"}
    world.round(form, "2026", DAY, {"A1": marks, "A2": marks})
    yes, no = (scores(world.store, WantedRound("prov"), Scope(unit=world.ids[name])) for name in ("A1", "A2"))
    assert (yes.total.score, yes.total.expected) == (Fraction(3), 3)
    assert (no.total.score, no.total.expected) == (Fraction(5, 2), 2)  # the answer to q2 is left out
    whole = scores(world.store, WantedRound("prov"))
    assert (whole.total.score, whole.total.expected) == (Fraction(11, 4), 5)


def test_shared_boards_and_outside_performers_are_never_summed_up(world: World) -> None:
    world.units("IT-centrum", kind="gemensam_namnd")
    world.units("Driften", parent="IT-centrum")
    world.units("Entreprenör", kind="extern_utforare", parent="A")
    marks = {"A1": {"u1": "s2"}, "IT-centrum": {"u1": "s4"}, "Driften": {"u1": "s4"}, "Entreprenör": {"u1": "s4"}}
    world.round(FORM, "2026", DAY, marks)
    assert scores(world.store, WantedRound("prov")).total.score == 2
    assert scores(world.store, WantedRound("prov"), Scope(branch=world.ids["A"])).total.score == 2
    assert scores(world.store, WantedRound("prov"), Scope(unit=world.ids["IT-centrum"])).total.score == 4


def test_a_branch_is_made_of_the_units_below_it_on_the_rounds_date(world: World) -> None:
    moved = NewUnit("A2", "enhet", world.ids["B"], date(2026, 6, 1), unit=world.ids["A2"])
    write_units(world.store, grant(Act.ORGANISE), [moved])
    for name, day in (("före", date(2026, 5, 31)), ("efter", date(2026, 6, 1))):
        world.round(FORM, name, day, {"A1": {"u1": "s1"}, "A2": {"u1": "s3"}, "B1": {"u1": "s4"}})
    before = scores(world.store, WantedRound("prov", "före"), Scope(branch=world.ids["A"]))
    after = scores(world.store, WantedRound("prov", "efter"), Scope(branch=world.ids["A"]))
    assert (before.total.score, after.total.score) == (Fraction(2), Fraction(1))
    assert scores(world.store, WantedRound("prov", "efter"), Scope(branch=world.ids["B"])).total.score == Fraction(7, 2)


def test_below_seventy_percent_a_branch_lacks_its_ground(world: World) -> None:
    world.units(*(f"C{n}" for n in range(6)), parent="A")
    names = ["A1", "A2", "B1", "B2", *(f"C{n}" for n in range(6))]
    given_answers = {name: {"u1": "s2"} if place < 7 else {} for place, name in enumerate(names)}
    world.round(FORM, "sju", DAY, given_answers)
    found = scores(world.store, WantedRound("prov", "sju"))
    assert (found.coverage.insufficient, found.coverage.text) == (False, "7 av 10 enheter")
    given_answers["A1"] = {}
    world.round(FORM, "sex", DAY, given_answers)
    found = scores(world.store, WantedRound("prov", "sex"))
    assert (found.coverage.insufficient, found.coverage.text) == (True, "Underlag saknas: 6 av 10 enheter")
    assert (found.total.score, found.series.comparable) == (Fraction(2), ())
    assert change_sentence(found.change) == (
        "Går inte att säga: 6 av 10 enheter har svarat på minst 25\u2009%. Det krävs 7."
    )


def test_counts_at_or_above_a_level(world: World) -> None:
    ladder = [{"level": n, "label::sv": f"Nivå {n}"} for n in (1, 2, 3, 4)]
    form = make_form(SURVEY, AREAS, levels=ladder, answered_share="0.25")
    world.round(form, "2026", DAY, {"A1": {"u1": "s3"}, "A2": {"u1": "s2", "u2": "s3"}, "B1": {"u1": "s4"}})
    assert scores(world.store, WantedRound("prov")).at_or_above == {1: 3, 2: 3, 3: 2, 4: 1}


def test_one_respondent_has_levels(world: World) -> None:
    world.ids["Kommun"] = world.root
    rules = [
        {"level": 1, "label::sv": "Ett", "group": "1", "share": 0.5},
        {"level": 2, "label::sv": "Två", "group": "2", "share": 1},
    ]
    survey = [question(f"q{n}", "x" if n < 3 else "y", "organisation", level=1 if n < 3 else 2) for n in range(1, 5)]
    form = make_form(survey, AREAS, levels=rules)
    world.round(form, "2026", DAY, {"Kommun": {"q1": "s4", "q3": "s4"}})
    found = scores(world.store, WantedRound("prov"))
    assert (found.total.level, found.total.level_label) == (1, "Ett")
    assert found.next_level is not None
    assert (found.next_level.level, found.next_level.answers) == (2, 1)
    assert found.next_level.groups[0].candidates == ("q4",)
    # Area x has no question of level 2; area y none of level 1.
    assert [(area.id, area.figure.level, area.asked_levels) for area in found.areas] == [("x", 2, (1,)), ("y", 1, (2,))]


def test_a_closed_round_is_read_at_its_closing_and_history_stands_still(world: World) -> None:
    made = world.round(FORM, "2026", DAY, {"A1": {"u1": "s1"}})
    before = world.store.position()
    world.answer(made, "A1", {"u1": "s2"})
    close_round(world.store, grant(Act.PLAN), made)
    world.answer(made, "A1", {"u1": "s4"})
    assert scores(world.store, WantedRound("prov")).total.score == 2
    assert scores(world.store, WantedRound("prov")).origin.closed
    assert scores(world.store, WantedRound("prov", known_at=before)).total.score == 1


def test_cleared_answers_are_unanswered(world: World) -> None:
    made = world.round(FORM, "2026", DAY, {"A1": {"u1": "s1", "u2": "s4"}})
    world.answer(made, "A1", {"u2": "cleared"})
    found = scores(world.store, WantedRound("prov"))
    assert (found.total.score, found.total.answered, found.total.unanswered) == (Fraction(1), 1, 2)


def test_units_not_valid_on_the_rounds_date_keep_their_role(world: World) -> None:
    """A coordinator may begin her organisation today and date a round last year."""
    world.round(FORM, "förr", date(2019, 5, 1), {"A1": {"u1": "s3"}})
    found = scores(world.store, WantedRound("prov"))
    assert (found.total.score, found.total.expected) == (Fraction(3), 3)


def test_values_too_large_for_64_bits_are_exact(world: World) -> None:
    form = make_form(
        [question("q1", weight="0.0001"), question("q2", weight="999999999999")],
        choices=steps(values=("0.0000001", "99999999999")),
    )
    world.round(form, "2026", DAY, {"A1": {"q1": "s2", "q2": "s1"}, "A2": {"q1": "s1", "q2": "s2"}})
    asked = {"q1": Given("answered", "s2"), "q2": Given("answered", "s1")}
    scoring = Scoring(form)
    assert scores(world.store, WantedRound("prov")).unit_scores[world.ids["A1"]] == scoring.total(
        scoring.cells(["q1", "q2"], asked)
    )


def test_a_unit_that_was_not_asked_has_no_figure(town: World) -> None:
    found = scores(town.store, WantedRound("prov"), Scope(unit=town.ids["B"]))
    assert (found.total.score, found.total.expected, found.spread.n, found.series.comparable) == (None, 0, 0, ())
    assert not found.coverage.insufficient


def test_the_latest_round_is_the_one_dated_last(world: World) -> None:
    world.round(FORM, "sen", date(2026, 5, 1), {"A1": {"u1": "s4"}})
    world.round(FORM, "tidig", date(2025, 5, 1), {"A1": {"u1": "s1"}})
    assert scores(world.store, WantedRound("prov")).origin.round == "sen"
    for place in range(12):
        world.round(FORM, f"samma dag {place}", DAY, {"A1": {"u1": "s2"}})
    assert scores(world.store, WantedRound("prov")).origin.round == "samma dag 11"


def test_numbers_too_fine_to_count_exactly_are_told(world: World) -> None:
    values = steps(values=("0.00000000000001", "99999999999999"))
    weights = [question("q1", weight="0.00000000000001"), question("q2", weight="99999999999999")]
    world.round(make_form(weights, choices=values), "2026", DAY, {"A1": {"q1": "s2"}, "A2": {"q1": "s2"}})
    # One respondent is counted in whole numbers of any size; several are summed in the database, which has an end.
    assert scores(world.store, WantedRound("prov"), Scope(unit=world.ids["A1"])).total.score == Fraction(
        "99999999999999"
    )
    with pytest.raises(MognadError) as caught:
        scores(world.store, WantedRound("prov"))
    assert caught.value.code == "numbers_too_fine"


HARD = make_form(
    [
        question("q1", "x1", level=1, weight="0.5"),
        question("q2", "x1", level=2, weight=3),
        question("q3", "x2", level=1, lst="annat"),
        question("q4", "y", level=2),
    ],
    ["x", {"name": "x1", "parent": "x"}, {"name": "x2", "parent": "x", "weight": "2.5"}, "y"],
    [*steps(values=("0.5", 2, 3, "4.25")), *steps("annat", (0, 10, 7, 5))],
    [{"level": n, "label::sv": f"Nivå {n}", "group": str(n), "share": 0.5} for n in (1, 2)],
    answered_share="0.25",
)
MARK = st.sampled_from(["s1", "s2", "s3", "s4", "unknown", "not_applicable"])
PERSONS = st.fixed_dictionaries(
    {name: st.dictionaries(st.sampled_from(["q1", "q2", "q3", "q4"]), MARK, max_size=4) for name in ("A1", "A2", "B1")}
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    PERSONS,
    st.sampled_from(["mean", "sum", "min", "mean of sub-areas", "sum of level means"]),
    st.sampled_from(["mean of questions", "mean of areas", "min"]),
    st.sampled_from(["excluded", "lowest"]),
    st.integers(1, 10**9),
)
def test_sums_made_by_sql_equal_answers_scored_one_by_one(
    world: World, found: dict[str, dict[str, str]], aggregation: str, total: str, unknown: str, number: int
) -> None:
    made_by = {"aggregation": aggregation, "total": total, "unknown_counts_as": unknown}
    form_id = f"f{number}_{len(world.ids)}_{world.store.position()}"
    changed = HARD.settings.model_copy(update={**made_by, "form_id": form_id})
    form = HARD.model_copy(update={"settings": changed})
    made = world.round(form, "2026", DAY, found)
    scoring = Scoring(form)
    result = scores(world.store, WantedRound(form_id))
    names = [q.name for q in form.survey]
    for unit, marks in found.items():
        told = {n: Given(m) if m in ("unknown", "not_applicable") else Given("answered", m) for n, m in marks.items()}
        cells = scoring.cells(names, told)
        assert result.unit_scores.get(world.ids[unit]) == scoring.total(cells)
        # The series counts by another grain of the same query.
        assert scores(world.store, WantedRound(form_id), Scope(unit=world.ids[unit])).series.all[
            0
        ].score == scoring.total(cells)
    by_hand = world.store.query(
        "SELECT count(*) FILTER (state = 'answered') AS answered, count(*) FILTER (state = 'unknown') AS unknown, "
        "count(*) FILTER (state = 'not_applicable') AS na FROM store.answer WHERE round = $round",
        {"round": made},
    )[0]
    figure = result.total
    assert {"answered": figure.answered, "unknown": figure.unknown, "na": figure.not_applicable} == by_hand
    assert figure.expected == 12


def test_cells_query_beside_a_hand_written_one(town: World) -> None:
    """Sum and count of unit questions per unit and area, with the values written into the check itself."""
    checked = town.store.query(
        """
        SELECT unit, CASE WHEN question IN ('u1', 'u2') THEN 'x' ELSE 'y' END AS area,
               count(*) FILTER (state = 'answered') AS answered,
               sum(CASE alternative WHEN 's1' THEN 1 WHEN 's2' THEN 2 WHEN 's3' THEN 3 WHEN 's4' THEN 4 ELSE 0 END)
               AS weighted
        FROM store.answer WHERE question LIKE 'u%' GROUP BY 1, 2
        """
    )
    rounds = measured_rounds(town.store, "prov")
    respondents = Directory(town.store, rounds).chosen(rounds[0].round, Scope())
    counted = score_units(LedgerView(town.store, town.store.position()), rounds[0], respondents)
    wanted = {(row["unit"], row["area"]): (row["answered"], row["weighted"]) for row in checked}
    given = {
        (unit, area): (tally.answered, tally.weighted)
        for unit, scored in counted.items()
        for (area, _), tally in scored.cells.items()
        if tally.unanswered < tally.expected
    }
    assert given == wanted
