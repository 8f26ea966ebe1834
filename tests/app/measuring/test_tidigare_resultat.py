"""Results without answers on their page."""

from datetime import date

import pytest

from data.measuring.outside_results import OFFICIAL, outside_results

pytestmark = pytest.mark.app


def test_msbs_level_is_registered_drawn_and_taken_back(visit, town, said):
    app = visit("tidigare_resultat.py")
    next(b for b in app.button if b.label == "Registrera").click().run()
    assert "Ange vilken dag resultatet visar läget" in said(app)
    app.date_input[0].set_value(date(2025, 12, 1))
    next(b for b in app.button if b.label == "Registrera").click().run()
    text = said(app)
    assert "Ange vilken utgåva" in text
    assert "Ange nivån" in text
    assert outside_results(town.store) == []
    next(t for t in app.text_input if t.label == "Utgåva").set_value("2025")
    next(t for t in app.text_input if t.label == "Diarienummer").set_value("KS 2025/9")
    next(n for n in app.number_input if n.label == "Nivå").set_value(2)
    next(b for b in app.button if b.label == "Registrera").click().run()
    assert not app.exception
    [found] = outside_results(town.store)
    assert (found.facts.kind, found.facts.edition, found.values[0].level) == (OFFICIAL, "2025", 2)
    text = said(app)
    assert "2 av 4" in text
    assert "är registrerat" in text
    next(t for t in app.text_input if t.label == "Varför?").set_value("Fel år")
    next(b for b in app.button if b.label == "Ta tillbaka resultatet").click().run()
    assert outside_results(town.store) == []
