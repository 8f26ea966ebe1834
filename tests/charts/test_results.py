"""A result's charts: what is assessed and what is not, earlier measurements, how units lie, parts beside each other."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest

from charts.description import ChartKind, Emphasis
from charts.drawing.figure import figure
from charts.measuring.areas import areas, comparable_earlier, radar
from charts.measuring.branches import branch_chart
from charts.measuring.result import marks
from charts.measuring.spread import spread_chart
from charts.table import chart_table
from data.measuring.overrides import Override
from metrics.measuring.branch_areas import BranchAreas, BranchRow
from metrics.measuring.comparing.series import Point, Series
from metrics.measuring.results import AreaFigure, Coverage, Figure, Origin, Scores
from metrics.measuring.scoring import EMPTY, Tally
from metrics.measuring.spread import spread
from questionnaires.library import from_canonical
from tests.kit.sure import sure

FORM = from_canonical(
    {
        "settings": {"form_id": "f", "form_title": "Formuläret", "version": 1},
        "areas": [{"name": name, "label::sv": name.upper()} for name in ("a", "b", "c", "d")],
        "choices": [
            {"list_name": "s", "name": f"s{n}", "label::sv": f"Steg {n}", "value": n, "order": n} for n in (1, 2, 3, 4)
        ],
        "survey": [
            {"type": "select_one s", "name": f"q_{name}", "label::sv": name, "area": name, "respondent": "unit"}
            for name in ("a", "b", "c", "d")
        ],
        "levels": [{"level": n, "label::sv": name} for n, name in ((1, "Ett"), (2, "Två"), (3, "Tre"), (4, "Fyra"))],
    }
)


TWO_OF_THREE = Tally(3, 2, 1)


def area(name, score, tally=TWO_OF_THREE):
    value = None if score is None else Fraction(score)
    shown = "–" if score is None else score.replace(".", ",")
    return AreaFigure(name, name.upper(), None, Figure(value, shown, None, "", tally, 1))


def scores(*found, year=2026, series=None, coverage=None, single=True, values=(), at_or_above=None):
    given = [Fraction(value) for value in values]
    return Scores(
        origin=Origin("f", "Formuläret", 2, f"r{year}", f"Mätning {year}", None, date(year, 10, 1), 9, False, 1),
        single=single,
        total=Figure(Fraction(2), "2,0", None, "", Tally(3, 2, 1), len(given) or 1),
        areas=found,
        spread=spread(given),
        coverage=coverage or Coverage(len(given) or 1, 0, 0, units=len(given) or 1),
        series=series or Series(),
        unit_scores={},
        at_or_above=at_or_above or {},
    )


def point(year, *, breaks=(), insufficient=False, n=9):
    return Point(f"r{year}", f"M {year}", date(year, 10, 1), 1, Fraction(2), "2,0", n, 21, insufficient, breaks)


def test_areas_stand_with_the_most_to_gain_first_and_earlier_rounds_as_marks():
    now = scores(area("a", "3"), area("b", "1"))
    chart = sure(
        areas(now, FORM, "Enheten", [scores(area("b", "2"), year=2025), scores(area("a", "1"), year=2024)])
    ).chart
    assert chart.categories == ("B", "A")
    assert [series.emphasis for series in chart.series] == [Emphasis.NORMAL, Emphasis.MARK, Emphasis.MARK]
    assert [series.values for series in chart.series] == [(1.0, 3.0), (2.0, None), (None, 1.0)]
    assert chart.title == "Mest att vinna på B (1)"
    assert chart.high == 4
    assert "mätningen pågår" in chart.marks[0]


def test_the_title_of_bars_beside_an_own_judgement_says_whose_they_are():
    judged = replace(area("b", "1"), override=Override("b", 1, datetime(2026, 10, 1), "p1", 4, "Skäl"))
    chart = sure(areas(scores(area("a", "3"), judged), FORM, "Enheten", [])).chart
    assert (chart.title, chart.categories) == ("Lägst enligt svaren är B (1)", ("B", "A"))


def test_an_area_without_a_value_is_not_assessed_and_one_not_asked_is_not_shown():
    unknown, beside = Tally(2, 0, 2), Tally(2, 0, 0, 2)
    found = scores(area("a", None, unknown), area("b", "2"), area("c", None, beside), area("d", None, EMPTY))
    chart = sure(areas(found, FORM, "Enheten")).chart
    assert chart.categories == ("B", "A", "C")
    assert chart.series[0].values == (2.0, None, None)
    assert [row[1] for row in chart_table(chart).rows] == ["2", "Ej bedömd", "Ej bedömd"]
    assert chart.title == "Bara B är bedömt (2)"
    assert "A: Ej bedömd" in chart.alt
    for mode in ("light", "dark"):
        hatched = [trace for trace in figure(chart, mode).data if trace.marker.pattern.shape]
        assert [(len(trace.x), set(trace.x)) for trace in hatched] == [(2, {4.0})]
        assert figure(chart, mode).layout.barmode == "overlay"


def test_too_few_answers_draw_no_areas():
    lacking = scores(area("a", "3"), coverage=Coverage(1, 0, 8, units=1))
    assert areas(lacking, FORM, "K") is None
    assert radar(lacking, FORM, "K") is None
    assert areas(scores(area("a", None)), FORM, "K") is None


def test_a_radar_has_at_most_three_measurements_and_at_least_three_spokes():
    now = scores(area("a", "3"), area("b", "1"), area("c", "2"))
    earlier = [scores(area("a", "2"), area("b", "1"), area("c", "1"), year=year) for year in (2025, 2024, 2023)]
    chart = sure(radar(now, FORM, "Enheten", earlier)).chart
    assert chart.kind is ChartKind.RADAR
    assert [series.name for series in chart.series] == ["Mätning 2026", "Mätning 2025", "Mätning 2024"]
    # In the form's order, so that the shape means the same every year.
    assert chart.categories == ("A", "B", "C")
    drawn = figure(chart)
    assert [trace.name for trace in drawn.data][-1] == "Mätning 2026"
    assert list(drawn.data[-1].r) == [3.0, 1.0, 2.0, 3.0]
    assert radar(scores(area("a", "3"), area("b", "1")), FORM, "Enheten") is None


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ((point(2025), point(2026)), ("r2025",)),
        ((point(2023), point(2024), point(2025), point(2026)), ("r2025", "r2024")),
        ((point(2025), point(2026, breaks=("nya frågor",))), ()),
        ((point(2024), point(2025, breaks=("nya frågor",)), point(2026)), ("r2025",)),
        ((point(2025, insufficient=True), point(2026)), ()),
        ((point(2025, n=0), point(2026)), ()),
        ((point(2026),), ()),
    ],
)
def test_only_rounds_with_the_same_questions_are_marks(points, expected):
    assert comparable_earlier(scores(series=Series((), points))) == expected


# totals 0.5, 1, 2.5, 2.9, 4: below 1: 1 · on 1: 1 · on 2: 2 · on 3: 0 · on 4: 1
FIVE = ("0.5", "1", "2.5", "2.9", "4")


def test_the_footer_tells_who_has_only_begun():
    one = scores(single=False, values=FIVE, coverage=Coverage(5, 2, 0, units=5))
    assert marks(one)[0].startswith("5 av 7 enheter, 2 påbörjat · ")
    assert marks(scores(single=False, values=FIVE, coverage=Coverage(5, 0, 2, units=5)))[0].startswith(
        "5 av 7 enheter · "
    )


def test_units_are_counted_per_level_with_the_five_numbers_behind():
    found = scores(single=False, values=FIVE, at_or_above={1: 4, 2: 3, 3: 1, 4: 1})
    told = sure(spread_chart(found, FORM, "Hela kommunen"))
    assert told.chart.categories == ("Ingen nivå", "Nivå 1", "Nivå 2", "Nivå 3", "Nivå 4")
    assert told.chart.series[0].values == (1.0, 1.0, 2.0, 0.0, 1.0)
    assert told.chart.title == "3 av 5 enheter på nivå 2 eller högre"
    assert sure(told.figures).rows == (("5", "0,5", "1,0", "2,5", "2,9", "4,0", "2,0"),)


def test_small_numbers_and_lacking_ground_are_told_in_words_alone():
    four = scores(single=False, values=FIVE[:4], at_or_above={1: 3, 2: 2, 3: 0, 4: 0})
    assert spread_chart(four, FORM, "K") is None
    lacking = scores(single=False, values=FIVE, at_or_above={1: 4}, coverage=Coverage(5, 0, 4, units=5))
    assert spread_chart(lacking, FORM, "K") is None
    assert spread_chart(scores(values=FIVE), FORM, "K") is None


def part(name, found, coverage):
    displays = {key: "–" if value is None else str(value).replace(".", ",") for key, value in found.items()}
    values = {key: None if value is None else Fraction(str(value)) for key, value in found.items()}
    n = {key: 0 if value is None else 2 for key, value in found.items()}
    return BranchRow(name, name, coverage, values, displays, n)


def test_parts_and_areas_tell_lacking_ground_from_not_assessed():
    enough, few = Coverage(2, 0, 0, units=2), Coverage(9, 4, 8, units=9)
    rows = (part("<b>Norra</b>", {"a": 1.5, "b": None}, enough), part("Södra", {"a": None, "b": None}, few))
    found = BranchAreas((("a", "A"), ("b", "B")), rows, 1, 2)
    chart = sure(branch_chart(found, scores(single=False, values=FIVE), FORM, "Hela kommunen")).chart
    assert chart.categories == ("A",)
    assert [series.values for series in chart.series] == [(1.5,), (None,)]
    assert chart.title == "2 delar av organisationen, område för område. Underlag saknas för 1 av dem"
    assert chart_table(chart).rows == (
        ("<b>Norra</b>", "2 av 2 enheter", "1,5"),
        ("Södra", "Underlag saknas: 9 av 21 enheter", "–"),
    )
    assert "1 enhet ligger inte i någon del" in chart.marks[-1]
    drawn = figure(chart)
    assert "&lt;b&gt;Norra" in drawn.layout.yaxis.ticktext[0].replace("<br>", "")
    assert [trace.name for trace in drawn.data if trace.type == "bar"] == ["Ej bedömd"]


def test_no_part_with_a_figure_draws_nothing():
    few = Coverage(0, 0, 3, units=0)
    found = BranchAreas((("a", "A"),), (part("N", {"a": None}, few), part("S", {"a": None}, few)), 0, 1)
    assert branch_chart(found, scores(single=False), FORM, "K") is None
