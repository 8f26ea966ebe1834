"""Numbers and truth values as people write them in cells."""

import re

from data.registers.definitions.words import folded

# Thin, narrow and no-break spaces and the apostrophe part thousands; so may a comma or a dot, if the rest agrees.
_SPACES = re.compile(r"(?<=\d)[\s'\u2019](?=\d{3})")
_SIGN = str.maketrans({"−": "-", "–": "-", "\u2011": "-"})
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?")
_DOTS_THEN_COMMA = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+")
_COMMAS_THEN_DOT = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+")
_SEVERAL_DOTS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}")
_SEVERAL_COMMAS = re.compile(r"[+-]?\d{1,3}(?:,\d{3}){2,}")
_TRAILING_UNIT = re.compile(r"\s*(?:kr|sek|%|st|tkr|mnkr|h|tim|timmar|dagar|hours|days)\.?$", re.IGNORECASE)

_TRUE = frozenset(folded(word) for word in ("ja", "j", "x", "yes", "y", "sant", "true", "sann", "✓", "✔", "☑", "1"))
_FALSE = frozenset(folded(word) for word in ("nej", "n", "no", "falskt", "false", "falsk", "0"))
_MARKS = {"✓": True, "✔": True, "☑": True, "☒": True, "☐": False}


def read_number(text: str) -> float | None:
    """A number: ``12``, ``12,5``, ``1 234,50``, ``1.234,50``, ``1,234.50``, ``−3``; None when it is none.

    A single comma is a decimal comma and a single dot a decimal point ("1,234" is one and a bit): what the file's
    own habit was can't be seen in one cell. A unit after the number ("12 %", "3 kr") is not read: it is part of
    the meaning.
    """
    plain = _SPACES.sub("", text.strip().translate(_SIGN))
    if _PLAIN.fullmatch(plain):
        pass
    elif _COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    elif _DOTS_THEN_COMMA.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif _COMMAS_THEN_DOT.fullmatch(plain) or _SEVERAL_COMMAS.fullmatch(plain):
        plain = plain.replace(",", "")
    elif _SEVERAL_DOTS.fullmatch(plain):
        plain = plain.replace(".", "")
    else:
        return None
    value = float(plain)
    return value if abs(value) < 1e300 else None


def read_integer(text: str) -> int | None:
    """A whole number of at most 18 digits; ``12,0`` is one, ``12,5`` is none."""
    value = read_number(text)
    if value is None or not value.is_integer() or abs(value) >= 1e18:
        return None
    plain = _SPACES.sub("", text.strip().translate(_SIGN))
    return int(plain) if re.fullmatch(r"[+-]?\d+", plain) else int(value)


def read_boolean(text: str) -> bool | None:
    """``ja/nej``, ``x``, ``yes/no``, ``sant/falskt``, ``1/0``, ticks; None when it is neither."""
    if text.strip() in _MARKS:
        return _MARKS[text.strip()]
    word = folded(text)
    if word in _TRUE and word:
        return True
    return False if word in _FALSE and word else None


def looks_numeric(text: str) -> bool:
    """Whether a cell holds nothing but a number, perhaps with a unit after it."""
    return read_number(_TRAILING_UNIT.sub("", text)) is not None
