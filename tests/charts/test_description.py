"""What a chart must have before it can be drawn, and how it reads as a table."""

import pytest

from charts.description import ChartDescription, ChartKind, ChartSeries, ChartTable
from charts.table import chart_table


def described(**changes):
    given = {
        "kind": ChartKind.GROUPED,
        "title": "Färre öppna risker än förra året",
        "subtitle": "Öppna risker per år, 2024–2025",
        "categories": ("2024", "2025"),
        "series": (ChartSeries("Öppna", (1234.0, None)), ChartSeries("Medel", (2.25, 2.5), labels=("2,3", "2,5"))),
        "alt": "Öppna risker minskade.",
        "source": "Riskregistret",
        "x_label": "År",
    }
    return ChartDescription(**(given | changes))


@pytest.mark.parametrize("missing", ["alt", "title"])
def test_alt_text_and_title_are_required(missing):
    with pytest.raises(ValueError, match="alt"):
        described(**{missing: "  "})


@pytest.mark.parametrize(
    "series",
    [
        ChartSeries("Öppna", (1.0,)),
        ChartSeries("Öppna", (1.0, 2.0), labels=("1",)),
        ChartSeries("Öppna", (1.0, 2.0), notes=("a", "b", "c")),
    ],
)
def test_values_labels_and_notes_match_the_categories(series):
    with pytest.raises(ValueError, match="categories"):
        described(series=(series,))


def test_a_staircase_has_one_series():
    with pytest.raises(ValueError, match="one series"):
        described(kind=ChartKind.STAIRCASE)


def test_a_table_of_uneven_rows_is_refused():
    with pytest.raises(ValueError, match="rows"):
        described(table=ChartTable(("År", "Antal"), (("2024",),)))


def test_the_table_writes_numbers_in_swedish_and_nothing_as_a_dash():
    assert chart_table(described()) == ChartTable(
        ("År", "Öppna", "Medel"), (("2024", "1\u2009234", "2,3"), ("2025", "–", "2,5"))
    )


def test_a_heat_map_keeps_its_shape_as_a_table():
    chart = described(
        kind=ChartKind.HEAT,
        categories=("Ledning", "Incidenter"),
        series=(ChartSeries("Skola", (1.0, None)),),
        y_label="Verksamhet",
        decimals=1,
    )
    assert chart_table(chart) == ChartTable(("Verksamhet", "Ledning", "Incidenter"), (("Skola", "1,0", "–"),))


def test_a_table_of_its_own_goes_first():
    own = ChartTable(("a",), (("<b>x</b>",),))
    assert chart_table(described(table=own)) is own


def test_a_table_of_columns_has_a_row_for_each_place():
    table = ChartTable.of({"Enhet": ["Skolan", "Badet"], "Svar": ("ja", "nej")})
    assert table == ChartTable(("Enhet", "Svar"), (("Skolan", "ja"), ("Badet", "nej")))
    assert ChartTable.of({"Enhet": [], "Svar": []}).rows == ()
    with pytest.raises(ValueError, match="zip"):
        ChartTable.of({"Enhet": ["Skolan"], "Svar": []})
