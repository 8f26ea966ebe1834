"""A real store with a small town in it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from base.clock import FixedClock
from data.ledger.settings import Settings
from data.ledger.store import Store, open_store
from tests.kit.measured import NOW, World


@pytest.fixture(scope="session")
def town_original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """The town's store, closed, and what it holds; built once for all tests of a process. Not to be opened: copy it."""
    path = tmp_path_factory.mktemp("town") / "town.duckdb"
    built = World(_opened(path))
    built.root = built.units("Kommun", kind="kommun")[0]
    built.units("A", "B", kind="kontor")
    built.units("A1", "A2", parent="A")
    built.units("B1", "B2", parent="B")
    built.store.close()
    return path, built


@pytest.fixture
def world(town_original: tuple[Path, World], tmp_path: Path) -> Iterator[World]:
    """A municipality with two kontor, each with two units: A1, A2 under A; B1, B2 under B."""
    path, built = town_original
    store = _opened(Path(shutil.copy(path, tmp_path / "w.duckdb")))
    yield World(store, built.root, dict(built.ids))
    store.close()


@pytest.fixture
def open_world(tmp_path: Path) -> Iterator[Callable[[], World]]:
    """Opens worlds of their own, each an empty store."""
    opened: list[Store] = []

    def opener() -> World:
        opened.append(_opened(tmp_path / f"world{len(opened)}.duckdb"))
        return World(opened[-1])

    yield opener
    for store in opened:
        store.close()


def _opened(path: Path) -> Store:
    return open_store(Settings(path, None, path.parent / "backups"), FixedClock(NOW))
