"""Many files in one zip, and many workbooks read by one child."""

import copy
import io
import sys
import zipfile
from collections.abc import Callable, Mapping

import pytest

from base.errors import MognadError
from files.archive import is_system_file, unpacked, write_zip
from files.guard import FileLimits
from files.workbook import read_many

USUAL = FileLimits()
ZipOf = Callable[[Mapping[str, bytes | str]], bytes]


def code_of(content: bytes, limits: FileLimits = USUAL) -> str:
    with pytest.raises(MognadError) as caught:
        unpacked(content, "svar.zip", limits)
    return caught.value.code


def test_files_come_out_as_they_went_in() -> None:
    parts = [("å ä ö.xlsx", b"ett"), ("två.xlsx", b"")]
    assert unpacked(write_zip(parts), "svar.zip") == parts


def test_folders_go_and_what_the_system_put_there(zip_of: ZipOf) -> None:
    content = zip_of({"a/": "", "a/b/c.xlsx": "1", "__MACOSX/a/._c.xlsx": "2", "a/.DS_Store": "3", "~$c.xlsx": "4"})
    assert unpacked(content, "svar.zip") == [("c.xlsx", b"1")]
    assert is_system_file("Thumbs.db")
    assert not is_system_file("svar.xlsx")


def test_what_is_no_archive_comes_back_whole(make_book: Callable[..., bytes], zip_of: ZipOf) -> None:
    book = make_book(A1="x")
    assert unpacked(book, "bok.xlsx") == [("bok.xlsx", book)]
    assert unpacked(b"a;b", "a.csv") == [("a.csv", b"a;b")]
    inside = zip_of({"c.xlsx": "1"})
    assert unpacked(zip_of({"inre.zip": inside}), "svar.zip") == [("inre.zip", inside)]


def test_a_name_that_leads_out_of_the_folder_is_only_a_name(zip_of: ZipOf) -> None:
    assert unpacked(zip_of({"../../etc/x.xlsx": "1"}), "svar.zip") == [("x.xlsx", b"1")]


def test_traps_and_broken_archives_are_refused(zip_of: ZipOf) -> None:
    big = zip_of({"a.xlsx": b"\0" * 3_000_000})
    assert code_of(big, FileLimits(unpacked_bytes=1_000_000)) == "too_large"
    assert code_of(big, FileLimits(ratio=10, ratio_from=1_000_000)) == "too_large"
    assert code_of(big, FileLimits(file_bytes=100)) == "too_large"
    assert code_of(zip_of({f"{n}.xlsx": "1" for n in range(501)}), FileLimits()) == "too_large"
    assert code_of(big[:-30], FileLimits()) == "corrupt"
    spoilt = bytearray(zip_of({"a.xlsx": b"hej" * 100}))
    spoilt[40:44] = b"\xff\xff\xff\xff"
    assert code_of(bytes(spoilt), FileLimits()) == "corrupt"


def test_a_locked_archive_is_told(zip_of: ZipOf) -> None:
    content = bytearray(zip_of({"a.xlsx": "1"}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        start = archive.start_dir
    content[start + 8] |= 1
    assert code_of(bytes(content), FileLimits()) == "password_protected"


def test_many_are_read_each_with_its_own_end(make_book: Callable[..., bytes]) -> None:
    books = [(f"{n}.xlsx", make_book(A1=f"nr {n}")) for n in range(3)]
    found = read_many([books[0], ("fel.pdf", b"%PDF-1"), books[1], ("fel.xlsx", books[2][1][:200]), books[2]])
    told = [each.code if isinstance(each, MognadError) else each.sheets[0].cell(0, 0).text for each in found]
    assert told == ["nr 0", "not_a_workbook", "nr 1", "corrupt", "nr 2"]
    assert read_many([]) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is set on Linux only")
def test_one_that_ends_the_child_does_not_take_the_others_with_it(make_book: Callable[..., bytes]) -> None:
    killer = ("stor.xlsx", make_book(A1="x", T1="y", XFD1048576="z"))
    good = [(f"{n}.xlsx", make_book(A1=f"nr {n}")) for n in range(2)]
    found = read_many([good[0], killer, good[1], killer])
    told = [each.code if isinstance(each, MognadError) else each.sheets[0].cell(0, 0).text for each in found]
    assert told == ["nr 0", "memory_limit", "nr 1", "memory_limit"]


def test_entries_that_share_their_bytes_are_refused() -> None:
    """The same packed bytes listed under many names: small by the listing's ratio, unpacked again for each."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xlsx", b"x" * 100_000)
        first = archive.infolist()[0]
        for number in range(50):
            again = copy.copy(first)
            again.filename = again.orig_filename = f"b{number}.xlsx"
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again
        archive._didModify = True  # type: ignore[attr-defined]  # only so does it write the listing that we made
    assert code_of(held.getvalue()) == "corrupt"


def test_many_small_parts_are_held_to_the_ratio_together() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"{number}.xlsx", b"\0" * 900_000)
    limits = FileLimits(ratio=100, ratio_from=1_000_000)
    assert code_of(held.getvalue(), limits) == "too_large"
    assert len(unpacked(held.getvalue(), "a.zip", FileLimits(ratio=100, ratio_from=40_000_000))) == 40
