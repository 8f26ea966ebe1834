"""Parts of a page: one that is drawn anew by itself, and a line in a box."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

import streamlit as st

from data.ledger.pinning import one_position


@contextmanager
def line(words: str, key: str | None = None) -> Iterator[None]:
    """A box with words (Markdown: escape data first) and, at its other end, what is drawn inside."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=key):
        st.markdown(words, width="content")
        st.space("stretch")
        yield


def fragment(draw: Callable[[], None], run_every: str | None = None) -> Callable[[], None]:
    """As ``st.fragment``; drawn by itself it reads the ledger at one position of its own, as a page does."""

    @wraps(draw)
    def drawn() -> None:
        with one_position():
            draw()

    return st.fragment(drawn, run_every=run_every)
