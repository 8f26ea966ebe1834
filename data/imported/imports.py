"""Imports: a reading becomes a snapshot in the ledger, in one transaction.

What a register consists of at a date tells ``register_state``; an import that was
read again or withdrawn stays in the ledger and is read by ``known_at``.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from base.actors import Act, Grant
from base.errors import MognadError, issue_json
from data.imported.outlook import require_enough_rows
from data.imported.snapshot import UNIT_REGISTER, ImportResult, SnapshotWriter, unit_fields
from data.imported.sources import (
    FileCoverage,
    RegisterSource,
    check_coverage,
    remember_claim,
    source_of,
    take_back_claim,
)
from data.ledger.store import Readable, Store, Transaction
from data.ledger.texts import reason_text
from data.organisation.units import matcher
from data.registers import find_register
from data.registers.definitions.model import Register
from data.registers.finding.mapping import FileMapping, RowFilter, key_of, mapping_from_json
from data.registers.finding.proposal import propose
from data.registers.reading.result import Reading, require_complete, require_no_personal_numbers
from data.registers.reading.summary import inspect_json
from data.registers.reading.table import read_table
from data.registers.values.messages import row_issue
from data.registers.values.sheet import Views
from files.grid import Workbook
from files.workbook import read_workbook

WHOLE = FileCoverage()


def read_file(
    workbook: Workbook,
    register: str | None,
    corrections: FileMapping | None = None,
    remembered: FileMapping | None = None,
) -> Reading:
    """Recognise and read a workbook. Raises ``register_unknown`` and what ``propose`` and ``read_table`` raise."""
    if register is not None:
        find_register(register)
    views = Views()
    mapping = propose(workbook, wanted=register, corrections=corrections, remembered=remembered, views=views)
    reading = read_table(workbook, mapping, views=views)
    if remembered is None or (corrections and corrections.where is not None):
        return reading
    gone = gone_filters(remembered, mapping)
    told = [row_issue("filter_gone", reading.header_row, raw=one.header) for one in gone]
    return replace(reading, issues=(*told, *reading.issues)) if told else reading


def gone_filters(remembered: FileMapping, mapping: FileMapping) -> tuple[RowFilter, ...]:
    """Remembered filters whose column is no longer in the file, so that all its rows are read."""
    headers = {key_of(header) for header in mapping.fields}
    return tuple(one for one in remembered.where or () if key_of(one.header) not in headers)


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
    source: str | None = None,
    coverage: FileCoverage | None = None,
    fewer_is_right: bool = False,
) -> dict[str, Any]:
    """Read and import a file: ``inspect``'s JSON values and what was stored.

    ``coverage`` None: what is remembered of the source, else the whole register. Errors as ``import_reading``'s.
    """
    find_register(register)
    workbook = read_workbook(path)
    said = mapping_from_json(corrections) if corrections is not None else None
    known = source_of(store, register, source or register)
    reading = read_file(workbook, register, said, last_mapping(store, register, known.source))
    told = coverage or remembered_coverage(store, known) or WHOLE
    result = import_reading(
        store, grant, reading, as_of, again=again, source=known.source, coverage=told, fewer_is_right=fewer_is_right
    )
    return {
        **inspect_json(workbook, reading),
        "issues": [issue_json(issue) for issue in result.issues],
        "source": known.name,
        "claim": told.claim,
        "stored": result.stored,
        "skipped": result.skipped,
        "left_out": result.left_out,
        "snapshot": result.snapshot,
        "duplicate": result.duplicate,
    }


def remembered_coverage(store: Readable, source: RegisterSource) -> FileCoverage | None:
    """What a source's next file covers as far as it was said; None if nobody has said.

    A period is each file's own and is never carried over; a branch is, where the last file had no period too.
    """
    if source.claim != "part":
        return FileCoverage(source.claim) if source.claim else None
    rows = store.query(
        "SELECT branch, period_from, period_to FROM valid_snapshots(DATE '9999-12-31', $known_at) "
        "WHERE register = $register AND source = $source AND claim = 'part' ORDER BY seq DESC LIMIT 1",
        {"register": source.register, "source": source.source, "known_at": store.position()},
    )
    if rows and rows[0]["period_from"] is None and rows[0]["period_to"] is None:
        return FileCoverage("part", branch=rows[0]["branch"])
    return FileCoverage("part")


def last_mapping(store: Readable, register: str, source: str | None = None) -> FileMapping | None:
    """The mapping of a source's newest import, as a start for the next file. ``source``: default the register's own.

    One that was undone leads only where there is no other.
    """
    rows = store.query(
        "SELECT s.mapping FROM store.snapshot s LEFT JOIN valid_snapshots(DATE '9999-12-31', $known_at) v "
        "USING (snapshot) WHERE s.register = $register AND coalesce(s.source, s.register) = $source "
        "ORDER BY v.snapshot IS NOT NULL DESC, s.seq DESC LIMIT 1",
        {"register": register, "source": source or register, "known_at": store.position()},
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
    coverage: FileCoverage = WHOLE,
    fewer_is_right: bool = False,
) -> ImportResult:
    """Store a reading as a snapshot at ``as_of``.

    ``source``: where the file comes from, default the register's own; ``coverage``: what it claims to cover, which is
    remembered for the source. The same file of the same source at the same date is a duplicate and stores nothing; at
    another date it raises ``already_imported``. ``again`` imports it all the same: at the same date to correct how it
    was read. Raises ``register_missing``, ``required_missing``, ``personal_number``, ``source_unknown``, ``rows_fell``
    (by more than a fifth inside what the file claims to cover, unless ``fewer_is_right``) and what ``check_coverage``
    raises.
    """
    one = (reading, as_of)
    return import_readings(
        store, grant, [one], again=again, source=source, coverage=coverage, fewer_is_right=fewer_is_right
    )[0]


def import_readings(
    store: Store,
    grant: Grant,
    readings: Sequence[tuple[Reading, date]],
    *,
    again: bool = False,
    source: str | None = None,
    coverage: FileCoverage = WHOLE,
    fewer_is_right: bool = False,
) -> list[ImportResult]:
    """Store several readings of one register, each at its date, all or none; given and taken oldest first.

    As ``import_reading``; where there are several an error says which date it concerns. Raises ``same_day`` too.
    """
    if len({as_of for _, as_of in readings}) < len(readings):
        raise MognadError("same_day", "Två av filens perioder har samma datum. Ge var och en sitt eget.")
    for reading, as_of in readings:
        with _of_day(as_of, len(readings) > 1):
            check_coverage(coverage, _require_register(reading))
            require_complete(reading)
    with store.writing(grant, Act.IMPORT) as transaction:
        results = []
        for reading, as_of in readings:
            with _of_day(as_of, len(readings) > 1):
                results.append(_import(transaction, reading, as_of, again, source, coverage, fewer_is_right))
        return results


def _import(
    transaction: Transaction,
    reading: Reading,
    as_of: date,
    again: bool,
    source: str | None,
    coverage: FileCoverage,
    fewer_is_right: bool,
) -> ImportResult:
    register = _require_register(reading)
    known = source_of(transaction, register.name, source or register.name)
    if not again and (earlier := _earlier(transaction, register, reading, as_of, known.source)):
        return ImportResult(earlier, 0, reading.rows, True, reading.issues)
    require_no_personal_numbers(reading)
    if not fewer_is_right:
        require_enough_rows(transaction, reading, as_of, known.source, coverage)
    result = SnapshotWriter(transaction, register, reading, as_of, known.source, coverage).run()
    if known.claim != coverage.claim:
        remember_claim(transaction, known, coverage.claim)
    return result


def _require_register(reading: Reading) -> Register:
    if reading.register is None:
        raise MognadError("register_missing", "Välj vilket register filen hör till.")
    return reading.register


@contextmanager
def _of_day(as_of: date, several: bool) -> Iterator[None]:
    """Say which of several readings an error concerns."""
    try:
        yield
    except MognadError as error:
        if not several:
            raise
        raise MognadError(error.code, f"Läget per {as_of.isoformat()}: {error.message}", error.issues) from error


def withdraw_import(store: Store, grant: Grant, snapshot: str, reason: str) -> None:
    """Hide an import (*Ångra import*): what was before it holds again. It stays in the ledger.

    Raises ``snapshot_unknown``, ``snapshot_withdrawn``, ``units_stay`` (a list of the organisation has changed it, and
    is undone there), ``reason_missing``, ``text_too_long``, ``text_personal``.
    """
    withdraw_imports(store, grant, [snapshot], reason)


def withdraw_imports(store: Store, grant: Grant, snapshots: Sequence[str], reason: str) -> None:
    """As ``withdraw_import`` for those that were made together: all or none."""
    text = reason_text(reason, "Skriv varför importen ångras.")
    with store.writing(grant, Act.IMPORT) as transaction:
        undone = dict.fromkeys(snapshots)
        found: dict[tuple[str, str], None] = {}
        for snapshot in undone:
            rows = transaction.query(
                "SELECT s.register, coalesce(s.source, s.register) AS source, "
                "(SELECT arg_max(e.event, e.seq) FROM store.snapshot_event e WHERE e.snapshot = s.snapshot) AS event "
                "FROM store.snapshot s WHERE s.snapshot = $snapshot",
                {"snapshot": snapshot},
            )
            if not rows:
                raise MognadError("snapshot_unknown", "Importen finns inte. Ladda om sidan.")
            if rows[0]["event"] == "withdrawn":
                raise MognadError("snapshot_withdrawn", "Importen är redan ångrad.")
            if rows[0]["register"] == UNIT_REGISTER:
                raise MognadError("units_stay", "En lista över organisationen ångras under Inställningar.")
            found[rows[0]["register"], rows[0]["source"]] = None
        told = [{"snapshot": snapshot, "event": "withdrawn", "reason": text} for snapshot in undone]
        transaction.append("snapshot_event", told)
        for register, source in found:
            take_back_claim(transaction, register, source)


def unmatched_units(store: Readable, reading: Reading, as_of: date) -> list[tuple[str, int]]:
    """Unit texts of a reading that fit no unit at ``as_of``, with their number of rows, most first."""
    if reading.register is None:
        return []
    match = matcher(store, as_of)
    found: dict[str, int] = {}
    for field in unit_fields(reading.register):
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
