"""How much of a period the files of a register have told of, in words."""

from datetime import date

import pytest

from metrics.registers.covered import covered, star_words, told_until, year_covered
from tests.kit.registers import layer

END = date(2025, 12, 31)
HALF = date(2025, 6, 30)

CASES = [
    # One file for all that its source holds.
    ([layer(END)], "2025", "hela 2025", "2025"),
    ([layer(date(2026, 11, 2))], "2025", "hela 2025", "2025"),
    (
        [layer(date(2025, 10, 31))],
        "2025 till och med 31 oktober",
        "2025 till och med 31 oktober",
        "2025 t.o.m. 31/10",
    ),
    ([layer(date(2025, 12, 30))], *["2025 till och med 30 december"] * 2, "2025 t.o.m. 30/12"),
    # A tab per year: each lies on the one before it.
    ([layer(date(2024, 12, 31), claim="addition"), layer(END, claim="addition")], "2025", "hela 2025", "2025"),
    # Two sources, of which the other one stopped, or told of no day of the year.
    (
        [layer(date(2026, 1, 7)), layer(HALF, "k2")],
        *["2025 (ofullständigt inläst)"] * 2,
        "2025*",
    ),
    (
        [layer(date(2025, 10, 31)), layer(date(2024, 6, 30), "k2")],
        "2025 till och med 31 oktober (ofullständigt inläst)",
        "2025 till och med 31 oktober (ofullständigt inläst)",
        "2025 t.o.m. 31/10*",
    ),
    # Periods: without a gap, with one, begun late, and one that ends before its file.
    (
        [layer(HALF, part=(date(2025, 1, 1), HALF)), layer(END, part=(date(2025, 7, 1), END))],
        *("2025", "hela 2025", "2025"),
    ),
    (
        [layer(HALF, part=(date(2025, 1, 1), HALF)), layer(END, part=(date(2025, 7, 2), END))],
        *["2025 (ofullständigt inläst)"] * 2,
        "2025*",
    ),
    ([layer(END, part=(date(2025, 2, 1), END))], *["2025 (ofullständigt inläst)"] * 2, "2025*"),
    (
        [layer(date(2026, 2, 1), part=(date(2025, 1, 1), date(2025, 11, 30)))],
        *["2025 till och med 30 november"] * 2,
        "2025 t.o.m. 30/11",
    ),
    # A branch's own file says nothing of the others.
    ([layer(HALF), layer(END, branch="u1", claim="part")], *["2025 (ofullständigt inläst)"] * 2, "2025*"),
    # No file tells of any day of the year.
    ([layer(date(2024, 10, 1))], *["2025 (ofullständigt inläst)"] * 2, "2025*"),
]


@pytest.mark.parametrize(("layers", "words", "whole_words", "short"), CASES)
def test_a_year_is_whole_only_where_the_files_tell_of_all_of_it(layers, words, whole_words, short):
    year = year_covered(layers, 2025)
    assert (year.words, year.whole_words, year.short) == (words, whole_words, short)


def test_a_part_of_a_year_is_told_by_its_own_name():
    third = covered([layer(date(2026, 11, 2))], "2026 T3", date(2026, 9, 1), date(2026, 12, 31))
    assert (third.words, third.whole) == ("2026 T3 till och med 2 november", False)


def test_a_star_on_an_axis_is_explained():
    assert star_words(["2024", "2025 t.o.m. 31/10"]) == ""
    assert star_words(["2024*", "2025"]) == "* ofullständigt inläst: filerna från någon källa täcker inte hela tiden"


def test_a_file_tells_of_nothing_after_its_period_or_its_own_date():
    part = (date(2025, 1, 1), END)
    assert told_until([layer(date(2026, 2, 1), part=part)]) == END
    assert told_until([layer(HALF, part=part)]) == HALF
