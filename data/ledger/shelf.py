"""What has been made of a store's rows, kept in memory for whoever asks next.

Rows are only appended, so that what was made of all rows up to a position stays right. It is no part of the ledger: it
is gone when the store is closed, and may be emptied at any time.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Thing = TypeVar("Thing")

# Bytes. Ten years of 1 000 units and 150 questions are about 10 MB.
MOST = 128 * 2**20


class Shelf:
    """Things by their keys; of more than ``most`` bytes the least lately used go first.

    What is taken is shared between threads and changed by nobody. A key says of which rows a thing is made, or the
    thing itself does.
    """

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._things: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._bytes = 0

    def take(self, key: Hashable) -> object | None:
        """What is kept under a key."""
        with self._lock:
            if key not in self._things:
                return None
            self._things.move_to_end(key)
            return self._things[key][0]

    def put(self, key: Hashable, thing: object, size: int) -> None:
        """Keep a thing of about ``size`` bytes in place of what was kept under its key."""
        with self._lock:
            self._bytes -= self._things.pop(key, (None, 0))[1]
            self._things[key] = (thing, size)
            self._bytes += size
            while self._bytes > self.most:
                self._bytes -= self._things.popitem(last=False)[1][1]

    def kept(self, key: Hashable, make: Callable[[], Thing], size: Callable[[Thing], int]) -> Thing:
        """What is kept under a key, else what ``make`` gives."""
        thing = self.take(key)
        if thing is None:
            made = make()
            self.put(key, made, size(made))
            return made
        return cast("Thing", thing)

    def empty(self) -> None:
        """Keep nothing more of what has been made."""
        with self._lock:
            self._things.clear()
            self._bytes = 0
