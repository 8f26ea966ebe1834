"""Mappings: corrected, remembered, refused."""

import pytest

from base.errors import MognadError
from data.registers import all_registers
from data.registers.finding.mapping import FileMapping, mapping_from_json
from data.registers.finding.proposal import ReadingOrder, propose, shape_changes
from data.registers.reading.table import read_table

TEXT = """
| Nr | Vad kan hända | Hur troligt | Förvaltning | Läge | Nästa koll |
| 1 | Servern stannar | Låg | IT | Väntar | 2025-11-03 |
| 2 | Lösenord sprids | Hög | Skola | Klart | 2025-12-01 |
"""


def refused(call):
    with pytest.raises(MognadError) as error:
        call()
    assert error.value.code == "mapping_invalid"
    return error.value.message


def test_a_whole_mapping_and_its_corrections(workbook):
    book = workbook(TEXT)
    assert propose(book).register_name is None
    plain = propose(book, ReadingOrder("risks"))
    assert plain.fields == {
        "Nr": "id",
        "Vad kan hända": None,
        "Hur troligt": None,
        "Förvaltning": "unit",
        "Läge": "status",
        "Nästa koll": None,
    }
    assert plain.keep["Vad kan hända"] is False
    corrected = propose(
        book,
        ReadingOrder(
            "risks",
            mapping_from_json(
                '{"fields": {"VAD  KAN HÄNDA": "title", "Hur troligt": "likelihood", "Förvaltning": null},'
                ' "values": {"status": {"Väntar": "open"}}}'
            ),
        ),
    )
    assert corrected.fields["Vad kan hända"] == "title"
    assert corrected.fields["Förvaltning"] is None
    assert corrected.keep == {
        "Nr": True,
        "Vad kan hända": True,
        "Hur troligt": True,
        "Förvaltning": False,
        "Läge": True,
        "Nästa koll": False,
    }
    reading = read_table(book, corrected)
    assert reading.table.column("title").to_pylist() == ["Servern stannar", "Lösenord sprids"]
    assert reading.table.column("status").to_pylist() == ["open", "closed"]
    assert reading.issues == ()
    again = mapping_from_json(corrected.as_json())
    assert again == corrected
    assert read_table(book, again).table.equals(reading.table)


def test_a_correction_moves_a_field(workbook):
    book = workbook("| Risk-ID | Risk | Sannolikhet | Annan id |\n| 1 | Ett | Låg | A |")
    moved = propose(book, ReadingOrder(corrections=FileMapping(fields={"Annan id": "id"})))
    assert moved.fields == {"Risk-ID": None, "Risk": "title", "Sannolikhet": "likelihood", "Annan id": "id"}


def test_what_a_mapping_cannot_say(workbook):
    book = workbook(TEXT)

    def message(**corrections):
        return refused(lambda: propose(book, ReadingOrder("risks", mapping_from_json(corrections))))

    assert "”Hur trolig” finns inte i filen. Menar du ”Hur troligt”?" in message(fields={"Hur trolig": "likelihood"})
    assert "Menar du ”title”?" in message(fields={"Nr": "titel"})
    assert "både ”Nr” och ”Läge”" in message(fields={"Nr": "id", "Läge": "id"})
    assert "Bladet ”Blad2” finns inte i filen. Menar du ”Blad1”?" in message(sheet="Blad2")
    assert "Rad 99" in message(header_row=99)
    assert "4x4, 5x5, words" in message(scales={"likelihood": "7x7"})
    assert "inget skalfält" in message(scales={"title": "4x4"})
    assert "inget värde för status" in message(values={"status": {"Väntar": "kanske"}})
    assert "Rubriken ”Saknas”" in message(mask=["Saknas"])
    assert "ymd, dmy eller mdy" in message(date_order="dym")
    assert "Menar du ”fields” eller ”fill_down”?" in message(field={"Nr": "id"})
    assert "Registret ”risk” finns inte" in message(register="risk")
    assert "JSON" in refused(lambda: mapping_from_json("{"))
    # All faults at once.
    with pytest.raises(MognadError) as error:
        propose(book, ReadingOrder("risks", FileMapping(fields={"A": "id", "B": "title"}, mask=("C",))))
    assert len(error.value.issues) == 3


def test_a_named_header_row_and_sheet(sheet, workbook):
    book = workbook(sheet("| 2021-01-01 | 15 |\n| 2021-01-02 | 16 |", name="Data"), sheet(TEXT, name="Annat"))
    reading = read_table(book, propose(book, ReadingOrder(corrections=FileMapping(sheet="Data", header_row=1))))
    assert [(c.header, c.type) for c in reading.columns] == [("2021-01-01", "date"), ("15", "integer")]
    assert reading.rows == 1


def test_the_next_file_of_the_same_source(workbook):
    first = propose(
        workbook(TEXT),
        ReadingOrder(
            "risks",
            FileMapping(fields={"Vad kan hända": "title", "Hur troligt": "likelihood"}, keep={"Nästa koll": True}),
        ),
    )
    later = workbook(
        """
        | Ny titelrad | | | | | | |
        | | | | | | | |
        | Nr | Kategori | Vad kan hända | Hur troligt | Läge | Nästa koll | Ägare |
        | 1 | IT | Servern stannar | Låg | Klart | 2025-11-03 | Anna |
        """
    )
    remembered = propose(later, ReadingOrder(remembered=first))
    assert remembered.register_name == "risks"
    assert remembered.header_row == 3
    assert remembered.fields["Vad kan hända"] == "title"
    assert remembered.fields["Ägare"] == "owner"
    assert remembered.keep["Nästa koll"] is True
    change = shape_changes(first, later)
    assert (change.gone, change.came) == (("Förvaltning",), ("Kategori", "Ägare"))
    assert not shape_changes(first, workbook(TEXT))


def test_registers_given_by_the_caller(workbook):
    only = {"units": all_registers()["units"]}
    assert propose(workbook(TEXT), registers=only).register_name is None


def test_a_wrong_date_order_is_told_in_plain_words():
    for order, path in (("abc", "date_order"), ({"Nästa koll": "abc"}, "date_order.Nästa koll")):
        with pytest.raises(MognadError) as error:
            mapping_from_json({"date_order": order})
        assert "ymd, dmy eller mdy" in error.value.message
        assert "literal" not in error.value.message
        assert [getattr(issue, "path", None) for issue in error.value.issues] == [path]


def test_a_mapping_of_another_register_is_refused(workbook):
    book = workbook(TEXT)
    message = refused(lambda: propose(book, ReadingOrder("risks", FileMapping(register="incidents"))))
    assert "registret incidents" in message and "läsas som risks" in message
    mapping = propose(book, ReadingOrder("risks"))
    assert "läsas som incidents" in refused(lambda: read_table(book, mapping, all_registers()["incidents"]))
    assert propose(book, ReadingOrder("risks", FileMapping(register="risks"))).register_name == "risks"
    # What was remembered of another register is no contradiction.
    assert propose(book, ReadingOrder("risks", remembered=FileMapping(register="incidents"))).register_name == "risks"
