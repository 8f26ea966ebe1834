"""The view that is being explored: in the session, in the address, and in the widgets that change it.

The widgets are made from the view and their values are written back to it, so that a part of the page that is not
drawn for a while loses nothing. A view that comes from elsewhere (a link, a saved view) gets widgets of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from base.errors import MognadError
from metrics.exploring.view import ExploreView, from_query
from pages.frame.addressed import put
from pages.frame.session import PARAMETER

WHAT = "explore-what"
"""The key of the choice of register, the same for all views: while it is there one has not left the page."""

_VIEW, _GENERATION, _WRITTEN = "explore_view", "explore_generation", "explore_written"


Name = TypeVar("Name")


def begin(default: Callable[[], ExploreView]) -> MognadError | None:
    """Take what the address asks for; the error when it can't be read, and then the default view is shown."""
    asked = {name: value for name, value in st.query_params.to_dict().items() if name != PARAMETER}
    state = st.session_state
    # While one stays on the page an address of ours may come late: it is no new wish.
    known = state.setdefault(_WRITTEN, []) if WHAT in state else [_written()]
    if _VIEW in state and (not asked or asked in known):
        return None
    refused: MognadError | None = None
    try:
        wanted = from_query(asked) if asked else default()
    except MognadError as error:
        wanted, refused = default(), error
    open_view(wanted)
    # Told and taken once.
    state[_WRITTEN] = [*state.get(_WRITTEN, []), asked]
    return refused


def view() -> ExploreView:
    """The view as it is now."""
    found: ExploreView = st.session_state[_VIEW]
    return found


def change(**said: Any) -> None:
    """Note what a widget says."""
    st.session_state[_VIEW] = view().model_copy(update=said)


def open_view(wanted: ExploreView) -> None:
    """Show another view, with widgets of its own."""
    st.session_state[_VIEW] = wanted
    st.session_state[_GENERATION] = st.session_state.get(_GENERATION, 0) + 1
    if st.session_state.get(WHAT) != (wanted.register_name or ""):
        st.session_state[WHAT] = wanted.register_name or ""


def key(name: str) -> str:
    """The key of a widget of this view, whose default is what the view says."""
    return f"explore-{st.session_state.get(_GENERATION, 0)}-{name}"


def choose_of(label: str, options: Sequence[Name], now: Name, names: Mapping[Any, str], part: str) -> Name:
    """A choice of the view among ``options``, begun with ``now``; ``part``: which one, in the widget's key."""
    return st.selectbox(label, options, options.index(now), format_func=lambda name: names[name], key=key(part))


def write_address() -> None:
    """Let the address tell the view; a file that is not stored can't be linked to."""
    wanted = _written()
    left = {name: "" for name in st.query_params if name != PARAMETER and name not in wanted}
    put(**left, **{name: value for name, value in wanted.items() if st.query_params.get(name) != value})
    st.session_state[_WRITTEN] = [*st.session_state.get(_WRITTEN, [])[-20:], wanted]


def _written() -> dict[str, str]:
    found: ExploreView | None = st.session_state.get(_VIEW)
    return found.as_query() if found is not None and found.register_name else {}
