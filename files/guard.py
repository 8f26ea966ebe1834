"""What can be told of a file before anything parses it: its kind, its size, whether it is a trap."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from files.faults import fault

MEGABYTE = 1024 * 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
# The type of the main part decides: a Word document may hold a workbook, and parts may lie in any folder.
_TYPES = {
    b"ms-excel.sheet.binary.macroEnabled.main": "xlsb",
    b"ms-excel.sheet.macroEnabled.main": "xlsm",
    b"ms-excel.template.macroEnabled.main": "xlsm",
    b"spreadsheetml.sheet.main": "xlsx",
    b"spreadsheetml.template.main": "xlsx",
    b"opendocument.spreadsheet": "ods",
}
_KNOWN_OTHERS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"MZ")
_LOCAL_HEADER = 30
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OverflowError, EOFError, struct.error)
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{"\]\d-])')
# A page may also come in the wrapping of a mail (.mht), which some systems call .xls.
_MARKUP = re.compile(
    r"\s*(?:<(?:[?!]|(?:html|head|body|table|meta|style|script|svg|div|workbook)\b)|MIME-Version:\s*1\.)", re.IGNORECASE
)
_MARKUP_START = re.compile(r"\s*<[a-z]", re.IGNORECASE)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a")


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How much a file may cost.

    Bytes, but for ``ratio`` (unpacked : packed, asked of parts, and of a whole, above ``ratio_from`` bytes),
    ``entries``, ``cells``, ``columns`` and ``seconds``: the work of the child's processor, where the system can tell.
    ``wall_seconds`` is for a child that works no more.
    """

    file_bytes: int = 100 * MEGABYTE
    unpacked_bytes: int = 800 * MEGABYTE
    ratio: int = 200
    ratio_from: int = 20 * MEGABYTE
    entries: int = 10_000
    cells: int = 20_000_000
    columns: int = 16_384
    memory_bytes: int = 768 * MEGABYTE
    seconds: float = 18.0
    wall_seconds: float = 180.0


def check_size(size: int, name: str, limits: FileLimits) -> None:
    """Raises ``empty_file`` or ``too_large`` by the size in bytes alone."""
    if size == 0:
        raise fault("empty_file", name)
    if size > limits.file_bytes:
        shown = -(-size // MEGABYTE)
        raise fault("too_large", name, size=shown, limit=limits.file_bytes // MEGABYTE)


def check(content: bytes, name: str, limits: FileLimits) -> str:
    """The kind of a file: ``xlsx``, ``xlsm``, ``xlsb``, ``xls``, ``ods`` or ``csv``.

    Goes by content, not by the name's ending. Nothing is unpacked but the
    start of the part that names the type. Raises MognadError ``not_a_workbook``,
    ``password_protected``, ``corrupt``, ``empty_file`` or ``too_large``.
    """
    if name.startswith(("~$", ".~lock.")):
        raise fault("not_a_workbook.lock", name)
    check_size(len(content), name, limits)
    if content.startswith(_ZIP):
        return _check_zip(content, name, limits)
    if content.startswith(_EMPTY_ZIP):
        raise fault("not_a_workbook.zip", name)
    if content.startswith(_OLE):
        return _check_ole(content, name)
    if content.startswith(_KNOWN_OTHERS):
        raise fault("not_a_workbook", name)
    return _check_text(content, name)


def _check_zip(content: bytes, name: str, limits: FileLimits) -> str:
    entries = zip_entries(content, name, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            types = _start_of(archive, "[Content_Types].xml") + _start_of(archive, "mimetype")
    except BROKEN_ZIP as error:
        raise fault("corrupt.zip", name) from error
    for mark, kind in _TYPES.items():
        if mark in types:
            return kind
    if any(entry.filename.startswith("xl/") for entry in entries):
        return "xlsx"
    raise fault("not_a_workbook.zip", name)


def zip_entries(content: bytes, name: str, limits: FileLimits) -> list[zipfile.ZipInfo]:
    """What an archive holds, after a look at its listing alone: nothing of it is a trap or locked.

    Raises ``corrupt``, ``too_large`` and ``password_protected``.
    """
    too_large = fault("too_large.unpacked", name, limit=limits.unpacked_bytes // MEGABYTE)
    # The listing itself can be the trap: zipfile makes an object of about 500 bytes per entry of 46.
    end = content.rfind(_EMPTY_ZIP, max(0, len(content) - 66_000))
    if end >= 0 and len(content) >= end + 16:
        (listing,) = struct.unpack_from("<I", content, end + 12)
        if listing > 300 * limits.entries:
            raise too_large
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            locked = b"encryption-data" in _start_of(archive, "META-INF/manifest.xml")  # how an .ods says so
    except BROKEN_ZIP as error:
        raise fault("corrupt.zip", name) from error
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > limits.entries or unpacked > limits.unpacked_bytes:
        raise too_large
    # All of it, too: many entries that each stay below the ratio, or the same bytes listed many times.
    if unpacked > max(limits.ratio_from, limits.ratio * len(content)):
        raise too_large
    for entry in entries:
        if entry.file_size > max(limits.ratio_from, limits.ratio * entry.compress_size):
            raise too_large
    if _overlap(entries):
        raise fault("corrupt.zip", name)
    if locked or any(entry.flag_bits & 1 for entry in entries):
        raise fault("password_protected", name)
    return entries


def _overlap(entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes, as no program packs them: the same bytes would be unpacked again and again."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return True
        # At least the local header, the name and the data lie there.
        end = entry.header_offset + _LOCAL_HEADER + len(entry.orig_filename.encode()) + entry.compress_size
    return False


def _start_of(archive: zipfile.ZipFile, part: str) -> bytes:
    try:
        with archive.open(part) as stream:
            return stream.read(MEGABYTE)
    except (KeyError, RuntimeError):  # not there; locked by a password
        return b""


def _check_ole(content: bytes, name: str) -> str:
    if _has_stream(content, "EncryptedPackage") or _is_locked_xls(content):
        raise fault("password_protected", name)
    if _has_stream(content, "Workbook") or _has_stream(content, "Book"):
        return "xls"
    raise fault("not_a_workbook.ole", name)


def _is_locked_xls(content: bytes) -> bool:
    """Whether FILEPASS (0x2F) follows BIFF8's first record, or the write protection (0x86) after it."""
    start = content.find(bytes.fromhex("0908100000060500")) + 20
    if content[start : start + 2] == b"\x86\0":
        start += 4
    return start >= 20 and content[start : start + 2] == b"\x2f\0"


def _has_stream(content: bytes, stream: str) -> bool:
    """Whether a compound file lists a stream: names stand at the start of directory entries of 128 bytes."""
    needle = (stream + "\0").encode("utf-16-le")
    position = content.find(needle)
    while position >= 0 and position % 128:
        position = content.find(needle, position + 1)
    return position >= 0


def _check_text(content: bytes, name: str) -> str:
    sample = content[: 64 * 1024]
    encoding = wide_encoding(sample)
    if encoding is None and looks_binary(sample):
        raise fault("not_a_workbook", name)
    head = sample.decode(encoding or "latin-1", errors="replace").removeprefix("ï»¿").lstrip("\ufeff")
    # The end is looked at as Latin-1 also in UTF-16: only the last sign matters.
    tail = content[-200:].replace(b"\0", b"").rstrip()
    if not head.strip() and (len(content) == len(sample) or not content.strip()):
        raise fault("empty_file", name)
    if _JSON.match(head) and tail.endswith((b"}", b"]")):
        raise fault("not_a_workbook.json", name)
    if _MARKUP.match(head) or (_MARKUP_START.match(head) and tail.endswith(b">")):
        raise fault("not_a_workbook.markup", name)
    return "csv"


def wide_encoding(sample: bytes) -> str | None:
    """``utf-16`` by its mark, ``utf-16-le``/``-be`` by the zero bytes of Latin letters, else None."""
    if sample.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return None
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    pairs = len(sample) // 2
    if pairs >= 4 and sample[1::2].count(0) > 0.9 * pairs and sample[::2].count(0) == 0:
        return "utf-16-le"
    if pairs >= 4 and sample[::2].count(0) > 0.9 * pairs and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def looks_binary(sample: bytes) -> bool:
    """A zero byte, or more than one control character in a hundred: no text in a one-byte encoding."""
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return b"\0" in sample or controls * 100 > len(sample)
