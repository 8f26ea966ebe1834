"""Group cells filled down: where the table says so, never where a value may be missing, and always told."""

from datetime import date

import numpy as np

from data.registers.finding.fill import Fill, fill_issues
from data.registers.finding.mapping import FileMapping
from data.registers.finding.proposal import ReadingOrder, propose
from data.registers.finding.rows import ID_ONLY, NOTE
from data.registers.reading.table import read_table

GROUPED = """
| Enhet | Risk-ID | Riskbeskrivning | Sannolikhet | Konsekvens |
| Skolan | R1 | Ett | Låg | Måttlig |
| | R2 | Två | Hög | Allvarlig |
| Vården | R3 | Tre | Låg | Måttlig |
| | R4 | Fyra | Låg | Måttlig |
| | R5 | Fem | Låg | Måttlig |
"""
ACTIONS = """
| Risk-ID | Riskbeskrivning | Sannolikhet | Konsekvens | Åtgärd | Ansvarig |
| R1 | Ett | Låg | Måttlig | Lås | Anna |
| | | | | Larm | Bo |
| R2 | Två | Hög | Allvarlig | Släck | Cia |
"""


def read(book, wanted="risks", remembered=None, **corrections):
    said = FileMapping.model_validate(corrections)
    return read_table(book, propose(book, ReadingOrder(wanted, said, remembered)))


def column(reading, name):
    return reading.table.column(name).to_pylist()


def told(reading):
    return [(issue.code, issue.row, issue.column) for issue in reading.issues]


def causes(reading):
    return {column.header: (column.fill, column.fill_rows) for column in reading.columns if column.fill}


def test_merged_cells_count_for_all_their_rows(sheet, workbook):
    reading = read(workbook(sheet(GROUPED, merged=[(1, 0, 2, 0), (3, 0, 5, 0)])))
    assert column(reading, "unit_text") == ["Skolan", "Skolan", "Vården", "Vården", "Vården"]
    assert causes(reading) == {"Enhet": ("merged", 3)}
    assert told(reading) == [("filled_down", 3, "Enhet")]
    assert "3 rader till" in reading.issues[0].message


def test_a_merged_cell_fills_its_own_rows_and_no_others(sheet, workbook):
    reading = read(workbook(sheet(GROUPED, merged=[(1, 0, 2, 0), (3, 0, 4, 0)])))
    assert column(reading, "unit_text") == ["Skolan", "Skolan", "Vården", "Vården", None]


def test_dates_and_numbers_keep_their_kind(sheet, workbook):
    text = """
    | Risk-ID | Riskbeskrivning | Identifierad | Riskvärde |
    | R1 | Ett | 2025-03-01 | 4 |
    | R2 | Två | | |
    """
    reading = read(workbook(sheet(text, merged=[(1, 2, 2, 2), (1, 3, 2, 3)])), scales={"risk_level": "4x4"})
    assert column(reading, "identified") == [date(2025, 3, 1)] * 2
    assert column(reading, "risk_level_step") == [4, 4]


def test_a_first_column_written_by_groups(workbook):
    reading = read(workbook(GROUPED))
    assert column(reading, "unit_text") == ["Skolan", "Skolan", "Vården", "Vården", "Vården"]
    assert causes(reading) == {"Enhet": ("group", 3)}
    assert told(reading) == [("filled_down", 3, "Enhet")]


def test_groups_within_groups(workbook):
    reading = read(
        workbook(
            """
            | Förvaltning | Process | Risk-ID | Riskbeskrivning |
            | Skolan | Antagning | R1 | Ett |
            | | | R2 | Två |
            | | Betyg | R3 | Tre |
            | Vården | Journal | R4 | Fyra |
            | | | R5 | Fem |
            """
        ),
        keep={"Process": True, "Förvaltning": True},
        fields={"Förvaltning": None, "Process": None},
    )
    assert column(reading, "extra") == [
        '{"Förvaltning":"Skolan","Process":"Antagning"}',
        '{"Förvaltning":"Skolan","Process":"Antagning"}',
        '{"Förvaltning":"Skolan","Process":"Betyg"}',
        '{"Förvaltning":"Vården","Process":"Journal"}',
        '{"Förvaltning":"Vården","Process":"Journal"}',
    ]


def test_rows_that_go_on_with_the_risk_above(sheet, workbook):
    merged = [(1, place, 2, place) for place in range(4)]
    for made in (sheet(ACTIONS), sheet(ACTIONS, merged=merged)):
        reading = read(workbook(made))
        assert column(reading, "id") == ["R1", "R1", "R2"]
        assert column(reading, "title") == ["Ett", "Ett", "Två"]
        assert column(reading, "likelihood_step") == [2, 2, 4]
        assert column(reading, "owner") == ["Anna", "Bo", "Cia"]
        assert ("required_empty", 3, "Riskbeskrivning") not in told(reading)
        assert ("duplicate_key", 3, "Risk-ID") in told(reading)


def test_an_id_that_is_missing_is_not_the_one_above(workbook):
    text = ACTIONS.replace("| | | | | Larm | Bo |", "| | Utan id | | | Larm | Bo |\n| | Utan id två | | | Larm | Bo |")
    reading = read(workbook(text))
    assert column(reading, "id") == ["R1", None, None, "R2"]
    assert column(reading, "title") == ["Ett", "Utan id", "Utan id två", "Två"]
    assert causes(reading) == {}


def test_where_a_value_may_be_missing_nothing_is_filled_but_the_person_is_asked(workbook):
    twice = GROUPED.replace("| Vården |", "| Skolan |")  # the same word again: a group would not begin anew
    few = GROUPED.replace("| | R4", "| Biblioteket | R4") + "| Badet | R6 | Sex | Låg | Måttlig |\n" * 4
    coded = GROUPED.replace("Skolan", "Ä-17").replace("Vården", "Ä-18")
    for text in (twice, few, coded):
        reading = read(workbook(text))
        assert column(reading, "unit_text")[1] is None, text
        assert causes(reading)["Enhet"][0] == "possible"
        assert told(reading)[0] == ("fill_uncertain", 3, "Enhet")


def test_a_single_blank_or_one_at_the_top_says_nothing(workbook):
    single = GROUPED.replace("| | R4", "| Badet | R4").replace("| | R5", "| Badet | R5")
    above = GROUPED.replace("| Skolan |", "| |")
    inside = """
    | Risk-ID | Riskbeskrivning | Riskägare |
    | R1 | Ett | Anna |
    | R2 | Två | |
    | R3 | Tre | |
    | R4 | Fyra | Bo |
    """
    for text in (single, above, inside):
        reading = read(workbook(text))
        assert causes(reading) == {}
        assert "filled_down" not in {issue.code for issue in reading.issues}


def test_the_person_decides_and_it_is_remembered(sheet, workbook):
    book = workbook(sheet(GROUPED, merged=[(1, 0, 2, 0)]))
    never = read(book, fill_down={"enhet": False})
    assert column(never, "unit_text") == ["Skolan", None, "Vården", None, None]
    assert told(never) == []
    assert never.mapping.fill_down == {"Enhet": False}
    again = read(book, remembered=never.mapping)
    assert column(again, "unit_text") == ["Skolan", None, "Vården", None, None]
    inside = workbook("| Risk-ID | Riskbeskrivning | Riskägare |\n| R1 | Ett | |\n| R2 | Två | Anna |\n| R3 | Tre | |")
    asked = read(inside, fill_down={"Riskägare": True})
    assert column(asked, "owner") == [None, "Anna", "Anna"]
    assert causes(asked) == {"Riskägare": ("said", 1)}
    assert told(asked) == []


def test_the_heading_of_a_group_is_no_id(workbook):
    reading = read(
        workbook(
            """
            | Risk-ID | Riskbeskrivning | Sannolikhet | Konsekvens |
            | Skolan | | | |
            | R1 | Ett | Låg | Måttlig |
            | R2 | Två | Hög | Allvarlig |
            | Vården | | | |
            | R3 | Tre | Låg | Måttlig |
            | R4 | | | |
            """
        )
    )
    assert column(reading, "id") == ["R1", "R2", "R3"]
    assert [(ignored.row, ignored.reason) for ignored in reading.ignored] == [(2, NOTE), (5, NOTE), (7, ID_ONLY)]


def test_rows_chosen_afterwards_keep_what_they_were_filled_with():
    fill = Fill("merged", np.array([1, 1, 3, 3, 3]), np.array([1, 3, 4]))
    some = fill.of(np.array([False, True, False, True, True]))
    assert (some.source.tolist(), some.positions.tolist()) == ([1, 3, 3], [0, 1, 2])
    none = fill.of(np.array([True, False, True, False, False]))
    assert fill_issues({0: none}, {0: "Enhet"}, np.array([2, 4])) == []
