"""Imports: a reading becomes a snapshot in the ledger, in one transaction.

What a register consists of at a date tells ``register_state``; an import that was
read again or withdrawn stays in the ledger and is read by ``known_at``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from base.actors import Act, Grant
from base.errors import MognadError
from base.hashing import canonical_json
from data.definitions import append_definition
from data.organisation import UnitMatcher, matcher
from data.register_sources import Coverage, check_coverage, remember_claim, source_of
from data.registers import register as register_named
from data.registers.library import canonical
from data.registers.mapping import Mapping, mapping_from_json
from data.registers.messages import RowIssue
from data.registers.model import Register
from data.registers.propose import propose
from data.registers.reading import read_table
from data.registers.result import Reading, require_complete, require_no_personal_numbers
from data.registers.summary import inspect_json, issue_json
from data.registers.view import Views
from data.store import Source, Store, Transaction
from data.texts import reason_text
from data.unit_imports import apply_units
from data.unit_plan import UnitChanges
from files.grid import Workbook
from files.workbook import read_workbook

UNIT_REGISTER = "units"
WHOLE = Coverage()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. ``stored`` was counted in the store afterwards.

    ``issues`` are the reading's and those that only the store could tell
    (``unit_unknown``, ``parent_unknown``); ``units`` for an import of units.
    """

    snapshot: str
    stored: int
    skipped: int
    duplicate: bool
    issues: tuple[RowIssue, ...]
    units: UnitChanges | None = None


def read_file(
    workbook: Workbook, register: str | None, corrections: Mapping | None = None, remembered: Mapping | None = None
) -> Reading:
    """Recognise and read a workbook. Raises ``register_unknown`` and what ``propose`` and ``read_table`` raise."""
    if register is not None:
        register_named(register)
    views = Views()
    mapping = propose(workbook, wanted=register, corrections=corrections, remembered=remembered, views=views)
    return read_table(workbook, mapping, views=views)


def inspect_file(path: Path, register: str | None, corrections: dict[str, Any] | None) -> dict[str, Any]:
    """How a file would be read, as JSON values; no store is opened."""
    workbook = read_workbook(path)
    said = mapping_from_json(corrections) if corrections is not None else None
    return inspect_json(workbook, read_file(workbook, register, said))


def import_file(
    store: Store,
    grant: Grant,
    path: Path,
    register: str,
    as_of: date,
    corrections: dict[str, Any] | None = None,
    *,
    again: bool = False,
) -> dict[str, Any]:
    """Read and import a file; ``inspect``'s JSON values with ``stored``, ``skipped``, ``snapshot``, ``duplicate``."""
    workbook = read_workbook(path)
    said = mapping_from_json(corrections) if corrections is not None else None
    reading = read_file(workbook, register, said, last_mapping(store, register))
    result = import_reading(store, grant, reading, as_of, again=again)
    return {
        **inspect_json(workbook, reading),
        "issues": [issue_json(issue) for issue in result.issues],
        "stored": result.stored,
        "skipped": result.skipped,
        "snapshot": result.snapshot,
        "duplicate": result.duplicate,
    }


def last_mapping(store: Source, register: str, source: str | None = None) -> Mapping | None:
    """The mapping of a source's newest import, as a start for the next file. ``source``: default the register's own."""
    rows = store.query(
        "SELECT mapping FROM store.snapshot WHERE register = $register AND coalesce(source, register) = $source "
        "ORDER BY seq DESC LIMIT 1",
        {"register": register, "source": source or register},
    )
    return mapping_from_json(rows[0]["mapping"]) if rows else None


def import_reading(
    store: Store,
    grant: Grant,
    reading: Reading,
    as_of: date,
    *,
    again: bool = False,
    source: str | None = None,
    coverage: Coverage = WHOLE,
) -> ImportResult:
    """Store a reading as a snapshot at ``as_of``.

    ``source``: where the file comes from, default the register's own; ``coverage``: what it claims to cover, which is
    remembered for the source. The same file of the same source at the same date is a duplicate and stores nothing; at
    another date it raises ``already_imported``. ``again`` imports it all the same: at the same date to correct how it
    was read. Raises ``register_missing``, ``required_missing``, ``personal_number``, ``source_unknown`` and what
    ``check_coverage`` raises.
    """
    register = reading.register
    if register is None:
        raise MognadError("register_missing", "Välj vilket register filen hör till.")
    require_complete(reading)
    check_coverage(coverage)
    with store.writing(grant, Act.IMPORT) as transaction:
        known = source_of(transaction, register.name, source or register.name)
        if not again and (earlier := _earlier(transaction, register, reading, as_of, known.source)):
            return ImportResult(earlier, 0, reading.rows, True, reading.issues)
        require_no_personal_numbers(reading)
        result = _Import(transaction, register, reading, as_of, known.source, coverage).run()
        if known.claim != coverage.claim:
            remember_claim(transaction, known, coverage.claim)
        return result


def withdraw_import(store: Store, grant: Grant, snapshot: str, reason: str) -> None:
    """Hide an import (*Ångra import*): what was before it holds again. It stays in the ledger.

    Raises ``snapshot_unknown``, ``snapshot_withdrawn``, ``units_stay`` (a list of the organisation has changed it, and
    is undone there), ``reason_missing``, ``text_too_long``, ``text_personal``.
    """
    text = reason_text(reason, "Skriv varför importen ångras.")
    with store.writing(grant, Act.IMPORT) as transaction:
        rows = transaction.query(
            "SELECT s.register, (SELECT arg_max(e.event, e.seq) FROM store.snapshot_event e "
            "WHERE e.snapshot = s.snapshot) AS event FROM store.snapshot s WHERE s.snapshot = $snapshot",
            {"snapshot": snapshot},
        )
        if not rows:
            raise MognadError("snapshot_unknown", "Importen finns inte. Ladda om sidan.")
        if rows[0]["event"] == "withdrawn":
            raise MognadError("snapshot_withdrawn", "Importen är redan ångrad.")
        if rows[0]["register"] == UNIT_REGISTER:
            raise MognadError("units_stay", "En lista över organisationen ångras under Inställningar.")
        transaction.append("snapshot_event", [{"snapshot": snapshot, "event": "withdrawn", "reason": text}])


def unmatched_units(store: Source, reading: Reading, as_of: date) -> list[tuple[str, int]]:
    """Unit texts of a reading that fit no unit at ``as_of``, with their number of rows, most first."""
    if reading.register is None:
        return []
    match = matcher(store, as_of)
    found: dict[str, int] = {}
    for field in _unit_fields(reading.register):
        for row in reading.table.column(f"{field}_text").value_counts().to_pylist():
            if row["values"] and match.find(row["values"]) is None:
                found[row["values"]] = found.get(row["values"], 0) + row["counts"]
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def _earlier(transaction: Transaction, register: Register, reading: Reading, as_of: date, source: str) -> str | None:
    """The snapshot that this file has given at this date. Raises ``already_imported``."""
    rows = transaction.query(
        "SELECT snapshot, as_of FROM valid_snapshots(DATE '9999-12-31', $known_at) "
        "WHERE register = $register AND source = $source AND file_hash = $hash ORDER BY seq DESC",
        {
            "register": register.name,
            "source": source,
            "hash": reading.file_hash,
            "known_at": transaction.position(),
        },
    )
    for row in rows:
        if row["as_of"] == as_of:
            return str(row["snapshot"])
    if rows:
        raise MognadError(
            "already_imported",
            f"Filen är redan importerad med läget per {rows[0]['as_of']}. Inget sparades. "
            "Kontrollera datumet; är det rätt, välj att importera den igen.",
        )
    return None


class _Import:
    """One snapshot on its way into the ledger."""

    def __init__(
        self,
        transaction: Transaction,
        register: Register,
        reading: Reading,
        as_of: date,
        source: str,
        coverage: Coverage,
    ) -> None:
        self.transaction, self.register, self.reading, self.as_of = transaction, register, reading, as_of
        self.source, self.coverage = source, coverage
        self.issues = list(reading.issues)

    def run(self) -> ImportResult:
        definition_seq = append_definition(
            self.transaction, "register", self.register.name, self.register.version, canonical(self.register)
        )
        snapshot = f"s{self.transaction.last_seq + 1}"
        self.transaction.append("snapshot", [self._row(snapshot, definition_seq)])
        table = self._with_units(self.reading.table)
        repeated = pa.array([snapshot] * table.num_rows, pa.string())
        self.transaction.append_table(f"register_{self.register.name}", table.append_column("snapshot", repeated))
        changes = None
        if self.register.name == UNIT_REGISTER:
            changes = apply_units(self.transaction, table.to_pylist(), self.as_of)
            self.issues += [RowIssue(i.code, i.message, i.row, i.column) for i in changes.issues]
        self._append_issues(snapshot)
        stored = self.transaction.query(
            f"SELECT count(*) AS n FROM store.register_{self.register.name} WHERE snapshot = $snapshot",
            {"snapshot": snapshot},
        )[0]["n"]
        return ImportResult(snapshot, int(stored), len(self.reading.skipped), False, tuple(self.issues), changes)

    def _row(self, snapshot: str, definition_seq: int) -> dict[str, object]:
        reading = self.reading
        return {
            "snapshot": snapshot,
            "register": self.register.name,
            "definition_seq": definition_seq,
            "as_of": self.as_of,
            "file_name": reading.file_name,
            "file_hash": reading.file_hash,
            "mapping": canonical_json(reading.mapping.as_json()),
            "stored": reading.stored,
            "skipped": len(reading.skipped),
            "ignored": len(reading.ignored),
            "source": self.source,
            "claim": self.coverage.claim,
            "period_from": self.coverage.period_from,
            "period_to": self.coverage.period_to,
            "branch": self.coverage.branch,
            "left_out": reading.left_out,
            "filled": canonical_json(list(reading.filled)),
        }

    def _with_units(self, table: pa.Table) -> pa.Table:
        """Fill the unit ids; a text that fits no unit leaves null and an issue on its row."""
        fields = _unit_fields(self.register)
        if not fields:
            return table
        match = matcher(self.transaction, self.as_of)
        for field in fields:
            texts = table.column(f"{field}_text").combine_chunks()
            ids = _matched(texts, match)
            table = table.set_column(table.column_names.index(field), field, ids)
            self._tell_unmatched(field, table, texts, ids, match)
        return table

    def _tell_unmatched(self, field: str, table: pa.Table, texts: pa.Array, ids: pa.Array, match: UnitMatcher) -> None:
        header = next((column.header for column in self.reading.columns if column.field == field), field)
        lost = pc.and_(pc.is_null(ids), pc.greater(pc.utf8_length(pc.fill_null(texts, "")), 0))
        rows = table.column("row").combine_chunks().filter(lost).to_pylist()
        for row, text in zip(rows, texts.filter(lost).to_pylist(), strict=True):
            known = (
                "kan vara flera organisationsdelar" if match.is_ambiguous(text) else "är ingen känd organisationsdel"
            )
            message = f"”{text}” {known}. Raden räknas under Okänd enhet."
            self.issues.append(RowIssue("unit_unknown", message, row, header, text))

    def _append_issues(self, snapshot: str) -> None:
        issues = self.issues
        columns = {
            "snapshot": pa.array([snapshot] * len(issues), pa.string()),
            "source_row": pa.array([issue.row for issue in issues], pa.int64()),
            "column_name": pa.array([issue.column for issue in issues], pa.string()),
            "code": pa.array([issue.code for issue in issues], pa.string()),
            "message": pa.array([issue.message for issue in issues], pa.string()),
            "raw": pa.array([issue.raw for issue in issues], pa.string()),
        }
        self.transaction.append_table("snapshot_issue", pa.table(columns))


def _unit_fields(register: Register) -> list[str]:
    return [field.name for field in register.fields if field.type == "unit"]


def _matched(texts: pa.Array, match: UnitMatcher) -> pa.Array:
    """Unit ids of texts, looked up once per distinct text."""
    encoded = texts.dictionary_encode()
    ids: Sequence[str | None] = [match.find(text) if text else None for text in encoded.dictionary.to_pylist()]
    return pa.array(ids, pa.string()).take(encoded.indices)


def snapshot_issues(store: Source, snapshot: str) -> list[dict[str, Any]]:
    """The issues told when a snapshot was made, by row."""
    return store.query(
        "SELECT source_row AS row, column_name AS column, code, message FROM store.snapshot_issue "
        "WHERE snapshot = $snapshot ORDER BY source_row NULLS FIRST, seq",
        {"snapshot": snapshot},
    )
