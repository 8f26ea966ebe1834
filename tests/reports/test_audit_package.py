"""The package can be read and checked by somebody who has nothing of ours."""

import csv
import hashlib
import io
import json
import os
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest

from access.rights import authorise, local_coordinator
from base.actors import Act
from base.clock import FixedClock
from data.ledger.settings import Settings
from data.ledger.store import open_store
from data.measuring.answers import Answer, AnswerState, current, record
from data.measuring.closing import Approval, approve_round, close_round, correct_answer
from data.measuring.overrides import NewOverride, set_override
from data.measuring.rounds import NewRound, find_round, open_round
from data.measuring.samples import NewCheck, SampleOutcome, draw_units, note_check
from data.measuring.submissions import hand_back, submit
from data.organisation.people import name_person
from data.organisation.units import NewUnit, write_units
from questionnaires.library import from_canonical
from reports.audit_package import write_audit_package
from reports.audit_tables import Reader, audit_tables
from tests.kit.measured import World, make_form, question

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 3)


def grant(act):
    return authorise(local_coordinator(), act)


@pytest.fixture
def package(tmp_path):
    os.environ.pop("MOGNAD_KEY", None)
    clock = FixedClock(datetime(2026, 11, 5, 13, 32, 0, 120000, tzinfo=UTC))
    store = open_store(Settings(tmp_path / "s.duckdb", None, tmp_path / "backups"), clock)
    form = from_canonical(
        {
            "settings": {"form_id": "prov", "form_title": "Prov", "version": 1},
            "areas": [{"name": "a", "label::sv": "Område A"}],
            "choices": [
                {"list_name": "steg", "name": f"s{n}", "label::sv": f"Steg {n}", "value": n, "order": n} for n in (1, 2)
            ],
            "survey": [
                {"type": "select_one steg", "name": "q1", "label::sv": "Fråga ett?", "area": "a", "respondent": "unit"}
            ],
            "levels": [{"level": 1, "label::sv": "Ett"}, {"level": 2, "label::sv": "Två"}],
        }
    )
    name_person(store, grant(Act.CONFIGURE), "p1", "Eva Samordnare")
    root = write_units(store, grant(Act.ORGANISE), [NewUnit("Ekby kommun", "kommun", None, DAY)])[0]
    north, south = write_units(
        store, grant(Act.ORGANISE), [NewUnit("Norra skolan", "enhet", root, DAY), NewUnit("=Södra", "enhet", root, DAY)]
    )
    made = open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", DAY, [north, south]))
    evidence = Answer(made, north, "q1", AnswerState.ANSWERED, "s2", "Åä ”ö”", "KS 2026/1", DAY)
    record(store, grant(Act.ANSWER), form, evidence)
    set_override(store, grant(Act.ANSWER), form, NewOverride(made, north, "a", 1, "Vi är inte där än"))
    submit(store, grant(Act.SUBMIT), made, [north])
    close_round(store, grant(Act.PLAN), made)
    draw_units(store, grant(Act.PLAN), made, 5, "lott")
    note_check(store, grant(Act.CORRECT), NewCheck(made, north, None, SampleOutcome.DONE))
    seq = current(store, made, north)["q1"].seq
    correct_answer(
        store,
        grant(Act.CORRECT),
        form,
        Answer(made, north, "q1", AnswerState.ANSWERED, "s1", based_on=seq, reason="Fel knapp"),
    )
    approve_round(store, grant(Act.APPROVE), made, Approval("Kommunstyrelsen", DAY, "KS 2026/9"))
    held = io.BytesIO()
    write_audit_package(store, made, held)
    store.close()
    with zipfile.ZipFile(held) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheet(package, name):
    book = openpyxl.load_workbook(io.BytesIO(package["revisionspaket.xlsx"]))
    header, *rows = [[cell.value for cell in row] for row in book[name].iter_rows()]
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_every_file_has_its_checksum(package):
    told = dict(reversed(line.split("  ", 1)) for line in package["KONTROLLSUMMOR.txt"].decode().splitlines())
    assert told == {
        name: hashlib.sha256(content).hexdigest() for name, content in package.items() if name != "KONTROLLSUMMOR.txt"
    }


def test_every_row_can_be_checked_by_what_the_readme_says(package):
    checked = 0
    for name, content in package.items():
        if not name.startswith("rader/"):
            continue
        for line in content.decode().splitlines():
            row = json.loads(line)
            salt, kept = row.pop("salt"), row.pop("row_hash")
            text = salt + "".join(f"{field}={len(row[field])}:{row[field]};" for field in sorted(row))
            assert hashlib.sha256(text.encode()).hexdigest() == kept, (name, row)
            checked += 1
    # round, two units, opened + closed + approved, two answers, submission, override, one drawn, one check.
    assert checked == 12


def test_it_tells_who_answered_and_approved_and_why(package):
    facts = {row["Uppgift"]: row["Värde"] for row in sheet(package, "Mätningen")}
    assert facts["Fastställd av"] == "Kommunstyrelsen"
    assert facts["Diarienummer"] == "KS 2026/9"
    assert facts["Stickprov"] == "Kontrollerat: 1 av 2 enheter, inga svar ändrades"
    asked = ("Enheter som tillfrågats", "Har svarat", "Har påbörjat", "Har inte börjat", "Har lämnat in")
    assert [facts[key] for key in (*asked, "Har fått svar inlästa")] == [2, 1, 0, 1, 1, 0]
    answers = sheet(package, "Svar")
    assert [(row["Svar"], row["Gäller"], row["Skäl"], row["Inskrivet av"]) for row in answers] == [
        ("Steg 2", "vid avslutet", None, "Eva Samordnare"),
        ("Steg 1", "nu", "Fel knapp", "Eva Samordnare"),
    ]
    assert (answers[0]["Underlag"], answers[0]["Kommentar"]) == ("KS 2026/1", "Åä ”ö”")
    assert [(row["Enhet"], row["Läge"], row["Besvarade"], row["Frågor"]) for row in sheet(package, "Inlämnat")] == [
        ("Norra skolan", "Inlämnad", 1, 1),
        ("=Södra", "Inte inlämnad", 0, 1),
    ]
    assert [(row["Före"], row["Efter"], row["Skäl"]) for row in sheet(package, "Rättat i efterhand")] == [
        ("Steg 2", "Steg 1", "Fel knapp")
    ]
    own = [row for row in sheet(package, "Resultat") if row["Egen bedömning"]]
    assert [(row["Enhet"], row["Område"], row["Egen bedömning"], row["Skäl"]) for row in own] == [
        ("Norra skolan", "Område A", 1, "Vi är inte där än")
    ]
    assert [row["Vad"] for row in sheet(package, "Stickprov")] == ["Framlottad bland 1", "Enheten granskad"]
    assert [row["Händelse"] for row in sheet(package, "Händelser")] == ["Öppnad", "Avslutad", "Fastställd"]


def test_the_tables_are_there_without_excel_and_no_text_is_a_formula(package):
    text = package["tabeller/inlamnat.csv"].decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[2][0] == "'=Södra"
    assert "Fråga ett?" in package["frageformular.yaml"].decode()


def test_gaps_and_answers_from_a_file_are_told_where_it_says_who_handed_in(tmp_path):
    store = open_store(Settings(tmp_path / "s.duckdb", None, tmp_path / "backups"))
    world = World(store)
    world.root = world.units("Kommun", kind="kommun")[0]
    world.units("A1", "A2", "A3")
    made = world.round(
        make_form([question("q1"), question("q2")]), "2026", DAY, {"A1": {"q1": "s1"}, "A2": {}, "A3": {}}
    )
    rows = [
        {"round": made, "unit": world.ids["A2"], "question": name, "state": "answered", "alternative": "s2"}
        | {"based_on": 0, "source": "import"}
        for name in ("q1", "q2")
    ]
    with store.writing(grant(Act.IMPORT), Act.IMPORT) as transaction:
        transaction.append("answer", rows)
    submit(store, grant(Act.SUBMIT), made, [world.ids["A1"], world.ids["A3"]])
    hand_back(store, grant(Act.PLAN), made, world.ids["A3"], "Fel enhet")
    [handed_in] = [table for table in audit_tables(Reader(store, find_round(store, made))) if table.name == "Inlämnat"]
    store.close()
    assert [(row[0], row[2], *row[-2:]) for row in handed_in.rows] == [
        ("A1", "Inlämnad med 1 fråga obesvarad", 1, 2),
        ("A2", "Svar inlästa", 2, 2),
        ("A3", "Återlämnad", 0, 2),
    ]


def test_the_summary_names_what_rests(tmp_path):
    store = open_store(Settings(tmp_path / "s.duckdb", None, tmp_path / "backups"))
    root = write_units(store, grant(Act.ORGANISE), [NewUnit("Ekby kommun", "kommun", None, DAY)])[0]
    rotated = [question("q1"), question("t1", every_n_rounds=2), question("t2", every_n_rounds=2)]
    rows: list[dict[object, object]] = []
    for form in (make_form(rotated), make_form(rotated[:1], form_id="annan")):
        made = open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", DAY, [root]))
        summary = audit_tables(Reader(store, find_round(store, made)))[0].rows
        rows.append({row[0]: row[1] for row in summary})
    assert rows[0]["Frågor som vilar"] == "t2"
    assert "Frågor som vilar" not in rows[1]
    store.close()
