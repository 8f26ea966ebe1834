"""Incidents from a real file: whose they are, what is decided of them, and how they are counted."""

from datetime import UTC, date, datetime

import pytest

from base.actors import Act
from data.imported.followed_rows import RowId
from data.imported.imports import import_reading, read_file
from data.imported.incoming import ImportOrder
from data.imported.judgements import IncidentDecision, judge, withdraw_judgement
from data.imported.sources import add_source
from data.registers.finding.mapping import FileMapping
from files.workbook import read_bytes
from metrics.incidents.cases import incident_list
from metrics.incidents.counts import bodies, count, tertials
from metrics.incidents.sentences import year_sentence
from metrics.incidents.year_lists import CaseGroup, year_of_bodies
from tests.kit.measured import World, grant
from tests.kit.sure import sure

pytestmark = pytest.mark.slow

HEADER = (
    "Ärendenummer;Rubrik;Enhet;Typ av incident;Upptäcktes;Kännedom;Anmäld till IMY;Beslut om anmälan till IMY;"
    "Betydande;Upplysning skickad;Avbrott i timmar;Samhällssektor;Juridisk person;Status"
)
PUI, IT = "Personuppgiftsincident", "IT-säkerhetsincident"
ROWS = [
    # In time, late, not to be told of, undecided for want of a decision, and open on the day of the file.
    f"1;Fel mottagare;A1;{PUI};2026-02-02 07:00;2026-02-02 08:00;2026-02-05 08:00;Ja;Nej;;;;;Avslutad",
    f"2;Borttappad pärm;A1;{PUI};2026-02-09 07:00;2026-02-09 08:00;2026-02-12 09:01;Ja;;;;;;Avslutad",
    f"3;Mejl;A2;{PUI};2026-05-04 07:00;2026-05-04 08:00;;Nej;;;;;;Avslutad",
    f"4;Listor;A2;{PUI};2026-06-01 07:00;2026-06-01 08:00;;;;;;;;Avslutad",
    f"5;Utskick;B1;{PUI};2026-11-02 07:00;2026-11-02 08:00;;Ja;;;;;;Ny",
    f"6;Driftstopp;B1;{IT};2026-10-01 07:00;2026-10-01 08:00;;;Ja;2026-10-02 07:00;14;Annan;;Pågående",
    # Bolagens: by the unit's kind, by what lies above it, by the file's own column.
    f"7;Pumpen;Vattenbolaget;{IT};2026-10-01 07:00;2026-10-01 08:00;;;;;5;Dricksvatten;;Ny",
    f"8;Ventilen;Driften;{IT};2026-10-01 07:00;2026-10-01 08:00;;;;;;;;Ny",
    f"9;Hyreslistan;A1;{PUI};2025-12-01 07:00;2025-12-01 08:00;;;;;;;Bostads AB;Avslutad",
    f"10;Egen;Vattenbolaget;{IT};2025-12-01 07:00;;;;;;;;Kommun;Avslutad",
    f"11;Okänd plats;Rymdenheten;{IT};2026-01-05;;;;;;;;;Avslutad",
    f"12;Utan datum;A1;{IT};;2026-01-05;;;;;;;;Avslutad",
]
DAY = date(2026, 11, 3)


def take(world: World, rows: list[str], day: date = DAY, source: str | None = None) -> None:
    text = "\n".join([HEADER, *rows])
    reading = read_file(read_bytes(text.encode(), "incidenter.csv"), "incidents", FileMapping())
    import_reading(world.store, grant(Act.IMPORT), reading, day, ImportOrder(source))


def significant_later(world: World, ref: str) -> bool | None:
    """What is held of an incident by the next file."""
    return sure(sure(incident_list(world.store, date(2026, 11, 4))).find(ref)).facts.significant


@pytest.fixture
def town(world: World) -> World:
    world.units("Vattenbolaget", kind="bolag")
    world.units("Driften", kind="verksamhet", parent="Vattenbolaget")
    take(world, ROWS)
    return world


def test_bolag_are_apart_from_the_municipality(town):
    found = sure(incident_list(town.store, DAY))
    told = {body.name: sorted(int(sure(case.id)) for case in body.cases) for body in bodies(found)}
    assert told == {None: [1, 2, 3, 4, 5, 6, 10, 11, 12], "Bostads AB": [9], "Vattenbolaget": [7, 8]}
    assert bodies(found)[0].left_out == "1 utan datum då de upptäcktes eller inträffade och 1 under Okänd enhet"
    assert found.state.marks == "läget per 2026-11-03 · incidenter.csv · 12 rader"


def test_a_year_in_a_sentence(town):
    found = sure(incident_list(town.store, DAY))
    own = bodies(found)[0]
    # Undecided: nobody decided about number 4, and the time of number 5 runs out after the file.
    assert year_sentence(count(own.of_year(2026)), found.state.covered(2026).words) == (
        "7 incidenter 2026 till och med 3 november. 1 av 2 personuppgiftsincidenter som skulle anmälas och går att "
        "bedöma anmäldes i tid, därtill 1 som inte går att avgöra, 1 som inte är avslutad vid läget och 1 som inte "
        "behövde anmälas."
    )
    assert year_sentence(count(own.of_year(2025)), found.state.covered(2025).words) == "1 incident 2025."
    assert year_sentence(count(()), found.state.covered(2024).words) == "Inga incidenter 2024."


def test_tertials_run_from_the_first_incident_to_the_file(town):
    listed = sure(incident_list(town.store, DAY))
    found = tertials(bodies(listed)[0], listed.state)
    assert [(third.label, third.count.n) for third in found] == [
        ("2025 T3", 1),
        ("2026 T1", 3),
        ("2026 T2", 2),
        ("2026 T3", 2),
    ]
    assert [third.covered.words for third in tertials(bodies(listed)[0], listed.state, most=2)] == [
        "2026 T2",
        "2026 T3 till och med 3 november",
    ]


def verdicts(world: World, number: str) -> dict[str, str]:
    case = next(case for case in sure(incident_list(world.store, DAY)).cases if case.id == number)
    return {clock.rule.name: str(clock.verdict) for clock in case.clocks}


def test_a_judgement_here_goes_before_the_file_and_starts_the_clocks(town):
    assert verdicts(town, "7")["early_warning"] == "undecided"  # nobody has judged it
    assert verdicts(town, "6")["early_warning"] == "in_time"  # the file says Ja
    assert verdicts(town, "6")["notification"] == "undecided"  # no column: never too late by it
    case = next(case for case in sure(incident_list(town.store, DAY)).cases if case.id == "6")
    assert case.significance.words.startswith("Når tröskeln: avbrott 14 h > 12 h")
    when = datetime(2026, 11, 3, 9, tzinfo=UTC)
    row = RowId(case.source, sure(case.row_key))
    judge(town.store, grant(Act.CORRECT), row, IncidentDecision(False, when, "Ingen kunde skadas."))
    assert verdicts(town, "6")["early_warning"] == "not_concerned"
    # The next file, and the judgement is still there; taken back, the file speaks again.
    take(town, ROWS[:-1], date(2026, 11, 4))
    assert significant_later(town, case.ref) is False
    withdraw_judgement(town.store, grant(Act.CORRECT), row, "Fel.")
    assert significant_later(town, case.ref) is True
    assert verdicts(town, "5")["authority"] == "open"


def test_two_sources_are_one_register_and_each_keeps_its_own_date(town):
    other = add_source(town.store, grant(Act.IMPORT), "incidents", "Bolagens system")
    take(town, [ROWS[6].replace("7;", "70;")], date(2026, 10, 1), other)
    found = sure(incident_list(town.store, DAY))
    assert len(found.cases) == 13
    case = next(case for case in found.cases if case.id == "70")
    assert case.facts.as_of == date(2026, 10, 1)
    assert found.state.marks == "2 filer från 2 källor, senast 2026-11-03 · 13 rader"
    assert incident_list(town.store, date(2026, 9, 1)) is None


def test_a_years_incidents_stand_in_the_groups_that_a_person_looks_for(town):
    own, *bolag = year_of_bodies(sure(incident_list(town.store, DAY)), 2026)
    numbers = {group: [case.id for case in cases] for group, cases in own.groups.items()}
    assert numbers == {
        # 5 and 6 lie in autumn and 11 first in the year; the newest first.
        CaseGroup.ALL: ["5", "6", "4", "3", "2", "1", "11"],
        # Told of 72 hours and a minute after it was known.
        CaseGroup.LATE: ["2"],
        # No column for what ended the time, no decision, known since no one knows when.
        CaseGroup.UNDECIDED: ["6", "4", "11"],
        CaseGroup.TO_JUDGE: ["5", "4", "3", "2"],
    }
    assert (own.body.name, own.year, own.count.n, [third.count.n for third in own.tertials]) == (
        None,
        2026,
        7,
        [1, 3, 2, 2],
    )
    assert [(of_body.body.name, of_body.count.n) for of_body in bolag] == [("Bostads AB", 0), ("Vattenbolaget", 2)]
