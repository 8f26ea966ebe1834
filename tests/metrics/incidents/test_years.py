"""Utveckling and Incidenter count the same incidents by one rule, bolag apart; beside figures counted by hand."""

from datetime import UTC, date, datetime

import pytest

from base.actors import Act
from data.imported.followed_rows import RowId
from data.imported.imports import import_reading, read_file
from data.imported.incoming import ImportOrder
from data.imported.judgements import IncidentDecision, judge
from data.imported.same_rows import SamePair, judge_pair
from data.imported.sources import add_source
from data.registers.finding.mapping import FileMapping
from files.workbook import read_bytes
from metrics.incidents.cases import incident_list
from metrics.incidents.counts import AUTHORITY, bodies, count
from metrics.incidents.years import IncidentFigures, Incidents, incident_years
from tests.kit.measured import World, grant
from tests.kit.sure import sure

pytestmark = pytest.mark.slow

HEADER = (
    "Ärendenummer;Enhet;Typ av incident;Upptäcktes;Kännedom;Anmäld till IMY;Beslut om anmälan till IMY;Juridisk person"
)
PUI, IT = "Personuppgiftsincident", "IT-säkerhetsincident"
DAY = date(2026, 11, 3)


def take(world: World, *rows: str, day: date = DAY, source: str | None = None) -> None:
    reading = read_file(read_bytes("\n".join([HEADER, *rows]).encode(), "incidenter.csv"), "incidents", FileMapping())
    import_reading(world.store, grant(Act.IMPORT), reading, day, ImportOrder(source))


def years(world: World, branch: str | None = None) -> Incidents:
    found = incident_years(world.store, DAY, world.store.position(), world.ids[branch] if branch else None)
    assert found is not None
    return found


ROWS = (
    f"1;A1;{PUI};2026-02-02;2026-02-02 08:00;2026-02-04 08:00;;",  # 48 h: in time
    f"2;A1;{PUI};2026-03-02;2026-03-02 08:00;;Ja;",  # should be reported, is not, and eight months have gone: late
    f"3;A2;{PUI};2026-03-02;2026-03-02 08:00;;Nej;",  # had not to be reported
    f"4;B1;{PUI};2026-03-02;2026-03-02 08:00;2026-12-24 08:00;;",  # reported after the file's own date: one is wrong
    f"5;A1;{PUI};2026-03-02;2026-03-02 08:00;2026-04-01 08:00;;Bostads AB",  # a bolag's, late
)


def test_one_rule_on_both_pages_and_bolag_apart(world: World) -> None:
    take(world, *ROWS)
    found = years(world)
    told = IncidentFigures(2026, n=4, personal_data=4, in_time=1, late=1, undecided=1, needless=1)
    assert found.of_year(2026) == told
    assert told.in_time_text == "1 av 2, 1 okänd, 1 behövde inte anmälas"
    assert found.marks == "läget per 2026-11-03 · incidenter.csv · 5 rader · 1 incident hos bolag räknas för sig"
    # What Incidenter says of the same year.
    listed = sure(incident_list(world.store, DAY))
    own = count(bodies(listed)[0].of_year(2026))
    assert (own.n, dict(own.verdicts[AUTHORITY])) == (
        4, {"in_time": 1, "late": 1, "undecided": 1, "not_concerned": 1}
    )  # fmt: skip


def test_what_ran_out_after_the_file_is_not_unknown(world: World) -> None:
    take(
        world,
        f"1;A1;{PUI};2026-11-02;2026-11-02 08:00;;Ja;",  # its 72 hours end on 5 November
        f"2;A1;{PUI};2026-11-01;;;Ja;",  # nobody noted when it was known
        f"3;A1;{PUI};2026-10-01;2026-10-01;2026-10-04;;",  # 72 hours turn on the time of day
    )
    told = years(world).of_year(2026)
    assert told == IncidentFigures(2026, n=3, personal_data=3, open=1, dates_missing=1, undecided=1)
    assert told.in_time_text == "–, 2 okända, 1 ej avslutad"


@pytest.fixture
def bolag(world: World) -> World:
    """Two bolag of the organisation, one of them with a unit; what the column says goes before the tree."""
    world.units("Vatten AB", "Bostads AB", kind="bolag")
    world.units("Driften", kind="verksamhet", parent="Vatten AB")
    take(
        world,
        f"1;A1;{IT};2026-02-01;;;;",
        f"2;B1;{IT};2026-02-01;;;;",
        f"3;Vatten AB;{IT};2026-02-01;;;;",
        f"4;Driften;{IT};2026-02-01;;;;",
        f"5;Driften;{IT};2026-02-01;;;;Kommun",
        f"6;A1;{IT};2026-02-01;;;;Vatten AB",
        f"7;A2;{IT};2026-02-01;;;;Bostads AB",
        f"8;Rymden;{IT};2026-02-01;;;;Vatten AB",
        f"9;Rymden;{IT};2026-02-01;;;;",
    )
    return world


@pytest.mark.parametrize(
    ("branch", "n", "unknown_unit", "apart"),
    [
        (None, 4, 1, 5),  # 1, 2, 5 and 9; the bolags' 3, 4, 6, 7 and 8 apart
        ("A", 1, 1, 2),  # 1; 6 and 7 happened there and are a bolag's; 9 may have
        ("B", 1, 1, 0),  # 2
        ("Vatten AB", 4, 1, 1),  # 3, 4, 6 and 8, wherever they happened; 5 is the municipality's
        ("Driften", 1, 1, 1),  # 4; 5 is the municipality's; 8 may have happened there
        ("Bostads AB", 1, 0, 0),  # 7
    ],
)
def test_a_branch_holds_what_its_own_legal_person_answers_for(bolag, branch, n, unknown_unit, apart) -> None:
    found = years(bolag, branch)
    assert (found.of_year(2026).n, found.unknown_unit, found.apart) == (n, unknown_unit, apart)


def test_what_lies_in_a_bolag_and_is_anothers_is_told(bolag) -> None:
    assert years(bolag, "Vatten AB").marks.endswith(" · 1 incident räknas till kommunen eller ett annat bolag")
    assert years(bolag, "A").marks.endswith(" · 2 incidenter hos bolag räknas för sig")


def test_a_bolag_is_one_however_its_name_is_written(world: World) -> None:
    world.units("Vatten AB", kind="bolag")
    take(
        world,
        f"1;A1;{IT};2026-02-01;;;;Bostads AB",
        f"2;A1;{IT};2026-02-02;;;;Bostads ab",
        f"3;A1;{IT};2026-02-03;;;;BOSTADS  AB",
        f"4;A1;{IT};2026-02-04;;;;vatten ab",
        f"5;Vatten AB;{IT};2026-02-05;;;;",
    )
    found = bodies(sure(incident_list(world.store, DAY)))
    assert {body.name: len(body.cases) for body in found} == {None: 0, "Bostads AB": 3, "Vatten AB": 2}


def test_a_decision_stays_when_the_row_is_said_to_be_anothers(world: World) -> None:
    take(world, f"1;A1;{IT};2026-02-01;2026-02-01 08:00;;;")
    second = add_source(world.store, grant(Act.IMPORT), "incidents", "IT-centrum")
    take(world, f"77;A1;{IT};2026-02-01;2026-02-01 08:00;;;", source=second)
    by_id = {case.id: case for case in sure(incident_list(world.store, DAY)).cases}
    one, other = by_id["1"], by_id["77"]
    when = datetime(2026, 3, 1, tzinfo=UTC)
    row, same = (RowId(case.source, sure(case.row_key)) for case in (one, other))
    judge(world.store, grant(Act.CORRECT), same, IncidentDecision(True, when, "Alla stod stilla."))
    judge_pair(world.store, grant(Act.IMPORT), "incidents", SamePair(row, same, "same"))
    (case,) = sure(incident_list(world.store, DAY)).cases
    assert (case.id, case.facts.significant, sure(case.own_judgement).reason) == ("1", True, "Alla stod stilla.")
    # The newest word on any of the rows counts.
    judge(world.store, grant(Act.CORRECT), row, IncidentDecision(False, when, "Bara en skrivare."))
    (case,) = sure(incident_list(world.store, DAY)).cases
    assert (case.facts.significant, sure(case.own_judgement).reason) == (False, "Bara en skrivare.")
