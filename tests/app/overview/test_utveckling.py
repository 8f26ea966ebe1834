"""Utveckling through the router: nothing yet, now, and over the years; filters stand in the address."""

from datetime import date
from pathlib import Path

import pytest

from access.rights import authorise, local_coordinator
from base.actors import Act
from data.imported.imports import import_file
from data.imported.incoming import ExportFile, ImportOrder
from data.ledger.preferences import MUNICIPALITY, set_preference
from data.measuring.answers import Answer, AnswerState, record
from data.measuring.closing import close_round
from data.measuring.form_roles import set_form_role
from data.measuring.rounds import NewRound, open_round
from files.writer import SheetOut, write_xlsx

pytestmark = pytest.mark.app


@pytest.fixture
def read(said):
    """What a page says, as it is seen: without Markdown's escapes."""
    return lambda app: said(app).replace("\\", "")


SCALES = {"scales": {"likelihood": "4x4", "consequence": "4x4"}}
RISKS = ["Risk-ID", "Risk", "Enhet", "Sannolikhet", "Konsekvens", "Status", "Klart senast"]
INCIDENTS = ["Ärendenummer", "Rubrik", "Typ av incident", "Enhet", "Upptäckt", "Kännedom", "Anmäld till IMY"]


def grant(act):
    return authorise(local_coordinator(), act)


def bring(store, folder: Path, register, day, headers, rows, corrections=None):
    path = folder / f"{register} {day}.xlsx"
    write_xlsx(path, [SheetOut("Blad", headers, rows)])
    return import_file(store, grant(Act.IMPORT), ExportFile(path, register, day, corrections))


def risks(*states):
    return [
        [f"R{n}", f"Risk {n}", "Norra skolan", 4, 4 if n == 1 else 1, state, "2024-01-01"]
        for n, state in enumerate(states, 1)
    ]


def measured(store, form, name, day, given, close=True):
    """A round; ``given``: unit → one alternative for all its questions."""
    made = open_round(store, grant(Act.PLAN), NewRound(form, name, day, list(given)))
    for unit, alternative in given.items():
        for question in form.survey:
            record(
                store,
                grant(Act.ANSWER),
                form,
                Answer(made, unit, question.name, AnswerState.ANSWERED, alternative, "Så."),
            )
    if close:
        close_round(store, grant(Act.PLAN), made)
    return made


@pytest.fixture
def maturity(small_form):
    """The small form under the id that the combined page tells maturity by."""
    form = small_form()
    return form.model_copy(update={"settings": form.settings.model_copy(update={"form_id": "mognadsmatning"})})


def test_an_empty_store_invites(visit, begun, read, links):
    app = visit("utveckling.py")
    assert [title.value for title in app.title] == ["Läget nu"]
    assert "Det behövs en mätning eller ett inläst register" in read(app)
    assert len(app.get("plotly_chart")) == 0


def test_one_round_and_one_export_are_the_situation_now(visit, begun, maturity, read, places):
    from data.organisation.units import NewUnit, units, write_units

    root = units(begun, date(2026, 1, 1))[0].unit
    north = write_units(begun, grant(Act.ORGANISE), [NewUnit("Norra skolan", "enhet", root, date(2000, 1, 1))])[0]
    measured(begun, maturity, "Mätning 2026", date(2026, 10, 1), {north: "hog"})
    bring(begun, places, "risks", date(2026, 10, 2), RISKS, risks("Öppen", "Öppen", "Stängd"), SCALES)
    app = visit("utveckling.py")
    assert [title.value for title in app.title] == ["Läget nu"]
    text = read(app)
    assert "2 öppna risker den 2 oktober 2026, varav 1 hög" in text
    assert "Risker, läget per 2026-10-02 · Hela kommunen" in text
    assert "Inga incidenter är inlästa." in text
    assert len(app.get("plotly_chart")) == 2


@pytest.fixture
def years(town, maturity, places):
    """Two measured years, two risk registers and one list of incidents; everything is better in the second year."""
    store = town.store
    measured(store, maturity, "Mätning 2025", date(2025, 10, 1), {town.north: "lag", town.south: "lag"})
    measured(store, maturity, "Mätning 2026", date(2026, 10, 1), {town.north: "hog", town.south: "hog"})
    bring(store, places, "risks", date(2025, 10, 2), RISKS, risks("Öppen", "Öppen", "Öppen"), SCALES)
    bring(store, places, "risks", date(2026, 10, 2), RISKS, risks("Öppen", "Accepterad", "Stängd"), SCALES)
    rows = [
        ["I1", "a", "Personuppgiftsincident", "Norra skolan", "2025-03-01", "2025-03-01", "2025-03-02"],
        ["I2", "b", "Personuppgiftsincident", "Norra skolan", "2026-03-01", "2026-03-01", "2026-03-09"],
        ["I3", "c", "IT-incident, Personuppgiftsincident", "Södra skolan", "2026-04-01", "2026-04-01", ""],
    ]
    bring(store, places, "incidents", date(2026, 10, 2), INCIDENTS, rows)
    return town


def test_years_stand_together_each_with_its_message(visit, years, read):
    app = visit("utveckling.py")
    assert [title.value for title in app.title] == ["Utveckling"]
    text = read(app)
    assert "Mognaden har stigit från 1,0 till 2,0 sedan 2025 (samma frågor och enheter)" in text
    assert "Samma frågor och enheter: 6 av 6 svar, 2 enheter" in text
    assert "1 öppen risk den 2 oktober 2026, färre än den 2 oktober 2025 (3)" in text
    assert "2 incidenter 2026 till och med 2 oktober, 1 under hela 2025" in text
    assert (
        "0 av 1 personuppgiftsincident som skulle anmälas och går att bedöma anmäldes inom 72 timmar "
        "2026 till och med 2 oktober; för 1 är det okänt"
    ) in text
    assert "läget per 2026-10-02" in text.lower()
    charts = app.get("plotly_chart")
    # The town's own small form has been asked twice, and so is shown too.
    assert "Går inte att säga: 0 av 2 enheter har svarat på minst hälften. Det krävs 2" in text
    assert [header.value for header in app.header] == ["Mognad", "Andra mätningar", "Risker", "Incidenter"]
    assert len(charts) == 5
    assert all(chart.proto.alt for chart in charts)


def test_every_chart_has_its_table_and_how_it_was_counted(visit, years):
    app = visit("utveckling.py")
    folds = [expander for expander in app.expander if expander.label == "Så räknades det"]
    assert len(folds) == len(app.get("plotly_chart"))
    assert all(fold.markdown and len(fold.table) == 1 for fold in folds)
    risk_tables = [table.value for table in app.table if "Öppna" in table.value.columns]
    assert list(risk_tables[0]["Öppna"]) == ["3", "1"]
    assert list(risk_tables[0]["Accepterade"]) == ["0", "1"]


def test_a_branch_narrows_all_and_an_area_only_maturity(visit, years, read):
    app = visit("utveckling.py")
    app.selectbox(key="choose_branch").set_value(years.kontor).run()
    assert app.query_params["branch"] == years.kontor
    assert "Skolkontoret" in read(app)
    app.selectbox(key="choose_area").set_value("tva").run()
    assert app.query_params["area"] == "tva"
    text = read(app)
    assert "Samma frågor och enheter: 2 av 2 svar, 2 enheter" in text
    assert "1 öppen risk den 2 oktober 2026, färre än den 2 oktober 2025 (3)" in text
    again = visit("utveckling.py", branch=years.kontor, area="tva")
    assert again.selectbox(key="choose_branch").value == years.kontor
    assert "Samma frågor och enheter: 2 av 2 svar, 2 enheter" in read(again)


def test_an_unknown_branch_in_the_address_is_the_whole(visit, years):
    app = visit("utveckling.py", branch="u999", area="finns-inte")
    assert app.selectbox(key="choose_branch").value == ""
    assert not app.exception


def test_texts_of_files_take_no_effect(visit, years, said, places):
    nasty = places / "**fet** :red[röd].xlsx"
    write_xlsx(nasty, [SheetOut("Blad", RISKS, risks("Öppen"))])
    import_file(
        years.store,
        grant(Act.IMPORT),
        ExportFile(nasty, "risks", date(2026, 11, 1), SCALES),
        ImportOrder(fewer_is_right=True),
    )
    set_preference(years.store, grant(Act.CONFIGURE), MUNICIPALITY, "Ekby")
    text = said(visit("utveckling.py"))
    assert "fet" in text
    assert "**fet**" not in text
    assert ":red[" not in text


def test_a_form_of_ones_own_is_shown_by_the_role_it_is_given(visit, town, small_form, read):
    """It never reached the page: only two form ids did."""
    form = small_form(title="Egen")
    form = form.model_copy(update={"settings": form.settings.model_copy(update={"form_id": "egen"})})
    for year, given in ((2024, "lag"), (2025, "hog")):
        measured(town.store, form, f"Egen {year}", date(year, 5, 1), {town.north: given, town.south: given})
    app = visit("utveckling.py")
    assert "Ingen mognadsmätning är gjord än." in read(app)
    assert "Resultatet i Egen har stigit från 1,0 till 2,0 sedan 2024 (samma frågor och enheter)" in read(app)
    assert not [box for box in app.selectbox if box.key == "choose_area"]
    set_form_role(town.store, grant(Act.CONFIGURE), "egen", "maturity")
    app = visit("utveckling.py")
    text = read(app)
    assert "Mognaden i Egen har stigit från 1,0 till 2,0 sedan 2024 (samma frågor och enheter)" in text
    assert "Egen · Hela kommunen · 2024–2025" in text
    assert "Ingen mognadsmätning är gjord än." not in text
    app.selectbox(key="choose_area").set_value("tva").run()
    assert "Egen · Hela kommunen · Andra området · 2024–2025" in read(app)
    assert "Egen 2025" in {row for table in app.table if "Mätning" in table.value for row in table.value["Mätning"]}


def test_the_situation_tells_of_any_form(visit, begun, small_form, read):
    from data.organisation.units import NewUnit, units, write_units

    root = units(begun, date(2026, 1, 1))[0].unit
    north = write_units(begun, grant(Act.ORGANISE), [NewUnit("Norra skolan", "enhet", root, date(2000, 1, 1))])[0]
    measured(begun, small_form(), "Första", date(2026, 10, 1), {north: "hog"})
    app = visit("utveckling.py")
    assert [title.value for title in app.title] == ["Läget nu"]
    assert [header.value for header in app.header] == ["Andra mätningar", "Risker", "Incidenter"]
    assert "Ingen mätning är gjord än." not in read(app)
    assert "Liten mätning" in read(app)
    assert len(app.get("plotly_chart")) == 1
