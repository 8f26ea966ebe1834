"""Stickprov: drawn, checked and changed on the page."""

import pytest

from data.measuring.answers import current
from data.measuring.samples import SampleOutcome, drawn_units, sample_checks

pytestmark = pytest.mark.app


def test_an_unknown_measurement_is_told(visit, town, said):
    app = visit("stickprov.py", round="r999")
    assert [error.value for error in app.error] == ["Mätningen finns inte."]


def test_from_the_draw_to_a_changed_answer(visit, town, said):
    town.answer("q1", "hog", evidence="KS 2026/1", comment="Vi *har* en rutin")
    app = visit("stickprov.py", round=town.now)
    assert app.number_input[0].value == 5
    next(b for b in app.button if b.label == "Lotta fram enheter").click().run()
    assert [one.unit for one in drawn_units(town.store, town.now)] == [town.north]
    other = visit("stickprov.py", round=town.now, unit=town.south)
    assert [box.value for box in other.warning] == [
        "Organisationsdelen i adressen är inte framlottad. Här visas Norra skolan (enhet) i stället."
    ]
    text = said(app)
    assert "Norra skolan" in str(app.selectbox[0].options)
    assert "KS 2026/1" in text
    assert r"\*har\*" in text
    next(b for b in app.button if b.label == "Stämmer").click().run()
    assert [one.outcome for one in sample_checks(town.store, town.now)] == [SampleOutcome.BORNE_OUT]

    app.text_input[0].set_value("")
    next(b for b in app.button if b.label == "Ändra svaret").click().run()
    assert "Skriv vad som saknades i underlaget" in said(app)
    box = next(s for s in app.selectbox if s.label == "Nytt svar")
    box.set_value("lag")
    next(t for t in app.text_input if t.label.startswith("Vad saknades")).set_value("Bara ett utkast")
    next(b for b in app.button if b.label == "Ändra svaret").click().run()
    assert not app.exception
    assert current(town.store, town.now, town.north)["q1"].alternative == "lag"
    next(b for b in app.button if b.label == "Granskningen av enheten är klar").click().run()
    assert "1 av 2 enheter, 1 svar ändrades" in said(app)
