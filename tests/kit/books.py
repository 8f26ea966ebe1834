"""Workbooks of the formats that openpyxl does not write, built byte by byte: .xls (BIFF8), .xlsb and .ods."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime

Value = str | float | bool | date
Cells = Mapping[tuple[int, int], Value]
Merged = Sequence[tuple[int, int, int, int]]

_END, _FREE, _FAT = 2**32 - 2, 2**32 - 1, 2**32 - 3
_ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def compound(stream: str, content: bytes) -> bytes:
    """An OLE2 file with one stream: header, the table of sectors, one sector of directory, then the stream."""

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        coded = (name + "\0").encode("utf-16-le")
        return struct.pack(
            "<64sHBBIII16sIQQIQ", coded, len(coded), kind, 1, _FREE, _FREE, child, b"", 0, 0, 0, start, size
        )

    padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
    sectors = len(padded) // 512
    tables = next(n for n in range(1, 110) if n * 128 >= n + 1 + sectors)
    chain = [*[_FAT] * tables, _END, *range(tables + 2, tables + 1 + sectors), _END]
    table = struct.pack(f"<{tables * 128}I", *chain, *[_FREE] * (tables * 128 - len(chain)))
    directory = entry("Root Entry", 5, 1, _END, 0) + entry(stream, 2, _FREE, tables + 1, len(padded)) + bytes(256)
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII109I",
        *(bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b""),
        *(0, tables, tables, 0, 4096, _END, 0, _END, 0),
        *range(tables),
        *[_FREE] * (109 - tables),
    )
    return header + table + directory + padded


def _days(value: date, epoch_1904: bool) -> float:
    first = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    return (moment - first).total_seconds() / 86400


def xls_book(cells: Cells, merged: Merged = (), epoch_1904: bool = False, formulas: bool = False) -> bytes:
    """An .xls of one sheet, ``Blad``. ``formulas``: error values are what a formula gave."""

    def record(kind: int, body: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x1996, 1997, 0, 6))

    def look(number_format: int) -> bytes:
        return record(0xE0, struct.pack("<HHHBBBBIIH", 0, number_format, *[0] * 8))

    def cell(place: tuple[int, int], value: Value) -> bytes:
        at = struct.pack("<HH", *place)
        if isinstance(value, str) and value in _ERRORS:
            if formulas:
                return record(0x06, at + struct.pack("<HBxBxxxHHIH", 0, 2, _ERRORS[value], 0xFFFF, 0, 0, 0))
            return record(0x205, at + struct.pack("<HBB", 0, _ERRORS[value], 1))
        if isinstance(value, str):
            return record(0x204, at + struct.pack("<HHB", 0, len(value), 1) + value.encode("utf-16-le"))
        if isinstance(value, bool):
            return record(0x205, at + struct.pack("<HBB", 0, value, 0))
        if isinstance(value, date):
            return record(0x203, at + struct.pack("<Hd", 1, _days(value, epoch_1904)))
        return record(0x203, at + struct.pack("<Hd", 0, value))

    before = begin(5) + record(0x22, struct.pack("<H", epoch_1904)) + look(0) + look(14)
    name = b"\x04\x00Blad"
    start = len(before) + 4 + 6 + len(name) + 4
    globals_ = before + record(0x85, struct.pack("<IBB", start, 0, 0) + name) + record(0x0A)
    body = b"".join(cell(place, value) for place, value in cells.items())
    if merged:
        ranges = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merged)
        body += record(0xE5, struct.pack("<H", len(merged)) + ranges)
    return compound("Workbook", globals_ + begin(0x10) + body + record(0x0A))


def xlsb_book(cells: Cells, merged: Merged = (), epoch_1904: bool = False) -> bytes:
    """An .xlsb of one sheet, ``Blad``."""

    def record(kind: int, body: bytes = b"") -> bytes:
        head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        size, left = b"", len(body)
        while left >= 128:
            size, left = size + bytes([left & 0x7F | 0x80]), left >> 7
        return head + size + bytes([left]) + body

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    def cell(column: int, value: Value) -> bytes:
        at = struct.pack("<II", column, isinstance(value, date))
        if isinstance(value, str) and value in _ERRORS:
            return record(3, at + bytes([_ERRORS[value]]))
        if isinstance(value, str):
            return record(6, at + wide(value))
        if isinstance(value, bool):
            return record(4, at + bytes([value]))
        number = _days(value, epoch_1904) if isinstance(value, date) else value
        return record(5, at + struct.pack("<d", number))

    book = record(131) + record(153, struct.pack("<II", epoch_1904, 0) + wide("")) + record(143)
    book += record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Blad")) + record(144) + record(132)
    last = struct.pack("<IIII", 0, max(row for row, _ in cells), 0, max(column for _, column in cells))
    sheet = record(129) + record(148, last) + record(145)
    for row in sorted({row for row, _ in cells}):
        sheet += record(0, struct.pack("<IIHBBBI", row, *[0] * 6))
        sheet += b"".join(cell(column, value) for (at, column), value in sorted(cells.items()) if at == row)
    sheet += record(146)
    if merged:
        ranges = [record(176, struct.pack("<IIII", top, bottom, left, right)) for top, left, bottom, right in merged]
        sheet += record(177, struct.pack("<I", len(merged))) + b"".join(ranges) + record(178)
    looks = [record(47, struct.pack("<HHHHHBBH", 0xFFFF, number_format, *[0] * 6)) for number_format in (0, 14)]
    styles = record(278) + record(617, struct.pack("<I", 2)) + b"".join(looks) + record(618) + record(279)
    types = '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    link = '<Relationship Id="{}" Type="' + _RELATIONS + '/{}" Target="{}"/>'
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}">{types}</Types>',
            "_rels/.rels": _relations(link.format("rId1", "officeDocument", "xl/workbook.bin")),
            "xl/_rels/workbook.bin.rels": _relations(
                link.format("rId1", "worksheet", "worksheets/sheet1.bin") + link.format("rId2", "styles", "styles.bin")
            ),
            "xl/workbook.bin": book,
            "xl/worksheets/sheet1.bin": sheet + record(130),
            "xl/styles.bin": styles,
        }
    )


def _relations(links: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'


def ods_cell(value: Value | None, attributes: str = "") -> str:
    """A cell as LibreOffice writes it; an error's text is only shown, its value is empty."""
    shown = "" if value is None else f"<text:p>{value}</text:p>"
    if value is None:
        said = ""
    elif isinstance(value, bool):
        said = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, date):
        said = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, str) and value in _ERRORS:
        said = 'table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error"'
    elif isinstance(value, str):
        said = 'office:value-type="string"'
    else:
        said = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {said} {attributes}>{shown}</table:table-cell>"


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_book(*rows: str, doctype: str = "", name: str = "Blad") -> bytes:
    """An .ods of one sheet with these rows."""
    spaces = " ".join(f'xmlns:{name}="{_OASIS}{name}:1.0"' for name in ("office", "table", "text"))
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f'<?xml version="1.0"?>{doctype}<office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="{name}">{"".join(rows)}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_OASIS}manifest:1.0"/>',
        }
    )
