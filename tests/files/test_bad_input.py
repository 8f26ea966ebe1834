"""Every bad file that is asked for by name: it ends with one sentence under a stable code, or is read as it should.

Time and memory are held by the child's own limits (``files.guard.Limits``): the test would fail with another code.
"""

import io
import json
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

import pytest

from base.errors import MognadError
from files.grid import Workbook
from files.workbook import read_bytes
from tests.kit.books import compound, ods_book, ods_cell, ods_row, xls_book, xlsb_book, zipped

pytestmark = pytest.mark.slow

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET, _STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_linux = pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is set on Linux only")


class Kit:
    """What the makers below make their files of."""

    def __init__(self, book: Callable[..., bytes], swap: Callable[[bytes, Mapping[str, bytes]], bytes]) -> None:
        self.book, self._swap = book, swap

    def with_part(self, part: str, content: str | bytes, **cells: object) -> bytes:
        whole = self.book(**(cells or {"A1": "x"}))
        return self._swap(whole, {part: content.encode() if isinstance(content, str) else content})

    def sheet(self, rows: Iterator[str] | str, doctype: str = "") -> bytes:
        data = "".join(rows)
        xml = f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData></worksheet>'
        return self.with_part(_SHEET, xml)


@pytest.fixture
def kit(make_book: Callable[..., bytes], swap_part: Callable[..., bytes]) -> Kit:
    return Kit(make_book, swap_part)


def _laughs() -> str:
    lines = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi"))
    return f'<!DOCTYPE x [<!ENTITY a "lol">{lines}]>'


_OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


def _inline(text: str) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'


def _lying_bomb(kit: Kit) -> bytes:
    """A part of 700 MB that calls itself 1 000 bytes, in the listing and before the part."""
    out = kit.with_part(_SHEET, b"<row>" + bytes(700_000_000))
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        entry = archive.getinfo(_SHEET)
    size = struct.pack("<I", entry.file_size)
    return out.replace(size, struct.pack("<I", 1000))


def _repeated(rows: int, columns: int) -> bytes:
    cell = ods_cell("x", f'table:number-columns-repeated="{columns}"')
    return ods_book(ods_row(cell, attributes=f'table:number-rows-repeated="{rows}"'))


def _locked_xls() -> bytes:
    whole = xls_book({(0, 0): "x"})
    end = whole.index(bytes.fromhex("0908100000060500")) + 20
    return whole[:end] + b"\x2f\0\x06\0" + bytes(6) + whole[end + 10 :]


_REFUSED: list[tuple[str, str, str, Callable[[Kit], bytes]]] = [
    ("zip bomb", "bomb.xlsx", "too_large", lambda kit: kit.with_part(_SHEET, bytes(60_000_000))),
    ("zip bomb of texts", "bomb.xlsx", "too_large", lambda kit: kit.with_part("xl/styles.xml", bytes(60_000_000))),
    ("zip bomb in ods", "bomb.ods", "too_large", lambda kit: ods_book(ods_row(ods_cell("a" * 60_000_000)))),
    ("very many parts", "bomb.xlsx", "too_large", lambda kit: zipped({f"xl/{n}": "" for n in range(10_001)})),
    ("entity bomb", "lol.xlsx", "corrupt", lambda kit: kit.sheet(_inline("&i;"), _laughs())),
    ("entity bomb in the workbook", "lol.xlsx", "corrupt",
     lambda kit: kit.with_part("xl/workbook.xml", f'{_laughs()}<workbook xmlns="{_MAIN}"><sheets>&i;</sheets>')),
    ("entity bomb in ods", "lol.ods", "corrupt", lambda kit: ods_book(ods_row(ods_cell("&i;")), doctype=_laughs())),
    ("external entity", "xxe.xlsx", "corrupt", lambda kit: kit.sheet(_inline("&f;"), _OUTSIDE)),
    ("external entity in ods", "xxe.ods", "corrupt", lambda kit: ods_book(ods_row(ods_cell("&f;")), doctype=_OUTSIDE)),
    ("row 4294967295", "rad.xlsx", "corrupt",
     lambda kit: kit.sheet('<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>')),
    ("HTML named .xls", "export.xls", "not_a_workbook",
     lambda kit: b"\r\n<!-- Excel --><html xmlns:x='urn:x'><table><tr><td>Id</td></tr></table></html>"),
    ("HTML in UTF-16", "export.xls", "not_a_workbook", lambda kit: "<html><table></table></html>".encode("utf-16")),
    ("a table of HTML alone", "export.xls", "not_a_workbook", lambda kit: b"<table border=1><tr><th>Id</th></tr>"),
    ("a web archive named .xls", "export.xls", "not_a_workbook",
     lambda kit: b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n<html></html>"),
    ("XML of Excel 2003", "export.xls", "not_a_workbook",
     lambda kit: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook></Workbook>'),
    ("UTF-32", "a.csv", "not_a_workbook", lambda kit: "Id;Namn\n1;Ett\n".encode("utf-32")),
    ("broken XML", "trasig.xlsx", "corrupt", lambda kit: kit.sheet("<row r='1'><c r=")),
    ("broken XML of the workbook", "trasig.xlsx", "corrupt",
     lambda kit: kit.with_part("xl/workbook.xml", "<workbook><sh")),
    ("broken XML in ods", "trasig.ods", "corrupt", lambda kit: ods_book("<table:table-row><table:table-cell")),
    ("half a file", "halv.xlsx", "corrupt", lambda kit: kit.book(A1="x")[:2000]),
    ("half an old workbook", "halv.xls", "corrupt", lambda kit: xls_book({(0, 0): "x"})[:1700]),
    ("an old workbook of nonsense", "skräp.xls", "corrupt", lambda kit: compound("Workbook", b"\xff" * 5000)),
    ("half a binary workbook", "halv.xlsb", "corrupt", lambda kit: xlsb_book({(0, 0): "x"})[:900]),
    ("a quote never closed", "a.csv", "corrupt", lambda kit: b'Id;Namn\n1;"Ett\n2;Tv\xc3\xa5\n'),
    ("lock file", "~$risker.xlsx", "not_a_workbook", lambda kit: b"\x04Anna" + bytes(160)),
    ("lock file of LibreOffice", ".~lock.risker.ods#", "not_a_workbook", lambda kit: b",anna,dator,2025;"),
    ("JSON", "kommuner.json", "not_a_workbook", lambda kit: json.dumps([{"kod": "0114"}], indent=2).encode()),
    ("lines of JSON", "rader.csv", "not_a_workbook", lambda kit: b'{"id": 1, "namn": "a"}\n{"id": 2, "namn": "b"}\n'),
    ("encrypted", "hemlig.xlsx", "password_protected", lambda kit: compound("EncryptedPackage", bytes(8))),
    ("encrypted old workbook", "hemlig.xls", "password_protected", lambda kit: _locked_xls()),
    ("nothing at all", "tom.xlsx", "empty_file", lambda kit: b""),
    ("nothing in its cells", "tom.xlsx", "empty_file", lambda kit: kit.book()),
]  # fmt: skip

_TOO_MUCH: list[tuple[str, str, str, Callable[[Kit], bytes]]] = [
    ("a cell at XFD1048576", "lång.xlsx", "memory_limit", lambda kit: kit.book(A1="x", T1="y", XFD1048576="z")),
    ("a cell at IV65536 of .xls", "lång.xls", "memory_limit",
     lambda kit: xls_book({(0, 0): "x", (65535, 255): "z"})),
    ("a far cell of .xlsb", "lång.xlsb", "memory_limit",
     lambda kit: xlsb_book({(0, 0): "x", (1_048_575, 16_383): "z"})),
    ("more cells of .ods than a sheet has", "lång.ods", "corrupt", lambda kit: _repeated(1_048_576, 16_384)),
    ("more cells of .ods than memory holds", "lång.ods", "memory_limit", lambda kit: _repeated(10_485, 1_638)),
    ("a bomb that lies about its size", "bomb.xlsx", "corrupt", _lying_bomb),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code", "make"),
    [pytest.param(*case[1:], id=case[0]) for case in _REFUSED]
    + [pytest.param(*case[1:], id=case[0], marks=_linux) for case in _TOO_MUCH],
)
def test_refused(kit: Kit, name: str, code: str, make: Callable[[Kit], bytes]) -> None:
    with pytest.raises(MognadError) as caught:
        read_bytes(make(kit), name)
    assert caught.value.code == code
    assert caught.value.message.startswith(f"”{name}” ")
    assert caught.value.message.endswith(".")


def _blank_rows(kit: Kit) -> bytes:
    blank = (f'<row r="{r}" s="1" customFormat="1"><c r="A{r}" s="1"/></row>' for r in range(3, 1_048_577))
    return kit.sheet(iter(["<row r='1'><c r='A1'><v>1</v></c></row><row r='2'><c r='B2'><v>2</v></c></row>", *blank]))


def _with_macros(kit: Kit) -> bytes:
    whole = kit.with_part("xl/workbook.xml", _unpacked(kit.book(A1="Id", B2="x"))["xl/workbook.xml"], A1="Id", B2="x")
    parts = _unpacked(whole) | {"xl/vbaProject.bin": compound("VBA", b"Sub Auto_Open()")}
    types = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return zipped(parts | {"[Content_Types].xml": types})


def _unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("name", "kind", "size", "make"),
    [
        ("stilar.xlsx", "xlsx", (2, 2), _blank_rows),
        ("makron.xlsm", "xlsm", (2, 2), _with_macros),
        ("utf16.csv", "csv", (2, 2), lambda kit: "Id;Namn\n1;Åsö\n".encode("utf-16")),
        ("utf16be.txt", "csv", (2, 2), lambda kit: "Id\tNamn\n1\tÅsö\n".encode("utf-16-be")),
        ("ojämn.csv", "csv", (5, 5), lambda kit: b"Id;Namn\n1\n2;b;c;d;e\n;;;;;;\n3;c\n"),
        ("tomma rader.ods", "ods", (2, 1), lambda kit: ods_book(
            ods_row(ods_cell("Id")), ods_row(ods_cell("R1")),
            ods_row(ods_cell(None, 'table:number-columns-repeated="16384"'),
                    attributes='table:number-rows-repeated="1048574"'))),
        ("fel ändelse.csv", "xls", (1, 1), lambda kit: xls_book({(0, 0): "x"})),
    ],
)  # fmt: skip
def test_read_all_the_same(kit: Kit, name: str, kind: str, size: tuple[int, int], make: Callable[[Kit], bytes]) -> None:
    book: Workbook = read_bytes(make(kit), name)
    assert book.kind == kind
    assert (book.sheets[0].n_rows, book.sheets[0].n_columns) == size
