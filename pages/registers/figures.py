"""What the page *Register* computes, kept for whoever looks next at the same store and position."""

from datetime import date

import streamlit as st

from data.ledger.store import Store
from metrics.registers.changes import Changes, date_changes, import_changes
from metrics.registers.likely_same import LikelyPair
from metrics.registers.likely_same import likely_same as compute_likely
from metrics.registers.words import change_words

# A comparison of large files is large itself; words are not.
_MOST, _MOST_WORDS = 8, 128


@st.cache_data(max_entries=_MOST, show_spinner="Jämför …")
def _import(_store: Store, path: str, position: int, snapshot: str) -> Changes:
    return import_changes(_store, snapshot, position)


def changes_of_import(store: Store, snapshot: str) -> Changes:
    """See ``metrics.registers.changes.import_changes``."""
    return _import(store, str(store.path), store.position(), snapshot)


@st.cache_data(max_entries=_MOST, show_spinner="Jämför …")
def _dates(_store: Store, path: str, position: int, register: str, first: date, last: date) -> Changes:
    return date_changes(_store, register, first, last, position)


def changes_of_dates(store: Store, register: str, first: date, last: date) -> Changes:
    """See ``metrics.registers.changes.date_changes``."""
    return _dates(store, str(store.path), store.position(), register, first, last)


@st.cache_data(max_entries=_MOST_WORDS, show_spinner="Jämför …")
def _words(_store: Store, path: str, position: int, snapshot: str) -> str:
    return change_words(import_changes(_store, snapshot, position))


def words_of_import(store: Store, snapshot: str) -> str:
    """What an import changed, in a few words."""
    return _words(store, str(store.path), store.position(), snapshot)


@st.cache_data(max_entries=_MOST, show_spinner="Letar efter dubbletter …")
def _likely(_store: Store, path: str, position: int, register: str, as_of: date) -> tuple[tuple[LikelyPair, ...], int]:
    return compute_likely(_store, register, as_of, position)


def likely(store: Store, register: str, as_of: date) -> tuple[tuple[LikelyPair, ...], int]:
    """See ``metrics.registers.likely_same.likely_same``."""
    return _likely(store, str(store.path), store.position(), register, as_of)
