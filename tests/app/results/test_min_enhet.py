"""Min enhets läge through the router: what it means and does not mean, next steps, and nothing of anybody else's."""

from datetime import date

import pytest

from access.rights import authorise, local_coordinator
from base.actors import Act
from data.measuring.answers import Answer, AnswerState, newest_seqs, record
from data.measuring.closing import close_round, correct_answer
from data.measuring.rounds import NewRound, open_round
from data.organisation.units import NewUnit, write_units
from pages.results.unit_page import linked
from questionnaires.library import canonical, from_canonical

pytestmark = pytest.mark.app
SINCE = date(2000, 1, 1)


@pytest.fixture
def read(said):
    return lambda app: said(app).replace("\\", "").replace("\u2060", "")


def grant(act):
    return authorise(local_coordinator(), act)


def give(town, form, round_id, unit, **given):
    for name, alternative in given.items():
        state = AnswerState(alternative) if alternative in ("unknown", "not_applicable") else AnswerState.ANSWERED
        answer = Answer(round_id, unit, name, state, alternative if state is AnswerState.ANSWERED else None, "För att.")
        record(town.store, grant(Act.ANSWER), form, answer)


def test_before_the_round_is_closed_nothing_of_what_is_missing_is_told(visit, town, read):
    give(town, town.form, town.now, town.south, q1="lag", q2="hog", q3="lag")
    app = visit("min_enhet.py", unit=town.south)
    text = read(app)
    assert "Mätning 2026 pågår. Resultatet visas här när mätningen är avslutad." in text
    # The closed one of last year is shown: nobody answered for this unit then.
    assert "Enheten har inga svar att räkna på i den här mätningen." in text
    assert "Nästa steg" not in text
    assert len(app.get("plotly_chart")) == 0


def test_a_closed_result_in_three_sentences_with_next_steps_and_last_year(visit, town, read):
    give(town, town.form, town.now, town.north, q1="hog", q2="lag", q3="unknown")
    close_round(town.store, grant(Act.PLAN), town.now)
    app = visit("min_enhet.py", unit=town.north, round=town.now)
    text = read(app)
    assert [title.value for title in app.title] == ["Min enhets läge"]
    assert "Preliminärt: avslutad" in text
    assert "2 av 3 frågor är besvarade, och medelvärdet är 1,5 på en skala från 1 till 2." in text
    assert "gått upp och" in text
    assert "Det är inget betyg på dig eller dina medarbetare." in text
    assert "Det går inte att ställa mot andra enheter." in text
    # q2 is at the bottom; what is not known has to be found out; q1 has reached the top.
    assert "1. Första området.** Nästa steg är ”Högt”: Så ser det ut när det är högt." in text
    assert "2. Andra området.** Ta reda på hur det är: Fråga q3?" in text
    assert "3. " not in text
    for never in ("Södra skolan", "Skolkontoret", "Kontoret som helhet", "Egna risker", "trappa"):
        assert never not in text
    shown = next(table.value for table in app.table if "Område" in table.value.columns)
    assert list(shown.columns) == ["Område", "Mätning 2026", "Mätning 2025"]
    assert [list(row)[1:] for row in shown.itertuples(index=False)] == [["1,5", "1,0"], ["Ej bedömd", "–"]]
    assert not app.segmented_control


def test_a_correction_changes_the_closed_figure_only_where_it_is_asked_for(visit, town, read):
    give(town, town.form, town.now, town.north, q1="lag", q2="lag", q3="lag")
    close_round(town.store, grant(Act.PLAN), town.now)
    seen = newest_seqs(town.store, town.now, town.north)["q1"]
    answer = Answer(town.now, town.north, "q1", AnswerState.ANSWERED, "hog", based_on=seen, reason="Fel")
    correct_answer(town.store, grant(Act.CORRECT), town.form, answer)
    assert "medelvärdet är 1,0" in read(visit("min_enhet.py", unit=town.north))


def test_the_top_has_no_next_step(visit, town, read):
    give(town, town.form, town.now, town.north, q1="hog", q2="hog", q3="hog")
    close_round(town.store, grant(Act.PLAN), town.now)
    assert "Ni ligger högst på alla frågor." in read(visit("min_enhet.py", unit=town.north))


def test_the_kontor_is_told_of_with_five_units_and_no_names(visit, town, read):
    more = [NewUnit(f"Granne {n}", "enhet", town.kontor, SINCE) for n in range(3)]
    added = write_units(town.store, grant(Act.ORGANISE), more)
    settings = town.form.settings.model_copy(update={"form_id": "fem"})
    form = town.form.model_copy(update={"settings": settings})
    everyone = [town.north, town.south, *added]
    made = open_round(town.store, grant(Act.PLAN), NewRound(form, "Fem", date(2026, 11, 4), everyone))
    for unit in everyone:
        give(town, form, made, unit, q1="hog", q2="lag", q3="lag")
    close_round(town.store, grant(Act.PLAN), made)
    text = read(visit("min_enhet.py", unit=town.north, round=made))
    assert "I ert kontor har 5 av 5 enheter svarat." in text
    assert "Granne" not in text
    assert "Södra" not in text


def test_own_risks_and_late_actions_are_shown_where_the_register_has_them(visit, town, read):
    from data.ledger.definitions import Definition, append_definition

    give(town, town.form, town.now, town.north, q1="hog", q2="lag", q3="lag")
    close_round(town.store, grant(Act.PLAN), town.now)
    with town.store.writing(grant(Act.IMPORT), Act.IMPORT) as transaction:
        seq = append_definition(transaction, Definition("register", "risks", 1, {"name": "risks"}))
        row = {"snapshot": "s1", "register": "risks", "definition_seq": seq, "as_of": date(2025, 1, 1), "mapping": "{}"}
        counts = {"file_name": "f.xlsx", "file_hash": "x", "stored": 1, "skipped": 0, "ignored": 0}
        transaction.append("snapshot", [{**row, **counts}])
        risk = {"id": "R1", "title": "<b>Läckage</b>", "unit": town.north, "status": "open", "due": date(2024, 5, 1)}
        transaction.append("register_risks", [{"snapshot": "s1", "row": 2, **risk}])
    text = read(visit("min_enhet.py", unit=town.north))
    assert "1 öppen risk, varav 1 med passerat datum, läget per 2025-01-01." in text
    assert "Klart senast 2024-05-01:** R1: <b>Läckage</b>" in text
    assert "Egna risker" not in read(visit("min_enhet.py", unit=town.south))


def test_on_paper_the_choices_stay_away(visit, town, read):
    give(town, town.form, town.now, town.north, q1="hog", q2="lag", q3="lag")
    close_round(town.store, grant(Act.PLAN), town.now)
    app = visit("min_enhet.py", unit=town.north, utskrift="1")
    assert not app.tabs
    assert "Ctrl+P" in read(app)


def test_the_address_keeps_the_unit_and_an_unknown_one_is_told(visit, town, read):
    app = visit("min_enhet.py", unit="u999")
    assert "har inte varit med i någon mätning" in " ".join(warning.value for warning in app.warning)
    app.selectbox(key="own_unit").set_value(town.south).run()
    assert app.query_params["unit"] == town.south
    assert not app.warning


def test_an_empty_municipality_is_led_on(visit, begun, read, links):
    app = visit("min_enhet.py")
    assert "Ingen enhet har varit med i en mätning än." in read(app)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vägledningen 4.2", "Vägledningen 4.2"),
        (
            "Rutin https://intranat.kommun.se/rutin.",
            "Rutin [intranat.kommun.se/rutin](<https://intranat.kommun.se/rutin>).",
        ),
        # Only https becomes a link, and nothing in a text can make one of its own.
        ("javascript:alert(1) [x](http://y)", "javascript\\:alert(1) \\[x\\](http\\:\u2060//y)"),
    ],
)
def test_references_become_links_only_where_they_are_addresses(text, expected):
    assert linked(text).replace("\u2060", "") == expected.replace("\u2060", "")


def test_steps_by_rules_tell_the_measure_and_not_the_alternative(visit, town, read):
    whole = canonical(town.form)
    survey = [
        {**row, "level": 1, "criteria::sv": f"Räknas som ja om {row['name']} är skrivet."} for row in whole["survey"]
    ]
    levels = [{"level": 1, "label::sv": "Grunden", "group": "1", "share": "1"}]
    settings = {**whole["settings"], "form_id": "regler"}
    form = from_canonical({**whole, "settings": settings, "survey": survey, "levels": levels})
    made = open_round(town.store, grant(Act.PLAN), NewRound(form, "Regler", date(2026, 11, 4), [town.north]))
    give(town, form, made, town.north, q1="hog", q2="lag", q3="lag")
    close_round(town.store, grant(Act.PLAN), made)
    text = read(visit("min_enhet.py", unit=town.north, round=made))
    assert "ni når ännu ingen nivå" in text
    assert "1. Första området.** Q2 är skrivet." in text
