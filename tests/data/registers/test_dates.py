"""Dates as people write them; every expected value is written by hand."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.registers.values.dates import parse, read_dates

DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))
MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()


def one(text, named=None):
    return read_dates([text], named)[0][0]


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-03",
        "20251103",
        "2025/11/03",
        "2025.11.03",
        "3 nov 2025",
        "3 november 2025",
        "den 3 nov. 2025",
        "3:e november 2025",
        "måndag 3 november 2025",
        "mån 3 nov 2025",
        "Mon, 3 Nov 2025",
        "3-nov-2025",
        "3 nov 25",
        "Nov 3, 2025",
        "November 3rd, 2025",
        "Monday, November 3, 2025",
        "3/11 2025",
        "3/11-25",
        "3.11.2025",
        "\u200b2025-11-03\u00a0",
        "3\u00a0nov\u00a02025",
    ],
)
def test_the_third_of_november(text):
    assert one(text).moment == datetime(2025, 11, 3)
    assert not one(text).timed


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-03 14:32",
        "2025-11-03T14:32:00",
        "3 nov 2025 kl 14:32",
        "3 nov 2025 kl. 14.32",
        "3/11 2025 14:32",
        "Nov 3, 2025 2:32 PM",
        "20251103 14:32",
        "2025-11-03T13:32:00Z",
        "2025-11-03T14:32:00+01:00",
        "2025-11-03, 14.32",
    ],
)
def test_a_time_of_day(text):
    found = one(text)
    assert found.moment == datetime(2025, 11, 3, 14, 32)
    assert found.timed


def test_summer_time_of_an_offset():
    assert one("2025-07-01T12:00:00Z").moment == datetime(2025, 7, 1, 14, 0)


@pytest.mark.parametrize("text", ["3 nov", "Oct", "november", "3/11", "den 3 nov.", "3 nov 14:32", "3:e", "03-11"])
def test_a_year_is_never_guessed(text):
    assert one(text).outcome == "without_year"
    assert one(text).moment is None


@pytest.mark.parametrize(
    "text",
    [
        "okänt",
        "Oct 2024",
        "2025",
        "45964",
        "2025-02-30",
        "31/02/2025",
        "2025-11-03 25:00",
        "v. 45 2025",
        "14:30:00",
        "2025-11-03 och senare",
        "0025-01-01",
        "1899-12-30",
        "251103",
        "Q3 2025",
    ],
)
def test_unreadable(text):
    assert one(text).outcome == "unreadable"


@pytest.mark.parametrize("text", ["", " ", "-", "–", "\u200b"])
def test_empty(text):
    assert one(text).outcome == "empty"


@pytest.mark.parametrize("text", ["3/11/2025", "03-11-2025", "12/03/19", "3/11/2025 14:32"])
def test_one_cell_alone_is_ambiguous(text):
    assert one(text).outcome == "ambiguous"


def test_the_column_tells_the_order():
    values, order = read_dates(["12/03/2019", "11/30/2019"])
    assert order == "mdy"
    assert [value.moment for value in values] == [datetime(2019, 12, 3), datetime(2019, 11, 30)]
    values, order = read_dates(["12/03/2019", "30/11/2019"])
    assert order == "dmy"
    assert [value.moment for value in values] == [datetime(2019, 3, 12), datetime(2019, 11, 30)]


def test_same_day_and_month_is_certain_in_an_uncertain_column():
    values, order = read_dates(["03/03/2019", "04/05/2019"])
    assert order is None
    assert [value.outcome for value in values] == ["read", "ambiguous"]


def test_a_column_that_contradicts_itself_settles_nothing():
    values, order = read_dates(["25/12/2025", "12/25/2025", "03/04/2025"])
    assert order is None
    assert [value.moment for value in values] == [datetime(2025, 12, 25), datetime(2025, 12, 25), None]


def test_a_named_order_decides():
    assert one("3/11/2025", "mdy").moment == datetime(2025, 3, 11)
    assert one("3/11/2025", "dmy").moment == datetime(2025, 11, 3)
    assert one("25-11-03", "ymd").moment == datetime(2025, 11, 3)
    # What can be read in one way only is read so in any case.
    assert one("25/11/2025", "mdy").moment == datetime(2025, 11, 25)
    assert one("2025-11-03", "dmy").moment == datetime(2025, 11, 3)


@pytest.mark.parametrize("form", ["3 nov {}", "3/11-{}", "3.11.{}", "25/11/{}"])
@pytest.mark.parametrize(("two", "year"), [("68", 2068), ("69", 1969), ("00", 2000), ("99", 1999)])
def test_the_century_turns_between_68_and_69(form, two, year):
    assert one(form.format(two)).moment.year == year


def test_a_shortened_iso_date_has_the_same_century():
    assert one("68-11-25", "ymd").moment == datetime(2068, 11, 25)
    assert one("69-11-25", "ymd").moment == datetime(1969, 11, 25)
    # Years in full stand as they are, from the first that is believed.
    assert one("1900-01-01").moment == datetime(1900, 1, 1)
    assert one("1899-12-31").outcome == "unreadable"


@given(DAYS)
def test_iso_and_swedish_forms_are_read_back(day):
    swedish = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    for text in (day.isoformat(), f"{day:%Y%m%d}", swedish, f"{day.day}/{day.month} {day.year}", f"{day:%d.%m.%Y}"):
        assert one(text).moment == datetime(day.year, day.month, day.day), text


@given(st.lists(DAYS, min_size=1, max_size=20), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_a_settled_column_is_read_right_and_an_unsettled_one_never_wrong(days, form):
    values, _ = read_dates([day.strftime(form) for day in days])
    settled = any(day.day > 12 for day in days)
    for day, value in zip(days, values, strict=True):
        if settled or value.moment is not None:
            assert value.moment == datetime(day.year, day.month, day.day)


@given(st.text(max_size=30))
def test_any_text_gives_an_answer(text):
    assert parse(text).outcome in ("empty", "read", "without_year", "unreadable")
