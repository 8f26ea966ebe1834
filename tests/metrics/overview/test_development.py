"""The combined page and the start page's status: what stands together, and as of when."""

from datetime import date, datetime
from fractions import Fraction

import pytest

from base.actors import Act
from base.errors import MognadError
from data.measuring.closing import close_round
from data.measuring.form_roles import set_form_role
from metrics.measuring.having_answered import Standing
from metrics.measuring.rounds.progress import Counts, progress
from metrics.overview.courses import Looking
from metrics.overview.development import PageState, development, page_state, situation
from metrics.registers.newest import newest_snapshots
from questionnaires.model import Questionnaire
from tests.kit.measured import World, grant, make_form, question

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 3)
MATURITY, SELF_ASSESSMENT = "mognadsmatning", "cybersakerhetskollen"
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
    found = development(world.store, Looking(TODAY))
    assert (found.years, found.courses, found.areas, found.risks, found.incidents) == ((), (), (), (), None)
    now = situation(world.store, Looking(TODAY))
    assert (now.newest, now.risks, now.incidents) == ((), None, None)
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
    found = development(years.store, Looking(TODAY))
    assert found.years == (2022, 2023, 2024, 2025, 2026)  # the incident of 1999 lies outside the ten years shown
    maturity, own = found.courses
    assert (maturity.form_id, maturity.levels, own.form_id) == (MATURITY, None, SELF_ASSESSMENT)
    # A1: (1+1)/2, (3+1)/2, (3+1)/2; B1: (2+4)/2, 3, 4
    assert [(point.year, point.score) for point in maturity.series.comparable] == [
        (2023, Fraction(2)),
        (2024, Fraction(5, 2)),
        (2025, Fraction(3)),
    ]
    assert found.areas == (("x", "X"), ("y", "Y"))
    assert own.levels is not None
    assert [(point.year, point.level, point.label) for point in own.levels.points] == [
        (2023, 1, "Ett"),
        (2024, 2, "Två"),
        (2025, 0, ""),
    ]
    newest = own.levels.points[-1]
    assert (newest.levels, newest.answered, newest.unknown, newest.expected, newest.score) == (2, 0, 1, 2, None)
    assert own.levels.next_level is not None
    assert (own.levels.next_level.level, own.levels.next_level.answers) == (1, 1)
    assert [(risks.year, risks.open) for risks in found.risks] == [(2024, 1)]
    assert found.incidents is not None
    assert (found.incidents.of_year(2022).n, found.incidents.of_year(1999).n) == (1, 1)


def test_branch_and_area(years: World) -> None:
    found = development(years.store, Looking(TODAY, branch=years.ids["B"], area="x"))
    # B1's answers to q1: 2, 2, 4. The area narrows maturity alone.
    maturity = found.courses[0].series
    assert [point.score for point in maturity.comparable] == [Fraction(2), Fraction(2), Fraction(4)]
    assert (maturity.questions, maturity.units) == (1, 1)
    assert [(risks.year, risks.open) for risks in found.risks] == [(2024, 0)]
    assert found.incidents is not None
    assert (found.incidents.of_year(2022).n, found.incidents.unknown_unit) == (1, 1)
    with pytest.raises(MognadError) as caught:
        development(years.store, Looking(TODAY, area="z"))
    assert caught.value.code == "area_unknown"


def test_as_of_chooses_what_counts_and_known_at_what_existed(years: World) -> None:
    then = development(years.store, Looking(date(2024, 9, 30)))
    assert then.years == (2023, 2024)
    maturity, own = then.courses
    assert [point.year for point in maturity.series.all] == [2023]
    assert own.levels is not None
    assert [point.year for point in own.levels.points] == [2023, 2024]
    assert then.incidents is None
    position = years.store.position()
    before = development(years.store, Looking(TODAY))
    years.snapshot("risks", date(2024, 6, 1), [])
    newest = years.store.query("SELECT max(round) AS round FROM store.round WHERE questionnaire = $q", {"q": MATURITY})
    years.answer(newest[0]["round"], "A1", {"q1": "s4"})
    again = development(years.store, Looking(TODAY, known_at=position))
    assert again == before
    assert development(years.store, Looking(TODAY)) != before


def test_now(years: World) -> None:
    found = situation(years.store, Looking(TODAY))
    maturity, own = found.newest
    assert (maturity.origin.round, maturity.total.score) == ("Mognad 2025", Fraction(3))
    assert (own.origin.questionnaire, own.total.level) == (SELF_ASSESSMENT, 0)
    assert found.risks is not None
    assert found.risks.open == 1
    assert found.incidents is not None
    assert found.incidents.whole.n == 2
    branch, whole = situation(years.store, Looking(TODAY, branch=years.ids["B"])).newest
    assert branch.total.score == 4
    assert whole == own


def test_a_self_assessment_round_of_only_units_is_not_the_organisations(world: World) -> None:
    world.round(SELF, "2025", date(2025, 9, 1), {"A1": {"q1": "s4"}})
    assert development(world.store, Looking(TODAY)).courses == ()


def own_form(form_id: str, by_rules: bool = False, title: str = "Eget") -> Questionnaire:
    form = SELF if by_rules else MATURE
    return form.model_copy(
        update={"settings": form.settings.model_copy(update={"form_id": form_id, "form_title": title})}
    )


def test_a_form_of_ones_own_comes_after_the_shipped_ones(years: World) -> None:
    line, steps = own_form("linje"), own_form("egna_steg", by_rules=True)
    for year in (2024, 2025):
        years.round(steps, f"Steg {year}", date(year, 5, 1), {"Kommun": {"q1": "s4", "q2": "s4"}})
        years.round(line, f"Linje {year}", date(year, 5, 1), {"A1": {"q1": f"s{year - 2023}", "q2": "s1"}})
    years.round(own_form("en_gang"), "Första", date(2026, 1, 1), {"A1": {"q1": "s1"}})
    found = development(years.store, Looking(TODAY, branch=years.ids["A"]))
    shown = [(course.form_id, course.role, course.levels is not None) for course in found.courses]
    assert shown == [
        (MATURITY, "maturity", False),
        (SELF_ASSESSMENT, "self_assessment", True),
        ("egna_steg", "other", True),
        ("linje", "other", False),
    ]
    assert [point.score for point in found.courses[3].series.all] == [Fraction(1), Fraction(3, 2)]
    assert [point.level for point in found.courses[2].levels.points] == [2, 2]  # type: ignore[union-attr] # told above
    # A role is of the position it is read at: what was chosen later is not yet so.
    then = years.store.position()
    set_form_role(years.store, grant(Act.CONFIGURE), "linje", "maturity")
    set_form_role(years.store, grant(Act.CONFIGURE), "egna_steg", "self_assessment")
    roles = [(course.form_id, course.role) for course in development(years.store, Looking(TODAY)).courses[2:]]
    assert roles == [("linje", "maturity"), ("egna_steg", "self_assessment")]
    before = development(years.store, Looking(TODAY, known_at=then, branch=years.ids["A"]))
    assert [(course.form_id, course.role) for course in before.courses] == [shown[place][:2] for place in range(4)]
    # The area narrows the first form of maturity alone.
    narrowed = development(years.store, Looking(TODAY, area="x")).courses
    assert [(course.form_id, course.area) for course in narrowed if course.area] == [(MATURITY, "x")]
    newest = situation(years.store, Looking(TODAY)).newest
    assert [scores.origin.questionnaire for scores in newest] == [
        MATURITY, SELF_ASSESSMENT, "linje", "egna_steg", "en_gang"
    ]  # fmt: skip


def test_without_a_shipped_form_ones_own_is_the_maturity(world: World) -> None:
    for year in (2024, 2025):
        world.round(own_form("egen"), f"Egen {year}", date(year, 5, 1), {"A1": {"q1": "s1", "q2": "s3"}})
    assert page_state(world.store, TODAY) is PageState.DEVELOPMENT
    assert development(world.store, Looking(TODAY)).areas == ()
    set_form_role(world.store, grant(Act.CONFIGURE), "egen", "maturity")
    found = development(world.store, Looking(TODAY, area="y"))
    assert (found.areas, found.years) == ((("x", "X"), ("y", "Y")), (2024, 2025, 2026))
    assert [point.score for point in found.courses[0].series.all] == [Fraction(3), Fraction(3)]


def test_a_self_assessment_of_ones_own_that_has_no_rules_is_a_line(world: World) -> None:
    for year in (2024, 2025):
        world.round(own_form("egen"), f"Egen {year}", date(year, 5, 1), {"A1": {"q1": "s1", "q2": "s3"}})
    set_form_role(world.store, grant(Act.CONFIGURE), "egen", "self_assessment")
    (course,) = development(world.store, Looking(TODAY)).courses
    assert (course.role, course.levels, len(course.series.all)) == ("self_assessment", None, 2)


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
    told = {unit.name: (unit.given, unit.expected, unit.standing, unit.answers_next) for unit in found.units}
    assert told == {
        "A1": (2, 2, Standing.ANSWERED, False),
        "A2": (1, 2, Standing.ANSWERED, True),
        "B1": (0, 2, Standing.SILENT, True),
        "Kommun": (2, 2, Standing.ANSWERED, False),
    }
    assert found.counts == Counts(3, 0, 1, 0, 0, 2, 0, 5, 8)
    close_round(world.store, grant(Act.PLAN), made)
    world.answer(made, "B1", {"q1": "s1"})
    assert progress(world.store, made).counts.silent == 1
    with pytest.raises(MognadError) as caught:
        progress(world.store, "finns-inte")
    assert caught.value.code == "round_unknown"


def test_the_newest_snapshot_of_each_register(years: World) -> None:
    assert [(register, one.as_of) for register, one in newest_snapshots(years.store, TODAY)] == [
        ("risks", date(2024, 5, 1)),
        ("incidents", date(2025, 11, 1)),
    ]
