"""One register: how it stands, what changed, likely duplicates, its sources and imports."""

from base.formats import first_capital
from collections.abc import Callable

import streamlit as st

from data.register_imports import register_imports
from data.register_sources import sources
from data.registers.model import Register
from data.store import Store
from metrics.sources import register_at
from pages.parts.register_cards import ways_on
from pages.parts.register_changes import register_changes
from pages.parts.register_pairs import register_pairs
from pages.parts.register_sources import imports_list, register_sources
from pages.parts.session import link, today
from pages.parts.texts import plain


def one_register(store: Store, register: Register) -> None:
    """The whole page of one register; the address names it."""
    st.title(plain(register.label), anchor=False)
    state = register_at(store, register.name, today(store), store.position())
    made = register_imports(store, register.name)
    if state is not None:
        st.caption(plain(first_capital(state.marks)))
    with st.container(horizontal=True):
        link("register.py", "Alla register", icon=":material/arrow_back:")
        ways_on(register)
    if not made:
        st.markdown("Inget är inläst än.")
        return
    named = {found.source: found for found in sources(store, register.name)}
    parts: dict[str, Callable[[], None]] = {
        "Vad som ändrats": lambda: register_changes(store, register, made, named),
        **({"Dubbletter": lambda: register_pairs(store, register, named)} if len(named) > 1 else {}),
        "Importer": lambda: imports_list(store, made, named),
        "Källor": lambda: register_sources(named, made),
    }
    tabs = st.tabs(list(parts), key="flik", bind="query-params")
    for tab, part in zip(tabs, parts.values(), strict=True):
        # A tab that is not looked at costs nothing.
        if tab.open:
            with tab:
                part()
