"""Tabs of which only the open one is drawn; the address says which."""

from collections.abc import Callable, Mapping

import streamlit as st

from data.ledger.store import Store
from pages.frame.addressed import asked_for, put

TAB = "flik"
_KEY = "settings_tab"


def tabs(store: Store, sections: Mapping[str, tuple[str, Callable[[Store], None]]]) -> None:
    """``sections``: the name in the address → (title, what draws it). The first is the default."""
    titles = {name: title for name, (title, _) in sections.items()}
    asked = titles[asked_for(TAB, titles, next(iter(titles)))]
    # A link to another tab of the page the visitor is on goes before what she last pressed.
    if st.session_state.get(_KEY) != asked:
        st.session_state[_KEY] = asked
    made = st.tabs(list(titles.values()), key=_KEY, on_change=_remember, args=(titles,))
    for tab, (title, draw) in zip(made, sections.values(), strict=True):
        if title == asked:
            with tab:
                draw(store)


def tab_button(label: str, icon: str, tab: str, **more: str) -> None:
    """A way to another tab of the same page. ``label`` is Markdown: escape data first."""
    st.button(label, key=f"to_{tab}_{len(more)}", icon=icon, on_click=put, kwargs={TAB: tab, **more})


def _remember(titles: Mapping[str, str]) -> None:
    chosen = st.session_state[_KEY]
    put(**{TAB: next(name for name, title in titles.items() if title == chosen)})
