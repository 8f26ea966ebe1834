"""Templates with our own units and questions: what is filled in is read back as it was meant."""

import io
from datetime import date

import openpyxl
import pytest

from base.actors import Act
from base.errors import MognadError
from data.measuring.answer_files import AnswerFile, import_answers, undated_rounds
from data.measuring.answer_rows import COLUMNS, HEADINGS, read_rows
from data.measuring.answer_template import answer_template
from data.measuring.answers import AnswerState, current
from data.measuring.outside_files import outside_template, read_outside
from data.measuring.outside_results import OutsideValue
from data.measuring.rounds import NewRound, open_round, rounds
from files.workbook import read_bytes
from tests.kit.measured import make_form, question

pytestmark = pytest.mark.slow

NOW, LAST_YEAR = date(2026, 11, 3), date(2025, 10, 15)
FORM = make_form(
    [
        question("q1") | {"label::sv": "Övar ni?"},
        question("skola1", relevant="${skola} = 'true'"),
        question("o1", respondent="organisation"),
    ]
)
HEADER = ("Enhet", "Enhetens namn", "Fråga", "Frågans text", "Mätning 2025", "Kommentar 2025")


def written(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {page.title: [tuple(row) for row in page.iter_rows(values_only=True)] for page in book.worksheets}


def filled(content, answers):
    """The first sheet with values written in: (row from 2, column from 1) → value."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for (row, column), value in answers.items():
        book.worksheets[0].cell(row, column).value = value
    out = io.BytesIO()
    book.save(out)
    return read_bytes(out.getvalue(), "mall.xlsx")


def test_the_template_of_answers_has_each_unit_with_the_questions_it_is_asked(store, offices):
    sheets = written(answer_template(store, FORM, NOW))
    assert sheets["Svar"] == [
        HEADER,
        ("101", "Skola A", "q1", "Övar ni?", None, None),
        ("101", "Skola A", "skola1", "skola1", None, None),
        ("102", "Skola B", "q1", "Övar ni?", None, None),
        ("102", "Skola B", "skola1", "skola1", None, None),
        # Skola C is no school: the second question does not concern it.
        ("103", "Skola C", "q1", "Övar ni?", None, None),
        ("Åmåla kommun", "Åmåla kommun", "o1", "o1", None, None),
    ]
    assert sheets["Svarsalternativ"][:8] == [
        ("Fråga", "Frågans text", "Svar", "Siffra"),
        ("q1", "Övar ni?", "Steg 1", 1),
        ("q1", "Övar ni?", "Steg 2", 2),
        ("q1", "Övar ni?", "Steg 3", 3),
        ("q1", "Övar ni?", "Steg 4", 4),
        ("q1", "Övar ni?", "Vet ej", None),
        ("q1", "Övar ni?", "Gäller inte oss", None),
        ("skola1", "skola1", "Steg 1", 1),
    ]


def test_what_is_filled_in_is_read_back_and_an_empty_cell_is_no_answer(store, offices, grant):
    given = {(2, 5): "Steg 3", (2, 6): "Vi övade.", (3, 5): 2, (6, 5): "Vet ej", (7, 5): "4"}
    workbook = filled(answer_template(store, FORM, NOW), given)
    assert undated_rounds(store, workbook, "prov") == ("Mätning 2025",)
    days = {"Mätning 2025": LAST_YEAR}
    read = read_rows(workbook, days)
    assert [(row.unit, row.question, row.value, row.comment) for row in read.rows] == [
        ("101", "q1", "Steg 3", "Vi övade."),
        ("101", "skola1", "2", None),
        ("103", "q1", "Vet ej", None),
        ("Åmåla kommun", "o1", "4", None),
    ]
    assert (read.issues, read.sheets) == ((), ("Svar",))
    done = import_answers(store, grant(Act.IMPORT), AnswerFile(workbook, FORM, create=True, close=True, days=days))
    assert (done.stored, done.units_created, done.advice) == (4, (), ())
    [made] = rounds(store)
    assert (made.name, made.as_of) == ("Mätning 2025", LAST_YEAR)
    first = current(store, made.round, offices.a)
    assert (first["q1"].alternative, first["q1"].comment, first["skola1"].alternative) == ("s3", "Vi övade.", "s2")
    assert current(store, made.round, offices.c)["q1"].state is AnswerState.UNKNOWN
    assert current(store, made.round, offices.root)["o1"].alternative == "s4"
    # That year is there now: the next template asks for the one before.
    assert written(answer_template(store, FORM, NOW))["Svar"][0][4:] == ("Mätning 2024", "Kommentar 2024")


def test_more_years_may_be_put_beside_it(store, offices):
    given = {(1, 7): "2024-10-15", (2, 5): 1, (2, 7): 3}
    read = read_rows(filled(answer_template(store, FORM, NOW), given), {"Mätning 2025": LAST_YEAR})
    assert [(row.round, row.as_of, row.value) for row in read.rows] == [
        ("Mätning 2025", LAST_YEAR, "1"),
        ("Mätning 2024", date(2024, 10, 15), "3"),
    ]


def test_swedish_headings_and_the_old_ones_are_read_alike(table):
    row = ("Mätning 2024", "2024-10-15", "Skola A", "q1", "2", "Vi övar.")
    swedish, old = (read_rows(table(header, row)) for header in (tuple(HEADINGS.values()), COLUMNS))
    assert tuple(HEADINGS.values()) == ("Mätning", "Läget per", "Enhet", "Fråga", "Svar", "Kommentar")
    assert swedish.rows == old.rows
    assert [(r.round, r.as_of, r.unit, r.question, r.value, r.comment) for r in swedish.rows] == [
        ("Mätning 2024", date(2024, 10, 15), "Skola A", "q1", "2", "Vi övar.")
    ]


def test_a_unit_of_an_answer_that_is_none_is_refused_with_the_names_most_like_it(store, offices, grant):
    workbook = filled(answer_template(store, FORM, NOW), {(2, 1): "Skola X", (2, 5): 2})
    open_round(store, grant(Act.PLAN), NewRound(FORM, "Mätning 2025", LAST_YEAR, [offices.a]))
    with pytest.raises(MognadError) as caught:
        import_answers(store, grant(Act.IMPORT), AnswerFile(workbook, FORM))
    assert [issue.message for issue in caught.value.issues] == [
        (
            "Rad 2, kolumn ”Mätning 2025”: organisationsdelen ”Skola X” finns inte 2025-10-15, eller så heter flera "
            "så; liknande namn: ”Skola C”, ”Skola B” och ”Skola A”."
        )
    ]


def test_the_template_of_results_has_our_units_and_skips_those_left_as_they_were(store, offices):
    content = outside_template(store, NOW)
    assert written(content)["Resultat"] == [
        ("Enhet", "Enhetens namn", "Område", "Nivå", "Poäng"),
        ("Kontor Nord", "Kontor Nord", None, None, None),
        ("Kontor Syd", "Kontor Syd", None, None, None),
        ("101", "Skola A", None, None, None),
        ("102", "Skola B", None, None, None),
        ("103", "Skola C", None, None, None),
        ("Åmåla kommun", "Åmåla kommun", None, None, None),
    ]
    plan = read_outside(store, filled(content, {(2, 5): "2,75", (4, 4): 3, (7, 3): "Ledning", (7, 5): 2}), NOW)
    assert plan.issues == ()
    assert plan.values == (
        OutsideValue(offices.north, None, None, 2.75),
        OutsideValue(offices.a, None, 3, None),
        OutsideValue(offices.root, "Ledning", None, 2.0),
    )


def test_an_area_without_a_value_is_no_row_left_as_it_was(store, offices):
    plan = read_outside(store, filled(outside_template(store, NOW), {(2, 3): "Ledning"}), NOW)
    assert [(issue.code, issue.message) for issue in plan.issues] == [
        ("value_missing", "Rad 2: nivå eller poäng saknas.")
    ]


def test_a_result_may_be_older_than_what_is_known_of_the_organisation(store, offices, table):
    before = date(2015, 10, 1)
    plan = read_outside(store, table(["Enhet", "Poäng"], ["Skola A", "2"], ["", "3"]), before)
    assert plan.values == (OutsideValue(offices.a, None, None, 2.0), OutsideValue(offices.root, None, None, 3.0))
    assert len(written(outside_template(store, before))["Resultat"]) == 7
