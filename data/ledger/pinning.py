"""One position for a whole run: two figures of a page are of the same moment, whoever writes between them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

Heads = Mapping[str, int]
"""Table → its newest ``seq``, 0 where it is empty."""

_pinned: ContextVar[dict[object, Heads] | None] = ContextVar("pinned", default=None)


@contextmanager
def one_position() -> Iterator[None]:
    """Within it, and in this thread alone, each store stays where it was first looked at; only writes made within it
    move it. Inside another one it does nothing."""
    if _pinned.get() is not None:
        yield
        return
    token = _pinned.set({})
    try:
        yield
    finally:
        _pinned.reset(token)


def pinned(store: object, newest: Heads) -> Heads:
    """The heads that are seen of a store whose newest are ``newest``."""
    stores = _pinned.get()
    return newest if stores is None else stores.setdefault(store, newest)


def follow(store: object, newest: Heads) -> None:
    """What has been written within a run is seen by the rest of it."""
    stores = _pinned.get()
    if stores is not None:
        stores[store] = newest
