"""The made-up municipality: built the first time somebody wants it, in a store of its own."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import streamlit as st

from base.errors import MognadError
from data.ledger.settings import Settings
from data.ledger.store import open_store
from pages.frame.session import StorePlace, choose_place, go, settings_of

# Two sessions that press the button at once wait for each other; the second finds the example ready.
_building = threading.Lock()


def explore_example() -> None:
    """Build the example if there is none, showing how far it has come, and go there."""
    settings = settings_of(StorePlace.EXAMPLE)
    bar = st.progress(0.0, text="Hämtar exempeldata …")

    def progress(what: str, share: float) -> None:
        bar.progress(min(max(share, 0.0), 1.0), text=what)

    with _building:
        if _is_unbuilt(settings):
            _build(settings, progress)
    choose_place(StorePlace.EXAMPLE)
    go("start.py")


def _is_unbuilt(settings: Settings) -> bool:
    """Whether there is no example, or only the empty store that an address with ``data=exempel`` leaves."""
    if not settings.store.exists():
        return True
    store = open_store(settings)
    if store.position():
        return False
    store.close()
    _remove(settings.store)
    return True


def _build(settings: Settings, progress: Callable[[str, float], None]) -> None:
    """Build beside, then move into place: a build that is stopped leaves no half municipality."""
    try:
        from examples.build import build_example
    except ImportError as error:
        raise MognadError("example_missing", "Exempeldata finns inte i den här installationen.") from error
    beside = replace(settings, store=settings.store.with_name("bygger-" + settings.store.name))
    _remove(beside.store)
    try:
        build_example(beside, progress=progress)
        open_store(beside).close()
        beside.store.replace(settings.store)
    finally:
        _remove(beside.store)


def _remove(store: Path) -> None:
    for path in (store, store.with_name(store.name + ".wal")):
        path.unlink(missing_ok=True)
