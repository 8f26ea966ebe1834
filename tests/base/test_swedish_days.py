"""Swedish days of rest against the printed calendars of three years, and the calendar month by lag (1930:173)."""

from datetime import date, timedelta

import pytest

from base.swedish_days import day_of_rest, months_after, next_weekday

# From the almanac: what is neither Saturday nor Sunday.
ALMANAC = {
    2024: "0101 0106 0329 0401 0501 0509 0606 0621 1224 1225 1226 1231",
    2026: "0101 0106 0403 0406 0501 0514 0619 1224 1225 1231",
    2027: "0101 0106 0326 0329 0506 0625 1224 1231",
}


@pytest.mark.parametrize("year", ALMANAC)
def test_the_almanac(year):
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    found = {f"{day:%m%d}" for day in days if day.year == year and day_of_rest(day) and day.weekday() < 5}
    written = {text for text in ALMANAC[year].split() if date(year, int(text[:2]), int(text[2:])).weekday() < 5}
    assert found == written


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-06-19", "midsommarafton"),
        ("2026-06-20", "midsommardagen"),
        ("2026-10-31", "alla helgons dag"),
        ("2027-11-06", "alla helgons dag"),
        ("2026-05-24", "pingstdagen"),
        ("2026-04-05", "påskdagen"),
        ("2026-12-26", "annandag jul"),
        ("2026-11-28", "lördag"),
        ("2026-11-29", "söndag"),
        ("2026-05-25", None),  # annandag pingst is a weekday since 2005
        ("2026-04-02", None),  # skärtorsdagen
        ("2026-04-30", None),  # valborgsmässoafton
    ],
)
def test_names(day, name):
    assert day_of_rest(date.fromisoformat(day)) == name


@pytest.mark.parametrize(
    ("day", "after", "moved"),
    [
        ("2026-02-10", "2026-03-10", "2026-03-10"),
        ("2026-01-31", "2026-02-28", "2026-03-02"),  # the month's last, a Saturday
        ("2028-01-31", "2028-02-29", "2028-02-29"),  # leap day
        ("2028-02-29", "2028-03-29", "2028-03-29"),
        ("2026-05-31", "2026-06-30", "2026-06-30"),
        ("2026-12-15", "2027-01-15", "2027-01-15"),
        ("2026-05-19", "2026-06-19", "2026-06-22"),  # midsommarafton, Saturday, Sunday
        ("2026-11-24", "2026-12-24", "2026-12-28"),  # julafton, juldagen, annandag jul (Saturday), Sunday
        ("2026-12-31", "2027-01-31", "2027-02-01"),  # Sunday
        ("2025-11-30", "2025-12-30", "2025-12-30"),
        ("2026-11-30", "2026-12-30", "2026-12-30"),
        ("2025-12-06", "2026-01-06", "2026-01-07"),  # trettondedag jul
        ("2026-03-03", "2026-04-03", "2026-04-07"),  # långfredagen to annandag påsk
    ],
)
def test_a_month_later(day, after, moved):
    found = months_after(date.fromisoformat(day), 1)
    assert (found, next_weekday(found)) == (date.fromisoformat(after), date.fromisoformat(moved))


def test_new_years_eve_leads_past_the_weekend():
    assert next_weekday(date(2026, 12, 31)) == date(2027, 1, 4)
