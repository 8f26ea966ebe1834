"""A file that can't be made when it is asked for says why, in Swedish and in its own kind."""

import io
import zipfile

import openpyxl
import pytest

from base.errors import MognadError
from pages.frame.small_files import download

SENTENCE = "Mätningen finns inte längre. Ladda om sidan."


def refused() -> bytes:
    raise MognadError("round_unknown", SENTENCE)


@pytest.fixture
def handed_out(monkeypatch):
    """What the button would hand out for a file of that name."""
    files = []
    monkeypatch.setattr("streamlit.download_button", lambda _label, content, *_, **__: files.append(content))

    def of(make, name):
        download("Hämta", make, name)
        return files.pop()()

    return of


def test_a_workbook_that_can_not_be_made_is_a_workbook_with_the_sentence(handed_out):
    (sheet,) = openpyxl.load_workbook(io.BytesIO(handed_out(refused, "Att rätta.xlsx"))).worksheets
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Filen kunde inte göras"],
        [SENTENCE],
        ["Felkod: round_unknown"],
    ]


def test_a_package_that_can_not_be_made_holds_the_sentence(handed_out):
    with zipfile.ZipFile(io.BytesIO(handed_out(refused, "paket.zip"))) as package:
        assert package.namelist() == ["Det gick inte.txt"]
        assert package.read("Det gick inte.txt").decode("utf-8-sig").splitlines()[1] == SENTENCE


def test_a_text_that_can_not_be_made_is_the_sentence(handed_out):
    assert handed_out(refused, "rader.csv").decode("utf-8-sig").splitlines() == [
        "Filen kunde inte göras",
        SENTENCE,
        "Felkod: round_unknown",
    ]


def test_what_can_be_made_is_handed_out_as_it_is(handed_out):
    assert handed_out(lambda: b"abc", "rader.csv") == b"abc"


def test_an_error_of_the_program_is_not_hidden_in_a_file(handed_out):
    with pytest.raises(KeyError):
        handed_out(lambda: {"y": b""}["x"], "rader.csv")
