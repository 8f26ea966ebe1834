"""Comparable series, breaks, and how they end, beside tables worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest

from base.actors import Act
from data.organisation.units import NewUnit, merge_units, rename_unit, units, write_units
from metrics.measuring.change_sentences import change_sentence
from metrics.measuring.comparing.change import Levels, Moves, Verdict
from metrics.measuring.comparing.links import chains, links
from metrics.measuring.comparing.making import make_series
from metrics.measuring.forms import LedgerView, Measured, WantedRound, measured_rounds
from metrics.measuring.respondents import Directory, Scope
from metrics.measuring.scores import scores
from metrics.measuring.scoring import Scoring
from questionnaires.model import Questionnaire
from tests.kit.measured import World, grant, make_form, question, steps

pytestmark = pytest.mark.slow


def day(year: int) -> date:
    return date(year, 10, 1)


# One answer is enough to have answered, so that thin rounds are compared too.
V1 = make_form([question("q1"), question("q2"), question("q3")], answered_share="0.01")
# q2 is reworded (q2b), q3 is left out, q4 is new; a text has changed.
V2 = make_form(
    [question("q1") | {"label::sv": "Ny text"}, question("q2b", succeeds=["q2"]), question("q4")],
    version=2,
    answered_share="0.01",
)


def found_links(newer: Questionnaire, older: Questionnaire) -> dict[str, str]:
    return links(Scoring(newer), Scoring(older))


def test_same_id_and_one_to_one_successor() -> None:
    assert found_links(V2, V1) == {"q1": "q1", "q2b": "q2"}


@pytest.mark.parametrize(
    ("newer", "expected"),
    [
        # Labels of alternatives may change.
        ([{**row, "label::sv": f"Annat {row['name']}"} for row in steps()], {"q1", "q2", "q3"}),
        # Order numbers too, as long as the order stands.
        ([{**row, "order": row["order"] * 10} for row in steps()], {"q1", "q2", "q3"}),
        (steps(values=(0, 1, 2, 3)), set()),  # other values
        (steps(values=(1, 2, 3)), set()),  # one alternative fewer
        ([{**row, "name": f"{row['name']}x"} for row in steps()], set()),  # other ids
        (steps(fulfils=("s3", "s4")), set()),  # another bar
        ([{**row, "order": 5 - row["order"]} for row in steps()], set()),  # the other way round
    ],
)
def test_alternatives_must_be_equal(newer: list[dict[str, object]], expected: set[str]) -> None:
    form = make_form([question("q1"), question("q2"), question("q3")], choices=newer, version=2)
    assert set(found_links(form, V1)) == expected


@pytest.mark.parametrize(
    ("survey", "expected"),
    [
        ([question("q1"), question("n", succeeds=["q2", "q3"])], {"q1": "q1"}),  # two merged
        ([question("q1"), question("n", succeeds=["q2"]), question("m", succeeds=["q2"])], {"q1": "q1"}),  # one split
        ([question("q1", succeeds=["q2"])], {}),  # q1 has taken over another question
        ([question("n", succeeds=["old"])], {}),  # its predecessor is not in that form
    ],
)
def test_splits_and_merges_of_questions_break(survey: list[dict[str, object]], expected: dict[str, str]) -> None:
    assert found_links(make_form(survey, version=2), V1) == expected


def test_a_kept_question_may_still_name_its_old_predecessor() -> None:
    v3 = make_form([question("q2b", succeeds=["q2"])], version=3)
    assert found_links(v3, V2) == {"q2b": "q2b"}
    rounds = [Measured(str(n), str(n), day(n), n, "opened", 9, Scoring(f)) for n, f in enumerate((V1, V2, v3), 2024)]
    assert chains(rounds) == [{"q2b": "q2"}, {"q2b": "q2b"}, {"q2b": "q2b"}]


def test_the_comparable_series_has_one_set_of_questions_and_units(world: World) -> None:
    # common: q1 and q2/q2b, units A1 and A2.      all questions and units
    # 2024: A1 (1+2)/2 = 1.5; A2 (2+2)/2 = 2 → 1.75   A1 (1+2+4)/3, A2 2, B1 4 → 25/9
    # 2025: A1 (3+2)/2 = 2.5; A2 (2+4)/2 = 3 → 2.75   A1 (3+2+1)/3, A2 3, B2 1 → 2
    world.round(
        V1,
        "2024",
        day(2024),
        {"A1": {"q1": "s1", "q2": "s2", "q3": "s4"}, "A2": {"q1": "s2", "q2": "s2"}, "B1": {"q1": "s4"}},
    )
    world.round(
        V2,
        "2025",
        day(2025),
        {"A1": {"q1": "s3", "q2b": "s2", "q4": "s1"}, "A2": {"q1": "s2", "q2b": "s4"}, "B2": {"q1": "s1"}},
    )
    found = scores(world.store, WantedRound("prov")).series
    assert [(point.name, point.score, point.n) for point in found.comparable] == [
        ("2024", Fraction(7, 4), 2),
        ("2025", Fraction(11, 4), 2),
    ]
    assert [(point.name, point.score, point.n) for point in found.all] == [
        ("2024", Fraction(25, 9), 3),
        ("2025", Fraction(2), 3),
    ]
    assert (found.questions, found.units, found.comparable_with) == (2, 2, ("2024",))
    assert found.all[0].breaks == ()
    assert found.all[1].breaks == ("nya frågor", "ändrad organisation")
    # Both units moved by 1: better.
    assert found.change is not None
    assert (found.change.verdict, found.change.delta, found.change.moves.up) == (Verdict.BETTER, Fraction(1), 2)
    # The earlier round alone knows nothing of the later one.
    earlier = scores(world.store, WantedRound("prov", "2024")).series
    assert [(point.name, point.score) for point in earlier.comparable] == [("2024", Fraction(25, 9))]
    assert (earlier.questions, earlier.comparable_with, earlier.change) == (3, (), None)


def test_one_set_for_all_rounds_not_pair_by_pair(world: World) -> None:
    """A unit missing in the middle, and a question missing in the end, are common to none."""
    both = {"q1": "s1", "q2": "s4", "q3": "s4"}
    world.round(V1, "2023", day(2023), {"A1": both, "A2": {**both, "q1": "s3"}, "B1": both})
    world.round(V1, "2024", day(2024), {"A1": both, "B1": {**both, "q1": "s4"}})
    world.round(V2, "2025", day(2025), {"A1": {"q1": "s2"}, "A2": {"q1": "s4"}, "B1": {"q1": "s3", "q2b": "s1"}})
    found = scores(world.store, WantedRound("prov")).series
    # A1 on q1 alone, which is all it has in 2025; B1 on q1 and q2. 2023: 1, 2.5. 2024: 1, 4. 2025: 2, 2.
    assert [point.score for point in found.comparable] == [Fraction(7, 4), Fraction(5, 2), Fraction(2)]
    assert (found.questions, found.units) == (2, 2)


def test_the_series_goes_back_while_there_is_something_common(world: World) -> None:
    other = make_form([question("z1")])
    middle = make_form([question("z1"), question("q1")], version=2)
    newest = make_form([question("q1")], version=3)
    world.round(other, "2022", day(2022), {"A1": {"z1": "s1"}})
    world.round(middle, "2023", day(2023), {"A1": {"z1": "s1", "q1": "s2"}})
    world.round(newest, "2024", day(2024), {"A1": {"q1": "s3"}})
    found = scores(world.store, WantedRound("prov")).series
    assert [(point.name, point.score) for point in found.comparable] == [("2023", Fraction(2)), ("2024", Fraction(3))]
    assert [point.score for point in found.all] == [Fraction(1), Fraction(3, 2), Fraction(3)]
    assert found.questions == 1


def test_rounds_without_common_units_are_left_out(world: World) -> None:
    marks = {"q1": "s2", "q2": "s2", "q3": "s2"}
    world.round(V1, "2022", day(2022), {"B1": marks})
    world.round(V1, "2023", day(2023), {"A1": marks, "A2": marks})
    world.round(V1, "2024", day(2024), {"A1": marks})
    found = scores(world.store, WantedRound("prov")).series
    assert [point.name for point in found.comparable] == ["2023", "2024"]
    assert found.questions == 3


def test_a_round_nobody_answered_or_too_few_is_passed_over(world: World) -> None:
    marks = {"q1": "s2"}
    world.round(V1, "2022", day(2022), {"A1": marks, "A2": marks})
    world.round(V1, "2023", day(2023), {"A1": {}, "A2": {}})
    world.round(V1, "2024", day(2024), {"A1": marks, "A2": {}})
    world.round(V1, "2025", day(2025), {"A1": marks, "A2": marks})
    found = scores(world.store, WantedRound("prov")).series
    assert [point.name for point in found.comparable] == ["2022", "2025"]
    assert [(point.name, point.n, point.insufficient) for point in found.all] == [
        ("2022", 2, False),
        ("2023", 0, True),
        ("2024", 1, True),
        ("2025", 2, False),
    ]


def test_a_renamed_and_moved_unit_goes_on(world: World) -> None:
    world.round(V1, "2024", day(2024), {"A1": {"q1": "s1"}})
    valid = {unit.unit: unit for unit in units(world.store, day(2024))}
    rename_unit(world.store, grant(Act.ORGANISE), valid[world.ids["A1"]], "Nya skolan", date(2025, 1, 1))
    moved = NewUnit("Nya skolan", "enhet", world.ids["B"], date(2025, 3, 1), unit=world.ids["A1"])
    write_units(world.store, grant(Act.ORGANISE), [moved])
    world.round(V1, "2025", day(2025), {"A1": {"q1": "s4"}})
    found = scores(world.store, WantedRound("prov")).series
    assert [point.score for point in found.comparable] == [Fraction(1), Fraction(4)]
    assert found.all[1].breaks == ()
    # In the branch it has left it is not the same units any more.
    assert scores(world.store, WantedRound("prov"), Scope(branch=world.ids["B"])).series.comparable_with == ()


def test_a_merge_ends_series_and_starts_one(world: World) -> None:
    world.round(V1, "2024", day(2024), {"A1": {"q1": "s1"}, "A2": {"q1": "s2"}, "B1": {"q1": "s3"}})
    valid = {unit.unit: unit for unit in units(world.store, day(2024))}
    old = [valid[world.ids[name]] for name in ("A1", "A2")]
    new = NewUnit("A1 och A2", "enhet", world.ids["A"], date(2025, 1, 1))
    world.ids["AA"] = merge_units(world.store, grant(Act.ORGANISE), old, new)
    world.round(V1, "2025", day(2025), {"AA": {"q1": "s4"}, "B1": {"q1": "s4"}})
    found = scores(world.store, WantedRound("prov")).series
    assert [(point.score, point.n) for point in found.comparable] == [(Fraction(3), 1), (Fraction(4), 1)]
    assert found.all[1].breaks == ("ändrad organisation",)
    assert scores(world.store, WantedRound("prov"), Scope(branch=world.ids["A"])).series.comparable_with == ()


def test_a_unit_that_took_over_another_is_not_the_same_though_its_id_is(world: World) -> None:
    marks = {"A1": {"q1": "s1"}, "B1": {"q1": "s3"}}
    for year in (2024, 2025, 2026):
        world.round(V1, str(year), day(year), marks)
    with world.store.writing(grant(Act.ORGANISE), Act.ORGANISE) as transaction:
        row = {"old_unit": world.ids["A2"], "new_unit": world.ids["A1"], "from_date": date(2025, 1, 1), "kind": "merge"}
        transaction.append("unit_change", [row])
    found = scores(world.store, WantedRound("prov")).series
    assert [(point.name, point.n) for point in found.comparable] == [("2024", 1), ("2025", 1), ("2026", 1)]
    alone = scores(world.store, WantedRound("prov"), Scope(unit=world.ids["A1"])).series
    assert [point.name for point in alone.comparable] == ["2025", "2026"]


def test_questions_beside_the_role_are_compared_only_where_they_are_answered_every_time(world: World) -> None:
    form = make_form([question("q1"), question("o1", respondent="organisation")])
    world.round(form, "2024", day(2024), {"A1": {"q1": "s2", "o1": "s4"}, "A2": {"q1": "s2", "o1": "s2"}})
    world.round(form, "2025", day(2025), {"A1": {"q1": "s2"}, "A2": {"q1": "s2", "o1": "s4"}})
    found = scores(world.store, WantedRound("prov")).series
    # A1: q1 alone, 2 → 2. A2: both, 2 → 3.
    assert [point.score for point in found.comparable] == [Fraction(2), Fraction(5, 2)]
    assert found.questions == 2
    alone = scores(world.store, WantedRound("prov"), Scope(unit=world.ids["A1"])).series
    assert ([point.score for point in alone.comparable], alone.questions) == ([Fraction(2), Fraction(2)], 1)


def test_the_comparable_series_is_told_by_the_newest_forms_weights(world: World) -> None:
    heavy = make_form([question("q1", weight=3), question("q2")], version=2)
    plain = make_form([question("q1"), question("q2")])
    world.round(plain, "2024", day(2024), {"A1": {"q1": "s4", "q2": "s1"}})
    world.round(heavy, "2025", day(2025), {"A1": {"q1": "s4", "q2": "s1"}})
    found = scores(world.store, WantedRound("prov")).series
    assert [point.score for point in found.comparable] == [Fraction(13, 4), Fraction(13, 4)]
    assert [point.score for point in found.all] == [Fraction(5, 2), Fraction(13, 4)]


def test_totals_made_of_areas_are_compared_by_areas(world: World) -> None:
    survey = [question("q1", "a"), question("q2", "a"), question("q3", "b")]
    first = make_form(survey, ["a", "b"], total="mean of areas")
    # q2 has moved to area b, q4 is new.
    moved = [question("q1", "a"), question("q2", "b"), question("q3", "b"), question("q4", "a")]
    second = make_form(moved, ["a", "b"], total="mean of areas", version=2)
    world.round(first, "2024", day(2024), {"A1": {"q1": "s1", "q2": "s3", "q3": "s4"}})
    world.round(second, "2025", day(2025), {"A1": {"q1": "s2", "q2": "s3", "q3": "s3", "q4": "s4"}})
    found = scores(world.store, WantedRound("prov")).series
    # By the newest areas: 2024 a = 1, b = 3.5 → 2.25; 2025 a = 2, b = 3 → 2.5.
    assert [point.score for point in found.comparable] == [Fraction(9, 4), Fraction(5, 2)]
    # Each by its own: 2024 a = 2, b = 4 → 3; 2025 a = 3, b = 3 → 3.
    assert [point.score for point in found.all] == [Fraction(3), Fraction(3)]


def test_a_changed_attribute_is_a_change_of_scope(world: World) -> None:
    form = make_form([question("q1"), question("q2", relevant="${system} = 'ja'"), question("q3")])
    world.round(form, "2024", day(2024), {"A1": {"q1": "s1"}, "A2": {"q1": "s1"}})
    state = NewUnit("A1", "enhet", world.ids["A"], date(2025, 1, 1), attributes={"system": "ja"}, unit=world.ids["A1"])
    other = NewUnit("A2", "enhet", world.ids["A"], date(2025, 1, 1), attributes={"system": "nej"}, unit=world.ids["A2"])
    write_units(world.store, grant(Act.ORGANISE), [other])
    world.round(form, "2025", day(2025), {"A1": {"q1": "s1"}, "A2": {"q1": "s1"}})
    assert scores(world.store, WantedRound("prov")).series.all[1].breaks == ()
    write_units(world.store, grant(Act.ORGANISE), [state])
    assert "nya frågor" in scores(world.store, WantedRound("prov")).series.all[1].breaks


def test_the_organisations_change_goes_by_level_and_answers(world: World) -> None:
    world.ids["Kommun"] = world.root
    rules = [{"level": 1, "label::sv": "Ett", "group": "1", "share": 0.5}]
    survey = [question(f"q{n}", respondent="organisation", level=1) for n in range(6)]
    form = make_form(survey, levels=rules)
    low = {f"q{n}": "s1" for n in range(6)}
    world.round(form, "2023", day(2023), {"Kommun": low})
    world.round(form, "2024", day(2024), {"Kommun": {**low, "q0": "s2", "q1": "s2"}})
    world.round(form, "2025", day(2025), {"Kommun": {**low, "q0": "s3", "q1": "s3", "q2": "s3"}})
    world.round(form, "2026", day(2026), {"Kommun": {**low, "q0": "s4", "q1": "s4", "q2": "s4"}})
    seen = {}
    for name in ("2024", "2025", "2026"):
        change = scores(world.store, WantedRound("prov", name)).change
        assert change is not None
        seen[name] = (change.verdict, change.moves, change.levels)
    assert seen == {
        "2024": (Verdict.UNCHANGED, Moves(2, 0, 4), Levels(0, 0, same_answers=True)),
        "2025": (Verdict.BETTER, Moves(3, 0, 3), Levels(0, 0, same_answers=True)),
        "2026": (Verdict.BETTER, Moves(3, 0, 3), Levels(0, 1, same_answers=True)),
    }


def test_levels_are_not_compared_across_versions_with_other_questions(world: World) -> None:
    world.ids["Kommun"] = world.root
    rules = [{"level": 1, "label::sv": "Ett", "group": "1", "share": 1}]
    first = make_form([question("q1", respondent="organisation", level=1)], levels=rules)
    second = make_form([question(q, respondent="organisation", level=1) for q in ("q1", "q2")], levels=rules, version=2)
    world.round(first, "2024", day(2024), {"Kommun": {"q1": "s4"}})
    world.round(second, "2025", day(2025), {"Kommun": {"q1": "s4", "q2": "s1"}})
    found = scores(world.store, WantedRound("prov"))
    assert found.total.level == 0
    assert found.change is not None
    assert (found.change.verdict, found.change.levels) == (Verdict.UNCHANGED, Levels(1, 0, same_answers=False))


def test_an_empty_round_ends_no_comparable_series(world: World) -> None:
    """A round that has just been opened says nothing yet; what was measured before it stands.

    round    A1   A2        comparable
    2024     1    3         2
    2025     2    4         3
    2026     –    –         (nobody has answered)
    """
    form = make_form([question("q1")])
    for year, one, two in ((2024, "s1", "s3"), (2025, "s2", "s4")):
        world.round(form, str(year), date(year, 10, 1), {"A1": {"q1": one}, "A2": {"q1": two}})
    before = scores(world.store, WantedRound("prov")).series
    world.round(form, "2026", date(2026, 10, 1), {"A1": {}, "A2": {}})
    rounds = measured_rounds(world.store, "prov")
    view = LedgerView(world.store, world.store.position())
    found = make_series(view, rounds, Directory(world.store, rounds), Scope())
    assert [(point.name, point.score) for point in found.comparable] == [("2024", Fraction(2)), ("2025", Fraction(3))]
    assert found.comparable == before.comparable
    assert [point.n for point in found.all] == [2, 2, 0]
    assert (found.reaches_newest, found.comparable_with) == (False, ())
    assert change_sentence(found.change) == (
        "Går inte att säga: 0 av 2 enheter har svarat på minst hälften. Det krävs 2."
    )
    # The empty round itself is told nothing of.
    newest = scores(world.store, WantedRound("prov"), Scope(unit=world.ids["A1"]))
    assert (newest.total.score, newest.change) == (None, None)
    assert scores(world.store, WantedRound("prov")).series.comparable == ()
    # As soon as enough have answered the series goes on.
    world.answer(rounds[-1].round, "A1", {"q1": "s3"})
    world.answer(rounds[-1].round, "A2", {"q1": "s4"})
    assert [point.name for point in scores(world.store, WantedRound("prov")).series.comparable] == [
        "2024",
        "2025",
        "2026",
    ]
