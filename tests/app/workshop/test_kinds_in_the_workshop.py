"""A number, several alternatives and a text in the workshop: proposed by link and in a sheet, agreed on, confirmed."""

import io
from datetime import date
from types import SimpleNamespace

import openpyxl
import pytest

from base.actors import Act
from base.errors import MognadError
from data.measuring.answers import AnswerState, current
from data.measuring.rounds import NewRound, find_round, open_round
from data.workshop.place import Place
from data.workshop.proposal_files import proposal_sheet, take_proposal_sheet
from data.workshop.proposals import NewProposals, Proposed, proposals, propose
from data.workshop.sittings import NewSitting, plan_sitting, start_sitting
from files.workbook import read_bytes
from questionnaires.library import from_canonical
from tests.kit.sure import issues_of

pytestmark = pytest.mark.app

PAGE = "arbetsmote.py"
TENTHS = "Ett tal från 0 till 10 poäng, i steg om 0,5."


def said_of(text):
    return AnswerState.ANSWERED, text


@pytest.fixture
def form():
    common = {"area": "a", "respondent": "organisation", "audience": "IT"}
    names = ("kod", "kopia")
    return from_canonical(
        {
            "settings": {"form_id": "koll", "form_title": "Koll", "version": 1},
            "areas": [{"name": "a", "label::sv": "Styrning"}],
            "choices": [
                {"list_name": "skydd", "name": name, "label::sv": name.capitalize(), "value": 1, "order": place}
                for place, name in enumerate(names, 1)
            ],
            "survey": [
                {
                    "type": "decimal", "name": "tal", "label::sv": "Hur väl leds arbetet?", "range": "0 10 0.5",
                    "unit_of_measure": "poäng", **common,
                },
                {"type": "select_multiple skydd", "name": "skydd", "label::sv": "Vilka skydd finns?", **common},
                {"type": "text", "name": "hinder", "label::sv": "Vad hindrar?", **common},
            ],
        }
    )  # fmt: skip


@pytest.fixture
def koll(town, grant, form):
    made = open_round(town.store, grant(Act.PLAN), NewRound(form, "Koll 2026", date(2026, 11, 3), [town.root]))
    sent = [
        Proposed("tal", "IT", AnswerState.ANSWERED, "7.5", comment="Mätt i våras."),
        Proposed("skydd", "IT", AnswerState.ANSWERED, "kod", comment="Införda."),
    ]
    propose(town.store, grant(Act.ANSWER), form, NewProposals(made, town.root, sent))
    return SimpleNamespace(store=town.store, root=town.root, round=made, form=form, grant=grant)


@pytest.fixture
def sitting(koll, grant):
    people = [("Anna Berg", "IT-chef"), ("Bo Ek", "HR")]
    made = plan_sitting(koll.store, grant(Act.PLAN), NewSitting(koll.round, koll.root, date(2026, 11, 3), 120, people))
    start_sitting(koll.store, grant(Act.PLAN), made)
    return made


def press(app, label):
    return next(button for button in app.button if button.label.startswith(label)).click().run()


def held(koll, question):
    return {row.function: row.stand for row in proposals(koll.store, koll.round, koll.root).get(question, [])}


def test_a_function_proposes_a_number_from_its_link(visit, koll, said):
    app = visit(PAGE, round=koll.round, lage="forslag", funktion="it")
    number = next(field for field in app.text_input if field.label == "Hur väl leds arbetet?")
    assert number.value == "7,5"
    number.input("8,3").run()
    assert [error.value for error in app.error] == [f"8,3 ligger mellan två steg. {TENTHS}"]
    assert held(koll, "tal") == {"IT": said_of("7.5")}
    next(field for field in app.text_input if field.label == "Hur väl leds arbetet?").input("8,5").run()
    assert not app.error
    assert held(koll, "tal") == {"IT": said_of("8.5")}


def test_a_number_is_agreed_on_without_a_vote(visit, koll, sitting, said):
    app = visit(PAGE, round=koll.round, lage="mote", question="tal")
    assert TENTHS in said(app)
    assert not [button for button in app.button if button.label.startswith("Visa rösterna")]
    field = next(field for field in app.text_input if field.label == "Hur väl leds arbetet?")
    assert field.value == "", "The proposal must not lead anybody."
    field.input("11").run()
    assert [error.value for error in app.error] == [f"11 ligger utanför skalan. {TENTHS}"]
    next(field for field in app.text_input if field.label == "Hur väl leds arbetet?").input("7,5").run()
    next(area for area in app.text_area if area.label == "Varför svarar ni så?").set_value("Vi är eniga.")
    press(app, "Vi är överens: 7,5 poäng")
    stored = current(koll.store, koll.round, koll.root)["tal"]
    assert (stored.stand, stored.comment, stored.source) == (said_of("7.5"), "Vi är eniga.", "workshop")
    notes = said(visit("minnesanteckningar.py", round=koll.round))
    assert "7,5 poäng" in notes


def test_what_was_agreed_can_be_changed(visit, koll, sitting, said):
    app = visit(PAGE, round=koll.round, lage="mote", question="tal")
    next(field for field in app.text_input if field.label == "Hur väl leds arbetet?").input("7").run()
    next(area for area in app.text_area if area.label == "Varför svarar ni så?").set_value("Så är det.")
    press(app, "Vi är överens: 7 poäng")
    app = visit(PAGE, round=koll.round, lage="mote", question="tal")
    assert "Ni är överens: 7 poäng" in said(app)
    press(app, "Ändra svaret")
    assert next(field for field in app.text_input if field.label == "Hur väl leds arbetet?").value == "7"
    press(app, "Börja om")
    app.button_group(key=f"mote:{koll.round}:{koll.root}:tal:istallet").set_value(0).run()
    next(area for area in app.text_area if area.label == "Varför svarar ni så?").set_value("Ingen vet.")
    press(app, "Vi är överens: Vet ej")
    assert current(koll.store, koll.round, koll.root)["tal"].stand == (AnswerState.UNKNOWN, None)


def test_equal_proposals_are_confirmed_together(visit, koll, sitting, said):
    press(visit(PAGE, round=koll.round, lage="omraden"), "Bekräfta 2 svar")
    answers = current(koll.store, koll.round, koll.root)
    assert {name: row.stand for name, row in answers.items()} == {"tal": said_of("7.5"), "skydd": said_of("kod")}


def sheet(koll, filled):
    place = Place(koll.form, find_round(koll.store, koll.round), koll.root)
    book = openpyxl.load_workbook(io.BytesIO(proposal_sheet(koll.store, place, "IT", koll.form.survey)))
    shown = {}
    for row in book["Förslag"].iter_rows(min_row=2):
        shown[row[6].value] = (row[1].value, row[2].value)
        row[2].value = filled.get(row[6].value, row[2].value)
    target = io.BytesIO()
    book.save(target)

    def take():
        content = read_bytes(target.getvalue(), "blad.xlsx")
        return take_proposal_sheet(koll.store, koll.grant(Act.ANSWER), place, content)

    return shown, take


def test_the_sheet_of_proposals(koll):
    shown, take = sheet(koll, {"tal": "9", "skydd": "Kod; Kopia", "hinder": "Tid"})
    assert shown == {
        "tal": (TENTHS, "7,5 poäng"),
        "skydd": ("Ett eller flera av: Kod; Kopia; Inget av dem.", "Kod"),
        "hinder": ("En fri text.", None),
    }
    assert (take().stored, take().unchanged) == (3, 3)
    assert {name: held(koll, name)["IT"] for name in shown} == {
        "tal": said_of("9"),
        "skydd": said_of("kod kopia"),
        "hinder": said_of("Tid"),
    }


def test_faults_of_the_sheet_of_proposals(koll):
    _, take = sheet(koll, {"tal": "9,2", "skydd": "Larm", "hinder": "Ring 811228-9874"})
    with pytest.raises(MognadError) as caught:
        take()
    assert [(issue.code, issue.row) for issue in issues_of(caught.value)] == [
        ("number_off_step", 2),
        ("alternative_unknown", 3),
        ("text_personal", 4),
    ]
