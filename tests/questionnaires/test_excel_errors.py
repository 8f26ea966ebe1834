"""Every error of a workbook at once, by sheet, row and column; headers as people write them."""

from collections.abc import Callable

import pytest

from base.formats import column_letter
from questionnaires.excel.reading import SheetReading, read_sheets
from questionnaires.excel.sheets import Grid, GridRow, OutSheet, grid
from questionnaires.excel.template import example_form, template
from questionnaires.excel.writing import to_sheets
from questionnaires.model import Questionnaire

Cells = dict[str, list[list[str]]]


def cells_of(sheets: list[OutSheet]) -> Cells:
    return {
        sheet.name: [list(sheet.headers), *(["" if cell is None else str(cell) for cell in row] for row in sheet.rows)]
        for sheet in sheets
    }


def read(cells: Cells) -> SheetReading:
    return read_sheets([grid(name, rows) for name, rows in cells.items()], "prov.xlsx")


@pytest.fixture
def cells(small_form: Questionnaire) -> Cells:
    """The small form's sheets, free to change."""
    return cells_of(to_sheets(small_form))


def put(cells: Cells, place: str, text: str) -> None:
    """``put(cells, "survey!F3", "x")``: one cell, columns A to Z."""
    sheet, cell = place.split("!")
    cells[sheet][int(cell[1:]) - 1][ord(cell[0]) - ord("A")] = text


def told(reading: SheetReading) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in reading.problems]


# One cell, and the whole list of what is told. Columns of survey: A type, B name, C label, D hint, E criteria, F area,
# G level, H weight, I required, J relevant, K respondent, L audience, M core, N every_n_rounds, O references,
# P succeeds; of choices: A list_name, B name, C label, D hint, E value, F order, G fulfils.
BROKEN = [
    ("survey!A2", "select_one svvar", [("survey!A2", "list_unknown")]),
    ("survey!A2", "sträng", [("survey!A2", "type_unknown")]),
    ("survey!A2", "", [("survey!A2", "missing")]),
    ("survey!B2", "Risk 1", [("survey!B2", "name_invalid")]),
    ("survey!B3", "risk_1", [("survey!B3", "duplicate_question")]),
    ("survey!C4", " ", [("survey!C4", "missing")]),
    ("survey!F2", "rsk", [("survey!F2", "area_unknown")]),
    ("survey!G4", "7", [("survey!G4", "level_unknown")]),
    ("survey!G4", "ett", [("survey!G4", "wrong_type")]),
    ("survey!G4", "1,5", [("survey!G4", "wrong_type")]),
    ("survey!H3", "0", [("survey!H3", "out_of_range")]),
    ("survey!H3", "tung", [("survey!H3", "wrong_type")]),
    ("survey!I2", "kanske", [("survey!I2", "wrong_type")]),
    ("survey!J2", "${kind} = ", [("survey!J2", "relevance_syntax")]),
    ("survey!K2", "enhet", [("survey!K2", "unknown_value")]),
    ("survey!N2", "0", [("survey!N2", "out_of_range")]),
    ("survey!P2", "risk_1", [("survey!P2", "succeeds_self")]),
    ("survey!P2", "risk_2", [("survey!P2", "succeeds_present")]),
    ("survey!P2", "Gammal-1", [("survey!P2", "name_invalid")]),
    ("choices!B3", "nej", [("choices!B3", "duplicate_choice")]),
    ("choices!B3", "unknown", [("choices!B3", "choice_name_reserved")]),
    ("choices!E3", "", [("choices!E3", "missing")]),
    ("choices!F3", "1", [("choices!F3", "duplicate_order")]),
    ("choices!G4", "no", [("choices!2", "nothing_fulfils")]),
    ("areas!A3", "risk", [("survey!F4", "area_unknown"), ("areas!A3", "duplicate_area")]),
    ("areas!C2", "ekonomi", [("areas!C2", "parent_unknown")]),
    ("areas!C2", "risk", [("areas!C2", "area_cycle")]),
    ("areas!E2", "medel", [("areas!E2", "unknown_value")]),
    ("areas!E2", "mean of sub-areas", [("areas!E2", "aggregation_impossible")]),
    ("levels!C4", "area:risc", [("levels!C4", "level_group_unknown")]),
    ("levels!D3", "0.25", [("levels!D3", "level_not_rising")]),
    ("levels!D3", "50 %", [("levels!D3", "wrong_type")]),
    ("levels!D4", "", [("levels!4", "level_row_incomplete")]),
    ("levels!B3", "Annat", [("levels!B3", "level_label_differs")]),
    ("settings!A2", "Mitt formulär", [("settings!A2", "name_invalid")]),
    ("settings!B2", "", [("settings!B2", "missing")]),
    ("settings!C2", "1.5", [("settings!C2", "wrong_type")]),
    ("settings!G2", "medel", [("settings!G2", "unknown_value")]),
    ("settings!I2", "9", [("settings!I2", "out_of_range")]),
    ("survey!F1", "arae", [("survey!F1", "column_unknown")]),
    ("survey!F1", "Område", [("survey!F1", "column_unknown")]),
    ("survey!F1", "", [("survey!1", "column_missing"), ("survey!F2", "header_missing")]),
    ("survey!L1", "area", [("survey!L1", "column_repeated")]),
    ("choices!E1", "vaule", [("choices!E1", "column_unknown")]),
    ("choices!E1", "poäng", [("choices!1", "column_missing")]),
    ("areas!B1", "lable::sv", [("areas!B1", "column_unknown")]),
    ("areas!B1", "label::se", [("areas!B1", "column_unknown")]),
    ("areas!B1", "label::en", [("areas!1", "column_missing")]),
]  # fmt: skip


@pytest.mark.parametrize(("place", "text", "expected"), BROKEN, ids=[f"{place} {text}" for place, text, _ in BROKEN])
def test_one_cell_changed(cells: Cells, place: str, text: str, expected: list[tuple[str, str]]) -> None:
    put(cells, place, text)
    reading = read(cells)
    assert told(reading) == expected
    assert reading.questionnaire is None


def test_every_error_of_one_row(cells: Cells) -> None:
    """A cell that can't be read hides no other of its row."""
    for place, text in (("A2", "select_one svvar"), ("F2", "rsk"), ("G2", "9"), ("J2", "${kind} = "), ("K2", "enhet")):
        put(cells, f"survey!{place}", text)
    found = read(cells)
    assert told(found) == [
        ("survey!A2", "list_unknown"),
        ("survey!F2", "area_unknown"),
        ("survey!G2", "level_unknown"),
        ("survey!J2", "relevance_syntax"),
        ("survey!K2", "unknown_value"),
    ]
    assert [problem.message.rsplit(" Menade", 1)[1] for problem in (found.problems[place] for place in (0, 1, 4))] == [
        " du ”svar”?", " du ”risk”?", " du ”unit”?",
    ]  # fmt: skip
    assert [(one.sheet, one.row, one.letter, one.header) for one in found.placed[:2]] == [
        ("survey", 2, "A", "type"),
        ("survey", 2, "F", "area"),
    ]


def test_the_small_form_itself(cells: Cells, small_form: Questionnaire) -> None:
    assert read(cells) == SheetReading(small_form, (), (), (), ())


def test_all_errors_at_once_in_words(cells: Cells) -> None:
    for place, text in (
        ("survey!F2", "rsk"), ("survey!G4", "ett"), ("survey!I2", "kanske"), ("choices!E3", "mycket"),
        ("levels!D3", "0.25"), ("settings!C2", ""), ("areas!D1", "wieght"),
    ):  # fmt: skip
        put(cells, place, text)
    assert [(problem.path, problem.message) for problem in read(cells).problems] == [
        ("survey!F2", "Bladet survey, rad 2, kolumn F (area): Området ”rsk” finns inte. Menade du ”risk”?"),
        ("survey!I2", "Bladet survey, rad 2, kolumn I (required): Här ska stå yes eller no (ja och nej går också)."),
        ("survey!G4", "Bladet survey, rad 4, kolumn G (level): Här ska stå ett heltal."),
        ("choices!E3", "Bladet choices, rad 3, kolumn E (value): Här ska stå ett tal."),
        (
            "areas!D1",
            (
                "Bladet areas, rad 1, kolumn D (wieght): Kolumnen ”wieght” är okänd. Menade du ”weight”? "
                "Är det en egen anteckning, så låt rubriken börja med note."
            ),
        ),
        (
            "levels!D3",
            "Bladet levels, rad 3, kolumn D (share): Nivå 2 kräver 0.25 av gruppen ”1”, men nivå 1 kräver 0.5.",
        ),
        ("settings!C2", "Bladet settings, rad 2, kolumn C (version): Värdet saknas."),
    ]


def test_a_row_left_blank_and_a_form_further_down_keep_their_row_numbers(cells: Cells) -> None:
    cells["survey"][2:2] = [[""] * 16, ["# en kommentar", "?"] + [""] * 14]
    put(cells, "survey!F5", "rsk")
    moved = [grid(name, rows, first=1 if name != "survey" else 4) for name, rows in cells.items()]
    assert told(read_sheets(moved, "prov.xlsx")) == [("survey!F8", "area_unknown")]


def renamed(old: str, new: str) -> Callable[[Cells], None]:
    def change(cells: Cells) -> None:
        cells[new] = cells.pop(old)

    return change


def emptied(name: str, keep: int) -> Callable[[Cells], None]:
    def change(cells: Cells) -> None:
        del cells[name][keep:]

    return change


SHEET_FAULTS: list[tuple[str, Callable[[Cells], object], list[tuple[str, str]]]] = [
    ("missing", lambda cells: cells.pop("areas"), [("areas", "sheet_missing")]),
    ("levels missing", lambda cells: cells.pop("levels"), [("levels", "sheet_missing")]),
    ("empty", emptied("areas", 0), [("areas", "missing")]),
    ("headers only", emptied("areas", 1), [("areas", "missing")]),
    ("misspelt", renamed("choices", "choises"), [("choises", "sheet_unknown")]),
    ("Swedish", renamed("survey", "Frågor"), [("Frågor", "sheet_unknown")]),
    (
        "two rows of settings",
        lambda cells: cells["settings"].append(list(cells["settings"][1])),
        [("settings!3", "too_many_rows")],
    ),
    ("twice", lambda cells: cells.update(Areas=cells["areas"]), [("Areas", "sheet_repeated")]),
]


@pytest.mark.parametrize(
    ("change", "expected"), [fault[1:] for fault in SHEET_FAULTS], ids=[f[0] for f in SHEET_FAULTS]
)
def test_sheets(cells: Cells, change: Callable[[Cells], object], expected: list[tuple[str, str]]) -> None:
    change(cells)
    reading = read(cells)
    assert told(reading) == expected
    assert reading.questionnaire is None


def test_an_empty_workbook() -> None:
    reading = read_sheets([grid("Blad1", [["hej"]])], "tom.xlsx")
    assert told(reading) == [(name, "sheet_missing") for name in ("settings", "areas", "choices", "survey")]
    assert reading.ignored == ("Blad1",)


def test_a_cell_that_shows_an_error(cells: Cells) -> None:
    put(cells, "survey!F2", "#N/A")
    rows = [GridRow(n, tuple(row), frozenset({5} if n == 2 else ())) for n, row in enumerate(cells["survey"], 1)]
    grids = [grid(name, sheet) for name, sheet in cells.items() if name != "survey"]
    assert told(read_sheets([*grids, Grid("survey", tuple(rows))], "prov.xlsx")) == [("survey!F2", "cell_error")]


HEADERS = [
    ("survey!C1", "label"), ("survey!C1", "label::Svenska (sv)"), ("survey!C1", "LABEL::SV"), ("survey!C1", "label:sv"),
    ("survey!J1", "relevance"), ("survey!N1", "every n rounds"), ("choices!A1", "list name"),
    ("choices!A1", " List_Name "),
]  # fmt: skip


@pytest.mark.parametrize(("place", "header"), HEADERS)
def test_headers_as_xlsform_and_people_write_them(
    cells: Cells, small_form: Questionnaire, place: str, header: str
) -> None:
    put(cells, place, header)
    assert read(cells) == SheetReading(small_form, (), (), (), ())


def test_other_columns_are_kept_as_notes(cells: Cells) -> None:
    own = ["label::English (en)", "Ansvarig", "note_intern", "required_message", "label"]
    cells["survey"][0] += own
    cells["survey"][1] += ["Is there a method?", "Säkerhetschefen", "Se över", "", "Metod"]
    reading = read(cells)
    assert told(reading) == []
    assert reading.noted == tuple(f"survey: {header}" for header in own)
    assert reading.questionnaire is not None
    assert reading.questionnaire.survey[0].label == "Finns en metod?"
    assert reading.questionnaire.survey[0].notes == {
        "note:label::English (en)": "Is there a method?",
        "note:Ansvarig": "Säkerhetschefen",
        "note_intern": "Se över",
        "note:label": "Metod",
    }
    again = read(cells_of(to_sheets(reading.questionnaire)))
    assert again.questionnaire == reading.questionnaire


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yes", True),
        ("Ja", True),
        ("true", True),
        ("SANT", True),
        ("1", True),
        ("no", False),
        ("Nej", False),
        ("", False),
    ],
)
def test_truth_values(cells: Cells, text: str, expected: bool) -> None:
    put(cells, "survey!M2", text)
    reading = read(cells)
    assert reading.questionnaire is not None
    assert reading.questionnaire.survey[0].core is expected


def test_numbers_as_a_swedish_sheet_writes_them(cells: Cells) -> None:
    put(cells, "survey!H2", "1,50")
    put(cells, "survey!G2", "1.0")
    reading = read(cells)
    assert reading.questionnaire is not None
    assert (str(reading.questionnaire.survey[0].weight), reading.questionnaire.survey[0].level) == ("1.5", 1)


def test_the_template_is_a_form_that_works() -> None:
    sheets = template()
    reading = read(cells_of(sheets))
    assert told(reading) == []
    assert reading.questionnaire == example_form()
    assert [sheet.name for sheet in sheets] == ["Läs mig", "survey", "choices", "areas", "levels", "settings"]
    assert all(str(sheet.rows[0][0]).startswith("# ") and all(sheet.rows[0]) for sheet in sheets[1:])
    survey = sheets[1]
    area = survey.options[survey.headers.index("area")]
    assert area == "areas!$A$3:$A$204"
    assert survey.options[survey.headers.index("respondent")] == (
        "organisation",
        "unit",
        "branch",
        "organisation unit",
        "organisation branch",
        "unit branch",
        "organisation unit branch",
    )


def test_column_letters() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
