"""A questionnaire from a sheet that is not ours."""

from dataclasses import replace
from decimal import Decimal

import pytest

from questionnaires.excel.sheets import Grid, GridRow, grid
from questionnaires.pointing.form import Alternative, Columns, Pointing, point, slug

SHEET = grid(
    "Frågor",
    [
        ["Ett officiellt formulär", "", "", "", ""],
        ["Nr", "Område", "Nivå", "Fråga", "Vägledning"],
        ["1.1", "Ledning och styrning", "Nivå 1", "Finns en informationssäkerhetspolicy?", "Beslutad av fullmäktige"],
        ["1.2", "", "Nivå 2", "Följs policyn upp?", ""],
        ["", "", "", "", "Summa"],
        ["2.1", "Åtkomst", "1", "Tas behörigheter bort när någon slutar?", ""],
        ["2.2", "Åtkomst", "2", "Följs policyn upp?", ""],
    ],
)
STEPS = (Alternative("Nej"), Alternative("Delvis"), Alternative("Ja"))
POINTING = Pointing(
    form_id="officiellt",
    form_title="Officiellt formulär",
    header_row=2,
    columns=Columns(question=3, area=1, level=2, hint=4),
    alternatives=STEPS,
    fill_down=True,
)


def test_a_sheet_pointed_out() -> None:
    pointed = point(SHEET, POINTING, "msb.xlsx")
    assert pointed.problems == ()
    assert pointed.skipped == (5,)
    form = pointed.questionnaire
    assert form is not None
    assert [(row.name, row.area, row.level, row.hint) for row in form.survey] == [
        ("finns_en_informationssakerhetspolicy", "ledning_och_styrning", 1, "Beslutad av fullmäktige"),
        ("foljs_policyn_upp", "ledning_och_styrning", 2, ""),
        ("tas_behorigheter_bort_nar_nagon_slutar", "atkomst", 1, ""),
        ("foljs_policyn_upp_2", "atkomst", 2, ""),
    ]
    assert [(row.name, row.label) for row in form.areas] == [
        ("ledning_och_styrning", "Ledning och styrning"),
        ("atkomst", "Åtkomst"),
    ]
    assert [(row.list_name, row.name, row.label, row.value) for row in form.choices] == [
        ("svar", "nej", "Nej", 0), ("svar", "delvis", "Delvis", 1), ("svar", "ja", "Ja", 2),
    ]  # fmt: skip
    assert form.level_labels == {1: "Nivå 1", 2: "Nivå 2"}
    assert not form.has_level_rules


def test_names_stay_when_questions_are_added_below() -> None:
    longer = Grid("Frågor", (*SHEET.rows, GridRow(8, ("2.3", "Åtkomst", "2", "Loggas åtkomst?", ""))))
    before, after = (point(sheet, POINTING, "x").questionnaire for sheet in (SHEET, longer))
    assert before is not None
    assert after is not None
    assert [row.name for row in after.survey][:4] == [row.name for row in before.survey]


def test_names_of_the_sheets_own_numbers_and_values_as_given() -> None:
    told = replace(
        POINTING,
        columns=replace(POINTING.columns, number=0),
        alternatives=(Alternative("Nej", Decimal(1)), Alternative("Ja", Decimal("2.5"))),
    )
    form = point(SHEET, told, "x").questionnaire
    assert form is not None
    assert [row.name for row in form.survey] == ["fraga_1_1", "fraga_1_2", "fraga_2_1", "fraga_2_2"]
    assert [row.value for row in form.choices] == [Decimal(1), Decimal("2.5")]


def test_without_area_and_level() -> None:
    form = point(SHEET, replace(POINTING, columns=Columns(question=3)), "x").questionnaire
    assert form is not None
    assert [(row.name, row.label) for row in form.areas] == [("allt", "Allt")]
    assert form.levels == ()


def test_alternatives_in_one_cell_or_in_a_column_each() -> None:
    sheet = grid(
        "Matris",
        [
            ["Fråga", "Svar", "Steg 1", "Steg 2"],
            ["Ordning?", "Nej; Ja", "Ingen ordning", "God ordning"],
            ["Reda?", "Nej\nJa", "Ingen reda", "God reda"],
            ["Mer?", "Låg; Mellan; Hög", "Lite", "Mycket"],
        ],
    )
    one = point(sheet, replace(POINTING, header_row=1, columns=Columns(0, alternatives=(1,))), "x").questionnaire
    assert one is not None
    assert [row.list_name for row in one.survey] == ["svar", "svar", "svar_2"]
    assert [row.label for row in one.choices_of("mer")] == ["Låg", "Mellan", "Hög"]
    steps = point(sheet, replace(POINTING, header_row=1, columns=Columns(0, alternatives=(2, 3))), "x").questionnaire
    assert steps is not None
    assert [(row.name, row.label, row.hint, row.value) for row in steps.choices_of("reda")] == [
        ("steg_1", "Steg 1", "Ingen reda", 0),
        ("steg_2", "Steg 2", "God reda", 1),
    ]


def test_all_problems_at_once() -> None:
    sheet = Grid(
        "Frågor",
        (
            GridRow(4, ("Fråga", "Område", "Nivå", "Svar")),
            GridRow(5, ("Ett?", "", "1", "Nej; Ja")),
            GridRow(6, ("Två?", "A", "hög", "Nej; Ja")),
            GridRow(7, ("Tre?", "A", "1", "Ja")),
            GridRow(8, ("#REF!", "A", "1", "Nej; Ja"), frozenset({0})),
        ),
    )
    told = replace(POINTING, header_row=4, fill_down=False, columns=Columns(0, area=1, level=2, alternatives=(3,)))
    pointed = point(sheet, told, "x.xlsx")
    assert pointed.questionnaire is None
    assert [(problem.path, problem.code) for problem in pointed.problems] == [
        ("Frågor!B5", "area_missing"),
        ("Frågor!C6", "level_unreadable"),
        ("Frågor!D7", "alternatives_missing"),
        ("Frågor!A8", "cell_error"),
    ]
    assert pointed.problems[1].message == (
        "Bladet Frågor, rad 6, kolumn C (Nivå): ”hög” är ingen nivå. Skriv 1 eller Nivå 1."
    )


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"header_row": 99}, ["header_row_missing", "no_questions"]),
        ({"columns": Columns(question=30)}, ["no_questions"]),
        ({"alternatives": ()}, ["alternatives_missing"]),
        ({"alternatives": (Alternative("Vet"),)}, ["alternatives_missing"]),
        ({"form_id": "Inget namn"}, ["name_invalid"]),
        ({"alternatives": (Alternative("Ja", Decimal(1)), Alternative("Nej", Decimal(1)))}, ["values_all_equal"]),
    ],
)
def test_what_was_pointed_out_wrongly(change: dict[str, object], codes: list[str]) -> None:
    pointed = point(SHEET, replace(POINTING, **change), "x")  # type: ignore[arg-type]  # the fields of the table above
    assert [problem.code for problem in pointed.problems] == codes
    assert pointed.questionnaire is None


def test_slugs() -> None:
    assert [slug(text) for text in ("Åtgärder & risker", "  ", "12 månader", "É", "漢字")] == [
        "atgarder_risker", "x", "x_12_manader", "e", "x",
    ]  # fmt: skip
    assert slug("ord " * 40) == "_".join(["ord"] * 12)
    assert len(slug("x" * 100)) == 48
