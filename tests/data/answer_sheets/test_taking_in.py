"""What comes back: each rule of the receipt, and what is stored of it."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from sheets_kit import DAY, Sheet, edited, filled, unit_sheets

from base.actors import Act
from base.errors import MognadError
from data.answer_sheets.reading import read_delivery
from data.answer_sheets.receipt import Choice, Decisions, Standing
from data.answer_sheets.receipt_file import receipt_bytes
from data.answer_sheets.taking_in import missing_sheets, plan_receipt, take_in
from data.answers import State
from data.assignments import MANAGER, add_assignment, assignments, replace_assignment
from data.round_closing import close_round
from data.round_planning import set_round_units
from data.rounds import find_round, open_round
from data.submissions import submissions, submit
from data.verify import verify
from files.writer import SheetOut, write_xlsx

# Luhn: 19811228-987 gives the check digit 4 (the number in Skatteverket's own example).
PERSONAL_NUMBER = "811228-9874"


def issues(receipt):
    """(code, sheet, row, column) of every problem."""
    return [(issue.code, issue.sheet, issue.row, issue.column) for issue in receipt.issues]


def row_of(desk, question, unit="Skola A"):
    book = openpyxl.load_workbook(io.BytesIO(desk.annas[1]))
    return next(sheet for sheet in unit_sheets(book) if sheet.page.title == unit).row_of(question)


def on_page(title, change):
    """An edit of one sheet of a workbook."""

    def made(book):
        change(Sheet(book[title]))

    return made


def control_cell(book, name):
    return next(row[1] for row in book["Kontroll"].iter_rows() if row[0].value == name)


# A round trip


def test_a_round_trip_without_changes_stores_nothing(desk, standings, codes):
    desk.answer("q1", "s2", comment=" flera\nrader, \x0b åäö ", evidence="'=x", evidence_date=date(2026, 5, 4))
    desk.answer("q2", "s1", unit="b")
    desk.send()
    back = [(name, edited(content, lambda book: None)) for name, content in desk.out.items()]
    position = desk.store.position()
    receipt = desk.receipt(*back)
    assert codes(receipt) == []
    assert standings(receipt) == dict.fromkeys(("Skola A", "Skola B", "Skola C"), Standing.UNCHANGED)
    taken = desk.take(*back)
    assert (taken.units, taken.answers, taken.submitted) == (0, 0, 0)
    assert desk.store.position() == position


def test_what_was_written_is_stored_for_who_sent_it(desk, standings):
    desk.answer("q2", "s1")
    desk.send()
    back = desk.from_anna(
        "Skola A",
        {
            "q1": {"svar": "Steg 3", "kommentar": "Ja då.", "underlag": "KS 2026/7", "datum": date(2026, 4, 1)},
            "q2": {"svar": None},
        },
    )
    receipt = desk.receipt(back)
    assert standings(receipt) == {"Skola A": Standing.APPROVED, "Skola B": Standing.UNCHANGED}
    assert [missing.unit_name for missing in receipt.missing] == ["Skola C"]
    taken = desk.take(back)
    assert (taken.units, taken.answers, taken.submitted) == (1, 2, 0)
    (stored,) = desk.stands().values()
    assert (stored.question, stored.alternative, stored.comment) == ("q1", "s3", "Ja då.")
    assert (stored.evidence, stored.evidence_date) == ("KS 2026/7", date(2026, 4, 1))
    assert (stored.person, stored.source, stored.actor) == (desk.anna, "sheet", "p1")
    assert verify(desk.store).ok


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("steg 2", ("answered", "s2", None)),
        ("2", ("answered", "s2", None)),
        (2, ("answered", "s2", None)),
        (" Vet  ej ", ("unknown", None, None)),
    ],
)
def test_words_are_read_as_people_write_them(desk, written, said):
    desk.send()
    desk.take(desk.from_anna("Skola A", {"q1": {"svar": written}}))
    assert desk.said() == {"q1": said}


def test_not_applicable_with_its_reason_is_stored(desk):
    desk.send()
    desk.take(desk.from_anna("Skola A", {"q1": {"svar": "Gäller inte oss", "kommentar": "Vi har inga."}}))
    assert desk.said() == {"q1": ("not_applicable", None, "Vi har inga.")}


def test_a_zip_is_opened_and_what_is_no_answer_sheet_is_told(desk, codes):
    desk.send()
    name, content = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})
    other = io.BytesIO()
    write_xlsx(other, [SheetOut("Blad1", ["a"], [["b"]])])
    send_list = io.BytesIO()
    write_xlsx(send_list, [SheetOut("Sändlista", ["Till"], [["Anna"]])])
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(f"svar/{name}", content)
        archive.writestr("svar/kopia.xlsx", content)
        archive.writestr("svar/annat.xlsx", other.getvalue())
        archive.writestr("svar/brev.docx", "inget")
        archive.writestr("svar/~$lås.xlsx", "x")
        archive.writestr("__MACOSX/._x.xlsx", "x")
        archive.writestr("Sändlista.xlsx", send_list.getvalue())
    receipt = desk.receipt(("svar.zip", held.getvalue()))
    assert [(fault.file, fault.code) for fault in receipt.faults] == [
        ("annat.xlsx", "not_an_answer_sheet"),
        ("brev.docx", "not_an_answer_sheet"),
    ]
    assert [(note.file, note.code) for note in receipt.notes] == [
        ("kopia.xlsx", "same_file"),
        ("Sändlista.xlsx", "send_list"),
    ]
    assert [result.unit_name for result in receipt.of(Standing.APPROVED)] == ["Skola A"]
    assert receipt.with_questions == 0


def test_a_delivery_without_any_answer_sheet_is_only_told(desk, codes):
    assert codes(desk.receipt(("brev.txt", b"hej"))) == ["not_an_answer_sheet"]
    receipt = desk.receipt()
    assert (codes(receipt), len(receipt.missing)) == ([], 3)


# Sheets that are not what they should be


def test_a_sheet_of_another_round_is_refused(desk, codes):
    other = open_round(
        desk.store, desk.grant(Act.PLAN), desk.form, "Mätning 2025", date(2025, 11, 3), [desk.units["a"]]
    )
    this, desk.round = desk.round, other
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})
    desk.round = this
    receipt = desk.receipt(back)
    assert codes(receipt) == ["sheet_other_round"]
    assert receipt.issues[0].message == "Bladet hör till Mätning 2025, inte till Mätning 2026."
    assert desk.take(back).units == 0


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ("matning", "sheet_other_round"),
        ("version", "sheet_other_version"),
        ("innehall", "sheet_other_version"),
        ("formular", "sheet_other_version"),
        ("blad", "sheet_other_unit"),
        ("laget", "sheet_altered"),
    ],
)
def test_a_sheet_that_says_something_else_of_itself_is_refused(desk, fact, code):
    desk.send()
    name, content = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})
    wrong = edited(content, lambda book: setattr(control_cell(book, fact), "value", "r99"))
    receipt = desk.receipt((name, wrong))
    assert [issue.code for issue in receipt.issues] == [code, code]
    assert desk.take((name, wrong)).units == 0
    assert desk.said() == {}


def test_another_units_sheet_and_an_altered_basis_are_refused(desk, codes):
    desk.send()
    name, content = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})

    def swap(book):
        for row in book["Kontroll"].iter_rows(min_row=9):
            if row[1].value == desk.units["a"]:
                row[1].value = desk.units["c"]

    assert codes(desk.receipt((name, edited(content, swap)))) == ["sheet_other_unit"]

    def rebase(book):
        book["Kontroll"].cell(9, 4).value = "7"

    assert codes(desk.receipt((name, edited(content, rebase)))) == ["sheet_altered"]


def test_a_unit_that_is_no_longer_asked_is_refused(desk, codes):
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})
    set_round_units(desk.store, desk.grant(Act.PLAN), desk.round, [desk.units["b"], desk.units["c"]])
    assert codes(desk.receipt(back)) == ["unit_not_asked"]


def test_a_sheet_from_another_store_is_refused(desk, codes):
    desk.send()
    name, content = desk.annas
    wrong = edited(content, on_page("Skola A", lambda sheet: setattr(sheet.page["A1"], "value", "ZZZZZZ-1")))
    assert codes(desk.receipt((name, wrong))) == ["sheet_unknown"]


def test_sheets_without_their_hidden_part_are_refused(desk, codes):
    desk.send()
    name, content = desk.annas
    assert codes(desk.receipt((name, edited(content, lambda book: book.remove(book["Kontroll"]))))) == [
        "control_missing"
    ]
    only_control = edited(content, lambda book: [book.remove(book[title]) for title in ("Skola A", "Skola B")])
    assert codes(desk.receipt((name, only_control))) == ["no_sheets"]
    newer = edited(content, lambda book: setattr(book["Kontroll"]["B1"], "value", "2"))
    assert codes(desk.receipt((name, newer))) == ["sheet_layout"]


# Rows with something wrong


def test_every_problem_is_told_by_sheet_and_row(desk):
    desk.send()
    one, two = row_of(desk, "q1"), row_of(desk, "q2")
    cases = [
        ({"svar": "Steeg 2"}, "alternative_unknown", "Svar"),
        ({"svar": "#N/A"}, "cell_error", "Svar"),
        ({"svar": "Gäller inte oss"}, "comment_missing", "Kommentar"),
        ({"kommentar": "bara en kommentar"}, "answer_missing", "Svar"),
        ({"svar": "Steg 1", "kommentar": f"Anna, {PERSONAL_NUMBER}"}, "text_personal", "Kommentar"),
        ({"svar": "Steg 1", "underlag": PERSONAL_NUMBER}, "text_personal", "Underlag"),
        ({"svar": "Steg 1", "kommentar": "x" * 4001}, "text_too_long", "Kommentar"),
        ({"svar": "Steg 1", "datum": "i våras"}, "date_unreadable", "Underlagets datum"),
        ({"svar": "Steg 1", "datum": "3/11"}, "date_without_year", "Underlagets datum"),
    ]
    for values, code, column in cases:
        back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 2"}, "q2": values})
        assert issues(desk.receipt(back)) == [(code, "Skola A", two, column)]
        # Nothing is stored by half for a unit.
        assert desk.take(back).units == 0
        assert desk.said() == {}
    assert one < two


def test_a_near_miss_is_suggested_and_a_number_is_not_repeated(desk):
    desk.send()
    near = desk.receipt(desk.from_anna("Skola A", {"q1": {"svar": "Steeg 2"}}))
    assert near.issues[0].message.endswith("är inget av svaren. Menade du ”Steg 2”?")
    far = desk.receipt(desk.from_anna("Skola A", {"q1": {"svar": PERSONAL_NUMBER}}))
    assert PERSONAL_NUMBER not in far.issues[0].message
    assert far.issues[0].message.endswith("Välj något av: Steg 1, Steg 2, Steg 3, Vet ej, Gäller inte oss.")


def test_rows_that_are_gone_twice_or_strange_are_told(desk, codes):
    desk.send()
    name, content = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})

    def gone(sheet):
        sheet.page.delete_rows(sheet.row_of("q2"))

    def twice(sheet):
        sheet.page.cell(sheet.row_of("q2"), 1).value = "q1"

    def strange(sheet):
        sheet.page.cell(sheet.page.max_row + 1, 1).value = "q9"

    def headless(sheet):
        sheet.page.cell(sheet.row_of("#fraga"), sheet.heads["Underlag"]).value = "Något"

    for change, expected in (
        (gone, ["question_missing"]),
        (twice, ["question_repeated", "question_missing"]),
        (strange, ["question_unknown"]),
        (headless, ["heads_missing"]),
    ):
        assert codes(desk.receipt((name, edited(content, on_page("Skola A", change))))) == expected


def test_columns_are_found_by_their_heads_and_rows_by_their_question(desk):
    desk.send()
    name, content = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}, "q2": {"svar": "Steg 3"}})

    def moved(sheet):
        sheet.page.insert_cols(4)
        sheet.page.insert_rows(sheet.row_of("q1"))

    desk.take((name, edited(content, on_page("Skola A", moved))))
    assert {question: said[1] for question, said in desk.said().items()} == {"q1": "s1", "q2": "s3"}


# What has happened since the sheet was made


def test_an_answer_given_in_the_app_since_is_a_conflict(desk, codes):
    desk.answer("q1", "s1")
    desk.send()
    desk.answer("q1", "s2")
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 3"}, "q2": {"svar": "Steg 3"}})
    receipt = desk.receipt(back)
    assert codes(receipt) == ["answer_conflict"]
    (conflict,) = receipt.conflicts
    assert (conflict.app.content[:2], conflict.sheet.alternative) == ((State.ANSWERED, "s2"), "s3")
    assert desk.take(back).units == 0
    assert {question: said[1] for question, said in desk.said().items()} == {"q1": "s2"}


@pytest.mark.parametrize(("choice", "stands"), [(Choice.APP, "s2"), (Choice.SHEET, "s3")])
def test_the_coordinator_chooses_and_the_rest_of_the_unit_follows(desk, choice, stands):
    desk.send()
    desk.answer("q1", "s2")
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 3"}, "q2": {"svar": "Steg 1"}})
    decisions = Decisions({(desk.units["a"], "q1"): choice})
    assert desk.take(back, decisions=decisions).units == 1
    assert {question: said[1] for question, said in desk.said().items()} == {"q1": stands, "q2": "s1"}


def test_what_the_sheet_did_not_touch_is_no_conflict(desk, codes):
    desk.answer("q1", "s1")
    desk.send()
    desk.answer("q1", "s2")
    back = desk.from_anna("Skola A", {"q2": {"svar": "Steg 1"}})
    assert codes(desk.receipt(back)) == []
    desk.take(back)
    assert {question: said[1] for question, said in desk.said().items()} == {"q1": "s2", "q2": "s1"}


def test_the_same_answer_in_both_is_no_conflict(desk, standings):
    desk.send()
    desk.answer("q1", "s3")
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 3"}})
    assert standings(desk.receipt(back))["Skola A"] is Standing.UNCHANGED


def test_the_same_file_again_is_already_received(desk, standings):
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 3"}})
    desk.take(back)
    desk.answer("q1", "s1")
    position = desk.store.position()
    assert standings(desk.receipt(back))["Skola A"] is Standing.ALREADY
    assert desk.take(back).units == 0
    assert desk.store.position() == position


def test_the_workbook_sent_again_with_more_goes_on_from_what_it_gave(desk, codes):
    desk.send()
    desk.take(desk.from_anna("Skola A", {"q1": {"svar": "Steg 3"}}))
    again = desk.from_anna("Skola A", {"q1": {"svar": "Steg 2"}, "q2": {"svar": "Steg 1"}})
    assert codes(desk.receipt(again)) == []
    desk.take(again)
    assert {question: said[1] for question, said in desk.said().items()} == {"q1": "s2", "q2": "s1"}
    # But not over what the app has got in between.
    desk.answer("q1", "s1")
    third = desk.from_anna("Skola A", {"q1": {"svar": "Steg 3"}, "q2": {"svar": "Steg 1"}})
    assert codes(desk.receipt(third)) == ["answer_conflict"]


def test_two_files_for_one_unit_are_asked_about(desk, codes, standings):
    desk.send()
    one = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})
    two = ("kopia.xlsx", desk.from_anna("Skola A", {"q1": {"svar": "Steg 2"}})[1])
    receipt = desk.receipt(one, two)
    assert codes(receipt) == ["unit_twice", "unit_twice"]
    assert receipt.with_questions == 1
    assert "också i kopia.xlsx" in receipt.issues[0].message
    assert desk.take(one, two).units == 0


def test_two_files_that_say_the_same_are_one_and_an_untouched_one_says_nothing(desk, codes, standings):
    add_assignment(desk.store, desk.grant(Act.ORGANISE), desk.bo, desk.units["a"], MANAGER, date(2020, 1, 1))
    files = list(desk.send().items())
    one = (files[0][0], filled(files[0][1], "Skola A", {"q1": {"svar": "Steg 1"}}))
    untouched, same = files[1], (files[1][0], filled(files[1][1], "Skola A", {"q1": {"svar": "Steg 1"}}))
    assert codes(desk.receipt(one, untouched)) == []
    assert desk.receipt(one, untouched).changes == 1
    assert codes(desk.receipt(one, same)) == []
    assert desk.take(one, same).units == 1
    assert {question: said[1] for question, said in desk.said().items()} == {"q1": "s1"}


def test_what_changes_between_receipt_and_storing_stops_it(desk):
    desk.send()
    delivery = read_delivery([desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})])
    seen = plan_receipt(desk.store, desk.round, delivery, DAY)
    desk.answer("q1", "s2")
    position = desk.store.position()
    with pytest.raises(MognadError) as caught:
        take_in(desk.store, desk.grant(Act.IMPORT), desk.round, delivery, seen)
    assert caught.value.code == "sheets_changed"
    assert desk.store.position() == position


def test_a_round_that_is_closed_takes_nothing(desk):
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}})
    close_round(desk.store, desk.grant(Act.PLAN), desk.round)
    with pytest.raises(MognadError) as caught:
        desk.receipt(back)
    assert caught.value.code == "round_closed"


# Submission


def test_yes_submits_for_the_manager(desk):
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}}, submit="Ja")
    receipt = desk.receipt(back)
    assert receipt.submitting == 1
    assert receipt.results[0].notes == ("1 fråga utan svar lämnas in som obesvarade.",)
    assert desk.take(back).submitted == 1
    found = submissions(desk.store, desk.round)
    assert list(found) == [desk.units["a"]]
    assert (found[desk.units["a"]].person, found[desk.units["a"]].holds) == (desk.anna, True)
    assert verify(desk.store).ok


def test_a_sheet_without_changes_may_still_submit_also_where_nobody_answers(desk):
    desk.send()
    name, content = desk.nobodys
    assert desk.take((name, filled(content, "Skola C", {}, "ja"))).submitted == 1
    assert submissions(desk.store, desk.round)[desk.units["c"]].person is None


def test_who_no_longer_answers_for_the_unit_does_not_submit(desk):
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}}, submit="ja")
    held = next(one for one in assignments(desk.store) if one.unit == desk.units["a"])
    replace_assignment(desk.store, desk.grant(Act.ORGANISE), held.assignment, desk.bo, date(2026, 11, 1))
    receipt = desk.receipt(back)
    assert receipt.submitting == 0
    assert "ansvarar inte för enheten i dag" in receipt.results[0].notes[0]
    assert desk.take(back).answers == 1
    assert submissions(desk.store, desk.round) == {}


def test_high_answers_without_evidence_are_noted(desk):
    # Of three steps the two highest ask for evidence.
    desk.send()
    answers = {"q1": {"svar": "Steg 2"}, "q2": {"svar": "Steg 3", "underlag": "KS 2026/1"}}
    assert desk.receipt(desk.from_anna("Skola A", answers)).results[0].notes == (
        "1 svar på de högsta stegen saknar underlag.",
    )
    low = desk.receipt(desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}, "q2": {"svar": "Vet ej"}}))
    assert low.results[0].notes == ()


def test_another_word_than_yes_or_no_is_asked_about(desk, codes):
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}}, submit="kanske")
    assert codes(desk.receipt(back)) == ["submit_unreadable"]


def test_after_submission_a_change_needs_its_reason(desk, codes):
    desk.answer("q1", "s1")
    desk.send()
    submit(desk.store, desk.grant(Act.SUBMIT), desk.round, [desk.units["a"]], desk.anna)
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steg 2"}})
    receipt = desk.receipt(back)
    assert codes(receipt) == ["reason_missing"]
    assert receipt.results[0].needs_reason
    assert codes(desk.receipt(back, decisions=Decisions(reason=f"Anna {PERSONAL_NUMBER}"))) == ["text_personal"]
    desk.take(back, decisions=Decisions(reason="Anna hade glömt rutinen."))
    assert (desk.stands()["q1"].alternative, desk.stands()["q1"].reason) == ("s2", "Anna hade glömt rutinen.")


# Who is missing, and the receipt as a file


def test_missing_are_those_who_neither_sent_nor_submitted(desk):
    desk.send()
    desk.answer("q1", "s1", unit="c")
    found = find_round(desk.store, desk.round)
    assert [(each.unit_name, each.answered) for each in missing_sheets(desk.store, found, DAY)] == [
        ("Skola A", 0),
        ("Skola B", 0),
        ("Skola C", 1),
    ]
    desk.take(desk.from_anna("Skola A", {"q1": {"svar": "Steg 1"}}))
    submit(desk.store, desk.grant(Act.SUBMIT), desk.round, [desk.units["c"]])
    (left,) = missing_sheets(desk.store, found, DAY)
    assert (left.unit_name, [person.name for person in left.managers]) == ("Skola B", ["Anna Ek"])


def test_the_receipt_as_a_workbook(desk):
    desk.send()
    back = desk.from_anna("Skola A", {"q1": {"svar": "Steeg 2"}})
    book = openpyxl.load_workbook(io.BytesIO(receipt_bytes(desk.receipt(back, ("x.xlsx", b"hej")))))
    questions, sheets, missing = ([list(row) for row in page.values] for page in book.worksheets)
    assert questions[1][:7] == [
        "Anna Ek",
        "anna.ek@example.se",
        "Skola A",
        desk.annas[0],
        "Skola A",
        row_of(desk, "q1"),
        "Svar",
    ]
    assert questions[2][3] == "x.xlsx"
    assert [row[:3] for row in sheets[1:]] == [
        ["Skola A", "Anna Ek", "med frågor"],
        ["Skola B", "Anna Ek", "oförändrad"],
    ]
    assert [row[:2] for row in missing[1:]] == [["Skola C", "utan ansvarig"]]
