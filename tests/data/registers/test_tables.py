"""Messy sheets, each written as it looks; what must come out is said by hand."""

import json
from datetime import date, datetime

import pytest

from base.errors import MognadError
from data.registers.finding.mapping import FileMapping
from data.registers.finding.proposal import ReadingOrder, propose
from data.registers.finding.rows import ID_ONLY, NOTE, OUTSIDE, REPEATED_HEADER, TOTAL, ZEROS
from data.registers.reading.result import require_complete, require_no_personal_numbers
from data.registers.reading.summary import inspect_json
from data.registers.reading.table import read_table

RISKS = """
| Risk-ID | Riskbeskrivning | Sannolikhet | Konsekvens | Status | Riskägare | Klart senast |
| R01 | Servern stannar | 3 | 4 | Öppen | IT-chef | 2025-11-03 |
| R02 | Lösenord sprids | 2 | 2 | Stängd | CISO | 2025-12-01 |
| R03 | Arkivet brinner | 1 | 4 | Pågående | Arkivarie | 2026-01-15 |
"""


def read(book, wanted=None, **corrections):
    mapping = propose(book, ReadingOrder(wanted, FileMapping.model_validate(corrections)))
    return read_table(book, mapping)


def fields(reading):
    return {column.header: column.field for column in reading.columns}


def codes(reading):
    return [(issue.code, issue.row, issue.column) for issue in reading.issues]


def column(reading, name):
    return reading.table.column(name).to_pylist()


def test_a_clean_register(workbook):
    reading = read(workbook(RISKS))
    assert reading.register.name == "risks"
    assert (reading.header_row, reading.rows, reading.ignored) == (1, 3, ())
    assert list(fields(reading).values()) == ["id", "title", "likelihood", "consequence", "status", "owner", "due"]
    assert column(reading, "row") == [2, 3, 4]
    assert column(reading, "status") == ["open", "closed", "in_progress"]
    assert column(reading, "due") == [date(2025, 11, 3), date(2025, 12, 1), date(2026, 1, 15)]
    assert column(reading, "risk_class") == [None, None, None]
    assert codes(reading) == [("scale_unknown", 1, "Sannolikhet"), ("scale_unknown", 1, "Konsekvens")]
    assert reading.translations["status"] == {"Öppen": "open", "Stängd": "closed", "Pågående": "in_progress"}


def test_a_named_scale_gives_classes(workbook):
    reading = read(workbook(RISKS), scales={"likelihood": "4x4", "consequence": "4x4"})
    assert column(reading, "risk_class") == ["high", "medium", "medium"]  # 12, 4, 4
    assert column(reading, "likelihood") == ["3", "2", "1"]
    assert column(reading, "likelihood_step") == [3, 2, 1]
    assert codes(reading) == []


def test_word_scales(workbook):
    reading = read(
        workbook(
            """
            | Risknr | Risk | Allvarlighetsgrad | Sannolikhet | Risknivå |
            | 1 | Avbrott | Allvarlig | Möjlig | Hög |
            | 2 | Läcka | 2 - Måttlig | Sällan | Extremt hög (16) |
            | 3 | Fel | Minor | Unlikely | Low |
            | 4 | Brand | Lila | Sällan | |
            """
        )
    )
    assert column(reading, "risk_class") == ["high", "extreme", "low", None]
    assert column(reading, "consequence_scale") == ["words", "words", "words", None]
    assert codes(reading) == [("scale_unknown", 5, "Allvarlighetsgrad")]


def test_title_rows_legends_and_stray_text_above(workbook):
    reading = read(
        workbook(
            """
            | Riskregister Vallköping | | | | Utskrivet 2025-11-03 | |
            | | | | | | |
            | Sannolikhet | 1 | Låg | | | |
            | | 2 | Hög | | | |
            | | | | räknas själv | | |
            | Risk-ID | Riskbeskrivning | Sannolikhet | Konsekvens | Riskvärde | Ägare |
            | R1 | Servern stannar | 2 | 2 | 4 | A |
            | R2 | Nyckel borta | 1 | 2 | 2 | B |
            """
        )
    )
    assert reading.header_row == 6
    assert fields(reading)["Riskvärde"] == "risk_level"
    assert column(reading, "id") == ["R1", "R2"]


def test_two_header_rows_with_groups(sheet, workbook):
    text = """
    | Risk | | Bedömning | | | Åtgärd | |
    | Id | Namn | Sannolikhet | Konsekvens | Riskvärde | Ansvarig | Klart senast |
    | R1 | Servern stannar | 2 | 2 | 4 | Anna | 2025-01-01 |
    | R2 | Nyckel borta | 1 | 2 | 2 | Bo | 2025-01-02 |
    """
    merged = [(0, 0, 0, 1), (0, 2, 0, 4), (0, 5, 0, 6)]
    for made in (sheet(text), sheet(text, merged=merged)):
        reading = read(workbook(made))
        assert reading.header_row == 2
        assert fields(reading) == {
            "Risk Id": "id",
            "Risk Namn": "title",
            "Bedömning Sannolikhet": "likelihood",
            "Bedömning Konsekvens": "consequence",
            "Bedömning Riskvärde": "risk_level",
            "Åtgärd Ansvarig": "owner",
            "Åtgärd Klart senast": "due",
        }
        assert column(reading, "id") == ["R1", "R2"]


def test_two_header_rows_with_cells_merged_downwards(sheet, workbook):
    made = sheet(
        """
        | Risk-ID | Riskbeskrivning | Före åtgärd | | Efter åtgärd | | Ägare |
        | | | Sannolikhet | Konsekvens | Sannolikhet | Konsekvens | |
        | R1 | Servern stannar | 2 | 2 | 1 | 2 | Anna |
        | R2 | Nyckel borta | 1 | 2 | 1 | 1 | Bo |
        """,
        merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5), (0, 6, 1, 6)],
    )
    reading = read(workbook(made))
    assert reading.header_row == 2
    assert [column.header for column in reading.columns] == [
        "Risk-ID",
        "Riskbeskrivning",
        "Före åtgärd Sannolikhet",
        "Före åtgärd Konsekvens",
        "Efter åtgärd Sannolikhet",
        "Efter åtgärd Konsekvens",
        "Ägare",
    ]
    assert fields(reading)["Före åtgärd Sannolikhet"] == "likelihood"
    assert fields(reading)["Efter åtgärd Sannolikhet"] is None
    assert reading.rows == 2


def test_three_header_rows(sheet, workbook):
    made = sheet(
        """
        | Register | | Värdering | | | |
        | Risk | | Före åtgärd | | Efter åtgärd | |
        | Risk-ID | Riskbeskrivning | S | K | S | K |
        | R1 | Servern stannar | 2 | 2 | 1 | 2 |
        """,
        merged=[(0, 0, 0, 1), (0, 2, 0, 5), (1, 0, 1, 1), (1, 2, 1, 3), (1, 4, 1, 5)],
    )
    reading = read(workbook(made), wanted="risks")
    assert reading.header_row == 3
    assert [c.header for c in reading.columns][2] == "Värdering Före åtgärd S"
    assert [c.field for c in reading.columns] == ["id", "title", "likelihood", "consequence", None, None]


def test_rows_that_are_no_data(workbook):
    reading = read(
        workbook(
            RISKS
            + """
            | R04 | | | | | | |
            | | | 0 | 0 | | | |
            | R05 | | 0 | 0 | | | |
            | Risk-ID | Riskbeskrivning | Sannolikhet | Konsekvens | Status | Riskägare | Klart senast |
            | R06 | Efter sidbrytning | 1 | 1 | Öppen | Anna | 2025-01-01 |
            | Summa | | 7 | 11 | | | |
            | * Uppdateras varje kvartal | | | | | | |
            | | | | | | | |
            | Källa: riskgruppen | | | | | | |
            | Nivå | Betydelse | | | | | |
            | 1 | Låg | | | | | |
            """
        )
    )
    assert column(reading, "id") == ["R01", "R02", "R03", "R06"]
    assert [(ignored.row, ignored.reason) for ignored in reading.ignored] == [
        (5, ID_ONLY),
        (6, ZEROS),
        (7, ID_ONLY),
        (8, REPEATED_HEADER),
        (10, TOTAL),
        (11, NOTE),
        (13, OUTSIDE),
        (14, OUTSIDE),
        (15, OUTSIDE),
    ]


def test_a_gap_does_not_end_the_table(workbook):
    reading = read(
        workbook(RISKS + "| | | | | | | |\n| | | | | | | |\n| R04 | Ny risk | 2 | 2 | Öppen | Anna | 2025-01-01 |")
    )
    assert column(reading, "id") == ["R01", "R02", "R03", "R04"]
    assert reading.ignored == ()


def test_table_beside_the_table(workbook):
    reading = read(
        workbook(
            """
            | Risk-ID | Riskbeskrivning | Sannolikhet | Konsekvens | | Status | Betyder |
            | R1 | Ett | 1 | 2 | | Öppen | Inte klar |
            | R2 | Två | 1 | 2 | | Stängd | Klar |
            | R3 | Tre | 1 | 2 | | | |
            | R4 | Fyra | 1 | 2 | | | |
            | R5 | Fem | 1 | 2 | | | |
            """
        )
    )
    assert [c.header for c in reading.columns] == ["Risk-ID", "Riskbeskrivning", "Sannolikhet", "Konsekvens"]
    assert ("other_table", 1, None) in codes(reading)


def test_an_empty_column_inside_the_table(workbook):
    reading = read(
        workbook(
            """
            | Risk-ID | Riskbeskrivning | | Sannolikhet | Konsekvens |
            | R1 | Ett | | 1 | 2 |
            | R2 | Två | | 1 | 2 |
            """
        )
    )
    assert [c.header for c in reading.columns] == ["Risk-ID", "Riskbeskrivning", "Sannolikhet", "Konsekvens"]


def test_right_sheet_among_many(sheet, workbook):
    cover = sheet("| Om filen | |\n| Skapad av | Anna |\n| Datum | 2025-01-01 |", name="Läs mig")
    old = sheet(RISKS, name="Dold", visible=False)
    reading = read(workbook(cover, sheet(RISKS, name="Risker"), old))
    assert reading.sheet == "Risker"
    assert codes(reading)[0] == ("hidden_sheet", None, None)
    hidden_only = read(workbook(cover, old))
    assert hidden_only.sheet == "Dold"
    assert "dolt" in hidden_only.issues[0].message


def test_headers_twice_and_missing(workbook):
    reading = read(workbook("| Kod | Kod | | Antal |\n| a | b | c | 1 |\n| d | e | f | 2 |"))
    assert reading.register is None
    assert [(c.header, c.type) for c in reading.columns] == [
        ("Kod", "text"),
        ("(kolumn C)", "text"),
        ("Antal", "integer"),
    ]
    assert codes(reading) == [("duplicate_header", 1, "Kod")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("| 2021-01-01 | 15 |\n| 2021-01-02 | 16 |", "no_header"),
        ("| 1 | 2 |\n| 3 | 4 |", "no_header"),
        ("| Risk-ID | Riskbeskrivning | Sannolikhet | Konsekvens |", "no_rows"),
        ("| Risk-ID | Riskbeskrivning | Sannolikhet | Konsekvens |\n| R1 | | | |", "no_rows"),
    ],
)
def test_nothing_to_read(workbook, text, code):
    with pytest.raises(MognadError) as error:
        read(workbook(text))
    assert error.value.code == code


def test_incident_dates_times_and_kinds(workbook):
    reading = read(
        workbook(
            """
            | Ärendenummer | Rubrik | Beskrivning | Rapportör | Incidenttyp | Upptäckt | Kännedom | Anmäld till IMY |
            | I-1 | Fel mottagare | Text | Anna A | PUI, IT-incident | 2025-11-03 14:32 | 3 nov 2025 | 2025-11-05 |
            | I-2 | Stulen dator | Mer text | Bo B | Stöld | 3 nov | 4/5/2025 | |
            | I-3 | Avbrott | | Cia C | IT-säkerhetsincident | #N/A | 2025-11-04 | okänt |
            """
        )
    )
    assert reading.register.name == "incidents"
    assert fields(reading)["Beskrivning"] is None
    assert fields(reading)["Rapportör"] is None
    assert {c.header: c.keep for c in reading.columns if not c.keep} == {"Beskrivning": False, "Rapportör": False}
    assert column(reading, "kind") == ["personal_data+it_security", "Stöld", "it_security"]
    assert column(reading, "detected") == [datetime(2025, 11, 3, 14, 32), None, None]
    assert column(reading, "detected_timed") == [True, None, None]
    assert column(reading, "known_timed") == [False, None, False]
    types = {c.field: c.type for c in reading.columns if c.field}
    assert (types["detected"], types["known"], types["reported"]) == ("datetime", "date", "date")
    assert codes(reading) == [
        ("value_unreadable", 3, "Incidenttyp"),
        ("date_without_year", 3, "Upptäckt"),
        ("date_ambiguous", 3, "Kännedom"),
        ("value_unreadable", 4, "Upptäckt"),
        ("value_unreadable", 4, "Anmäld till IMY"),
    ]
    assert reading.issues[1].raw == "3 nov"
    shown = inspect_json(workbook(RISKS), reading)["dates"]
    assert shown["detected"] == {"min": "2025-11-03T14:32", "max": "2025-11-03T14:32", "empty": 0, "unreadable": 2}
    assert shown["reported"] == {"min": "2025-11-05", "max": "2025-11-05", "empty": 1, "unreadable": 1}


def test_a_named_date_order_settles_the_column(workbook):
    book = workbook("| Risk-ID | Risk | Sannolikhet | Klart senast |\n| R1 | Ett | Låg | 3/11/2025 |")
    assert codes(read(book)) == [("date_ambiguous", 2, "Klart senast")]
    assert column(read(book, date_order="dmy"), "due") == [date(2025, 11, 3)]
    assert column(read(book, date_order={"klart senast": "mdy"}), "due") == [date(2025, 3, 11)]


def test_midnight_everywhere_is_no_time(workbook):
    reading = read(workbook("| Incident-id | Upptäckt | Incidenttyp |\n| 1 | 2025-11-03 00:00 | IT-incident |"))
    assert column(reading, "detected_timed") == [False]


def test_same_rows(workbook):
    reading = read(
        workbook(
            RISKS
            + """
            | R01 | Servern stannar | 3 | 4 | Öppen | IT-chef | 2025-11-03 |
            | R02 | Lösenord sprids igen | 2 | 2 | Stängd | CISO | 2025-12-01 |
            | | Utan id | 1 | 1 | Öppen | A | 2025-01-01 |
            | | Utan id | 1 | 1 | Öppen | A | 2025-01-01 |
            | R09 | | 1 | 1 | Öppen | A | 2025-01-01 |
            """
        ),
        scales={"likelihood": "4x4", "consequence": "4x4"},
    )
    assert (reading.rows, reading.stored, reading.skipped) == (8, 7, (5,))
    assert codes(reading) == [
        ("duplicate_row", 5, "Risk-ID"),
        ("duplicate_key", 6, "Risk-ID"),
        ("required_empty", 9, "Riskbeskrivning"),
    ]


def test_required_fields(workbook):
    book = workbook("| Risk-ID | Sannolikhet | Konsekvens |\n| R1 | Låg | Måttlig |")
    reading = read(book, wanted="risks")
    assert ("required_missing", 1, None) in codes(reading)
    with pytest.raises(MognadError) as error:
        require_complete(reading)
    assert error.value.code == "required_missing"
    with pytest.raises(MognadError):
        require_complete(read(workbook(RISKS), keep={"Riskbeskrivning": False}))
    require_complete(read(workbook(RISKS)))


def test_personal_numbers_block_until_masked_or_left_out(workbook):
    book = workbook(
        """
        | Incident-id | Rubrik | Upptäckt | Anteckning |
        | 1 | Brev till 811218-9876 | 2025-01-01 | 811218-9876 |
        | 2 | Annat | 2025-01-02 | |
        """
    )
    reading = read(book, wanted="incidents")
    assert [(found.row, found.column) for found in reading.personal_numbers] == [(2, "Rubrik")]
    with pytest.raises(MognadError) as error:
        require_no_personal_numbers(reading)
    assert error.value.code == "personal_number"
    assert "811218" not in error.value.message
    hidden = read(book, wanted="incidents", mask=["rubrik"])
    require_no_personal_numbers(hidden)
    assert column(hidden, "title") == ["Brev till [personnummer]", "Annat"]
    require_no_personal_numbers(read(book, wanted="incidents", keep={"Rubrik": False}))


def test_kept_columns_of_no_field_become_json(workbook):
    text = RISKS.replace("Riskägare", "Kategori").replace("IT-chef", 'IT "drift"').replace("CISO", "")
    reading = read(workbook(text), keep={"Kategori": True})
    assert [json.loads(extra) if extra else None for extra in column(reading, "extra")] == [
        {"Kategori": 'IT "drift"'},
        None,
        {"Kategori": "Arkivarie"},
    ]


def test_invisible_marks_and_codes(workbook):
    reading = read(
        workbook(
            """
            | Enhetskod | Enhetsnamn | Överordnad | Gäller från |
            | '0114 | \u200bSkolan\u00a0 | '01 | 2020-01-01 |
            """
        )
    )
    assert reading.register.name == "units"
    assert (column(reading, "code"), column(reading, "name")) == (["0114"], ["Skolan"])


def test_headers_that_lie(workbook):
    """ "Konsekvens" with prose is a description; "Anmäld till IMY" with yes and no is no date."""
    reading = read(
        workbook(
            """
            | Risk-ID | Risk | Konsekvens | K | Sannolikhet | Risk (tal) |
            | R1 | Servern stannar | Hela verksamheten stannar i flera dagar och måste gå över till papper | 4 | 2 | 8 |
            | R2 | Nyckel borta | Obehöriga kan komma in i lokalerna utan att någon märker det i tid | 3 | 1 | 3 |
            """
        )
    )
    assert fields(reading)["Konsekvens"] is None
    assert fields(reading)["K"] == "consequence"
    incidents = read(
        workbook("| Ärendenummer | Upptäckt | Anmäld till IMY |\n| 1 | 2025-01-01 | Ja |\n| 2 | 2025-01-02 | Nej |"),
        wanted="incidents",
    )
    assert fields(incidents)["Anmäld till IMY"] is None


def test_csv_rows_are_numbered_by_line(sheet, workbook):
    made = sheet(
        "| Risk-ID | Risk | Sannolikhet | Klart senast |\n| R1 | Ett | Låg | 3 nov |\n| R2 | Två | Låg | nov |",
        name="",
        excel=False,
        row_numbers=[1, 2, 5],
    )
    book = workbook(made, kind="csv")
    reading = read(book)
    assert codes(reading) == [("date_without_year", 2, "Klart senast"), ("date_without_year", 5, "Klart senast")]
    shown = inspect_json(book, reading)
    assert shown["sheet"] is None
    assert json.loads(json.dumps(shown)) == shown


def test_rows_of_one_column(workbook):
    reading = read(workbook("| Namn |\n| Skolan |\n| Biblioteket |"), wanted="units")
    assert column(reading, "name") == ["Skolan", "Biblioteket"]
