"""Questions that rest: not expected, in no figure, and without effect on level and verdict."""

from datetime import date
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.measuring.rounds import find_round
from metrics.measuring.assessment import assess
from metrics.measuring.change_sentences import change_json
from metrics.measuring.comparing.change import Verdict
from metrics.measuring.forms import WantedRound
from metrics.measuring.having_answered import Standing
from metrics.measuring.levels import ladder_levels, level_reached, next_level, own_tallies
from metrics.measuring.questions import question_counts
from metrics.measuring.respondents import Profile, Scope
from metrics.measuring.results import Scores
from metrics.measuring.rounds.mailing import mailing
from metrics.measuring.rounds.progress import progress
from metrics.measuring.rounds.resting import resting_answers_sentence, resting_sentence
from metrics.measuring.scores import scores
from metrics.measuring.scoring import Given, Scoring
from questionnaires.model import Questionnaire
from tests.kit.measured import World, make_form, question

# q1 and q2 every time; of t1, t2 and t3 by turns t1 and t3, then t2.
UNITS = make_form([question("q1"), question("q2"), *(question(f"t{n}", every_n_rounds=2) for n in (1, 2, 3))])


def day(year: int) -> date:
    return date(year, 10, 1)


def rule(step: int, group: str | None = None, share: object = None) -> dict[str, Any]:
    row: dict[str, Any] = {"level": step, "label::sv": f"Nivå {step}"}
    return row if group is None else row | {"group": group, "share": share}


@pytest.mark.slow
def test_what_rests_is_not_expected_and_an_answer_to_it_counts_nowhere(world: World) -> None:
    # The first round: t2 rests. A1 answers all five, A2 all four it is asked.
    all_five = {"q1": "s1", "q2": "s2", "t1": "s3", "t2": "s4", "t3": "s2"}
    made = world.round(UNITS, "2025", day(2025), {"A1": all_five, "A2": {**all_five, "t2": "cleared"}})
    standing = progress(world.store, made)
    assert [(unit.given, unit.expected, unit.standing) for unit in standing.units] == [(4, 4, Standing.ANSWERED)] * 2
    result = scores(world.store, WantedRound("prov"))
    # (1 + 2 + 3 + 2) / 4 for each of them; with the 4 that rests it would be 12/5.
    assert result.total.score == Fraction(2)
    assert (result.total.answered, result.total.expected) == (8, 8)
    assert result.total.marks == "8 av 8 frågor besvarade"
    assert [counted.question for counted in question_counts(world.store, WantedRound("prov"))] == [
        "q1", "q2", "t1", "t3",
    ]  # fmt: skip
    alone = scores(world.store, WantedRound("prov"), Scope(unit=world.ids["A1"]))
    assert (alone.total.score, alone.asked) == (Fraction(2), ("q1", "q2", "t1", "t3"))
    measurement = find_round(world.store, made)
    assert resting_answers_sentence(world.store, measurement) == "1 svar på frågor som vilar är sparat men räknas inte."
    assert (
        resting_sentence(UNITS, measurement.resting) == "1 av 5 frågor vilar i den här mätningen och ställs inte: ”t2”."
    )


@pytest.mark.slow
def test_a_message_counts_and_times_what_is_asked(world: World) -> None:
    made = world.round(UNITS, "2025", day(2025), {"A1": {}})
    standing = progress(world.store, made)
    written = mailing(world.store, find_round(world.store, made), UNITS, standing.units, day(2025))
    assert [unit.left for unit in written.without_manager] == [4]


def test_many_that_rest_are_counted_after_the_first_five() -> None:
    form = make_form([question(f"q{n}") for n in range(1, 9)])
    assert resting_sentence(form, ()) == ""
    assert resting_sentence(form, ("q1", "q2")) == (
        "2 av 8 frågor vilar i den här mätningen och ställs inte: ”q1” och ”q2”."
    )
    assert resting_sentence(form, [f"q{n}" for n in range(1, 8)]) == (
        "7 av 8 frågor vilar i den här mätningen och ställs inte: ”q1”, ”q2”, ”q3”, ”q4”, ”q5” och 2 till."
    )


@pytest.mark.slow
def test_between_rounds_it_is_said_that_other_questions_rest_and_pairs_are_those_asked_both_times(world: World) -> None:
    everything = {"q1": "s1", "q2": "s2", "t1": "s4", "t2": "s4", "t3": "s4"}
    for year in (2024, 2025, 2026):
        world.round(UNITS, str(year), day(year), dict.fromkeys(("A1", "A2", "B1"), everything))
    series = scores(world.store, WantedRound("prov")).series
    assert [point.breaks for point in series.all] == [(), ("andra frågor vilar",), ("andra frågor vilar",)]
    # The first and third: (1+2+4+4)/4; the second: (1+2+4)/3.
    assert [point.score for point in series.all] == [Fraction(11, 4), Fraction(7, 3), Fraction(11, 4)]
    # Only q1 and q2 have a value each time, though every question was answered: 2 of the last round's 4 in 3 units.
    assert (series.questions, series.pairs, series.of_pairs) == (2, 6, 12)
    assert [point.score for point in series.comparable] == [Fraction(3, 2)] * 3


# Level 1: half of a1–a4; level 2: all of b1, b2.
RULES = make_form(
    [*(question(f"a{n}", "a", level=1) for n in range(1, 5)), *(question(f"b{n}", "b", level=2) for n in (1, 2))],
    ["a", "b"],
    levels=[rule(1, "1", 0.5), rule(2, "2", 1)],
)
NAMES = tuple(question.name for question in RULES.survey)


def profile(form: Questionnaire, resting: tuple[str, ...]) -> Profile:
    names = [question.name for question in form.survey]
    return Profile(Scoring(form), tuple(name for name in names if name not in resting), (), (), resting)


def given_of(answers: dict[str, str]) -> dict[str, Given]:
    states = ("unknown", "not_applicable")
    return {name: Given(value) if value in states else Given("answered", value) for name, value in answers.items()}


@pytest.mark.parametrize(
    ("fulfilled", "resting", "expected"),
    [
        # Of a1–a4 one is fulfilled: 1/4 is too little, of two asked it is half.
        (("a1",), (), 0),
        (("a1",), ("a3", "a4"), 1),
        # The one that is fulfilled rests: 0/2.
        (("a4",), ("a3", "a4"), 0),
        # b2 rests: all of b1 is all.
        (("a1", "a2", "b1"), (), 1),
        (("a1", "a2", "b1"), ("b2",), 2),
        # All of a group rests: it holds, as one does in which nothing is applicable.
        (("a1", "a2"), ("b1", "b2"), 2),
    ],
)
def test_the_share_of_a_group_is_of_what_is_asked(fulfilled, resting, expected):
    answers = given_of({name: "s4" if name in fulfilled else "s1" for name in NAMES})
    assert assess(profile(RULES, resting), answers).level == expected


LADDER = make_form(
    [question("q1", "p1"), question("q2", "p1"), question("q3", "p2"), question("q4", "r")],
    ["p", {"name": "p1", "parent": "p"}, {"name": "p2", "parent": "p"}, "r"],
    levels=[rule(step) for step in (1, 2, 3, 4)],
)


def on_ladder(answers: dict[str, str], resting: tuple[str, ...] = ()) -> dict[str, int | None]:
    scoring = Scoring(LADDER)
    asked = [question.name for question in LADDER.survey if question.name not in resting]
    cells = scoring.cells(asked, given_of(answers))
    return ladder_levels(scoring, own_tallies(scoring, cells), scoring.area_scores(cells), resting)


@pytest.mark.parametrize(
    ("resting", "expected"),
    [
        ((), {"p": 1, "p1": 3, "p2": 1, "r": 4}),
        # p2 rests in whole: p is its other part.
        (("q3",), {"p": 3, "p1": 3, "p2": None, "r": 4}),
        # Half of p1 rests: it is the other half.
        (("q2",), {"p": 1, "p1": 4, "p2": 1, "r": 4}),
        # All of p rests: nothing is said of it.
        (("q1", "q2", "q3"), {"p": None, "p1": None, "p2": None, "r": 4}),
    ],
)
def test_a_ladders_area_is_judged_by_the_parts_that_are_asked(resting, expected):
    assert on_ladder({"q1": "s4", "q2": "s2", "q3": "s1", "q4": "s4"}, resting) == expected


ANSWERS = st.fixed_dictionaries({}, optional={name: st.sampled_from(["s1", "s3", "s4", "unknown", "not_applicable"])
                                              for name in NAMES})  # fmt: skip
RESTING = st.sets(st.sampled_from(NAMES), max_size=5).map(lambda names: tuple(n for n in NAMES if n in names))


@settings(deadline=None)
@given(ANSWERS, ANSWERS, RESTING)
def test_an_answer_to_what_rests_changes_no_figure_of_its_respondent(answers, others, resting):
    kept = {name: answer for name, answer in answers.items() if name not in resting}
    with_others = kept | {name: answer for name, answer in others.items() if name in resting}
    rested = profile(RULES, resting)
    without, beside = (assess(rested, given_of(found)) for found in (kept, with_others))
    assert (beside.level, beside.score, beside.whole, beside.bank) == (
        without.level, without.score, without.whole, without.bank,
    )  # fmt: skip
    assert next_level(rested.scoring, rested.asked, beside.answers) == next_level(
        rested.scoring, rested.asked, without.answers
    )


@settings(deadline=None)
@given(ANSWERS, RESTING)
def test_a_level_is_the_one_of_a_respondent_whom_the_resting_questions_do_not_concern(answers, resting):
    """*Gäller inte oss* leaves every share as rotation does, and is counted by the rules that were there before."""
    scoring = Scoring(RULES)
    of_none = given_of(answers | dict.fromkeys(resting, "not_applicable"))
    rested = scoring.cells([name for name in NAMES if name not in resting], given_of(answers))
    assert level_reached(scoring, rested) == level_reached(scoring, scoring.cells(NAMES, of_none))


@pytest.mark.slow
def test_rotation_changes_no_verdict_and_no_comparable_figure(world: World) -> None:
    """As if everything had been asked and what rests left blank, whatever has been answered to it all the same."""
    numbers = count()
    units = ("A1", "A2", "B1")
    turns = (("t2",), ("t1", "t3"))
    # Everybody answers everything, so that all count as having answered; *Vet ej* is no value.
    one = st.fixed_dictionaries({q.name: st.sampled_from(["s1", "s2", "s3", "s4", "unknown"]) for q in UNITS.survey})
    round_answers = st.fixed_dictionaries(dict.fromkeys(units, one))

    @settings(max_examples=15, deadline=None)
    @given(st.tuples(round_answers, round_answers))
    def check(rounds: tuple[dict[str, dict[str, str]], ...]) -> None:
        number = next(numbers)
        results: list[Scores] = []
        for rotated in (True, False):
            form_id = f"f{number}_{'med' if rotated else 'utan'}"
            survey = [question(q.name, every_n_rounds=q.every_n_rounds if rotated else 1) for q in UNITS.survey]
            form = make_form(survey, form_id=form_id)
            for place, answers in enumerate(rounds):
                left_out = () if rotated else turns[place]
                kept = {
                    unit: {name: answer for name, answer in mine.items() if name not in left_out}
                    for unit, mine in answers.items()
                }
                world.round(form, str(2024 + place), day(2024 + place), kept)
            results.append(scores(world.store, WantedRound(form_id)))
        with_turns, without = results
        assert change_json(with_turns.change) == change_json(without.change)
        assert [p.score for p in with_turns.series.comparable] == [p.score for p in without.series.comparable]
        assert with_turns.total.score == without.total.score
        assert with_turns.unit_scores == without.unit_scores

    check()


@pytest.mark.slow
def test_a_changed_level_decides_nothing_where_other_questions_rest(world: World) -> None:
    """The level rises only because what was missing rests; the answers given both times are the same."""
    survey = [
        *(question(f"q{n}", respondent="organisation", level=1) for n in (1, 2, 3)),
        *(question(f"t{n}", respondent="organisation", level=1, every_n_rounds=2) for n in (1, 2)),
    ]
    form = make_form(survey, levels=[rule(1, "1", 1)])
    world.ids["Kommun"] = world.root
    # 2025: t2 rests and t1 is not fulfilled: 3/4, no level. 2026: t1 rests, t2 is fulfilled: 4/4, level 1.
    yes = dict.fromkeys(("q1", "q2", "q3"), "s4")
    world.round(form, "2025", day(2025), {"Kommun": {**yes, "t1": "s1"}})
    world.round(form, "2026", day(2026), {"Kommun": {**yes, "t2": "s4"}})
    before, now = (scores(world.store, WantedRound("prov", name)) for name in ("2025", "2026"))
    assert (before.total.level, now.total.level) == (0, 1)
    assert now.change is not None
    assert now.change.verdict is not Verdict.BETTER
    assert (now.change.moves.up, now.change.moves.down) == (0, 0)


@pytest.mark.slow
def test_whose_questions_all_rest_is_neither_asked_nor_waited_for(world: World) -> None:
    survey = [question("o1", respondent="organisation"), question("u1", every_n_rounds=2)]
    form = make_form(survey)
    world.ids["Kommun"] = world.root
    asked = {"Kommun": {"o1": "s3"}, "A1": {}, "A2": {}}
    first = world.round(form, "2025", day(2025), {**asked, "A1": {"u1": "s2"}, "A2": {"u1": "s4"}})
    assert [unit.name for unit in progress(world.store, first).units] == ["A1", "A2", "Kommun"]
    assert scores(world.store, WantedRound("prov")).total.score == 3
    second = world.round(form, "2026", day(2026), {**asked, "Kommun": {"o1": "s4"}})
    standing = progress(world.store, second)
    assert [unit.name for unit in standing.units] == ["Kommun"]
    result = scores(world.store, WantedRound("prov"))
    assert (result.total.score, result.coverage.insufficient) == (4, False)


def test_a_note_takes_no_turn() -> None:
    note = {"type": "note", "name": "n1", "label::sv": "Läs detta", "area": "a", "respondent": "unit"}
    form = make_form([note, *(question(f"t{n}", every_n_rounds=2) for n in (1, 2))])
    assert resting_sentence(form, ["t2"]) == "1 av 2 frågor vilar i den här mätningen och ställs inte: ”t2”."


def test_what_counts_nothing_is_no_part_of_a_ladder() -> None:
    ladder = [{"level": n, "label::sv": f"Steg {n}"} for n in (1, 2, 3, 4)]
    text = {"type": "text", "label::sv": "Vad hindrar?", "respondent": "unit"}
    survey = [question("q1", "x"), text | {"name": "t1", "area": "p"}, text | {"name": "t2", "area": "y"}]
    areas = [{"name": "p"}, {"name": "x", "parent": "p"}, {"name": "y", "parent": "p"}]
    scoring = Scoring(make_form(survey, areas, levels=ladder))
    cells = scoring.cells(["q1", "t1", "t2"], {"q1": Given("answered", "s2"), "t1": Given("answered", "Tid")})
    levels = ladder_levels(scoring, own_tallies(scoring, cells), scoring.area_scores(cells), ())
    assert levels == {"p": 2, "x": 2, "y": None}
