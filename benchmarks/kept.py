"""Stores that a measurement builds once and keeps, in a folder that git leaves out; safe to delete."""

from collections.abc import Callable
from pathlib import Path

from data.ledger.settings import Settings
from data.ledger.store import Store, open_store

FOLDER = Path(__file__).resolve().parent.parent / "var" / "bench"
KEY = "nyckel"


def kept_store(name: str, build: Callable[[Store], None]) -> Settings:
    """Where the store of that name lies, closed; built where there is none, and never found half built.

    Another name where what ``build`` makes changes.
    """
    settings = Settings(FOLDER / f"{name}.duckdb", KEY, FOLDER / "backups")
    if not settings.store.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        building = Settings(FOLDER / f"{name}.building", KEY, FOLDER / "backups")
        building.store.unlink(missing_ok=True)
        store = open_store(building)
        build(store)
        store.close()
        building.store.rename(settings.store)
    return settings
