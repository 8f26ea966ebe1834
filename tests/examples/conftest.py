"""Example stores opened for a test."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from base.clock import FixedClock
from data.ledger.settings import Settings
from data.ledger.store import Store, open_store
from examples.build import build_example

NOW = FixedClock(datetime(2026, 11, 9, 9, 0, tzinfo=UTC))
Builder = Callable[..., Store]


def settings_in(folder: Path, name: str) -> Settings:
    """Settings of a store in a test's folder."""
    return Settings(folder / name, None, folder / "backups")


@pytest.fixture
def demo(demo_store_path: Path) -> Iterator[Store]:
    """The example municipality of seed 1."""
    store = open_store(settings_in(demo_store_path.parent, demo_store_path.name), NOW)
    yield store
    store.close()


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Builder]:
    """Builds further stores."""
    made: list[Store] = []

    def builder(seed: int, keep: Path | None = None) -> Store:
        settings = settings_in(tmp_path, f"seed{seed}.duckdb")
        store = open_store(settings, NOW)
        made.append(store)
        build_example(settings, seed, keep=keep)
        return store

    yield builder
    for store in made:
        store.close()
