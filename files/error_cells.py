"""Cells that calamine gives as empty though they are not: error values (#N/A …) and formulas never calculated (.xlsx).

Nothing unreadable may become an empty cell in silence. The sheet's XML is
streamed and only the cells marked ``t="e"``, and formulas without a value, are
looked at (0.2 s for 100 MB). A formula's text begins with ``=``.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import IO

from defusedxml.ElementTree import fromstring

Errors = dict[int, dict[int, str]]

_RELATION = re.compile(r"\{[^}]*relationships\}id$")
_CELL = re.compile(rb'<(?:\w+:)?c\b([^<>]*\bt="e"[^<>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
_UNCALCULATED = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f\b[^<>]*(?:/>|>([^<]{0,8192})</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>\s*|<(?:\w+:)?v>\s*</(?:\w+:)?v>\s*)?</(?:\w+:)?c>"
)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,20})</")
_MARK = b't="e"'
_PIECE = 1024 * 1024
# A cell's formula is at most 8 192 characters: a cell broken by the end of a piece fits well in what is kept.
_KEPT = 64 * 1024
_LONGEST_FORMULA = 60


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What calamine leaves out of a sheet: row → column → error text, zero-based; ``merged`` where it tells none."""

    errors: Errors = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] | None = None


def sheet_parts(content: bytes) -> dict[str, str]:
    """Sheet name → the part of the archive that holds its XML. Empty where the archive's relations lead nowhere."""
    try:
        return _sheet_parts(content)
    except KeyError:  # calamine could read it all the same
        return {}


def _sheet_parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        main, targets = main_part(archive)
        book = fromstring(archive.read(main))
    parts = {}
    for element in book.iter():
        if not str(element.tag).endswith("}sheet"):
            continue
        identity = next((value for key, value in element.attrib.items() if _RELATION.search(str(key))), None)
        parts[str(element.get("name"))] = targets.get(str(identity), "")
    return parts


def main_part(archive: zipfile.ZipFile) -> tuple[str, dict[str, str]]:
    """The workbook's own part, and relation id → part for what it refers to. Raises ``KeyError``."""
    mains = [target for _, kind, target in _relations(archive, "", "") if kind.endswith("/officeDocument")]
    main = mains[0] if mains else "xl/workbook.xml"
    folder, _, file = main.rpartition("/")
    return main, {identity: target for identity, _, target in _relations(archive, folder, file)}


def _relations(archive: zipfile.ZipFile, folder: str, file: str) -> list[tuple[str, str, str]]:
    """Id, type and target (as a path in the archive) of every relation of a part."""
    listing = posixpath.join(folder, "_rels", f"{file}.rels")
    return [
        (
            str(relation.get("Id")),
            str(relation.get("Type")),
            posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target"))))[1:],
        )
        for relation in fromstring(archive.read(listing))
    ]


def error_cells(content: bytes, part: str) -> Errors:
    """Row → column → error text, zero-based, of one sheet; empty if the part isn't there."""
    errors: Errors = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if part not in archive.namelist():
            return errors
        with archive.open(part) as stream:
            for row, column, text in _scan(stream):
                errors.setdefault(row, {})[column] = text
    return errors


def _scan(stream: IO[bytes]) -> Iterator[tuple[int, int, str]]:
    rest = b""
    while piece := stream.read(_PIECE):
        text = rest + piece
        done = 0
        if _MARK in text:
            for cell in _CELL.finditer(text):
                done = cell.end()
                place, value = _REFERENCE.search(cell[1]), _VALUE.search(cell[2])
                if place and value:
                    yield int(place[2]) - 1, _column(place[1]), value[1].decode("utf-8", "replace")
        if b"<f" in text or b":f" in text:
            for cell in _UNCALCULATED.finditer(text):
                done = max(done, cell.end())
                place = _REFERENCE.search(cell[1])
                # A formula whose value is an empty text says that it is a text.
                if place and b't="str"' not in cell[1]:
                    formula = (cell[2] or b"").decode("utf-8", "replace")
                    yield int(place[2]) - 1, _column(place[1]), formula_text(formula)
        rest = text[max(done, len(text) - _KEPT) :]


def formula_text(formula: str) -> str:
    """What stands for a formula that was never calculated: ``=`` and its beginning."""
    text = unescape(formula).strip().lstrip("=")
    return f"={text}" if len(text) < _LONGEST_FORMULA else f"={text[: _LONGEST_FORMULA - 1]}…"


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
