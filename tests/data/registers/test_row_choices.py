"""One value for the whole file, and which rows are taken in."""

import pytest

from base.errors import MognadError
from data.registers.finding.column_values import column_values
from data.registers.finding.mapping import FileMapping, RowFilter, mapping_from_json
from data.registers.finding.proposal import ReadingOrder, propose
from data.registers.reading.table import read_table

TEXT = """
| Risk-ID | Riskbeskrivning | Kategori | Sannolikhet | Konsekvens |
| R1 | Servern stannar | IT | 2 | 4 |
| R2 | Lösenord sprids | it  | 1 | 1 |
| R3 | Halt golv | Arbetsmiljö | 4 | 4 |
| R4 | Brand | Brand | 3 | 4 |
| R5 | Utan kategori |  | 1 | 2 |
"""


def read(workbook, corrections=None, remembered=None, text=TEXT):
    book = workbook(text)
    said = FileMapping.model_validate(corrections or {})
    return read_table(book, propose(book, ReadingOrder("risks", said, remembered)))


def faults(workbook, **corrections) -> list[str]:
    with pytest.raises(MognadError) as caught:
        read(workbook, corrections)
    return [issue.code for issue in caught.value.issues] or [caught.value.code]


def ids(reading) -> list[str]:
    return reading.table.column("id").to_pylist()


def test_one_value_for_the_file_is_read_by_the_fields_type(workbook):
    scales = dict.fromkeys(("likelihood", "consequence"), "4x4")
    reading = read(
        workbook, {"constants": {"status": "Öppen", "due": "2026-06-30", "unit": "Skola A"}, "scales": scales}
    )
    assert set(reading.table.column("status").to_pylist()) == {"open"}
    assert {str(day) for day in reading.table.column("due").to_pylist()} == {"2026-06-30"}
    assert set(reading.table.column("unit_text").to_pylist()) == {"Skola A"}
    assert {"status", "due", "unit", "title"} <= set(reading.filled)
    # 2 × 4 = 8 is high, 4 × 4 = 16 extreme: the columns are read as before.
    assert reading.table.column("risk_class").to_pylist()[:3] == ["high", "low", "extreme"]


def test_a_scale_step_may_be_the_files_one_value(workbook):
    text = "| Risk-ID | Riskbeskrivning | Sannolikhet |\n| R1 | Brand | 2 |\n| R2 | Vatten | 4 |\n"
    scales = dict.fromkeys(("likelihood", "consequence"), "4x4")
    reading = read(workbook, {"constants": {"consequence": "4"}, "scales": scales}, text=text)
    # 2 × 4 = 8 high, 4 × 4 = 16 extreme.
    assert reading.table.column("risk_class").to_pylist() == ["high", "extreme"]
    unnamed = read(workbook, {"constants": {"consequence": "4"}}, text=text)
    assert "scale_unknown" in {issue.code for issue in unnamed.issues}


def test_a_field_that_must_be_there_may_have_one_value(workbook):
    text = "| Risk-ID | Sannolikhet | Konsekvens |\n| R1 | 2 | 2 |\n| R2 | 4 | 4 |\n"
    assert "required_missing" in {issue.code for issue in read(workbook, text=text).issues}
    told = read(workbook, {"constants": {"title": "Risk ur gamla listan"}}, text=text)
    assert "required_missing" not in {issue.code for issue in told.issues}
    assert told.table.column("title").to_pylist() == ["Risk ur gamla listan"] * 2


def test_one_value_takes_the_fields_column_away(workbook):
    reading = read(workbook, {"constants": {"likelihood": "2"}, "scales": {"likelihood": "4x4"}})
    assert reading.mapping.fields["Sannolikhet"] is None
    assert set(reading.table.column("likelihood").to_pylist()) == {"2"}


def test_a_remembered_value_gives_way_to_a_column_and_can_be_taken_back(workbook):
    remembered = read(workbook, {"constants": {"status": "Öppen"}}).mapping
    assert read(workbook, remembered=remembered).mapping.constants == {"status": "Öppen"}
    assert read(workbook, {"constants": {"status": None}}, remembered).mapping.constants == {}
    wider = TEXT.replace("Konsekvens |", "Konsekvens | Status |").replace("| 4 |\n", "| 4 | Stängd |\n")
    reading = read(workbook, remembered=remembered, text=wider)
    assert reading.mapping.constants == {}
    assert reading.table.column("status").to_pylist()[0] == "closed"


@pytest.mark.parametrize(
    ("constants", "code"),
    [
        ({"status": "Kanske"}, "constant_unreadable"),
        ({"due": "3/4"}, "constant_unreadable"),
        ({"due": "03/04/2026"}, "constant_unreadable"),
        ({"title": "  "}, "constant_unreadable"),
        ({"title": "Ring 811218-9876"}, "constant_unreadable"),
        ({"titel": "Risk"}, "field_unknown"),
    ],
)
def test_a_value_that_the_field_cant_hold_is_refused(workbook, constants, code):
    assert code in faults(workbook, constants=constants)


def test_a_field_filled_twice_is_refused(workbook):
    assert faults(workbook, constants={"title": "Risk"}, fields={"Riskbeskrivning": "title"}) == ["field_repeated"]


def test_rows_outside_the_filter_are_left_out_and_counted(workbook):
    reading = read(workbook, {"where": [{"header": "kategori", "values": ["IT"]}]})
    assert ids(reading) == ["R1", "R2"]
    assert (reading.left_out, reading.rows) == (3, 2)
    assert [left.reason for left in reading.filtered] == ["kategori är inte IT"]


def test_rows_can_be_left_out_by_value_and_the_empty_cell_is_one(workbook):
    reading = read(workbook, {"where": [{"header": "Kategori", "values": ["Brand", ""], "exclude": True}]})
    assert ids(reading) == ["R1", "R2", "R3"]
    assert [left.reason for left in reading.filtered] == ["Kategori är Brand eller tom"]


def test_each_row_counts_at_the_first_filter_that_stops_it(workbook):
    where = [{"header": "Kategori", "values": ["IT"]}, {"header": "Sannolikhet", "values": ["2"]}]
    reading = read(workbook, {"where": where})
    # R3, R4, R5 are not IT; of R1 and R2 only R1 has 2.
    assert ids(reading) == ["R1"]
    assert [left.rows for left in reading.filtered] == [3, 1]


def test_a_filter_is_remembered_until_it_is_taken_back_or_its_column_goes(workbook):
    remembered = read(workbook, {"where": [{"header": "Kategori", "values": ["IT"]}]}).mapping
    assert remembered.where == (RowFilter(header="Kategori", values=("IT",)),)
    assert read(workbook, remembered=remembered).left_out == 3
    assert read(workbook, {"where": []}, remembered).left_out == 0
    other = TEXT.replace("Kategori", "Avdelningskod")
    assert read(workbook, remembered=remembered, text=other).left_out == 0


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ([{"header": "Slag", "values": ["IT"]}], "header_unknown"),
        ([{"header": "Kategori", "values": ["Finns inte"]}], "filter_empty"),
    ],
)
def test_a_filter_that_leaves_nothing_or_has_no_column_is_refused(workbook, where, code):
    assert faults(workbook, where=where) == [code]


def test_a_filtered_row_is_not_held_to_anything(workbook):
    text = TEXT.replace("Halt golv", "Ring 811218-9876")
    assert read(workbook, {"where": [{"header": "Kategori", "values": ["IT"]}]}, text=text).personal_numbers == ()


def test_both_are_refused_when_malformed(workbook):
    for broken in ({"where": [{"header": "Kategori", "values": []}]}, {"constants": {"title": 3}}, {"where": "IT"}):
        with pytest.raises(MognadError) as caught:
            mapping_from_json(broken)
        assert caught.value.code == "mapping_invalid"


GROUPED = """
| Kategori | Risk-ID | Riskbeskrivning |
| IT | R1 | Servern stannar |
|  | R2 | Lösenord sprids |
| Brand | R3 | Gnista |
|  | R4 | Rök |
"""


def test_rows_are_chosen_by_what_a_filled_cell_says(workbook):
    """R2 and R4 stand under their group's cell; Brand is left out with the row that names it."""
    remembered = {"fill_down": {"Kategori": True}, "keep": {"Kategori": True}}
    book = workbook(GROUPED)
    whole = propose(book, ReadingOrder("risks", FileMapping.model_validate(remembered)))
    assert column_values(book, whole, "Kategori") == {"IT": 2, "Brand": 2}
    reading = read(workbook, {**remembered, "where": [{"header": "Kategori", "values": ["IT"]}]}, text=GROUPED)
    assert (ids(reading), reading.left_out) == (["R1", "R2"], 2)
    assert reading.table.column("extra").to_pylist() == ['{"Kategori":"IT"}'] * 2
    without = read(workbook, {**remembered, "where": [{"header": "Risk-ID", "values": ["R4"]}]}, text=GROUPED)
    assert without.table.column("extra").to_pylist() == ['{"Kategori":"Brand"}']
