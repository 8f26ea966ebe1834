"""A disk that fills up: nothing is stored by half, the cause is told, and the store goes on once there is room."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.ledger.engine import translate
from data.ledger.preferences import preference, set_preference

ROOT = Path(__file__).resolve().parents[3]

# Files of this process may grow to a limit, as on a full disk, until it is lifted.
CHILD = """
import json, os, resource, sys
from pathlib import Path
from access.rights import authorise, local_coordinator
from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.ledger.backup import back_up
from data.ledger.settings import Settings
from data.ledger.store import open_store

folder, what, limit = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = open_store(Settings(folder / "s.duckdb", "nyckel", folder / "b"))
rows = lambda: store.query("SELECT count(*) AS n FROM store.setting")[0]["n"]

def write(count):
    with store.writing(authorise(local_coordinator(), Act.CONFIGURE), Act.CONFIGURE) as transaction:
        transaction.append("setting", [{"name": str(n), "value": os.urandom(1500).hex()} for n in range(count)])

def full(act):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, -1))
    try:
        act()
    except MognadError as error:
        return error.code
    finally:
        held.append(rows())
        resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))

def fill():
    while True:
        write(500)
        acknowledged.append(500)

held, acknowledged = [], [1]
write(1)
code = full({
    "commit": lambda: write(2000),
    "checkpoint": fill,
    "backup": lambda: back_up(store, authorise(local_coordinator(), Act.BACK_UP)),
}[what])
at_once = store.position()
write(1)
told = {"code": code, "held": held[0], "acknowledged": sum(acknowledged), "position": at_once, "after": rows(),
        "ok": verify(store).ok, "copies": [p.name for p in (folder / "b").iterdir()]}
store.close()
store = open_store(store.settings)
print(json.dumps({**told, "again": store.position()}))
"""


def on_a_full_disk(folder: Path, what: str, limit: int) -> dict[str, Any]:
    command = [sys.executable, "-c", CHILD, str(folder), what, str(limit)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-2000:]
    return json.loads(result.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for a process's files")
@pytest.mark.parametrize(("what", "limit"), [("commit", 2_000_000), ("checkpoint", 18_000_000), ("backup", 50_000)])
def test_a_full_disk_stores_nothing_by_half(tmp_path, what, limit):
    told = on_a_full_disk(tmp_path, what, limit)
    assert told["code"] == "disk_full"
    assert told["held"] == told["acknowledged"] == told["position"]
    assert told["after"] == told["again"] == told["acknowledged"] + 1
    assert told["ok"]
    assert told["copies"] == []


class Failing:
    """A cursor whose COMMIT fails as DuckDB's does: afterwards there is no transaction."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, message: str, *, really: str) -> None:
        self._cursor, self._message, self._really = cursor, message, really

    def __getattr__(self, name: str) -> object:
        return getattr(self._cursor, name)

    def execute(self, sql: str, *parameters: object) -> object:
        if sql != "COMMIT":
            return self._cursor.execute(sql, *parameters)
        self._cursor.execute(self._really)
        raise duckdb.TransactionException(self._message)


class FailingConnection:
    """A connection whose cursors are ``Failing``."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, message: str, really: str) -> None:
        self._connection, self._message, self._really = connection, message, really

    def cursor(self) -> Failing:
        return Failing(self._connection.cursor(), self._message, really=self._really)

    def close(self) -> None:
        self._connection.close()


def test_a_failed_commit_keeps_its_cause(opened, grant, monkeypatch):
    store = opened()
    message = 'Failed to commit: Could not write file "s.duckdb.wal": No space left on device'
    with monkeypatch.context() as patched:
        patched.setattr(store, "_connection", FailingConnection(store._connection, message, "ROLLBACK"))
        with pytest.raises(MognadError) as caught:
            set_preference(store, grant(Act.CONFIGURE), "a", "b")
    assert caught.value.code == "disk_full"
    assert message in str(caught.value.__cause__)
    assert store.position() == 0
    set_preference(store, grant(Act.CONFIGURE), "a", "c")
    assert preference(store, "a") == "c"
    assert verify(store).ok


def test_what_was_committed_counts_though_the_checkpoint_failed(opened, grant):
    store = opened()
    message = "Transaction COMMIT succeeded and is durable, but the autocheckpoint failed."
    store._connection = FailingConnection(store._connection, message, "COMMIT")
    set_preference(store, grant(Act.CONFIGURE), "a", "b")
    assert store.position() == 1
    assert preference(store, "a") == "b"
    assert isinstance(store._connection, duckdb.DuckDBPyConnection)
    set_preference(store, grant(Act.CONFIGURE), "a", "c")
    assert verify(store).ok


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ('FATAL Error: … Original error: "Could not write file s.duckdb": No space left on device', "disk_full"),
        ('IO Error: Cannot open file "s.duckdb": No space left on device', "disk_full"),
        ("IO Error: Could not write all bytes: There is not enough space on the disk", "disk_full"),
        ('IO Error: Could not write file "s.duckdb": Disk quota exceeded', "disk_full"),
        ('IO Error: Could not write file "s.duckdb": Input/output error', "store_failed"),
    ],
)
def test_only_a_full_disk_is_told_as_one(message, code):
    assert translate(duckdb.IOException(message), Path("s.duckdb")).code == code
