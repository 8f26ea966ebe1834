"""Views kept under a name, and the address that leads a colleague to this one."""

from urllib.parse import urlencode

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from data.exploring.saved_views import SavedView, remove_view, save_view, saved_views
from data.ledger.store import Store
from metrics.exploring.view import from_json
from pages.exploring.state import key, open_view, view
from pages.frame.faults import show_error
from pages.frame.guard import permission
from pages.frame.session import address, open_current, root_address
from pages.frame.texts import plain

_SAID = "explore_saved_said"


def saved_bar(store: Store) -> None:
    """*Sparade vyer*, *Spara vyn* and *Dela*, beside each other."""
    found = saved_views(store)
    shareable = view().register_name is not None
    if not found and not shareable:
        return
    with st.container(horizontal=True):
        if found:
            with st.popover(f"Sparade vyer ({len(found)})", icon=":material/bookmarks:"):
                for one in found:
                    _one(one)
        if shareable:
            with st.popover("Spara vyn", icon=":material/bookmark_add:"):
                _save_form()
            with st.popover("Dela", icon=":material/link:"):
                _share()
    said = st.session_state.pop(_SAID, None)
    if isinstance(said, MognadError):
        show_error(said)
    elif said:
        st.success(plain(said), icon=":material/check:")


def _one(found: SavedView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(plain(found.name), key=f"explore-open-{found.view}", type="tertiary", on_click=_open, args=(found,))
        st.button(
            "Ta bort",
            key=f"explore-remove-{found.view}",
            type="tertiary",
            icon=":material/delete:",
            on_click=_remove,
            args=(found,),
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
    try:
        said = str(st.session_state.get(name, ""))
        save_view(open_current(), permission(Act.CONFIGURE), said, view().as_json())
        st.session_state[_SAID] = f"Vyn ”{said.strip()}” är sparad."
        st.session_state[name] = ""
    except MognadError as error:
        st.session_state[_SAID] = error


def _open(found: SavedView) -> None:
    try:
        open_view(from_json(found.content))
    except MognadError as error:
        st.session_state[_SAID] = error


def _remove(found: SavedView) -> None:
    try:
        remove_view(open_current(), permission(Act.CONFIGURE), found.view)
        st.session_state[_SAID] = f"Vyn ”{found.name}” är borttagen."
    except MognadError as error:
        st.session_state[_SAID] = error
