"""The measurement that a page's address names, or why there is none to show."""

from collections.abc import Callable

import streamlit as st

from base.errors import MognadError
from data.ledger.store import Store
from data.measuring.rounds import Round
from pages.frame.choosing import ROUND, round_label
from pages.frame.faults import show_error
from pages.frame.session import link
from pages.frame.texts import plain


def named_round(store: Store, find: Callable[[Store, str], Round]) -> Round | None:
    """The one that ``find`` gives for the address, with its name under the title; None where it refuses, with the
    reason on the page."""
    try:
        measurement = find(store, st.query_params.get(ROUND, ""))
    except MognadError as error:
        tell_no_round(error)
        return None
    st.caption(plain(round_label(store, measurement)))
    return measurement


def tell_no_round(error: MognadError) -> None:
    """Why the page has nothing to show, with the way to the measurements."""
    show_error(error)
    link("matningar.py", "Till mätningarna", icon=":material/checklist:")
