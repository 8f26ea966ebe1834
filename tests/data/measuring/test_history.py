"""Earlier years' answers: in long form or a column per measurement, previewed, stored as closed rounds."""

from datetime import date

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.measuring.answer_files import AnswerFile, import_answers, preview_answers, undated_rounds
from data.measuring.answer_rows import read_rows
from data.measuring.answers import IMPORT, Answer, AnswerState, current, newest_seqs, record
from data.measuring.closing import close_round
from data.measuring.rounds import NewRound, find_round, open_round, rounds
from data.measuring.submissions import submit
from files.grid import Workbook
from questionnaires.library import canonical, from_canonical
from tests.kit.sure import issues_of

WIDE = (
    ("Enhet", "Fråga", "Mätning 2023 (2023-10-15)", "2024", "Kommentar 2024"),
    ("Skola A", "q1", "1", "Steg 2", "Vi övar."),
    ("0114", "q2", "vet ej", "", "utan svar"),
    ("Skola B", "q1", "", "3", ""),
)
DAYS = {"Mätning 2024": date(2024, 10, 15)}


def load(store, grant, workbook, form, **more):
    return import_answers(store, grant(Act.IMPORT), AnswerFile(workbook, form, create=True, close=True, **more))


def codes(store, grant, workbook, form, **more):
    before = store.position()
    with pytest.raises(MognadError) as caught:
        load(store, grant, workbook, form, **more)
    assert store.position() == before, "all of a file or nothing"
    return [issue.code for issue in caught.value.issues] or caught.value.code


def test_a_column_per_measurement_is_recognised(store, grant, town, form, table):
    assert undated_rounds(store, table(*WIDE), "liten") == ("Mätning 2024",)
    result = load(store, grant, table(*WIDE), form, days=DAYS)
    assert (result.rows, result.stored, result.skipped, result.units_created) == (4, 4, 0, ())
    assert [(d.name, d.as_of, d.made, d.units, d.stored) for d in result.details] == [
        ("Mätning 2023", date(2023, 10, 15), True, 1, 2),
        ("Mätning 2024", date(2024, 10, 15), True, 2, 2),
    ]
    older, newer = rounds(store)
    assert [(r.name, r.state) for r in (older, newer)] == [("Mätning 2023", "closed"), ("Mätning 2024", "closed")]
    first, second = current(store, older.round, town.a), current(store, newer.round, town.a)
    assert (first["q1"].alternative, first["q2"].state) == ("s1", AnswerState.UNKNOWN)
    assert (second["q1"].alternative, second["q1"].comment, second["q1"].source) == ("s2", "Vi övar.", IMPORT)
    assert current(store, newer.round, town.b)["q1"].alternative == "s3"
    assert verify(store).ok


def told(table, *header):
    reading = read_rows(table(header, ("Skola A", "q1", *["1"] * (len(header) - 2))))
    return [(issue.code, issue.row, issue.column) for issue in reading.issues]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("2023", "Vårens mätning 2023"), [("column_repeated", 1, "Vårens mätning 2023")]),
        (("2023-10-15", "Mätning (2023-10-15)", "2024"), [("column_repeated", 1, "Mätning (2023-10-15)")]),
        (("2023-04-15", "2023-10-15"), []),
        (("2023", "Kommentar 2024"), [("comment_unmatched", 1, "Kommentar 2024")]),
        (("2023", "2024", "Kommentar"), [("comment_unmatched", 1, "Kommentar")]),
        (("2023-04-15", "2023-10-15", "Kommentar 2023"), [("comment_unmatched", 1, "Kommentar 2023")]),
        (("2023", "Kommentar 2023", "Motivering: 2023"), [("column_repeated", 1, "Motivering: 2023")]),
        (("2023-10-15", "Kommentar 2023", "2024", "Kommentar: 2024"), []),
        (("2023", "Kommentar"), []),
    ],
)
def test_a_column_that_can_not_be_used_is_told(table, header, expected):
    assert told(table, "Enhet", "Fråga", *header) == expected


def test_a_comment_finds_the_only_measurement_it_can_mean(table):
    header = ("Enhet", "Fråga", "2023-10-15", "Kommentar 2023", "2024-10-15", "Kommentar 2024-10-15")
    reading = read_rows(table(header, ("Skola A", "q1", "1", "Vi övar.", "2", "Vi följer upp.")))
    assert [row.comment for row in reading.rows] == ["Vi övar.", "Vi följer upp."]


def test_nothing_is_stored_of_a_file_with_a_column_too_many(store, grant, town, form, table):
    twice = table(("Enhet", "Fråga", "2023-10-15", "Svar 2023-10-15"), ("Skola A", "q1", "1", "2"))
    assert codes(store, grant, twice, form) == ["column_repeated"]


def test_a_year_is_no_date(store, grant, town, form, table):
    assert codes(store, grant, table(*WIDE), form) == ["as_of_missing"]


def test_the_day_of_a_measurement_that_is_known_is_not_asked_for(store, grant, town, form, table):
    open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2024", date(2024, 10, 15), [town.a, town.b]))
    assert undated_rounds(store, table(*WIDE), "liten") == ()
    load(store, grant, table(*WIDE), form)
    assert [(r.name, r.state) for r in rounds(store)] == [("Mätning 2023", "closed"), ("Mätning 2024", "opened")]


@pytest.mark.parametrize(
    ("header", "name", "as_of"),
    [
        ("2023", "Mätning 2023", None),
        ("Höstens mätning 2023", "Höstens mätning 2023", None),
        ("2023-10-15", "Mätning 2023", date(2023, 10, 15)),
        ("2023-10-15T00:00:00", "Mätning 2023", date(2023, 10, 15)),
        ("Höst [2023-10-15]", "Höst", date(2023, 10, 15)),
        ("Höst, 2023-10-15", "Höst", date(2023, 10, 15)),
    ],
)
def test_headers_of_measurements(table, header, name, as_of):
    reading = read_rows(table(("Enhet", "Fråga", header), ("Skola A", "q1", "1")))
    assert reading.undated == (() if as_of else (name,))
    assert [(row.round, row.as_of) for row in reading.rows] == ([(name, as_of)] if as_of else [])


@pytest.mark.parametrize("header", ["Svar", "20231015", "2023-13-45", "12023"])
def test_a_header_without_year_or_date_is_no_measurement(table, header):
    workbook = table(("Enhet", "Fråga", header), ("Skola A", "q1", "1"))
    if header == "2023-13-45":
        # No day there is, but a year: it is asked for and not guessed.
        assert len(read_rows(workbook).undated) == 1
        return
    with pytest.raises(MognadError) as caught:
        read_rows(workbook)
    assert caught.value.code == "no_header"


def test_every_fault_is_told_by_row_and_column(store, grant, town, form, table):
    workbook = table(
        ("Enhet", "Fråga", "Mätning 2023 (2023-10-15)"),
        ("Skola A", "q9", "1"),
        ("Skola A", "q1", "9"),
        ("Skola A", "q2", "1"),
        ("0114", "q2", "2"),
    )
    with pytest.raises(MognadError) as caught:
        load(store, grant, workbook, form)
    assert [(issue.code, issue.row, issue.message.split(":")[0]) for issue in issues_of(caught.value)] == [
        ("question_unknown", 2, "Rad 2, kolumn ”Mätning 2023 (2023-10-15)”"),
        ("alternative_unknown", 3, "Rad 3, kolumn ”Mätning 2023 (2023-10-15)”"),
        ("answer_repeated", 5, "Rad 5, kolumn ”Mätning 2023 (2023-10-15)”"),
    ]
    assert store.query("SELECT * FROM store.round") == []


def test_every_sheet_is_read_and_faults_name_it(store, grant, town, form, table):
    first = table(("round", "as_of", "unit", "question", "value"), ("2023", "2023-10-15", "Skola A", "q1", "1"))
    second = table(("round", "as_of", "unit", "question", "value"), ("2024", "2024-10-15", "Skola A", "q9", "1"))
    sheets = tuple(
        type(book.sheets[0])(name, True, book.sheets[0].columns) for name, book in (("Ett", first), ("Två", second))
    )
    both = Workbook("xlsx", "fil.xlsx", "0" * 64, 1, sheets)
    assert read_rows(both).sheets == ("Ett", "Två")
    with pytest.raises(MognadError) as caught:
        load(store, grant, both, form)
    assert [issue.message.split(":")[0] for issue in caught.value.issues] == ["Blad ”Två”, rad 2"]


def test_a_preview_stores_nothing_and_says_what_the_import_then_does(store, grant, town, form, table):
    before = store.position()
    told = preview_answers(store, grant(Act.IMPORT), AnswerFile(table(*WIDE), form, create=True, days=DAYS))
    assert store.position() == before
    assert rounds(store) == []
    assert load(store, grant, table(*WIDE), form, days=DAYS) == told
    assert store.position() > before


def test_a_preview_refuses_what_the_import_refuses(store, grant, town, form, table):
    with pytest.raises(MognadError) as caught:
        preview_answers(store, grant(Act.IMPORT), AnswerFile(table(*WIDE), form, create=True))
    assert caught.value.code == "answers_invalid"


def test_questions_are_found_by_their_words(store, grant, town, form, table):
    content = canonical(form)
    content["survey"][0]["label::sv"] = "Övar ni?"
    worded = from_canonical(content)
    load(store, grant, table(("Enhet", "Fråga", "2023-10-15"), ("Skola A", "övar  ni?", "1")), worded)
    [found] = rounds(store)
    assert current(store, found.round, town.a)["q1"].alternative == "s1"


def test_a_closed_measurement_takes_no_more(store, grant, town, form, table):
    load(store, grant, table(*WIDE), form, days=DAYS)
    assert codes(store, grant, table(*WIDE), form, days=DAYS) == ["round_closed", "round_closed"]


def test_a_unit_that_answers_what_others_are_asked_is_told_of_and_stored(store, grant, town, form, table):
    content = canonical(form)
    content["survey"][1]["respondent"] = "organisation"
    mixed = from_canonical(content)
    result = load(
        store,
        grant,
        table(("Enhet", "Fråga", "2023-10-15"), ("Skola A", "q1", "1"), ("Skola A", "q2", "1"), ("", "q2", "2")),
        mixed,
    )
    assert [(issue.code, issue.message) for issue in result.advice] == [
        (
            "question_not_asked",
            "Mätning 2023: Skola A (enhet) har svar på frågor som formuläret ställer till andra: q2.",
        )
    ]
    assert result.stored == 3


def test_a_file_says_why_a_submitted_answer_changed(store, grant, town, form, table):
    made = open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", date(2026, 10, 15), [town.a]))
    record(store, grant(Act.ANSWER), form, Answer(made, town.a, "q1", AnswerState.ANSWERED, "s1"))
    submit(store, grant(Act.SUBMIT), made, [town.a])
    workbook = table(("Enhet", "Fråga", "Mätning 2026 (2026-10-15)"), ("Skola A", "q1", "3"))
    import_answers(store, grant(Act.IMPORT), AnswerFile(workbook, form, replace=True))
    assert current(store, made, town.a)["q1"].reason == "Inläst ur fil.xlsx"
    close_round(store, grant(Act.PLAN), made)
    assert find_round(store, made).state == "closed"
    assert newest_seqs(store, made, town.a).keys() == {"q1"}
