"""The standing checks: what they run on, the three states of the rows they find, and acceptances through imports."""

from datetime import date, timedelta

import pytest

from base.actors import Act
from base.errors import MognadError
from data.imported.checks import RowsToAccept, accept_rows, switch_check, withdraw_acceptance
from data.imported.followed_rows import RowId
from data.imported.same_rows import SamePair, judge_pair
from metrics.registers.check_results import CheckResult, CheckState, Summary, checks_summary, headline, left_out
from metrics.registers.checks import run_checks
from metrics.registers.risks import risk_years
from tests.kit.measured import World, grant

pytestmark = pytest.mark.slow

DAY, TODAY = date(2026, 10, 1), date(2026, 11, 3)
FILLED = ("id", "title", "unit", "status", "owner", "due", "reviewed", "risk_level")
R1 = RowId("risks", "iR1")
OVERDUE = {"id": "R1", "title": "Gammal server", "status": "open", "owner": "Chef", "due": date(2026, 9, 30)}
ROW = [R1]
ON_THE_DAY = {"id": "R2", "title": "Ny server", "status": "open", "owner": "Chef", "due": date(2026, 10, 1)}


def result(world: World, check: str, as_of: date = TODAY, register: str = "risks") -> CheckResult:
    return next(
        one for one in run_checks(world.store, as_of) if (one.register.name, one.check.name) == (register, check)
    )


def switch_on(world: World, check: str) -> None:
    switch_check(world.store, grant(Act.CONFIGURE), "risks", check, active=True)


def test_a_row_is_judged_by_the_day_its_file_shows(world: World) -> None:
    world.snapshot("risks", DAY, [OVERDUE, ON_THE_DAY], filled=FILLED)
    found = result(world, "due_passed")
    # R2 was due on the file's day; whether it is done by now the file can't tell.
    assert [(row.id, row.row, row.title, row.as_of) for row in found.to_fix] == [("R1", 2, "Gammal server", DAY)]
    assert (found.state, found.checked, found.unjudged) == (CheckState.CHECKED, 2, 0)
    assert found.to_fix[0].values == {"status": "open", "due": date(2026, 9, 30)}


def test_a_missing_value_is_no_fault_and_is_counted_apart(world: World) -> None:
    rows = [OVERDUE, {**OVERDUE, "id": "R3", "due": None}, {**OVERDUE, "id": "R4", "status": None}]
    world.snapshot("risks", DAY, rows, filled=FILLED)
    found = result(world, "due_passed")
    assert ([row.id for row in found.found], found.checked, found.unjudged) == (["R1"], 3, 2)
    assert checks_summary([found]).unjudged == 2


def test_a_check_of_which_no_row_says_enough_is_not_made(world: World) -> None:
    world.snapshot("risks", DAY, [{**OVERDUE, "due": None}, {**OVERDUE, "id": "R3", "status": None}], filled=FILLED)
    found = result(world, "due_passed")
    assert (found.checked, found.unjudged, found.says_nothing) == (2, 2, True)
    told = checks_summary([found])
    assert (told.checked, told.not_possible) == (0, 1)
    assert headline(told) == "Inget har gått att kontrollera."
    world.snapshot("risks", TODAY, [{**ON_THE_DAY, "due": None}, {**ON_THE_DAY, "id": "R3"}], filled=FILLED)
    assert not result(world, "due_passed").says_nothing


def test_a_check_runs_only_where_the_file_had_its_columns(world: World) -> None:
    switch_on(world, "high_without_owner")
    world.snapshot("risks", DAY, [OVERDUE], filled=["id", "title", "status", "owner"])
    found = result(world, "due_passed")
    assert (found.state, found.found) == (CheckState.NOT_POSSIBLE, ())
    assert [one.reason for one in found.blocked] == ["kolumnen Klart senast saknas i fil.xlsx"]
    classless = result(world, "high_without_owner")
    assert classless.blocked[0].reason == "kolumnen Riskvärde (eller Sannolikhet och Konsekvens) saknas i fil.xlsx"
    assert checks_summary(run_checks(world.store, TODAY)).not_possible == 2


def test_of_several_sources_those_that_can_be_checked_are(world: World) -> None:
    world.snapshot("risks", DAY, [OVERDUE], filled=FILLED)
    world.snapshot("risks", DAY, [{**OVERDUE, "id": "S1"}], "skolan.xlsx", ["id", "title", "status"], source="k7")
    found = result(world, "due_passed")
    assert (found.state, [row.id for row in found.to_fix], found.checked) == (CheckState.CHECKED, ["R1"], 1)
    assert [(one.source, one.reason) for one in found.blocked] == [
        ("k7", "k7: kolumnen Klart senast saknas i skolan.xlsx")
    ]


def test_an_older_imports_columns_are_told_by_its_mapping(world: World) -> None:
    mapping = '{"fields": {"Nr": "id", "Risk": "title", "Läge": "status", "Klart": "due"}, "keep": {"klart": false}}'
    with world.store.writing(grant(Act.IMPORT), Act.IMPORT) as transaction:
        common = {"register": "risks", "definition_seq": 1, "as_of": DAY, "file_name": "gammal.xlsx", "file_hash": "y"}
        told = {"snapshot": "gammal", "mapping": mapping, "stored": 1, "skipped": 0, "ignored": 0, "filled": None}
        transaction.append("snapshot", [{**common, **told}])
        transaction.append("register_risks", [{"snapshot": "gammal", "row": 2, **OVERDUE}])
    # A column that was left out was not filled.
    assert result(world, "due_passed").state is CheckState.NOT_POSSIBLE
    off = result(world, "analysis_old")
    assert (off.state, off.blocked[0].reason) == (CheckState.OFF, "kolumnen Senast granskad saknas i gammal.xlsx")


def test_a_repeated_row_counts_once(world: World) -> None:
    world.snapshot("risks", DAY, [OVERDUE, {**OVERDUE, "owner": "Annan"}], filled=FILLED)
    found = result(world, "due_passed")
    assert ([row.row for row in found.to_fix], found.checked) == ([2], 1)


def test_a_risk_is_judged_by_the_row_that_counts(world: World) -> None:
    rows = [
        {**OVERDUE, "status": "closed"}, {**OVERDUE, "owner": "Annan", "status": "in_progress"},  # R1: the second row
        {**OVERDUE, "id": "R6", "status": "in_progress"},
        {**OVERDUE, "id": "R6", "status": "open", "due": date(2026, 12, 1)},  # R6 is not begun, and not late
    ]  # fmt: skip
    world.snapshot("risks", DAY, rows, filled=FILLED)
    found = result(world, "due_passed")
    assert ([row.row for row in found.to_fix], found.checked) == ([3], 2)
    assert risk_years(world.store, TODAY, world.store.position())[0].overdue == 1


def test_what_is_said_to_be_the_same_in_two_sources_is_one(world: World) -> None:
    world.snapshot("risks", DAY, [OVERDUE], filled=FILLED)
    world.snapshot("risks", DAY, [{**OVERDUE, "id": "S1"}], "skolan.xlsx", FILLED, source="k7")
    assert {row.id for row in result(world, "due_passed").to_fix} == {"R1", "S1"}
    with world.store.writing(grant(Act.IMPORT), Act.IMPORT) as transaction:
        transaction.append("source", [{"source": "k7", "register": "risks", "name": "Skolan"}])
    judge_pair(world.store, grant(Act.IMPORT), "risks", SamePair(R1, RowId("k7", "iS1"), "same"))
    found = result(world, "due_passed")
    assert ([row.id for row in found.to_fix], found.checked) == (["R1"], 1)


def test_an_accepted_row_stays_accepted_through_the_next_import_until_its_day(world: World) -> None:
    world.snapshot("risks", DAY, [OVERDUE, {**OVERDUE, "id": "R5"}], filled=FILLED)
    accepted = RowsToAccept("risks", "due_passed", [R1], "Väntar på ny server", TODAY)
    accept_rows(world.store, grant(Act.CORRECT), accepted)
    world.snapshot("risks", TODAY, [{**OVERDUE, "title": "Gammal server, våning 2"}], filled=FILLED)
    found = result(world, "due_passed")
    assert ([row.id for row in found.accepted], found.to_fix) == (["R1"], ())
    assert found.accepted[0].acceptance is not None
    assert found.accepted[0].acceptance.reason == "Väntar på ny server"
    after = result(world, "due_passed", TODAY + timedelta(days=1))
    assert ([row.id for row in after.to_fix], after.accepted) == (["R1"], ())
    # What has expired is told beside the row.
    assert after.to_fix[0].acceptance is not None


def test_an_acceptance_is_of_one_check_and_can_be_withdrawn(world: World) -> None:
    old = {**OVERDUE, "reviewed": date(2025, 9, 30)}
    switch_on(world, "analysis_old")
    world.snapshot("risks", DAY, [old], filled=FILLED)
    position = world.store.position()
    accept_rows(world.store, grant(Act.CORRECT), RowsToAccept("risks", "due_passed", [R1], "Skäl", TODAY))
    assert [row.id for row in result(world, "analysis_old").to_fix] == ["R1"]
    withdraw_acceptance(world.store, grant(Act.CORRECT), "risks", "due_passed", R1)
    found = result(world, "due_passed").to_fix
    assert ([row.id for row in found], found[0].acceptance) == (["R1"], None)
    assert checks_summary(run_checks(world.store, TODAY, position)).to_fix == 2


def test_a_row_that_nothing_identifies_is_told_apart(world: World) -> None:
    world.snapshot("incidents", DAY, [{"occurred": None}, {"id": "I1"}, {"id": " "}], filled=["id", "known"])
    found = result(world, "without_known", register="incidents")
    assert ([row.row for row in found.untraceable], [row.row for row in found.to_fix]) == ([2, 4], [3])
    told = checks_summary(run_checks(world.store, TODAY))
    assert (told.to_fix, told.high, told.accepted, told.untraceable) == (1, 0, 0, 2)


def test_a_check_is_switched_on_and_off(world: World) -> None:
    world.snapshot("risks", DAY, [OVERDUE], filled=FILLED)
    before = world.store.position()
    switch_check(world.store, grant(Act.CONFIGURE), "risks", "due_passed", active=True)
    assert world.store.position() == before
    switch_check(world.store, grant(Act.CONFIGURE), "risks", "due_passed", active=False)
    off = result(world, "due_passed")
    assert (off.state, off.found, off.blocked) == (CheckState.OFF, (), ())
    switch_check(world.store, grant(Act.CONFIGURE), "risks", "due_passed", active=True)
    assert result(world, "due_passed").state is CheckState.CHECKED


def test_what_is_not_imported_is_told_only_when_asked_for(world: World) -> None:
    assert run_checks(world.store, TODAY) == ()
    named = run_checks(world.store, TODAY, only=["risks"])
    assert {one.blocked[0].reason for one in named} == {"registret Risker är inte inläst"}
    assert {one.state for one in named if one.check.on} == {CheckState.NOT_POSSIBLE}
    with pytest.raises(MognadError) as caught:
        run_checks(world.store, TODAY, only=["borta"])
    assert caught.value.code == "register_unknown"


def test_the_serious_ones_come_first(world: World) -> None:
    world.snapshot("risks", DAY, [OVERDUE], filled=FILLED)
    order = [one.check.severity for one in run_checks(world.store, TODAY)]
    assert order == sorted(order, key=("high", "medium", "low").index)


@pytest.mark.parametrize(
    ("rows", "reason", "until", "check", "code"),
    [
        ([], "Skäl", TODAY, "due_passed", "rows_missing"),
        ([R1], "  ", TODAY, "due_passed", "reason_missing"),
        ([R1], "Anna 19850614-2397 vet", TODAY, "due_passed", "text_personal"),
        ([R1], "Skäl", date(2026, 11, 2), "due_passed", "until_passed"),
        ([R1], "Skäl", date(2027, 11, 4), "due_passed", "until_far"),
        ([R1, RowId("risks", "iR9")], "Skäl", TODAY, "due_passed", "row_unknown"),
        ([RowId("k9", "iR1")], "Skäl", TODAY, "due_passed", "source_unknown"),
        ([R1], "Skäl", TODAY, "borta", "check_unknown"),
    ],
)
def test_an_acceptance_that_says_too_little_is_refused(world: World, rows, reason, until, check, code) -> None:
    world.snapshot("risks", DAY, [OVERDUE], filled=FILLED)
    before = world.store.position()
    with pytest.raises(MognadError) as caught:
        accept_rows(world.store, grant(Act.CORRECT), RowsToAccept("risks", check, rows, reason, until))
    assert (caught.value.code, world.store.position()) == (code, before)


def test_only_an_acceptance_can_be_withdrawn(world: World) -> None:
    world.snapshot("risks", DAY, [OVERDUE], filled=FILLED)
    with pytest.raises(MognadError) as caught:
        withdraw_acceptance(world.store, grant(Act.CORRECT), "risks", "due_passed", R1)
    assert caught.value.code == "acceptance_unknown"


def test_the_serious_ones_are_counted_apart(world: World) -> None:
    switch_on(world, "high_without_owner")
    high = {"id": "R7", "title": "Hög", "status": "open", "risk_class": "high"}
    world.snapshot("risks", DAY, [OVERDUE, high], filled=FILLED)
    told = checks_summary(run_checks(world.store, TODAY))
    assert (told.to_fix, told.high, told.accepted, told.untraceable) == (2, 1, 0, 0)
    assert headline(told) == "2 uppgifter att rätta, varav 1 allvarlig."


@pytest.mark.parametrize(
    ("told", "first", "beside"),
    [
        (Summary(0, 0, 0, 0, 2, 0), "Inget har gått att kontrollera.", "2 kontroller kan inte göras."),
        (Summary(0, 0, 0, 0, 0, 0, 3), "Ingen kontroll är påslagen.", "3 kontroller är avstängda."),
        (Summary(0, 0, 1, 0, 0, 3), "Inget att rätta.", "1 uppgift är godtagen."),
        (Summary(1, 0, 0, 0, 0, 3), "1 uppgift att rätta.", ""),
        (
            Summary(0, 0, 0, 0, 1, 1, 6, 6),
            "Inget att rätta i det som är kontrollerat.",
            (
                "1 kontroll kan inte göras. 6 kontroller är avstängda. "
                "6 bedömningar går inte att göra, för att en uppgift saknas."
            ),
        ),
        (
            Summary(0, 0, 2, 4, 1, 3),
            "Inget att rätta, och 4 till som inte går att följa från fil till fil.",
            "2 uppgifter är godtagna. 1 kontroll kan inte göras.",
        ),
    ],
)
def test_the_sentences(told: Summary, first: str, beside: str) -> None:
    assert (headline(told), left_out(told)) == (first, beside)


def of_register(world: World, register: str, check: str) -> CheckResult:
    switch_check(world.store, grant(Act.CONFIGURE), register, check, active=True)
    return result(world, check, register=register)


def test_what_another_register_lacks_stops_the_check(world: World) -> None:
    krt = {"confidentiality": "K1", "confidentiality_step": 1, "integrity": "K1", "availability": "K1"}
    filled = ["name", "confidentiality", "integrity", "availability", "interim"]
    world.snapshot("systems", DAY, [{"name": "Journalen", **krt}], filled=filled)
    alone = of_register(world, "systems", "below_information")
    assert [one.reason for one in alone.blocked] == ["registret Information är inte inläst"]
    secret = {"name": "Journaler", "confidentiality": "K3", "confidentiality_step": 3, "system": "Journalen"}
    world.snapshot("information", DAY, [secret], "kartan.xlsx", ["name", "system", "confidentiality"])
    half = of_register(world, "systems", "below_information")
    assert half.state is CheckState.NOT_POSSIBLE
    assert [one.reason for one in half.blocked] == [
        "kolumnerna Riktighet och Tillgänglighet saknas i kartan.xlsx (registret Information)"
    ]
    world.snapshot("information", TODAY, [secret], "kartan.xlsx", ["name", "system", *filled[1:4]])
    whole = of_register(world, "systems", "below_information")
    assert [row.title for row in whole.to_fix] == ["Journalen"]


def test_a_plan_of_the_part_above_counts(world: World) -> None:
    rows = [{"name": unit, "unit": world.ids[unit], "unit_text": unit, "critical": True} for unit in ("A1", "B1")]
    world.snapshot("information", DAY, rows)
    world.snapshot("continuity", DAY, [{"unit": world.ids["A"], "unit_text": "A", "status": "exists"}])
    found = of_register(world, "information", "critical_without_plan")
    assert [(row.title, row.unit) for row in found.to_fix] == [("B1", "B1")]
