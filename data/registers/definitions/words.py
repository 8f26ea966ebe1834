"""Texts as people write them, made comparable."""

import re
import unicodedata
from functools import lru_cache

import pyarrow as pa

# Zero-width space, non-joiner, word joiner, byte order mark, soft hyphen and the direction marks: unseen on screen.
_INVISIBLE = "\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad"
_INVISIBLE_RE = re.compile(f"[{_INVISIBLE}]")
# How their UTF-8 forms begin; other marks begin so too (dashes, quotes), which only costs a closer look.
_INVISIBLE_BYTES = (b"\xe2\x80", b"\xe2\x81", b"\xef\xbb\xbf", b"\xc2\xad")
# What people write in a cell that has no value.
DASHES = frozenset({"", "-", "–", "—"})
_SPACES = re.compile(r"\s+")
_PARENTHESES = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_WORD_BREAK = re.compile(r"[^0-9a-zåäöéüæøß]+")
_HUMP = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])")


def clean(text: str) -> str:
    """Without invisible marks, and without white space (no-break space too) around it."""
    return _INVISIBLE_RE.sub("", text).strip()


def on_one_line(text: str) -> str:
    """A header as it is shown: every run of white space is one space."""
    return _SPACES.sub(" ", clean(text)).strip()


def normalised(text: str) -> str:
    """A name, code or word as it is compared: runs of white space are one space, and case is folded."""
    return " ".join(text.split()).casefold()


def clean_array(texts: pa.StringArray) -> pa.StringArray:
    """``clean`` for a whole column; empty stays ``""``."""
    import pyarrow.compute as pc  # names and words are needed at every start, columns are not

    raw = texts.buffers()[2]
    # Looking at the bytes first: most columns hold no invisible mark, and a search in memory is nearly free.
    content = raw.to_pybytes() if raw is not None else b""
    if not content.isascii() and any(mark in content for mark in _INVISIBLE_BYTES):
        texts = pc.replace_substring_regex(texts, f"[{_INVISIBLE}]", "")
    return pc.utf8_trim_whitespace(texts)


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, lower case, without punctuation: ``Risk-ID (nr)`` → ``risk id nr``; also ``riskId``."""
    plain = unicodedata.normalize("NFKC", clean(text))
    return tuple(_WORD_BREAK.sub(" ", _HUMP.sub(" ", plain).casefold()).split())


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """The text for exact comparison: its words written together, so that ``Risk-ID`` = ``riskid``."""
    return "".join(tokens(text))


def core(text: str) -> str:
    """A header without what stands in parentheses: ``Sannolikhet (1–4)`` → ``Sannolikhet``."""
    return _PARENTHESES.sub(" ", text)
