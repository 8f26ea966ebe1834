"""Exploring: typing, filters, order, groups and pivots, on small tables computed by hand."""

from datetime import date

import pyarrow as pa
import pytest

from base.errors import MognadError
from metrics.exploring.groups import MOST_COLUMNS, both, group_clause, pivot
from metrics.exploring.points import MOST_POINTS, points
from metrics.exploring.profile import profile
from metrics.exploring.rows import chosen_columns, find, taken, values
from metrics.exploring.table import ColumnKind, build
from metrics.exploring.typing import typed
from metrics.exploring.view import Condition, ExploreView, from_json, from_query, without
from tests.kit.sure import sure

MATTERS = """
| Ärende | Typ     | Anmäld     | Antal | Klar |
|--------|---------|------------|-------|------|
| A1     | Förlust | 2024-12-30 | 10    | ja   |
| A2     | Stöld   | 2025-01-02 | 2,5   | nej  |
| A3     | Förlust | 2025-05-01 |       | ja   |
| A4     |         | 2025-05-31 | 4     |      |
| A5     | Åska    |            | 1     | nej  |
| A6     | Ärgg    | 2025-09-01 | 2,5   | ja   |
"""


def table(markdown=MATTERS):
    lines = [line.strip().strip("|") for line in markdown.strip().splitlines()]
    headers, *rows = [[cell.strip() for cell in line.split("|")] for line in lines if not set(line) <= set("|- ")]
    columns = zip(*rows, strict=True)
    contents = [typed(f"+{name}", name, pa.array(cells)) for name, cells in zip(headers, columns, strict=True)]
    return build("Ärenden", "ärenden.xlsx", date(2025, 12, 31), contents)


def ids(held, **view):
    places = find(held, ExploreView(**view))
    return held.data.column("c0").take(places).to_pylist()


def cells(found):
    """Row label → its values as written, one per column."""
    return {
        group.label: [found.written(found.cell(row, column)) for column in range(len(found.columns))]
        for row, group in enumerate(found.rows)
    }


def where(column, **said):
    return (Condition(column=column, **said),)


def test_columns_are_typed_only_where_every_cell_agrees():
    held = table()
    assert [column.kind for column in held.columns] == [
        ColumnKind.TEXT,
        ColumnKind.TEXT,
        ColumnKind.DATE,
        ColumnKind.NUMBER,
        ColumnKind.BOOLEAN,
    ]
    assert held.data.column("c3").to_pylist() == [10, 2.5, None, 4, 1, 2.5]
    assert held.data.column("c2").to_pylist()[0] == date(2024, 12, 30)
    mixed = [typed("x", "x", pa.array(texts)) for texts in (["1", "två"], ["0114", "0180"], ["2025-01-01", "sedan"])]
    assert [content.kind for content in mixed] == [ColumnKind.TEXT] * 3
    assert mixed[0].values.to_pylist() == ["1", "två"]


def test_months_in_words_are_periods_in_the_order_of_time():
    content = typed("+Date", "Date", pa.array(["Jan 2025", "Oct 2024", "maj 2025", "2025-03"]))
    assert content.kind is ColumnKind.TEXT
    assert content.order == ("Oct 2024", "Jan 2025", "2025-03", "maj 2025")
    assert not typed("+a", "a", pa.array(["Jan 2025", "snart"])).periods


def test_equal_headers_are_told_apart():
    contents = [typed(name, "Status", pa.array(["x"])) for name in ("status", "+Status")]
    assert [column.label for column in build("", "", None, contents).columns] == ["Status", "Status (2)"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"where": where("+Typ", values=("Förlust",))}, ["A1", "A3"]),
        ({"where": where("+Typ", values=("Stöld", ""))}, ["A2", "A4"]),
        ({"where": where("+Typ", values=("",))}, ["A4"]),
        ({"where": where("+Typ", contains="ÄR")}, ["A6"]),
        ({"where": where("+Antal", low=2.5, high=4)}, ["A2", "A4", "A6"]),
        ({"where": where("+Antal", filled=False)}, ["A3"]),
        ({"where": where("+Anmäld", since=date(2025, 1, 2), until=date(2025, 5, 31))}, ["A2", "A3", "A4"]),
        ({"where": where("+Klar", values=("Ja",), filled=True)}, ["A1", "A3", "A6"]),
        ({"where": (*where("+Klar", values=("Ja",)), *where("+Antal", low=3))}, ["A1"]),
        ({"search": "FÖRLUST a3"}, ["A3"]),
        ({"search": "' OR 1=1 --"}, []),
        ({"where": where("+Typ", values=("') OR true --",))}, []),
        # ä before ö, å before ä; an empty cell last both ways.
        ({"sort": "+Typ"}, ["A1", "A3", "A2", "A5", "A6", "A4"]),
        ({"sort": "+Typ", "descending": True}, ["A6", "A5", "A2", "A1", "A3", "A4"]),
        ({"sort": "+Antal", "descending": True}, ["A1", "A4", "A2", "A6", "A5", "A3"]),
    ],
)
def test_a_view_lets_the_right_rows_through_in_order(said, expected):
    assert ids(table(), **said) == expected


def test_a_moment_late_on_the_last_day_is_within_a_range_of_days():
    held = table("| Id | När |\n|--|--|\n| a | 2025-05-31 23:59 |\n| b | 2025-06-01 00:00 |")
    assert ids(held, where=where("+När", until=date(2025, 5, 31))) == ["a"]


def test_a_column_that_is_gone_is_told():
    with pytest.raises(MognadError, match="Gammal") as caught:
        find(table(), ExploreView(sort="+Gammal"))
    assert caught.value.code == "column_gone"


def test_the_rows_come_with_the_labels_of_the_chosen_columns():
    held = table()
    view = ExploreView(columns=("+Antal", "+Ärende"), where=where("+Typ", values=("Förlust",)))
    shown = taken(held, find(held, view), chosen_columns(held, view))
    assert shown.to_pydict() == {"Antal": [10, None], "Ärende": ["A1", "A3"]}


def test_values_are_in_swedish_order_with_empty_last():
    held = table()
    assert values(held, held.column("+Typ")) == [("Förlust", 2), ("Stöld", 1), ("Åska", 1), ("Ärgg", 1), (None, 1)]


def test_a_profile_counts_each_column():
    by_label = {found.column.label: found for found in profile(table())}
    kind, amount, day = by_label["Typ"], by_label["Antal"], by_label["Anmäld"]
    assert (kind.filled, kind.empty, kind.distinct) == (5, 1, 4)
    assert kind.common[0] == ("Förlust", 2)
    # 1, 2,5, 2,5, 4, 10: the middle one is 2,5.
    assert (amount.filled, amount.distinct, amount.low, amount.middle, amount.high) == (5, 4, "1", "2,5", "10")
    assert (day.low, day.middle, day.high) == ("2024-12-30", "2025-05-01", "2025-09-01")


def test_rows_are_counted_by_group_and_empty_is_a_group_of_its_own():
    found = pivot(table(), ExploreView(by="+Typ"))
    assert cells(found) == {"Förlust": ["2"], "Stöld": ["1"], "Åska": ["1"], "Ärgg": ["1"], "(tomt)": ["1"]}
    assert found.total.value == 6


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("year", {"2024": ["1"], "2025": ["4"], "(tomt)": ["1"]}),
        # January–April, May–August, September–December; a period without rows is 0 and stands there.
        ("tertial", {"2024 T3": ["1"], "2025 T1": ["1"], "2025 T2": ["2"], "2025 T3": ["1"], "(tomt)": ["1"]}),
    ],
)
def test_dates_are_grouped_by_period(part, expected):
    found = pivot(table(), ExploreView(by="+Anmäld", by_part=part))
    assert cells(found) == expected
    assert found.over_time


def test_months_without_rows_stand_there_too():
    found = pivot(table(), ExploreView(by="+Anmäld", by_part="month"))
    assert cells(found)["2025-03"] == ["0"]
    assert [group.label for group in found.rows][:3] == ["2024-12", "2025-01", "2025-02"]


@pytest.mark.parametrize(
    ("measure", "rows", "total"),
    [
        ("sum", {"Förlust": "10", "Stöld": "2,5", "(tomt)": "4"}, "20"),
        ("mean", {"Förlust": "10", "Stöld": "2,5", "(tomt)": "4"}, "4"),
        ("min", {"Förlust": "10", "Stöld": "2,5", "(tomt)": "4"}, "1"),
        ("max", {"Förlust": "10", "Stöld": "2,5", "(tomt)": "4"}, "10"),
        ("share", {"Förlust": "33,3\u2009%", "Stöld": "16,7\u2009%", "(tomt)": "16,7\u2009%"}, "100\u2009%"),
    ],
)
def test_numbers_are_summed_up_by_group(measure, rows, total):
    found = pivot(table(), ExploreView(by="+Typ", measure=measure, of="+Antal"))
    assert {name: value for name, (value,) in cells(found).items() if name in rows} == rows
    assert found.written(found.total) == total


def test_a_mean_of_all_is_computed_from_the_rows():
    held = table("| A | B |\n|--|--|\n| x | 1 |\n| x | 1 |\n| x | 1 |\n| y | 9 |")
    found = pivot(held, ExploreView(by="+A", measure="mean", of="+B"))
    assert cells(found) == {"x": ["1"], "y": ["9"]}
    # Twelve over four rows; the mean of the two means would be five.
    assert found.total.value == 3


def test_a_pivot_has_totals_both_ways_and_shares_of_the_row():
    found = pivot(table(), ExploreView(by="+Typ", across="+Klar"))
    assert [group.label for group in found.columns] == ["Ja", "Nej", "(tomt)"]
    assert cells(found)["Förlust"] == ["2", "0", "0"]
    assert cells(found)["(tomt)"] == ["0", "0", "1"]
    assert [cell.value for cell in found.column_totals] == [3, 2, 1]
    assert [cell.value for cell in found.row_totals] == [2, 1, 1, 1, 1]
    shares = pivot(table(), ExploreView(by="+Klar", across="+Typ", measure="share"))
    # Of the three that are done two are losses and one is the last kind.
    assert cells(shares)["Ja"] == ["66,7\u2009%", "0\u2009%", "0\u2009%", "33,3\u2009%", "0\u2009%"]
    assert shares.row_totals[0].value == 100
    assert round(sure(shares.column_totals[0].value), 4) == 33.3333


def test_the_mean_of_nothing_is_nothing():
    found = pivot(table(), ExploreView(by="+Typ", across="+Klar", measure="mean", of="+Antal"))
    place = [group.label for group in found.rows].index("Stöld")
    assert found.written(found.cell(place, 0)) == "–"


def test_a_pivot_of_no_rows_is_empty():
    found = pivot(table(), ExploreView(by="+Typ", across="+Klar", search="finns inte"))
    assert (found.rows, found.columns, found.total.value) == ((), (), 0)
    share = pivot(table(), ExploreView(by="+Typ", measure="share", search="finns inte"))
    assert share.total.value is None


@pytest.mark.parametrize(
    ("view", "code"),
    [
        (ExploreView(), "no_group"),
        (ExploreView(by="+Typ", measure="sum"), "no_measure"),
        (ExploreView(by="+Typ", measure="sum", of="+Klar"), "no_measure"),
        (ExploreView(by="+Nej"), "column_gone"),
    ],
)
def test_what_a_pivot_lacks_is_told(view, code):
    with pytest.raises(MognadError) as caught:
        pivot(table(), view)
    assert caught.value.code == code


def test_too_many_columns_are_refused():
    rows = "\n".join(f"| a | v{number} |" for number in range(MOST_COLUMNS + 1))
    held = table(f"| A | B |\n|--|--|\n{rows}")
    with pytest.raises(MognadError) as caught:
        pivot(held, ExploreView(by="+A", across="+B"))
    assert caught.value.code == "too_many_columns"


def test_a_group_leads_to_its_rows():
    held = table()
    view = ExploreView(by="+Anmäld", by_part="tertial", across="+Klar")
    found = pivot(held, view)
    one = group_clause(found.by, view.by_part, found.rows[2], "g")
    ready = group_clause(sure(found.across), view.across_part, found.columns[0], "h")
    assert held.data.column("c0").take(find(held, view, one)).to_pylist() == ["A3", "A4"]
    assert held.data.column("c0").take(find(held, view, both(one, ready))).to_pylist() == ["A3"]
    empty = group_clause(found.by, view.by_part, found.rows[-1], "g")
    assert held.data.column("c0").take(find(held, view, empty)).to_pylist() == ["A5"]


def test_points_are_the_rows_with_both_numbers():
    held = table("| A | B |\n|--|--|\n| 1 | 2 |\n|  | 3 |\n| 4 | 5,5 |")
    found = points(held, ExploreView(x="+A", y="+B"))
    assert (found.xs, found.ys, found.places, found.known, found.rows) == ((1, 4), (2, 5.5), (0, 2), 2, 3)


def test_many_points_are_thinned_out_evenly():
    many = MOST_POINTS * 2 + 1
    contents = [typed(name, name, pa.array([str(number) for number in range(many)])) for name in ("a", "b")]
    found = points(build("", "", None, contents), ExploreView(x="a", y="b"))
    assert (found.known, len(found.xs)) == (many, 1334)
    assert found.xs[:3] == (0, 3, 6)


VIEW = ExploreView(
    register="risks",
    search="å & ä=?",
    where=(Condition(column="+A,b", values=("x,y", ""), filled=True), Condition(column="due", since=date(2025, 1, 1))),
    columns=("+A,b", "due"),
    sort="due",
    descending=True,
    show="chart",
    by="due",
    measure="mean",
    of="+A,b",
)


def test_a_view_survives_address_and_store():
    assert from_query(VIEW.as_query()) == VIEW
    assert from_json(VIEW.as_json()) == VIEW
    assert ExploreView(register="risks").as_query() == {"register": "risks"}


@pytest.mark.parametrize(
    "parameters",
    [
        {"where": "[{"},
        {"where": '[{"column":"a","sql":"1=1"}]'},
        {"where": '[{"column":"a","low":NaN}]'},
        {"show": "allt"},
        {"okand": "1"},
        {"columns": '"a"'},
        {"by": ""},
        {"search": "x" * 40_000},
        {"where": '[{"column":"due","since":"1500-01-01"}]'},
        {"where": '[{"column":"due","until":"9999-01-01"}]'},
        {"where": '[{"column":"a","low":1e300}]'},
    ],
)
def test_a_bad_address_is_refused_plainly(parameters):
    with pytest.raises(MognadError) as caught:
        from_query(parameters)
    assert caught.value.code == "view_invalid"


def test_a_long_text_of_a_cell_can_be_a_filter():
    said = Condition(column="h" * 600, values=("x" * 5_000,))
    assert said.says


def test_what_is_gone_is_left_out_of_a_view():
    left = without(VIEW, frozenset({"+A,b"}))
    assert (left.columns, left.sort, left.of, left.measure) == (("due",), "due", None, "count")
    assert [found.column for found in left.where] == ["due"]
