"""Opening the store's file: looked at first, then migrated and opened for writing, or for reading alone."""

import shutil
from collections.abc import Mapping
from datetime import datetime

import duckdb

from base.clock import Clock, utc_naive
from base.errors import MognadError
from data.ledger.engine import attach, wal_foreign
from data.ledger.pinning import Heads
from data.ledger.schema import NUMBERED, Migration, first_columns, register_migrations
from data.ledger.settings import Settings
from data.ledger.store_file import write_ahead

Columns = Mapping[str, Mapping[str, str]]


def open_file(connection: duckdb.DuckDBPyConnection, settings: Settings, clock: Clock, *, read_only: bool) -> None:
    """Look first, read-only; then open for writing and migrate.

    Opening for writing replays and rewrites the file, so a wrong key or a newer schema must be known before.
    """
    existing: Columns = {}
    applied: set[str] = set()
    if settings.store.exists():
        existing, applied = _look(connection, settings)
    _refuse_newer(applied, settings)
    if applied:
        _refuse_incomplete(existing, settings)
    pending = [step for step in NUMBERED if step.name not in applied] + register_migrations(existing)
    if read_only:
        if pending:
            raise MognadError(
                "store_read_only",
                f"Lagret {settings.store.name} är från en äldre version och ligger där programmet inte får skriva. "
                "Flytta det till en mapp där du får skriva och öppna det igen.",
            )
        attach(connection, settings.store, "store", settings.key, read_only=True)
        return
    if pending and applied:
        _copy_before_migration(settings, clock)
    attach(connection, settings.store, "store", settings.key)
    _migrate(connection, pending, clock, anew=not applied)


def own_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """The ledger's tables with their columns and types; a table that is none of ours is left alone."""
    return {name: columns for name, columns in _all_columns(connection).items() if "row_hash" in columns}


def read_heads(connection: duckdb.DuckDBPyConnection, columns: Columns) -> Heads:
    """Table → its newest ``seq``, 0 where it is empty."""
    newest = " UNION ALL ".join(f"SELECT '{table}', coalesce(max(seq), 0) FROM store.{table}" for table in columns)
    return dict(connection.execute(newest).fetchall()) if newest else {}


def read_latest(connection: duckdb.DuckDBPyConnection, heads: Heads) -> datetime | None:
    """When the newest row was written (naive UTC); None in an empty store."""
    if not any(heads.values()):
        return None
    table = max(heads, key=heads.__getitem__)
    rows = connection.execute(f"SELECT recorded_at FROM store.{table} WHERE seq = $seq", {"seq": heads[table]})
    found = rows.fetchall()
    return found[0][0] if found else None


def _look(connection: duckdb.DuckDBPyConnection, settings: Settings) -> tuple[Columns, set[str]]:
    """The file's tables, and the migrations that it has taken."""
    applied: set[str] = set()
    beside = write_ahead(settings.store).exists()
    attach(connection, settings.store, "store", settings.key, read_only=True)
    existing = _all_columns(connection)
    if "migration" in existing:
        applied = {str(row[0]) for row in connection.execute("SELECT name FROM store.migration").fetchall()}
    # A process killed while it made the store may have left the list of steps alone.
    if existing.keys() - {"migration"} and NUMBERED[0].name not in applied:
        message = f"Filen {settings.store.name} är en databas men inte ett lager från Mognadskollen."
        raise MognadError("store_damaged", message)
    if beside:
        _refuse_foreign_rows(connection, existing, settings)
    connection.execute("DETACH store")
    return existing, applied


def _refuse_foreign_rows(connection: duckdb.DuckDBPyConnection, existing: Columns, settings: Settings) -> None:
    """An unencrypted file takes in any ``.wal`` beside it; every number is one row's, so others' are noticed."""
    tables = [table for table, columns in existing.items() if "row_hash" in columns]
    if not tables:
        return
    counted = " UNION ALL ".join(f"SELECT count(*) AS rows, max(seq) AS newest FROM store.{table}" for table in tables)
    summed = connection.execute(f"SELECT sum(rows), coalesce(max(newest), 0) FROM ({counted})").fetchall()
    rows, newest = summed[0]
    if rows != newest:
        raise wal_foreign(settings.store)


def _migrate(connection: duckdb.DuckDBPyConnection, pending: list[Migration], clock: Clock, *, anew: bool) -> None:
    """Take the steps, each in a transaction of its own; a new store is made in one, wholly or not at all."""
    connection.execute("CREATE TABLE IF NOT EXISTS store.migration (name VARCHAR, applied_at TIMESTAMP)")
    for together in [pending] if anew else [[step] for step in pending]:
        connection.execute("BEGIN")
        for step in together:
            for statement in step.statements:
                connection.execute(statement)
            row = {"name": step.name, "at": utc_naive(clock.now())}
            connection.execute("INSERT INTO store.migration VALUES ($name, $at)", row)
        connection.execute("COMMIT")


def _copy_before_migration(settings: Settings, clock: Clock) -> None:
    stamp = clock.now().strftime("%Y%m%dT%H%M%S")
    store = settings.store
    target = settings.backup_dir / f"{store.stem}-fore-uppgradering-{stamp}{store.suffix}"
    for source, copy in ((store, target), (write_ahead(store), write_ahead(target))):
        if source.exists():
            shutil.copy2(source, copy)


def _all_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = 'store' ORDER BY table_name, column_index"
    ).fetchall():
        tables.setdefault(table, {})[column] = kind
    return tables


def _refuse_incomplete(existing: Columns, settings: Settings) -> None:
    lost = [table for table, columns in first_columns().items() if not columns <= existing.get(table, {}).keys()]
    if lost:
        raise MognadError(
            "store_damaged",
            f"Lagret {settings.store.name} är skadat: {lost[0]} saknas helt eller delvis. Filen är inte ändrad. "
            "Använd den senaste kopian.",
        )


def _refuse_newer(applied: set[str], settings: Settings) -> None:
    steps = {step.name for step in NUMBERED}
    if any(name[:4].isdigit() and name not in steps for name in applied):
        raise MognadError(
            "store_newer",
            f"Lagret {settings.store.name} är skrivet av en nyare version av Mognadskollen. Uppdatera programmet.",
        )
