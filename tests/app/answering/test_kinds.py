"""Questions of every kind on the page where a unit answers, in its preview, and where an answer is put right."""

from datetime import date
from pathlib import Path

import pytest

from base.actors import Act
from data.ledger.texts import PERSONAL_NUMBER
from data.measuring.answers import AnswerState, current
from data.measuring.closing import close_round, restatements
from data.measuring.rounds import NewRound, open_round
from pages.answering.recording import Spot
from questionnaires.library import load

pytestmark = pytest.mark.app

FORM = load(Path(__file__).resolve().parents[2] / "questionnaires" / "valid" / "every_kind.yaml")
HALVES = "Ett tal från 0 till 4 poäng, i steg om 0,5."


@pytest.fixture
def asked(town, grant):
    return open_round(town.store, grant(Act.PLAN), NewRound(FORM, "Alla slag 2026", date(2026, 11, 3), [town.north]))


@pytest.fixture
def page(visit, town, asked):
    return visit("mina_fragor.py", round=asked, unit=town.north)


def key(town, asked, question, part="val"):
    return Spot(asked, town.north, question, 0).key(part)


def stand(town, asked, question):
    answer = current(town.store, asked, town.north).get(question)
    return answer and answer.stand


def test_a_number_is_written_with_a_comma_and_stored_in_one_way(page, town, asked, said):
    assert HALVES in said(page)
    page.text_input(key=key(town, asked, "nojdhet")).input("3,5").run()
    assert stand(town, asked, "nojdhet") == (AnswerState.ANSWERED, "3.5")
    assert "3,5 poäng" in said(page)


def test_a_bad_number_is_told_and_the_earlier_answer_stands(page, town, asked, said):
    page.text_input(key=key(town, asked, "nojdhet")).input("3").run()
    page.text_input(key=key(town, asked, "nojdhet")).input("3,3").run()
    assert [error.value for error in page.error] == [f"3,3 ligger mellan två steg. {HALVES}"]
    assert "Nu gäller: 3 poäng" in said(page)
    assert page.text_input(key=key(town, asked, "nojdhet")).value == "3,3"
    assert stand(town, asked, "nojdhet") == (AnswerState.ANSWERED, "3")
    page.text_input(key=key(town, asked, "nojdhet")).input("4").run()
    assert not page.error
    assert stand(town, asked, "nojdhet") == (AnswerState.ANSWERED, "4")


def test_what_is_answered_instead_empties_the_field_and_the_other_way_round(page, town, asked, said):
    page.text_input(key=key(town, asked, "dagar")).input("3").run()
    page.button_group(key=key(town, asked, "dagar", "istallet")).set_value("vet_ej").run()
    assert stand(town, asked, "dagar") == (AnswerState.UNKNOWN, None)
    assert page.text_input(key=key(town, asked, "dagar")).value == ""
    page.text_input(key=key(town, asked, "dagar")).input("5").run()
    assert stand(town, asked, "dagar") == (AnswerState.ANSWERED, "5")
    assert page.button_group(key=key(town, asked, "dagar", "istallet")).value is None


def test_what_does_not_apply_waits_for_its_reason(page, town, asked, said):
    page.button_group(key=key(town, asked, "dagar", "istallet")).set_value("galler_inte").run()
    assert "Skriv varför – inte sparat än." in said(page)
    assert stand(town, asked, "dagar") is None
    page.text_area(key=key(town, asked, "dagar", "kommentar")).input("Vi har inga system.").run()
    assert stand(town, asked, "dagar") == (AnswerState.NOT_APPLICABLE, None)


def test_several_alternatives_and_none_of_them(page, town, asked, said):
    place = key(town, asked, "skydd")
    page.button_group(key=place).set_value(["logg"]).run()
    page.button_group(key=place).set_value(["logg", "kod"]).run()
    assert stand(town, asked, "skydd") == (AnswerState.ANSWERED, "kod logg")
    assert "Kod, eller kort; Loggning" in said(page)
    page.button_group(key=place).set_value(["logg", "kod", "none"]).run()
    assert stand(town, asked, "skydd") == (AnswerState.ANSWERED, "none")
    assert page.button_group(key=place).value == ["none"]


def test_a_text_is_shown_letter_by_letter_and_warned_of(page, town, asked, said):
    page.text_area(key=key(town, asked, "hinder")).input("Vi *saknar* <b>tid</b>").run()
    assert stand(town, asked, "hinder") == (AnswerState.ANSWERED, "Vi *saknar* <b>tid</b>")
    assert r"\*saknar\*" in said(page)
    assert "<b>tid" not in said(page).replace(r"\<b", "")
    assert "Skriv inte personuppgifter" in said(page)
    page.text_area(key=key(town, asked, "hinder")).input("Ring 811228-9874").run()
    assert [error.value for error in page.error] == [PERSONAL_NUMBER]


def test_a_date(page, town, asked, said):
    page.date_input(key=key(town, asked, "ovat")).set_value(date(2026, 5, 4)).run()
    assert stand(town, asked, "ovat") == (AnswerState.ANSWERED, "2026-05-04")


def test_a_note_is_read_and_neither_counted_nor_answered(page, said):
    text = said(page)
    assert "Svara för hur det är i dag." in text
    assert "Fråga 1 av 8" in text
    assert "Fråga 9" not in text
    assert page.progress[0].text.startswith("0 av 8")


def test_what_is_stored_stands_in_the_fields_when_one_comes_back(visit, page, town, asked, said):
    page.text_input(key=key(town, asked, "nojdhet")).input("2,5").run()
    page.button_group(key=key(town, asked, "skydd")).set_value(["kopia"]).run()
    page.button_group(key=key(town, asked, "dagar", "istallet")).set_value("vet_ej").run()
    again = visit("mina_fragor.py", round=asked, unit=town.north)
    assert again.text_input(key=key(town, asked, "nojdhet")).value == "2,5"
    assert again.button_group(key=key(town, asked, "skydd")).value == ["kopia"]
    assert again.button_group(key=key(town, asked, "dagar", "istallet")).value == "vet_ej"


def test_a_number_is_put_right_after_the_closing(visit, page, town, asked, said, grant):
    page.text_input(key=key(town, asked, "nojdhet")).input("2,5").run()
    close_round(town.store, grant(Act.PLAN), asked)
    app = visit("matning.py", round=asked, steg="Rätta")
    app.selectbox(key="correct_question").set_value("nojdhet").run()
    assert "Svaret nu: **2,5 poäng**" in said(app)
    place = f"correct-{town.north}-nojdhet-"
    app.text_input(key=f"{place}said").input("9")
    app.text_input(key=f"{place}why").input("Fel rad")
    app.button(key="correct_save").click().run()
    assert [error.value for error in app.error] == [f"9 ligger utanför skalan. {HALVES}"]
    app.text_input(key=f"{place}said").input("3")
    app.button(key="correct_save").click().run()
    assert [(row.before, row.after) for row in restatements(town.store, asked)] == [
        ((AnswerState.ANSWERED, "2.5"), (AnswerState.ANSWERED, "3"))
    ]
    assert "3 poäng" in said(app)
