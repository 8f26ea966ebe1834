"""Charts of what is explored: their titles, marks and what a pressed mark stands for."""

from datetime import date

import pyarrow as pa
import pytest

from base.errors import MognadError
from charts.description import ChartKind, Emphasis
from charts.drawing.picture import picture, picture_config
from charts.exploring import MOST_BARS, MOST_SERIES, pivot_chart, points_chart
from charts.table import chart_table
from metrics.exploring.groups import pivot
from metrics.exploring.points import points
from metrics.exploring.table import build
from metrics.exploring.typing import typed
from metrics.exploring.view import Condition, ExploreView

HOSTILE = "<b>x</b> %{y} & <a href='https://example.org'>z</a>"


def table(as_of=date(2025, 3, 31), **columns):
    contents = [typed(name, name.capitalize(), pa.array(texts)) for name, texts in columns.items()]
    return build("Ärenden", "ärenden.xlsx", as_of, contents)


def drawn(held, **said):
    view = ExploreView(show="chart", **said)
    found = pivot(held, view)
    return pivot_chart(held, view, found, found.total.rows)


MATTERS = table(
    typ=["Stöld", "Förlust", "Förlust", "Åska", "Stöld", "Förlust"],
    dag=["2025-01-05", "2025-01-06", "2025-03-01", "", "2025-03-02", "2025-03-03"],
    klar=["ja", "ja", "nej", "nej", "nej", "ja"],
    antal=["1", "2", "3", "4", "5", "6"],
)


def test_bars_of_words_stand_largest_first_with_their_marks():
    found = drawn(MATTERS, by="typ")
    chart = found.chart
    assert (chart.kind, chart.title, chart.subtitle) == (ChartKind.BARS, "Antal rader per Typ", "Ärenden")
    # The bars lie: what the axis below counts is rows, and the kinds stand above their bars.
    assert chart.x_label == "Antal rader"
    assert chart.categories == ("Förlust", "Stöld", "Åska")
    assert chart.series[0].values == (3, 2, 1)
    assert chart.marks == ("6 rader · läget per 2025-03-31", "ärenden.xlsx")
    assert chart.alt.startswith("Antal rader per Typ. Störst: Förlust 3, Stöld 2, Åska 1.")


def test_a_filter_stands_in_the_subtitle_and_its_rows_in_the_marks():
    held = (Condition(column="typ", values=("Stöld", "Åska")), Condition(column="antal", low=4))
    chart = drawn(MATTERS, by="typ", where=held).chart
    assert chart.subtitle == "Ärenden · Typ: Stöld eller Åska · Antal: från 4"
    assert chart.marks[0] == "2 av 6 rader · läget per 2025-03-31"


def test_a_line_has_every_month_and_tells_what_has_no_date():
    chart = drawn(MATTERS, drawing="line", by="dag", by_part="month").chart
    assert chart.kind is ChartKind.LINE
    assert chart.categories == ("2025-01", "2025-02", "2025-03")
    assert chart.series[0].values == (2, 0, 3)
    assert chart.series[0].emphasis is Emphasis.STRONG
    assert "1 av 6 rader saknar datum och visas inte" in chart.marks
    assert not any("inte slut" in mark for mark in chart.marks)


def test_a_period_that_is_not_over_is_told():
    held = table(as_of=date(2025, 3, 30), dag=["2025-02-01", "2025-03-01"])
    assert "2025-03 är inte slut" in drawn(held, by="dag", by_part="month").chart.marks
    assert "2025 T1 är inte slut" in drawn(held, by="dag", by_part="tertial").chart.marks
    assert "2025 är inte slut" in drawn(held, by="dag", by_part="year").chart.marks
    over = table(as_of=date(2025, 12, 31), dag=["2025-12-01"])
    assert all("inte slut" not in mark for mark in drawn(over, by="dag", by_part="year").chart.marks)


def test_a_heat_map_has_groups_as_rows_and_leads_back_to_them():
    found = drawn(MATTERS, drawing="heat", by="typ", across="klar")
    assert found.chart.kind is ChartKind.HEAT
    assert [(series.name, series.values) for series in found.chart.series] == [
        ("Förlust", (2, 1)),
        ("Stöld", (1, 1)),
        ("Åska", (0, 1)),
    ]
    assert found.behind(2, 1) == (2, 1)


def test_a_bar_leads_to_its_group_however_they_are_sorted():
    view = ExploreView(by="antal", across="klar")
    found = drawn(MATTERS, by="typ")
    # Alphabetically Förlust, Stöld, Åska: the first bar is the first group, the last one the third.
    assert [found.behind(0, bar) for bar in range(3)] == [(0, 0), (1, 0), (2, 0)]
    largest_last = table(typ=["a", "b", "b"])
    assert drawn(largest_last, by="typ").behind(0, 0) == (1, 0)
    stacked = pivot_chart(MATTERS, view, pivot(MATTERS, view), 6)
    assert stacked.chart.kind is ChartKind.STACKED
    assert stacked.behind(1, 2) == (2, 1)


def test_the_table_behind_the_chart_has_the_totals():
    told = chart_table(drawn(MATTERS, by="typ", across="klar").chart)
    assert told.headers == ("Typ", "Ja", "Nej", "Totalt")
    assert told.rows[0] == ("Förlust", "2", "1", "3")


def test_only_the_largest_of_many_groups_are_drawn_and_that_is_told():
    names = [f"g{number:02}" for number in range(MOST_BARS + 3)]
    held = table(typ=[*names, *names[3:]])
    chart = drawn(held, by="typ").chart
    assert len(chart.categories) == MOST_BARS
    assert not {"g00", "g01", "g02"} & set(chart.categories)
    assert f"{MOST_BARS} av {MOST_BARS + 3} grupper visas, de största" in chart.marks


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"by": "typ", "drawing": "line"}, "no_time"),
        ({"by": "typ", "drawing": "heat"}, "no_across"),
        ({"by": "klar", "across": "antal"}, "too_many_series"),
        ({"by": "typ", "search": "finns inte"}, "nothing_to_draw"),
    ],
)
def test_what_cannot_be_drawn_is_told(said, code):
    assert MOST_SERIES < 6
    with pytest.raises(MognadError) as caught:
        drawn(MATTERS, **said)
    assert caught.value.code == code


def test_negative_numbers_are_no_bars():
    held = table(typ=["a", "b"], antal=["-1", "2"])
    with pytest.raises(MognadError) as caught:
        drawn(held, by="typ", measure="sum", of="antal")
    assert caught.value.code == "negative_bars"


def test_points_tell_how_many_lack_a_number():
    held = table(antal=["1", "2", ""], kostnad=["10", "20,5", "30"])
    view = ExploreView(drawing="scatter", x="antal", y="kostnad")
    chart = points_chart(held, view, points(held, view))
    assert (chart.title, chart.at, chart.series[0].values) == ("Kostnad mot Antal", (1, 2), (10, 20.5))
    assert "1 av 3 rader saknar tal i någon av kolumnerna och visas inte" in chart.marks
    assert "Kostnad från 10 till 20,5" in chart.alt


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("drawing", ["bars", "heat"])
def test_a_picture_bears_its_texts_and_none_takes_effect(mode, drawing):
    held = build(HOSTILE, f"{HOSTILE}.xlsx", None, [typed("a", HOSTILE, pa.array([HOSTILE, "b"]))] * 2)
    chart = drawn(held, by="a", across="a", drawing=drawing).chart
    layout = picture(chart, mode).layout
    bare = layout.title.text.replace("<br>", "").replace("<b>", "").replace("</b>", "").replace("</span>", "")
    bare = bare.replace('<span style="font-size: 13px">', "")
    assert "<" not in bare
    assert "&lt;b&gt;x&lt;/b&gt;" in bare
    assert layout.template.layout.paper_bgcolor.startswith("#")
    # No folder and no sign of a file's text comes into the picture's name.
    assert not set("/\\<>:") & set(picture_config(chart, "svg")["toImageButtonOptions"]["filename"])
