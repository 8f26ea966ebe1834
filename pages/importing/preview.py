"""The first rows as they will be stored."""

import json
from typing import Any

import streamlit as st

from base.formats import NO_VALUE, plural
from data.registers.definitions.choices import values_of
from data.registers.definitions.model import Register
from data.registers.definitions.written import written
from data.registers.reading.result import Reading
from metrics.exploring.source import CLASS_LABELS
from pages.frame.tables import text_table, unbroken
from pages.frame.texts import cut, plain

_ROWS = 8
_LONGEST = 80


def preview(reading: Reading) -> None:
    """A table of the first rows, only with the fields that something fills."""
    register = reading.register
    if register is None:
        return
    rows = reading.table.slice(0, _ROWS).to_pylist()
    filled = reading.filled
    columns = {"Rad": [str(row["row"]) for row in rows]}
    for field in register.fields:
        if field.name in filled:
            columns[plain(field.label)] = [unbroken(plain(cut(written(field, row), _LONGEST))) for row in rows]
    if len(columns) == 1:
        return
    if register.risk_class:
        columns["Riskklass"] = [CLASS_LABELS.get(row["risk_class"], "okänd") for row in rows]
    if any(row["extra"] for row in rows):
        columns["Övrigt som följer med"] = [plain(cut(_extra(row), _LONGEST)) for row in rows]
    st.header("Så här sparas raderna", anchor=False)
    text_table(columns, alt="De första raderna som de kommer att sparas")
    if reading.stored > _ROWS:
        rest = plural(reading.stored - _ROWS, "rad till", "rader till")
        st.caption(f"Och {rest}. {_read_words(register, reading)}")


def _read_words(register: Register, reading: Reading) -> str:
    """Words of the file that were translated, so that one can see what became of them."""
    translated = []
    for name, words in reading.translations.items():
        labels = {value.name: value.label for value in register.field(name).values}
        pairs = [f"{plain(text)} = {plain(' + '.join(labels.get(v, v) for v in values_of(value)))}"
                 for text, value in list(words.items())[:6]]  # fmt: skip
        translated.append(f"{plain(register.field(name).label)}: {', '.join(pairs)}")
    return f"Översatt: {'; '.join(translated)}." if translated else ""


def _extra(row: dict[str, Any]) -> str:
    held = json.loads(row["extra"]) if row["extra"] else {}
    return ", ".join(f"{name}: {value}" for name, value in held.items()) or NO_VALUE
