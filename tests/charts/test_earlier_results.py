"""Earlier results as hollow points: in the chart of a form's own series, and apart where the scale is another."""

from datetime import date
from fractions import Fraction

from charts.description import ChartDescription, ChartKind, ChartSeries, Emphasis
from charts.drawing.figure import figure
from charts.measuring.maturity import ALL, SAME, course_chart, level_chart
from charts.measuring.outside import EARLIER_RESULT, earlier_charts, official_chart, with_earlier
from charts.table import chart_table
from data.measuring.outside_results import EARLIER, OFFICIAL
from metrics.measuring.comparing.series import Point, Series
from metrics.measuring.outside import OutsidePoint, on_levels_of, on_scale_of
from metrics.overview.courses import FormCourse, LevelCourse, LevelPoint
from metrics.overview.earlier import beside_courses
from tests.kit.measured import make_form, question

LADDER = make_form([question("q1")], levels=[{"level": n, "label::sv": f"Nivå {n}"} for n in (1, 2, 3, 4)])
RULES = make_form(
    [question("q1", respondent="organisation", level=1)],
    form_id="regler",
    levels=[{"level": n, "label::sv": f"Nivå {n}", "group": "1", "share": n / 4} for n in (1, 2, 3, 4)],
)


def own(year, score, **more):
    return Point(
        f"r{year}", f"Mätning {year}", date(year, 10, 1), 1, Fraction(score), score.replace(".", ","), 9, 9, **more
    )


def earlier(name, day, score=None, level=None, scale=(1.0, 4.0), kind=EARLIER):
    return OutsidePoint(kind, name, None, day, level, score, scale, "Enkät")


OWN = (own(2024, "1.5"), own(2026, "2.5", breaks=("nya frågor",)))
COURSE = FormCourse("maturity", LADDER, Series(OWN, OWN, 7, 9))
POINTS = [
    earlier("Enkäten", date(2022, 5, 1), 1.25),
    earlier("Konsulten", date(2025, 5, 1), level=3),
]


def drawn(points=POINTS):
    return with_earlier(course_chart(COURSE, "Hela kommunen"), [point.as_of for point in OWN], points)


def test_points_stand_at_their_place_in_time_as_a_series_of_their_own():
    chart = drawn().chart
    assert chart.categories == ("2022", "2024", "2025", "2026")
    same, all_answers, hollow = chart.series
    assert (same.name, same.values) == (SAME, (None, 1.5, None, 2.5))
    assert (all_answers.name, all_answers.values, all_answers.breaks) == (ALL, (None, 1.5, None, 2.5), (3,))
    assert (hollow.name, hollow.emphasis) == ("Enligt tidigare mätning", Emphasis.POINTS)
    assert (hollow.values, hollow.labels) == ((1.25, None, 3.0, None), ("1,25", "–", "3", "–"))
    assert [(gap.before, gap.text) for gap in chart.breaks] == [(3, "nya frågor")]
    assert chart.alt.endswith("Enligt tidigare mätning: Enkäten, 2022-05-01: 1,25. Konsulten, 2025-05-01: 3.")
    assert chart.marks[-1] == "Enligt tidigare mätning: ej omräknat, räknas aldrig ihop med mätningarna här"
    assert drawn().how[-1].startswith("Resultatet kommer från en tidigare mätning, så som den redovisades.")


def test_the_table_tells_them_in_a_column_of_their_own():
    table = chart_table(drawn().chart)
    assert table.headers == ("Mätning", SAME, ALL, EARLIER_RESULT)
    assert table.rows == (
        ("Enkäten, 2022-05-01", "–", "–", "1,25"),
        ("2024", "1,5", "1,5", "–"),
        ("Konsulten, 2025-05-01", "–", "–", "3"),
        ("2026", "2,5", "2,5", "–"),
    )


def test_our_line_goes_past_them_and_none_goes_to_them():
    picture = figure(drawn().chart)
    lines = {trace.name: list(trace.x) for trace in picture.data if "lines" in trace.mode}
    assert lines == {SAME: [1, 3]}, "the other series is broken in 2026"
    hollow = [trace for trace in picture.data if trace.name == EARLIER_RESULT]
    assert [list(trace.x) for trace in hollow] == [[0], [2]]
    assert {trace.mode for trace in hollow} == {"markers"}
    assert {trace.marker.symbol for trace in hollow} == {"diamond-open"}


def test_a_year_that_is_taken_is_told_by_its_day_and_two_of_a_day_by_name():
    points = [earlier("Enkäten", date(2024, 5, 1), 2.0), earlier("Extra", date(2024, 5, 2), 2.0)]
    assert drawn(points).chart.categories == ("2024-05-01", "2024-05-02", "2024", "2026")
    twins = [earlier(name, date(2022, 5, 1), 2.0) for name in ("Enkäten", "Extra")]
    assert drawn(twins).chart.categories == ("Enkäten 2022-05-01", "Extra 2022-05-01", "2024", "2026")


def test_without_points_the_chart_is_as_it_was():
    chart = course_chart(COURSE, "Hela kommunen")
    assert with_earlier(chart, [], []) is chart


def test_a_value_that_is_missing_still_cuts_the_line():
    series = ChartSeries("A", (1.0, None, None, 4.0), passed=(1,))
    chart = ChartDescription(ChartKind.LINE, "T", "", ("1", "2", "3", "4"), (series,), "Alt", "Källa")
    assert [list(trace.x) for trace in figure(chart).data] == [[0], [3]]


def test_levels_have_them_as_points_among_the_columns():
    points = tuple(
        LevelPoint("r", f"S {year}", date(year, 1, 1), 1, level, "", 4, None, "", 24, 0, 0, 24)
        for year, level in ((2025, 1), (2026, 2))
    )
    chart = level_chart(LevelCourse(points, None, Series()), RULES, "self_assessment")
    shown = with_earlier(chart, [point.as_of for point in points], [earlier("Då", date(2023, 1, 1), level=1)]).chart
    assert shown.kind is ChartKind.GROUPED
    assert [(series.name, series.values) for series in shown.series] == [
        ("Nivå i självskattningen", (None, 1.0, 2.0)),
        ("Enligt tidigare mätning", (1.0, None, None)),
    ]
    bars, hollow = figure(shown).data
    assert (bars.type, hollow.type, hollow.mode, list(hollow.x), list(hollow.y)) == (
        "bar", "scatter", "markers", [0], [1.0],
    )  # fmt: skip
    assert chart_table(shown).rows[0] == ("Då, 2023-01-01", "–", "1")


def test_only_an_earlier_result_on_the_same_scale_fits_a_form():
    same, other, official = (
        earlier("Samma", date(2022, 1, 1), 2.0),
        earlier("Annan", date(2022, 1, 1), 6.0, scale=(0.0, 10.0)),
        earlier("MSB", date(2022, 1, 1), level=2, kind=OFFICIAL),
    )
    assert on_scale_of(LADDER, (same, other, official)) == [same]
    levels = [earlier("Nivå", date(2022, 1, 1), level=2, scale=(low, 4.0)) for low in (0.0, 1.0, 2.0)]
    assert on_levels_of(RULES, (*levels, same, official)) == levels[:2]


def test_each_stands_in_one_chart_the_first_forms_that_has_its_scale():
    point = LevelPoint("r", "S", date(2026, 1, 1), 1, 2, "", 4, None, "", 24, 0, 0, 24)
    levels = FormCourse("self_assessment", RULES, Series(), levels=LevelCourse((point,), None, Series()))
    score, level, apart = (
        earlier("Poäng", date(2022, 1, 1), 2.5),
        earlier("Nivå", date(2022, 1, 1), level=2, scale=(0.0, 4.0)),
        earlier("Annan", date(2022, 1, 1), 6.0, scale=(0.0, 10.0)),
    )
    by_form, left = beside_courses((COURSE, levels), (score, level, apart), whole=True)
    assert (by_form, left) == ({"prov": [score], "regler": [level]}, [apart])
    # A kontor's level stands apart from the municipality's, and a whole's score from an area's.
    assert beside_courses((levels,), (level,), whole=False) == ({}, [level])
    narrowed = FormCourse("maturity", LADDER, Series(OWN, OWN), area="a")
    assert beside_courses((narrowed,), (score,), whole=True) == ({}, [score])


def test_those_on_another_scale_stand_apart_under_their_own_name():
    [chart] = earlier_charts([earlier("Mätning 2022", date(2022, 1, 1), 6.5, scale=(0.0, 10.0))], "Norra skolan")
    assert (chart.chart.title, chart.chart.subtitle) == (
        "Mätning 2022: 6,5 på en skala 0–10", "Enligt tidigare mätning, ej omräknat · Norra skolan",
    )  # fmt: skip
    assert chart.chart.categories == ("Mätning 2022",)
    assert chart.chart.series[0].name == "Enligt tidigare mätning"
    official = official_chart([earlier("Kollen", date(2022, 1, 1), level=2, kind=OFFICIAL)], "Kommunen")
    assert official is not None
    assert (official.chart.categories, official.chart.series[0].name) == (("Kollen 2022",), "Registrerat resultat")
