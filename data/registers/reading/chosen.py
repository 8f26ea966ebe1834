"""The table that is read: where it stands, and which of its columns fills which field."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from data.registers.definitions.library import all_registers
from data.registers.definitions.model import Register, RegisterField
from data.registers.finding.header import Heading, Layout
from data.registers.finding.mapping import (
    FileMapping,
    by_key,
    check_against_register,
    key_of,
    other_register,
    unknown_register,
)
from data.registers.finding.proposal import ReadingOrder, locate, propose, sheet_of
from data.registers.values.sheet import View, Views
from files.grid import Workbook


@dataclass(frozen=True)
class ChosenTable:
    """One table of a workbook with its whole mapping. A column is told by its index on the sheet."""

    workbook: Workbook
    mapping: FileMapping
    register: Register | None
    view: View
    layout: Layout

    @cached_property
    def headings(self) -> list[Heading]:
        return self.layout.split()[0]

    @cached_property
    def header_of(self) -> dict[int, str]:
        return {heading.index: heading.header for heading in self.headings}

    @cached_property
    def field_of(self) -> dict[int, str | None]:
        fields = by_key(self.mapping.fields)
        return {index: fields.get(key_of(header)) for index, header in self.header_of.items()}

    @cached_property
    def keep(self) -> dict[int, bool]:
        keep = by_key(self.mapping.keep)
        return {index: keep.get(key_of(header), False) for index, header in self.header_of.items()}

    @cached_property
    def filling(self) -> dict[str, int]:
        """Field → column. One that is mapped but not taken in fills nothing."""
        return {field: index for index, field in self.field_of.items() if field and self.keep[index]}

    @cached_property
    def constants(self) -> dict[str, str]:
        """Field → the text that holds for all rows."""
        texts = self.mapping.constants.items() if self.register else ()
        return {name: text for name, text in texts if text is not None}

    @property
    def fields(self) -> tuple[RegisterField, ...]:
        return self.register.fields if self.register else ()

    @property
    def key_column(self) -> int | None:
        """The column of the register's key, if it is taken in."""
        return self.filling.get(self.register.key) if self.register else None

    @property
    def header_row(self) -> int:
        """As Excel numbers it."""
        return self.view.sheet.row_number(self.layout.row)


def chosen_table(workbook: Workbook, mapping: FileMapping, register: Register | None, views: Views) -> ChosenTable:
    """The table of a mapping; one without a header row is completed first. Raises as ``read_table``."""
    if register is not None and mapping.register_name not in (None, register.name):
        raise other_register(mapping.register_name or "", register.name)
    registers: Mapping[str, Register] = {register.name: register} if register else all_registers()
    header_row = mapping.header_row
    if header_row is None or not mapping.fields:
        order = ReadingOrder(register.name if register else None, corrections=mapping)
        mapping = propose(workbook, order, registers, views)
        header_row = mapping.header_row or 0
    if register is None and mapping.register_name is not None:
        if mapping.register_name not in registers:
            raise unknown_register(mapping.register_name, list(registers))
        register = registers[mapping.register_name]
    view = views.of(sheet_of(workbook, mapping.sheet))
    table = ChosenTable(workbook, mapping, register, view, locate(view, header_row, mapping.fields, register))
    check_against_register(mapping, register, table.header_of.values())
    return table
