"""What our own exporter writes, to .xlsx and to .csv, is read back equal: dates, moments, numbers, truths, scales."""

import io
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.registers.definitions.model import Register
from data.registers.definitions.scales import scales
from data.registers.finding.mapping import FileMapping
from data.registers.finding.proposal import ReadingOrder, propose
from data.registers.reading.table import read_table
from data.registers.values.dates import read_dates
from data.registers.values.numbers import read_integer, read_number
from files.grid import Workbook
from files.guard import FileLimits
from files.reader import read
from files.writer import SheetOut, write_csv, write_xlsx
from tests.kit.sure import sure

pytestmark = pytest.mark.slow

LIMITS = {"cells": FileLimits().cells, "columns": FileLimits().columns}
NAMES = {
    "id": "text",
    "amount": "number",
    "count": "integer",
    "day": "date",
    "moment": "datetime",
    "sure": "boolean",
    "likelihood": "scale",
}
REGISTER = Register.model_validate(
    {
        "name": "things",
        "version": 1,
        "label": "Saker",
        "key": "id",
        "fields": [
            {"name": name, "label": name, "type": kind, "synonyms": [name], "telling": True}
            | ({"dimension": "likelihood"} if kind == "scale" else {})
            for name, kind in NAMES.items()
        ],
    }
)

DAYS = st.dates(date(1900, 3, 1), date(9999, 12, 30))
MOMENTS = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)).map(lambda moment: moment.replace(microsecond=0))
# Excel itself keeps 15 digits of a number.
AMOUNTS = st.floats(-1e15, 1e15, allow_nan=False).map(lambda value: float(f"{value:.15g}")) | st.integers(
    -(10**14), 10**14
)
STEPS = scales()["5x5"].dimensions["likelihood"]
SCALED = st.sampled_from(STEPS).flatmap(
    lambda step: st.sampled_from(
        [step.step, str(step.step), step.label, f"{step.step} - {step.label}", f"{step.label} ({step.step})"]
    ).map(lambda written: (written, step.step))
)
ROWS = st.lists(
    st.tuples(
        st.none() | AMOUNTS,
        st.none() | st.integers(-(10**14), 10**14),
        st.none() | DAYS,
        st.none() | MOMENTS,
        st.none() | st.booleans(),
        SCALED,
    ),
    min_size=1,
    max_size=8,
)


def written(kind, rows):
    out = io.BytesIO()
    if kind == "xlsx":
        write_xlsx(out, [SheetOut("Saker", list(NAMES), rows)])
    else:
        write_csv(out, list(NAMES), rows, ";" if kind == "csv;" else ",")
    return Workbook(kind[:4], "fil", "0" * 64, 1, tuple(read(out.getvalue(), kind.rstrip(";,"), LIMITS)))


@pytest.mark.parametrize("kind", ["xlsx", "csv;", "csv,"])
@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_a_register_is_read_back_equal(kind, rows):
    table = [[f"Nr {number} a", *row[:-1], row[-1][0]] for number, row in enumerate(rows)]
    known = {REGISTER.name: REGISTER}
    said = FileMapping(scales={"likelihood": "5x5"}, fields={name: name for name in NAMES})
    book = written(kind, table)
    reading = read_table(book, propose(book, ReadingOrder(REGISTER.name, said), known), REGISTER)
    found = {name: reading.table.column(name).to_pylist() for name in reading.table.column_names}
    # One number of ten digits in eleven has the check digit of a personal identity number.
    assert {issue.code for issue in reading.issues} <= {"personal_number"}
    assert found["id"] == [row[0] for row in table]
    for place, name in enumerate(("amount", "count", "day", "moment", "sure")):
        assert found[name] == [row[place] for row in rows], name
    assert found["likelihood_step"] == [row[-1][1] for row in rows]
    clocks = [row[3] and row[3].time() != datetime.min.time() for row in rows]
    if kind != "xlsx" and any(clocks):
        # A text says midnight; in a workbook midnight is a whole number, and as good as a date without a time.
        clocks = [None if clock is None else True for clock in clocks]
    assert found["moment_timed"] == clocks


SPACES = st.sampled_from(["", " ", "\u00a0", "\u2009", "\u202f", "'", "\u2019"])


@given(st.integers(-(10**12), 10**12), st.integers(0, 99), SPACES, st.sampled_from([",", "."]), st.sampled_from("-−–"))
def test_numbers_as_people_write_them(whole, hundredths, space, point, minus):
    digits = f"{abs(whole):,}".replace(",", space)
    sign = minus if whole < 0 else ""
    expected = float(f"{whole}.{hundredths:02}")
    assert read_number(f"{sign}{digits}{point}{hundredths:02}") == expected
    assert read_integer(f"\u200b{sign}{digits} ".replace("\u200b", "")) == whole


FORMS = {"iso": "%Y-%m-%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "swedish": "%d/%m %Y"}


@given(st.lists(st.dates(date(1970, 1, 1), date(2068, 12, 31)), min_size=2, max_size=10), st.sampled_from(list(FORMS)))
def test_a_whole_column_tells_its_order_or_says_that_it_cannot(days, form):
    days = [*days, days[0].replace(day=1) + timedelta(days=12)]  # a thirteenth settles day and month
    values, _ = read_dates([day.strftime(FORMS[form]) for day in days])
    assert [sure(value.moment).date() for value in values] == days
