"""What went wrong in a button's callback, told where the page is drawn next."""

from collections.abc import Callable

import streamlit as st

from base.errors import MognadError
from pages.frame.faults import show_error

_FAULT = "workshop_fault"


def tried(action: Callable[[], object]) -> bool:
    """Do something that may be refused; tells whether it was done. For callbacks, which may not draw."""
    try:
        action()
    except MognadError as error:
        st.session_state[_FAULT] = error
        return False
    st.session_state.pop(_FAULT, None)
    return True


def tell_fault() -> None:
    """The last refusal, once."""
    if (error := st.session_state.pop(_FAULT, None)) is not None:
        show_error(error)
