"""Real files by others; the tests skip where they are not at hand."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from base.errors import MognadError
from files.grid import CellKind
from files.workbook import read_workbook

_DEFAULT = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
SAMPLES = Path(os.environ.get("MOGNAD_SAMPLES", _DEFAULT))
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the folder of sample files is absent")


@pytest.mark.parametrize(
    ("file", "rows", "columns"),
    [
        ("incidents/breach_portal_2019.csv", 575, 9),
        ("incidents/breach_portal_2024.csv", 854, 10),
        ("incidents/arrests_title_rows.xlsx", 196, 36),
        ("risks/register_deep_header.xlsx", 44, 14),
        ("assessments/kpi_trends_month_names.xlsx", 24, 5),
        ("nasty/readxl_names-need-repair-xlsx.xlsx", 3, 4),
    ],
)
def test_files_are_read(file: str, rows: int, columns: int) -> None:
    sheet = read_workbook(SAMPLES / file).sheets[0]
    assert (sheet.n_rows, sheet.n_columns) == (rows, columns)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("nasty/calamine_pass_protected.xlsx", "password_protected"),
        ("nasty/poi_xlsx-corrupted.xlsx", "corrupt"),
        ("sweden/kommunkoder.json", "not_a_workbook"),
    ],
)
def test_files_are_refused(file: str, code: str) -> None:
    with pytest.raises(MognadError) as caught:
        read_workbook(SAMPLES / file)
    assert caught.value.code == code


def test_the_1904_dates_agree_with_another_reader() -> None:
    path = SAMPLES / "nasty/calamine_date_1904.xlsx"
    sheet = read_workbook(path).sheets[0]
    other = [row[0].value for row in openpyxl.load_workbook(path).worksheets[0].iter_rows()]
    assert [row[0] for row in sheet.rows(0, 3)] == [
        ("2021-01-01", CellKind.DATE),
        ("2021-01-02", CellKind.DATE),
        ("255:10:10", CellKind.TIME),
    ]
    assert other == [
        *map(datetime.fromisoformat, ["2021-01-01", "2021-01-02"]),
        timedelta(hours=255, minutes=10, seconds=10),
    ]


def test_the_deep_header_is_where_excel_shows_it() -> None:
    sheet = read_workbook(SAMPLES / "risks/register_deep_header.xlsx").sheets[0]
    top = [cell.text for row in sheet.rows(0, 30) for cell in row]
    assert "R01" in top
    assert sheet.row_number(18) == 19
    assert sheet.cell(18, 1).text == "Risk ID"
