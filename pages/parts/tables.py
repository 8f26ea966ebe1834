"""Tables of texts. A wide one scrolls inside itself, a long one where it is given a height."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

_DATE = re.compile(r"(\d{4}-)(\d\d-)(\d\d)")


def text_table(columns: Mapping[str, Sequence[str]], alt: str, height: int | Literal["content"] = "content") -> None:
    """A table of columns by header. Headers and cells are Markdown: escape data first. ``alt``: what it holds."""
    st.table(dict(columns), border="horizontal", hide_index=True, height=height, alt=alt)


def unbroken(text: str) -> str:
    """Dates that no line ends within: an invisible word joiner follows each hyphen."""
    return _DATE.sub("\\1\u2060\\2\u2060\\3", text)
