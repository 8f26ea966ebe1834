"""An empty workbook of a register to fill in. What is written in it is read back with every column recognised."""

from collections.abc import Sequence

from base.formats import listing
from data.registers.definitions.model import Register, RegisterField
from data.registers.definitions.scales import WORDS, scales
from files.writer import SheetOut, Value, xlsx_bytes

EXPLAINED = "Förklaringar"
_HEADERS = ("Kolumn", "Så skriver du", "Måste finnas", "Tillåtna värden")
_WAYS = {
    "text": "text",
    "integer": "heltal",
    "number": "tal",
    "date": "datum, som 2026-11-03",
    "datetime": "datum och gärna tid, som 2026-11-03 14:30",
    "boolean": "ja eller nej",
    "choice": "ett av värdena",
    "scale": "ett av värdena",
    "unit": "organisationsdelens namn eller kod",
}
_YES_NO = ("Ja", "Nej")


def template(register: Register, rows: Sequence[Sequence[Value]] = ()) -> list[SheetOut]:
    """Two sheets: a column per field under its label, with lists to choose from, and what each column takes.

    ``rows``: filled in beforehand, a value per field. The lists stand in the second sheet, one word a row: Excel
    holds only short ones in the column itself.
    """
    explained: list[tuple[Value, ...]] = []
    options: dict[int, Sequence[str] | str] = {}
    for place, field in enumerate(register.fields):
        words = _words(field)
        first = len(explained) + 2
        facts = (field.label, _way(field), _needed(register, field))
        explained += [(*facts, words[0] if words else None), *((None, None, None, word) for word in words[1:])]
        if words and not field.multiple and not _may_be_number(field):
            options[place] = f"{EXPLAINED}!$D${first}:$D${first + len(words) - 1}"
    headers = [field.label for field in register.fields]
    return [SheetOut(register.label, headers, rows, options), SheetOut(EXPLAINED, _HEADERS, explained)]


def template_file(register: Register, rows: Sequence[Sequence[Value]] = ()) -> bytes:
    """The template as an .xlsx file."""
    return xlsx_bytes(template(register, rows))


def _words(field: RegisterField) -> tuple[str, ...]:
    if field.type == "boolean":
        return _YES_NO
    if field.type == "scale":
        return tuple(step.label for step in scales()[WORDS].dimensions[field.dimension or ""])
    return tuple(value.label for value in field.values)


def _may_be_number(field: RegisterField) -> bool:
    """Whether there is a matrix for the dimension: then an organisation may well write numbers of its own."""
    return any(scale.product and scale.numbers(field.dimension or "") for scale in scales().values())


def _way(field: RegisterField) -> str:
    if field.multiple:
        return "ett eller flera av värdena, med komma emellan"
    if field.type == "scale" and _may_be_number(field):
        return "ett av värdena, eller en siffra; vilken skala siffrorna har säger du när filen läses in"
    return _WAYS[field.type]


def _needed(register: Register, field: RegisterField) -> str:
    if field.required:
        return "ja"
    for group in register.require_any:
        if field.name in group:
            return f"något av {listing([register.field(name).label for name in group])}"
    return "nej"
