"""What calamine leaves out of .xls (BIFF) and .xlsb: error values, and of .xlsb merged cells too."""

import io
import struct
import zipfile
from collections.abc import Iterator

from files.error_cells import Errors, SheetFacts, main_part

_NAMES = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}
_UNKNOWN = "#N/A"
_END = 0xFFFFFFFA  # from here on sector numbers are marks
_FORMULA, _EOF, _SHEET, _BOOLERR, _BOF = 0x06, 0x0A, 0x85, 0x205, 0x809


def xls_facts(content: bytes) -> list[SheetFacts]:
    """The facts of each sheet, in the order of the workbook; none if the file's own tables can't be followed."""
    try:
        book = _stream(content)
        return [SheetFacts(_xls_errors(book, start)) for start in _xls_sheets(book)]
    except (struct.error, IndexError):  # calamine could read it all the same
        return []


def _xls_sheets(book: bytes) -> list[int]:
    """Where each sheet's records begin."""
    return [struct.unpack_from("<I", book, at)[0] for kind, at, _ in _records(book, 0) if kind == _SHEET]


def _records(book: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """(kind, start of its body, length) of each record to the end of the substream; what lies within it is told too."""
    unpack, depth = struct.Struct("<HH").unpack_from, 0
    while position + 4 <= len(book):
        kind, length = unpack(book, position)
        yield kind, position + 4, length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0 and kind == _EOF:
            return
        position += 4 + length


def _xls_errors(book: bytes, start: int) -> Errors:
    errors: Errors = {}
    for kind, at, length in _records(book, start):
        if kind == _BOOLERR and length >= 8 and book[at + 7]:
            code = book[at + 6]
        elif kind == _FORMULA and length >= 14 and book[at + 12 : at + 14] == b"\xff\xff" and book[at + 6] == 2:
            code = book[at + 8]
        else:
            continue
        row, column = struct.unpack_from("<HH", book, at)
        errors.setdefault(row, {})[column] = _NAMES.get(code, _UNKNOWN)
    return errors


def _stream(content: bytes) -> bytes:
    """The workbook's stream of a compound file: the table of sectors, the directory, then the stream's own chain."""
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        raise IndexError
    size = 1 << shift
    n_tables, directory = struct.unpack_from("<I", content, 44)[0], struct.unpack_from("<I", content, 48)[0]
    first_list, n_lists = struct.unpack_from("<II", content, 68)
    places = list(struct.unpack_from("<109I", content, 76))
    for _ in range(min(n_lists, len(content) // size)):
        entries = struct.unpack_from(f"<{size // 4}I", content, (first_list + 1) * size)
        places, first_list = places + list(entries[:-1]), entries[-1]
    table: list[int] = []
    for place in places[:n_tables]:
        if place < _END:
            table += struct.unpack_from(f"<{size // 4}I", content, (place + 1) * size)

    def chain(sector: int) -> bytes:
        parts: list[bytes] = []
        # No chain is longer than the table: one that runs in a circle ends too.
        while sector < _END and len(parts) <= len(table):
            parts.append(content[(sector + 1) * size : (sector + 2) * size])
            sector = table[sector]
        return b"".join(parts)

    listing = chain(directory)
    for wanted in ("Workbook", "Book"):
        name = (wanted + "\0").encode("utf-16-le")
        for at in range(0, len(listing) - 127, 128):
            if listing[at : at + len(name)] == name:
                start, length = struct.unpack_from("<II", listing, at + 116)
                # Below 4 096 bytes a stream lies elsewhere; no workbook is so small.
                return chain(start)[:length]
    return b""


def xlsb_facts(content: bytes) -> list[SheetFacts]:
    """The facts of each sheet, in the order of the workbook; none if the archive's relations lead nowhere."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            main, targets = main_part(archive)
            parts = [targets.get(identity, "") for identity in _xlsb_sheets(archive.read(main))]
            return [_xlsb_sheet(archive.read(part)) if part in archive.namelist() else SheetFacts() for part in parts]
        except (KeyError, struct.error, IndexError):
            return []


def _xlsb_records(part: bytes) -> Iterator[tuple[int, int, int]]:
    position, end = 0, len(part)
    while position < end:
        kind = part[position]
        position += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[position] & 0x7F) << 7
            position += 1
        length = shift = 0
        while True:
            byte = part[position]
            position += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        yield kind, position, length
        position += length


def _xlsb_sheets(book: bytes) -> list[str]:
    """The relation id of each sheet."""
    identities = []
    for kind, at, _ in _xlsb_records(book):
        if kind == 156:
            (length,) = struct.unpack_from("<I", book, at + 8)
            identities.append(book[at + 12 : at + 12 + 2 * length].decode("utf-16-le", "replace"))
    return identities


def _xlsb_sheet(part: bytes) -> SheetFacts:
    errors: Errors = {}
    merged: list[tuple[int, int, int, int]] = []
    row = 0
    for kind, at, _ in _xlsb_records(part):
        if kind == 0:
            (row,) = struct.unpack_from("<I", part, at)
        elif kind in (3, 11):  # an error value, as such or of a formula
            (column,) = struct.unpack_from("<I", part, at)
            errors.setdefault(row, {})[column] = _NAMES.get(part[at + 8], _UNKNOWN)
        elif kind == 176:
            top, bottom, left, right = struct.unpack_from("<4I", part, at)
            merged.append((top, left, bottom, right))
    return SheetFacts(errors, tuple(merged))
