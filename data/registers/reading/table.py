"""Reading a table: a workbook and a whole mapping in, typed rows and everything there is to tell about them out."""

import numpy as np
import pyarrow as pa

from base.errors import MognadError
from data.registers.definitions.base_table import arrow_schema
from data.registers.definitions.model import Register
from data.registers.finding.fill import DataRows, Fill, fill_issues, find_fills
from data.registers.finding.group_headings import group_headings
from data.registers.finding.header import Heading
from data.registers.finding.mapping import FileMapping, by_key, key_of, read_constant
from data.registers.finding.row_filter import LeftOut, apply_filters
from data.registers.finding.rows import Body, read_body
from data.registers.finding.surroundings import letter_of, surroundings
from data.registers.reading.chosen import ChosenTable, chosen_table
from data.registers.reading.faults import TableRows, personal_numbers, row_faults
from data.registers.reading.result import ColumnReading, DateSummary, Reading
from data.registers.values.cells import Cells, Typed
from data.registers.values.classes import risk_classes
from data.registers.values.columns import infer_type, read_field
from data.registers.values.extra import extra_column
from data.registers.values.messages import row_issue
from data.registers.values.personal import masked, rows_like_numbers
from data.registers.values.repeated import SameRows, find_same_rows
from data.registers.values.sheet import Views
from files.grid import Workbook

_EXAMPLES = 3


def read_table(
    workbook: Workbook, mapping: FileMapping, register: Register | None = None, views: Views | None = None
) -> Reading:
    """Read the workbook with a whole mapping (one without a header row is completed first).

    Raises:
        MognadError: ``mapping_invalid``, ``no_header``, ``no_rows``.
    """
    views = views or Views()
    return _Reader(chosen_table(workbook, mapping, register, views), views).read()


class _Reader:
    """The work of one reading, step by step."""

    def __init__(self, table: ChosenTable, views: Views) -> None:
        self.table, self.views = table, views
        self.mapping, self.register, self.view = table.mapping, table.register, table.view
        self.masked = {key_of(text) for text in table.mapping.mask}
        self.filtered: tuple[LeftOut, ...] = ()

    def read(self) -> Reading:
        table = self.table
        body = self._body()
        self.fills = self._fills(body)
        self.headings_above = group_headings(body.alone, body.rows)
        body = self._filtered(body)
        self.grouped = self._grouped(body)
        cells = {heading.index: self._cells(heading, body) for heading in table.headings}
        typed = self._typed(cells)
        same_rows = self._same_rows(cells)
        read = TableRows(table, body.rows, cells, same_rows)
        row_numbers = read.row_numbers
        personal = personal_numbers(read)
        used = {index: header for index, header in table.header_of.items() if table.keep[index] or not self.register}
        issues = [
            *(row_issue("personal_number", number.row, number.column) for number in personal),
            *surroundings(table.workbook, self.view, table.layout, self.register, self.views),
            *fill_issues(self.fills, used, row_numbers),
            *row_faults(read, typed, self.grouped),
        ]
        place = {header: number for number, header in enumerate(table.header_of.values())}
        issues.sort(key=lambda issue: (issue.row or 0, place.get(issue.column or "", -1)))
        return Reading(
            register=self.register,
            mapping=self.mapping,
            file_name=table.workbook.name,
            file_hash=table.workbook.sha256,
            sheet=self.view.sheet.name or None,
            header_row=table.header_row,
            table=self._rows(read, typed),
            columns=tuple(self._column(heading, cells[heading.index], typed) for heading in table.headings),
            dates={
                name: DateSummary(column.low, column.high, column.empty, column.unreadable)
                for name, column in typed.items()
                if self.register and self.register.field(name).type in ("date", "datetime")
            },
            ignored=body.ignored,
            skipped=tuple(int(row_numbers[position]) for position in same_rows.skipped),
            issues=tuple(issues),
            personal_numbers=personal,
            translations={name: column.translations for name, column in typed.items() if column.translations},
            filtered=self.filtered,
            group_headings=tuple(dict.fromkeys(self.headings_above.texts)),
        )

    def _body(self) -> Body:
        field_of = self.table.field_of
        key = next((index for index, field in field_of.items() if self.register and field == self.register.key), None)
        body = read_body(
            self.view, self.table.layout, key, frozenset(index for index, name in field_of.items() if name)
        )
        if not len(body.rows):
            raise MognadError(
                "no_rows", f"Under rubrikraden (rad {self.table.header_row}) finns inga rader med innehåll att läsa."
            )
        return body

    def _filtered(self, body: Body) -> Body:
        """The rows that the mapping's filters let through, by what their filled cells say."""
        if not self.mapping.where:
            return body
        index_of = {key_of(header): index for index, header in self.table.header_of.items()}
        texts = {}
        for key in {key_of(each.header) for each in self.mapping.where}:
            fill = self.fills.get(index_of[key])
            rows = fill.source if fill and fill.cause != "possible" else body.rows
            texts[key] = self.view.texts(index_of[key]).take(pa.array(rows))
        kept, self.filtered = apply_filters(self.mapping.where, texts)
        self.fills = {index: fill.of(kept) for index, fill in self.fills.items()}
        return Body(body.rows[kept], body.ignored)

    def _grouped(self, body: Body) -> dict[str, Cells]:
        """The field that the headings above the rows fill, with its cells."""
        field = self.mapping.headings_fill
        if not field or field in self.table.filling or field in self.table.constants or not self.headings_above.texts:
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
        filled = by_key(self.mapping.fill_down)
        keys = {index: key_of(header) for index, header in self.table.header_of.items()}
        filling = self.table.filling
        data = DataRows(
            self.view,
            self.table.layout,
            body.rows,
            key=self.table.key_column,
            required={filling[field.name] for field in self.table.fields if field.required and field.name in filling},
            decided={index: filled[key] for index, key in keys.items() if key in filled},
        )
        return find_fills(data)

    def _typed(self, cells: dict[int, Cells]) -> dict[str, Typed]:
        """Field → its typed columns, for the fields that a column or one value for the file fills."""
        table, typed = self.table, dict[str, Typed]()
        for field in table.fields:
            if (index := table.filling.get(field.name)) is not None:
                typed[field.name] = read_field(
                    field,
                    cells[index],
                    self.mapping.date_order_of(table.header_of[index]),
                    self.mapping.scales.get(field.name),
                    self.mapping.values.get(field.name),
                )
            elif field.name in self.grouped:
                typed[field.name] = read_field(field, self.grouped[field.name])
            elif (text := table.constants.get(field.name)) is not None:
                n_rows = len(cells[table.headings[0].index].texts)
                typed[field.name] = read_constant(field, text, self.mapping, n_rows)
        return typed

    def _same_rows(self, cells: dict[int, Cells]) -> SameRows:
        key = self.table.key_column
        ids = cells[key].texts if key is not None else None
        kept = [cells[index].texts for index, keep in self.table.keep.items() if keep]
        return find_same_rows(ids, [*kept, *(column.texts for column in self.grouped.values())])

    def _rows(self, read: TableRows, typed: dict[str, Typed]) -> pa.Table:
        """The rows to store: those that repeat an earlier one are not among them."""
        table = self._table(read, typed)
        skipped = read.same_rows.skipped
        if not skipped:
            return table
        stored = np.ones(table.num_rows, dtype=np.bool_)
        stored[list(skipped)] = False
        return table.filter(pa.array(stored))

    def _table(self, read: TableRows, typed: dict[str, Typed]) -> pa.Table:
        n_rows, table = len(read.rows), self.table
        arrays: dict[str, pa.Array] = {"row": pa.array(read.row_numbers)}
        kept = [index for index, keep in table.keep.items() if keep and not table.field_of[index]]
        free = [(table.header_of[index], read.cells[index]) for index in kept]
        if self.register is None:
            return pa.table(arrays | {header: column.texts for header, column in free if header != "row"})
        for column in typed.values():
            arrays |= column.arrays
        arrays["extra"] = extra_column(free, n_rows)
        if self.register.risk_class:
            arrays["risk_class"] = risk_classes(self.register, typed, n_rows)
        if self.register.residual_class:
            arrays["residual_class"] = risk_classes(self.register, typed, n_rows, residual=True)
        schema = arrow_schema(self.register)
        return pa.table([arrays.get(field.name, pa.nulls(n_rows, field.type)) for field in schema], schema=schema)

    def _column(self, heading: Heading, cells: Cells, typed: dict[str, Typed]) -> ColumnReading:
        name = self.table.field_of[heading.index]
        column = typed.get(name) if name else None
        if name and self.register:
            kind = column.type if column else self.register.field(name).type
        else:
            kind = infer_type(cells)
        examples = [text for text in dict.fromkeys(cells.texts.slice(0, 100).to_pylist()) if text][:_EXAMPLES]
        letter, keep = letter_of(self.view, heading.index), self.table.keep[heading.index]
        order = column.order if column else None
        fill = self.fills.get(heading.index)
        cause, filled = (fill.cause, len(fill.positions)) if fill else (None, 0)
        return ColumnReading(heading.header, name, kind, keep, letter, tuple(examples), order, cause, filled)
