"""A card's answer on its way between its widgets and the store.

The widgets' values live in the session under the keys of a ``CardPlace``; the answer lives in the store. Saving runs as
a widget's callback, before anything is drawn, so what the card then shows as saved has been read back from the store.

A callback asks for no rerun of its own (``st.rerun``): one that is coalesced with a press on a button would take the
place of what the button asked for.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

import streamlit as st

from base.errors import MognadError
from data.measuring.answers import overtaken
from pages.answering.card import CHOICE
from pages.frame.faults import show_error

# What is written in these cases stays in its field, and waits there for what is missing.
WAITING = frozenset({"comment_missing", "reason_missing"})
# The newest row that the widgets show; why the latest change was not saved, and what was written then.
SEEN, _FAULT, _UNSAVED = "sett", "fel", "osparat"


class CardPlace(Protocol):
    """One question as one respondent answers it."""

    def key(self, part: str) -> str:
        """Where the session keeps a part of it."""


def follow(place: CardPlace, newest: int, stored: Mapping[str, object]) -> None:
    """Fill the widgets (part → value) from the store, unless they hold what the person has just done.

    They follow the store at the first look, when the page has been left and come back to, and when someone else has
    written since. ``newest``: the newest seq of the question, what was taken back included.
    """
    state = st.session_state
    shown = place.key(CHOICE) in state
    if shown and state.get(place.key(SEEN)) == newest:
        return
    if not shown:
        state[place.key(_FAULT)] = None
    elif waits(place):
        # What waited was another choice than the one that now takes its place: what it waited for is not for this one.
        state[place.key(_FAULT)], state[place.key(_UNSAVED)] = overtaken(), None
    state[place.key(SEEN)] = newest
    for part, value in stored.items():
        state[place.key(part)] = value


def seen(place: CardPlace) -> int:
    """The newest seq that the writer has seen of the question; 0 for none."""
    shown: int = st.session_state.get(place.key(SEEN), 0)
    return shown


def show_anew(place: CardPlace) -> None:
    """Let the widgets show what the store holds, whatever stands in them."""
    st.session_state.pop(place.key(SEEN), None)


def keep(place: CardPlace, write: Callable[[], int], comment: str | None) -> MognadError | None:
    """Store what the widgets say; ``write`` does it and gives its seq.

    Returns why it was not stored, which the card tells (``tell_unsaved``) with the ``comment`` that would be lost.
    """
    state = st.session_state
    try:
        state[place.key(SEEN)] = write()
    except MognadError as error:
        state[place.key(_FAULT)] = error
        state[place.key(_UNSAVED)] = None if error.code in WAITING else comment
        return error
    state[place.key(_FAULT)] = state[place.key(_UNSAVED)] = None
    return None


def fault(place: CardPlace) -> MognadError | None:
    """Why the latest change was not saved, if it was not."""
    error: MognadError | None = st.session_state.get(place.key(_FAULT))
    return error


def waits(place: CardPlace) -> bool:
    """Whether the latest change waits in its fields for what is missing."""
    error = fault(place)
    return error is not None and error.code in WAITING


def tell_unsaved(place: CardPlace) -> None:
    """Why the latest change was not saved, with what was written, to be copied; nothing where all is well."""
    error = fault(place)
    if error is None:
        return
    show_error(error)
    if text := st.session_state.get(place.key(_UNSAVED)):
        st.caption("Det här skrev du, och det är inte sparat:")
        st.text(text)
