"""A run sees each store at one position, moved by its own writes alone."""

from datetime import timedelta
from threading import Thread

import pytest

from base.actors import Act
from data.ledger.backup import back_up, last_backup, needs_backup
from data.ledger.pinning import one_position
from data.ledger.preferences import preference, set_preference


def by_another(store, grant, value):
    """Write in a thread of its own, as another visitor's page does."""
    thread = Thread(target=set_preference, args=(store, grant(Act.CONFIGURE), "municipality", value))
    thread.start()
    thread.join()


def test_what_another_writes_is_seen_by_the_next_run(opened, grant):
    store = opened()
    with one_position():
        assert preference(store, "municipality") is None
        by_another(store, grant, "Åmåla")
        assert (store.position(), preference(store, "municipality")) == (0, None)
        with one_position():
            assert preference(store, "municipality") is None, "a part of a page is of the page's moment"
    assert (store.position(), preference(store, "municipality")) == (1, "Åmåla")
    with one_position():
        assert preference(store, "municipality") == "Åmåla"


def test_a_store_is_pinned_when_it_is_first_looked_at(opened, grant):
    store = opened()
    with one_position():
        by_another(store, grant, "Åmåla")
        assert preference(store, "municipality") == "Åmåla"


def test_ones_own_write_is_seen_at_once(opened, grant):
    store = opened()
    with one_position():
        assert store.position() == 0
        by_another(store, grant, "Åmåla")
        set_preference(store, grant(Act.CONFIGURE), "example", "true")
        assert store.position() == 2
        assert (preference(store, "municipality"), preference(store, "example")) == ("Åmåla", "true")


def test_a_write_that_fails_moves_nothing(opened, grant):
    store = opened()
    with one_position():
        assert store.position() == 0
        by_another(store, grant, "Åmåla")
        with pytest.raises(KeyError), store.writing(grant(Act.CONFIGURE), Act.CONFIGURE) as transaction:
            transaction.append("setting", [{"name": "example", "value": "true"}])
            transaction.append("no_such_table", [{}])
        assert store.position() == 0
    assert store.position() == 1


def test_a_backup_that_another_makes_is_seen_by_the_next_run(opened, grant, clock):
    store = opened()
    set_preference(store, grant(Act.CONFIGURE), "municipality", "Åmåla")
    clock.moment += timedelta(days=8)
    with one_position():
        assert (last_backup(store), needs_backup(store)) == (None, True)
        thread = Thread(target=back_up, args=(store, grant(Act.BACK_UP), "ett långt lösenord"))
        thread.start()
        thread.join()
        assert (last_backup(store), needs_backup(store)) == (None, True)
    assert last_backup(store) is not None
    assert not needs_backup(store)


def test_the_heads_are_those_of_the_file(opened, grant):
    store = opened()
    set_preference(store, grant(Act.CONFIGURE), "municipality", "Åmåla")
    set_preference(store, grant(Act.CONFIGURE), "municipality", "Ekby")
    kept = dict(store.heads)
    assert {table: seq for table, seq in kept.items() if seq} == {"setting": 2}
    assert kept.keys() == store.tables.keys()
    store.close()
    assert opened().heads == kept
