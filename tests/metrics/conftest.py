"""A real store with a small town in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from base.clock import FixedClock
from data.ledger.settings import Settings
from data.ledger.store import Store, open_store
from tests.kit.measured import NOW, World


@pytest.fixture
def open_world(tmp_path: Path) -> Iterator[Callable[[], World]]:
    made: list[Store] = []

    def opener() -> World:
        store = open_store(Settings(tmp_path / f"w{len(made)}.duckdb", None, tmp_path / "backups"), FixedClock(NOW))
        made.append(store)
        return World(store)

    yield opener
    for store in made:
        store.close()


@pytest.fixture
def world(open_world: Callable[[], World]) -> World:
    """A municipality with two kontor, each with two units: A1, A2 under A; B1, B2 under B."""
    found = open_world()
    found.root = found.units("Kommun", kind="kommun")[0]
    found.units("A", "B", kind="kontor")
    found.units("A1", "A2", parent="A")
    found.units("B1", "B2", parent="B")
    return found
