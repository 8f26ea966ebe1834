"""What a chart must have before it can be drawn, and how it reads as a table."""

import pytest

from charts.description import ChartDescription, Kind, Series, Table
from charts.table import table


def described(**changes):
    given = {
        "kind": Kind.GROUPED,
        "title": "Färre öppna risker än förra året",
        "subtitle": "Öppna risker per år, 2024–2025",
        "categories": ("2024", "2025"),
        "series": (Series("Öppna", (1234.0, None)), Series("Medel", (2.25, 2.5), labels=("2,3", "2,5"))),
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
        Series("Öppna", (1.0,)),
        Series("Öppna", (1.0, 2.0), labels=("1",)),
        Series("Öppna", (1.0, 2.0), notes=("a", "b", "c")),
    ],
)
def test_values_labels_and_notes_match_the_categories(series):
    with pytest.raises(ValueError, match="categories"):
        described(series=(series,))


def test_a_staircase_has_one_series():
    with pytest.raises(ValueError, match="one series"):
        described(kind=Kind.STAIRCASE)


def test_a_table_of_uneven_rows_is_refused():
    with pytest.raises(ValueError, match="rows"):
        described(table=Table(("År", "Antal"), (("2024",),)))


def test_the_table_writes_numbers_in_swedish_and_nothing_as_a_dash():
    assert table(described()) == Table(("År", "Öppna", "Medel"), (("2024", "1\u2009234", "2,3"), ("2025", "–", "2,5")))


def test_a_heat_map_keeps_its_shape_as_a_table():
    chart = described(
        kind=Kind.HEAT,
        categories=("Ledning", "Incidenter"),
        series=(Series("Skola", (1.0, None)),),
        y_label="Verksamhet",
        decimals=1,
    )
    assert table(chart) == Table(("Verksamhet", "Ledning", "Incidenter"), (("Skola", "1,0", "–"),))


def test_a_table_of_its_own_goes_first():
    own = Table(("a",), (("<b>x</b>",),))
    assert table(described(table=own)) is own
