"""The ledger's tables, and the migrations that make them.

Only base tables with plain types stand in the store, so that the same code can
run on PostgreSQL. A migration never changes or removes a column.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from data.registers import all_registers
from data.registers.definitions.base_table import table_columns

LEDGER_COLUMNS = (
    ("seq", "BIGINT"),
    ("recorded_at", "TIMESTAMP"),
    ("actor", "VARCHAR"),
    ("salt", "VARCHAR"),
    ("row_hash", "VARCHAR"),
)

_NOTHING: Mapping[str, str] = MappingProxyType({})
_FIRST = {
    "person": "person VARCHAR, name VARCHAR",
    "definition": "kind VARCHAR, name VARCHAR, version BIGINT, content VARCHAR, content_hash VARCHAR",
    "setting": "name VARCHAR, value VARCHAR",
    "unit": (
        "unit VARCHAR, valid_from DATE, valid_to DATE, code VARCHAR, name VARCHAR, kind VARCHAR, parent VARCHAR, "
        "attributes VARCHAR"
    ),
    "unit_change": "old_unit VARCHAR, new_unit VARCHAR, from_date DATE, kind VARCHAR",
    "round": "round VARCHAR, questionnaire VARCHAR, version BIGINT, definition_seq BIGINT, name VARCHAR, as_of DATE",
    "round_unit": "round VARCHAR, unit VARCHAR",
    "round_event": "round VARCHAR, event VARCHAR, reason VARCHAR, digest VARCHAR",
    "answer": (
        "round VARCHAR, unit VARCHAR, question VARCHAR, state VARCHAR, alternative VARCHAR, comment VARCHAR, "
        "evidence VARCHAR, evidence_date DATE, based_on BIGINT"
    ),
    "snapshot": (
        "snapshot VARCHAR, register VARCHAR, definition_seq BIGINT, as_of DATE, file_name VARCHAR, file_hash VARCHAR, "
        "mapping VARCHAR, stored BIGINT, skipped BIGINT, ignored BIGINT"
    ),
    "snapshot_issue": (
        "snapshot VARCHAR, source_row BIGINT, column_name VARCHAR, code VARCHAR, message VARCHAR, raw VARCHAR"
    ),
    "unit_match": "source_text VARCHAR, unit VARCHAR",
    "backup": "file_name VARCHAR, file_hash VARCHAR, last_seq BIGINT",
}


def first_columns() -> dict[str, set[str]]:
    """The tables that the first migration makes, with their own columns: what every store must have."""
    return {table: {column.split()[0] for column in columns.split(", ")} for table, columns in _FIRST.items()}


@dataclass(frozen=True, slots=True)
class Migration:
    """One step, run in a transaction of its own and recorded by its name."""

    name: str
    statements: tuple[str, ...]


def _create(table: str, columns: str) -> str:
    common = ", ".join(f"{name} {kind}" for name, kind in LEDGER_COLUMNS)
    return f"CREATE TABLE store.{table} ({common}, {columns})"


def _step(name: str, tables: Mapping[str, str], added: Mapping[str, str] = _NOTHING) -> Migration:
    """A step that makes ``tables`` and gives others the columns of ``added``, in the order given."""
    alterations = (
        f"ALTER TABLE store.{table} ADD COLUMN {column}"
        for table, columns in added.items()
        for column in columns.split(", ")
    )
    return Migration(name, (*(_create(table, columns) for table, columns in tables.items()), *alterations))


# Applied once each, in this order. A step that a store has been given is never changed.
NUMBERED = (
    _step("0001_ledger", _FIRST),
    _step(
        "0002_assignments",
        {
            "assignment": (
                "assignment VARCHAR, person VARCHAR, unit VARCHAR, role VARCHAR, valid_from DATE, valid_to DATE"
            )
        },
        {"person": "contact VARCHAR"},
    ),
    _step(
        "0003_measurements",
        {
            "round_plan": (
                "round VARCHAR, first_day DATE, last_day DATE, helper VARCHAR, purpose VARCHAR, readers VARCHAR"
            ),
            "submission": "round VARCHAR, unit VARCHAR, event VARCHAR, person VARCHAR, reason VARCHAR",
            "override": "round VARCHAR, unit VARCHAR, area VARCHAR, level BIGINT, reason VARCHAR",
        },
        {
            "round_unit": "asked BOOLEAN",
            "round_event": "approver VARCHAR, decided_on DATE, case_number VARCHAR",
            "answer": "person VARCHAR, reason VARCHAR, source VARCHAR",
        },
    ),
    _step(
        "0004_samples",
        {
            "sample_unit": "round VARCHAR, unit VARCHAR, lot VARCHAR, out_of BIGINT",
            "sample_check": "round VARCHAR, unit VARCHAR, question VARCHAR, outcome VARCHAR, note VARCHAR",
            "outside_result": (
                "result VARCHAR, kind VARCHAR, name VARCHAR, edition VARCHAR, as_of DATE, scale_low DOUBLE, "
                "scale_high DOUBLE, scale VARCHAR, method VARCHAR, file_name VARCHAR, file_hash VARCHAR, "
                "case_number VARCHAR, withdrawn BOOLEAN, reason VARCHAR"
            ),
            "outside_value": "result VARCHAR, unit VARCHAR, area VARCHAR, level BIGINT, score DOUBLE",
        },
    ),
    _step(
        "0005_sheets",
        {
            "sheet_export": (
                "workbook VARCHAR, place BIGINT, round VARCHAR, person VARCHAR, unit VARCHAR, file_name VARCHAR, "
                "position BIGINT"
            ),
            "sheet_import": (
                "workbook VARCHAR, round VARCHAR, person VARCHAR, unit VARCHAR, file_hash VARCHAR, "
                "first_answer BIGINT, last_answer BIGINT, submitted BOOLEAN"
            ),
        },
    ),
    _step(
        "0006_workshop",
        {
            "responsible": "round VARCHAR, unit VARCHAR, area VARCHAR, question VARCHAR, functions VARCHAR",
            "proposal": (
                "round VARCHAR, unit VARCHAR, question VARCHAR, duty VARCHAR, state VARCHAR, alternative VARCHAR, "
                "certain BOOLEAN, comment VARCHAR, evidence VARCHAR, evidence_date DATE, based_on BIGINT, "
                "source VARCHAR"
            ),
            "sitting": (
                "sitting VARCHAR, round VARCHAR, unit VARCHAR, held_on DATE, minutes BIGINT, started_at TIMESTAMP, "
                "ended_at TIMESTAMP"
            ),
            "sitting_person": "sitting VARCHAR, person VARCHAR, duty VARCHAR, present BOOLEAN",
            "vote": (
                "voting VARCHAR, sitting VARCHAR, question VARCHAR, state VARCHAR, alternative VARCHAR, "
                "votes BIGINT, based_on BIGINT"
            ),
            "agreement": ("sitting VARCHAR, question VARCHAR, event VARCHAR, answer_seq BIGINT, confirmation VARCHAR"),
            "confirmation": "confirmation VARCHAR, sitting VARCHAR, area VARCHAR",
            "confirmation_person": "confirmation VARCHAR, person VARCHAR",
        },
    ),
    _step(
        "0007_registers",
        {
            "source": "source VARCHAR, register VARCHAR, name VARCHAR, claim VARCHAR, removed BOOLEAN",
            "snapshot_event": "snapshot VARCHAR, event VARCHAR, reason VARCHAR",
            "check_choice": "register VARCHAR, check_name VARCHAR, active BOOLEAN",
            "check_acceptance": (
                "register VARCHAR, check_name VARCHAR, source VARCHAR, row_key VARCHAR, reason VARCHAR, until DATE, "
                "withdrawn BOOLEAN"
            ),
            "rule_review": "rule VARCHAR, content_hash VARCHAR, reviewed BOOLEAN, note VARCHAR",
            "incident_judgement": (
                "source VARCHAR, row_key VARCHAR, significant VARCHAR, judged_at TIMESTAMP, reason VARCHAR, "
                "withdrawn BOOLEAN"
            ),
            "same_row": (
                "register VARCHAR, one_source VARCHAR, one_key VARCHAR, other_source VARCHAR, other_key VARCHAR, "
                "verdict VARCHAR"
            ),
            "saved_view": "view VARCHAR, name VARCHAR, content VARCHAR, removed BOOLEAN",
        },
        {
            "snapshot": (
                "source VARCHAR, claim VARCHAR, period_from DATE, period_to DATE, branch VARCHAR, left_out BIGINT, "
                "filled VARCHAR"
            )
        },
    ),
    _step(
        "0008_kinds",
        {},
        {"answer": "value VARCHAR", "proposal": "value VARCHAR", "vote": "value VARCHAR"},
    ),
    _step("0009_rotation", {}, {"round_event": "resting VARCHAR"}),
    _step(
        "0010_reorganisations",
        {"reorganisation": "reorganisation VARCHAR, file_name VARCHAR, first_row BIGINT, withdrawn BOOLEAN"},
        {"unit_change": "withdrawn BOOLEAN"},
    ),
)


def register_migrations(existing: Mapping[str, Collection[str]]) -> list[Migration]:
    """The steps that give each register its table and each new field its column.

    ``existing`` holds the store's tables with their columns.
    """
    steps = []
    for register in all_registers().values():
        table = f"register_{register.name}"
        wanted = [("snapshot", "VARCHAR"), *table_columns(register)]
        if table not in existing:
            columns = ", ".join(f'"{name}" {kind}' for name, kind in wanted)
            steps.append(_step(f"{table}_created", {table: columns}))
            continue
        missing = [(name, kind) for name, kind in wanted if name not in existing[table]]
        if missing:
            added = ", ".join(f'"{name}" {kind}' for name, kind in missing)
            steps.append(_step(f"{table}_added_{'_'.join(name for name, _ in missing)}", {}, {table: added}))
    return steps
