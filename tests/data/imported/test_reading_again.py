"""A file read again: which reading holds, and what an import that was undone leaves behind."""

from datetime import date

import pytest

from base.actors import Act
from base.errors import MognadError
from data.imported.imports import import_reading, last_mapping, read_file, remembered_coverage
from data.imported.incoming import ImportOrder
from data.imported.sources import FileCoverage, RegisterSource, change_source, source_of
from data.imported.state import held_rows, layer_tables, layers
from data.imported.undo import withdraw_import, withdraw_imports
from data.registers import find_register
from data.registers.finding.mapping import FileMapping
from files.workbook import read_bytes

pytestmark = pytest.mark.slow

JAN, FEB, MAR = (date(2026, month, 1) for month in (1, 2, 3))
INCIDENTS = "Incident-id;Rubrik;Inträffade;Enhet\n"
FIVE = "".join(f"R{n};Rad {n};2025-0{n}-01;Skola A\n" for n in range(1, 6))
THREE = "R1;Ny etta;2025-01-01;Skola A\nR2;Ny tvåa;2025-02-01;Skola A\nR3;Ny trea;2025-03-01;Skola A\n"


@pytest.fixture
def take(store, grant, offices):
    """Imports incidents dated a day; the same text is the same file."""

    def taken(day: date, rows: str, *, said: FileMapping | None = None, **coverage) -> str:
        reading = read_file(read_bytes((INCIDENTS + rows).encode(), "fil.csv"), "incidents", said or FileMapping())
        told = FileCoverage(**coverage)
        order = ImportOrder(coverage=told, again=True, fewer_is_right=True)
        return import_reading(store, grant(Act.IMPORT), reading, day, order).snapshot

    return taken


def held(store, day: date = MAR) -> list[str]:
    chosen = layers(store, "incidents", day)
    rows = store.query(held_rows(find_register("incidents")), {}, layer_tables(store, chosen))
    return sorted(f"{row['id']} {row['title']}" for row in rows)


def test_a_file_read_again_as_an_addition_gives_back_what_it_hid(store, take):
    take(JAN, FIVE)
    take(FEB, THREE)
    assert held(store) == ["R1 Ny etta", "R2 Ny tvåa", "R3 Ny trea"]
    take(FEB, THREE, claim="addition")
    assert held(store) == ["R1 Ny etta", "R2 Ny tvåa", "R3 Ny trea", "R4 Rad 4", "R5 Rad 5"]


def test_a_part_read_again_with_its_right_period_closes_only_inside_it(store, take):
    take(JAN, FIVE)
    march = "R3;Ny trea;2025-03-01;Skola A\n"
    take(FEB, march, claim="part", period_from=date(2025, 1, 1), period_to=date(2025, 12, 31))
    assert held(store) == ["R3 Ny trea"]
    take(FEB, march, claim="part", period_from=date(2025, 3, 1), period_to=date(2025, 3, 31))
    assert held(store) == ["R1 Rad 1", "R2 Rad 2", "R3 Ny trea", "R4 Rad 4", "R5 Rad 5"]


def test_a_corrected_reading_that_is_undone_gives_back_the_first(store, grant, take):
    take(JAN, FIVE)
    take(FEB, THREE)
    again = take(FEB, THREE, claim="addition")
    withdraw_import(store, grant(Act.IMPORT), again, "Det var hela registret")
    assert held(store) == ["R1 Ny etta", "R2 Ny tvåa", "R3 Ny trea"]


def test_what_was_said_in_an_undone_import_leads_no_other(store, grant, take):
    take(JAN, FIVE)
    wrong = take(FEB, THREE, said=FileMapping(fields={"Rubrik": None}), claim="addition")
    assert source_of(store, "incidents", "incidents").claim == "addition"
    withdraw_import(store, grant(Act.IMPORT), wrong, "Fel val")
    known = source_of(store, "incidents", "incidents")
    assert (known.claim, remembered_coverage(store, known)) == ("whole", FileCoverage("whole"))
    remembered = last_mapping(store, "incidents")
    assert remembered is not None and remembered.fields["Rubrik"] == "title"


def test_a_branch_of_an_undone_part_is_not_carried_over(store, grant, take, offices):
    take(JAN, FIVE, claim="part", branch=offices.north)
    wrong = take(FEB, THREE, claim="part", branch=offices.south)
    withdraw_import(store, grant(Act.IMPORT), wrong, "Fel del")
    known = source_of(store, "incidents", "incidents")
    assert remembered_coverage(store, known) == FileCoverage("part", branch=offices.north)


def test_where_everything_is_undone_nothing_is_known_of_what_the_files_cover(store, grant, take):
    only = take(JAN, FIVE, claim="addition")
    withdraw_import(store, grant(Act.IMPORT), only, "Fel fil")
    assert source_of(store, "incidents", "incidents").claim is None
    # How its columns were read is still the best start there is.
    assert last_mapping(store, "incidents") is not None


def test_what_was_said_of_the_source_itself_stays(store, grant, take):
    take(JAN, FIVE)
    change_source(store, grant(Act.IMPORT), RegisterSource("incidents", "incidents", "Incidenter", "addition"))
    added = take(FEB, THREE, claim="addition")
    withdraw_import(store, grant(Act.IMPORT), added, "Fel fil")
    assert source_of(store, "incidents", "incidents").claim == "addition"


def test_two_mistakes_undone_one_by_one_leave_what_was_said_before(store, grant, take):
    take(JAN, FIVE)
    wrong = [take(FEB, THREE, claim="addition"), take(MAR, THREE + "R9;Nio;;\n", claim="addition")]
    withdraw_import(store, grant(Act.IMPORT), wrong[0], "Fel")
    assert source_of(store, "incidents", "incidents").claim == "addition"
    withdraw_import(store, grant(Act.IMPORT), wrong[1], "Fel")
    assert source_of(store, "incidents", "incidents").claim == "whole"


def test_an_import_is_undone_once_though_it_is_named_twice(store, grant, take):
    made = take(JAN, FIVE)
    withdraw_imports(store, grant(Act.IMPORT), [made, made], "Fel fil")
    assert store.query("SELECT snapshot FROM store.snapshot_event") == [{"snapshot": made}]


@pytest.mark.parametrize(
    "coverage", [{"period_from": JAN, "period_to": FEB}, {"branch": "u1"}, {"period_to": FEB, "branch": "u1"}]
)
def test_a_part_that_the_register_cannot_be_bounded_by_is_refused(store, grant, offices, coverage):
    text = "Beslutsnivå;Högsta riskklass\nChef;Hög\n"
    reading = read_file(read_bytes(text.encode(), "fil.csv"), "delegation", FileMapping())
    with pytest.raises(MognadError) as caught:
        import_reading(store, grant(Act.IMPORT), reading, MAR, ImportOrder(coverage=FileCoverage("part", **coverage)))
    assert caught.value.code == "part_unbounded"
    assert store.query("SELECT * FROM store.snapshot") == []
