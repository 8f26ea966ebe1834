"""Results without answers: kept as told, with every fault said at once, and taken back with a reason."""

from datetime import date

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.measuring.outside_files import read_outside
from data.measuring.outside_results import (
    EARLIER,
    OFFICIAL,
    OutsideFacts,
    OutsideValue,
    outside_results,
    register_outside,
    withdraw_outside,
)
from data.organisation.units import NewUnit, write_units

pytestmark = pytest.mark.slow

DAY = date(2024, 11, 1)


def official(**more) -> OutsideFacts:
    known = {"edition": "2024", "case_number": "KS 2024/77", "file_hash": "ab" * 32, "file_name": "msb.xlsx", **more}
    return OutsideFacts(OFFICIAL, known.pop("name", "Cybersäkerhetskollen"), DAY, 1, 4, **known)


def earlier(**more) -> OutsideFacts:
    return OutsideFacts(EARLIER, "Mätning 2023", date(2023, 10, 1), more.pop("low", 1), more.pop("high", 5), **more)


def codes(store, grant, facts, values) -> list[str]:
    with pytest.raises(MognadError) as caught:
        register_outside(store, grant(Act.IMPORT), facts, values)
    assert caught.value.code == "outside_invalid"
    return [issue.code for issue in caught.value.issues]


def test_an_official_result_is_kept_as_it_was_told(store, grant, offices):
    values = [OutsideValue(offices.root, None, 2), OutsideValue(offices.root, "Ledning", 3)]
    made = register_outside(store, grant(Act.IMPORT), official(), values)
    found = outside_results(store)
    assert [(one.result, one.facts, one.values) for one in found] == [(made, official(), tuple(values))]
    assert outside_results(store, date(2024, 10, 31)) == []
    assert verify(store).ok


def test_every_fault_is_told_at_once(store, grant, offices):
    facts = official(name=" ", edition="", method="Ring 19121212-1212")
    values = [OutsideValue("u99", None, 2), OutsideValue(offices.root, "A"), OutsideValue(offices.root, "A", 9)]
    assert codes(store, grant, facts, values) == [
        "name_missing",
        "edition_missing",
        "text_personal",
        "level_missing",
        "unit_unknown",
        "value_missing",
        "value_repeated",
        "value_outside_scale",
    ]
    assert codes(store, grant, earlier(low=None), [OutsideValue(offices.a, None, None, 2.5)]) == ["scale_missing"]
    assert codes(store, grant, earlier(low=5), [OutsideValue(offices.a, None, 5)]) == ["scale_wrong"]
    assert codes(store, grant, earlier(method="x" * 501), []) == ["text_too_long", "values_missing"]
    assert outside_results(store) == []


def test_no_level_reached_is_0_in_the_official_one_alone(store, grant, offices):
    register_outside(store, grant(Act.IMPORT), official(), [OutsideValue(offices.root, None, 0)])
    assert codes(store, grant, earlier(), [OutsideValue(offices.root, None, 0)]) == ["value_outside_scale"]


def test_one_is_registered_once_and_can_be_taken_back(store, grant, offices):
    values = [OutsideValue(offices.root, None, 2)]
    made = register_outside(store, grant(Act.IMPORT), official(), values)
    before = store.position()
    assert codes(store, grant, official(), values) == ["outside_exists"]
    with pytest.raises(MognadError, match="varför"):
        withdraw_outside(store, grant(Act.IMPORT), made, " ")
    withdraw_outside(store, grant(Act.IMPORT), made, "Fel år")
    assert outside_results(store) == []
    assert len(outside_results(store, known_at=before)) == 1
    with pytest.raises(MognadError) as caught:
        withdraw_outside(store, grant(Act.IMPORT), made, "Igen")
    assert caught.value.code == "outside_unknown"
    register_outside(store, grant(Act.IMPORT), official(), values)
    assert verify(store).ok


def test_a_file_of_units_and_areas_is_read(store, offices, table):
    workbook = table(
        ["Enhet", "Område", "Nivå", "Poäng"],
        ["101", "", "3", "2,75"],
        ["Skola B", "Ledning", "2", ""],
        ["", "", "", "3.5"],
    )
    plan = read_outside(store, workbook, DAY)
    assert plan.issues == ()
    assert plan.values == (
        OutsideValue(offices.a, None, 3, 2.75),
        OutsideValue(offices.b, "Ledning", 2, None),
        OutsideValue(offices.root, None, None, 3.5),
    )


def test_every_fault_of_a_file_is_told_by_row(store, offices, table):
    workbook = table(
        ["Enhet", "Område", "Nivå", "Poäng"],
        ["Skola Å", "", "3", ""],
        ["101", "", "två", "mycket"],
        ["102", "", "", ""],
        ["103", "", "2,5", ""],
        ["101", "", "2", ""],
    )
    plan = read_outside(store, workbook, DAY)
    assert [(issue.code, issue.row, issue.column) for issue in plan.issues] == [
        ("unit_unknown", 2, "Enhet"),
        ("level_unreadable", 3, "Nivå"),
        ("score_unreadable", 3, "Poäng"),
        ("value_missing", 4, "Nivå"),
        ("level_unreadable", 5, "Nivå"),
        ("row_repeated", 6, "Enhet"),
    ]


def unknown(store, table, name):
    plan = read_outside(store, table(["Enhet", "Nivå"], [name, "2"]), DAY)
    assert plan.values == ()
    return [issue.message for issue in plan.issues]


def test_a_unit_that_is_none_is_refused_with_the_names_most_like_it(store, offices, table):
    assert unknown(store, table, "Kontoret nord") == [
        (
            "Rad 2: organisationsdelen ”Kontoret nord” finns inte 2024-11-01, eller så heter flera så; "
            "liknande namn: ”Kontor Nord” och ”Kontor Syd”."
        )
    ]
    assert unknown(store, table, "Badhuset") == [
        "Rad 2: organisationsdelen ”Badhuset” finns inte 2024-11-01, eller så heter flera så."
    ]


def test_a_name_that_several_bear_is_likened_to_none(store, offices, grant, table):
    write_units(store, grant(Act.ORGANISE), [NewUnit("Skola A", "enhet", offices.south, date(2020, 1, 1), code="104")])
    assert unknown(store, table, "Skola A") == [
        "Rad 2: organisationsdelen ”Skola A” finns inte 2024-11-01, eller så heter flera så."
    ]
