"""What a file would change, counted by hand, and rows that fall by more than a fifth."""

from datetime import date

import pytest

from base.actors import Act
from base.errors import MognadError
from data.imported.imports import import_reading, import_readings, last_mapping, read_file, remembered_coverage
from data.imported.incoming import ImportOrder, Incoming
from data.imported.made import register_imports
from data.imported.outlook import Outlook, outlook
from data.imported.sources import FileCoverage, add_source, sources
from data.imported.undo import withdraw_imports
from data.registers.finding.mapping import FileMapping
from files.workbook import read_bytes
from tests.kit.sure import sure

pytestmark = pytest.mark.slow

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)
HEADER = "Risk-ID;Riskbeskrivning;Enhet;Kategori\n"
TEN = [f"R{n};Risk {n};Skola A;IT" for n in range(1, 11)]


def read(rows, remembered=None, **corrections):
    workbook = read_bytes((HEADER + "\n".join(rows)).encode(), "export.csv")
    return read_file(workbook, "risks", FileMapping.model_validate(corrections), remembered)


@pytest.fixture
def take(store, grant, offices):
    def taken(rows, day=JAN, source=None, fewer_is_right=False, corrections=None, **coverage):
        order = ImportOrder(source, FileCoverage(**coverage), fewer_is_right=fewer_is_right)
        return import_reading(store, grant(Act.IMPORT), read(rows, **(corrections or {})), day, order)

    return taken


def code_of(call) -> str:
    with pytest.raises(MognadError) as caught:
        call()
    return caught.value.code


def test_new_changed_same_and_missing(store, take):
    assert outlook(store, Incoming(read(TEN), JAN, "risks")) is None
    take(TEN)
    # R1 changed, R2–R8 the same, R9 and R10 gone, R11 and R12 new.
    rows = ["R1;Risk 1 ändrad;Skola A;IT", *TEN[1:8], "R11;Ny;Skola B;IT", "R12;Ny;Skola B;IT"]
    assert outlook(store, Incoming(read(rows), FEB, "risks")) == Outlook(10, 10, 2, 1, 7, 2, 0)
    # An addition can miss nothing.
    assert outlook(store, Incoming(read(rows), FEB, "risks", FileCoverage("addition"))) == Outlook(0, 10, 2, 1, 7, 0, 0)


def test_only_what_the_file_fills_can_have_changed(store, take):
    take(TEN)
    narrow = read_bytes(b"Risk-ID;Riskbeskrivning\nR1;Risk 1\nR2;Annan text\n", "export.csv")
    found = outlook(store, Incoming(read_file(narrow, "risks"), FEB, "risks"))
    assert found == Outlook(10, 2, 0, 1, 1, 8, 0)


def test_a_field_that_no_file_had_before_changes_nothing(store, take):
    take(TEN)
    wide = read_bytes("Risk-ID;Riskbeskrivning;Riskägare\nR1;Risk 1;Rektor\nR2;Annan;Rektor\n".encode(), "export.csv")
    found = outlook(store, Incoming(read_file(wide, "risks"), FEB, "risks", FileCoverage("addition")))
    assert found is not None
    assert (found.changed, found.same) == (1, 1)


def test_one_risk_on_several_rows_is_one(store, take):
    take(["R1;Ett;Skola A;IT", "R1;Ett till;Skola A;IT", "R2;Två;Skola A;IT"])
    found = outlook(store, Incoming(read(["R1;Ett;Skola A;IT", "R1;Ett till;Skola A;IT"]), FEB, "risks"))
    assert found is not None
    assert (found.before, found.rows, found.same, found.missing) == (3, 2, 1, 1)


def test_a_branch_is_compared_with_its_own_rows(store, take, offices):
    take([*TEN, *(f"S{n};Syd {n};Skola C;IT" for n in range(1, 6))])
    found = outlook(store, Incoming(read(TEN[:9]), FEB, "risks", FileCoverage("part", branch=offices.north)))
    assert found == Outlook(10, 9, 0, 0, 9, 1, 0)
    assert not found.fell
    take(TEN[:9], FEB, claim="part", branch=offices.north)
    few = date(2026, 3, 1)
    assert code_of(lambda: take(TEN[:7], few, claim="part", branch=offices.north)) == "rows_fell"


@pytest.mark.parametrize(("left", "fell"), [(8, False), (7, True)])
def test_more_than_a_fifth_is_asked_about(store, take, left, fell):
    """8 of 10 is a fifth less, and let through; 7 of 10 is more than a fifth."""
    take(TEN)
    position = store.position()
    if not fell:
        assert take(TEN[:left], FEB).stored == left
        return
    with pytest.raises(MognadError) as caught:
        take(TEN[:left], FEB)
    assert caught.value.code == "rows_fell"
    assert caught.value.message.startswith("Filen har 7 rader, förra gången var det 10. Är det hela registret?")
    assert store.position() == position
    assert take(TEN[:left], FEB, fewer_is_right=True).stored == left


def test_an_addition_another_source_and_an_older_day_are_not_asked_about(store, grant, take):
    take(TEN, FEB)
    other = add_source(store, grant(Act.IMPORT), "risks", "Skolornas lista")
    assert take(TEN[:2], FEB, source=other).stored == 2
    assert take(TEN[:3], JAN).stored == 3
    assert take(TEN[:1], date(2026, 3, 1), claim="addition").stored == 1


def test_rows_left_out_by_a_filter_are_stored_as_a_number_and_remembered(store, take):
    where = [{"header": "Kategori", "values": ["IT"]}]
    rows = [*TEN, "R11;Halt;Skola A;Arbetsmiljö"]
    result = take(rows, corrections={"where": where, "constants": {"status": "Öppen"}})
    assert (result.stored, result.left_out) == (10, 1)
    kept = store.query("SELECT left_out, filled FROM store.snapshot")[0]
    assert kept["left_out"] == 1
    assert '"status"' in kept["filled"]
    again = read(rows, last_mapping(store, "risks"))
    assert (again.stored, again.left_out, again.mapping.constants) == (10, 1, {"status": "Öppen"})
    # Without its column the filter can't hold, and that is told.
    without = read_bytes(b"Risk-ID;Riskbeskrivning;Enhet\nR1;Ett;Skola A\n", "export.csv")
    told = read_file(without, "risks", None, last_mapping(store, "risks"))
    assert [issue.code for issue in told.issues] == ["filter_gone"]


def test_one_value_that_is_no_unit_is_told_once(store, grant, offices):
    workbook = read_bytes("Risk-ID;Riskbeskrivning\nR1;Ett\nR2;Två\n".encode(), "export.csv")
    reading = read_file(workbook, "risks", FileMapping(constants={"unit": "Okänd skola"}))
    result = import_reading(store, grant(Act.IMPORT), reading, JAN)
    assert [(issue.code, issue.row) for issue in result.issues] == [("unit_unknown", None)]


def test_each_source_remembers_its_own(store, grant, take, offices):
    other = add_source(store, grant(Act.IMPORT), "risks", "Skolornas lista")
    take(TEN, claim="part", branch=offices.north)
    take(
        TEN, source=other, claim="part", period_from=JAN, period_to=FEB, corrections={"constants": {"status": "Öppen"}}
    )
    own, second = sources(store, "risks")
    assert remembered_coverage(store, own) == FileCoverage("part", branch=offices.north)
    # A period belongs to its file.
    assert remembered_coverage(store, second) == FileCoverage("part")
    assert sure(last_mapping(store, "risks")).constants == {}
    assert sure(last_mapping(store, "risks", other)).constants == {"status": "Öppen"}


def test_several_readings_are_stored_together_or_not_at_all(store, grant, offices):
    many, few = read(TEN), read(TEN[:3])
    position = store.position()
    with pytest.raises(MognadError) as caught:
        import_readings(store, grant(Act.IMPORT), [(many, JAN), (few, FEB)])
    assert caught.value.code == "rows_fell"
    assert caught.value.message.startswith("Läget per 2026-02-01: Filen har 3 rader")
    assert store.position() == position
    assert code_of(lambda: import_readings(store, grant(Act.IMPORT), [(many, JAN), (few, JAN)])) == "same_day"
    made = import_readings(store, grant(Act.IMPORT), [(few, JAN), (many, FEB)])
    assert [result.stored for result in made] == [3, 10]
    assert [(one.as_of, one.state) for one in register_imports(store, "risks")] == [(FEB, "holds"), (JAN, "holds")]
    withdraw_imports(store, grant(Act.IMPORT), [result.snapshot for result in made], "Fel fil")
    assert {(one.state, one.reason) for one in register_imports(store, "risks")} == {("withdrawn", "Fel fil")}


def test_an_import_read_again_for_its_day_is_told_as_replaced(store, grant, offices):
    import_reading(store, grant(Act.IMPORT), read(TEN), JAN)
    import_reading(store, grant(Act.IMPORT), read(TEN, constants={"status": "Öppen"}), JAN, ImportOrder(again=True))
    assert [one.state for one in register_imports(store, "risks")] == ["holds", "replaced"]
