"""The handle: opening, keys, locks, damage."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.ledger.preferences import preference, set_preference
from data.ledger.settings import Settings, settings_from_env
from data.ledger.store import open_store

pytestmark = pytest.mark.slow

SECRET = "Konsekvensanalysen av vattenverket"
ROOT = Path(__file__).resolve().parents[3]


def code_of(call) -> str:
    with pytest.raises(MognadError) as caught:
        call()
    return caught.value.code


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_same_path_gives_the_same_handle(opened):
    assert opened() is opened()


def test_new_store_is_private_and_empty(opened):
    store = opened()
    assert store.position() == 0
    if os.name == "posix":
        assert store.path.stat().st_mode & 0o077 == 0


def test_what_was_written_survives_closing(opened, grant):
    store = opened()
    set_preference(store, grant(Act.CONFIGURE), "municipality", "Åmåla")
    store.close()
    again = opened()
    assert preference(again, "municipality") == "Åmåla"
    assert again.position() == 1


def test_encrypted_from_the_first_byte(opened, grant, tmp_path):
    store = opened(key="nyckel med å och 'citat' och \\x")
    set_preference(store, grant(Act.CONFIGURE), "municipality", SECRET)
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert SECRET.encode() not in on_disk
    store.close()
    assert SECRET.encode() not in (tmp_path / "store.duckdb").read_bytes()
    assert preference(opened(key="nyckel med å och 'citat' och \\x"), "municipality") == SECRET


def test_unencrypted_store_does_hold_plain_text(opened, grant, tmp_path):
    store = opened()
    set_preference(store, grant(Act.CONFIGURE), "municipality", SECRET)
    store.close()
    assert SECRET.encode() in (tmp_path / "store.duckdb").read_bytes()


@pytest.mark.parametrize(
    ("made_with", "opened_with", "code"),
    [("rätt", "fel", "wrong_key"), ("rätt", None, "key_missing"), (None, "rätt", "store_not_encrypted")],
)
def test_keys_that_do_not_fit(opened, tmp_path, made_with, opened_with, code):
    opened(key=made_with).close()
    before = digest(tmp_path / "store.duckdb")
    assert code_of(lambda: opened(key=opened_with)) == code
    assert digest(tmp_path / "store.duckdb") == before


def test_a_process_with_the_file_open_is_told_apart(opened, tmp_path):
    store = opened()
    script = (
        "import sys; from pathlib import Path\n"
        "from data.ledger.settings import Settings; from data.ledger.store import open_store\n"
        "from base.errors import MognadError\n"
        "try: open_store(Settings(Path(sys.argv[1]), None, Path(sys.argv[2])))\n"
        "except MognadError as error: print(error.code)\n"
    )
    command = [sys.executable, "-c", script, str(store.path), str(tmp_path / "b2")]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "store_busy"


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 500])
def test_other_files_are_left_alone(opened, tmp_path, content):
    (tmp_path / "store.duckdb").write_bytes(content)
    assert code_of(opened) == "store_damaged"
    assert (tmp_path / "store.duckdb").read_bytes() == content


def test_another_duckdb_file_is_not_a_store(opened, tmp_path):
    import duckdb

    with duckdb.connect(str(tmp_path / "store.duckdb")) as other:
        other.execute("CREATE TABLE mine (a INTEGER)")
    before = digest(tmp_path / "store.duckdb")
    assert code_of(opened) == "store_damaged"
    assert digest(tmp_path / "store.duckdb") == before


def test_a_newer_schema_is_refused_untouched(opened, tmp_path):
    import duckdb

    opened().close()
    with duckdb.connect(str(tmp_path / "store.duckdb")) as future:
        future.execute("INSERT INTO migration VALUES ('0099_from_the_future', now()::TIMESTAMP)")
    before = digest(tmp_path / "store.duckdb")
    assert code_of(opened) == "store_newer"
    assert digest(tmp_path / "store.duckdb") == before


@pytest.mark.parametrize(
    "damage", ["DROP TABLE answer", "ALTER TABLE answer DROP COLUMN comment", "DELETE FROM migration"]
)
def test_a_store_that_lacks_a_part_is_damaged(opened, tmp_path, damage):
    import duckdb

    opened().close()
    with duckdb.connect(str(tmp_path / "store.duckdb")) as intruder:
        intruder.execute(damage)
    before = digest(tmp_path / "store.duckdb")
    assert code_of(opened) == "store_damaged"
    assert digest(tmp_path / "store.duckdb") == before


def test_a_folder_is_no_store(opened, tmp_path):
    (tmp_path / "store.duckdb").mkdir()
    assert code_of(opened) == "store_unreachable"


def test_a_truncated_store_is_damaged(opened, grant, tmp_path):
    opened().close()
    path = tmp_path / "store.duckdb"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert code_of(opened) == "store_damaged"


def test_no_other_file_can_be_read_after_opening(opened, tmp_path):
    store = opened()
    (tmp_path / "secret.txt").write_text("hemligt")
    with pytest.raises(MognadError):
        store.query(f"SELECT * FROM read_text('{tmp_path / 'secret.txt'}')")


def test_a_failed_transaction_stores_nothing(opened, grant):
    store = opened()
    with pytest.raises(RuntimeError), store.writing(grant(Act.CONFIGURE), Act.CONFIGURE) as transaction:
        transaction.append("setting", [{"name": "a", "value": "b"}])
        raise RuntimeError
    assert store.position() == 0
    assert preference(store, "a") is None
    set_preference(store, grant(Act.CONFIGURE), "a", "c")
    assert verify(store).ok


def test_a_column_that_the_table_has_not_is_an_error_of_the_program(opened, grant):
    store = opened()
    with (
        pytest.raises(MognadError) as caught,
        store.writing(grant(Act.CONFIGURE), Act.CONFIGURE) as transaction,
    ):
        transaction.append("setting", [{"name": "kommun"}, {"name": "ort", "valeu": "Åmåla", "salt": "x"}])
    assert caught.value.code == "column_unknown"
    assert str(caught.value) == "Fel i programmet: tabellen setting har inte salt och valeu. Inget sparades."
    assert store.position() == 0


def test_a_grant_for_something_else_is_refused(opened, grant):
    with pytest.raises(MognadError, match="behörighet"):
        set_preference(opened(), grant(Act.READ), "a", "b")


def test_rows_survive_a_killed_process(tmp_path):
    script = (
        "import os, sys; from pathlib import Path\n"
        "from data.ledger.settings import Settings; from data.ledger.store import open_store\n"
        "from data.ledger.preferences import set_preference\n"
        "from access.rights import authorise, local_coordinator; from base.actors import Act\n"
        "store = open_store(Settings(Path(sys.argv[1]) / 's.duckdb', 'nyckel', Path(sys.argv[1]) / 'b'))\n"
        "for n in range(20): set_preference(store, authorise(local_coordinator(), Act.CONFIGURE), f'n{n}', 'x')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=False)
    store = open_store(Settings(tmp_path / "s.duckdb", "nyckel", tmp_path / "b"))
    assert store.position() == 20
    assert verify(store).ok
    store.close()


def test_settings_from_the_environment(tmp_path):
    (tmp_path / "key").write_text("  hemlig \n", encoding="utf-8")
    found = settings_from_env({"MOGNAD_STORE": str(tmp_path / "a.duckdb"), "MOGNAD_KEY_FILE": str(tmp_path / "key")})
    assert (found.store, found.key) == (tmp_path / "a.duckdb", "hemlig")
    assert found.backup_dir == tmp_path / "backups"
    given = settings_from_env({"MOGNAD_STORE": "other"}, tmp_path / "b.duckdb")
    assert given.store == tmp_path / "b.duckdb"
    missing = {"MOGNAD_KEY_FILE": str(tmp_path / "none")}
    assert code_of(lambda: settings_from_env(missing)) == "key_file_unreadable"
