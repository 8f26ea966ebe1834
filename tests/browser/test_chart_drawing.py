"""Figures drawn by plotly itself in a browser: texts of files take no effect, and none is cut on a phone."""

from dataclasses import replace
from pathlib import Path

import plotly
import pytest

from charts.description import Break, ChartDescription, ChartKind, ChartSeries, Emphasis
from charts.drawing.figure import CONFIG, figure

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
HOSTILE = '<b>Fet</b> <a href="http://elsewhere.example">klicka</a> <img src=x onerror=alert(1)> %{x}'
AREAS = (
    "Ledning och styrning",
    "Hantera incidenter och avvikelser i hela leverantörskedjan, även andras",
    "Behörigheter",
)

# Of these there is one series only.
ALONE = (ChartKind.STAIRCASE, ChartKind.SCATTER)

pytestmark = pytest.mark.browser


@pytest.fixture
def draw(page):
    """Draws a description at a width; returns the tab."""

    def drawing(description, width):
        page.set_viewport_size({"width": width, "height": 900})
        page.set_content('<html lang="sv"><body style="margin:0"><div id="chart"></div></body></html>')
        page.add_script_tag(path=str(PLOTLY))
        page.evaluate(
            """([text, config]) => {
                const {data, layout} = JSON.parse(text);
                return Plotly.newPlot('chart', data, layout, config) }""",
            [figure(description).to_json(), CONFIG],
        )
        return page

    return drawing


def described(kind, categories, series):
    return ChartDescription(
        kind, "Budskap", "Vad och när", categories, series, "Vad bilden visar.", "Källa",
        breaks=(Break(1, "ny version av frågorna"),) if kind is ChartKind.LINE else (), decimals=1, reached=2,
        at=(1.0, 2.0, 3.0) if kind is ChartKind.SCATTER else (),
    )  # fmt: skip


@pytest.mark.parametrize("kind", list(ChartKind))
def test_markup_in_a_text_is_shown_and_takes_no_effect(draw, kind):
    series = ChartSeries(HOSTILE, (1.0, 2.0, 3.0), labels=(HOSTILE,) * 3, notes=(HOSTILE,) * 3)
    others = () if kind in ALONE else (ChartSeries("B", (1.0, 2.0, 3.0)),)
    # A scatter names its points only under the pointer; its axes bear the headers of a file.
    page = draw(replace(described(kind, (HOSTILE, "b", "c"), (series, *others)), x_label=HOSTILE), 1000)
    for bar in page.locator("#chart .nsewdrag").all():
        box = bar.bounding_box()
        for share in range(1, 12):
            page.mouse.move(box["x"] + box["width"] * share / 12, box["y"] + box["height"] * (1 - share / 13))
    # The one image there may be is the heat map itself, drawn by plotly.
    assert page.locator("#chart svg a, #chart svg img, #chart svg image:not([*|href^='data:image/png'])").count() == 0
    assert "<b>Fet</b>" in page.locator("#chart").inner_text()


@pytest.mark.parametrize("width", [360, 1100])
@pytest.mark.parametrize("kind", list(ChartKind))
def test_no_text_is_cut(draw, kind, width):
    first = ChartSeries("Samma frågor och enheter", (1.0, 2.5, 4.0), emphasis=Emphasis.STRONG)
    second = ChartSeries(
        "Förra året", (2.0, None, 4.0), emphasis=Emphasis.MARK if kind is ChartKind.BARS else Emphasis.NORMAL
    )
    several = (first,) if kind in ALONE else (first, second)
    page = draw(described(kind, ("2023", "2024", "2025") if kind is ChartKind.LINE else AREAS, several), width)
    outside = page.evaluate(
        """() => { const edge = document.querySelector('#chart').getBoundingClientRect();
        return [...document.querySelectorAll('#chart svg text')].filter(text => text.textContent.trim()).map(text => {
            const box = text.getBoundingClientRect();
            return [text.textContent, box.left - edge.left, edge.right - box.right,
                    box.top - edge.top, edge.bottom - box.bottom] })
        .filter(([, ...room]) => Math.min(...room) < -1) }"""
    )
    assert outside == []
