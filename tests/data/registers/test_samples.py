"""Real files, written by others; left out where they are not at hand."""

from datetime import date

import pytest

from base.errors import MognadError
from data.registers.finding.mapping import FileMapping
from data.registers.finding.proposal import ReadingOrder, propose, shape_changes
from data.registers.finding.snapshots import possible_snapshots
from data.registers.reading.result import require_complete, require_no_personal_numbers
from data.registers.reading.summary import inspect_json
from data.registers.reading.table import read_table
from files.workbook import read_workbook

pytestmark = pytest.mark.slow


@pytest.fixture
def opened(samples):
    def open_(name, **corrections):
        book = read_workbook(samples / name)
        reading = read_table(book, propose(book, ReadingOrder(corrections=FileMapping.model_validate(corrections))))
        return book, reading, inspect_json(book, reading)

    return open_


@pytest.mark.parametrize(
    ("year", "rows", "low", "high"), [(2019, 574, "2017-11-17", "2019-12-03"), (2024, 853, "2023-01-05", "2024-12-03")]
)
def test_breach_portal(opened, year, rows, low, high):
    _, reading, shown = opened(f"incidents/breach_portal_{year}.csv")
    assert (shown["register"], shown["sheet"], shown["header_row"], shown["rows"]) == ("incidents", None, 1, rows)
    assert shown["dates"] == {"reported": {"min": low, "max": high, "empty": 0, "unreadable": 0}}
    assert shown["ignored"] == []
    columns = {column["header"]: column for column in shown["columns"]}
    assert columns["Breach Submission Date"] == {
        "header": "Breach Submission Date",
        "field": "reported",
        "type": "date",
        "keep": True,
    }
    assert columns["Name of Covered Entity"]["field"] == "unit"
    assert columns["Type of Breach"]["field"] == "kind"
    assert columns["Web Description"] == {
        "header": "Web Description",
        "field": None,
        "type": "text",
        "keep": False,
    }
    assert [header for header, column in columns.items() if column["keep"]] == [
        "Name of Covered Entity",
        "Breach Submission Date",
        "Type of Breach",
    ]
    require_complete(reading)
    require_no_personal_numbers(reading)


def test_breach_portal_remembered(opened, samples):
    _, first, _ = opened("incidents/breach_portal_2019.csv")
    later = read_workbook(samples / "incidents/breach_portal_2024.csv")
    reading = read_table(later, propose(later, ReadingOrder(remembered=first.mapping)))
    assert reading.rows == 853
    assert reading.dates["reported"].min == "2023-01-05"
    change = shape_changes(first.mapping, later)
    assert (change.gone, change.came) == ((), ("Year",))


def test_deep_header(opened):
    _, reading, shown = opened("risks/register_deep_header.xlsx")
    assert (shown["register"], shown["sheet"], shown["header_row"], shown["rows"]) == ("risks", "Risk Register", 19, 23)
    assert reading.table.column("id").to_pylist() == [f"R{number:02}" for number in range(1, 24)]
    assert [ignored["row"] for ignored in shown["ignored"]] == [43, 44]
    assert [(issue["code"], issue["row"]) for issue in shown["issues"]] == [("scale_unknown", 19)] * 3
    assert [column["field"] for column in shown["columns"]] == [
        "id",
        None,
        "title",
        None,
        "consequence",
        "likelihood",
        "risk_level",
        None,
        "status",
        "owner",
        "identified",
        "reviewed",
        None,
    ]
    assert set(reading.table.column("risk_class").to_pylist()) == {None}


def test_deep_header_with_its_scale_named(opened):
    scales = {"likelihood": "5x5", "consequence": "5x5", "risk_level": "5x5"}
    _, reading, shown = opened("risks/register_deep_header.xlsx", scales=scales)
    assert shown["issues"] == []
    # R01 4 × 2 = 8, R04 5 × 3 = 15, R20 4 × 4 = 16, R12 5 × 1 = 5.
    by_id = dict(zip(*(reading.table.column(name).to_pylist() for name in ("id", "risk_class")), strict=True))
    assert [by_id[name] for name in ("R01", "R04", "R20", "R12")] == ["medium", "high", "high", "medium"]


def test_not_ours(opened):
    _, _, arrests = opened("incidents/arrests_title_rows.xlsx")
    assert (arrests["register"], arrests["header_row"], arrests["rows"], arrests["ignored"]) == (None, 3, 193, [])
    _, _, trends = opened("assessments/kpi_trends_month_names.xlsx")
    assert (trends["register"], trends["header_row"], trends["rows"]) == (None, 4, 6)
    assert trends["ignored"][0]["row"] == 12
    assert not any(column["keep"] for column in (*arrests["columns"], *trends["columns"]))


def test_nasty(opened):
    _, _, shown = opened("nasty/readxl_names-need-repair-xlsx.xlsx")
    assert [column["header"] for column in shown["columns"]] == ["a b", "(kolumn C)", "c%&$"]
    assert [issue["code"] for issue in shown["issues"]] == ["duplicate_header"]
    with pytest.raises(MognadError) as error:
        opened("nasty/calamine_date_1904.xlsx")
    assert error.value.code == "no_header"
    _, reading, _ = opened("nasty/calamine_date_1904.xlsx", header_row=1)
    assert reading.columns[0].header == "2021-01-01"


@pytest.mark.parametrize(
    "name",
    [
        "incidents/breach_portal_2019.csv",
        "incidents/breach_portal_2024.csv",
        "incidents/arrests_title_rows.xlsx",
        "risks/register_deep_header.xlsx",
        "assessments/kpi_trends_month_names.xlsx",
        "nasty/readxl_names-need-repair-xlsx.xlsx",
    ],
)
def test_none_is_filled_down_or_of_several_periods(opened, name):
    book, reading, _ = opened(name)
    assert possible_snapshots(book, date(2026, 11, 3)) == ()
    assert not {issue.code for issue in reading.issues} & {"filled_down", "fill_uncertain", "several_periods"}
