"""From figures to descriptions: what is drawn apart, what has no value, and that the table tells the same."""

from datetime import date
from fractions import Fraction

from charts.description import ChartKind, Emphasis
from charts.incidents.years import in_time_chart, incident_chart, shown_years
from charts.measuring.maturity import ALL, SAME, course_chart, level_chart
from charts.measuring.result import staircase
from charts.registers.risks import risk_chart, risk_now_chart
from charts.table import chart_table
from metrics.incidents.years import IncidentFigures, Incidents
from metrics.measuring.comparing.change import Change, Counted, Moves, Stand, TooFew, Verdict
from metrics.measuring.comparing.series import Point, Series
from metrics.measuring.results import Coverage, Figure, Origin, Scores
from metrics.measuring.scoring import Tally
from metrics.measuring.spread import Spread
from metrics.overview.courses import FormCourse, LevelCourse, LevelPoint
from metrics.registers.risks import RiskFigures, RiskGroup
from questionnaires.library import from_canonical
from questionnaires.model import FormRole
from tests.kit.registers import layer, state
from tests.kit.sure import sure

FORM = from_canonical(
    {
        "settings": {"form_id": "prov", "form_title": "Prov", "version": 1},
        "areas": [{"name": "a", "label::sv": "A"}],
        "choices": [
            {"list_name": "s", "name": f"s{step}", "label::sv": f"Steg {step}", "value": step, "order": step}
            for step in (1, 2, 3, 4)
        ],
        "survey": [{"type": "select_one s", "name": "q", "label::sv": "Q?", "area": "a", "respondent": "unit"}],
        "levels": [
            {"level": level, "label::sv": label} for level, label in enumerate(("Ett", "Två", "Tre", "Fyra"), 1)
        ],
    }
)


def point(year, score, *, breaks=(), insufficient=False):
    return Point(
        f"r{year}", f"Mätning {year}", date(year, 10, 1), 1, Fraction(score), score.replace(".", ","), 9, 21,
        insufficient, breaks,
    )  # fmt: skip


def course(series, role="maturity"):
    return FormCourse(role, FORM, series)


def test_the_comparable_series_is_strongest_and_goes_on_through_the_others_break():
    own = (point(2024, "1.5"), point(2025, "2.5", breaks=("nya frågor",)), point(2026, "2.6"))
    series = Series((point(2024, "1.4"), point(2025, "1.8"), point(2026, "2")), own, 7, 9)
    chart = course_chart(course(series), "Hela kommunen").chart
    strong, faint = chart.series
    assert (strong.name, strong.emphasis, strong.breaks) == (SAME, Emphasis.STRONG, ())
    assert (faint.name, faint.emphasis, faint.breaks) == (ALL, Emphasis.FAINT, (1,))
    assert [(gap.before, gap.text, gap.for_all) for gap in chart.breaks] == [(1, "nya frågor", False)]
    assert chart.categories == ("2024", "2025", "2026")
    assert (chart.low, chart.high) == (1, 4)


def test_a_point_with_too_few_answers_has_no_value():
    own = (point(2025, "2"), point(2026, "2.6", insufficient=True))
    chart = course_chart(course(Series((), own)), "Kontoret").chart
    assert chart.series[0].values == (2.0, None)
    assert chart_table(chart).rows[1][1] == "Underlag saknas: 9 av 21 enheter"
    assert chart.title.startswith("Går inte att säga: ")


def test_one_comparable_point_makes_no_series():
    only = (point(2026, "2"),)
    chart = course_chart(course(Series(only, only)), "Kommunen").chart
    assert [series.name for series in chart.series] == [ALL]


def test_two_rounds_of_a_year_bear_their_names():
    own = (point(2026, "2"), Point("x", "Extra", date(2026, 11, 1), 1, Fraction(2), "2,0", 9, 9))
    assert course_chart(course(Series((), own)), "K").chart.categories == ("Mätning 2026", "Extra")


def test_no_level_and_not_assessed_are_two_things():
    def level(year, number):
        return LevelPoint("r", f"S {year}", date(year, 1, 1), 1, number, "", 4, None, "", 24, 0, 0, 24)

    points = (level(2024, None), level(2025, 0), level(2026, 2))
    chart = level_chart(LevelCourse(points, None, Series()), FORM, "self_assessment").chart
    assert chart.kind is ChartKind.GROUPED
    assert chart.series[0].values == (None, 0.0, 2.0)
    assert [row[1] for row in chart_table(chart).rows] == ["ej bedömd", "ingen nivå", "Nivå 2"]


def test_a_form_of_ones_own_is_told_by_its_own_name():
    points = (LevelPoint("r", "2026", date(2026, 1, 1), 1, 2, "", 4, None, "", 24, 0, 0, 24),)
    titles: dict[FormRole, str] = {"self_assessment": "Nivå 2 av 4 i vår självskattning", "other": "Nivå 2 av 4 i Prov"}
    for role, title in titles.items():
        note = role == "self_assessment"
        chart = level_chart(LevelCourse(points, None, Series()), FORM, role).chart
        assert (chart.title, any("inget officiellt resultat" in mark for mark in chart.marks)) == (title, note)
        assert (chart.subtitle, chart.source) == ("Prov · kommunen som helhet · 2026", "Prov")
    line = course_chart(course(Series(all=(point(2026, "2"),)), "other"), "Hela kommunen").chart
    assert (line.title, line.subtitle) == (
        "Resultatet i Prov ligger på 2 i Mätning 2026", "Prov · Hela kommunen · 2026"
    )  # fmt: skip
    assert course_chart(course(Series(all=(point(2026, "2"),))), "K").chart.title.startswith(
        "Mognaden i Prov ligger på 2"
    )


def source(year, month=11, day=2):
    return state(layer(date(year, month, day)))


def test_a_year_without_a_register_has_no_value():
    found = [RiskFigures(source(year), RiskGroup(5, high=2, overdue=1), RiskGroup(1)) for year in (2024, 2026)]
    chart = sure(risk_chart(found, (2023, 2024, 2025, 2026), "Hela kommunen")).chart
    assert chart.categories == ("2024", "2025", "2026")
    assert (chart.title, chart.subtitle) == (
        "5 öppna risker den 2 november 2026, lika många som den 2 november 2024",
        "Risker i registret enligt varje års senaste fil · Hela kommunen",
    )
    assert {series.name: series.values for series in chart.series} == {
        "Öppna": (5.0, None, 5.0),
        "Höga (av de öppna)": (2.0, None, 2.0),
        "Försenade (av de öppna)": (1.0, None, 1.0),
        "Accepterade": (1.0, None, 1.0),
    }
    assert risk_chart(found, (2027,), "Hela kommunen") is None


def test_the_end_of_a_year_is_said_only_of_its_last_day():
    ends = [RiskFigures(source(year, 12, 31), RiskGroup(3)) for year in (2024, 2025)]
    assert sure(risk_chart(ends, (2024, 2025), "K")).chart.subtitle == "Risker i registret vid årets slut · K"
    now = [*ends, RiskFigures(source(2026, 12, 30), RiskGroup(3))]
    assert sure(risk_chart(now, (2024, 2026), "K")).chart.subtitle == (
        "Risker i registret enligt varje års senaste fil · K"
    )


def test_what_a_register_does_not_tell_is_unknown_and_not_0():
    found = RiskFigures(source(2026), RiskGroup(5, class_unknown=5, without_due=5))
    chart = risk_now_chart(found, "Hela kommunen").chart
    assert chart.series[0].values == (5.0, None, None, 0.0)
    assert [row[1] for row in chart_table(chart).rows] == ["5", "okänt", "okänt", "0"]
    silent = risk_now_chart(RiskFigures(source(2026), status_unknown=RiskGroup(23)), "Hela kommunen").chart
    assert dict(zip(silent.categories, silent.series[0].values, strict=True)) == {
        "Öppna": None, "Höga (av de öppna)": None, "Försenade (av de öppna)": None, "Accepterade": None,
        "Okänd status": 23.0,
    }  # fmt: skip


def incidents(*years, day=(2026, 11, 2)):
    return Incidents(source(*day), years, IncidentFigures(None), 0, 0, 0)


def test_a_stack_adds_up_to_the_incidents():
    mixed = IncidentFigures(2024, n=6, personal_data=4, it_security=2, kind_unknown=1, several=1, overlap=(1, 0, 1))
    chart = sure(incident_chart(incidents(mixed, IncidentFigures(2026, n=1, it_security=1)), "Hela kommunen")).chart
    assert [sum(column) for column in zip(*(series.values for series in chart.series), strict=True)] == [6, 0, 1]
    assert {series.name: series.values[0] for series in chart.series} == {
        "Personuppgiftsincident": 3, "Informationssäkerhetsincident": 0, "IT-säkerhetsincident": 1, "Flera slag": 1,
        "Okänt slag": 1,
    }  # fmt: skip
    assert chart.categories == ("2024", "2025", "2026 t.o.m. 2/11")
    # The numbers are those of the columns drawn: 1 in 2026 and 0 in 2025.
    assert chart.title == "1 incident 2026 till och med 2 november, 0 under hela 2025"


def test_a_year_that_a_source_does_not_cover_bears_a_star_that_is_explained():
    stopped = state(layer(date(2026, 11, 2)), layer(date(2026, 6, 30), "k2"))
    held = Incidents(stopped, (IncidentFigures(2025, n=2), IncidentFigures(2026, n=1)), IncidentFigures(None), 0, 0, 0)
    chart = sure(incident_chart(held, "K")).chart
    assert chart.categories == ("2025", "2026 t.o.m. 2/11*")
    assert chart.title == "1 incident 2026 till och med 2 november (ofullständigt inläst), 2 under hela 2025"
    assert chart.marks[1:] == ("* ofullständigt inläst: filerna från någon källa täcker inte hela tiden",)


def test_years_before_the_first_incident_and_after_the_export_are_not_told_of():
    assert shown_years(incidents(IncidentFigures(2024, n=1), day=(2025, 12, 31))) == (2024, 2025)
    assert shown_years(incidents()) == ()


def test_unknown_is_told_apart_from_late():
    figures = IncidentFigures(2026, n=6, personal_data=6, in_time=2, late=1, undecided=1, dates_missing=2)
    chart = sure(in_time_chart(incidents(figures), "Hela kommunen")).chart
    assert [series.values for series in chart.series] == [(2.0,), (1.0,), (3.0,)]
    assert chart.title == (
        "2 av 3 personuppgiftsincidenter som skulle anmälas och går att bedöma anmäldes inom 72 timmar "
        "2026 till och med 2 november; för 3 är det okänt"
    )
    assert chart.series[2].emphasis is Emphasis.FAINT
    assert chart_table(chart).rows[0][1] == "2 av 3, 3 okända"
    assert in_time_chart(incidents(IncidentFigures(2026, n=1)), "Hela kommunen") is None


def test_what_had_not_run_out_has_a_part_of_its_own_and_what_was_needless_only_the_table():
    figures = IncidentFigures(2026, n=5, personal_data=5, in_time=1, late=1, open=2, needless=1)
    chart = sure(in_time_chart(incidents(figures), "Hela kommunen")).chart
    assert [(series.name, series.values) for series in chart.series][3:] == [("Ej avslutad vid läget", (2.0,))]
    assert chart_table(chart).rows[0][1:] == (
        "1 av 2, 2 ej avslutade, 1 behövde inte anmälas", "1", "1", "0", "2", "1",
    )  # fmt: skip


def scores(*found, level=None, series=None, coverage=None):
    return Scores(
        origin=Origin("f", "Formuläret", 2, "r1", "Mätning 2026", None, date(2026, 10, 1), 9, False, 1),
        single=True,
        total=Figure(Fraction(2), "2,0", level, "", Tally(3, 2, 1), 1),
        areas=found,
        spread=Spread(1),
        coverage=coverage or Coverage(1, 0, 0, units=1),
        series=series or Series(),
        unit_scores={},
        at_or_above={},
    )


def test_the_staircase_says_where_one_stands():
    chart = staircase(scores(level=2), FORM, "Ekby").chart
    assert (chart.reached, chart.title) == (2, "Nivå 2 av 4: Två")
    assert [row[2] for row in chart_table(chart).rows] == ["ja", "ja", "nej", "nej"]
    assert staircase(scores(level=None), FORM, "Ekby").chart.title == "Nivån är ej bedömd"


def test_a_round_that_stands_alone_says_why():
    own = (point(2025, "2"), point(2026, "2.6"))
    stands = Stand("r2025", "Mätning 2025", "2025"), Stand("r2026", "Mätning 2026", "2026")
    apart = Change(*stands, Counted.UNITS, 1, too_few=TooFew("answers", 40, 182))
    chart = course_chart(course(Series(own[-1:], own, change=apart)), "K").chart
    assert chart.title == (
        "Mognaden i Prov ligger på 2,6 i Mätning 2026. "
        "Går inte att jämföra med 2025: bara 40 av 182 svar finns båda gångerna."
    )
    assert not any("Går inte att jämföra" in mark for mark in chart.marks), "it is said once"


def test_what_the_last_step_rests_on_stands_beneath():
    own = (point(2025, "2"), point(2026, "2.6"))
    stands = (
        Stand("r2025", "Mätning 2025", "2025", Fraction(2)),
        Stand("r2026", "Mätning 2026", "2026", Fraction("2.5")),
    )
    moved = Change(*stands, Counted.UNITS, 1, Moves(18, 4, 4), 147, verdict=Verdict.BETTER)
    marks = course_chart(course(Series(own, own, 7, 26, moved, 147, 182)), "K").chart.marks
    assert "Bättre än 2025: 18 av 26 enheter har gått upp, 4 ned (samma frågor och enheter: 2,0 → 2,5)" in marks


def test_a_round_that_the_series_does_not_reach_is_named():
    own = (point(2024, "1"), point(2025, "2"), point(2026, "2.6"))
    marks = course_chart(course(Series(own[1:], own, 7, 9, None, 147, 182, ("Mätning 2024", 40))), "K").chart.marks
    assert "Samma frågor och enheter: 147 av 182 svar, 9 enheter" in marks
    assert "Mätning 2024 jämförs inte: bara 40 av 182 svar skulle vara kvar" in marks


def test_how_much_is_compared_is_told_only_where_it_is():
    own = (point(2025, "2"), point(2026, "2.6"))
    both = course_chart(course(Series(own, own, 7, 26, None, 147, 182)), "Kommunen")
    assert "Samma frågor och enheter: 147 av 182 svar, 26 enheter" in both.chart.marks
    assert any("147 av 182 svar, 26 enheter" in line for line in both.how)
    alone = course_chart(course(Series(own[-1:], own, 7, 26, None, 182, 182)), "Kommunen")
    assert not any("182 svar" in line for line in alone.how)
