"""What is explored as a table: a register at the date of a snapshot, or a reading of a file that is not stored."""

from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from base.clock import FAR
from base.errors import MognadError
from data.imported.sources import sources
from data.imported.state import held_rows, layer_tables, layers
from data.ledger.arrow import by_value
from data.ledger.store import Store
from data.organisation.units import units
from data.registers import find_register
from data.registers.definitions.model import Register, RegisterField
from data.registers.definitions.scales import step_words
from data.registers.definitions.written import NO, YES, choice_words
from data.registers.reading.result import Reading
from data.registers.values.extra import unfolded
from metrics.exploring.table import ColumnKind, Content, ExploredTable, build
from metrics.exploring.typing import days_or_moments, typed
from metrics.registers.sources import snapshots

CLASS_LABELS = {"low": "Låg", "medium": "Medel", "high": "Hög", "extreme": "Extremt hög"}
_KINDS = {
    "integer": ColumnKind.NUMBER,
    "number": ColumnKind.NUMBER,
    "date": ColumnKind.DATE,
    "datetime": ColumnKind.DATE,
    "text": ColumnKind.TEXT,
}


def snapshot_table(store: Store, register: str, snapshot: str) -> ExploredTable:
    """A register as it stood on the day of a snapshot: the union of what its sources had said by then.

    Units bear the name they had that day. Raises ``snapshot_unknown`` when it holds no more.
    """
    shape, as_of = find_register(register), _day(store, register, snapshot)
    chosen = layers(store, register, as_of)
    rows = store.arrow(f"SELECT * FROM ({held_rows(shape)}) ORDER BY seq", tables=layer_tables(store, chosen))
    names = {unit.unit: unit.name for unit in units(store, as_of)}
    contents = _contents(rows, shape, names)
    if len({layer.source for layer in chosen}) > 1:
        labels = {found.source: found.name for found in sources(store, register)}
        told = by_value(_column(rows, "source"), lambda source: labels.get(source, source))
        contents.append(Content("source", "Källa", ColumnKind.CHOICE, told, tuple(labels.values())))
    files = " · ".join(dict.fromkeys(layer.file_name for layer in chosen))
    return build(shape.label, files, as_of, contents)


def source_key(store: Store, register: str, snapshot: str) -> tuple[str, ...]:
    """What a table made by ``snapshot_table`` depends on: the same key gives the same table."""
    held = layers(store, register, _day(store, register, snapshot))
    return (
        str(store.path),
        register,
        *(layer.snapshot for layer in held),
        str(store.heads["unit"]),
        str(store.heads["source"]),
    )


def _day(store: Store, register: str, snapshot: str) -> date:
    for found in snapshots(store, register, FAR, store.position()):
        if found.snapshot == snapshot:
            return found.as_of
    raise MognadError("snapshot_unknown", "Läget finns inte längre. Välj ett annat.")


def reading_table(reading: Reading) -> ExploredTable:
    """A file as it was read, with or without a register."""
    if reading.register is not None:
        contents = _contents(reading.table, reading.register, {})
        return build(reading.register.label, reading.file_name, None, contents)
    table = reading.table
    contents = [
        typed(f"+{name}", name, table.column(name).combine_chunks()) for name in table.column_names if name != "row"
    ]
    title = reading.file_name.rsplit(".", 1)[0]
    return build(title, reading.file_name, None, [*contents, _row(table)])


def _contents(rows: pa.Table, shape: Register, names: Mapping[str, str]) -> list[Content]:
    """The register's filled fields, then the columns that no field took, then the row in the file."""
    held = set(rows.column_names)
    contents = [_field(rows, field, names) for field in shape.fields if field.name in held]
    if shape.risk_class:
        labels = by_value(_column(rows, "risk_class"), lambda name: CLASS_LABELS.get(name, name))
        contents.append(Content("risk_class", "Riskklass", ColumnKind.CHOICE, labels, tuple(CLASS_LABELS.values())))
    kept = [content for content in contents if content.values.null_count < len(content.values) or not rows.num_rows]
    extra = unfolded(rows.column("extra")) if "extra" in held else {}
    kept += [typed(f"+{header}", header, texts) for header, texts in extra.items()]
    return [*kept, _row(rows)]


def _row(rows: pa.Table) -> Content:
    return Content("row", "Rad i filen", ColumnKind.NUMBER, _column(rows, "row").cast(pa.float64()))


def _field(rows: pa.Table, field: RegisterField, names: Mapping[str, str]) -> Content:
    values = _column(rows, field.name)
    if field.type == "unit":
        known = by_value(values, lambda unit: names.get(unit, ""))
        texts = pc.if_else(pc.equal(pc.fill_null(known, ""), ""), _column(rows, f"{field.name}_text"), known)
        return Content(field.name, field.label, ColumnKind.TEXT, texts)
    if field.type == "choice":
        texts = by_value(values, lambda text: choice_words(field, text))
        return Content(field.name, field.label, ColumnKind.CHOICE, texts, tuple(value.label for value in field.values))
    if field.type == "boolean":
        texts = pc.if_else(values, YES, NO)
        return Content(field.name, field.label, ColumnKind.BOOLEAN, texts, (YES, NO))
    if field.type == "scale":
        return _scale(rows, field, values)
    kind = _KINDS[field.type]
    if kind is ColumnKind.DATE:
        values = days_or_moments(values)
    elif kind is ColumnKind.NUMBER:
        values = values.cast(pa.float64())
    return Content(field.name, field.label, kind, values)


def _scale(rows: pa.Table, field: RegisterField, read: pa.Array) -> Content:
    """The step with its word where the scale is known, else the cell as it was read."""
    known, steps = _column(rows, f"{field.name}_scale"), _column(rows, f"{field.name}_step")
    if steps.null_count == len(steps):
        # Nobody has named the scale: what stands in the cells is all there is.
        return typed(field.name, field.label, read)
    words: dict[tuple[str, int], str] = {}
    texts: list[str | None] = []
    for scale, step, text in zip(known.to_pylist(), steps.to_pylist(), read.to_pylist(), strict=True):
        if scale is None or step is None:
            texts.append(text)
            continue
        if (scale, step) not in words:
            words[scale, step] = step_words(field.dimension, scale, step)
        texts.append(words[scale, step])
    order = tuple(dict.fromkeys(words[key] for key in sorted(words, key=lambda key: (key[1], key[0]))))
    return Content(field.name, field.label, ColumnKind.SCALE, pa.array(texts, pa.string()), order, steps)


def _column(rows: pa.Table, name: str) -> pa.Array:
    return rows.column(name).combine_chunks()
