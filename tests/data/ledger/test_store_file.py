"""The file under the program: exchanged, locked, read by others, moved with and without the ``.wal`` beside it."""

import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest

import data.ledger.store
from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.ledger.preferences import preference, set_preference
from data.ledger.store import settle_stores
from data.ledger.store_file import write_ahead

pytestmark = pytest.mark.slow
KEYS = (None, "en nyckel att prova med")


def refused(call) -> MognadError:
    with pytest.raises(MognadError) as caught:
        call()
    return caught.value


@pytest.fixture
def save(grant):
    """Saves a preference in a store."""
    return lambda store, value: set_preference(store, grant(Act.CONFIGURE), "municipality", value)


@pytest.mark.parametrize("key", KEYS)
def test_a_file_that_vanished_is_noticed_before_anything_is_said_to_be_saved(opened, save, key):
    store = opened(key=key)
    save(store, "Åmåla")
    store.path.rename(store.path.with_name("flyttad.duckdb"))
    error = refused(lambda: save(store, "Ekby"))
    assert (error.code, error.message) == (
        "store_replaced",
        (
            "Lagrets fil store.duckdb är borta eller utbytt sedan programmet öppnade den. Det senaste är inte sparat. "
            "Stoppa programmet, lägg tillbaka rätt fil och starta igen."
        ),
    )
    assert preference(store, "municipality") == "Åmåla", "the program lives on, and reads what it had"


def test_a_file_that_vanishes_while_it_is_written_is_noticed(opened, grant, save):
    store = opened()
    save(store, "Åmåla")
    with pytest.raises(MognadError) as caught, store.writing(grant(Act.CONFIGURE), Act.CONFIGURE) as transaction:
        transaction.append("setting", [{"name": "municipality", "value": "Ekby"}])
        store.path.unlink()
    assert caught.value.code == "store_replaced"


@pytest.mark.parametrize("how", ["exchanged", "overwritten"])
def test_another_file_in_its_place_is_noticed(opened, save, how):
    other = opened("other.duckdb")
    save(other, "Ekby")
    other.close()
    store = opened()
    save(store, "Åmåla")
    if how == "exchanged":
        other.path.replace(store.path)
    else:
        store.path.write_bytes(other.path.read_bytes())
    assert refused(lambda: save(store, "Cedertorp")).code == "store_replaced"


def test_its_own_writing_is_not_anothers(opened, save):
    store = opened()
    for number in range(5):
        save(store, f"Kommun {number}")
        store.settle()
    assert preference(store, "municipality") == "Kommun 4"


@pytest.mark.parametrize("key", KEYS)
def test_when_idle_the_file_alone_holds_everything(opened, save, key, tmp_path):
    store = opened(key=key)
    save(store, "Åmåla")
    assert write_ahead(store.path).stat().st_size > 0, "the newest row lies beside the file"
    settle_stores()
    shutil.copy(store.path, tmp_path / "copy.duckdb")
    copy = opened("copy.duckdb", key=key)
    assert preference(copy, "municipality") == "Åmåla"
    assert verify(copy).ok


@pytest.mark.parametrize("key", KEYS)
def test_closing_leaves_no_rows_beside_the_file(opened, save, key, tmp_path):
    store = opened(key=key)
    save(store, "Åmåla")
    store.close()
    assert not write_ahead(store.path).exists()


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("whose", ["another store's", "its own, older"])
def test_a_wal_that_belongs_elsewhere_is_told_as_that(opened, save, key, whose):
    store, other = opened(key=key), opened("other.duckdb", key=key)
    for each in (store, other):
        save(each, "Första")
        each.settle()
        save(each, "Andra")
    source = other if whose == "another store's" else store
    kept = source.path.with_name("kept.wal")
    shutil.copy(write_ahead(source.path), kept)
    store.close()
    shutil.copy(kept, write_ahead(store.path))
    before = store.path.read_bytes()
    error = refused(lambda: opened(key=key))
    assert (error.code, error.message) == (
        "wal_foreign",
        (
            "Filen store.duckdb.wal hör inte till lagret store.duckdb utan till en annan kopia. Flytta undan "
            "store.duckdb.wal och starta igen. Det som bara fanns i den följer inte med."
        ),
    )
    assert store.path.read_bytes() == before, "nothing was touched"
    write_ahead(store.path).unlink()
    again = opened(key=key)
    assert preference(again, "municipality") == "Andra"
    assert verify(again).ok


@pytest.mark.parametrize("key", KEYS)
def test_a_store_that_was_killed_is_opened_with_its_own_wal(opened, save, key, tmp_path):
    store = opened(key=key)
    save(store, "Åmåla")
    for path in (store.path, write_ahead(store.path)):
        shutil.copy(path, tmp_path / path.name.replace("store", "killed"))
    killed = opened("killed.duckdb", key=key)
    assert preference(killed, "municipality") == "Åmåla"
    assert verify(killed).ok


@pytest.fixture
def locked(monkeypatch):
    """Makes every file and folder one that may only be read, as a read-only disk does, also for root."""

    def lock() -> None:
        monkeypatch.setattr(data.ledger.store, "is_writable", lambda _path: False)

    return lock


def test_a_store_that_may_only_be_read_opens_for_reading(opened, save, locked):
    store = opened()
    save(store, "Åmåla")
    store.close()
    before = store.path.read_bytes()
    locked()
    store = opened()
    assert (store.read_only, preference(store, "municipality")) == (True, "Åmåla")
    assert verify(store).ok
    error = refused(lambda: save(store, "Ekby"))
    assert (error.code, error.message) == (
        "store_read_only",
        "Lagret store.duckdb ligger där programmet inte får skriva. Det går att läsa, men inget kan sparas.",
    )
    store.settle()
    store.close()
    assert store.path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_rights_that_others_had_are_taken_away_and_told(opened, save):
    store = opened()
    save(store, "Åmåla")
    store.close()
    store.path.chmod(0o644)
    again = opened()
    assert again.path.stat().st_mode & 0o777 == 0o600
    assert again.mended_files == ("store.duckdb",)
    again.close()
    assert opened().mended_files == ()


def test_a_clock_that_has_gone_back_is_noticed(opened, save, clock):
    store = opened()
    assert store.clock_behind() is None, "nothing is saved yet"
    save(store, "Åmåla")
    saved = clock.moment
    assert store.clock_behind() is None
    clock.moment = saved - timedelta(minutes=4)
    assert store.clock_behind() is None, "clocks are set a little now and then"
    clock.moment = saved - timedelta(days=1)
    assert store.clock_behind() == datetime(2026, 11, 3, 13, 32)
    store.close()
    store = opened()
    assert store.clock_behind() == datetime(2026, 11, 3, 13, 32), "also after a start"
    # What is saved meanwhile does not make it right.
    save(store, "Ekby")
    assert store.clock_behind() == datetime(2026, 11, 3, 13, 32)
    clock.moment = datetime(2026, 11, 4, tzinfo=UTC)
    save(store, "Ekby")
    assert store.clock_behind() is None
