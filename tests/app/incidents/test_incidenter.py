"""Incidenter: the years counted, one incident with its clocks, the decision and the rules' ticks."""

from datetime import UTC, date, datetime

import pytest

from base.actors import Act
from data.imported.followed_rows import RowId
from data.imported.imports import import_reading, read_file
from data.imported.incoming import ImportOrder
from data.imported.judgements import IncidentDecision, judge, judgements
from data.imported.rule_reviews import rule_reviews
from data.imported.same_rows import SamePair, judge_pair
from data.imported.sources import add_source
from data.ledger.store import Store
from data.registers.finding.mapping import FileMapping
from files.workbook import read_bytes
from metrics.incidents.cases import incident_list
from tests.kit.sure import sure

pytestmark = pytest.mark.app

HEADER = (
    "Ärendenummer;Rubrik;Enhet;Typ av incident;Upptäcktes;Kännedom;Anmäld till IMY;Upplysning skickad;"
    "Avbrott i timmar;Samhällssektor;Juridisk person"
)
ROWS = (
    "I1;Fel *mottagare*;Norra skolan;Personuppgiftsincident;2026-02-02 07:00;2026-02-02 08:00;2026-02-05 08:00;;;;",
    "I2;Driftstopp;Södra skolan;IT-säkerhetsincident;2026-03-02 07:00;2026-03-02 08:00;;2026-03-04 08:00;14;Annan;",
    "I3;Pumpen;Vattnet;IT-säkerhetsincident;2026-03-02 07:00;2026-03-02 08:00;;;;;Ekby Vatten AB",
)
DAY = date(2026, 10, 2)


@pytest.fixture
def filled(town, grant) -> Store:
    text = "\n".join([HEADER, *ROWS])
    reading = read_file(read_bytes(text.encode(), "incidenter.csv"), "incidents", FileMapping())
    import_reading(town.store, grant(Act.IMPORT), reading, DAY)
    return town.store


def ref(store: Store, number: str) -> str:
    return next(case.ref for case in sure(incident_list(store, DAY)).cases if case.id == number)


def press(app, label: str):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def test_without_a_register_the_page_leads_on(visit, town, said):
    assert "inläst incidentregister" in said(visit("incidenter.py"))


def test_the_municipality_first_and_the_bolag_apart(visit, filled, said):
    app = visit("incidenter.py")
    text = said(app)
    sentences = [line for line in text.splitlines() if line.startswith("**") and "2026" in line]
    assert sentences == [
        (
            "**2 incidenter 2026 till och med 2 oktober. 1 av 1 personuppgiftsincident som skulle anmälas och går att "
            "bedöma anmäldes i tid.**"
        ),
        "**1 incident 2026 till och med 2 oktober.**",
    ]
    assert [heading.value for heading in app.subheader if "Vatten" in heading.value] == ["Ekby Vatten AB"]
    assert "Läget per 2026-10-02 · incidenter.csv" in text
    assert (
        "1 av 1 personuppgiftsincident som skulle anmälas och går att bedöma anmäldes inom 72 timmar "
        "2026 T1–2026 T3 till och med 2 oktober"
    ) in text


def test_an_incident_is_judged_and_the_judgement_taken_back(visit, filled, said):
    app = visit("incidenter.py", incident=ref(filled, "I2"))
    text = said(app)
    assert "Ingen har bedömt om incidenten är betydande." in text
    assert "avbrott 14 h" in text
    assert "inte betydande" not in text.replace("Inte betydande", "").casefold()
    press(app, "Spara bedömningen")
    assert "Välj betydande eller inte betydande." in said(app)
    app.radio[0].set_value("Betydande")
    press(app, "Spara bedömningen")
    assert "Skriv varför" in said(app)
    app.radio[0].set_value("Betydande")
    app.text_area[0].set_value("Alla skolor stod stilla.")
    press(app, "Spara bedömningen")
    (judged,) = judgements(filled).values()
    assert (judged.significant, judged.reason) == (True, "Alla skolor stod stilla.")
    assert "Alla skolor stod stilla." in said(app)
    # The upplysning came two days after kännedom.
    assert "**Upplysning, 24 timmar**: för sent." in said(app)
    app.text_input[0].set_value("Fel ärende.")
    press(app, "Ta tillbaka bedömningen")
    assert not judgements(filled)


def test_a_judgement_of_another_sources_row_is_taken_back_where_it_is_shown(visit, filled, said, grant):
    second = add_source(filled, grant(Act.IMPORT), "incidents", "IT-centrum")
    text = "\n".join([HEADER, ROWS[1].replace("I2;", "X2;")])
    reading = read_file(read_bytes(text.encode(), "centrum.csv"), "incidents", FileMapping())
    import_reading(filled, grant(Act.IMPORT), reading, DAY, ImportOrder(second))
    by_id = {case.id: case for case in sure(incident_list(filled, DAY)).cases}
    one, other = by_id["I2"], by_id["X2"]
    when = datetime(2026, 3, 3, tzinfo=UTC)
    row, same = (RowId(case.source, sure(case.row_key)) for case in (one, other))
    judge(filled, grant(Act.CORRECT), same, IncidentDecision(True, when, "Alla skolor stod stilla."))
    judge_pair(filled, grant(Act.IMPORT), "incidents", SamePair(row, same, "same"))
    app = visit("incidenter.py", incident=one.ref)
    assert "Alla skolor stod stilla." in said(app)
    app.text_input[0].set_value("Fel ärende.")
    press(app, "Ta tillbaka bedömningen")
    assert not judgements(filled)


def test_an_unknown_incident_is_told(visit, filled, said):
    assert "finns inte i registret längre" in said(visit("incidenter.py", incident="abc"))


def test_a_year_without_incidents_in_the_address_is_told(visit, filled):
    (told,) = [box.value for box in visit("incidenter.py", ar="1999").warning]
    assert told == "Året i adressen har inga incidenter. Här visas 2026 i stället."


def test_titles_are_shown_as_written(visit, filled, said):
    app = visit("incidenter.py", incident=ref(filled, "I1"))
    assert r"Fel \*mottagare\*" in app.title[0].value


def test_a_rule_is_ticked(visit, filled, said):
    app = visit("incidenter.py")
    assert "ej kontrollerat mot föreskriften" in said(app)
    app.text_input[0].set_value("2 kap. läst.")
    press(app, "Spara som kontrollerad")
    (review,) = rule_reviews(filled).values()
    assert (review.rule, review.reviewed, review.note) == ("early_warning", True, "2 kap. läst.")
    assert "2 kap. läst." in said(app)
    press(app, "Ta bort krysset")
    assert not rule_reviews(filled)["early_warning"].reviewed


def test_of_a_large_year_the_newest_are_shown_and_the_others_are_found_by_searching(visit, town, said, grant):
    days = [f"2026-0{1 + at // 100}-{1 + at % 25:02}" for at in range(205)]
    rows = [f"N{at};Händelse {at};Norra skolan;IT-säkerhetsincident;{day};;;;;;" for at, day in enumerate(days)]
    reading = read_file(read_bytes("\n".join([HEADER, *rows]).encode(), "incidenter.csv"), "incidents", FileMapping())
    import_reading(town.store, grant(Act.IMPORT), reading, DAY)
    app = visit("incidenter.py")
    assert len(app.table[0].value) == 200
    assert "De 200 nyaste av 205 incidenter visas. Sök efter den du vill se." in said(app)
    (choice,) = [box for box in app.selectbox if box.key == "incident_choice"]
    assert (len(choice.options), "N0 · Händelse 0" in choice.options) == (200, False)
    # N0 is of the first days of January and stands among the five oldest.
    app.text_input(key="incident_search").set_value("händelse 0").run()
    assert list(app.table[0].value["Incident"]) == ["N0"]
    assert "nyaste av" not in said(app)
    app.text_input(key="incident_search").set_value("finns inte").run()
    assert "Inga sådana incidenter." in said(app)


def test_a_small_year_is_shown_whole_and_asks_for_no_search(visit, filled):
    app = visit("incidenter.py")
    listed = [list(table.value["Incident"]) for table in app.table if "Incident" in table.value]
    assert listed == [["I2", "I1"], ["I3"]]
    assert not [box for box in app.text_input if (box.key or "").startswith("incident_search")]
