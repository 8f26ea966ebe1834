"""Several files in one .zip, in and out. What comes in is looked through as any other file before it is unpacked."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath

from files.faults import fault
from files.guard import BROKEN_ZIP, FileLimits, check_size, zip_entries

_NO_LIMITS = FileLimits()
_ZIP = b"PK\x03\x04"
_WORKBOOK_PARTS = ("[Content_Types].xml", "mimetype")
# What Windows and macOS put into folders by themselves.
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
# Each of them may cost a reader of its own.
_MOST_FILES = 500


def write_zip(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """An archive of (name, content); the names are to be different."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def unpacked(content: bytes, name: str, limits: FileLimits = _NO_LIMITS) -> list[tuple[str, bytes]]:
    """The files of an archive, as (name without folders, content); a file that is no archive comes back alone.

    A workbook is a zip too, and is left whole. Folders and what a system puts into them are left out; an archive
    inside it is not unpacked but given as it is. Raises MognadError ``corrupt``, ``too_large``,
    ``password_protected`` and ``empty_file``.
    """
    if not content.startswith(_ZIP):
        return [(name, content)]
    check_size(len(content), name, limits)
    entries = zip_entries(content, name, limits)
    if any(entry.filename in _WORKBOOK_PARTS or entry.filename.startswith("xl/") for entry in entries):
        return [(name, content)]
    wanted = [entry for entry in entries if not entry.is_dir() and _is_somebodys(entry.filename)]
    if len(wanted) > _MOST_FILES:
        raise fault("too_large.files", name, limit=_MOST_FILES)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [(PurePosixPath(entry.filename).name, archive.read(entry)) for entry in wanted]
    except (*BROKEN_ZIP, RuntimeError) as error:
        raise fault("corrupt.zip", name) from error


def is_system_file(name: str) -> bool:
    """Whether a file of this name is none that a person has saved: a lock file, or a system's own."""
    return name.lower() in _SYSTEM_FILES or name.startswith(("~$", ".~lock.", "._"))


def _is_somebodys(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and "__MACOSX" not in parts and not is_system_file(parts[-1])
