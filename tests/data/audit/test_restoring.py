"""A backup put back: verified first, and never over a store in silence."""

import shutil

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.restoring import restore
from data.audit.verify import verify
from data.ledger.backup import back_up, listed_copies, unlisted_copies
from data.ledger.preferences import preference, set_preference
from data.ledger.settings import Settings
from data.ledger.store_file import write_ahead

pytestmark = pytest.mark.slow
PASSWORD = "ett lösenord för kopian"
KEYS = (None, "lagrets egen nyckel")


def refused(call) -> MognadError:
    with pytest.raises(MognadError) as caught:
        call()
    return caught.value


@pytest.fixture(params=KEYS, ids=["unencrypted", "encrypted"])
def key(request):
    return request.param


@pytest.fixture
def town(opened, grant, key):
    """A store with a copy of what it held before its last change; closed with that change still beside it."""
    store = opened(key=key)
    set_preference(store, grant(Act.CONFIGURE), "municipality", "Åmåla")
    made = back_up(store, grant(Act.BACK_UP), None if key else PASSWORD)
    set_preference(store, grant(Act.CONFIGURE), "municipality", "Ekby")
    kept = store.path.with_name("kept.wal")
    shutil.copy(write_ahead(store.path), kept)
    store.close()
    # As after a crash: an old .wal lies beside the file.
    shutil.copy(kept, write_ahead(store.path))
    return store.settings, made


def test_a_copy_takes_the_place_of_a_store_and_its_wal(town, key, opened, clock):
    settings, made = town
    done = restore(settings, made.path, key or PASSWORD, clock, replace=True)
    assert (done.store, done.last_seq) == (settings.store, made.last_seq)
    assert not write_ahead(settings.store).exists()
    assert done.aside is not None
    assert (done.aside.exists(), write_ahead(done.aside).exists()) == (True, True)
    again = opened(key=key)
    assert preference(again, "municipality") == "Åmåla"
    assert verify(again).ok
    # The copy is as it was.
    assert made.path.exists()
    assert list(settings.store.parent.glob("*.restoring*")) == []


def test_never_over_a_store_in_silence(town, key, clock):
    settings, made = town
    before = settings.store.read_bytes()
    error = refused(lambda: restore(settings, made.path, key or PASSWORD, clock))
    assert (error.code, error.message) == (
        "store_in_place",
        "Det finns redan ett lager, store.duckdb. Det läggs undan bara om du säger till (--yes).",
    )
    assert settings.store.read_bytes() == before


def test_where_there_is_no_store(town, key, clock, tmp_path, opened):
    _, made = town
    new = Settings(tmp_path / "ny" / "lager.duckdb", key, tmp_path / "ny" / "backups")
    assert restore(new, made.path, key or PASSWORD, clock).aside is None


def test_a_wrong_key_changes_nothing(town, clock):
    settings, made = town
    before = settings.store.read_bytes()
    assert refused(lambda: restore(settings, made.path, "fel nyckel", clock, replace=True)).code == "wrong_key"
    assert refused(lambda: restore(settings, made.path, None, clock, replace=True)).code == "key_missing"
    assert settings.store.read_bytes() == before


def test_a_damaged_copy_changes_nothing(town, key, clock):
    settings, made = town
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4096] = b"x" * 4096
    made.path.write_bytes(content)
    before = settings.store.read_bytes()
    error = refused(lambda: restore(settings, made.path, key or PASSWORD, clock, replace=True))
    assert error.code in ("store_damaged", "restore_failed", "wrong_key")
    assert settings.store.read_bytes() == before
    assert list(settings.store.parent.glob("*.restoring*")) == []


def test_what_is_no_store_at_all(town, clock, tmp_path):
    settings, _ = town
    letter = tmp_path / "brev.duckdb"
    letter.write_text("Hej")
    assert refused(lambda: restore(settings, letter, None, clock, replace=True)).code.startswith("store_")
    assert refused(lambda: restore(settings, settings.store, None, clock, replace=True)).code == "restore_itself"


def test_a_store_in_use_is_left_alone(opened, grant, clock, key):
    store = opened(key=key)
    made = back_up(store, grant(Act.BACK_UP), None if key else PASSWORD)
    error = refused(lambda: restore(store.settings, made.path, key or PASSWORD, clock, replace=True))
    assert error.code == "store_busy"


def test_copies_are_named_when_they_are_verified(opened, grant, monkeypatch):
    store = opened(key="lagrets egen nyckel")
    made = back_up(store, grant(Act.BACK_UP))
    assert [path.name for path in listed_copies(store)] == [made.path.name]
    assert unlisted_copies(store) == []
    monkeypatch.setattr("data.ledger.backup._fingerprint", lambda _cursor, _store, alias: [(alias,)])
    assert refused(lambda: back_up(store, grant(Act.BACK_UP))).code == "backup_failed"
    assert [path.name for path in store.settings.backup_dir.iterdir()] == [made.path.name]
    # One that was cut off, and one from elsewhere.
    for name in ("store-2026-01-01-120000.duckdb.part", "annan.duckdb"):
        (store.settings.backup_dir / name).touch()
    assert [path.name for path in unlisted_copies(store)] == ["annan.duckdb", "store-2026-01-01-120000.duckdb.part"]
