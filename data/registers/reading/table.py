"""Reading a table: a workbook and a whole mapping in, typed rows and everything there is to tell about them out."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from base.errors import MognadError
from base.formats import listing
from data.registers.definitions.base_table import arrow_schema
from data.registers.definitions.library import all_registers
from data.registers.definitions.model import Register
from data.registers.finding.fill import Fill, fill_issues, find_fills
from data.registers.finding.group_headings import group_headings
from data.registers.finding.header import Heading, Layout
from data.registers.finding.mapping import (
    FileMapping,
    by_key,
    check_against_register,
    key_of,
    other_register,
    read_constant,
    unknown_register,
)
from data.registers.finding.proposal import locate, propose, sheet_of
from data.registers.finding.row_filter import LeftOut, apply_filters
from data.registers.finding.rows import Body, read_body
from data.registers.finding.surroundings import letter_of, surroundings
from data.registers.reading.result import ColumnReading, DateSummary, PersonalNumber, Reading
from data.registers.values.classes import risk_classes
from data.registers.values.columns import Cells, Typed, error_case, infer_type, read_field
from data.registers.values.extra import extra_column
from data.registers.values.messages import RowIssue, code_of, row_issue, sentence
from data.registers.values.personal import has_number, masked, rows_like_numbers
from data.registers.values.repeated import SameRows, find_same_rows
from data.registers.values.sheet import Integers, View, Views
from files.grid import CellKind, Workbook

_EXAMPLES = 3


def read_table(
    workbook: Workbook, mapping: FileMapping, register: Register | None = None, views: Views | None = None
) -> Reading:
    """Read the workbook with a whole mapping (one without a header row is completed first).

    Raises:
        MognadError: ``mapping_invalid``, ``no_header``, ``no_rows``.
    """
    views = views or Views()
    if register is not None and mapping.register_name not in (None, register.name):
        raise other_register(mapping.register_name or "", register.name)
    known: Mapping[str, Register] = {register.name: register} if register else all_registers()
    header_row = mapping.header_row
    if header_row is None or not mapping.fields:
        mapping = propose(workbook, known, register.name if register else None, corrections=mapping, views=views)
        header_row = mapping.header_row or 0
    if register is None and mapping.register_name is not None:
        if mapping.register_name not in known:
            raise unknown_register(mapping.register_name, list(known))
        register = known[mapping.register_name]
    view = views.of(sheet_of(workbook, mapping.sheet))
    layout = locate(view, header_row, mapping.fields, register)
    return _Reader(workbook, mapping, register, view, layout, views).read()


class _Reader:
    """The work of one reading, step by step."""

    def __init__(
        self,
        workbook: Workbook,
        mapping: FileMapping,
        register: Register | None,
        view: View,
        layout: Layout,
        views: Views,
    ) -> None:
        self.views = views
        self.workbook, self.mapping, self.register, self.view, self.layout = workbook, mapping, register, view, layout
        self.headings = layout.split()[0]
        check_against_register(mapping, register, [heading.header for heading in self.headings])
        fields, keep = by_key(mapping.fields), by_key(mapping.keep)
        self.field_of = {heading.index: fields.get(key_of(heading.header)) for heading in self.headings}
        self.keep = {heading.index: keep.get(key_of(heading.header), False) for heading in self.headings}
        self.masked = {key_of(text) for text in mapping.mask}
        self.header_of = {heading.index: heading.header for heading in self.headings}
        # A column that is mapped but not taken in fills nothing.
        self.filling = {field: index for index, field in self.field_of.items() if field and self.keep[index]}
        self.constants = {name: text for name, text in mapping.constants.items() if register and text is not None}
        self.header_row = view.sheet.row_number(layout.row)
        self.filtered: tuple[LeftOut, ...] = ()
        self.issues: list[RowIssue] = []

    def read(self) -> Reading:
        body = self._body()
        self.fills = self._fills(body)
        self.headings_above = group_headings(body.alone, body.rows)
        body = self._filtered(body)
        self.grouped = self._grouped(body)
        cells = {heading.index: self._cells(heading, body) for heading in self.headings}
        row_numbers = self._row_numbers(body.rows)
        typed = self._typed(cells)
        same_rows = self._same_rows(cells)
        personal = self._personal(cells, row_numbers, same_rows)
        self.issues += surroundings(self.workbook, self.view, self.layout, self.register, self.views)
        used = {index: header for index, header in self.header_of.items() if self.keep[index] or not self.register}
        self.issues += fill_issues(self.fills, used, row_numbers)
        self._tell_outside(body, row_numbers, same_rows)
        self._tell_faults(typed, row_numbers, same_rows)
        self._tell_errors(cells, row_numbers, same_rows)
        self._tell_required(cells, row_numbers, same_rows)
        self._tell_same("duplicate_key", same_rows.repeated, cells, row_numbers)
        self._tell_same("duplicate_row", same_rows.skipped, cells, row_numbers)
        stored = np.ones(len(body.rows), dtype=np.bool_)
        stored[list(same_rows.skipped)] = False
        table = self._table(cells, typed, row_numbers)
        place = {header: number for number, header in enumerate(self.header_of.values())}
        self.issues.sort(key=lambda issue: (issue.row or 0, place.get(issue.column or "", -1)))
        return Reading(
            register=self.register,
            mapping=self.mapping,
            file_name=self.workbook.name,
            file_hash=self.workbook.sha256,
            sheet=self.view.sheet.name or None,
            header_row=self.header_row,
            table=table.filter(pa.array(stored)) if same_rows.skipped else table,
            columns=tuple(self._column(heading, cells[heading.index], typed) for heading in self.headings),
            dates={
                name: DateSummary(found.low, found.high, found.empty, found.unreadable)
                for name, found in typed.items()
                if self.register and self.register.field(name).type in ("date", "datetime")
            },
            ignored=body.ignored,
            skipped=tuple(int(row_numbers[position]) for position in same_rows.skipped),
            issues=tuple(self.issues),
            personal_numbers=personal,
            translations={name: found.translations for name, found in typed.items() if found.translations},
            filtered=self.filtered,
            group_headings=tuple(dict.fromkeys(self.headings_above.texts)),
        )

    def _body(self) -> Body:
        key = next((i for i, field in self.field_of.items() if self.register and field == self.register.key), None)
        mapped = frozenset(index for index, field in self.field_of.items() if field)
        body = read_body(self.view, self.layout, key, mapped)
        if not len(body.rows):
            raise MognadError(
                "no_rows", f"Under rubrikraden (rad {self.header_row}) finns inga rader med innehåll att läsa."
            )
        return body

    def _filtered(self, body: Body) -> Body:
        """The rows that the mapping's filters let through, by what their filled cells say."""
        if not self.mapping.where:
            return body
        index_of = {key_of(header): index for index, header in self.header_of.items()}
        texts = {}
        for key in {key_of(one.header) for one in self.mapping.where}:
            fill = self.fills.get(index_of[key])
            rows = fill.source if fill and fill.cause != "possible" else body.rows
            texts[key] = self.view.texts(index_of[key]).take(pa.array(rows))
        kept, self.filtered = apply_filters(self.mapping.where, texts)
        self.fills = {index: fill.of(kept) for index, fill in self.fills.items()}
        return Body(body.rows[kept], body.ignored)

    def _grouped(self, body: Body) -> dict[str, Cells]:
        """The field that the headings above the rows fill, with its cells."""
        field = self.mapping.headings_fill
        if not field or field in self.filling or field in self.constants or not self.headings_above.texts:
            return {}
        return {field: self.headings_above.cells(body.rows)}

    def _cells(self, heading: Heading, body: Body) -> Cells:
        texts, kinds = self.view.texts(heading.index), self.view.kinds(heading.index)
        first, last = int(body.rows[0]), int(body.rows[-1])
        fill = self.fills.get(heading.index)
        if fill and fill.cause != "possible":
            cells = Cells(texts.take(pa.array(fill.source)), kinds[fill.source])
        elif last - first + 1 == len(body.rows):
            cells = Cells(texts.slice(first, len(body.rows)), kinds[first : last + 1])
        else:
            cells = Cells(texts.take(pa.array(body.rows)), kinds[body.rows])
        if key_of(heading.header) in self.masked:
            changed = cells.texts.to_pylist()
            for position in rows_like_numbers(cells.texts):
                changed[position] = masked(changed[position])
            cells = Cells(pa.array(changed, pa.string()), cells.kinds)
        return cells

    def _fills(self, body: Body) -> dict[int, Fill]:
        said = by_key(self.mapping.fill_down)
        decided = {index: said[key_of(header)] for index, header in self.header_of.items() if key_of(header) in said}
        key = self.filling.get(self.register.key) if self.register else None
        required = {
            self.filling[field.name]
            for field in (self.register.fields if self.register else ())
            if field.required and field.name in self.filling
        }
        return find_fills(self.view, self.layout, body.rows, key, required, decided)

    def _row_numbers(self, rows: Integers) -> Integers:
        numbers = self.view.sheet.row_numbers
        if numbers is None:
            return rows + 1
        return numbers.to_numpy(zero_copy_only=False)[rows].astype(np.int64)  # type: ignore[no-any-return]  # pyarrow has no types

    def _typed(self, cells: dict[int, Cells]) -> dict[str, Typed]:
        """Field → its typed columns, for the fields that a column or one value for the file fills."""
        found = {}
        for field in self.register.fields if self.register else ():
            if (index := self.filling.get(field.name)) is not None:
                found[field.name] = read_field(
                    field,
                    cells[index],
                    self.mapping.date_order_of(self.header_of[index]),
                    self.mapping.scales.get(field.name),
                    self.mapping.values.get(field.name),
                )
            elif field.name in self.grouped:
                found[field.name] = read_field(field, self.grouped[field.name])
            elif (text := self.constants.get(field.name)) is not None:
                found[field.name] = read_constant(field, text, self.mapping, len(cells[self.headings[0].index].texts))
        return found

    def _same_rows(self, cells: dict[int, Cells]) -> SameRows:
        key = self.filling.get(self.register.key) if self.register else None
        ids = cells[key].texts if key is not None else None
        kept = [cells[index].texts for index, keep in self.keep.items() if keep]
        return find_same_rows(ids, [*kept, *(found.texts for found in self.grouped.values())])

    def _personal(
        self, cells: dict[int, Cells], row_numbers: Integers, same_rows: SameRows
    ) -> tuple[PersonalNumber, ...]:
        found = []
        for index, kept in self.keep.items():
            if not kept or not np.isin(cells[index].kinds, (CellKind.TEXT, CellKind.NUMBER)).any():
                continue
            encoded = cells[index].texts.dictionary_encode()
            texts = encoded.dictionary
            codes = [code for code in rows_like_numbers(texts) if has_number(texts[code].as_py())]
            if not codes:
                continue
            positions = np.flatnonzero(np.isin(encoded.indices.to_numpy(zero_copy_only=False), codes))
            found += [
                PersonalNumber(int(row_numbers[position]), self.header_of[index])
                for position in positions.tolist()
                if position not in same_rows.skipped
            ]
        found.sort(key=lambda number: number.row)
        self.issues += [row_issue("personal_number", number.row, number.column) for number in found]
        return tuple(found)

    def _tell_outside(self, body: Body, row_numbers: Integers, same_rows: SameRows) -> None:
        """Rows that go on to the right of the table, up to the table beside it if there is one."""
        last = self.layout.indices[-1]
        stop = min((first for first, _ in self.layout.others if first > last), default=self.view.n_columns)
        # Which column, but not what it says: nobody has chosen to take it in.
        first = np.full(len(body.rows), -1)
        for column in range(stop - 1, last, -1):
            first[self.view.filled(column)[body.rows]] = column
        for position in np.flatnonzero(first >= 0).tolist():
            if position not in same_rows.skipped:
                place = letter_of(self.view, int(first[position]))
                self.issues.append(row_issue("cells_outside_header", int(row_numbers[position]), place=place))

    def _tell_faults(self, typed: dict[str, Typed], row_numbers: Integers, same_rows: SameRows) -> None:
        numbers = row_numbers.tolist()
        for name, found in typed.items():
            header = self.header_of[self.filling[name]] if name in self.filling else None
            if found.no_scale:
                self.issues.append(row_issue("scale_unnamed", self.header_row, header))
            for fault in found.faults:
                code, message = code_of(fault.case), sentence(fault.case, fault.raw, **fault.details)
                self.issues += [
                    RowIssue(code, message, numbers[position], header, fault.raw)
                    for position in fault.positions
                    if position not in same_rows.skipped
                ]

    def _tell_errors(self, cells: dict[int, Cells], row_numbers: Integers, same_rows: SameRows) -> None:
        """Error values in kept columns that no field takes; without a register they stay as texts."""
        for index, kept in self.keep.items() if self.register else ():
            if kept and not self.field_of[index]:
                for position in np.flatnonzero(cells[index].kinds == CellKind.ERROR).tolist():
                    if position not in same_rows.skipped:
                        raw = cells[index].texts[position].as_py()
                        row = int(row_numbers[position])
                        self.issues.append(row_issue(error_case(raw), row, self.header_of[index], raw))

    def _tell_required(self, cells: dict[int, Cells], row_numbers: Integers, same_rows: SameRows) -> None:
        register = self.register
        for group in register.required_groups if register else ():
            labels = [f"”{register.field(name).label}”" for name in group] if register else []
            words = labels[0] if len(labels) == 1 else f"något av {listing(labels)}"
            if any(name in self.constants or name in self.grouped for name in group):
                continue
            columns = [self.filling[name] for name in group if name in self.filling]
            if not columns:
                self.issues.append(row_issue("required_missing", self.header_row, field=words))
                continue
            blank = np.ones(len(row_numbers), dtype=np.bool_)
            for index in columns:
                blank &= pc.equal(cells[index].texts, "").to_numpy(zero_copy_only=False)
            capital = words[0].upper() + words[1:]
            for position in np.flatnonzero(blank).tolist():
                if position not in same_rows.skipped:
                    row, header = int(row_numbers[position]), self.header_of[columns[0]]
                    self.issues.append(row_issue("required_empty", row, header, field=capital))

    def _tell_same(
        self, code: str, positions: Mapping[int, int], cells: dict[int, Cells], row_numbers: Integers
    ) -> None:
        if self.register is None or not positions:
            return
        index = self.filling[self.register.key]
        for position, first in positions.items():
            raw = cells[index].texts[position].as_py()
            row, earlier = int(row_numbers[position]), int(row_numbers[first])
            self.issues.append(row_issue(code, row, self.header_of[index], raw, first=earlier))

    def _table(self, cells: dict[int, Cells], typed: dict[str, Typed], row_numbers: Integers) -> pa.Table:
        n_rows = len(row_numbers)
        arrays: dict[str, pa.Array] = {"row": pa.array(row_numbers)}
        free = [(self.header_of[i], cells[i]) for i, kept in self.keep.items() if kept and not self.field_of[i]]
        if self.register is None:
            return pa.table(arrays | {header: column.texts for header, column in free if header != "row"})
        for found in typed.values():
            arrays |= found.arrays
        arrays["extra"] = extra_column(free, n_rows)
        if self.register.risk_class:
            arrays["risk_class"] = risk_classes(self.register, typed, n_rows)
        if self.register.residual_class:
            arrays["residual_class"] = risk_classes(self.register, typed, n_rows, residual=True)
        schema = arrow_schema(self.register)
        return pa.table([arrays.get(field.name, pa.nulls(n_rows, field.type)) for field in schema], schema=schema)

    def _column(self, heading: Heading, cells: Cells, typed: dict[str, Typed]) -> ColumnReading:
        name = self.field_of[heading.index]
        found = typed.get(name) if name else None
        if name and self.register:
            kind = found.type if found else self.register.field(name).type
        else:
            kind = infer_type(cells)
        examples = [text for text in dict.fromkeys(cells.texts.slice(0, 100).to_pylist()) if text][:_EXAMPLES]
        letter, keep = letter_of(self.view, heading.index), self.keep[heading.index]
        order = found.order if found else None
        fill = self.fills.get(heading.index)
        cause, filled = (fill.cause, len(fill.positions)) if fill else (None, 0)
        return ColumnReading(heading.header, name, kind, keep, letter, tuple(examples), order, cause, filled)
