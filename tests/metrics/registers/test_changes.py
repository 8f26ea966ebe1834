"""What an import changed, and what changed between two dates, beside tables worked out by hand."""

from datetime import date
from typing import Any

import pytest

from base.actors import Act
from base.errors import MognadError
from data.imported.imports import import_reading, read_file
from data.imported.incoming import ImportOrder, Incoming
from data.imported.outlook import outlook
from data.imported.sources import FileCoverage, add_source
from data.imported.undo import withdraw_import
from data.registers.finding.mapping import FileMapping
from files.workbook import read_bytes
from metrics.registers.changes import Changes, date_changes, import_changes
from metrics.registers.risk_moves import RiskMoves
from metrics.registers.rows import changed_rows
from metrics.registers.words import change_notes
from tests.kit.measured import World, grant

pytestmark = pytest.mark.slow

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
HEADER = "Risk-ID;Risk;Enhet;Sannolikhet;Konsekvens;Status;Klart senast"
SCALES = {"likelihood": "4x4", "consequence": "4x4"}


@pytest.fixture
def take(world: World):
    """Imports rows under ``HEADER`` (or another), dated a day; returns the snapshot."""

    def taken(day, *rows, header=HEADER, source=None, scales=SCALES, again=False, **coverage):
        text = "\n".join((header, *rows))
        reading = read_file(read_bytes(text.encode(), f"fil {day}.csv"), "risks", FileMapping(scales=scales))
        told = FileCoverage(**coverage) if coverage else FileCoverage()
        order = ImportOrder(source, told, again, fewer_is_right=True)
        return import_reading(world.store, grant(Act.IMPORT), reading, day, order).snapshot

    return taken


def counts(found: Changes) -> dict[str, int]:
    names = ("new", "changed", "missing", "returned", "unchanged", "untouched")
    return {name: getattr(found, name) for name in names if getattr(found, name)}


def ids(world: World, found: Changes, kind: str) -> list[str | None]:
    return [row.key for row in changed_rows(world.store, found, kind, 100)]


#          id  title unit L K status      due
FIRST = (
    "R1;Ett;A1;2;2;Öppen;2026-05-01",
    "R2;Två;A1;2;3;Öppen;2026-05-01",
    "R3;Tre;B1;4;4;Öppen;2026-05-01",
    "R4;Fyra;B1;1;1;Stängd;",
    "R5;Fem;B2;3;3;Öppen;",
    "R6;Sex;B2;3;3;Öppen;",
)
SECOND = (
    "R1; Ett ;a1;2;2;Öppen;2026-05-01",  # the same, written otherwise
    "R2;Två;A1;4;3;Öppen;2026-06-01",  # raised from 6 to 12, and later
    "R3;Tre;B1;2;4;Accepterad;2026-05-01",  # lowered from 16 to 8, and accepted
    "R4;Fyra;B1;1;1;Pågående;",  # open again
    "R5;Fem;B2;3;3;Stängd;",
    # R6 is not there: missing, and not closed.
    "R7;Sju;B2;1;1;Öppen;",
)


def test_a_whole_file_against_the_one_before(world: World, take) -> None:
    first, second = take(JAN, *FIRST), take(FEB, *SECOND)
    begun = import_changes(world.store, first)
    assert begun.first
    assert counts(begun) == {"new": 6}
    found = import_changes(world.store, second)
    assert counts(found) == {"new": 1, "changed": 4, "missing": 1, "unchanged": 1}
    assert ids(world, found, "new") == ["R7"]
    assert ids(world, found, "missing") == ["R6"]
    assert {field.name: n for field, n in found.fields} == {"likelihood": 2, "status": 3, "due": 1}
    assert found.moves == RiskMoves(raised=1, lowered=1, closed=1, reopened=1, accepted=1)
    told = {row.key: [(one.label, one.before, one.after) for one in row.fields]
            for row in changed_rows(world.store, found, "changed", 9)}  # fmt: skip
    assert told == {
        "R2": [("Sannolikhet", "2 Möjlig", "4 Mycket sannolik"), ("Klart senast", "2026-05-01", "2026-06-01")],
        "R3": [("Sannolikhet", "4 Mycket sannolik", "2 Möjlig"), ("Status", "Öppen", "Accepterad")],
        "R4": [("Status", "Stängd", "Pågående")],
        "R5": [("Status", "Öppen", "Stängd")],
    }
    # The same two states by their dates.
    assert counts(date_changes(world.store, "risks", JAN, FEB)) == counts(found)
    with pytest.raises(MognadError) as caught:
        date_changes(world.store, "risks", FEB, JAN)
    assert caught.value.code == "dates_backwards"


def test_what_was_missing_and_comes_back_has_returned(world: World, take) -> None:
    take(JAN, "R1;Ett;A1;;;;", "R2;Två;A1;;;;")
    take(FEB, "R1;Ett;A1;;;;")
    third = take(MAR, "R1;Ett;A1;;;;", "R2;Två;A1;;;;", "R3;Tre;A1;;;;")
    found = import_changes(world.store, third)
    assert counts(found) == {"new": 1, "returned": 1, "unchanged": 1}
    assert ids(world, found, "returned") == ["R2"]
    # From January to March it was there at both ends.
    assert counts(date_changes(world.store, "risks", JAN, MAR)) == {"new": 1, "unchanged": 2}


def test_an_addition_leaves_nothing_missing(world: World, take) -> None:
    take(JAN, "R1;Ett;A1;;;;", "R2;Två;A1;;;;")
    added = take(FEB, "R2;Två ändrad;A1;;;;", "R3;Tre;A1;;;;", claim="addition")
    assert counts(import_changes(world.store, added)) == {"new": 1, "changed": 1, "untouched": 1}


def test_a_part_is_judged_inside_its_branch(world: World, take) -> None:
    take(JAN, "R1;Ett;A1;;;;", "R2;Två;A2;;;;", "R3;Tre;B1;;;;")
    part = take(FEB, "R1;Ett;A1;;;;", "R4;Fyra;A2;;;;", claim="part", branch=world.ids["A"])
    found = import_changes(world.store, part)
    # R2 lies in A and is gone; of R3 in B the file says nothing.
    assert counts(found) == {"new": 1, "missing": 1, "unchanged": 1, "untouched": 1}
    assert ids(world, found, "missing") == ["R2"]


def test_sources_are_never_compared_with_each_other(world: World, take) -> None:
    other = add_source(world.store, grant(Act.IMPORT), "risks", "Skolornas lista")
    take(JAN, "R1;Ett;A1;;;;", "R2;Två;A1;;;;")
    begun = take(FEB, "R1;Skolans etta;A1;;;;", source=other)
    assert counts(import_changes(world.store, begun)) == {"new": 1}
    between = date_changes(world.store, "risks", JAN, FEB)
    assert counts(between) == {"new": 1, "untouched": 2}
    assert between.of_new_source == 1


def test_rows_without_a_key_are_followed_by_title_and_unit_and_others_counted_apart(world: World, take) -> None:
    # Those without a name stand first: below another row they would be read as its continuation.
    take(JAN, ";;;1;1;Öppen;", "R1;Ett;A1;;;;", ";Utan nummer;A1;2;2;Öppen;", ";Flyttad;A1;;;;")
    second = take(
        FEB,
        ";;;1;1;Öppen;",
        ";;;1;2;Öppen;",
        "R1;Ett;A1;;;;",
        ";Utan nummer;A1;2;2;Stängd;",
        ";Flyttad;A2;;;;",  # in another unit it can't be told to be the same
    )
    found = import_changes(world.store, second)
    assert counts(found) == {"new": 1, "changed": 1, "missing": 1, "unchanged": 1}
    assert [row.title for row in changed_rows(world.store, found, "changed", 9)] == ["Utan nummer"]
    assert (found.untraced_before, found.untraced_after) == (1, 2)


def test_a_key_on_several_rows_of_a_file_is_one_and_told(world: World, take) -> None:
    take(JAN, "R1;Ett;A1;2;2;Öppen;")
    second = take(FEB, "R1;Ett;A1;2;2;Öppen;", "R1;Ett, åtgärd två;A1;2;2;Öppen;", "R1;Ett, åtgärd tre;A1;2;2;Öppen;")
    found = import_changes(world.store, second)
    assert counts(found) == {"unchanged": 1}
    assert found.repeated == 2


def test_a_risk_moves_by_its_least_finished_row(world: World, take) -> None:
    take(JAN, "R1;Ett;A1;2;2;Pågår;", "R2;Två;A1;2;2;Klar;", "R2;Två;A1;2;2;Klar;")
    second = take(
        FEB,
        "R1;Ett;A1;2;2;Klar;",  # its first action is done,
        "R1;Ett;A1;2;2;Pågår;",  # and its second is not: nothing is closed
        "R2;Två;A1;2;2;Klar;",
        "R2;Två;A1;2;2;Öppen;",
    )
    found = import_changes(world.store, second)
    assert counts(found) == {"changed": 1, "unchanged": 1}
    assert found.moves == RiskMoves(reopened=1)
    assert [row.row for row in changed_rows(world.store, found, "changed", 9)] == [5]
    assert "2 rader har samma id som en annan rad i filen. Av dem räknas den som är minst färdig." in change_notes(
        found
    )


def test_what_the_file_says_nothing_of_has_not_moved(world: World, take) -> None:
    take(JAN, "R1;Ett;A1;;;Öppen;", "R2;Två;A1;;;Öppen;", "R3;Tre;A1;2;2;Öppen;")
    added = take(FEB, "R3;Tre;A1;2;3;Öppen;", claim="addition")
    assert import_changes(world.store, added).moves == RiskMoves(raised=1)


def test_rows_that_nothing_identifies_are_the_newest_parts(world: World) -> None:
    year: dict[str, Any] = {"claim": "part", "period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31)}
    lost, known = {"id": None, "status": "open"}, {"id": "R1", "title": "Ett", "status": "open"}
    world.snapshot("risks", JAN, [lost, lost, known], **year)
    found = import_changes(world.store, world.snapshot("risks", FEB, [lost, lost, lost], **year))
    # Nobody knows which of the two are among the three: they are not five. R1 has no date, so the part leaves it.
    assert (found.untraced_before, found.untraced_after, found.untouched) == (2, 3, 1)


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (("R1;Ett;A1;3;3;Öppen;",), ("R1; Ett ;a1;Sannolik;Betydande;Öppen;",), 0),  # the same in other words
        (("R1;Ett;A1;3;3;Öppen;",), ("R1;Ett;A2;3;3;Öppen;",), 1),  # in another unit
        (("R1;Ett;A1;3;3;Klar;", "R1;Ett;A1;3;3;Öppen;"), ("R1;Ett;A1;3;3;Öppen;",), 0),  # an action is done
        (("R1;Ett;A1;3;3;Öppen;",), ("R1;Ett;A1;3;3;Klar;", "R1;Ett;A1;3;3;Pågår;"), 1),
    ],
)
def test_the_card_before_saving_says_what_is_told_afterwards(world: World, take, before, after, changed) -> None:
    take(JAN, *before)
    text = "\n".join((HEADER, *after))
    reading = read_file(read_bytes(text.encode(), "fil.csv"), "risks", FileMapping(scales=SCALES))
    card = outlook(world.store, Incoming(reading, FEB, "risks"))
    assert card is not None
    found = import_changes(world.store, take(FEB, *after))
    assert (card.changed, card.same) == (found.changed, found.unchanged) == (changed, 1 - changed)


def test_a_column_that_was_left_out_is_not_compared(world: World) -> None:
    mapping = '{"fields": {"Nr": "id", "Risk": "title", "Ansvarig": "owner"}, "keep": {"ansvarig": false}}'
    row = {"id": "R1", "title": "Ett"}
    with world.store.writing(grant(Act.IMPORT), Act.IMPORT) as transaction:
        told = {"snapshot": "gammal", "register": "risks", "definition_seq": 1, "as_of": JAN, "mapping": mapping}
        file = {"file_name": "gammal.xlsx", "file_hash": "y", "stored": 1, "skipped": 0, "ignored": 0, "filled": None}
        transaction.append("snapshot", [told | file])
        transaction.append("register_risks", [{"snapshot": "gammal", "row": 2, **row}])
    second = world.snapshot("risks", FEB, [{**row, "owner": "Rektor"}])
    assert counts(import_changes(world.store, second)) == {"unchanged": 1}


def test_a_column_that_is_not_in_both_files_is_not_compared(world: World, take) -> None:
    take(JAN, "R1;Ett;A1;2;2;Öppen;2026-05-01")
    found = import_changes(world.store, take(FEB, "R1;Ett;A1;Öppen", header="Risk-ID;Risk;Enhet;Status", scales={}))
    assert counts(found) == {"unchanged": 1}
    assert {field.name for field in found.unheard} == {"likelihood", "consequence", "due"}
    # Its value is known on one side only.
    assert found.moves == RiskMoves(incomparable=1)


@pytest.mark.parametrize(
    ("before", "after", "scales", "moves"),
    [
        ("2;2;Öppen", "2;3;Öppen", SCALES, RiskMoves(raised=1)),  # 4 → 6 in the same class
        ("4;2;Öppen", "2;4;Öppen", SCALES, RiskMoves()),  # 8 both
        ("2;2;Öppen", "2;3;Öppen", {"likelihood": "5x5", "consequence": "5x5"}, RiskMoves(incomparable=1)),
        (";;Öppen", "2;3;Öppen", SCALES, RiskMoves(incomparable=1)),
        ("2;2;Öppen", "4;4;Stängd", SCALES, RiskMoves(closed=1)),  # closed: its value is not asked
        (";;", ";;Stängd", SCALES, RiskMoves()),  # of unknown status before
    ],
)
def test_moves_of_a_risk(world: World, take, before, after, scales, moves) -> None:
    take(JAN, f"R1;Ett;A1;{before};")
    assert import_changes(world.store, take(FEB, f"R1;Ett;A1;{after};", scales=scales)).moves == moves


def test_moves_of_a_value_in_words_go_by_its_order(world: World, take) -> None:
    header = "Risk-ID;Risk;Enhet;Riskvärde"
    take(JAN, "R1;Ett;A1;Låg", "R2;Två;A1;Extremt hög", "R3;Tre;A1;Låg", header=header, scales={})
    found = import_changes(
        world.store, take(FEB, "R1;Ett;A1;Hög", "R2;Två;A1;Medel", "R3;Tre;A1;?", header=header, scales={})
    )
    assert found.moves == RiskMoves(raised=1, lowered=1, incomparable=1)
    assert found.moves.sentence == "1 höjd och 1 sänkt. 1 går inte att jämföra."


def test_an_import_that_holds_no_more_has_no_difference(world: World, take) -> None:
    take(JAN, "R1;Ett;A1;;;;")
    wrong = take(FEB, "R9;Fel;A1;;;;")
    withdraw_import(world.store, grant(Act.IMPORT), wrong, "Fel fil")
    with pytest.raises(MognadError) as caught:
        import_changes(world.store, wrong)
    assert caught.value.code == "snapshot_gone"
    # What comes after is held against what was before it.
    assert counts(import_changes(world.store, take(MAR, "R1;Ett;A1;;;;", "R2;Två;A1;;;;"))) == {
        "new": 1,
        "unchanged": 1,
    }
    with pytest.raises(MognadError) as caught:
        import_changes(world.store, "finns-inte")
    assert caught.value.code == "snapshot_unknown"
