"""What is refused before anything is parsed, and what is refused by the child: a code and a sentence each."""

import io
import json
import random
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from base.errors import MognadError
from files import faults
from files.guard import FileLimits, check
from files.workbook import read_bytes, read_workbook

LIMITS = FileLimits()
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def code_of(content: bytes, name: str = "fil.xlsx", limits: FileLimits = LIMITS) -> str:
    with pytest.raises(MognadError) as caught:
        read_bytes(content, name, limits)
    assert name in caught.value.message
    assert caught.value.message.endswith(".")
    return caught.value.code


def test_openpyxl_reads_and_writes_xml_with_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML


def test_every_sentence_is_its_own() -> None:
    sentences = list(faults._SENTENCES.values())
    assert len(set(sentences)) == len(sentences)
    assert {key.partition(".")[0] for key in faults._SENTENCES} == {
        *("file_not_found", "file_unreadable", "not_a_workbook", "password_protected", "corrupt"),
        *("empty_file", "too_large", "time_limit", "memory_limit"),
    }


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"rader": [{"id": 1}]}).encode(),
        json.dumps([{"id": "0114", "namn": "Upplands Väsby"}], indent=2).encode(),
        json.dumps([["a", "b"], [1, 2]]).encode("utf-8-sig"),
        json.dumps({"a": 1}).encode("utf-16"),
        b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>",
        b'\n<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table></table></html>',
        b'\xef\xbb\xbf<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook></Workbook>',
        b"<rows><row id='1'/></rows>\n",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
        b"{\\rtf1\\ansi text}",
        PNG,
        b"\x7fELF" + bytes(100),
        random.Random(7).randbytes(100),
        random.Random(8).randbytes(100_000),
        b"PK\x05\x06" + bytes(18),
    ],
)
def test_what_is_no_table_is_not_a_workbook(content: bytes) -> None:
    assert code_of(content) == "not_a_workbook"
    assert code_of(content, "fil.csv") == "not_a_workbook"


@pytest.mark.parametrize(
    "content", [b"{id};namn\n1;a\n", b"[id],namn\n1,a\n", b"<10 dagar;antal\nja;3\n", b"PK;namn\n1;a\n", b"@;a\n1;2\n"]
)
def test_odd_headers_of_csv_are_no_json_and_no_markup(content: bytes) -> None:
    assert check(content, "fil.csv", LIMITS) == "csv"


@pytest.mark.parametrize("name", ["~$register.xlsx", ".~lock.register.ods#"])
def test_a_lock_file_is_not_a_workbook(name: str) -> None:
    assert code_of(b"\x05Anna" + b" " * 100, name) == "not_a_workbook"


def test_other_zips_are_not_workbooks(zip_of: Callable[..., bytes], make_book: Callable[..., bytes]) -> None:
    assert code_of(zip_of({"a.txt": "hej"})) == "not_a_workbook"
    embedded = 'Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"'
    document = zip_of({"[Content_Types].xml": f"<Types {embedded}>{MAIN}", "word/embeddings/a.xlsx": make_book(A1=1)})
    assert code_of(document, "brev.docx") == "not_a_workbook"


def test_compound_files(compound_file: Callable[[str, bytes], bytes]) -> None:
    assert code_of(compound_file("EncryptedPackage", b"x")) == "password_protected"
    assert code_of(compound_file("WordDocument", b"x"), "brev.doc") == "not_a_workbook"
    assert code_of(compound_file("Workbook", b"x"), "gammal.xls") == "corrupt"
    # The word inside a text of a document, off the directory's beat, protects nothing.
    said = b"x" * 7 + "EncryptedPackage\0".encode("utf-16-le")
    assert code_of(compound_file("Workbook", said), "gammal.xls") == "corrupt"


@pytest.mark.parametrize("before", [b"", b"\x86\0\0\0"])
def test_an_old_workbook_with_a_password(old_workbook: bytes, before: bytes) -> None:
    end = old_workbook.index(bytes.fromhex("0908100000060500")) + 20
    locked = old_workbook[:end] + before + b"\x2f\0\x06\0" + bytes(6) + old_workbook[end:]
    assert code_of(locked, "gammal.xls") == "password_protected"


def test_an_ods_with_a_password(zip_of: Callable[..., bytes]) -> None:
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": mimetype, "content.xml": PNG, "META-INF/manifest.xml": manifest}
    assert code_of(zip_of(parts), "a.ods") == "password_protected"


def test_a_locked_entry_of_a_zip_is_password_protected(make_book: Callable[..., bytes]) -> None:
    content = bytearray(make_book(A1="x"))
    position = content.find(b"PK\x01\x02")
    while position >= 0:
        content[position + 8] |= 1
        position = content.find(b"PK\x01\x02", position + 1)
    assert code_of(bytes(content)) == "password_protected"


@pytest.mark.parametrize(
    "content", [b"", b"  \r\n\t\n ", b"\xef\xbb\xbf\n", "\ufeff \n".encode("utf-16-le"), b";;;\n;;;\n"]
)
def test_nothing_but_blanks_is_empty(content: bytes) -> None:
    assert code_of(content, "tom.csv") == "empty_file"


def test_a_workbook_without_a_filled_cell_is_empty(make_book: Callable[..., bytes]) -> None:
    assert code_of(make_book()) == "empty_file"


def test_broken_workbooks_are_corrupt(
    make_book: Callable[..., bytes], swap_part: Callable[..., bytes], book_of_rows: Callable[..., bytes]
) -> None:
    whole = make_book(A1="x", B2=3)
    assert code_of(whole[: len(whole) // 2]) == "corrupt"
    assert code_of(whole[:-200]) == "corrupt"
    assert code_of(swap_part(whole, {"xl/workbook.xml": b"<workbook><sheets><"})) == "corrupt"
    assert (
        code_of(swap_part(whole, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row r='1'><c r="})) == "corrupt"
    )
    # A row far outside any spreadsheet must not be walked to.
    assert code_of(book_of_rows(['<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>'])) == "corrupt"


def test_an_entity_bomb_does_no_harm(make_book: Callable[..., bytes], swap_part: Callable[..., bytes]) -> None:
    entities = '<!ENTITY a "lol">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi"))
    xml = f"""<?xml version="1.0"?><!DOCTYPE x [{entities}<!ENTITY f SYSTEM "file:///etc/passwd">]>
    <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
    <row r="1"><c r="A1" t="inlineStr"><is><t>&i;&f;</t></is></c></row></sheetData></worksheet>"""
    content = swap_part(make_book(A1="x"), {"xl/worksheets/sheet1.xml": xml.encode()})
    assert code_of(content) == "corrupt"


def test_size_on_disk(tmp_path: Path) -> None:
    big = tmp_path / "stor.csv"
    with big.open("wb") as stream:
        stream.truncate(101 * 1024 * 1024)  # sparse: a guard that read it first would still pass, but slowly
    with pytest.raises(MognadError) as caught:
        read_workbook(big)
    assert caught.value.code == "too_large"
    assert "101 MB, högst 100 MB" in caught.value.message


def test_zip_bombs_are_too_large(make_book: Callable[..., bytes], swap_part: Callable[..., bytes]) -> None:
    bomb = swap_part(make_book(A1="x"), {"xl/worksheets/sheet1.xml": bytes(60_000_000)})
    assert len(bomb) < 100_000
    assert code_of(bomb) == "too_large"
    assert code_of(bomb, limits=FileLimits(ratio=10**6, unpacked_bytes=50_000_000)) == "too_large"


def test_a_listing_of_very_many_entries_is_too_large(make_book: Callable[..., bytes]) -> None:
    out = io.BytesIO(make_book(A1="x"))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(600):
            archive.writestr(f"xl/media/{number}", b"")
    assert code_of(out.getvalue(), limits=FileLimits(entries=500)) == "too_large"
    assert code_of(out.getvalue(), limits=FileLimits(entries=10)) == "too_large"


def test_more_cells_than_the_limit_is_too_large(make_book: Callable[..., bytes]) -> None:
    assert code_of(make_book(A1="x", J10="y"), limits=FileLimits(cells=99)) == "too_large"
    assert read_bytes(make_book(A1="x", J10="y"), "a.xlsx", FileLimits(cells=100)).sheets[0].n_columns == 10
    assert code_of(b"a;b;c\n", "a.csv", FileLimits(cells=2)) == "too_large"
    assert code_of(b"a\n" + b";" * 20_000 + b"b\n", "a.csv") == "too_large"


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    for path, code in [(tmp_path / "saknas.xlsx", "file_not_found"), (tmp_path, "file_unreadable")]:
        with pytest.raises(MognadError) as caught:
            read_workbook(path)
        assert caught.value.code == code
