"""The ledger's tables, and the migrations that make them.

Only base tables with plain types stand in the store, so that the same code can
run on PostgreSQL. A migration never changes or removes a column.
"""

from dataclasses import dataclass

from data.registers import all_registers
from data.registers.definitions.base_table import table_columns

LEDGER_COLUMNS = (
    ("seq", "BIGINT"),
    ("recorded_at", "TIMESTAMP"),
    ("actor", "VARCHAR"),
    ("salt", "VARCHAR"),
    ("row_hash", "VARCHAR"),
)

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


_ASSIGNMENT = "assignment VARCHAR, person VARCHAR, unit VARCHAR, role VARCHAR, valid_from DATE, valid_to DATE"

_ROUND_PLAN = "round VARCHAR, first_day DATE, last_day DATE, helper VARCHAR, purpose VARCHAR, readers VARCHAR"
_SUBMISSION = "round VARCHAR, unit VARCHAR, event VARCHAR, person VARCHAR, reason VARCHAR"
_OVERRIDE = "round VARCHAR, unit VARCHAR, area VARCHAR, level BIGINT, reason VARCHAR"

_SAMPLE_UNIT = "round VARCHAR, unit VARCHAR, lot VARCHAR, out_of BIGINT"
_SAMPLE_CHECK = "round VARCHAR, unit VARCHAR, question VARCHAR, outcome VARCHAR, note VARCHAR"
_OUTSIDE_RESULT = (
    "result VARCHAR, kind VARCHAR, name VARCHAR, edition VARCHAR, as_of DATE, scale_low DOUBLE, scale_high DOUBLE, "
    "scale VARCHAR, method VARCHAR, file_name VARCHAR, file_hash VARCHAR, case_number VARCHAR, withdrawn BOOLEAN, "
    "reason VARCHAR"
)
_OUTSIDE_VALUE = "result VARCHAR, unit VARCHAR, area VARCHAR, level BIGINT, score DOUBLE"

_SHEET_EXPORT = (
    "workbook VARCHAR, place BIGINT, round VARCHAR, person VARCHAR, unit VARCHAR, file_name VARCHAR, position BIGINT"
)
_SHEET_IMPORT = (
    "workbook VARCHAR, round VARCHAR, person VARCHAR, unit VARCHAR, file_hash VARCHAR, first_answer BIGINT, "
    "last_answer BIGINT, submitted BOOLEAN"
)
_RESPONSIBLE = "round VARCHAR, unit VARCHAR, area VARCHAR, question VARCHAR, functions VARCHAR"
_PROPOSAL = (
    "round VARCHAR, unit VARCHAR, question VARCHAR, duty VARCHAR, state VARCHAR, alternative VARCHAR, certain BOOLEAN, "
    "comment VARCHAR, evidence VARCHAR, evidence_date DATE, based_on BIGINT, source VARCHAR"
)
_SITTING = (
    "sitting VARCHAR, round VARCHAR, unit VARCHAR, held_on DATE, minutes BIGINT, started_at TIMESTAMP, "
    "ended_at TIMESTAMP"
)
_SITTING_PERSON = "sitting VARCHAR, person VARCHAR, duty VARCHAR, present BOOLEAN"
_VOTE = (
    "voting VARCHAR, sitting VARCHAR, question VARCHAR, state VARCHAR, alternative VARCHAR, votes BIGINT, "
    "based_on BIGINT"
)
_AGREEMENT = "sitting VARCHAR, question VARCHAR, event VARCHAR, answer_seq BIGINT, confirmation VARCHAR"
_CONFIRMATION = "confirmation VARCHAR, sitting VARCHAR, area VARCHAR"

_SOURCE = "source VARCHAR, register VARCHAR, name VARCHAR, claim VARCHAR, removed BOOLEAN"
_CHECK_ACCEPTANCE = (
    "register VARCHAR, check_name VARCHAR, source VARCHAR, row_key VARCHAR, reason VARCHAR, until DATE, "
    "withdrawn BOOLEAN"
)
_INCIDENT_JUDGEMENT = (
    "source VARCHAR, row_key VARCHAR, significant VARCHAR, judged_at TIMESTAMP, reason VARCHAR, withdrawn BOOLEAN"
)
_SAME_ROW = (
    "register VARCHAR, one_source VARCHAR, one_key VARCHAR, other_source VARCHAR, other_key VARCHAR, verdict VARCHAR"
)

# Applied once each, in this order. A step that a store has been given is never changed.
NUMBERED = (
    Migration("0001_ledger", tuple(_create(table, columns) for table, columns in _FIRST.items())),
    Migration(
        "0002_assignments",
        (
            _create("assignment", _ASSIGNMENT),
            "ALTER TABLE store.person ADD COLUMN contact VARCHAR",
        ),
    ),
    Migration(
        "0003_measurements",
        (
            _create("round_plan", _ROUND_PLAN),
            _create("submission", _SUBMISSION),
            _create("override", _OVERRIDE),
            "ALTER TABLE store.round_unit ADD COLUMN asked BOOLEAN",
            "ALTER TABLE store.round_event ADD COLUMN approver VARCHAR",
            "ALTER TABLE store.round_event ADD COLUMN decided_on DATE",
            "ALTER TABLE store.round_event ADD COLUMN case_number VARCHAR",
            "ALTER TABLE store.answer ADD COLUMN person VARCHAR",
            "ALTER TABLE store.answer ADD COLUMN reason VARCHAR",
            "ALTER TABLE store.answer ADD COLUMN source VARCHAR",
        ),
    ),
    Migration(
        "0004_samples",
        (
            _create("sample_unit", _SAMPLE_UNIT),
            _create("sample_check", _SAMPLE_CHECK),
            _create("outside_result", _OUTSIDE_RESULT),
            _create("outside_value", _OUTSIDE_VALUE),
        ),
    ),
    Migration(
        "0005_sheets",
        (
            _create("sheet_export", _SHEET_EXPORT),
            _create("sheet_import", _SHEET_IMPORT),
        ),
    ),
    Migration(
        "0006_workshop",
        (
            _create("responsible", _RESPONSIBLE),
            _create("proposal", _PROPOSAL),
            _create("sitting", _SITTING),
            _create("sitting_person", _SITTING_PERSON),
            _create("vote", _VOTE),
            _create("agreement", _AGREEMENT),
            _create("confirmation", _CONFIRMATION),
            _create("confirmation_person", "confirmation VARCHAR, person VARCHAR"),
        ),
    ),
    Migration(
        "0007_registers",
        (
            _create("source", _SOURCE),
            _create("snapshot_event", "snapshot VARCHAR, event VARCHAR, reason VARCHAR"),
            _create("check_choice", "register VARCHAR, check_name VARCHAR, active BOOLEAN"),
            _create("check_acceptance", _CHECK_ACCEPTANCE),
            _create("rule_review", "rule VARCHAR, content_hash VARCHAR, reviewed BOOLEAN, note VARCHAR"),
            _create("incident_judgement", _INCIDENT_JUDGEMENT),
            _create("same_row", _SAME_ROW),
            _create("saved_view", "view VARCHAR, name VARCHAR, content VARCHAR, removed BOOLEAN"),
            "ALTER TABLE store.snapshot ADD COLUMN source VARCHAR",
            "ALTER TABLE store.snapshot ADD COLUMN claim VARCHAR",
            "ALTER TABLE store.snapshot ADD COLUMN period_from DATE",
            "ALTER TABLE store.snapshot ADD COLUMN period_to DATE",
            "ALTER TABLE store.snapshot ADD COLUMN branch VARCHAR",
            "ALTER TABLE store.snapshot ADD COLUMN left_out BIGINT",
            "ALTER TABLE store.snapshot ADD COLUMN filled VARCHAR",
        ),
    ),
)


def register_migrations(existing: dict[str, set[str]]) -> list[Migration]:
    """The steps that give each register its table and each new field its column.

    ``existing`` holds the store's tables with their columns.
    """
    steps = []
    for register in all_registers().values():
        table = f"register_{register.name}"
        wanted = [("snapshot", "VARCHAR"), *table_columns(register)]
        if table not in existing:
            columns = ", ".join(f'"{name}" {kind}' for name, kind in wanted)
            steps.append(Migration(f"{table}_created", (_create(table, columns),)))
            continue
        missing = [(name, kind) for name, kind in wanted if name not in existing[table]]
        if missing:
            added = tuple(f'ALTER TABLE store.{table} ADD COLUMN "{name}" {kind}' for name, kind in missing)
            steps.append(Migration(f"{table}_added_{'_'.join(name for name, _ in missing)}", added))
    return steps
