"""Backups: an encrypted copy of the store, read back and compared before it counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from base.actors import Act, Grant
from base.clock import utc_naive
from base.errors import MognadError
from base.hashing import sha256_file
from data.ledger.engine import attach, translate
from data.ledger.store import Store

REMIND_AFTER = timedelta(days=7)
MIN_PASSWORD = 12
# What a copy's name ends with until it is verified.
UNFINISHED = ".part"


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy. ``last_seq`` is the newest row it holds."""

    path: Path
    file_hash: str
    last_seq: int
    made_at: datetime


def back_up(store: Store, grant: Grant, password: str | None = None) -> Backup:
    """Write an encrypted copy into the backup folder, verify it and record it.

    The copy has the store's own key, or ``password`` where the store has none:
    a copy is never written unencrypted. It bears another name until it is verified. Raises ``password_too_short`` and
    ``backup_failed``; a copy that failed is removed.
    """
    if grant.act is not Act.BACK_UP:
        raise MognadError("not_allowed", "Du har inte behörighet att säkerhetskopiera.")
    key = store.settings.key or password or ""
    if store.settings.key is None and len(key) < MIN_PASSWORD:
        raise MognadError("password_too_short", f"Välj ett lösenord med minst {MIN_PASSWORD} tecken för kopian.")
    made_at = utc_naive(store.clock.now())
    final = _free_name(store, made_at)
    target = final.with_name(f"{final.name}{UNFINISHED}")
    with store.maintenance() as cursor:
        last_seq = store.position()
        try:
            attach(cursor, target, "copy", key)
            cursor.execute("COPY FROM DATABASE store TO copy")
            cursor.execute("DETACH copy")
            attach(cursor, target, "copy", key, read_only=True)
            same = _fingerprint(cursor, store, "store") == _fingerprint(cursor, store, "copy")
        except duckdb.Error as error:
            cursor.execute("DETACH DATABASE IF EXISTS copy")
            _remove(target)
            raise translate(error, target) from error
        cursor.execute("DETACH DATABASE IF EXISTS copy")
    if not same:
        _remove(target)
        raise MognadError("backup_failed", "Kopian stämde inte med lagret och togs bort. Försök igen.")
    try:
        target.replace(final)
    except OSError as error:
        raise translate(error, final) from error
    backup = Backup(final, sha256_file(final), last_seq, made_at)
    with store.writing(grant, Act.BACK_UP) as transaction:
        row = {"file_name": final.name, "file_hash": backup.file_hash, "last_seq": last_seq}
        transaction.append("backup", [row])
    return backup


def listed_copies(store: Store) -> list[Path]:
    """The copies in the backup folder that the store knows of, the newest first."""
    rows = store.query("SELECT file_name FROM store.backup ORDER BY seq DESC")
    paths = [store.settings.backup_dir / row["file_name"] for row in rows]
    return [path for path in paths if path.is_file()]


def unlisted_copies(store: Store) -> list[Path]:
    """Copies in the backup folder that no row names: from another store, before an upgrade, or never finished."""
    named = {row["file_name"] for row in store.query("SELECT file_name FROM store.backup")}
    folder = store.settings.backup_dir
    copies = [*folder.glob("*.duckdb"), *folder.glob(f"*.duckdb{UNFINISHED}")]
    return sorted(path for path in copies if path.name not in named)


def _remove(target: Path) -> None:
    for path in (target, target.with_name(f"{target.name}.wal")):
        path.unlink(missing_ok=True)


def last_backup(store: Store) -> datetime | None:
    """When the newest backup was made (naive UTC), or None."""
    seen = "SELECT max(recorded_at) AS moment FROM store.backup WHERE seq <= $known_at"
    made_at: datetime | None = store.query(seen, {"known_at": store.position()})[0]["moment"]
    return made_at


def needs_backup(store: Store) -> bool:
    """Whether there is anything entered seven days ago or more that no backup holds."""
    oldest = store.query(
        f"SELECT min(recorded_at) AS moment FROM ({_all_moments(store)}) WHERE seq <= $known_at "
        "AND seq > (SELECT coalesce(max(last_seq), 0) FROM store.backup WHERE seq <= $known_at)",
        {"known_at": store.position()},
    )[0]["moment"]
    return oldest is not None and utc_naive(store.clock.now()) - oldest >= REMIND_AFTER


def _all_moments(store: Store) -> str:
    tables = [table for table in store.tables if table != "backup"]
    return " UNION ALL ".join(f"SELECT seq, recorded_at FROM store.{table}" for table in tables)


def _fingerprint(cursor: duckdb.DuckDBPyConnection, store: Store, alias: str) -> list[tuple[object, ...]]:
    """Per table: rows and a hash over every value, whatever the order."""
    return [
        (table, *cursor.execute(f"SELECT count(*), bit_xor(hash(t)) FROM {alias}.{table} AS t").fetchall())
        for table in [*store.tables, "migration"]
    ]


def _free_name(store: Store, moment: datetime) -> Path:
    stem = f"{store.path.stem}-{moment:%Y-%m-%d-%H%M%S}"
    names = (store.settings.backup_dir / f"{stem}{suffix}.duckdb" for suffix in ("", *(f"-{n}" for n in range(2, 100))))
    return next(path for path in names if not path.exists())
