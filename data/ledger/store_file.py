"""The store's file on the disk: who may read it, whether it may be written, and whether it is still the same one."""

import logging
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from base.errors import MognadError

log = logging.getLogger(__name__)

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class FileWatch:
    """Notices that the file vanished, was exchanged or was written by somebody else.

    DuckDB goes on with a file that was removed or laid over, so what it says is saved may be nowhere.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int, int] | None = None

    def note(self) -> None:
        """Remember the file as it is: after opening it, and after every write of our own."""
        self._seen = self._look()

    def check(self) -> None:
        """Before writing: the file is as we left it. Raises ``store_replaced``."""
        if self._seen is not None and self._look() != self._seen:
            raise _replaced(self._path)

    def check_still_there(self) -> None:
        """After writing: what was written lies in the file that is there. Raises ``store_replaced``."""
        now = self._look()
        if self._seen is not None and (now is None or now[:2] != self._seen[:2]):
            raise _replaced(self._path)

    def _look(self) -> tuple[int, int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _replaced(path: Path) -> MognadError:
    return MognadError(
        "store_replaced",
        f"Lagrets fil {path.name} är borta eller utbytt sedan programmet öppnade den. Det senaste är inte sparat. "
        "Stoppa programmet, lägg tillbaka rätt fil och starta igen.",
    )


def write_ahead(path: Path) -> Path:
    """The file beside the store that holds its newest rows until they are moved into it; the two belong together."""
    return path.with_name(f"{path.name}.wal")


def is_writable(path: Path) -> bool:
    """Whether an existing store can be written: the file, and the folder where its ``.wal`` must lie."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def read_only_error(path: Path) -> MognadError:
    """What is said where something would be written in a store that may only be read."""
    return MognadError(
        "store_read_only",
        f"Lagret {path.name} ligger där programmet inte får skriva. Det går att läsa, men inget kan sparas.",
    )


def narrow_rights(paths: Iterable[Path]) -> tuple[str, ...]:
    """Take away what others on the computer may do with our files; returns the names of those mended."""
    if os.name == "nt":
        return ()
    mended = []
    for path in paths:
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
            if not mode & _OTHERS:
                continue
            path.chmod(mode & ~_OTHERS)
        except OSError:
            log.warning("others can read %s, and its rights could not be changed", path.name)
            continue
        log.warning("others could read %s; its rights are mended", path.name)
        mended.append(path.name)
    return tuple(mended)
