"""Fler kontroller: the standing checks, switched on and off."""

from collections.abc import Sequence

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from data.imported.checks import switch_check
from metrics.registers.check_results import CheckResult, CheckState
from pages.frame.faults import show_error
from pages.frame.guard import permission
from pages.frame.session import open_current
from pages.frame.texts import plain

_FAULT = "check_switch_fault"


def check_switches(results: Sequence[CheckResult]) -> None:
    """A folded list of every check, by register."""
    if (error := st.session_state.pop(_FAULT, None)) is not None:
        show_error(error)
    off = sum(result.state is CheckState.OFF for result in results)
    label = f"Fler kontroller ({off} är avstängda)" if off else "Slå av och på kontroller"
    with st.expander(label, key="check_switches", type="compact"):
        registers = dict.fromkeys(result.register.name for result in results)
        for name in registers:
            own = [result for result in results if result.register.name == name]
            st.markdown(f"**{plain(own[0].register.label)}**")
            # Always in the register's order: a switch that moved would leave another one under the finger.
            for check in own[0].register.checks:
                _switch(next(result for result in own if result.check.name == check.name))


def _switch(result: CheckResult) -> None:
    key = f"check_on_{result.register.name}_{result.check.name}"
    st.session_state[key] = result.state is not CheckState.OFF
    st.toggle(plain(result.check.label), key=key, on_change=_turn, args=(key, result.register.name, result.check.name))
    if result.state is CheckState.OFF and result.blocked:
        st.caption(plain(f"Kan inte kontrolleras: {result.blocked[0].reason}."))


def _turn(key: str, register: str, check: str) -> None:
    try:
        switch_check(open_current(), permission(Act.CONFIGURE), register, check, active=st.session_state[key])
    except MognadError as error:
        st.session_state[_FAULT] = error
