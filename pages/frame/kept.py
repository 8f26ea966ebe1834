"""Figures that are kept for whoever looks next, for as long as nothing they are made of has changed."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import wraps
from operator import attrgetter
from typing import Concatenate, Generic, ParamSpec, TypeVar

import streamlit as st

from data.ledger.store import Store

P = ParamSpec("P")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Source:
    """A store to compute from; ``key`` tells it, and what a figure reads of it, from all others."""

    store: Store
    key: Hashable


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a figure is made of, and how it is kept.

    ``reads``: the ledger's tables; a new row in one of them makes the figure anew. ``also``: what else it depends on,
    asked with the figure's own arguments. ``most``: how many are kept. ``shared``: given out as it is and not as a
    copy, for what is large and changed by nobody. ``spinner``: what is said while it is made.
    """

    reads: Sequence[str]
    also: Callable[..., Hashable] = lambda *_, **__: None
    # Few: each visitor looks at one or two at a time, and the newest is what counts.
    most: int = 32
    shared: bool = False
    spinner: str | bool = False

    def __call__(self, figure: Callable[Concatenate[Store, P], Result]) -> "Kept[P, Result]":
        return Kept(figure, self)


class Kept(Generic[P, Result]):
    """A figure, called as the function it is made by. ``compute`` is that function, which keeps nothing."""

    def __init__(self, figure: Callable[Concatenate[Store, P], Result], how: Keeping) -> None:
        self.compute, self.how = figure, how

        # Under the figure's own name: the framework tells functions apart by theirs.
        @wraps(figure)
        def made(source: _Source, /, *args: P.args, **kwargs: P.kwargs) -> Result:
            return figure(source.store, *args, **kwargs)

        keep = st.cache_resource if how.shared else st.cache_data
        self._kept = keep(max_entries=how.most, show_spinner=how.spinner, hash_funcs={_Source: attrgetter("key")})(made)

    def __call__(self, store: Store, *args: P.args, **kwargs: P.kwargs) -> Result:
        seen = tuple(store.heads[table] for table in self.how.reads)
        key = (str(store.path), store.serial, seen, self.how.also(store, *args, **kwargs))
        return self._kept(_Source(store, key), *args, **kwargs)


def once(name: str, basis: object, compute: Callable[[], Result]) -> Result:
    """What ``compute`` gave, kept in the visitor's session under ``name`` for as long as ``basis`` is the same.

    What it raises is raised, and computed again the next time.
    """
    held = st.session_state.get(name)
    if held is None or held[0] != basis:
        held = st.session_state[name] = (basis, compute())
    result: Result = held[1]
    return result
