"""One cell of the Excel form: from its text to the value a file would hold, and back."""

import re
from decimal import Decimal

from questionnaires.excel.sheets import OutValue
from questionnaires.model import FormPart

WHOLE = frozenset({"version", "decimals", "order", "level", "every_n_rounds"})
TRUTHS = frozenset({"required", "core", "fulfils", "scored"})
NUMBERS = frozenset({"value", "weight", "share", "answered_share", "not_applicable_counts_as"})
YES, NO = "yes", "no"

_WORDS = {
    **dict.fromkeys(("yes", "true", "true()", "ja", "sant", "x", "1"), True),
    **dict.fromkeys(("no", "false", "false()", "nej", "falskt", "0"), False),
}
_INTEGER = re.compile(r"[+-]?[0-9]{1,15}(?:\.0*)?")


def value_of(key: str, text: str) -> object:
    """The value under a column; None for an empty cell. What can't be read stays a text, for the checks to tell."""
    word = text.strip()
    if not word:
        return None
    if key in TRUTHS:
        return _WORDS.get(word.casefold(), word)
    if key in WHOLE:
        return int(word.split(".")[0]) if _INTEGER.fullmatch(word) else word
    if key in NUMBERS:
        # A Swedish sheet's text "0,5"; with a point in it as well the comma might part thousands.
        return word.replace(",", ".") if word.count(",") == 1 and "." not in word else word
    return " ".join(word.split()) if key == "type" else text


def cell_of(row: FormPart, key: str) -> OutValue:
    """What a cell holds; None (an empty cell) for a value that is left out."""
    fields = {str(info.validation_alias or name): name for name, info in type(row).model_fields.items()}
    if key not in fields:
        return row.notes.get(key)
    value = getattr(row, fields[key])
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, tuple):
        return " ".join(value) or None
    if key == "group" and isinstance(value, str) and value.isdecimal() and value == str(int(value)):
        return int(value)  # a question level: a number in the sheet, as a person writes it
    return value if isinstance(value, (int, Decimal)) else (value or None)
