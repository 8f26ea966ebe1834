"""Which store this session works in, and links that stay in it.

The program is started with one store; the example has one of its own. Which of
them a session uses stands in the address (``?data=exempel``), so that a reload,
a restart of the server or a link sent to a colleague leads to the same one.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.errors import StreamlitAPIException

from base.clock import swedish_date
from base.errors import MognadError
from data.ledger.preferences import EXAMPLE, preference
from data.ledger.settings import DEFAULT_STORE, DEMO_STORE, Settings, settings_from_env
from data.ledger.store import Store, open_store
from pages.frame.addressed import put
from pages.frame.faults import show_fault

PARAMETER = "data"
_STATE = "session_place"


class StorePlace(StrEnum):
    """A store, as the address names it."""

    STARTED = ""
    EXAMPLE = "exempel"
    OWN = "egen"


def place() -> StorePlace:
    """Where this session works. The address decides at its first run; after that only ``choose_place`` moves it."""
    held = st.session_state.get(_STATE)
    if held is None:
        asked = st.query_params.get(PARAMETER, "")
        held = StorePlace(asked) if asked in (StorePlace.EXAMPLE, StorePlace.OWN) else StorePlace.STARTED
        st.session_state[_STATE] = held
    return StorePlace(held)


def keep_address() -> None:
    """Write place and parameters into the browser's address. Called by the router.

    Streamlit's own menu empties the address at each page, and a link with
    parameters reaches the server but not always the address, so a reload would
    lead elsewhere.
    """
    put(**{PARAMETER: place().value})
    for name, value in st.query_params.to_dict().items():
        # One that a widget is bound to (bind="query-params") is the widget's to write.
        with suppress(StreamlitAPIException):
            st.query_params[name] = value


def choose_place(new: StorePlace) -> None:
    """Move the session to another store."""
    st.session_state[_STATE] = new


def settings_of(wanted: StorePlace) -> Settings:
    """Where a place's store lies. Raises ``key_file_unreadable`` and ``own_store_is_example``."""
    started = settings_from_env(os.environ)
    if wanted is StorePlace.EXAMPLE:
        return settings_from_env(os.environ, Path(os.environ.get("MOGNAD_DEMO_STORE") or DEMO_STORE))
    if wanted is StorePlace.STARTED:
        return started
    beside = started.store.with_name(DEFAULT_STORE.name)
    if beside == started.store:
        raise MognadError(
            "own_store_is_example",
            "Lagret som programmet startades med innehåller exempeldata. Starta om programmet med en annan fil i "
            "MOGNAD_STORE för att börja med en egen kommun.",
        )
    return settings_from_env(os.environ, beside)


def open_current() -> Store:
    """The session's store. Raises what ``data.open_store`` raises; for callbacks, which may not draw."""
    return open_store(settings_of(place()))


def current_store() -> Store:
    """The session's store, for pages; when it can't be opened the page says why and stops."""
    try:
        return open_current()
    except MognadError as error:
        show_fault(error)
        way_back()
        st.stop()


def way_back() -> None:
    """On an error page: leave a store that can't be opened for the one the program was started with."""
    if place() is not StorePlace.STARTED:
        st.button("Gå till din egen kommun", key="leave_place", on_click=choose_place, args=(StorePlace.STARTED,))


def is_example(store: Store) -> bool:
    """Whether the store holds the made-up municipality."""
    return preference(store, EXAMPLE) == "true" or place() is StorePlace.EXAMPLE


def today(store: Store) -> date:
    """Today's date in Sweden by the store's clock."""
    return swedish_date(store.clock.now())


def address(parameters: Mapping[str, str] | None = None) -> dict[str, str]:
    """Query parameters of a link, with the place kept."""
    wanted = place()
    return {**({PARAMETER: wanted.value} if wanted is not StorePlace.STARTED else {}), **(parameters or {})}


def root_address(page: str) -> str | None:
    """Where the browser reaches the program, seen from a page (``matning``); None where that is not known."""
    url = st.context.url
    if not isinstance(url, str) or not url:
        return None
    # The browser's address is that of the page, without its parameters.
    return url.split("?")[0].rstrip("/").removesuffix(f"/{page}")


def link(page: str, label: str, icon: str = "", to: Mapping[str, str] | None = None) -> None:
    """A link to a page file (``start.py``), ``to`` being its parameters. ``label`` is Markdown: escape data first."""
    st.page_link(page, label=label, icon=icon, query_params=address(to))


def main_button(page: str, label: str, icon: str, to: Mapping[str, str] | None = None) -> None:
    """The one main thing to do on a page, which leads to another. ``label`` is Markdown: escape data first."""
    if st.button(label, key="main_button", type="primary", icon=icon):
        go(page, to)


def go(page: str, to: Mapping[str, str] | None = None) -> NoReturn:
    """Leave for another page at once."""
    st.switch_page(page, query_params=address(to))


def to_own_municipality() -> NoReturn:
    """Leave the example for a store of one's own."""
    new = StorePlace.STARTED if place() is not StorePlace.STARTED else StorePlace.OWN
    choose_place(new)
    st.session_state["begin_own"] = True
    go("start.py")
