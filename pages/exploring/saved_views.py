"""Views kept under a name, and the address that leads a colleague to this one."""

from urllib.parse import urlencode

import streamlit as st

from base.actors import Act
from data.exploring.saved_views import SavedView, remove_view, save_view, saved_views
from data.ledger.store import Store
from metrics.exploring.view import from_json
from pages.exploring.state import key, open_view, view
from pages.frame.faults import tell_fault, tried
from pages.frame.guard import permission
from pages.frame.session import address, open_current, root_address
from pages.frame.texts import plain

_PLACE, _SAID = "saved_views", "explore_saved_said"


def saved_bar(store: Store) -> None:
    """*Sparade vyer*, *Spara vyn* and *Dela*, beside each other."""
    views = saved_views(store)
    shareable = view().register_name is not None
    if not views and not shareable:
        return
    with st.container(horizontal=True):
        if views:
            with st.popover(f"Sparade vyer ({len(views)})", icon=":material/bookmarks:"):
                for each in views:
                    _one(each)
        if shareable:
            with st.popover("Spara vyn", icon=":material/bookmark_add:"):
                _save_form()
            with st.popover("Dela", icon=":material/link:"):
                _share()
    tell_fault(_PLACE)
    if sentence := st.session_state.pop(_SAID, None):
        st.success(plain(sentence), icon=":material/check:")


def _one(saved: SavedView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(plain(saved.name), key=f"explore-open-{saved.view}", type="tertiary", on_click=_open, args=(saved,))
        st.button(
            "Ta bort",
            key=f"explore-remove-{saved.view}",
            type="tertiary",
            icon=":material/delete:",
            on_click=_remove,
            args=(saved,),
        )


def _save_form() -> None:
    name = key("save-name")
    st.text_input("Vyns namn", key=name, max_chars=100, placeholder="Öppna risker per kontor")
    st.button("Spara", key=key("save"), type="primary", on_click=_save, args=(name,))
    st.caption("Vyn visar nästa gång det nyaste läget, om du inte har valt ett tidigare.")


def _share() -> None:
    root = root_address("utforska") or ""
    st.markdown("Adressen leder till samma vy, för den som använder samma program.")
    st.code(f"{root}/utforska?{urlencode(address(view().as_query()))}", language=None, wrap_lines=True)


def _save(name: str) -> None:
    written = str(st.session_state.get(name, ""))
    if tried(_PLACE, lambda: save_view(open_current(), permission(Act.CONFIGURE), written, view().as_json())):
        st.session_state[_SAID] = f"Vyn ”{written.strip()}” är sparad."
        st.session_state[name] = ""


def _open(found: SavedView) -> None:
    tried(_PLACE, lambda: open_view(from_json(found.content)))


def _remove(found: SavedView) -> None:
    if tried(_PLACE, lambda: remove_view(open_current(), permission(Act.CONFIGURE), found.view)):
        st.session_state[_SAID] = f"Vyn ”{found.name}” är borttagen."
