"""Swedish ways of writing days and years."""

from datetime import date

import pytest

from base.formats import day_in_words, year_span


@pytest.mark.parametrize(("last", "text"), [(2026, "2026"), (2028, "2026–2028")])
def test_a_period_of_one_year_is_said_once(last, text):
    assert year_span(2026, last) == text


@pytest.mark.parametrize(("month", "text"), [(1, "1 januari"), (5, "1 maj"), (10, "1 oktober"), (12, "1 december")])
def test_a_day_in_words(month, text):
    assert day_in_words(date(2026, month, 1)) == text
