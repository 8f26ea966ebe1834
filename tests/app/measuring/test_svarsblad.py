"""Svarsblad: from the workbooks that go out to the receipt of those that come back."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from base.actors import Act
from data.measuring.answers import current
from data.measuring.closing import close_round
from data.measuring.submissions import submissions
from data.organisation.assignments import MANAGER, NewAssignment, add_assignment
from tests.kit.writers import add_person

pytestmark = pytest.mark.app
SINCE = date(2000, 1, 1)


@pytest.fixture
def led(town, grant):
    """The town with Anna answering for the northern school, and nobody for the southern."""
    anna = add_person(town.store, grant(Act.ORGANISE), "Anna *Ek*", "anna@example.se")
    add_assignment(town.store, grant(Act.ORGANISE), NewAssignment(anna, town.north, MANAGER, SINCE))
    return town


@pytest.fixture
def plainly(said):
    def read(app):
        return said(app).replace("\\", "").replace("⁠", "")

    return read


def made(visit, town):
    """The page after the sheets were made, and the workbooks by unit."""
    app = visit("svarsblad.py", round=town.now)
    app.button(key="sheets_make").click().run()
    assert not app.exception
    (package,) = app.session_state["sheets_package"].values()
    with zipfile.ZipFile(io.BytesIO(package.archive)) as archive:
        books = {book.sheets[0].unit.name: (book.file_name, archive.read(book.file_name)) for book in package.out.books}
    return app, books


def answered(book, answers, submit="nej"):
    """Question → (svar, kommentar) written into a workbook of one unit."""
    name, content = book
    opened = openpyxl.load_workbook(io.BytesIO(content))
    page = opened.worksheets[1]
    for row in page.iter_rows():
        if row[0].value in answers:
            row[5].value, row[6].value = answers[row[0].value]
        elif row[0].value == "#lamnar_in":
            row[5].value = submit
    out = io.BytesIO()
    opened.save(out)
    return name, out.getvalue(), "application/octet-stream"


def test_the_page_needs_an_open_measurement(visit, town, grant, said):
    assert [error.value for error in visit("svarsblad.py", round="r999").error] == ["Mätningen finns inte."]
    close_round(town.store, grant(Act.PLAN), town.now)
    assert "avslutad" in visit("svarsblad.py", round=town.now).error[0].value


def test_sheets_are_made_and_fetched(visit, led, plainly):
    app = visit("svarsblad.py", round=led.now)
    assert "1 chef och 1 enhet utan ansvarig." in plainly(app)
    assert [header.value for header in app.header] == ["1. Hämta och skicka ut"]
    app, books = made(visit, led)
    assert set(books) == {"Norra skolan", "Södra skolan"}
    assert "2 svarsblad är klara, varav 1 utan ansvarig." in plainly(app)
    assert [header.value for header in app.header] == ["1. Hämta och skicka ut", "2. Ta emot"]
    assert "2 svarsblad gjordes senast" in plainly(visit("svarsblad.py", round=led.now))
    table = app.table[-1].value
    assert list(table["Enhet"]) == ["Norra skolan", "Södra skolan"]
    assert list(table["Ansvarig"]) == [r"Anna \*Ek\*", "utan ansvarig"]


def test_from_the_folder_to_stored_answers(visit, led, plainly):
    app, books = made(visit, led)
    good = answered(books["Norra skolan"], {"q1": ("Högt", "Vi har en rutin."), "q2": ("Vet ej", None)}, "ja")
    wrong = answered(books["Södra skolan"], {"q1": ("Hööögt", None)})
    app.file_uploader[0].set_value([good, wrong]).run()
    assert not app.exception
    assert app.subheader[0].value == "1 godkänd · 1 med frågor · 0 saknas"
    text = plainly(app)
    assert "När du sparar: 2 ändrade svar sparas. 1 enhet lämnas in." in text
    assert "1 sak att rätta" in text
    assert list(app.table[0].value["Enhet"]) == ["Södra skolan"]
    assert "Menade du ”Högt”?" in app.table[0].value["Att rätta"].iloc[0]
    # Looked at, not stored.
    assert current(led.store, led.now, led.north) == {}

    app.button(key="sheets_save").click().run()
    assert not app.exception
    stored = current(led.store, led.now, led.north)
    assert {name: answer.alternative for name, answer in stored.items()} == {"q1": "hog", "q2": None}
    assert list(submissions(led.store, led.now)) == [led.north]
    assert "**Sparat.** 1 enhet, 2 ändrade svar, 1 inlämnad." in plainly(app)
    assert list(app.table[-1].value["Enhet"]) == ["Södra skolan"]
    app.button(key="sheets_close").click().run()
    assert "**Sparat.**" not in plainly(app)


def test_a_conflict_is_shown_both_ways_and_chosen(visit, led, plainly):
    app, books = made(visit, led)
    back = answered(books["Norra skolan"], {"q1": ("Högt", "I *bladet*")})
    led.answer("q1", "lag", comment="I appen")
    app.file_uploader[0].set_value([back]).run()
    assert app.subheader[0].value == "0 godkända · 1 med frågor · 1 saknas"
    assert app.button(key="sheets_save").disabled
    choice = app.radio[0]
    assert choice.label == "Norra skolan: Fråga q1?"
    assert "Lågt. I appen" in choice.options[0]
    assert choice.options[1] == r"I bladet\: Högt. I \*bladet\*"
    choice.set_value("sheet").run()
    assert app.subheader[0].value == "1 godkänd · 0 med frågor · 1 saknas"
    app.button(key="sheets_save").click().run()
    assert current(led.store, led.now, led.north)["q1"].comment == "I *bladet*"


def test_what_is_handed_in_already_is_changed_with_a_reason(visit, led, plainly, grant):
    app, books = made(visit, led)
    app.file_uploader[0].set_value([answered(books["Norra skolan"], {"q1": ("Högt", None)}, "ja")]).run()
    app.button(key="sheets_save").click().run()
    again = answered(books["Norra skolan"], {"q1": ("Lågt", None)}, "ja")
    app.file_uploader[0].set_value([again]).run()
    assert app.button(key="sheets_save").disabled
    app.text_input(key="sheets_reason").input("Fel rad.").run()
    app.button(key="sheets_save").click().run()
    stored = current(led.store, led.now, led.north)["q1"]
    assert (stored.alternative, stored.reason) == ("lag", "Fel rad.")


def test_an_untouched_sheet_and_a_stray_file_are_told(visit, led, plainly):
    app, books = made(visit, led)
    name, content = books["Norra skolan"]
    stray = ("brev_*.txt", b"hej", "text/plain")
    app.file_uploader[0].set_value([(name, content, "x"), stray]).run()
    assert app.subheader[0].value == "0 godkända · 0 med frågor · 1 saknas"
    assert "1 fil går inte att läsa som svarsblad" in plainly(app)
    assert "1 blad är oförändrat, där sparas inget" in plainly(app)
    assert list(app.table[0].value["Fil"]) == [r"brev\_\*.txt"]
