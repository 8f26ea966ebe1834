"""Figures: what is joined by a line, what is text and what is not, and that nothing leaves the page."""

import json

import pytest

from charts.description import Break, ChartDescription, ChartKind, ChartSeries, Emphasis
from charts.drawing.figure import CONFIG, figure
from charts.drawing.heat import is_wide

HOSTILE = '<b>Fet</b> <a href="javascript:alert(1)">klicka</a> &lt; %{x} <img src=x onerror=alert(1)>'
YEARS = ("2021", "2022", "2023", "2024")


def described(kind, series, **changes):
    given = {
        "kind": kind,
        "title": "Budskap",
        "subtitle": "Vad och när",
        "categories": YEARS,
        "series": series,
        "alt": "Vad bilden visar.",
        "source": "Källa",
    }
    return ChartDescription(**(given | changes))


def one_of_each():
    values = (1.0, 2.0, None, 4.0)
    for kind in ChartKind:
        yield described(kind, (ChartSeries("Serie", values),), reached=2, at=tuple(range(len(values))))


def texts(value):
    """Every text in a figure as plotly gets it."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value] if isinstance(value, str) else []


def as_json(drawn):
    return json.loads(drawn.to_json())


def joined_by_lines(drawn):
    return [list(trace.x) for trace in drawn.data if "lines" in (trace.mode or "")]


def test_a_line_joins_neighbours_only():
    drawn = figure(described(ChartKind.LINE, (ChartSeries("A", (1.0, 2.0, None, 4.0)),)))
    assert joined_by_lines(drawn) == [[0, 1]]
    assert [list(trace.x) for trace in drawn.data] == [[0, 1], [3]]


def test_one_point_draws_no_line():
    drawn = figure(described(ChartKind.LINE, (ChartSeries("A", (2.0,)),), categories=("2024",)))
    assert joined_by_lines(drawn) == []
    assert drawn.data[0].mode == "markers"


@pytest.mark.parametrize(
    "breaks",
    [{"breaks": (Break(2, "ny version"),)}, {"series": (ChartSeries("A", (1.0, 2.0, 3.0, 4.0), breaks=(2,)),)}],
)
def test_a_line_is_cut_at_a_break(breaks):
    given = {"series": (ChartSeries("A", (1.0, 2.0, 3.0, 4.0)),)} | breaks
    drawn = figure(described(ChartKind.LINE, given.pop("series"), **given))
    assert joined_by_lines(drawn) == [[0, 1], [2, 3]]


def test_a_break_is_seen_and_says_why():
    drawn = figure(
        described(ChartKind.LINE, (ChartSeries("A", (1.0, 2.0, 3.0, 4.0)),), breaks=(Break(2, "ny version"),))
    )
    assert [shape.x0 for shape in drawn.layout.shapes] == [1.5]
    assert [note.text for note in drawn.layout.annotations] == ["ny version"]


def test_registered_points_are_never_joined():
    drawn = figure(
        described(ChartKind.LINE, (ChartSeries("Tidigare", (1.0, 2.0, 3.0, 4.0), emphasis=Emphasis.POINTS),))
    )
    assert joined_by_lines(drawn) == []


def test_the_strong_series_is_drawn_widest_and_last():
    drawn = figure(
        described(
            ChartKind.LINE,
            (
                ChartSeries("Samma", (1.0, 2.0, 3.0, 4.0), emphasis=Emphasis.STRONG),
                ChartSeries("Alla", (1.0, 2.0, 3.0, 4.0)),
            ),
        )
    )
    assert [trace.name for trace in drawn.data] == ["Alla", "Samma"]
    assert drawn.data[1].line.width > drawn.data[0].line.width


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("kind", list(ChartKind))
def test_texts_of_files_stay_texts(kind, mode):
    series = ChartSeries(HOSTILE, (1.0, 2.0, None, 4.0), labels=(HOSTILE,) * 4, notes=(HOSTILE,) * 4)
    drawn = figure(
        described(
            kind, (series,), categories=(HOSTILE, "b", "c", HOSTILE), reached=1, x_label=HOSTILE, y_label=HOSTILE,
            ticks=((1.0, HOSTILE),), breaks=(Break(1, HOSTILE),), at=(1.0, 2.0, 3.0, 4.0), missing=HOSTILE,
        ),
        mode,
    )  # fmt: skip
    content = as_json(drawn)
    for text in texts(content):
        bare = text.replace("<br>", "").replace("<b>Här är ni</b>", "")
        assert "<" not in bare, text
        assert "&" not in bare.replace("&lt;", "").replace("&gt;", "").replace("&amp;", ""), text
    # A template would let %{…} of a text take effect.
    assert not any("template" in key and key != "template" for trace in content["data"] for key in trace)
    assert any("&lt;b&gt;Fet&lt;/b&gt;" in text for text in texts(content))


@pytest.mark.parametrize("chart", list(one_of_each()), ids=lambda chart: chart.kind.value)
def test_every_kind_is_transparent_swedish_and_still(chart):
    layout = figure(chart).layout
    dress = layout.template.layout
    assert dress.paper_bgcolor == dress.plot_bgcolor == "rgba(0,0,0,0)"
    assert dress.separators == ",\u2009"
    assert dress.dragmode is False
    assert dress.xaxis.fixedrange
    assert dress.yaxis.fixedrange
    assert dress.font.size >= 12
    assert layout.height > 200
    assert layout.title.text is None


@pytest.mark.parametrize("kind", [ChartKind.GROUPED, ChartKind.STACKED, ChartKind.BARS])
def test_bars_start_at_zero_even_if_the_axis_is_asked_to_start_elsewhere(kind):
    drawn = figure(described(kind, (ChartSeries("A", (7.0, 8.0, 9.0, 8.0)),), low=6, high=10))
    axis = drawn.layout.xaxis if kind is ChartKind.BARS else drawn.layout.yaxis
    assert axis.range[0] == 0


def test_a_stack_has_room_for_its_sum():
    drawn = figure(
        described(ChartKind.STACKED, (ChartSeries("A", (5.0, 1.0, None, 2.0)), ChartSeries("B", (6.0, 1.0, None, 2.0))))
    )
    assert drawn.layout.yaxis.range[1] >= 11


def test_a_year_without_a_value_is_not_a_zero():
    drawn = figure(described(ChartKind.STACKED, (ChartSeries("A", (5.0, 1.0, None, 0.0)),)))
    assert drawn.data[0].y[2] is None
    assert [(note.x, note.text) for note in drawn.layout.annotations] == [(2, "uppgift<br>saknas")]


def test_last_year_is_a_mark_and_no_bar():
    drawn = figure(
        described(
            ChartKind.BARS,
            (
                ChartSeries("2025", (2.0, 3.0, 1.0, None)),
                ChartSeries("2024", (1.0, None, 2.0, 2.0), emphasis=Emphasis.MARK),
            ),
        )
    )
    assert [trace.type for trace in drawn.data] == ["bar", "scatter"]
    assert drawn.data[1].mode == "markers"
    assert list(drawn.data[0].y) == list(drawn.data[1].y)


def test_names_above_lying_bars_never_overlap_the_bar_before():
    long = "Hantera incidenter och avvikelser i leverantörskedjan, även när andra upptäcker dem först"
    drawn = figure(described(ChartKind.BARS, (ChartSeries("A", (1.0, 2.0, 3.0)),), categories=("Kort", long, "Kort")))
    middles, width = list(drawn.data[0].y), drawn.data[0].width
    names = [note for note in drawn.layout.annotations if note.xref == "paper"]
    for before, middle, name in zip(middles, middles[1:], names[1:], strict=False):
        top = middle - width / 2 - 18 * (name.text.count("<br>") + 1)
        assert top >= before + width / 2


def test_unassessed_levels_are_hatched_and_reached_ones_are_not():
    steps = {"categories": ("1", "2", "3", "4")}
    unknown = figure(described(ChartKind.STAIRCASE, (ChartSeries("A", (None,) * 4),), reached=None, **steps))
    known = figure(described(ChartKind.STAIRCASE, (ChartSeries("A", (None,) * 4),), reached=2, **steps))
    assert unknown.data[0].marker.pattern.shape == "/"
    assert known.data[0].marker.pattern.shape is None
    assert [(note.x, note.y) for note in known.layout.annotations] == [(1, 2)]
    assert unknown.layout.annotations == ()
    assert len(set(known.data[0].marker.color)) == 3


def test_a_heat_map_hatches_what_has_no_answer():
    drawn = figure(
        described(
            ChartKind.HEAT, (ChartSeries("Skola", (1.0, None, 3.0, 4.0)), ChartSeries("Vård", (None, 2.0, 2.0, 2.0)))
        )
    )
    hatched = next(trace for trace in drawn.data if trace.type == "bar")
    assert list(zip(hatched.x, [base + 0.47 for base in hatched.base], strict=True)) == [(1, 0), (0, 1)]
    assert hatched.marker.pattern.shape == "/"
    written = [text for trace in drawn.data if trace.type == "scatter" for text in trace.text]
    assert len(written) == 6


def test_a_heat_map_is_wide_when_upright_names_would_meet_on_a_phone():
    short, long = (
        ("1", "2", "3", "4"),
        ("Ledning", "Hantera incidenter och avvikelser, även andras", "Behörighet", "Drift"),
    )
    assert [
        is_wide(described(kind, (ChartSeries("A", (1.0, 2.0, 3.0, 4.0)),), categories=names))
        for kind, names in ((ChartKind.HEAT, short), (ChartKind.HEAT, long), (ChartKind.STACKED, long))
    ] == [False, True, False]


def test_an_empty_chart_can_be_drawn():
    for kind in ChartKind:
        figure(described(kind, (ChartSeries("A", ()),), categories=(), reached=None))


def test_nothing_leaves_the_page():
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["displaylogo"] is False
    assert CONFIG["displayModeBar"] is False
