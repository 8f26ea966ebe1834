"""Results without answers on their page."""

from datetime import date

import pytest

from data.measuring.outside_results import EARLIER, OFFICIAL, outside_results
from files.writer import SheetOut, xlsx_bytes

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


def test_an_earlier_result_comes_from_a_file_or_is_refused_row_by_row(visit, town, said):
    app = visit("tidigare_resultat.py")
    app.segmented_control(key="outside_kind").set_value(EARLIER).run()
    app.date_input[0].set_value(date(2024, 12, 1))
    next(t for t in app.text_input if t.label == "Namn").set_value("Mätning 2024")
    app.number_input(key=f"outside_low_{EARLIER}").set_value(1)
    app.number_input(key=f"outside_high_{EARLIER}").set_value(5)
    assert [button.label for button in app.get("download_button")] == ["Hämta mall"]
    upload(app, ("Norra skolan", None, 3), ("Nora skola", None, 2))
    assert "Filen kan inte läsas in: 1 fel" in said(app)
    faults = app.table[0].value
    assert (list(faults["Rad"]), list(faults["Kolumn"])) == (["3"], ["Enhet"])
    assert faults["Vad som är fel"][0].replace("\u2060", "").replace("\\", "") == (
        "Organisationsdelen ”Nora skola” finns inte 2024-12-01, eller så heter flera så; liknande namn: "
        "”Norra skolan” och ”Södra skolan”."
    )
    assert next(b for b in app.button if b.label == "Registrera").disabled
    upload(app, ("Norra skolan", None, 3))
    assert "1 värde i filen." in said(app)
    next(b for b in app.button if b.label == "Registrera").click().run()
    assert not app.exception
    [found] = outside_results(town.store)
    assert (found.facts.file_name, found.values[0].unit, found.values[0].level) == ("resultat.xlsx", town.north, 3)


def upload(app, *rows):
    app.file_uploader[0].upload("resultat.xlsx", xlsx_bytes([SheetOut("Resultat", ("Enhet", "Område", "Nivå"), rows)]))
    app.run()
    assert not app.exception
