"""One template dresses every chart: its fonts, colours and margins stand nowhere else."""

import ast

import plotly.io
import pytest

from charts.description import Break, ChartDescription, ChartKind, ChartSeries, Emphasis
from charts.drawing.figure import figure
from charts.drawing.picture import picture
from charts.drawing.template import template_name
from charts.theme import FONT, FONT_SIZE, MODES, contrast, palette

DRESS = ("font", "color", "colour", "margin", "colorscale", "colorway")
COLOUR = ("#", "rgb(", "rgba(", "hsl(")
BY_MODE = pytest.mark.parametrize("mode", MODES)
BY_KIND = pytest.mark.parametrize("kind", list(ChartKind))


def described(kind, values=(1.0, 2.0, None, 4.0), **more):
    return ChartDescription(
        kind, "Budskap", "", ("a", "b", "c", "d"), (ChartSeries("Serie", values),), "Vad bilden visar.", "Källa",
        reached=2, at=(1.0, 2.0, 3.0, 4.0), **more,
    )  # fmt: skip


def drawing_modules(root):
    paths = [path for path in (root / "charts" / "drawing").glob("*.py") if path.name != "template.py"]
    assert len(paths) > 6
    return {path.name: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def dressing(tree):
    """Names of arguments and keys that dress a figure, and colours written out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg:
            yield from (node.arg for word in DRESS if node.arg.endswith(word))
        elif isinstance(node, ast.Dict):
            names = [key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
            yield from (name for name in names for word in DRESS if name.endswith(word))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(COLOUR):
            yield node.value


def test_no_drawing_dresses_itself(root):
    assert {name: worn for name, tree in drawing_modules(root).items() if (worn := list(dressing(tree)))} == {}


@pytest.mark.parametrize(
    "code",
    [
        "f(font=1)",
        "f(textfont={})",
        "f(marker_color=1)",
        "f(margin={})",
        "{'tickfont': 1}",
        "{'color': x}",
        "a = '#fff'",
    ],
)
def test_dressing_is_seen_where_it_is(code):
    assert list(dressing(ast.parse(code)))


@BY_MODE
@BY_KIND
def test_a_figure_takes_font_colours_and_margin_from_the_template(kind, mode):
    layout = figure(described(kind), mode).layout
    dress, colours = layout.template.layout, palette(mode)
    assert (dress.font.family, dress.font.size, dress.font.color) == (FONT, FONT_SIZE, colours.text)
    assert dress.colorway == colours.categorical
    assert layout.font.to_plotly_json() == {}
    assert layout.colorway is None
    own = layout.margin.to_plotly_json()
    # Plotly leaves no room for the names of spokes by itself.
    assert own == {} if kind is not ChartKind.RADAR else all(own[side] > dress.margin[side] for side in own)


def test_what_stands_above_a_chart_widens_the_templates_margin():
    plain = figure(described(ChartKind.LINE)).layout
    broken = figure(described(ChartKind.LINE, breaks=(Break(1, "nya frågor"),))).layout
    assert broken.margin.t - plain.template.layout.margin.t == broken.height - plain.height > 0


@BY_MODE
def test_the_scale_of_a_heat_map_is_that_of_the_levels(mode):
    template = plotly.io.templates[template_name(mode)]
    assert tuple(colour for _, colour in template.data.heatmap[0].colorscale) == palette(mode).levels


@BY_MODE
def test_a_picture_has_a_ground_and_a_figure_on_a_page_has_none(mode):
    chart = described(ChartKind.STACKED)
    assert figure(chart, mode).layout.template.layout.paper_bgcolor == "rgba(0,0,0,0)"
    assert picture(chart, mode).layout.template.layout.paper_bgcolor == palette(mode).background


@BY_MODE
def test_a_number_in_a_bar_or_a_cell_can_be_read(mode):
    for kind in (ChartKind.STACKED, ChartKind.HEAT):
        for trace in figure(described(kind), mode).data:
            if trace.type == "bar" and not trace.marker.pattern.shape:
                assert contrast(trace.insidetextfont.color, trace.marker.color) >= 4.5
    inks = {trace.textfont.color for trace in figure(described(ChartKind.HEAT), mode).data if trace.type == "scatter"}
    assert inks <= {"#000000", "#FFFFFF"}
    assert inks


@BY_MODE
def test_a_series_has_its_colour_and_a_faint_one_that_of_outlines(mode):
    chart = ChartDescription(
        ChartKind.LINE, "Budskap", "", ("a", "b"), (ChartSeries("A", (1.0, 2.0)),
        ChartSeries("B", (1.0, 2.0), emphasis=Emphasis.FAINT)), "Vad bilden visar.", "Källa",
    )  # fmt: skip
    colours = palette(mode)
    assert [trace.line.color for trace in figure(chart, mode).data] == [colours.categorical[0], colours.outline]
