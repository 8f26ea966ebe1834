"""What a file is read by: the person's word first, then what is remembered of its source, then what the headers say."""

from data.registers.definitions.model import Register
from data.registers.finding.content import propose_fields
from data.registers.finding.mapping import FileMapping, Order, RowFilter, by_key, key_of
from data.registers.finding.recognition import FoundTable


def decided(register: Register | None, table: FoundTable, said: FileMapping, before: FileMapping) -> FileMapping:
    """The whole mapping of a table that was found. ``said``: by the person, of this file; ``before``: of the last."""
    headings, _ = table.layout.split()
    headers = [heading.header for heading in headings]
    fields = _fields(register, table, said, before)
    masked = {key_of(text) for text in (*said.mask, *before.mask)}
    return FileMapping(
        register=register.name if register else None,
        sheet=table.view.sheet.name or None,
        header_row=table.view.sheet.row_number(table.layout.row),
        fields={heading.header: fields.get(heading.index) for heading in headings},
        keep=_keep(register, {heading.header: fields.get(heading.index) for heading in headings}, said, before),
        date_order=_orders(headers, said, before),
        scales=_of_fields(register, "scale", before.scales) | said.scales,
        mask=tuple(header for header in headers if key_of(header) in masked),
        values=_values(register, said, before),
        fill_down=_fill_down(headers, said, before),
        constants=_constants(register, set(fields.values()), said, before),
        where=_where(headers, said, before),
        headings_fill=_headings_fill(register, set(fields.values()), said, before),
    )


def _fields(register: Register | None, table: FoundTable, said: FileMapping, before: FileMapping) -> dict[int, str]:
    """Column index → field: the person's word first, then what was remembered, then what the headers say."""
    if register is None:
        return {}
    headings = table.layout.split()[0]
    proposed = propose_fields(register, table.view, table.layout)
    # A field that has one value for the file takes no column, unless the person has named the column too.
    constant = {name for name, text in said.constants.items() if text is not None}
    chosen: dict[int, str] = {}
    settled: set[int] = set()
    for source in (said.fields, before.fields):
        fields = by_key(source)
        for heading in headings:
            key = key_of(heading.header)
            if key not in fields or heading.index in settled:
                continue
            field = fields[key]
            if source is before.fields and field in constant:
                continue
            if field is None or (field in register.field_names and field not in chosen.values()):
                settled.add(heading.index)
                if field is not None:
                    chosen[heading.index] = field
    for index, field in proposed.items():
        if index not in settled and field not in chosen.values() and field not in constant:
            chosen[index] = field
    return chosen


def _constants(
    register: Register | None, taken: set[str], said: FileMapping, before: FileMapping
) -> dict[str, str | None]:
    """Remembered values only for fields that no column of this file fills."""
    free = set(register.field_names) - taken if register else set()
    all_told = {name: text for name, text in before.constants.items() if name in free} | said.constants
    return {name: text for name, text in all_told.items() if text is not None}


def _where(headers: list[str], said: FileMapping, before: FileMapping) -> tuple[RowFilter, ...]:
    """The person's filters, else those remembered whose header is still there."""
    if said.where is not None:
        return said.where
    keys = {key_of(header) for header in headers}
    return tuple(each for each in before.where or () if key_of(each.header) in keys)


def _headings_fill(register: Register | None, taken: set[str], said: FileMapping, before: FileMapping) -> str | None:
    """The person's word, else what is remembered; a column goes before headings."""
    name = before.headings_fill if said.headings_fill is None else said.headings_fill
    free = set(register.field_names) - taken if register else set()
    return name if name in free else None


def _keep(
    register: Register | None, fields: dict[str, str | None], said: FileMapping, before: FileMapping
) -> dict[str, bool]:
    answers = by_key(before.keep) | by_key(said.keep)
    kept = {}
    for header, field in fields.items():
        default = register is not None and field is not None and register.field(field).keep
        kept[header] = answers.get(key_of(header), default)
    return kept


def _fill_down(headers: list[str], said: FileMapping, before: FileMapping) -> dict[str, bool]:
    answers = by_key(before.fill_down) | by_key(said.fill_down)
    return {header: answers[key_of(header)] for header in headers if key_of(header) in answers}


def _orders(headers: list[str], said: FileMapping, before: FileMapping) -> Order | dict[str, Order] | None:
    if isinstance(said.date_order, str):
        return said.date_order
    orders = {
        header: order for header in headers if (order := said.date_order_of(header) or before.date_order_of(header))
    }
    return orders or None


def _of_fields(register: Register | None, kind: str, values: dict[str, str]) -> dict[str, str]:
    known = {field.name for field in register.fields if field.type == kind} if register else set()
    return {field: value for field, value in values.items() if field in known}


def _values(register: Register | None, said: FileMapping, before: FileMapping) -> dict[str, dict[str, str]]:
    known = {field.name for field in register.fields if field.type == "choice"} if register else set()
    names = [name for name in (*before.values, *said.values) if name in known]
    return {name: {**before.values.get(name, {}), **said.values.get(name, {})} for name in dict.fromkeys(names)}
