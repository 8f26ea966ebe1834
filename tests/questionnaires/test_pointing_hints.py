"""What is suggested of a sheet that is not ours, and that a column to answer in is not taken for the alternatives."""

from decimal import Decimal

import pytest

from questionnaires.excel.sheets import grid
from questionnaires.pointing.form import Alternative, Columns
from questionnaires.pointing.hints import (
    alternatives_of,
    columns_of,
    has_gaps,
    suggest_columns,
    suggest_header_row,
    suggest_sheet,
)

OFFICIAL = grid(
    "Frågor",
    [
        ["Kollen 2026", "", "", "", "", ""],
        ["Fyll i kolumnen Svar", "", "", "", "", ""],
        ["", "", "", "", "", ""],
        ["Nr.", "Frågeområde", "Nivå", "Fråga", "Stödtext", "Svar"],
        ["1", "Ledning", "1", "Finns en policy?", "Beslutad", ""],
        ["2", "", "2", "Följs den?", "", ""],
        ["", "", "", "", "Summa", ""],
    ],
)


def test_an_official_looking_sheet() -> None:
    assert suggest_header_row(OFFICIAL) == 4
    roles = suggest_columns(OFFICIAL, 4)
    assert roles == {0: "number", 1: "area", 2: "level", 3: "question", 4: "hint"}
    columns = columns_of(roles)
    assert columns == Columns(question=3, area=1, level=2, number=0, hint=4)
    assert columns is not None
    assert has_gaps(OFFICIAL, 4, columns)
    assert not has_gaps(OFFICIAL, 4, Columns(question=3, level=2))


def test_the_sheet_with_questions_is_suggested() -> None:
    about = grid("Om", [["Detta är ett formulär"], ["Läs detta först"], ["Och detta"]])
    assert suggest_sheet([about, OFFICIAL]) == "Frågor"
    assert suggest_sheet([about]) == "Om"
    assert suggest_sheet([grid("Tomt", [["", ""]])]) is None


@pytest.mark.parametrize(
    ("headers", "cells", "roles"),
    [
        (["Fråga", "Svarsalternativ"], ["A?", "Nej; Ja"], {0: "question", 1: "alternatives"}),
        (["Fråga", "Svar"], ["A?", "Ja"], {0: "question"}),
        (["Krav", "Nivå 1", "Nivå 2"], ["A", "Lite", "Mycket"], {0: "question", 1: "alternatives", 2: "alternatives"}),
        (["Krav", "Nivå 1"], ["A", "Lite"], {0: "question"}),
        # No header says it, but the cells ask.
        (["X", "Y"], ["Drift", "Finns kopior?"], {1: "question"}),
        (["Fråga", "Frågor"], ["A?", "B?"], {0: "question"}),
        (["X", "Y"], ["a", "b"], {}),
    ],
)
def test_roles_by_headers(headers: list[str], cells: list[str], roles: dict[int, str]) -> None:
    assert suggest_columns(grid("Blad", [headers, cells]), 1) == roles


def test_without_known_headers_the_first_wide_row_is_meant() -> None:
    assert suggest_header_row(grid("Blad", [["Titel", ""], ["A", "B"], ["1", "2"]])) == 2
    assert suggest_header_row(grid("Blad", [["Titel"]])) == 1
    assert suggest_header_row(grid("Blad", [])) == 1
    assert suggest_columns(grid("Blad", []), 1) == {}
    assert columns_of({0: "area"}) is None


def test_alternatives_as_written() -> None:
    assert alternatives_of("Nej\n\n Delvis = 2,5 \nJa=10\nA = B\n") == (
        Alternative("Nej"),
        Alternative("Delvis", Decimal("2.5")),
        Alternative("Ja", Decimal(10)),
        Alternative("A = B"),
    )
