"""Tables of texts. A wide one scrolls inside itself, a long one where it is given a height."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

_MOST_ROWS_AT_ONCE = 15
_HEIGHT = 560
_DATE = re.compile(r"(\d{4}-)(\d\d-)(\d\d)")


def text_table(columns: Mapping[str, Sequence[str]], alt: str, height: int | Literal["content"] = "content") -> None:
    """A table of columns by header. Headers and cells are Markdown: escape data first. ``alt``: what it holds."""
    st.table(dict(columns), border="horizontal", hide_index=True, height=height, alt=alt)


def wide_table(key: str, columns: Mapping[str, Sequence[str]], alt: str) -> None:
    """As ``text_table`` with no line broken inside a cell: on a narrow screen it scrolls inside itself, and a long one
    everywhere. ``key``: its own on the page."""
    rows = max((len(column) for column in columns.values()), default=0)
    with st.container(key=key):
        st.html(
            f"<style>.st-key-{key} [data-testid='stTable'] {{ overflow-x: auto; }}"
            f".st-key-{key} :is(td, th, td *, th *) {{ white-space: nowrap !important; }}</style>"
        )
        text_table(columns, alt, _HEIGHT if rows > _MOST_ROWS_AT_ONCE else "content")


def unbroken(text: str) -> str:
    """Dates that no line ends within: an invisible word joiner follows each hyphen."""
    return _DATE.sub("\\1\u2060\\2\u2060\\3", text)
