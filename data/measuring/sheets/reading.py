"""The folder that comes back: unpacked, its workbooks read outside this process."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from base.errors import MognadError
from base.hashing import sha256_bytes
from data.measuring.sheets.receipt import SheetIssue
from data.measuring.sheets.returned import ReturnedBook, is_send_list, read_returned
from files.archive import is_system_file, unpacked
from files.grid import Workbook
from files.guard import MEGABYTE, FileLimits
from files.workbook import read_many

# A workbook of ours is some ten kilobytes; what is a hundred times that is none of ours.
_LIMITS = FileLimits(
    file_bytes=20 * MEGABYTE, unpacked_bytes=200 * MEGABYTE, cells=2_000_000, memory_bytes=512 * MEGABYTE
)
# So many share a child; it has as long for them as for one big file.
_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came back. ``faults``: files that are no answer sheets; ``notes``: files that were rightly left out."""

    books: tuple[ReturnedBook, ...]
    faults: tuple[SheetIssue, ...]
    notes: tuple[SheetIssue, ...]


def read_delivery(files: Iterable[tuple[str, bytes]]) -> Delivery:
    """Read (name, content) of every file that was dropped; a zip is opened and its files read.

    Nothing is raised for a file that can't be read: it is told among the faults and the others are read. The same
    file twice is read once.
    """
    faults: list[SheetIssue] = []
    notes: list[SheetIssue] = []
    parts: list[tuple[str, bytes]] = []
    seen: dict[str, str] = {}
    for name, content in files:
        try:
            held = [] if is_system_file(name) else unpacked(content, name)
        except MognadError as error:
            faults.append(_issue(name, error))
            continue
        for file, inside in held:
            digest = sha256_bytes(inside)
            if digest in seen:
                message = f"Samma fil som {seen[digest]}. Den räknas en gång."
                notes.append(SheetIssue(file, None, "same_file", message))
            else:
                seen[digest] = file
                parts.append((file, inside))
    books: list[ReturnedBook] = []
    for (file, _), read in zip(parts, _read_all(parts), strict=True):
        match read:
            case ReturnedBook():
                books.append(read)
            case MognadError():
                faults.append(_issue(file, read))
            case None:
                notes.append(SheetIssue(file, None, "send_list", "Sändlistan. Den har inga svar."))
    return Delivery(tuple(books), tuple(faults), tuple(notes))


def _read_all(parts: Sequence[tuple[str, bytes]]) -> list[ReturnedBook | MognadError | None]:
    """Each file's workbook, why it is none, or None for the send list; in order."""
    books: list[ReturnedBook | MognadError | None] = []
    for start in range(0, len(parts), _AT_ONCE):
        for read in read_many(parts[start : start + _AT_ONCE], _LIMITS):
            try:
                books.append(read if isinstance(read, MognadError) else _returned(read))
            except MognadError as error:
                books.append(error)
    return books


def _returned(workbook: Workbook) -> ReturnedBook | None:
    return None if is_send_list(workbook) else read_returned(workbook)


def _issue(file: str, error: MognadError) -> SheetIssue:
    return SheetIssue(file, None, error.code, error.message)
