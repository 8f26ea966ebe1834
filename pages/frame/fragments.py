"""A part of a page that is drawn anew by itself."""

from collections.abc import Callable
from functools import wraps

import streamlit as st

from data.ledger.pinning import one_position


def fragment(draw: Callable[[], None], run_every: str | None = None) -> Callable[[], None]:
    """As ``st.fragment``; drawn by itself it reads the ledger at one position of its own, as a page does."""

    @wraps(draw)
    def drawn() -> None:
        with one_position():
            draw()

    return st.fragment(drawn, run_every=run_every)
