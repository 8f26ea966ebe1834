"""Key files as people save them, and the mark by which two compare their keys."""

import pytest

from base.errors import MognadError
from data.ledger.settings import key_fingerprint, read_key

KEY = "nyckel med å"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_key_is_read_with_and_without_a_mark_before_it(tmp_path, encoding):
    path = tmp_path / "nyckel.txt"
    path.write_text(f"{KEY}\r\n", encoding=encoding)
    assert read_key(path) == KEY


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-16", "UTF-16 (”Unicode” i Anteckningar)"),
        ("utf-16-be", None),
        ("cp1252", "en äldre kodning (”ANSI” i Anteckningar)"),
    ],
)
def test_another_encoding_is_named(tmp_path, encoding, named):
    path = tmp_path / "nyckel.txt"
    mark = b"\xfe\xff" if named is None else b""
    path.write_bytes(mark + KEY.encode(encoding))
    with pytest.raises(MognadError) as caught:
        read_key(path)
    expected = named or "UTF-16 (”Unicode” i Anteckningar)"
    assert (caught.value.code, caught.value.message) == (
        "key_file_unreadable",
        f"Nyckelfilen nyckel.txt är sparad som {expected}. Spara den som UTF-8 och försök igen.",
    )


def test_no_file_and_an_empty_one(tmp_path):
    (tmp_path / "tom.txt").write_bytes(b"\xef\xbb\xbf \n")
    for name in ("saknas.txt", "tom.txt"):
        with pytest.raises(MognadError) as caught:
            read_key(tmp_path / name)
        assert caught.value.message.startswith("Nyckelfilen som MOGNAD_KEY_FILE pekar på går inte att läsa")


def test_the_mark_of_a_key_tells_it_from_others():
    assert key_fingerprint(KEY) == key_fingerprint(KEY)
    assert len({key_fingerprint(text) for text in (KEY, f"{KEY} ", "annan", "")}) == 4
    assert len(key_fingerprint(KEY)) == 9
