"""The preview of a form with every kind of question, as whoever answers will see it."""

from datetime import date
from pathlib import Path

import pytest

from base.actors import Act
from data.measuring.rounds import NewRound, open_round
from pages.form_editing.catalogue import FORM
from questionnaires.library import load

pytestmark = pytest.mark.app

EVERY = load(Path(__file__).resolve().parents[2] / "questionnaires" / "valid" / "every_kind.yaml")


@pytest.fixture
def page(visit, town, grant):
    open_round(town.store, grant(Act.PLAN), NewRound(EVERY, "Alla slag 2026", date(2026, 11, 3), [town.north]))
    return visit("formular.py", **{FORM: "alla_slag"})


def test_what_each_question_counts_as_is_told(page, said):
    text = said(page).replace("\\", "")
    assert "8 frågor i allt" in text
    assert "rutin · Nej = 0, Delvis = 2, Ja = 4" in text
    assert "nojdhet · talet räknas som det är" in text
    assert "dagar · 0–1 = 4, 2–7 = 2, 8–30 = 0" in text
    assert "skydd · inga valda = 0, alla valda = 4" in text
    assert "hinder · räknas inte" in text
    assert "Svara för hur det är i dag." in text
    assert "Att läsa" in text


def test_a_bad_number_is_told_where_one_tries_too(page, said):
    next(field for field in page.text_input if field.label == "Hur väl fungerar den?").input("9").run()
    assert [error.value for error in page.error] == [
        "9 ligger utanför skalan. Ett tal från 0 till 4 poäng, i steg om 0,5."
    ]


def test_how_it_is_counted_is_told_in_words(page, said):
    assert (
        "Ett områdes resultat är medelvärdet av de frågor som är besvarade. Hela formulärets resultat är medelvärdet "
        "av de frågor som är besvarade. Ett tal räknas som det är eller, där frågan har band, som det band som det "
        "ligger i. Flera val räknas efter hur stor del som är valda. Frågor utan värde räknas inte."
    ) in said(page).replace("\\", "")
