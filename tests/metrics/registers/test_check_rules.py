"""Every shipped check on rows made by hand: one that is caught, one that is not, and one with the value missing."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from data.ledger.settings import Settings
from data.ledger.store import Store, open_store
from data.registers import all_registers
from data.registers.definitions.base_table import arrow_schema
from data.registers.definitions.model import Check, Register
from metrics.registers.check_results import CheckState
from metrics.registers.checks import check_sql, count_sql, run_checks
from tests.kit.measured import World

DAY = date(2026, 11, 3)
YEAR_AGO, LONGER = date(2025, 11, 3), date(2025, 11, 2)
CHECKS = {
    (register.name, check.name): (register, check) for register in all_registers().values() for check in register.checks
}

Row = Mapping[str, Any]
CAUGHT, CLEAN, UNJUDGED = True, False, None


def high(**more: Any) -> Row:
    return {"risk_class": "high", "status": "open", "owner": "Chef", **more}


def steps(confidentiality: int | None, integrity: int | None, availability: int | None, **more: Any) -> Row:
    told = {"confidentiality": confidentiality, "integrity": integrity, "availability": availability}
    words = {name: None if step is None else f"K{step}" for name, step in told.items()}
    return {**words, **{f"{name}_step": step for name, step in told.items()}, **more}


def open_until(**more: Any) -> Row:
    return {"status": "open", "due": date(2026, 11, 2), **more}


PASSED = [
    (open_until(), CAUGHT),
    (open_until(due=DAY), CLEAN),
    (open_until(status="closed"), CLEAN),
    (open_until(status="accepted"), CLEAN),
    (open_until(due=None), UNJUDGED),
    (open_until(status=None), UNJUDGED),
]
DELEGATION: Sequence[Row] = [
    {"level": "manager", "highest_class": "medium", "valid_from": date(2025, 1, 1), "several_units": False},
    # What was decided earlier gave way to the row above.
    {"level": "manager", "highest_class": "extreme", "valid_from": date(2020, 1, 1)},
    {"level": "board", "highest_class": "extreme", "several_units": False},
    # What held before 2026 the table does not say, nor how high the kontorschef may go since.
    {"level": "director", "highest_class": "medium", "valid_from": date(2026, 1, 1)},
    {"level": "office_manager", "highest_class": None},
]
ACCEPTED = {"status": "accepted", "risk_class": "high", "accepted": DAY}
RISKS: Sequence[Row] = [
    {"id": "R1", "risk_class": "high"},
    {"id": "R2", "risk_class": "extreme", "residual_class": "low"},
    {"id": "R3"},
]

# By register and check: rows with what the check is to say of them.
ROWS: dict[tuple[str, str], Sequence[tuple[Row, bool | None]]] = {
    ("risks", "high_without_owner"): [
        (high(owner=None), CAUGHT),
        (high(), CLEAN),
        (high(owner=None, risk_class="medium"), CLEAN),
        (high(owner=None, status="closed"), CLEAN),
        (high(owner=None, risk_class=None), UNJUDGED),
    ],
    ("risks", "high_without_action"): [
        (high(action=None, treatment="reduce"), CAUGHT),
        (high(action="Byt server"), CLEAN),
        (high(action=None, treatment="accept"), CLEAN),
        (high(action=None, status=None), UNJUDGED),
    ],
    ("risks", "high_accepted_undecided"): [
        (ACCEPTED, CAUGHT),
        ({**ACCEPTED, "acceptance_decision": "KS 2026-12"}, CLEAN),
        # What is accepted is the risk that is left.
        ({**ACCEPTED, "residual_class": "low"}, CLEAN),
        ({**ACCEPTED, "risk_class": None}, UNJUDGED),
    ],
    ("risks", "accepted_wrong_level"): [
        ({**ACCEPTED, "accepted_level": "manager"}, CAUGHT),
        ({**ACCEPTED, "accepted_level": "manager", "accepted": date(2024, 5, 1)}, CLEAN),
        ({**ACCEPTED, "accepted_level": "manager", "residual_class": "medium"}, CLEAN),
        ({**ACCEPTED, "accepted_level": "board"}, CLEAN),
        ({**ACCEPTED, "accepted_level": "board", "several_units": True}, CAUGHT),
        ({**ACCEPTED, "accepted_level": None}, UNJUDGED),
        # The table says nothing of this level, or of what it held on the day.
        ({**ACCEPTED, "accepted_level": "executive_board"}, UNJUDGED),
        ({**ACCEPTED, "accepted_level": "office_manager"}, UNJUDGED),
        ({**ACCEPTED, "accepted_level": "director"}, CAUGHT),
        ({**ACCEPTED, "accepted_level": "director", "accepted": date(2024, 5, 1)}, UNJUDGED),
        # The day is missing: only what every row of the level says is known.
        ({**ACCEPTED, "accepted_level": "director", "accepted": None}, CAUGHT),
        ({**ACCEPTED, "accepted_level": "manager", "accepted": None}, UNJUDGED),
        ({**ACCEPTED, "accepted_level": "manager", "accepted": None, "residual_class": "low"}, CLEAN),
    ],
    ("risks", "due_passed"): PASSED,
    ("risks", "analysis_old"): [
        ({"status": "open", "reviewed": LONGER}, CAUGHT),
        ({"status": "accepted", "reviewed": None, "identified": LONGER}, CAUGHT),
        ({"status": "open", "reviewed": YEAR_AGO}, CLEAN),
        ({"status": "closed", "reviewed": LONGER}, CLEAN),
        ({"status": "open", "reviewed": None}, UNJUDGED),
    ],
    ("risks", "residual_above_inherent"): [
        ({"risk_class": "medium", "residual_class": "high"}, CAUGHT),
        ({"risk_class": "high", "residual_class": "high"}, CLEAN),
        ({"risk_class": "high", "residual_class": None}, UNJUDGED),
        # 6 and 8 are of one class on the scale only in part; the values themselves decide.
        (
            {
                "risk_class": "high",
                "residual_class": "high",
                "risk_level_scale": "4x4",
                "residual_level_scale": "4x4",
                "risk_level_step": 8,
                "residual_level_step": 9,
            },
            CAUGHT,
        ),
        (
            {
                "risk_class": "high",
                "residual_class": "high",
                **{f"{name}_scale": "4x4" for name in ("likelihood", "consequence")},
                **{f"residual_{name}_scale": "4x4" for name in ("likelihood", "consequence")},
                "likelihood_step": 3,
                "consequence_step": 3,
                "residual_likelihood_step": 3,
                "residual_consequence_step": 4,
            },
            CAUGHT,
        ),
    ],
    ("acceptances", "expired"): [
        ({"risk_id": "R1", "valid_until": date(2026, 11, 2)}, CAUGHT),
        ({"risk_id": "R2", "valid_until": DAY}, CLEAN),
        # A newer decision on the same risk holds.
        ({"risk_id": "R3", "valid_until": date(2025, 1, 1)}, CLEAN),
        ({"risk_id": "r3 ", "valid_until": date(2027, 1, 1)}, CLEAN),
        ({"risk_id": "R4", "valid_until": None}, UNJUDGED),
        # Whether the other decision on the risk still holds is not told.
        ({"risk_id": "R5", "valid_until": date(2025, 1, 1)}, UNJUDGED),
        ({"risk_id": "r5", "decided": date(2020, 1, 1), "valid_until": None}, UNJUDGED),
        ({"risk_id": None, "valid_until": date(2025, 1, 1)}, UNJUDGED),
    ],
    ("acceptances", "wrong_level"): [
        ({"risk_id": "r1", "level": "manager", "decided": DAY}, CAUGHT),
        ({"risk_id": "R1", "level": "board", "decided": DAY}, CLEAN),
        ({"risk_id": "R2", "level": "manager", "decided": DAY}, CLEAN),
        ({"risk_id": "R1", "level": "manager", "decided": date(2024, 5, 1)}, CLEAN),
        ({"risk_id": "R1", "level": "director", "decided": DAY}, CAUGHT),
        ({"risk_id": "R1", "level": "director", "decided": date(2024, 5, 1)}, UNJUDGED),
        ({"risk_id": "R1", "level": "office_manager", "decided": DAY}, UNJUDGED),
        ({"risk_id": "R1", "level": "director", "decided": None}, CAUGHT),
        ({"risk_id": "R1", "level": "manager", "decided": None}, UNJUDGED),
        ({"risk_id": "R3", "level": "manager", "decided": DAY}, UNJUDGED),
        ({"risk_id": "R9", "level": "manager", "decided": DAY}, UNJUDGED),
        ({"risk_id": "R1", "level": None, "decided": DAY}, UNJUDGED),
    ],
    ("acceptances", "without_case_number"): [
        ({"risk_id": "R1", "decided": DAY, "case_number": None}, CAUGHT),
        ({"risk_id": "R1", "decided": DAY, "case_number": "KS 2026-1"}, CLEAN),
        # Not decided yet: there is nothing to give a number.
        ({"risk_id": "R1", "decided": None, "case_number": None}, UNJUDGED),
    ],
    ("actions", "without_owner"): [
        ({"status": "open", "owner": None}, CAUGHT),
        ({"status": "open", "owner": "Chef"}, CLEAN),
        ({"status": "cancelled", "owner": None}, CLEAN),
        ({"status": None, "owner": None}, UNJUDGED),
    ],
    ("actions", "without_due"): [
        ({"status": "in_progress", "due": None}, CAUGHT),
        ({"status": "in_progress", "due": DAY}, CLEAN),
        ({"status": "closed", "due": None}, CLEAN),
        ({"status": None, "due": None}, UNJUDGED),
    ],
    ("actions", "due_passed"): PASSED,
    ("incidents", "personal_undecided"): [
        ({"kind": "personal_data+it_security", "imy_decision": None}, CAUGHT),
        ({"kind": "personal_data", "imy_decision": "not_judged"}, CAUGHT),
        ({"kind": "personal_data", "imy_decision": "no"}, CLEAN),
        ({"kind": "personal_data", "imy_decision": None, "reported": datetime(2026, 5, 1)}, CLEAN),
        ({"kind": "it_security", "imy_decision": None}, CLEAN),
        ({"kind": None, "imy_decision": None}, UNJUDGED),
    ],
    ("incidents", "without_known"): [
        ({"known": None, "detected": datetime(2026, 5, 1)}, CAUGHT),
        ({"known": datetime(2026, 5, 1)}, CLEAN),
    ],
    ("incidents", "closed_without_handled"): [
        ({"status": "closed", "handled": None}, CAUGHT),
        ({"status": "closed", "handled": datetime(2026, 5, 1)}, CLEAN),
        ({"status": "open", "handled": None}, CLEAN),
        ({"status": None, "handled": None}, UNJUDGED),
    ],
    ("incidents", "times_backwards"): [
        ({"occurred": datetime(2026, 5, 2), "detected": datetime(2026, 5, 1, 23)}, CAUGHT),
        # A date without a time of day may be any hour of it.
        ({"occurred": datetime(2026, 5, 2, 14), "detected": datetime(2026, 5, 2)}, CLEAN),
        ({"occurred": None, "detected": datetime(2026, 5, 2)}, UNJUDGED),
    ],
    ("information", "critical_without_plan"): [
        ({"unit": "c", "critical": True}, CAUGHT),
        ({"unit": "c", "critical": None, "societal": True}, CAUGHT),
        # The plan of the kontor above.
        ({"unit": "a", "critical": True}, CLEAN),
        ({"unit": "c", "critical": False, "societal": False}, CLEAN),
        ({"unit": "c", "critical": None, "societal": None}, UNJUDGED),
        ({"unit": None, "critical": True}, UNJUDGED),
    ],
    ("information", "not_classified"): [
        (steps(1, None, 2), CAUGHT),
        (steps(1, 1, 2), CLEAN),
        # A word that is on no scale is a class all the same.
        ({"confidentiality": "Lagom", "integrity": "K1", "availability": "K1"}, CLEAN),
        (steps(None, None, None), CAUGHT),
    ],
    ("information", "without_owner"): [({"owner": None}, CAUGHT), ({"owner": "Rektor"}, CLEAN)],
    ("information", "classification_old"): [
        ({"classified": LONGER}, CAUGHT),
        ({"classified": YEAR_AGO}, CLEAN),
        ({"classified": None}, UNJUDGED),
    ],
    ("information", "without_traceability"): [
        (steps(2, 1, 1, traceability=None), CAUGHT),
        (steps(None, None, 3, traceability=None), CAUGHT),
        (steps(2, 1, 1, traceability="S1"), CLEAN),
        (steps(1, 1, 1, traceability=None), CLEAN),
        (steps(None, None, None, traceability=None), UNJUDGED),
        (steps(None, 1, 1, traceability=None), UNJUDGED),
        (steps(None, 1, 1, traceability="S1"), CLEAN),
    ],
    ("systems", "below_information"): [
        (steps(1, 2, 2, name="Journalen"), CAUGHT),
        (steps(1, 2, 2, name="journalen ", interim="På papper tills vidare"), CLEAN),
        (steps(3, 2, 2, name="Journalen"), CLEAN),
        # One aspect is unknown, another is certainly lower.
        (steps(None, 1, 1, name="Journalen"), CAUGHT),
        (steps(None, 2, 2, name="Journalen"), UNJUDGED),
        (steps(None, None, None, name="Journalen"), UNJUDGED),
        # Its information is not classed in whole, and that of the last no row tells.
        (steps(1, 1, 1, name="Arkivet"), UNJUDGED),
        (steps(0, 1, 1, name="Arkivet"), CAUGHT),
        (steps(1, 1, 1, name="Växeln"), UNJUDGED),
        (steps(1, 1, 1, name=None), UNJUDGED),
    ],
    ("systems", "without_owner"): [({"owner": None}, CAUGHT), ({"owner": "IT-chef"}, CLEAN)],
    ("continuity", "missing"): [
        ({"unit": "a", "status": "missing"}, CAUGHT),
        ({"unit": "a", "status": "in_progress"}, CLEAN),
        ({"unit": "a", "status": None}, UNJUDGED),
    ],
    ("continuity", "never_exercised"): [
        ({"status": "exists", "exercised": None}, CAUGHT),
        ({"status": "exists", "exercised": LONGER}, CLEAN),
        ({"status": "missing", "exercised": None}, CLEAN),
        ({"status": None, "exercised": None}, UNJUDGED),
    ],
    ("continuity", "exercise_old"): [
        ({"status": "exists", "exercised": LONGER}, CAUGHT),
        ({"status": "exists", "exercised": YEAR_AGO}, CLEAN),
        ({"status": "exists", "exercised": None}, UNJUDGED),
    ],
    ("suppliers", "without_dpa"): [
        ({"personal_data": True, "dpa": None}, CAUGHT),
        ({"reaches": "personal_data+operations", "dpa": "in_progress"}, CAUGHT),
        ({"personal_data": True, "dpa": "signed"}, CLEAN),
        ({"personal_data": False, "reaches": "operations", "dpa": "missing"}, CLEAN),
        ({"personal_data": None, "reaches": None, "dpa": "missing"}, UNJUDGED),
    ],
    ("suppliers", "without_nda"): [
        ({"reaches": "protected", "nda": "missing"}, CAUGHT),
        ({"reaches": "protected", "nda": "not_needed"}, CLEAN),
        ({"reaches": "premises", "nda": None}, CLEAN),
        ({"reaches": None, "nda": None}, UNJUDGED),
    ],
    ("suppliers", "no_right_to_control"): [
        ({"right_to_control": False, "reaches": "premises"}, CAUGHT),
        ({"right_to_control": False, "reaches": None}, UNJUDGED),
        ({"right_to_control": False, "reaches": "nothing"}, CLEAN),
        ({"right_to_control": True}, CLEAN),
        ({"right_to_control": None}, UNJUDGED),
    ],
    ("training", "not_held_lately"): [
        ({"course": "Säker e-post", "unit": "a", "held": date(2024, 11, 2)}, CAUGHT),
        ({"course": "säker e-post", "unit": "b", "held": date(2024, 11, 3)}, CLEAN),
        # Held again since.
        ({"course": "Grund", "unit": "a", "held": date(2023, 1, 1)}, CLEAN),
        ({"course": "grund ", "unit": "a", "held": date(2026, 1, 1)}, CLEAN),
        ({"course": "Grund", "unit": "a", "held": None}, UNJUDGED),
        ({"course": None, "unit": "a", "held": date(2023, 1, 1)}, UNJUDGED),
    ],
    ("findings", "due_passed"): PASSED,
    ("processing", "without_legal_basis"): [({"legal_basis": None}, CAUGHT), ({"legal_basis": "consent"}, CLEAN)],
    ("processing", "third_country_untold"): [({"third_country": None}, CAUGHT), ({"third_country": "no"}, CLEAN)],
}  # fmt: skip

# What the other registers hold; the register of the check has the rows above.
OTHERS: dict[str, Sequence[Row]] = {
    "delegation": DELEGATION,
    "risks": RISKS,
    "continuity": [{"unit": "north", "status": "exists"}, {"unit": "c", "status": "in_progress"}],
    "information": [
        steps(3, 2, 2, system="Växeln 2; Journalen"),
        steps(0, 0, 0, system=None),
        steps(1, 1, None, system="Arkivet"),
    ],
}
UNITS = [("a", "a"), ("a", "north"), ("c", "c"), ("c", "south")]


def table(register: Register, rows: Sequence[Row]) -> pa.Table:
    """The rows as they are held at DAY, numbered from 2."""
    texts = [(name, pa.string()) for name in ("snapshot", "source", "row_key")]
    schema = pa.schema([*arrow_schema(register), *texts, ("layer_as_of", pa.date32()), ("counts", pa.bool_())])
    same = {"snapshot": "s1", "source": register.name, "layer_as_of": DAY}
    return pa.Table.from_pylist(
        [{**row, **same, "row": place, "row_key": f"i{place}", "counts": True} for place, row in enumerate(rows, 2)],
        schema,
    )


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that nothing is written to: it lends its macros."""
    folder = tmp_path_factory.mktemp("rules")
    store = open_store(Settings(folder / "store.duckdb", None, folder / "backups"))
    yield store
    store.close()


def tables(register: Register, check: Check, rows: Sequence[Row], others: Mapping[str, Sequence[Row]]) -> Any:
    found = {f"{name}_now": table(all_registers()[name], others.get(name, ())) for name in check.also}
    units = pa.table({"unit": [pair[0] for pair in UNITS], "ancestor": [pair[1] for pair in UNITS]})
    return {**found, f"{register.name}_now": table(register, rows), "units_now": units}


@pytest.mark.parametrize("named", sorted(CHECKS), ids=".".join)
def test_a_check_says_what_was_worked_out_by_hand(reading: Store, named: tuple[str, str]) -> None:
    register, check = CHECKS[named]
    rows = ROWS[named]
    held = tables(register, check, [row for row, _ in rows], OTHERS)
    fit = {"fit": ["s1"]}
    found = reading.query(check_sql(register, check), fit, held)
    assert [row["row"] for row in found] == [place for place, (_, said) in enumerate(rows, 2) if said is CAUGHT]
    counted = reading.query(count_sql(register, check), fit, held)[0]
    assert (counted["checked"], counted["unjudged"]) == (len(rows), sum(said is UNJUDGED for _, said in rows))
    assert {CAUGHT, CLEAN} <= {said for _, said in rows}


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        # Whose plan it is nobody knows, or whether it exists.
        ({"unit": None, "status": "exists"}, UNJUDGED),
        ({"unit": "south", "status": None}, UNJUDGED),
        ({"unit": None, "status": "missing"}, CAUGHT),
        ({"unit": "north", "status": None}, CAUGHT),
    ],
)
def test_a_plan_that_may_be_the_units_is_no_missing_plan(reading: Store, plan: Row, said: bool | None) -> None:
    register, check = CHECKS["information", "critical_without_plan"]
    held = tables(register, check, [{"unit": "c", "critical": True}], {"continuity": [plan]})
    fit = {"fit": ["s1"]}
    assert len(reading.query(check_sql(register, check), fit, held)) == (said is CAUGHT)
    assert reading.query(count_sql(register, check), fit, held)[0]["unjudged"] == (said is UNJUDGED)


@pytest.mark.parametrize("named", sorted(CHECKS), ids=".".join)
def test_a_check_finds_nothing_in_an_empty_register(reading: Store, named: tuple[str, str]) -> None:
    register, check = CHECKS[named]
    held = tables(register, check, (), {})
    assert reading.query(check_sql(register, check), {"fit": ["s1"]}, held) == []


@pytest.mark.parametrize("named", sorted(CHECKS), ids=".".join)
def test_a_check_is_one_condition_that_reads_only_what_it_names(named: tuple[str, str]) -> None:
    register, check = CHECKS[named]
    parsed = _parsed(check)
    # A statement that is no single SELECT can't be serialised.
    assert (parsed["error"], len(parsed["statements"])) == (False, 1)
    assert len(parsed["statements"][0]["node"]["select_list"]) == 1
    assert not any(node.get("type") == "TABLE_FUNCTION" for node in _nodes(parsed))
    read = set(_aliases(parsed).values())
    assert read <= {f"{name}_now" for name in (register.name, *check.also)} | {"units_now"}
    assert {f"{name}_now" for name in check.also} <= read


@pytest.mark.parametrize("named", sorted(CHECKS), ids=".".join)
def test_a_check_needs_every_field_it_reads_or_says_that_it_can_do_without(named: tuple[str, str]) -> None:
    register, check = CHECKS[named]
    parsed = _parsed(check)
    tables = {**_aliases(parsed), "r": f"{register.name}_now"}
    read: dict[str, set[str]] = {}
    for node in _nodes(parsed):
        if node.get("type") == "COLUMN_REF" and len(node["column_names"]) == 2:
            alias, column = node["column_names"]
            read.setdefault(tables[alias].removesuffix("_now"), set()).add(column)
    for name, columns in read.items():
        if name == "units":
            continue
        found = all_registers()[name]
        needs = check.needs if name == register.name else check.also[name]
        needed = {field for need in needs for way in found.ways_to(need) for field in way} | {*_flat(needs)}
        fields = {re.sub("_(step|scale|text|timed)$", "", column) for column in columns if column != "layer_as_of"}
        assert fields - needed == set(check.optional.get(name, ())), name
    assert set(check.optional) <= set(read)


def test_no_check_says_by_itself_what_is_open() -> None:
    assert not [named for named, (_, check) in CHECKS.items() if "'open'" in check.when]


def _flat(needs: Sequence[Any]) -> Iterator[str]:
    for need in needs:
        yield from (need,) if isinstance(need, str) else need


def _parsed(check: Check) -> Any:
    condition = check.when.replace("$as_of", "r.layer_as_of")
    with duckdb.connect() as bare:
        said = bare.execute("SELECT json_serialize_sql($sql)", {"sql": f"SELECT ({condition})"}).fetchone()
    assert said is not None
    return json.loads(said[0])


def _aliases(parsed: Any) -> dict[str, str]:
    tables = [node for node in _nodes(parsed) if node.get("type") == "BASE_TABLE"]
    return {node["alias"] or node["table_name"]: node["table_name"] for node in tables}


def _nodes(node: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, dict):
        yield node
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _nodes(one)


def test_the_eight_that_need_the_fewest_fields_are_on() -> None:
    on = [len(check.needs) for _, check in CHECKS.values() if check.on]
    off = [len(check.needs) for _, check in CHECKS.values() if not check.on]
    assert len(on) == 8
    assert max(on) <= min(off)


def test_every_check_runs_on_imported_registers(world: World) -> None:
    for register in all_registers().values():
        if register.name != "units":
            row = {
                name: f"{register.name} 1" for name in (register.key, "title", "name") if name in register.field_names
            }
            world.snapshot(register.name, DAY, [row], filled=register.field_names)
    results = run_checks(world.store, DAY)
    assert {(one.register.name, one.check.name) for one in results} == set(CHECKS)
    assert {one.state for one in results} == {CheckState.CHECKED, CheckState.OFF}
    assert not any(one.blocked for one in results)
