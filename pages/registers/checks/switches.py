"""Fler kontroller: the standing checks, switched on and off."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from base.actors import Act
from data.imported.checks import switch_check
from metrics.registers.check_results import CheckResult, CheckState
from pages.frame.addressed import controlled
from pages.frame.faults import tell_fault, tried
from pages.frame.guard import permission
from pages.frame.session import open_current
from pages.frame.texts import plain

_PLACE = "check_switches"


def check_switches(results: Sequence[CheckResult]) -> None:
    """A folded list of every check, by register."""
    tell_fault(_PLACE)
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
    register, check = result.register.name, result.check
    switched_on = result.state is not CheckState.OFF
    controlled(st.toggle, plain(check.label), f"check_on_{register}_{check.name}", switched_on, partial(_turn, result))
    if result.state is CheckState.OFF and result.blocked:
        st.caption(plain(f"Kan inte kontrolleras: {result.blocked[0].reason}."))


def _turn(result: CheckResult, active: bool) -> None:
    register, check = result.register.name, result.check.name
    tried(_PLACE, lambda: switch_check(open_current(), permission(Act.CONFIGURE), register, check, active=active))
