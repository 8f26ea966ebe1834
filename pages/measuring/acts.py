"""What a person does to a measurement: recorded by a button's callback, and told at its place when it can't be done."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from base.errors import MognadError
from data.ledger.store import Store
from pages.frame.faults import show_error
from pages.frame.session import open_current

_FAULT = "round_fault"


def act(place: str, action: Callable[[Store], object], *clear: str) -> None:
    """Do something to the store, for a button's ``on_click``. ``clear``: fields to empty when it is done."""
    try:
        action(open_current())
    except MognadError as error:
        st.session_state[_FAULT] = (place, error)
    else:
        st.session_state.pop(_FAULT, None)
        for key in clear:
            # None empties a choice and a text field alike; a key taken away would leave what the browser shows.
            st.session_state[key] = None


def act_button(label: str, key: str, place: str, action: Callable[[Store], object], *clear: str, **look: Any) -> None:
    """A button that does an act; ``look``: more of the button's arguments."""
    st.button(label, key=key, on_click=act, args=(place, action, *clear), **look)


def show_act_fault(place: str) -> None:
    """The error of what was just tried at a place."""
    fault = st.session_state.get(_FAULT)
    if fault is not None and fault[0] == place:
        del st.session_state[_FAULT]
        show_error(fault[1])


def show_late_fault() -> None:
    """The error of what was just tried where its place is no longer drawn: somebody else was faster."""
    fault = st.session_state.pop(_FAULT, None)
    if fault is not None:
        show_error(fault[1])


def written(key: str) -> str:
    """What stands in a text field."""
    return str(st.session_state.get(key) or "")
