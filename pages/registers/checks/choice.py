"""Which register *Att rätta* is about; the address holds the choice."""

import streamlit as st

from data.registers.definitions.model import Register

REGISTER = "register"
_KEY = "check_register"
_ALL = "Alla register"


def choose_register(held: list[Register]) -> Register | None:
    """A select box of the registers that are checked; None is all of them. One alone needs no choice."""
    by_name = {one.name: one for one in held}
    if len(by_name) < 2:
        return None
    asked = st.query_params.get(REGISTER, "")
    st.session_state[_KEY] = asked if asked in by_name else ""
    if asked and asked not in by_name:
        st.info("Registret i adressen är inte inläst. Här visas alla register i stället.", icon=":material/info:")
    chosen = st.selectbox(
        "Register",
        ["", *by_name],
        key=_KEY,
        format_func=lambda name: by_name[name].label if name else _ALL,
        on_change=_remember,
        width=320,
    )
    return by_name.get(chosen or "")


def _remember() -> None:
    if chosen := st.session_state[_KEY]:
        st.query_params[REGISTER] = chosen
    elif REGISTER in st.query_params:
        del st.query_params[REGISTER]
