"""What an action did, said on the page that is drawn next: what is above a form is about the time before it."""

from collections.abc import Callable

import streamlit as st

from base.errors import MognadError
from pages.frame.faults import show_error
from pages.frame.texts import plain

_TURN = "receipt_turn"


def carry_out(place: str, action: Callable[[], str]) -> None:
    """Do what a button says. Its sentence is shown by ``receipt`` of the same place; an error at the button."""
    try:
        sentence = action()
    except MognadError as error:
        show_error(error)
        return
    st.session_state[_key(place)] = sentence
    st.session_state[_TURN] = turn() + 1
    st.rerun()


def receipt(place: str) -> None:
    """What was last done here, until the next action or another page."""
    if sentence := st.session_state.pop(_key(place), None):
        st.success(plain(sentence), icon=":material/check_circle:")
        # The button may stand far below.
        st.toast(plain(sentence), icon=":material/check_circle:")


def turn() -> int:
    """How many actions have been done: a part of a widget's key, so that it shows what is stored after each."""
    done: int = st.session_state.get(_TURN, 0)
    return done


def _key(place: str) -> str:
    return f"receipt_{place}"
