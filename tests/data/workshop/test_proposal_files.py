"""A function's sheet: out, filled in, in again; whole or not at all, with every fault by row."""

import io
from datetime import date

import openpyxl
import pytest

from base.actors import Act
from base.errors import MognadError
from data.measuring.answers import AnswerState
from data.measuring.closing import close_round
from data.measuring.rounds import NewRound, find_round, open_round
from data.workshop.place import Place
from data.workshop.proposal_files import proposal_sheet, take_proposal_sheet
from data.workshop.proposals import NewProposals, Proposed, proposals, propose
from files.workbook import read_bytes
from questionnaires.library import from_canonical
from tests.kit.sure import issues_of

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 3)
HEADERS = ["Fråga", "Räknas som", "Förslag", "Säkert", "Motivering", "Underlag", "Id"]


@pytest.fixture
def form():
    return from_canonical(
        {
            "settings": {"form_id": "koll", "form_title": "Koll", "version": 1},
            "areas": [{"name": "a", "label::sv": "A"}],
            "choices": [
                {"list_name": "steg", "name": name, "label::sv": label, "value": n, "order": n}
                for n, (name, label) in enumerate((("nej", "Nej"), ("till_del", "Till en del"), ("ja", "Ja")))
            ],
            "survey": [
                {
                    "type": "select_one steg",
                    "name": name,
                    "label::sv": f"Fråga {name}?",
                    "area": "a",
                    "respondent": "organisation",
                    "audience": "IT-centrum",
                }
                for name in ("q1", "q2", "q3")
            ],
        }
    )


@pytest.fixture
def round_id(store, grant, offices, form):
    return open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", DAY, [offices.root]))


@pytest.fixture
def sheet(store, offices, form, round_id):
    """Makes the sheet and fills rows in: question → (förslag, säkert, motivering, underlag)."""

    def made(filled, found=None, about=None):
        found = found or find_round(store, round_id)
        book = openpyxl.load_workbook(
            io.BytesIO(proposal_sheet(store, Place(form, found, offices.root), "IT-centrum", form.survey))
        )
        rows = book["Förslag"]
        for row in rows.iter_rows(min_row=2):
            for cell, text in zip(row[2:6], filled.get(row[6].value, ()), strict=False):
                cell.value = text
        for row in book["Om bladet"].iter_rows(min_row=2):
            row[1].value = (about or {}).get(row[0].value, row[1].value)
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()

    return made


@pytest.fixture
def take(store, grant, offices, form, round_id):
    def taken(content):
        found = find_round(store, round_id)
        return take_proposal_sheet(
            store, grant(Act.ANSWER), Place(form, found, offices.root), read_bytes(content, "blad.xlsx")
        )

    return taken


def refused(action) -> MognadError:
    with pytest.raises(MognadError) as caught:
        action()
    return caught.value


def test_a_filled_in_sheet_is_taken_and_an_unchanged_one_stores_nothing(store, offices, round_id, sheet, take):
    content = sheet(
        {
            "q1": ("Ja", "Säker", "Beslut finns.", "KS 2026/12"),
            "q2": ("vet ej", "", "", ""),
            "q3": ("Gäller inte oss", "osäker", "Vi har inga sådana.", ""),
        }
    )
    receipt = take(content)
    assert (receipt.function, receipt.stored, receipt.unchanged) == ("IT-centrum", 3, 0)
    held = {name: rows[0] for name, rows in proposals(store, round_id, offices.root).items()}
    assert (held["q1"].alternative, held["q1"].certain, held["q1"].evidence) == ("ja", True, "KS 2026/12")
    assert (held["q2"].state, held["q2"].sure) == (AnswerState.UNKNOWN, False)
    assert (held["q3"].state, held["q3"].certain) == (AnswerState.NOT_APPLICABLE, False)
    position = store.position()
    for again in (content, sheet({})):
        receipt = take(again)
        assert (receipt.stored, receipt.unchanged) == (0, 3)
    assert store.position() == position


def test_an_empty_row_takes_nothing_back(store, offices, round_id, sheet, take):
    empty = sheet({})
    take(sheet({"q1": ("Nej",)}))
    assert take(empty).stored == 0
    assert set(proposals(store, round_id, offices.root)) == {"q1"}


def test_every_fault_is_told_by_row_and_nothing_is_stored(store, offices, round_id, sheet, take):
    content = sheet(
        {
            "q1": ("Kanske", "Tveksam", "Eva 19121212-1212", ""),
            "q2": ("", "", "Bara en text", ""),
            "q3": ("Gäller inte oss", "", "", "x" * 4001),
        }
    )
    error = refused(lambda: take(content))
    assert error.code == "sheet_wrong"
    assert [(issue.code, issue.row) for issue in issues_of(error)] == [
        ("alternative_unknown", 2),
        ("certain_unknown", 2),
        ("text_personal", 2),
        ("proposal_missing", 3),
        ("comment_missing", 4),
        ("text_too_long", 4),
    ]
    assert proposals(store, round_id, offices.root) == {}


def test_rows_of_other_questions_and_repeated_ones_are_told(sheet, take):
    book = openpyxl.load_workbook(io.BytesIO(sheet({"q1": ("Ja",)})))
    book["Förslag"].append(["Okänd", "", "Ja", "", "", "", "q9"])
    book["Förslag"].append(["Igen", "", "Nej", "", "", "", "q1"])
    target = io.BytesIO()
    book.save(target)
    error = refused(lambda: take(target.getvalue()))
    assert [(issue.code, issue.row) for issue in issues_of(error)] == [("question_unknown", 5), ("row_repeated", 6)]


def test_a_proposal_sent_since_the_sheet_was_made_is_not_overwritten(
    store, grant, offices, form, round_id, sheet, take
):
    content = sheet({"q1": ("Ja",)})
    newer = [Proposed("q1", "it-centrum", AnswerState.ANSWERED, "nej")]
    propose(store, grant(Act.ANSWER), form, NewProposals(round_id, offices.root, newer))
    error = refused(lambda: take(content))
    assert [issue.code for issue in error.issues] == ["proposal_conflict"]
    assert proposals(store, round_id, offices.root)["q1"][0].alternative == "nej"


@pytest.mark.parametrize("field", ["Mätningens id", "Formulärets version", "Organisationsdel"])
def test_a_sheet_of_another_measurement_is_refused(sheet, take, field):
    content = sheet({"q1": ("Ja",)}, about={field: "99"})
    assert refused(lambda: take(content)).code == "sheet_other_round"


def test_what_is_no_sheet_of_ours_is_refused(store, grant, offices, form, round_id, sheet, take, table):
    content = sheet({}, about={"Läget när bladet gjordes": "i går"})
    assert refused(lambda: take(content)).code == "not_a_proposal_sheet"
    found = find_round(store, round_id)
    other = table(HEADERS, ["Fråga q1?", "", "Ja", "", "", "", "q1"])
    code = refused(lambda: take_proposal_sheet(store, grant(Act.ANSWER), Place(form, found, offices.root), other)).code
    assert code == "not_a_proposal_sheet"


def test_a_sheet_that_comes_after_the_closing_is_told(store, grant, round_id, sheet, take):
    content = sheet({"q1": ("Ja",)})
    close_round(store, grant(Act.PLAN), round_id)
    assert refused(lambda: take(content)).code == "round_closed"


def test_the_words_to_choose_from_stand_in_the_sheet(sheet):
    book = openpyxl.load_workbook(io.BytesIO(sheet({})))
    lists = [one.formula1 for one in book["Förslag"].data_validations.dataValidation]
    assert '"Nej,Till en del,Ja,Vet ej,Gäller inte oss"' in lists
