"""Figures of a register with several sources, a part, an addition and rows said to be the same, worked out by hand."""

from datetime import date

import pytest

from base.actors import Act
from base.errors import MognadError
from data.imported.followed_rows import RowId
from data.imported.imports import import_reading, read_file
from data.imported.incoming import ImportOrder
from data.imported.same_rows import SamePair, judge_pair, judged_pairs
from data.imported.sources import FileCoverage, add_source
from data.imported.undo import withdraw_import
from data.registers.finding.mapping import FileMapping
from files.workbook import read_bytes
from metrics.incidents.years import incident_years
from metrics.registers.likely_same import likely_same
from metrics.registers.risks import risk_years
from metrics.registers.sources import register_at, snapshots
from metrics.registers.unit_risks import unit_risks
from tests.kit.measured import World, grant
from tests.kit.sure import sure

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 3)
HEADER = "Risk-ID;Risk;Enhet;Riskvärde;Status;Klart senast"


@pytest.fixture
def take(world: World):
    """Imports rows under ``HEADER`` (or another), dated a day; returns the snapshot."""

    def taken(day, *rows, register="risks", header=HEADER, source=None, file="fil", **coverage):
        text = "\n".join((header, *rows))
        reading = read_file(read_bytes(text.encode(), f"{file}.csv"), register, FileMapping())
        told = FileCoverage(**coverage) if coverage else FileCoverage()
        order = ImportOrder(source, told, fewer_is_right=True)
        return import_reading(world.store, grant(Act.IMPORT), reading, day, order).snapshot

    return taken


@pytest.fixture
def second(world: World) -> str:
    return add_source(world.store, grant(Act.IMPORT), "risks", "Skolornas lista")


def test_the_union_of_two_sources_a_part_and_an_addition(world: World, take, second) -> None:
    take(
        date(2026, 2, 1),
        "R1;Ett;A1;Hög;Öppen;2026-01-15",  # open, high, overdue in February
        "R1;Ett;A1;Hög;Öppen;2026-03-01",  # another action of the same risk
        "R2;Två;A2;Låg;Öppen;2026-03-01",  # gone from A's file in March
        "R3;Tre;B1;Låg;Öppen;2026-02-15",  # its file of February says nothing of whether it was late in March
        "R4;Fyra;B1;Hög;Accepterad;",
    )
    take(date(2026, 3, 1), "R1;Ett;A1;Låg;Stängd;", "R5;Fem;A2;Hög;Pågående;2026-02-20", claim="part",
         branch=world.ids["A"])  # fmt: skip
    take(date(2026, 4, 1), "R4;Fyra;B1;Hög;Öppen;2026-05-01", "R6;Sex;B2;?;Öppen;", claim="addition")
    take(date(2026, 3, 15), "R1;Annan etta;B1;Extremt hög;Öppen;2026-01-01", source=second)

    found = risk_years(world.store, TODAY, world.store.position())[0]
    # R1 closed; R3, R4, R5, R6 and the school's R1 open. High: R4, R5, the school's R1. Overdue: R5, the school's R1.
    assert (found.open, found.high, found.overdue) == (5, 3, 2)
    assert (found.closed.n, found.accepted.n, found.opened.class_unknown, found.total) == (1, 0, 1, 6)
    assert found.source.marks == "4 filer från 2 källor, senast 2026-04-01 · 6 rader"
    branch = risk_years(world.store, TODAY, world.store.position(), world.ids["B"])[0]
    assert (branch.open, branch.high, branch.overdue, branch.total) == (4, 2, 1, 4)
    # In March, before the addition and the second source.
    march = risk_years(world.store, date(2026, 3, 1), world.store.position())[0]
    assert (march.open, march.high, march.overdue, march.accepted.n) == (2, 1, 1, 1)
    assert march.source.marks == "2 filer, senast 2026-03-01 · 4 rader"
    own = unit_risks(world.store, world.ids["A2"], TODAY)
    assert own is not None
    assert [risk.id for risk in own.late] == ["R5"]


def test_a_year_is_the_register_at_its_end(world: World, take, second) -> None:
    take(date(2024, 6, 1), "R1;Ett;A1;Hög;Öppen;", file="ett")
    take(date(2025, 6, 1), "S1;Skolans;B1;Hög;Öppen;", source=second)
    # 2025 holds the first source's file of 2024 too; 2026 has no import of its own.
    found = risk_years(world.store, TODAY, world.store.position())
    assert [(figures.year, figures.open) for figures in found] == [(2024, 1), (2025, 2)]
    assert found[0].source.marks == "läget per 2024-06-01 · ett.csv · 1 rad"
    assert found[1].source.marks == "2 filer från 2 källor, senast 2025-06-01 · 2 rader"


def test_a_withdrawn_import_is_not_counted(world: World, take) -> None:
    take(date(2025, 6, 1), "R1;Ett;A1;Hög;Öppen;")
    before = world.store.position()
    wrong = take(date(2026, 6, 1), "R1;Ett;A1;Hög;Öppen;", "R2;Två;A1;Hög;Öppen;")
    told = world.store.position()
    withdraw_import(world.store, grant(Act.IMPORT), wrong, "Fel fil")
    assert [figures.open for figures in risk_years(world.store, TODAY, world.store.position())] == [1]
    assert [figures.open for figures in risk_years(world.store, TODAY, told)] == [1, 2]
    assert len(snapshots(world.store, "risks", TODAY, before)) == 1


def test_incidents_are_added_up_over_sources(world: World, take) -> None:
    other = add_source(world.store, grant(Act.IMPORT), "incidents", "IT-centrum")
    header = "Ärendenummer;Rubrik;Typ av incident;Upptäckt"
    take(date(2026, 2, 1), "1;Ett;IT-säkerhetsincident;2025-05-01", "2;Två;Personuppgiftsincident;2026-01-02",
         register="incidents", header=header)  # fmt: skip
    take(date(2026, 3, 1), "1;Annat;IT-säkerhetsincident;2026-02-02", register="incidents", header=header, source=other)
    found = incident_years(world.store, TODAY, world.store.position())
    assert found is not None
    assert [(year.year, year.n) for year in found.years] == [(2025, 1), (2026, 2)]


def pairs(world: World) -> list[tuple[str | None, str | None]]:
    found, n = likely_same(world.store, "risks", TODAY)
    assert len(found) == n
    return [(pair.one.key, pair.other.key) for pair in found]


def test_likely_duplicates_are_proposed_and_counted_once_when_somebody_has_said_so(world: World, take, second) -> None:
    take(
        date(2026, 2, 1),
        "R1;Skadlig kod;A1;Hög;Öppen;",
        "R2;Strömavbrott;A1;Hög;Öppen;",
        "R3;Brand;A1;Låg;Öppen;",
        "R4;Stöld;;Låg;Öppen;",
        "R5;Otydlig;A1;Låg;Öppen;",
    )
    take(
        date(2026, 3, 1),
        "S1; skadlig  KOD!;A1;Låg;Stängd;",  # the same title and unit
        "S2;Strömavbrott;B1;Låg;Öppen;",  # another unit
        "R3;Brand;B1;Låg;Öppen;",  # another unit but the same key
        "S4;Stöld;B1;Låg;Öppen;",  # one of them in no unit
        *(f"S{n};Otydlig;A1;Låg;Öppen;" for n in range(5, 9)),  # a title that says too little
        source=second,
    )
    assert pairs(world) == [("R3", "R3"), ("R1", "S1"), ("R4", "S4")]
    # Proposing merges nothing.
    assert risk_years(world.store, TODAY, world.store.position())[0].total == 13

    one, other = RowId("risks", "iR1"), RowId(second, "iS1")
    judge_pair(world.store, grant(Act.IMPORT), "risks", SamePair(other, one, "same"))
    judge_pair(
        world.store, grant(Act.IMPORT), "risks", SamePair(RowId("risks", "iR3"), RowId(second, "iR3"), "not_same")
    )
    assert pairs(world) == [("R4", "S4")]
    found = risk_years(world.store, TODAY, world.store.position())[0]
    # The register's own source is named first: its open R1 counts, the school's closed S1 does not.
    assert (found.total, found.closed.n, found.high) == (12, 0, 2)
    assert found.source.marks == (
        "2 filer från 2 källor, senast 2026-03-01 · 13 rader, varav 1 räknas som samma som en annan"
    )
    # The second source's row counts where the first one's does not hold.
    assert sure(register_at(world.store, "risks", date(2026, 2, 1), world.store.position())).same == 0
    take(date(2026, 4, 1), "R2;Strömavbrott;A1;Hög;Öppen;")
    assert risk_years(world.store, TODAY, world.store.position())[0].closed.n == 1

    judge_pair(world.store, grant(Act.IMPORT), "risks", SamePair(one, other, "undone"))
    assert [pair.verdict for pair in judged_pairs(world.store, "risks")] == ["not_same"]


def test_what_cannot_be_said_of_a_pair_is_refused(world: World, second) -> None:
    def refused(one, other, verdict):
        with pytest.raises(MognadError) as caught:
            judge_pair(world.store, grant(Act.IMPORT), "risks", SamePair(one, other, verdict))
        return caught.value.code

    assert refused(RowId("risks", "i1"), RowId("risks", "i2"), "same") == "same_source"
    assert refused(RowId("risks", "iX9"), RowId(second, "iX9"), "same") == "row_unknown"
    assert refused(RowId("risks", "i1"), RowId("okänd", "i2"), "same") == "source_unknown"
    assert refused(RowId("risks", "i1"), RowId(second, "i2"), "kanske") == "verdict_unknown"
