"""A choice that stands in the address, so that a reload or a link comes back to it.

One rule for all: the address says what is chosen; a value that is none of the choices counts as none; another choice is
written there, and an empty value leaves it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.frame.texts import plain


def asked_for(parameter: str, values: Iterable[str], otherwise: str = "") -> str:
    """What the address says, where it is one of ``values``."""
    asked = st.query_params.get(parameter, "")
    return asked if asked in values else otherwise


def tell_astray(parameter: str, values: Iterable[str], sentence: str) -> None:
    """Say so where the address asks for what is none of ``values``: what it is, and what is shown in its stead."""
    if st.query_params.get(parameter, "") not in ("", *values):
        st.warning(plain(sentence))


def put(**parameters: str) -> None:
    """Write into the address; a parameter with an empty value leaves it."""
    for parameter, value in parameters.items():
        if value:
            st.query_params[parameter] = value
        elif parameter in st.query_params:
            del st.query_params[parameter]


@dataclass(frozen=True, slots=True)
class AddressChoice:
    """``names``: value → what it is called, in order; ``chosen``: the one that holds. ``key``: the widget's.

    ``write``: what is done with another one.
    """

    label: str
    names: Mapping[str, str]
    chosen: str
    key: str
    write: Callable[[str], None]


def in_address(parameter: str, label: str, names: Mapping[str, str], key: str, otherwise: str = "") -> AddressChoice:
    """A choice that one parameter holds; ``otherwise``: the value that holds without it."""
    return AddressChoice(
        label, names, asked_for(parameter, names, otherwise), key, lambda value: put(**{parameter: value})
    )


def choose(choice: AddressChoice, draw: Callable[..., object] = st.selectbox, **look: object) -> str:
    """Draw a choice (``draw``: a widget of several, ``look``: more of its arguments) and return what is chosen."""
    names = choice.names
    look = {"options": list(names), "format_func": names.__getitem__, **look}
    picked = controlled(draw, choice.label, choice.key, choice.chosen, choice.write, **look)
    return picked if isinstance(picked, str) and picked in names else choice.chosen


def controlled(
    draw: Callable[..., object], label: str, key: str, value: object, write: Callable[[Any], object], **look: object
) -> object:
    """Draw a widget whose value is held elsewhere: another choice goes to ``write``, and the page's run reads it there.

    ``look``: more of the widget's arguments. Returns what the widget returns.
    """
    # What is held goes before what the browser remembers: a link to another choice of the same page is followed. Said
    # only where they differ: what the session is told goes out to the browser, and would take back a choice that was
    # made there while the page was being drawn.
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return draw(label, key=key, on_change=lambda: write(st.session_state[key]), **look)
