"""A store that is begun at the terminal, and a copy that is put back there."""

import pytest

from base.actors import Act
from data.ledger.backup import back_up
from data.ledger.settings import Settings
from data.ledger.store import open_store
from tests.kit.measured import grant
from tests.kit.terminal import answered, told

pytestmark = pytest.mark.slow


def refused(store, *command):
    """The code and sentence that a command ends with."""
    code, answer = answered(store, command)
    assert code == 2
    return answer["error"]


def test_a_store_is_begun_once(tmp_path):
    store = tmp_path / "ny" / "lager.duckdb"
    begun = told(store, ["municipality", "  Ekby   kommun "])
    assert begun == {"store": str(store), "municipality": "Ekby kommun"}
    assert [(unit["name"], unit["kind"]) for unit in told(store, ["units"])["units"]] == [("Ekby kommun", "kommun")]
    assert refused(store, "municipality", "Ekby kommun") == {
        "code": "municipality_begun",
        "message": "Lagret är redan Ekby kommun. Namnet ändras under Inställningar.",
    }
    assert refused(tmp_path / "tom.duckdb", "municipality", "  ")["code"] == "municipality_missing"
    assert told(store, ["verify"])["ok"] is True


def test_a_copy_is_put_back_and_told(tmp_path):
    store = tmp_path / "lager.duckdb"
    told(store, ["municipality", "Ekby kommun"])
    opened = open_store(Settings(store, None, tmp_path / "backups"))
    made = back_up(opened, grant(Act.BACK_UP), "kopians lösenord")
    opened.close()
    password = tmp_path / "losenord.txt"
    password.write_text("kopians lösenord\n", encoding="utf-8-sig")
    copy = [str(made.path), "--key-file", str(password)]
    assert refused(store, "restore", *copy)["code"] == "store_in_place"
    done = told(store, ["restore", *copy, "--yes"])
    assert (done["store"], done["last_seq"], done["checked"]) == (str(store), made.last_seq, made.last_seq)
    assert open_store(Settings(store, None, tmp_path / "backups")).position() == made.last_seq
    assert refused(store, "restore", str(tmp_path / "saknas.duckdb"))["code"] == "file_not_found"
