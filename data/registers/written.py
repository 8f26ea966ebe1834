"""A stored row's values as a person reads them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from base.formats import NO_VALUE, day
from data.registers.choices import values_of
from data.registers.model import RegisterField


def written(field: RegisterField, row: Mapping[str, Any]) -> str:
    """One field of a row, by the register's columns: ``Öppen``, ``2025-11-03 14:32``, ``ja``; ``–`` if empty.

    A unit as the file writes it; a word that the register does not know is said to be unknown.
    """
    value = row[f"{field.name}_text"] if field.type == "unit" else row[field.name]
    if value is None or value == "":
        return NO_VALUE
    if field.type == "choice":
        labels = {known.name: known.label for known in field.values}
        return " + ".join(labels.get(part, f"{part} (okänt)") for part in values_of(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" if row.get(f"{field.name}_timed") else day(value.date())
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return str(value)
