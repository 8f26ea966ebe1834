"""The store's one handle: a lazy, locked connection per process and path.

Reading takes a cursor per operation, drained and closed. Writing goes through a
transaction that holds the one lock under which rows are numbered and committed.
"""

import logging
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from base.actors import Act, Grant
from base.clock import Clock, SystemClock, swedish_date, utc_naive
from base.errors import MognadError
from base.formats import listing
from data.ledger.engine import is_saved, is_unusable, lock_down, new_instance, translate
from data.ledger.opening import open_file, own_columns, read_heads, read_latest
from data.ledger.pinning import Heads, follow, pinned
from data.ledger.rows import insert_statement, salts
from data.ledger.settings import Settings
from data.ledger.shelf import Shelf
from data.ledger.store_file import FileWatch, is_writable, narrow_rights, read_only_error, write_ahead
from data.ledger.views import MACROS
from data.registers.definitions.base_table import ARROW_TYPES

log = logging.getLogger(__name__)

Rows = list[dict[str, Any]]
Tables = Mapping[str, pa.Table]


class Readable(Protocol):
    """What can be read from: the store, or a transaction with its own rows."""

    def query(self, sql: str, parameters: Mapping[str, object] | None = None, tables: Tables | None = None) -> Rows:
        """Run a SELECT; one dict per row."""
        ...

    def arrow(self, sql: str, parameters: Mapping[str, object] | None = None, tables: Tables | None = None) -> pa.Table:
        """Run a SELECT; the whole result as an Arrow table."""
        ...

    def position(self) -> int:
        """The newest ``seq`` that is seen."""
        ...


# A clock that is set by the network moves a little now and then.
_CLOCK_MAY_DIFFER = timedelta(minutes=5)

_serials = count(1)
_open_stores: dict[Path, "Store"] = {}
_opening = threading.Lock()


def open_store(settings: Settings, clock: Clock | None = None) -> "Store":
    """The store at ``settings.store``, made if there is none.

    One handle per process and path: later calls get the same one. Raises
    ``MognadError`` with ``store_busy``, ``wrong_key``, ``key_missing``,
    ``store_not_encrypted``, ``store_newer``, ``store_damaged``,
    ``store_unreachable``; the file is then as it was.
    """
    with _opening:
        held = _open_stores.get(settings.store)
        if held is not None:
            if held.settings.key != settings.key:
                raise MognadError("wrong_key", f"Nyckeln passar inte till lagret {settings.store.name}.")
            return held
        store = Store(settings, clock or SystemClock())
        _open_stores[settings.store] = store
        return store


@contextmanager
def nobody_opens(path: Path) -> Iterator[None]:
    """While a file is exchanged: nobody in this process has it open, or opens it. Raises ``store_busy``."""
    with _opening:
        if path in _open_stores:
            raise MognadError("store_busy", f"Lagret {path.name} öppnades av någon annan under tiden. Försök igen.")
        yield


def settle_stores() -> None:
    """Move the newest rows of every open store of this process into its file."""
    for store in list(_open_stores.values()):
        store.settle()


def close_stores() -> None:
    """Release every open store of this process."""
    for store in list(_open_stores.values()):
        store.close()


class Store:
    """An open ledger. Made by ``open_store`` alone."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        # Told apart from another file's that lay at the same path before.
        self.serial = next(_serials)
        self._write_lock = threading.RLock()
        self._closed = False
        self._unusable = False
        self._heads: Heads = {}
        self._settled: Heads = {}
        self._latest: datetime | None = None
        self._watch = FileWatch(settings.store)
        self.read_only = settings.store.is_file() and not is_writable(settings.store)
        os.umask(0o077)
        if settings.store.is_dir():
            raise MognadError("store_unreachable", f"{settings.store.name} är en mapp. Ange en fil för lagret.")
        try:
            if not self.read_only:
                settings.store.parent.mkdir(parents=True, exist_ok=True)
                settings.backup_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MognadError(
                "store_unreachable", f"Mappen {settings.store.parent.name} går inte att skapa eller skriva i."
            ) from error
        self._connect()
        own = (settings.store, write_ahead(settings.store), *settings.backup_dir.glob("*.duckdb*"))
        self.mended_files = narrow_rights(path for path in own if path.is_file())

    @property
    def path(self) -> Path:
        """The store's file."""
        return self.settings.store

    @property
    def encrypted(self) -> bool:
        """Whether the file is encrypted."""
        return self.settings.key is not None

    @property
    def tables(self) -> dict[str, dict[str, str]]:
        """The ledger's tables with their columns and types, in the file's order."""
        return self._columns

    @property
    def heads(self) -> Heads:
        """Table → its newest ``seq``, as this run sees the store (``one_position``)."""
        return pinned(self, self._heads)

    def position(self) -> int:
        """The newest committed ``seq``, as this run sees the store; 0 for an empty one."""
        return max(self.heads.values(), default=0)

    def query(self, sql: str, parameters: Mapping[str, object] | None = None, tables: Tables | None = None) -> Rows:
        """Run a SELECT; one dict per row. ``tables`` are seen under their names."""
        with self._cursor(tables) as cursor:
            return _rows(cursor, sql, parameters)

    def arrow(self, sql: str, parameters: Mapping[str, object] | None = None, tables: Tables | None = None) -> pa.Table:
        """Run a SELECT; the whole result as an Arrow table."""
        with self._cursor(tables) as cursor:
            return cursor.execute(sql, dict(parameters or {})).to_arrow_table()

    @contextmanager
    def writing(self, grant: Grant, act: Act) -> Iterator["Transaction"]:
        """A transaction for what ``grant`` allows; committed at the end, or not at all.

        Raises ``not_allowed`` when the grant is for something else. Nothing of
        a user interface may be called inside.
        """
        if grant.act is not act:
            raise MognadError("not_allowed", "Du har inte behörighet att göra detta.")
        if self.read_only:
            raise read_only_error(self.path)
        with self._write_lock, self._cursor(None) as cursor:
            self._watch.check()
            cursor.execute("BEGIN")
            transaction = Transaction(self, cursor, grant, max(self._heads.values(), default=0))
            try:
                yield transaction
                self._commit(cursor)
            except BaseException:
                # After a failed COMMIT there is no transaction: the ROLLBACK's own error would hide the cause.
                with suppress(duckdb.Error):
                    cursor.execute("ROLLBACK")
                raise
            self._watch.check_still_there()
            self._watch.note()
            self._heads = {**self._heads, **transaction.heads}
            if transaction.heads:
                self._latest = max(self._latest or transaction.recorded_at, transaction.recorded_at)
            follow(self, self._heads)

    @contextmanager
    def maintenance(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A bare cursor while no one writes, for backup and verification."""
        with self._write_lock, self._cursor(None) as cursor:
            yield cursor

    def clock_behind(self) -> datetime | None:
        """The moment (naive UTC) of the newest row, where the computer's clock shows an earlier one; else None."""
        latest = self._latest
        return latest if latest is not None and utc_naive(self.clock.now()) < latest - _CLOCK_MAY_DIFFER else None

    def settle(self) -> None:
        """Move what lies in the ``.wal`` into the file, where there is anything; nothing happens while somebody writes.

        Until then a copy of the file alone lacks the newest rows.
        """
        if self.read_only or self._settled == self._heads or not self._write_lock.acquire(blocking=False):
            return
        try:
            self._watch.check()
            with self._cursor(None) as cursor:
                cursor.execute("CHECKPOINT store")
            self._watch.note()
            self._settled = self._heads
        except MognadError:
            log.warning("the newest rows still lie in the file beside the store", exc_info=True)
        finally:
            self._write_lock.release()

    def close(self) -> None:
        """Release the file. A later ``open_store`` opens it anew."""
        with _opening, self._write_lock:
            if not self._closed:
                self.settle()
                self._closed = True
                self._unusable = False
                self._connection.close()
                _open_stores.pop(self.settings.store, None)

    def _connect(self) -> None:
        connection = new_instance()
        try:
            self._connection = connection
            open_file(connection, self.settings, self.clock, read_only=self.read_only)
            for macro in MACROS:
                connection.execute(macro)
            lock_down(connection, [self.settings.backup_dir])
            # A table that is none of ours is left alone.
            self._columns = own_columns(connection)
            self._heads = read_heads(connection, self._columns)
            self._latest = read_latest(connection, self._heads)
            self._watch.note()
            # What another file's rows gave is not this one's.
            self.shelf = Shelf()
        except (duckdb.Error, OSError) as error:
            connection.close()
            raise translate(error, self.path) from error
        except BaseException:
            connection.close()
            raise

    def _commit(self, cursor: duckdb.DuckDBPyConnection) -> None:
        try:
            cursor.execute("COMMIT")
        except duckdb.Error as error:
            if not is_saved(error):
                raise
            log.exception("committed, but the checkpoint after it failed")
            self._unusable = True

    def _renew(self) -> None:
        """Attach the file anew: a failed checkpoint makes the database unusable; what was committed is in the file."""
        with self._write_lock:
            if self._unusable:
                self._connection.close()
                self._connect()
                self._unusable = False

    @contextmanager
    def _cursor(self, tables: Tables | None) -> Iterator[duckdb.DuckDBPyConnection]:
        if self._unusable:
            self._renew()
        try:
            cursor = self._connection.cursor()
        except duckdb.Error as error:
            raise MognadError("store_closed", "Lagret är stängt. Ladda om sidan.") from error
        try:
            for name, table in (tables or {}).items():
                cursor.register(name, table)
            yield cursor
        except duckdb.Error as error:
            log.exception("the database refused")
            if is_unusable(error):
                self._unusable = True
            raise translate(error, self.path) from error
        finally:
            cursor.close()


class Transaction:
    """Rows on their way into the ledger, numbered in the order they come."""

    def __init__(self, store: Store, cursor: duckdb.DuckDBPyConnection, grant: Grant, last_seq: int) -> None:
        self._store = store
        self._cursor = cursor
        self._grant = grant
        self._recorded_at = utc_naive(store.clock.now())
        self.last_seq = last_seq
        self.heads: dict[str, int] = {}

    @property
    def recorded_at(self) -> datetime:
        """The moment written on this transaction's rows: naive UTC datetime."""
        return self._recorded_at

    @property
    def today(self) -> date:
        """The calendar date in Sweden of this transaction's rows."""
        return swedish_date(self._recorded_at)

    def position(self) -> int:
        """The newest seq this transaction sees: its own last row."""
        return self.last_seq

    def append(self, table: str, rows: Sequence[Mapping[str, object]]) -> range:
        """Append rows given as column → value; missing columns become null.

        Returns their seqs in order. Raises ``column_unknown`` where a row names a column that the table has not.
        """
        kinds = self._own_columns(table)
        unknown = set[str]().union(*rows) - kinds.keys()
        if unknown:
            raise MognadError(
                "column_unknown",
                f"Fel i programmet: tabellen {table} har inte {listing(sorted(unknown))}. Inget sparades.",
            )
        columns = {name: pa.array([row.get(name) for row in rows], ARROW_TYPES[kind]) for name, kind in kinds.items()}
        return self.append_table(table, pa.table(columns))

    def append_table(self, table: str, content: pa.Table) -> range:
        """Append an Arrow table whose columns bear the store's names. Returns the seqs."""
        count = content.num_rows
        seqs = range(self.last_seq + 1, self.last_seq + 1 + count)
        if not count:
            return seqs
        kinds = self._own_columns(table)
        columns = {
            "seq": pa.array(seqs, pa.int64()),
            "recorded_at": pa.repeat(pa.scalar(self._recorded_at, pa.timestamp("us")), count),
            "actor": pa.repeat(pa.scalar(self._grant.actor.person, pa.string()), count),
            "salt": salts(count),
        }
        for name in content.column_names:
            columns[name] = content.column(name).cast(ARROW_TYPES[kinds[name]])
        full = pa.table(columns)
        self._cursor.register("incoming_rows", full)
        try:
            self._cursor.execute(insert_statement(table, full.column_names, "incoming_rows"))
        finally:
            self._cursor.unregister("incoming_rows")
        self.last_seq += count
        self.heads[table] = self.last_seq
        return seqs

    def arrow(self, sql: str, parameters: Mapping[str, object] | None = None, tables: Tables | None = None) -> pa.Table:
        """As ``query``, as an Arrow table."""
        self._register(tables)
        return self._cursor.execute(sql, dict(parameters or {})).to_arrow_table()

    def query(self, sql: str, parameters: Mapping[str, object] | None = None, tables: Tables | None = None) -> Rows:
        """A SELECT that sees this transaction's own rows."""
        self._register(tables)
        return _rows(self._cursor, sql, parameters)

    def _register(self, tables: Tables | None) -> None:
        for name, table in (tables or {}).items():
            self._cursor.register(name, table)

    def _own_columns(self, table: str) -> dict[str, str]:
        common = ("seq", "recorded_at", "actor", "salt", "row_hash")
        return {name: kind for name, kind in self._store.tables[table].items() if name not in common}


def _rows(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None) -> Rows:
    cursor.execute(sql, dict(parameters or {}))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
