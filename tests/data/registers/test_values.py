"""Numbers, truth values, choices, scales and personal identity numbers, by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.registers import find_register
from data.registers.definitions.choices import ChoiceReader, values_of
from data.registers.definitions.scales import ScaleValue, read_scale, risk_class, risk_class_of, scales
from data.registers.finding.mapping import FileMapping
from data.registers.finding.proposal import ReadingOrder, propose
from data.registers.reading.table import read_table
from data.registers.values.numbers import read_boolean, read_integer, read_number
from data.registers.values.personal import has_number, masked


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1 234,50", 1234.5),
        ("1\u2009234", 1234),
        ("1\u00a0234\u202f567", 1234567),
        ("1.234,50", 1234.5),
        ("1,234.50", 1234.5),
        ("1.234.567", 1234567),
        ("−3", -3),
        ("-0,5", -0.5),
        ("1'000", 1000),
        ("12 %", None),
        ("", None),
        ("tolv", None),
        ("1 2", None),
        ("12,,5", None),
        ("nan", None),
        ("inf", None),
    ],
)
def test_numbers(text, value):
    assert read_number(text) == value


def test_whole_numbers():
    assert read_integer("1 234") == 1234
    assert read_integer("12,0") == 12
    assert read_integer("12,5") is None
    assert read_integer("9007199254740993") == 9007199254740993
    # At most 18 digits, and never the rest of a number that a cell has lost the end of.
    assert read_integer("99999999999999999") == 99999999999999999
    assert read_integer("1000000000000000000") is None


@given(st.integers(-(10**12), 10**12), st.integers(0, 99))
def test_swedish_numbers_are_read_back(whole, cents):
    text = f"{whole:,}".replace(",", "\u2009").replace("-", "−") + f",{cents:02}"
    assert read_number(text) == pytest.approx(float(f"{whole}.{cents:02}"))


def test_truth_values():
    assert [read_boolean(text) for text in ("Ja", "nej", "x", "YES", "no", "Sant", "0", "kanske", "")] == [
        True,
        False,
        True,
        True,
        False,
        True,
        False,
        None,
        None,
    ]


def test_choices():
    kind = ChoiceReader(find_register("incidents").field("kind"))
    assert kind.read("Personuppgiftsincident, IT-säkerhetsincident") == ("personal_data+it_security", True)
    assert kind.read("IT-säkerhetsincident; personuppgiftsincident") == ("personal_data+it_security", True)
    assert kind.read("IT-säkerhetsincident och personuppgiftsincident")[0] == "personal_data+it_security"
    assert kind.read("Personuppgiftsincident, Stöld") == ("Personuppgiftsincident, Stöld", False)
    assert kind.read("") == (None, True)
    assert values_of("personal_data+it_security") == ("personal_data", "it_security")
    status = ChoiceReader(find_register("risks").field("status"), {"Väntar": "open"})
    assert status.read(" PÅGÅR ") == ("in_progress", True)
    assert status.read("väntar") == ("open", True)
    assert status.read("Öppen, Stängd") == ("Öppen, Stängd", False)


def test_words_bear_their_own_meaning():
    assert read_scale("Allvarlig", "consequence", None) == ScaleValue("read", "words", 4)
    assert read_scale("4 - Allvarlig", "consequence", None) == ScaleValue("read", "words", 4)
    assert read_scale("Severe", "consequence", None) == ScaleValue("read", "words", 4)
    for text in ("Hög (12)", "Hög", "High", "12 Hög"):
        assert risk_class_of(ScaleValue("empty"), ScaleValue("empty"), read_scale(text, "level", None)) == "high"
    extreme = read_scale("Extremt hög", "level", None)
    assert risk_class_of(ScaleValue("empty"), ScaleValue("empty"), extreme) == "extreme"


def test_bare_numbers_do_not():
    assert read_scale("4", "consequence", None).outcome == "no_scale"
    assert read_scale("4", "consequence", "4x4") == ScaleValue("read", "4x4", 4)
    assert read_scale("5", "consequence", "4x4").outcome == "off_scale"
    assert read_scale("4", "consequence", "words").outcome == "off_scale"
    assert read_scale("10", "level", "4x4").outcome == "off_scale"  # no product of two steps


def test_classes_are_read_by_their_words():
    """KLASSA numbered its words otherwise before: "3 - Betydande" of an old export is betydande, not 3."""
    assert read_scale("Betydande", "class", None) == ScaleValue("read", "words", 2)
    assert read_scale("3 - Betydande", "class", None) == ScaleValue("read", "words", 2)
    assert [read_scale(text, "class", None).step for text in ("Öppen", "intern", "K2", "Känslig")] == [0, 1, 2, 3]
    assert read_scale("2", "class", None).outcome == "no_scale"
    assert read_scale("2", "class", "klassa") == ScaleValue("read", "klassa", 2)
    assert read_scale("0", "class", "klassa") == ScaleValue("read", "klassa", 0)
    assert read_scale("3 - Betydande", "class", "klassa").outcome == "off_scale"
    assert read_scale("5", "class", "klassa").outcome == "off_scale"


def test_word_against_number_is_neither():
    # MSB's consequence words: 3 is betydande, 4 allvarlig.
    assert read_scale("3 - Allvarlig", "consequence", "4x4").outcome == "off_scale"
    assert read_scale("Låg (12)", "level", "4x4").outcome == "off_scale"
    assert read_scale("Hög (12)", "level", "4x4") == ScaleValue("read", "4x4", 12)


def test_msb_matrix():
    """MSB's example: Låg 1–2, Medelhög 3–6, Hög 8–12, Extremt hög 16."""
    expected = {
        1: "low",
        2: "low",
        3: "medium",
        4: "medium",
        6: "medium",
        8: "high",
        9: "high",
        12: "high",
        16: "extreme",
    }
    assert {value: risk_class("4x4", None, None, value) for value in range(1, 17)} == {
        value: expected.get(value) for value in range(1, 17)
    }
    assert risk_class("4x4", 3, 4, None) == "high"
    assert risk_class("4x4", 3, 4, 2) == "low"  # what is stated goes first
    assert risk_class("4x4", 3, None, None) is None
    assert risk_class(None, 3, 4, None) is None
    assert risk_class("words", 5, 5, None) is None
    assert risk_class("5x5", 5, 4, None) == "extreme"


@given(st.sampled_from(["4x4", "5x5"]), st.integers(-1, 30), st.sampled_from(["likelihood", "consequence", "level"]))
def test_only_what_stands_on_a_scale_is_read(name, value, dimension):
    found = read_scale(str(value), dimension, name)
    assert (found.step == value) == (value in scales()[name].numbers(dimension))


# 811218-9876 is the Tax Agency's published example of a correct check digit.
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("811218-9876", True),
        ("19811218-9876", True),
        ("8112189876", True),
        ("198112189876", True),
        ("811218+9876", True),
        ("811278-9873", True),
        ("811218-0000", True),
        ("8112180000", False),
        ("811318-9876", False),
        ("811232-9876", False),
        ("212000-0142", False),
        ("Se 811218-9876.", True),
        ("12345811218-98769", False),
        ("0,8112189876", False),
        ("", False),
    ],
)
def test_personal_numbers(text, found):
    assert has_number(text) is found


def test_masking_leaves_the_rest():
    assert masked("Barn 811218-9876, dnr 212000-0142") == "Barn [personnummer], dnr 212000-0142"


def test_the_class_of_what_is_left_of_a_risk(workbook):
    """3 × 4 = 12 is high, 1 × 4 = 4 medium. Where only what is left was judged, the risk before it is unknown."""
    book = workbook(
        """
        | Risk | Sannolikhet | Konsekvens | Kvarstående sannolikhet | Kvarstående konsekvens |
        | A    | 3           | 4          | 1                       | 4                      |
        | B    |             |            | 3                       | 4                      |
        | C    | 4           | 4          |                         |                        |
        """
    )
    fields = ("likelihood", "consequence", "residual_likelihood", "residual_consequence")
    reading = read_table(
        book, propose(book, ReadingOrder(corrections=FileMapping(scales=dict.fromkeys(fields, "4x4"))))
    )
    assert reading.table.column("risk_class").to_pylist() == ["high", None, "extreme"]
    assert reading.table.column("residual_class").to_pylist() == ["medium", "high", None]
    only = workbook("| Risk | Kvarstående risk |\n| A | Hög |\n| B | Låg |")
    reading = read_table(only, propose(only))
    assert reading.table.column("risk_class").to_pylist() == [None, None]
    assert reading.table.column("residual_class").to_pylist() == ["high", "low"]
