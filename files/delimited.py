"""CSV: encoding and separator told from the content, records numbered by the line they start on."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from files.guard import wide_encoding

SEPARATORS = ";\t|,"
# What a spreadsheet would take for a formula; our writer puts an apostrophe before it.
FORMULA_START = re.compile(r"'*[=+\-@\t\r]")
# The same inside a field: a program that takes another sign for the separator cuts there, whatever is quoted.
_FORMULA_WITHIN = re.compile(r"""([;,|\t\r\n]["\s]*)('*[=+\-@])""")
# And first in a field, behind quotes or spaces that a program may take away.
_FORMULA_BEHIND = re.compile(r"""^([" ]["\s]*)('*[=+\-@])""")
_ESCAPED_BEHIND = re.compile(r"""^([" ]["\s]*)'('*[=+\-@])""")
_ESCAPED_WITHIN = re.compile(r"""([;,|\t\r\n]["\s]*)'('*[=+\-@])""")
_SAMPLE = 64 * 1024
_LONGEST_FIELD = 1_000_000
_PIECE = 1024 * 1024


class UnclosedQuote(Exception):
    """A quoted field runs on to the end of the file; ``row`` is the line where its record starts."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def encoding_of(content: bytes) -> str:
    """UTF-16 by mark or zero bytes, else UTF-8 if all of it is, else cp1252, else Latin-1 (which always fits)."""
    wide = wide_encoding(content[:_SAMPLE])
    if wide:
        return wide
    return next(encoding for encoding in ("utf-8-sig", "cp1252", "latin-1") if _fits(content, encoding))


def _fits(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _PIECE):
            decoder.decode(content[start : start + _PIECE])
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def separator_of(sample: str) -> str:
    """The separator that cuts most records of the sample into one and the same number of fields.

    A tie goes to the one that cuts no number in two: ``;``, tab, ``|``, ``,``.
    """
    lines = io.StringIO(sample, newline="").readlines()
    whole = lines[:-1] if len(sample) >= _SAMPLE and len(lines) > 1 else lines

    def evenness(separator: str) -> float:
        found = list(csv.reader(whole, delimiter=separator))
        # Where the sample is cut, the cut may lie inside a quoted field: the last record says nothing.
        widths = Counter(len(record) for record in (found if whole is lines else found[:-1]) if any(record))
        return max((count for width, count in widths.items() if width > 1), default=0) / max(widths.total(), 1)

    return max(SEPARATORS, key=evenness)


def escape(field: str) -> str:
    """The field with an apostrophe before all that a spreadsheet could take for a formula, under any separator."""
    within = _FORMULA_BEHIND.sub(r"\1'\2", _FORMULA_WITHIN.sub(r"\1'\2", field))
    return f"'{within}" if FORMULA_START.match(field) else within


def unescape(field: str) -> str:
    """The field without the apostrophes of ``escape``."""
    whole = field[1:] if field[:1] == "'" and FORMULA_START.match(field) else field
    return _ESCAPED_WITHIN.sub(r"\1\2", _ESCAPED_BEHIND.sub(r"\1\2", whole)) if "'" in whole else whole


def records(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Line number (from 1) and fields of every record; blank lines are records without fields.

    A first line ``sep=;`` (Excel's own hint) is obeyed and left out. Raises ``UnclosedQuote``.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    text = io.TextIOWrapper(io.BytesIO(content), encoding_of(content), newline="")
    sample = text.read(_SAMPLE)
    hint = re.match(r'\ufeff?"?sep=(.)"?(\r\n|\r|\n)', sample)
    separator = hint[1] if hint else separator_of(sample)
    text.seek(0)
    pending: list[str] = []

    def lines() -> Iterator[str]:
        for line in text:
            pending.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=separator)
    start = 1
    record: list[str] = []
    last: list[str] = []
    try:
        for record in reader:
            if start > 1 or not hint:
                yield start, [unescape(field) for field in record]
            start = reader.line_num + 1
            last = pending[:]
            pending.clear()
    except csv.Error as error:
        raise UnclosedQuote(start) from error
    if len(last) > 1 or (last and '"' in last[0]):
        _check_closed(last, separator, start - len(last))


def _check_closed(last: list[str], separator: str, row: int) -> None:
    # A lenient reader takes the end of the file for the closing quote, so the last record is read strictly too.
    try:
        list(csv.reader(last, delimiter=separator, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise UnclosedQuote(row) from error
