"""The guard of every page: its first statement, before anything is read or drawn."""

import streamlit as st

from access.rights import authorise, local_coordinator
from base.actors import Act, Actor, Grant
from base.errors import MognadError
from pages.frame.faults import show_fault


def actor() -> Actor:
    """The person at the page."""
    return local_coordinator()


def permission(act: Act, unit: str | None = None) -> Grant:
    """The grant for a write on the page. Raises ``not_allowed``."""
    return authorise(actor(), act, unit)


def guard(act: Act, unit: str | None = None) -> Grant:
    """The grant to see the page and do ``act`` on it; without it the page says so and stops."""
    try:
        return permission(act, unit)
    except MognadError as error:
        show_fault(error)
        st.stop()
