"""One register: how it stands, what changed, likely duplicates, its sources and imports."""

from collections.abc import Callable

import streamlit as st

from base.formats import first_capital
from data.imported.made import register_imports
from data.imported.sources import sources
from data.ledger.store import Store
from data.registers.definitions.model import Register
from metrics.registers.sources import register_at
from pages.frame.session import link, today
from pages.frame.texts import plain
from pages.registers.cards import ways_on
from pages.registers.changes import register_changes
from pages.registers.pairs import register_pairs
from pages.registers.sources import imports_list, register_sources


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
