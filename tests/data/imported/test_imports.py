"""From a file to a snapshot: one transaction, units matched, duplicates told."""

from datetime import date, datetime

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.imported.imports import import_reading, last_mapping, read_file, unmatched_units
from data.imported.incoming import ImportOrder
from data.organisation.units import remember_match, units
from data.registers.finding.mapping import FileMapping
from files.workbook import read_bytes
from tests.kit.sure import sure

pytestmark = pytest.mark.slow

AGAIN = ImportOrder(again=True)
DAY = date(2026, 11, 3)
RISKS = """Risk-ID;Riskbeskrivning;Enhet;Sannolikhet;Konsekvens;Status;Riskägare;Klart senast
R1;Utelåst ur journalen;0114;2;4;Öppen;Rektor;2026-06-30
R2;Avtal saknas;Skolan vid ån;1;1;Stängd;Rektor;2026-12-31
R3;Sladd i golvet;Skola B;4;4;Accepterad;Chef;
"""


def reading(text: str, register: str = "risks", **corrections):
    return read_file(read_bytes(text.encode(), "export.csv"), register, FileMapping(**corrections))


def snapshot_issues(store, snapshot: str):
    return store.query(
        "SELECT source_row AS row, column_name AS column, code FROM store.snapshot_issue "
        "WHERE snapshot = $snapshot ORDER BY source_row NULLS FIRST, seq",
        {"snapshot": snapshot},
    )


def code_of(call) -> str:
    with pytest.raises(MognadError) as caught:
        call()
    return caught.value.code


def test_a_snapshot_with_typed_rows(store, grant, town):
    scales = {"likelihood": "4x4", "consequence": "4x4"}
    result = import_reading(store, grant(Act.IMPORT), reading(RISKS, scales=scales), DAY)
    assert (result.stored, result.skipped, result.duplicate) == (3, 0, False)
    rows = store.query(
        "SELECT id, unit, unit_text, status, due, risk_class, row FROM store.register_risks ORDER BY seq"
    )
    # 4 × 2 = 8 is high, 1 × 1 = 1 low, 4 × 4 = 16 extreme in MSB's worked example.
    assert [tuple(row.values()) for row in rows] == [
        ("R1", town.a, "0114", "open", date(2026, 6, 30), "high", 2),
        ("R2", None, "Skolan vid ån", "closed", date(2026, 12, 31), "low", 3),
        ("R3", town.b, "Skola B", "accepted", None, "extreme", 4),
    ]
    told = [(issue["code"], issue["row"], issue["column"]) for issue in snapshot_issues(store, result.snapshot)]
    assert told == [("unit_unknown", 3, "Enhet")]
    assert verify(store).ok


def test_a_persons_match_is_remembered(store, grant, town):
    found = reading(RISKS)
    assert unmatched_units(store, found, DAY) == [("Skolan vid ån", 1)]
    remember_match(store, grant(Act.IMPORT), "Skolan vid ån", town.b)
    assert unmatched_units(store, found, DAY) == []
    result = import_reading(store, grant(Act.IMPORT), found, DAY)
    assert "unit_unknown" not in {issue.code for issue in result.issues}


def test_the_same_file_again(store, grant, town):
    first = import_reading(store, grant(Act.IMPORT), reading(RISKS), DAY)
    position = store.position()
    again = import_reading(store, grant(Act.IMPORT), reading(RISKS), DAY)
    assert (again.snapshot, again.stored, again.skipped, again.duplicate) == (first.snapshot, 0, 3, True)
    other_day = date(2026, 12, 1)
    assert code_of(lambda: import_reading(store, grant(Act.IMPORT), reading(RISKS), other_day)) == "already_imported"
    assert store.position() == position
    later = import_reading(store, grant(Act.IMPORT), reading(RISKS), other_day, AGAIN)
    assert (later.stored, later.duplicate) == (3, False)


def test_the_newest_import_of_a_day_counts(store, grant, town):
    import_reading(store, grant(Act.IMPORT), reading(RISKS), DAY)
    known = store.position()
    scaled = reading(RISKS, scales={"likelihood": "4x4", "consequence": "4x4"})
    corrected = import_reading(store, grant(Act.IMPORT), scaled, DAY, AGAIN)
    chosen = "SELECT snapshot FROM valid_snapshots($day, $known) WHERE register = 'risks'"
    assert store.query(chosen, {"day": DAY, "known": store.position()}) == [{"snapshot": corrected.snapshot}]
    assert store.query(chosen, {"day": DAY, "known": known}) != [{"snapshot": corrected.snapshot}]
    assert store.query(chosen, {"day": date(2026, 11, 2), "known": store.position()}) == []


def test_the_mapping_is_a_start_for_the_next_file(store, grant, town):
    assert last_mapping(store, "risks") is None
    scales = {"likelihood": "5x5", "consequence": "5x5"}
    import_reading(store, grant(Act.IMPORT), reading(RISKS, scales=scales), DAY)
    remembered = last_mapping(store, "risks")
    again = read_file(read_bytes(RISKS.replace("R1", "R7").encode(), "nästa.csv"), "risks", None, remembered)
    assert again.mapping.scales == scales


def test_a_file_of_another_shape_does_not_inherit_the_scale(store, grant, town):
    scales = {"likelihood": "4x4", "consequence": "4x4"}
    import_reading(store, grant(Act.IMPORT), reading(RISKS, scales=scales), DAY)
    other = "Id;Risk;Likelihood;Impact;Department\nA;Fire;5;5;North\nB;Flood;1;2;South\n"
    found = read_file(read_bytes(other.encode(), "annat.csv"), "risks", None, last_mapping(store, "risks"))
    assert found.mapping.scales == {}
    assert "scale_unknown" in {issue.code for issue in found.issues}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Risk-ID;Sannolikhet;Status\nR1;2;Öppen\nR2;2;Öppen\n", "required_missing"),
        (RISKS.replace("Sladd i golvet", "Ring 811218-9876"), "personal_number"),
    ],
)
def test_what_blocks_an_import_stores_nothing(store, grant, town, text, code):
    before = store.position()
    assert code_of(lambda: import_reading(store, grant(Act.IMPORT), reading(text), DAY)) == code
    assert store.position() == before


def test_masked_numbers_are_stored_masked(store, grant, town):
    text = RISKS.replace("Sladd i golvet", "Ring 811218-9876")
    import_reading(store, grant(Act.IMPORT), reading(text, mask=("Riskbeskrivning",)), DAY)
    titles = [row["title"] for row in store.query("SELECT title FROM store.register_risks ORDER BY seq")]
    assert titles[2] == "Ring [personnummer]"


UNITS = """Enhetskod;Enhetsnamn;Enhetstyp;Överordnad;Gäller från;Gäller till
100;Barn- och utbildningskontoret;Kontor;;2019-01-01;
0114;Skola A;Enhet;100;;
115;Skola C;Enhet;Barn- och utbildningskontoret;2024-08-01;2030-06-30
"""


def organisation(store, day):
    found = {unit.unit: unit for unit in units(store, day)}
    names = {unit.unit: unit.name for unit in found.values()}
    return {unit.name: (unit.kind, names.get(unit.parent or "")) for unit in found.values()}


def test_units_become_the_organisation(store, grant, town):
    """Skola A is known since 2020 and moves under the new kontor from the file's date."""
    result = import_reading(store, grant(Act.IMPORT), reading(UNITS, "units"), DAY)
    assert (sure(result.units).added, sure(result.units).changed, sure(result.units).unchanged) == (2, 1, 0)
    root = "Åmåla kommun"
    kontor = "Barn- och utbildningskontoret"
    assert organisation(store, DAY) == {
        root: ("kommun", None),
        kontor: ("kontor", root),
        "Skola A": ("enhet", kontor),
        "Skola B": ("enhet", root),
        "Skola C": ("enhet", kontor),
    }
    assert organisation(store, date(2026, 11, 2))["Skola A"] == ("enhet", root)
    assert "Skola C" not in organisation(store, date(2030, 7, 1))
    again = import_reading(store, grant(Act.IMPORT), reading(UNITS, "units"), DAY, AGAIN)
    assert (sure(again.units).added, sure(again.units).changed, sure(again.units).unchanged) == (0, 0, 3)
    assert verify(store).ok


def test_a_unit_list_makes_the_municipality_where_there_is_none(store, grant):
    import_reading(store, grant(Act.IMPORT), reading(UNITS.replace(";100;", ";Okänd;"), "units"), DAY)
    found = organisation(store, DAY)
    assert found["Kommunen"] == ("kommun", None)
    assert found["Skola A"] == ("enhet", "Kommunen")
    issues = store.query("SELECT code, source_row FROM store.snapshot_issue")
    assert issues == [{"code": "parent_unknown", "source_row": 3}]


def test_an_older_list_after_a_newer_one_is_the_same_organisation(store, grant):
    newer = "Kod;Namn;Slag;Överordnad\nK;Kommunen;kommun;\nA;Kontor A;kontor;K\n11;Skolan;enhet;A\n"
    older = newer + "12;Nedlagd;enhet;A\n"
    import_reading(store, grant(Act.IMPORT), reading(newer, "units"), date(2026, 1, 1))
    told = import_reading(store, grant(Act.IMPORT), reading(older, "units"), date(2025, 1, 1))
    assert (sure(told.units).added, sure(told.units).changed) == (1, 3)
    names = ["Kommunen", "Kontor A", "Nedlagd", "Skolan"]
    assert [unit.name for unit in units(store, date(2025, 6, 1))] == names
    assert [unit.name for unit in units(store, date(2026, 6, 1))] == names
    assert verify(store).ok


def test_the_municipality_too_reaches_back(store, grant):
    list_of_units = "Kod;Namn;Slag;Överordnad\nA;Kontor A;kontor;\n11;Skolan;enhet;A\n"
    import_reading(store, grant(Act.IMPORT), reading(list_of_units, "units"), date(2026, 1, 1))
    older = list_of_units + "12;Nedlagd;enhet;A\n"
    import_reading(store, grant(Act.IMPORT), reading(older, "units"), date(2025, 1, 1))
    assert organisation(store, date(2025, 6, 1))["Kontor A"] == ("kontor", "Kommunen")
    assert len(organisation(store, date(2026, 6, 1))) == 4
    assert verify(store).ok


def test_ids_of_new_units_never_meet(store, grant, town):
    many = "Enhetskod;Enhetsnamn;Överordnad\n" + "".join(f"{n};Enhet {n};\n" for n in range(200, 220))
    import_reading(store, grant(Act.IMPORT), reading(many, "units"), DAY)
    more = "Enhetskod;Enhetsnamn;Överordnad\n" + "".join(f"{n};Enhet {n};\n" for n in range(210, 240))
    import_reading(store, grant(Act.IMPORT), reading(more, "units"), DAY)
    found = units(store, DAY)
    assert len({unit.unit for unit in found}) == len(found) == 3 + 40


def test_a_date_without_time_is_told_from_midnight(store, grant, town):
    text = "Ärendenummer;Typ av incident;Upptäckt;Kännedom\nI1;Personuppgiftsincident;2026-03-01;2026-03-01 00:00\n"
    text += "I2;IT-säkerhetsincident;2026-03-02 10:15;\n"
    import_reading(store, grant(Act.IMPORT), reading(text, "incidents"), DAY)
    rows = store.query("SELECT id, kind, detected, detected_timed, known FROM store.register_incidents ORDER BY seq")
    assert [(r["id"], r["kind"], r["detected"], r["detected_timed"]) for r in rows] == [
        ("I1", "personal_data", datetime(2026, 3, 1), False),
        ("I2", "it_security", datetime(2026, 3, 2, 10, 15), True),
    ]
