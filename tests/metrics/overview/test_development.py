"""The combined page and the start page's status: what stands together, and as of when."""

from datetime import date, datetime
from fractions import Fraction

import pytest

from base.actors import Act
from base.errors import MognadError
from data.measuring.closing import close_round
from metrics.measuring.forms import MATURITY, SELF_ASSESSMENT
from metrics.measuring.rounds.progress import progress
from metrics.overview.development import PageState, development, page_state, situation
from metrics.registers.newest import newest_snapshots
from tests.kit.measured import World, grant, make_form, question

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 3)
MATURE = make_form(
    [question("q1", "x"), question("q2", "y"), question("o1", "y", "organisation")], ["x", "y"], form_id=MATURITY
)
SELF = make_form(
    [question("q1", respondent="organisation", level=1), question("q2", respondent="organisation", level=1)],
    levels=[
        {"level": 1, "label::sv": "Ett", "group": "1", "share": 0.5},
        {"level": 2, "label::sv": "Två", "group": "1", "share": 1},
    ],
    form_id=SELF_ASSESSMENT,
)


def fill(world: World, year: int, marks: tuple[str, str], own: dict[str, str]) -> None:
    world.ids["Kommun"] = world.root
    answers = {"A1": {"q1": marks[0], "q2": "s1"}, "B1": {"q1": marks[1], "q2": "s4"}}
    world.round(MATURE, f"Mognad {year}", date(year, 10, 1), answers)
    world.round(SELF, f"Själv {year}", date(year, 9, 1), {"Kommun": own})


def test_states_of_the_page(world: World) -> None:
    assert page_state(world.store, TODAY) is PageState.NOTHING
    world.snapshot("risks", date(2026, 1, 1), [])
    assert page_state(world.store, TODAY) is PageState.NOW
    assert page_state(world.store, date(2025, 1, 1)) is PageState.NOTHING
    fill(world, 2025, ("s1", "s1"), {"q1": "s4"})
    assert page_state(world.store, TODAY) is PageState.NOW  # one round of each
    fill(world, 2026, ("s1", "s1"), {"q1": "s4"})
    assert page_state(world.store, TODAY) is PageState.DEVELOPMENT
    assert page_state(world.store, date(2025, 12, 31)) is PageState.NOW


def test_an_empty_store_has_nothing_to_show(world: World) -> None:
    found = development(world.store, TODAY)
    assert (found.years, found.maturity.all, found.assessment, found.risks, found.incidents) == ((), (), None, (), None)
    now = situation(world.store, TODAY)
    assert (now.maturity, now.assessment, now.risks, now.incidents) == (None, None, None, None)
    assert newest_snapshots(world.store, TODAY) == ()


@pytest.fixture
def years(world: World) -> World:
    fill(world, 2023, ("s1", "s2"), {"q1": "s4", "q2": "s3"})
    fill(world, 2024, ("s3", "s2"), {"q1": "s4", "q2": "s4"})
    fill(world, 2025, ("s3", "s4"), {"q1": "unknown"})
    world.snapshot("risks", date(2024, 5, 1), [{"id": "1", "status": "open", "unit": world.ids["A1"]}])
    world.snapshot(
        "incidents",
        date(2025, 11, 1),
        [
            {"id": "1", "detected": datetime(2022, 4, 1), "kind": "it_security", "unit": world.ids["B1"]},
            {"id": "2", "detected": datetime(1999, 1, 1), "kind": "it_security"},
        ],
    )
    return world


def test_years_together(years: World) -> None:
    found = development(years.store, TODAY)
    assert found.years == (2022, 2023, 2024, 2025, 2026)  # the incident of 1999 lies outside the ten years shown
    # A1: (1+1)/2, (3+1)/2, (3+1)/2; B1: (2+4)/2, 3, 4
    assert [(point.year, point.score) for point in found.maturity.comparable] == [
        (2023, Fraction(2)),
        (2024, Fraction(5, 2)),
        (2025, Fraction(3)),
    ]
    assert found.areas == (("x", "X"), ("y", "Y"))
    assert found.assessment is not None
    assert [(point.year, point.level, point.label) for point in found.assessment.points] == [
        (2023, 1, "Ett"),
        (2024, 2, "Två"),
        (2025, 0, ""),
    ]
    newest = found.assessment.points[-1]
    assert (newest.levels, newest.answered, newest.unknown, newest.expected, newest.score) == (2, 0, 1, 2, None)
    assert found.assessment.next_level is not None
    assert (found.assessment.next_level.level, found.assessment.next_level.answers) == (1, 1)
    assert [(risks.year, risks.open) for risks in found.risks] == [(2024, 1)]
    assert found.incidents is not None
    assert (found.incidents.of_year(2022).n, found.incidents.of_year(1999).n) == (1, 1)


def test_branch_and_area(years: World) -> None:
    found = development(years.store, TODAY, branch=years.ids["B"], area="x")
    # B1's answers to q1: 2, 2, 4. The area narrows maturity alone.
    assert [point.score for point in found.maturity.comparable] == [Fraction(2), Fraction(2), Fraction(4)]
    assert (found.maturity.questions, found.maturity.units) == (1, 1)
    assert [(risks.year, risks.open) for risks in found.risks] == [(2024, 0)]
    assert found.incidents is not None
    assert (found.incidents.of_year(2022).n, found.incidents.unknown_unit) == (1, 1)
    with pytest.raises(MognadError) as caught:
        development(years.store, TODAY, area="z")
    assert caught.value.code == "area_unknown"


def test_as_of_chooses_what_counts_and_known_at_what_existed(years: World) -> None:
    then = development(years.store, date(2024, 9, 30))
    assert then.years == (2023, 2024)
    assert [point.year for point in then.maturity.all] == [2023]
    assert then.assessment is not None
    assert [point.year for point in then.assessment.points] == [2023, 2024]
    assert then.incidents is None
    position = years.store.position()
    before = development(years.store, TODAY)
    years.snapshot("risks", date(2024, 6, 1), [])
    newest = years.store.query("SELECT max(round) AS round FROM store.round WHERE questionnaire = $q", {"q": MATURITY})
    years.answer(newest[0]["round"], "A1", {"q1": "s4"})
    again = development(years.store, TODAY, known_at=position)
    assert again == before
    assert development(years.store, TODAY) != before


def test_now(years: World) -> None:
    found = situation(years.store, TODAY)
    assert found.maturity is not None
    assert (found.maturity.origin.round, found.maturity.total.score) == ("Mognad 2025", Fraction(3))
    assert found.assessment is not None
    assert found.assessment.total.level == 0
    assert found.risks is not None
    assert found.risks.open == 1
    assert found.incidents is not None
    assert found.incidents.whole.n == 2
    assert situation(years.store, TODAY, branch=years.ids["B"]).maturity.total.score == 4  # type: ignore[union-attr]


def test_a_self_assessment_round_of_only_units_is_not_the_organisations(world: World) -> None:
    world.round(SELF, "2025", date(2025, 9, 1), {"A1": {"q1": "s4"}})
    assert development(world.store, TODAY).assessment is None


def test_progress_of_a_round(world: World) -> None:
    world.ids["Kommun"] = world.root
    made = world.round(
        MATURE,
        "2026",
        date(2026, 10, 1),
        {
            "A1": {"q1": "s1", "q2": "unknown"},
            "A2": {"q1": "not_applicable"},
            "B1": {},
            "Kommun": {"o1": "s2", "q1": "s1"},  # one beside its role
        },
    )
    found = progress(world.store, made)
    told = {unit.name: (unit.given, unit.expected, unit.begun, unit.finished) for unit in found.units}
    assert told == {
        "A1": (2, 2, True, True),
        "A2": (1, 2, True, False),
        "B1": (0, 2, False, False),
        "Kommun": (2, 2, True, True),
    }
    assert (found.begun, found.finished, found.given, found.expected) == (3, 2, 5, 8)
    close_round(world.store, grant(Act.PLAN), made)
    world.answer(made, "B1", {"q1": "s1"})
    assert progress(world.store, made).begun == 3
    with pytest.raises(MognadError) as caught:
        progress(world.store, "finns-inte")
    assert caught.value.code == "round_unknown"


def test_the_newest_snapshot_of_each_register(years: World) -> None:
    assert [(register, one.as_of) for register, one in newest_snapshots(years.store, TODAY)] == [
        ("risks", date(2024, 5, 1)),
        ("incidents", date(2025, 11, 1)),
    ]
