"""Imports: a reading becomes a snapshot in the ledger, in one transaction.

What a register consists of at a date tells ``state``; an import that was
read again or withdrawn stays in the ledger and is read by ``known_at``.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from base.actors import Act, Grant
from base.errors import MognadError, issue_json
from data.imported.incoming import ORDINARY, WHOLE, ExportFile, ImportOrder, Incoming
from data.imported.outlook import require_enough_rows
from data.imported.snapshot import ImportResult, SnapshotWriter, unit_fields
from data.imported.sources import (
    FileCoverage,
    RegisterSource,
    check_coverage,
    remember_claim,
    source_of,
)
from data.ledger.store import Readable, Store, Transaction
from data.organisation.units import matcher
from data.registers import find_register
from data.registers.finding.mapping import FileMapping, RowFilter, key_of, mapping_from_json
from data.registers.finding.proposal import ReadingOrder, propose
from data.registers.reading.result import Reading, require_complete, require_no_personal_numbers
from data.registers.reading.summary import inspect_json
from data.registers.reading.table import read_table
from data.registers.values.messages import row_issue
from data.registers.values.sheet import Views
from files.grid import Workbook
from files.workbook import read_workbook


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
    order = ReadingOrder(register, corrections, remembered)
    mapping = propose(workbook, order, views=views)
    reading = read_table(workbook, mapping, views=views)
    if remembered is None or (corrections and corrections.where is not None):
        return reading
    gone = gone_filters(remembered, mapping)
    lost = [row_issue("filter_gone", reading.header_row, raw=each.header) for each in gone]
    return replace(reading, issues=(*lost, *reading.issues)) if lost else reading


def gone_filters(remembered: FileMapping, mapping: FileMapping) -> tuple[RowFilter, ...]:
    """Remembered filters whose column is no longer in the file, so that all its rows are read."""
    headers = {key_of(header) for header in mapping.fields}
    return tuple(one for one in remembered.where or () if key_of(one.header) not in headers)


def inspect_file(path: Path, register: str | None, corrections: dict[str, Any] | None) -> dict[str, Any]:
    """How a file would be read, as JSON values; no store is opened."""
    workbook = read_workbook(path)
    mapping = mapping_from_json(corrections) if corrections is not None else None
    return inspect_json(workbook, read_file(workbook, register, mapping))


def import_file(
    store: Store,
    grant: Grant,
    file: ExportFile,
    order: ImportOrder = ORDINARY,
    read: Callable[[Path], Workbook] = read_workbook,
) -> dict[str, Any]:
    """Read and import a file: ``inspect``'s JSON values and what was stored. Errors as ``import_reading``'s.

    ``read`` gives the file's grid, where its reading has begun already.
    """
    find_register(file.register)
    workbook = read(file.path)
    corrections = mapping_from_json(file.corrections) if file.corrections is not None else None
    source = source_of(store, file.register, order.source or file.register)
    reading = read_file(workbook, file.register, corrections, last_mapping(store, file.register, source.source))
    coverage = order.coverage or remembered_coverage(store, source) or WHOLE
    settled = replace(order, source=source.source, coverage=coverage)
    result = import_reading(store, grant, reading, file.as_of, settled)
    return {
        **inspect_json(workbook, reading),
        "issues": [issue_json(issue) for issue in result.issues],
        "source": source.name,
        "claim": coverage.claim,
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
    store: Store, grant: Grant, reading: Reading, as_of: date, order: ImportOrder = ORDINARY
) -> ImportResult:
    """Store a reading as a snapshot at ``as_of``.

    The same file of the same source at the same date is a duplicate and stores nothing; at another date it raises
    ``already_imported``. ``order.again`` imports it all the same: at the same date to correct how it was read. Raises
    ``register_missing``, ``required_missing``, ``personal_number``, ``source_unknown``, ``rows_fell`` (by more than a
    fifth inside what the file claims to cover, unless ``order.fewer_is_right``) and what ``check_coverage`` raises.
    """
    return import_readings(store, grant, [(reading, as_of)], order)[0]


def import_readings(
    store: Store, grant: Grant, readings: Sequence[tuple[Reading, date]], order: ImportOrder = ORDINARY
) -> list[ImportResult]:
    """Store several readings of one register, each at its date, all or none; given and taken oldest first.

    As ``import_reading``; where there are several an error says which date it concerns. Raises ``same_day`` too.
    """
    if len({as_of for _, as_of in readings}) < len(readings):
        raise MognadError("same_day", "Två av filens perioder har samma datum. Ge var och en sitt eget.")
    several = len(readings) > 1
    incoming = [_incoming(reading, as_of, order) for reading, as_of in readings]
    for part in incoming:
        with _of_day(part.as_of, several):
            check_coverage(part.coverage, part.register)
            require_complete(part.reading)
    with store.writing(grant, Act.IMPORT) as transaction:
        results = []
        for part in incoming:
            with _of_day(part.as_of, several):
                results.append(_import(transaction, part, order))
        return results


def _incoming(reading: Reading, as_of: date, order: ImportOrder) -> Incoming:
    own = reading.register.name if reading.register else ""
    return Incoming(reading, as_of, order.source or own, order.coverage or WHOLE)


def _import(transaction: Transaction, incoming: Incoming, order: ImportOrder) -> ImportResult:
    source = source_of(transaction, incoming.register.name, incoming.source)
    if not order.again and (earlier := _earlier(transaction, incoming)):
        return ImportResult(earlier, 0, incoming.reading.rows, True, incoming.reading.issues)
    require_no_personal_numbers(incoming.reading)
    if not order.fewer_is_right:
        require_enough_rows(transaction, incoming)
    result = SnapshotWriter(transaction, incoming).run()
    if source.claim != incoming.coverage.claim:
        remember_claim(transaction, source, incoming.coverage.claim)
    return result


@contextmanager
def _of_day(as_of: date, several: bool) -> Iterator[None]:
    """Say which of several readings an error concerns."""
    try:
        yield
    except MognadError as error:
        if not several:
            raise
        raise MognadError(error.code, f"Läget per {as_of.isoformat()}: {error.message}", error.issues) from error


def unmatched_units(store: Readable, reading: Reading, as_of: date) -> list[tuple[str, int]]:
    """Unit texts of a reading that fit no unit at ``as_of``, with their number of rows, most first."""
    if reading.register is None:
        return []
    match = matcher(store, as_of)
    rows_of: dict[str, int] = {}
    for field in unit_fields(reading.register):
        for row in reading.table.column(f"{field}_text").value_counts().to_pylist():
            if row["values"] and match.find(row["values"]) is None:
                rows_of[row["values"]] = rows_of.get(row["values"], 0) + row["counts"]
    return sorted(rows_of.items(), key=lambda item: (-item[1], item[0]))


def _earlier(transaction: Transaction, incoming: Incoming) -> str | None:
    """The snapshot that this file has given at this date. Raises ``already_imported``."""
    rows = transaction.query(
        "SELECT snapshot, as_of FROM valid_snapshots(DATE '9999-12-31', $known_at) "
        "WHERE register = $register AND source = $source AND file_hash = $hash ORDER BY seq DESC",
        {
            "register": incoming.register.name,
            "source": incoming.source,
            "hash": incoming.reading.file_hash,
            "known_at": transaction.position(),
        },
    )
    for row in rows:
        if row["as_of"] == incoming.as_of:
            return str(row["snapshot"])
    if rows:
        raise MognadError(
            "already_imported",
            f"Filen är redan importerad med läget per {rows[0]['as_of']}. Inget sparades. "
            "Kontrollera datumet; är det rätt, välj att importera den igen.",
        )
    return None
