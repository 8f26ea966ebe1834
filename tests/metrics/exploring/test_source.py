"""What is explored out of the store: words instead of codes, kept columns unfolded, sources added up."""

from datetime import date

import pytest

from access.rights import authorise, local_coordinator
from base.actors import Act
from base.errors import MognadError
from data.imported.imports import import_reading, read_file
from data.imported.incoming import ImportOrder
from data.imported.sources import FileCoverage, add_source
from data.imported.undo import withdraw_import
from data.registers.finding.mapping import FileMapping
from files.workbook import read_bytes
from metrics.exploring.groups import pivot
from metrics.exploring.rows import exported, find
from metrics.exploring.source import reading_table, snapshot_table, source_key
from metrics.exploring.table import ColumnKind
from metrics.exploring.view import Condition, ExploreView
from metrics.exploring.words import origin_rows

pytestmark = pytest.mark.slow

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)
HEADERS = ("Risk-ID", "Riskbeskrivning", "Enhet", "Sannolikhet", "Konsekvens", "Status", "Kategori", "Kostnad")
KEPT = FileMapping(keep=dict.fromkeys(HEADERS, True), scales={"likelihood": "4x4", "consequence": "4x4"})
ROWS = ("R1;Ett;A1;4;3;Öppen;IT;10", "R2;Två;Okänd;1;2;Stängd;;2,5", "R3;Tre;A1;2;2;;IT;")


def grant(act):
    return authorise(local_coordinator(), act)


def reading(*rows):
    text = "\n".join([";".join(HEADERS), *rows])
    return read_file(read_bytes(text.encode(), "risker.csv"), "risks", KEPT)


@pytest.fixture
def take(world):
    def taken(day, *rows, source=None, **coverage):
        told = FileCoverage(**coverage) if coverage else FileCoverage()
        order = ImportOrder(source=source, coverage=told, again=True)
        found = import_reading(world.store, grant(Act.IMPORT), reading(*rows), day, order)
        return found.snapshot

    return taken


def column(table, name):
    return table.data.column(table.column(name).at).to_pylist()


def test_codes_become_words_and_units_their_names(world, take):
    table = snapshot_table(world.store, "risks", take(JAN, *ROWS))
    assert (table.title, table.file_name, table.as_of, table.rows) == ("Risker", "risker.csv", JAN, 3)
    assert column(table, "unit") == ["A1", "Okänd", "A1"]
    assert column(table, "status") == ["Öppen", "Stängd", None]
    assert column(table, "likelihood") == ["4 Mycket sannolik", "1 Osannolik", "2 Möjlig"]
    # Likelihood times consequence: 12, 2 and 4 on the scale of 4 × 4.
    assert column(table, "risk_class") == ["Hög", "Låg", "Medel"]
    assert table.column("likelihood").kind is ColumnKind.SCALE


def test_kept_columns_are_unfolded_and_typed(world, take):
    table = snapshot_table(world.store, "risks", take(JAN, *ROWS))
    assert column(table, "+Kategori") == ["IT", None, "IT"]
    assert column(table, "+Kostnad") == [10, 2.5, None]
    # A field that the file lacks is no column.
    assert not table.has("due")


def test_a_scale_is_computed_with_by_its_steps(world, take):
    table = snapshot_table(world.store, "risks", take(JAN, *ROWS))
    found = pivot(table, ExploreView(by="unit", measure="mean", of="likelihood"))
    assert [(group.label, cell.value) for group, cell in zip(found.rows, found.row_totals, strict=True)] == [
        ("A1", 3),
        ("Okänd", 1),
    ]


def test_a_reading_gives_the_same_columns_as_its_snapshot(world, take):
    stored = snapshot_table(world.store, "risks", take(JAN, *ROWS))
    looked = reading_table(reading(*ROWS))
    assert [(one.name, one.kind) for one in looked.columns] == [(one.name, one.kind) for one in stored.columns]
    assert looked.data.equals(stored.data)


def test_sources_are_added_up_and_told_apart(world, take):
    other = add_source(world.store, grant(Act.IMPORT), "risks", "Skolornas lista")
    first = take(JAN, ROWS[0])
    newest = take(FEB, ROWS[1], source=other)
    assert snapshot_table(world.store, "risks", first).rows == 1
    table = snapshot_table(world.store, "risks", newest)
    assert column(table, "id") == ["R1", "R2"]
    assert column(table, "source") == ["Risker", "Skolornas lista"]


def test_the_key_changes_with_what_the_table_is_made_of(world, take):
    first = take(JAN, *ROWS)
    key = source_key(world.store, "risks", first)
    assert source_key(world.store, "risks", first) == key
    take(JAN, ROWS[0], claim="addition")
    added = world.store.query("SELECT snapshot FROM store.snapshot ORDER BY seq DESC LIMIT 1")[0]["snapshot"]
    assert source_key(world.store, "risks", added) != key


def test_what_was_withdrawn_is_not_there(world, take):
    snapshot = take(JAN, *ROWS)
    withdraw_import(world.store, grant(Act.IMPORT), snapshot, "Fel fil.")
    with pytest.raises(MognadError) as caught:
        snapshot_table(world.store, "risks", snapshot)
    assert caught.value.code == "snapshot_unknown"


def test_a_risk_value_is_taken_along_as_a_number_and_a_step_with_words_as_words(world) -> None:
    text = "Risk-ID;Riskbeskrivning;Sannolikhet;Riskvärde\nR1;Ett;4;6\nR2;Två;1;12\nR3;Tre;;"
    scales = {"likelihood": "4x4", "risk_level": "4x4"}
    found = read_file(read_bytes(text.encode(), "risker.csv"), "risks", FileMapping(scales=scales))
    import_reading(world.store, grant(Act.IMPORT), found, JAN)
    snapshot = world.store.query("SELECT snapshot FROM store.snapshot")[0]["snapshot"]
    table = snapshot_table(world.store, "risks", snapshot)
    view = ExploreView(sort="risk_level", where=(Condition(column="risk_level", filled=True),))
    shown = exported(table, find(table, view), [table.column("risk_level"), table.column("likelihood")])
    assert shown.to_pydict() == {"Riskvärde": [6, 12], "Sannolikhet": ["4 Mycket sannolik", "1 Osannolik"]}
    assert origin_rows(table, view, 2, "IT") == [
        ("Register eller fil", "Risker"),
        ("Läget per", "2026-01-01"),
        ("Ur", "risker.csv"),
        ("Rader", "2 av 3 rader"),
        ("Urval", "Riskvärde: bara ifyllda"),
        ("Grupp", "IT"),
    ]
