"""A stored row's values as a person reads them: the same words wherever the row is shown."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from base.formats import NO_VALUE, day, short
from data.registers.definitions.choices import values_of
from data.registers.definitions.model import Register, RegisterField
from data.registers.definitions.scales import step_words

YES, NO = "Ja", "Nej"


def written(field: RegisterField, row: Mapping[str, Any]) -> str:
    """One field of a row, by the register's columns: ``Öppen``, ``2025-11-03 14:32``, ``3 Sannolik``; ``–`` if empty.

    A unit as the file writes it, and so a word or a step that nobody knows.
    """
    value = row[f"{field.name}_text"] if field.type == "unit" else row[field.name]
    if value is None or (isinstance(value, str) and not value.strip()):
        return NO_VALUE
    if field.type == "choice":
        return choice_words(field, value)
    if field.type == "scale" and row[f"{field.name}_step"] is not None:
        return step_words(field.dimension, row[f"{field.name}_scale"], row[f"{field.name}_step"])
    if isinstance(value, datetime) and not row[f"{field.name}_timed"]:
        return day(value.date())
    return value_words(value)


def choice_words(field: RegisterField, value: str) -> str:
    """A stored choice by its labels: ``Personuppgiftsincident, IT-säkerhetsincident``; unknown words as they stand."""
    labels = {choice.name: choice.label for choice in field.values}
    parts = values_of(value)
    return ", ".join(labels[part] for part in parts) if labels.keys() >= set(parts) else value


def value_words(value: object) -> str:
    """A value alone: a number with at most two decimals, a date, a moment with its time of day, ``Ja`` or ``Nej``."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, (int, float)):
        return short(float(value))
    return str(value)


def title_field(register: Register) -> RegisterField:
    """The field that says in words what a row is: *title* or *name*, else a text that is required or matched by.

    Else any text; a register without one is known by its key alone.
    """
    texts = [field for field in register.fields if field.type == "text" and field.name != register.key]
    named = [field for field in texts if field.name in ("title", "name")]
    must = [field for field in texts if field.required or field.name in register.match]
    return next(iter([*named, *must, *texts]), register.field(register.key))
