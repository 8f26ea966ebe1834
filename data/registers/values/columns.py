"""One column's cells → typed Arrow arrays, worked out per distinct value: most columns repeat themselves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.registers.definitions.choices import ChoiceReader
from data.registers.definitions.model import RegisterField
from data.registers.definitions.scales import ScaleValue, read_scale
from data.registers.definitions.words import DASHES
from data.registers.values.cells import CellFault, Cells, Coded, Typed, error_case
from data.registers.values.dates import DateOrder, DateValue, parse, read_dates
from data.registers.values.messages import KINDS
from data.registers.values.numbers import read_boolean, read_integer, read_number
from files.grid import CellKind

# A distinct value's place → what to tell of it, and the details.
Cases = dict[int, tuple[str, Mapping[str, object]]]
_SCALE_KINDS = (CellKind.TEXT, CellKind.NUMBER, CellKind.EMPTY)


def read_field(
    wanted: RegisterField,
    cells: Cells,
    date_order: DateOrder | None = None,
    scale: str | None = None,
    translations: Mapping[str, str] | None = None,
) -> Typed:
    """The cells as the field's type. Nothing disappears: what can't be read is a fault with its raw text."""
    if wanted.type in ("text", "unit"):
        return _text(wanted, cells)
    coded = cells.coded()
    if wanted.type in ("date", "datetime"):
        return _dates(wanted, coded, date_order)
    if wanted.type == "choice":
        return _choice(wanted, coded, translations or {})
    if wanted.type == "scale":
        return _scale(wanted, coded, scale)
    return _plain(wanted, coded)


def _positions(coded: Coded, bad: Sequence[int]) -> dict[int, list[int]]:
    """The rows of each of some distinct values."""
    if not bad:
        return {}
    wanted = np.zeros(len(coded.texts), dtype=np.bool_)
    wanted[list(bad)] = True
    rows = np.flatnonzero(wanted[coded.codes])
    rows_of: dict[int, list[int]] = {code: [] for code in bad}
    for row, code in zip(rows.tolist(), coded.codes[rows].tolist(), strict=True):
        rows_of[code].append(row)
    return rows_of


def _typed(kind: str, arrays: dict[str, pa.Array], coded: Coded, cases: Cases, empty: Sequence[bool]) -> Typed:
    """A column with its faults; ``empty``: which of the distinct values are none."""
    places = _positions(coded, list(cases))
    faults = [CellFault(case, places[code], coded.texts[code], details) for code, (case, details) in cases.items()]
    return Typed(kind, arrays, faults, _count(coded, empty), sum(map(len, places.values())))


def _count(coded: Coded, chosen: Sequence[bool]) -> int:
    return int(np.asarray(chosen, dtype=np.bool_)[coded.codes].sum()) if len(chosen) else 0


def _text(wanted: RegisterField, cells: Cells) -> Typed:
    errors = cells.kinds == CellKind.ERROR
    blank = pc.equal(cells.texts, "")
    gone = pc.or_(blank, pa.array(errors)) if errors.any() else blank
    array = pc.if_else(gone, pa.scalar(None, pa.string()), cells.texts)
    name = f"{wanted.name}_text" if wanted.type == "unit" else wanted.name
    wrong = {position: cells.texts[position].as_py() for position in np.flatnonzero(errors).tolist()}
    faults = [CellFault(error_case(text), [position], text) for position, text in wrong.items()]
    empty = pc.sum(blank).as_py() or 0
    return Typed(wanted.type, {name: array}, faults, empty=empty, unreadable=len(faults))


_READERS: dict[str, tuple[Callable[[str], Any], pa.DataType]] = {
    "integer": (read_integer, pa.int64()),
    "number": (read_number, pa.float64()),
    "boolean": (read_boolean, pa.bool_()),
}


def _unreadable(text: str, cell: CellKind, case: str, kind: str) -> tuple[str, Mapping[str, object]]:
    return (error_case(text), {}) if cell == CellKind.ERROR else (case, {"kind": KINDS[kind]})


def _plain(wanted: RegisterField, coded: Coded) -> Typed:
    reader, kind = _READERS[wanted.type]
    values: list[object] = []
    cases: Cases = {}
    for code, (text, cell) in enumerate(zip(coded.texts, coded.kinds, strict=True)):
        value = (
            None
            if text in DASHES or cell in (CellKind.ERROR, CellKind.DATE, CellKind.DATETIME, CellKind.TIME)
            else reader(text)
        )
        if value is None and text not in DASHES:
            cases[code] = _unreadable(text, cell, "value_unreadable", wanted.type)
        values.append(value)
    arrays = {wanted.name: coded.spread(values, kind)}
    return _typed(wanted.type, arrays, coded, cases, [text in DASHES for text in coded.texts])


_DATE_CASES = {"ambiguous": "date_ambiguous", "without_year": "date_without_year", "unreadable": "value_unreadable"}


def _dates(wanted: RegisterField, coded: Coded, named: DateOrder | None) -> Typed:
    readable = [
        text if kind in (CellKind.TEXT, CellKind.DATE, CellKind.DATETIME, CellKind.NUMBER, CellKind.EMPTY) else "?"
        for text, kind in zip(coded.texts, coded.kinds, strict=True)
    ]
    values, order = read_dates(readable, named)
    # Midnight in every cell is how a date without a time of day is often exported.
    if all(value.moment.time() == time() for value in values if value.timed and value.moment):
        values = [DateValue(value.outcome, value.moment) for value in values]
    cases: Cases = {}
    for code, value in enumerate(values):
        if value.outcome in _DATE_CASES:
            cases[code] = _unreadable(coded.texts[code], coded.kinds[code], _DATE_CASES[value.outcome], "date")
    moments = [value.moment for value in values]
    if wanted.type == "date":
        days = [moment.date() if moment else None for moment in moments]
        arrays = {wanted.name: coded.spread(days, pa.date32())}
    else:
        timed = [value.timed if value.moment else None for value in values]
        arrays = {
            wanted.name: coded.spread(moments, pa.timestamp("us")),
            f"{wanted.name}_timed": coded.spread(timed, pa.bool_()),
        }
    read = [(value.moment, value.timed) for value in values if value.moment is not None]
    used = wanted.type == "datetime" and any(value.timed for value in values)
    empty = [value.outcome == "empty" for value in values]
    typed = _typed("datetime" if used else "date", arrays, coded, cases, empty)
    low, high = (_shown(*min(read), used), _shown(*max(read), used)) if read else (None, None)
    return replace(typed, low=low, high=high, order=order)


def _shown(moment: datetime, timed: bool, used: bool) -> str:
    return moment.isoformat(timespec="minutes") if used and timed else moment.date().isoformat()


def _choice(wanted: RegisterField, coded: Coded, translations: Mapping[str, str]) -> Typed:
    reader = ChoiceReader(wanted, translations)
    values: list[str | None] = []
    cases: Cases = {}
    translated: dict[str, str] = {}
    for code, (text, kind) in enumerate(zip(coded.texts, coded.kinds, strict=True)):
        value, understood = (None, False) if kind == CellKind.ERROR else reader.read(text)
        if not understood:
            error = kind == CellKind.ERROR
            cases[code] = (error_case(text), {}) if error else ("choice_unknown", {"field": wanted.label})
        elif value is not None and value != text:
            translated[text] = value
        values.append(value)
    arrays = {wanted.name: coded.spread(values, pa.string())}
    typed = _typed(wanted.type, arrays, coded, cases, [text in DASHES for text in coded.texts])
    return replace(typed, translations=translated)


def _scale(wanted: RegisterField, coded: Coded, named: str | None) -> Typed:
    dimension = wanted.dimension or ""
    read = [
        read_scale(text, dimension, named) if kind in _SCALE_KINDS else ScaleValue("off_scale")
        for text, kind in zip(coded.texts, coded.kinds, strict=True)
    ]
    cases: Cases = {}
    for code, value in enumerate(read):
        if coded.kinds[code] == CellKind.ERROR:
            cases[code] = (error_case(coded.texts[code]), {})
        elif value.outcome == "off_scale":
            cases[code] = ("scale_off", {"scale": named}) if named else ("scale_word", {})
    raw = [None if not text or coded.kinds[code] == CellKind.ERROR else text for code, text in enumerate(coded.texts)]
    arrays = {
        wanted.name: coded.spread(raw, pa.string()),
        f"{wanted.name}_scale": coded.spread([value.scale for value in read], pa.string()),
        f"{wanted.name}_step": coded.spread([value.step for value in read], pa.int64()),
    }
    typed = _typed(wanted.type, arrays, coded, cases, [value.outcome == "empty" for value in read])
    return replace(typed, scale=(coded.codes, read), no_scale=any(value.outcome == "no_scale" for value in read))


_LOOKED_AT = 500
_WORD_BOOLEANS = frozenset({"ja", "nej", "yes", "no", "true", "false", "sant", "falskt", "x"})


def infer_type(cells: Cells) -> str:
    """The type of a column that no field takes, from its first cells: text unless nearly all say otherwise."""
    coded = Cells(cells.texts.slice(0, _LOOKED_AT), cells.kinds[:_LOOKED_AT]).coded()
    pairs = [
        (text, kind)
        for text, kind in zip(coded.texts, coded.kinds, strict=True)
        if text not in DASHES and kind != CellKind.ERROR
    ]
    if not pairs:
        return "text"

    def share(test: Callable[[str, CellKind], bool]) -> float:
        return sum(test(text, kind) for text, kind in pairs) / len(pairs)

    if share(lambda text, kind: kind == CellKind.BOOLEAN or text.lower() in _WORD_BOOLEANS) == 1:
        return "boolean"
    if (
        share(lambda text, kind: kind == CellKind.NUMBER or (read_number(text) is not None and not _is_code(text)))
        >= 0.95
    ):
        whole = share(lambda text, kind: read_number(text) is None or read_integer(text) is not None)
        return "integer" if whole == 1 else "number"
    dates, forms = (CellKind.DATE, CellKind.DATETIME), ("read", "ambiguous")
    if share(lambda text, kind: kind in dates or parse(text).outcome in forms) >= 0.9:
        timed = any(kind == CellKind.DATETIME or parse(text).clock not in (None, time()) for text, kind in pairs)
        return "datetime" if timed else "date"
    return "text"


def _is_code(text: str) -> bool:
    """``0114`` is a code, not a number."""
    return len(text) > 1 and text[0] == "0" and text.isdigit()
