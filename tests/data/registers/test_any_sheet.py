"""Whatever stands on a sheet: every filled row below the header is stored, skipped or left out with a reason."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from base.errors import MognadError
from data.registers.finding.proposal import ReadingOrder, propose
from data.registers.finding.snapshots import possible_snapshots, snapshot_workbook
from data.registers.reading.table import read_table

pytestmark = pytest.mark.slow

WORDS = st.sampled_from(
    [
        *("", "", "", "R1", "R2", "R03", "Låg", "Hög", "1", "2", "0", "2024", "2025-01-31", "3/4/2025", "#N/A", "=A1"),
        *("Risk-ID", "Riskbeskrivning", "Sannolikhet", "Konsekvens", "Riskvärde 2023", "Riskvärde 2024", "T1 2024"),
        *("Summa", "* not", "Skolan", "Vården", "\u200b", "Servern stannar", "jan", "feb", "true", "811218-9876"),
    ]
)
MERGED = st.tuples(st.integers(0, 6), st.integers(0, 3), st.integers(0, 3), st.integers(0, 2)).map(
    lambda place: (place[0], place[1], place[0] + place[2], place[1] + place[3])
)


HEADERS = ["Risk-ID", "Riskbeskrivning", "Sannolikhet", "Riskvärde 2023", "Riskvärde 2024"]
SHEETS = st.tuples(
    st.booleans(),
    st.lists(st.lists(WORDS, min_size=5, max_size=5), min_size=1, max_size=9),
    st.lists(MERGED, max_size=3),
)


def accounted(book):
    try:
        reading = read_table(book, propose(book, ReadingOrder("risks")))
    except MognadError:
        return
    sheet = next(sheet for sheet in book.sheets if sheet.name == (reading.sheet or ""))
    letters = {column.letter for column in reading.columns}
    inside = [place for place in range(sheet.n_columns) if "ABCDEFGH"[sheet.column_number(place)] in letters]
    filled = {
        sheet.row_number(row)
        for row in range(sheet.n_rows)
        if sheet.row_number(row) > reading.header_row
        and any(sheet.cell(row, place).text.strip("\u200b ") for place in inside)
    }
    told = [*reading.table.column("row").to_pylist(), *reading.skipped, *(row.row for row in reading.ignored)]
    assert sorted(told) == sorted(set(told))
    assert set(told) == filled


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheets=st.lists(SHEETS, min_size=1, max_size=2))
def test_no_row_is_lost(sheet, workbook, sheets):
    made = []
    for year, (has_headers, grid, merged) in enumerate(sheets, 2023):
        rows = [HEADERS, *grid] if has_headers else grid
        made.append(sheet("\n".join(f"| {' | '.join(row)} |" for row in rows), str(year), merged=merged))
    book = workbook(*made)
    accounted(book)
    for one in possible_snapshots(book, date(2026, 11, 3), "risks"):
        accounted(snapshot_workbook(book, one))
