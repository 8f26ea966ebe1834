"""From a workbook to a whole mapping: find the table, name the register, fill the fields, mind what is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from base.errors import MognadError
from data.registers.definitions.library import all_registers
from data.registers.definitions.model import Register
from data.registers.finding.decided import decided
from data.registers.finding.header import HeaderFinder, Layout
from data.registers.finding.mapping import (
    FileMapping,
    ShapeChange,
    changed_headers,
    check_against_register,
    header_row_outside,
    key_of,
    other_register,
    unknown_register,
    unknown_sheet,
)
from data.registers.finding.recognition import (
    FoundTable,
    find_plain_table,
    find_recognised,
    find_register_table,
    n_body_rows,
    score,
)
from data.registers.values.sheet import View, Views
from files.grid import Sheet, Workbook

# A remembered mapping leads the search when at least this share of its headers is there.
_SAME_SHAPE = 0.6


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """What a workbook is to be read by.

    ``register``: the one that the person has chosen; without it, and unsure, the mapping's ``register_name`` is None.
    ``corrections``: what the person has said about this file; every name in it must exist. ``remembered``: what held
    for the last file of this source; what no longer exists is passed over, and all of it where the file has another
    shape.
    """

    register: str | None = None
    corrections: FileMapping | None = None
    remembered: FileMapping | None = None

    @property
    def said(self) -> FileMapping:
        return self.corrections or FileMapping()

    @property
    def before(self) -> FileMapping:
        return self.remembered or FileMapping()


AS_IT_SAYS = ReadingOrder()


def propose(
    workbook: Workbook,
    order: ReadingOrder = AS_IT_SAYS,
    registers: Mapping[str, Register] | None = None,
    views: Views | None = None,
) -> FileMapping:
    """The whole mapping that the workbook would be read with.

    Args:
        registers: those to choose among, by name; default the shipped ones.
        views: given to ``read_table`` too, the sheets are cleaned only once.

    Raises:
        MognadError: ``no_header``, ``no_rows``, ``mapping_invalid``.
    """
    registers = registers if registers is not None else all_registers()
    before = order.before
    search = _Search(registers, _wanted_register(order, registers))
    table = _find(workbook, search, order, views or Views())
    register = search.register or table.register
    headings, _ = table.layout.split()
    headers = [heading.header for heading in headings]
    check_against_register(order.said, register, headers)
    if changed_headers(before.fields, headers).is_other_shape:
        before = FileMapping()
    return decided(register, table, order.said, before)


def _wanted_register(order: ReadingOrder, registers: Mapping[str, Register]) -> Register | None:
    corrected = order.said.register_name
    for name in (order.register, corrected):
        if name is not None and name not in registers:
            raise unknown_register(name, list(registers))
    if order.register is not None and corrected not in (None, order.register):
        raise other_register(corrected or "", order.register)
    return registers.get(order.register or corrected or order.before.register_name or "")


def shape_changes(old: FileMapping, workbook: Workbook, registers: Mapping[str, Register] | None = None) -> ShapeChange:
    """Which headers of a remembered mapping are gone from this workbook, and which are new in it."""
    now = propose(workbook, ReadingOrder(remembered=old), registers)
    return changed_headers(old.fields, now.fields)


def sheet_of(workbook: Workbook, name: str | None) -> Sheet:
    """The sheet of that name. Raises ``mapping_invalid``."""
    for sheet in workbook.sheets:
        if sheet.name == (name or ""):
            return sheet
    if name is None and len(workbook.sheets) == 1:
        return workbook.sheets[0]
    raise unknown_sheet(name or "", [sheet.name for sheet in workbook.sheets])


def locate(view: View, header_row: int, headers: Iterable[str], register: Register | None = None) -> Layout:
    """The table under a given header row: among several beside each other the one whose headers are asked for."""
    row = _row_index(view.sheet, header_row)
    layouts = HeaderFinder(view, row + 1).layouts(row) if row is not None else []
    if not layouts:
        raise header_row_outside(header_row)
    wanted = {key_of(text) for text in headers}

    def worth(layout: Layout) -> tuple[int, float, int, int]:
        shared = len(wanted & {key_of(heading.header) for heading in layout.headings})
        return shared, score(register, layout)[0] if register else 0.0, layout.n_named, -layout.top

    return max(layouts, key=worth)


def _row_index(sheet: Sheet, number: int) -> int | None:
    if sheet.row_numbers is None:
        return number - 1 if 1 <= number <= sheet.n_rows else None
    index = sheet.row_numbers.index(number).as_py()
    return index if index >= 0 else None


def _find(workbook: Workbook, search: "_Search", order: ReadingOrder, cache: Views) -> FoundTable:
    said, before = order.said, order.before
    if said.sheet is not None or (said.header_row is not None and len(workbook.sheets) == 1):
        sheets = [sheet_of(workbook, said.sheet)]
    else:
        # A hidden sheet is read only when no visible one holds a table.
        sheets = sorted(workbook.sheets, key=lambda sheet: not sheet.visible)
    views = [cache.of(sheet) for sheet in sheets if sheet.n_columns]
    if not views:
        raise _no_header()
    if said.header_row is not None:
        view = views[0]
        layout = locate(view, said.header_row, [*said.fields, *said.keep, *before.fields], search.register)
        chosen: FoundTable | None = FoundTable(view, layout, search.register_of(layout), 0.0, n_body_rows(view, layout))
    else:
        finders = [HeaderFinder(view) for view in views]
        chosen = search.by_headers(finders, list(before.fields), _SAME_SHAPE)
        chosen = chosen or search.best(finders)
        headers = {key_of(heading.header) for heading in chosen.layout.headings} if chosen else set()
        if chosen is None or not {key_of(text) for text in said.fields} <= headers:
            # The person speaks of headers that stand in another table.
            chosen = search.by_headers(finders, list(said.fields), 1.0) or chosen
    if chosen is None:
        raise _no_header()
    if chosen.n_rows == 0:
        row = chosen.view.sheet.row_number(chosen.layout.row)
        raise MognadError("no_rows", f"Rubrikraden finns på rad {row} men under den finns inga rader att läsa.")
    return chosen


def clear_register(registers: Mapping[str, Register], layout: Layout) -> Register | None:
    """The register that a given header row clearly speaks for."""
    scores = sorted(((*score(register, layout), register.name) for register in registers.values()), reverse=True)
    if not scores or scores[0][0] < 2 or not scores[0][1] or (len(scores) > 1 and scores[0][0] - scores[1][0] < 0.75):
        return None
    return registers[scores[0][2]]


@dataclass(frozen=True, slots=True)
class _Search:
    """The registers to choose among, and the one that is asked for."""

    registers: Mapping[str, Register]
    register: Register | None

    def register_of(self, layout: Layout) -> Register | None:
        """The register that is asked for, else the one that the header row clearly speaks for."""
        return self.register or clear_register(self.registers, layout)

    def best(self, finders: list[HeaderFinder]) -> FoundTable | None:
        """The best table by its headers alone: ours before others, visible before hidden."""
        for visible in (True, False):
            tables = [self._recognised(finder) for finder in finders if finder.view.sheet.visible is visible]
            best = max(
                (table for table in tables if table is not None),
                key=lambda table: (table.n_rows > 0, table.score),
                default=None,
            )
            if best is not None and (self.register is None or best.score > 0):
                return best
        for visible in (True, False):
            plain = [find_plain_table(finder) for finder in finders if finder.view.sheet.visible is visible]
            best = max(
                (table for table in plain if table is not None),
                key=lambda table: table.n_rows * table.layout.n_named,
                default=None,
            )
            if best is not None:
                return FoundTable(best.view, best.layout, self.register, 0.0, best.n_rows)
        return None

    def _recognised(self, finder: HeaderFinder) -> FoundTable | None:
        if self.register:
            return find_register_table(finder, self.register, sure=False)
        return find_recognised(finder, list(self.registers.values()))

    def by_headers(self, finders: list[HeaderFinder], headers: list[str], enough: float) -> FoundTable | None:
        """The table that has most of these headers, if it has the share of them that is enough."""
        wanted = {key_of(text) for text in headers}
        if not wanted:
            return None
        best: FoundTable | None = None
        for finder in finders:
            for row in range(finder.n_rows):
                if best is not None and best.score == 1.0:
                    break
                keys = {key_of(text) for text in finder.texts(row) if text}
                # Grouped headers are not found cell by cell: a row that holds any of their words is tried.
                if not keys & wanted and not any(wanted_key.endswith(key) for key in keys for wanted_key in wanted):
                    continue
                for layout in finder.layouts(row):
                    share = len(wanted & {key_of(heading.header) for heading in layout.headings}) / len(wanted)
                    if share >= enough and (best is None or share > best.score):
                        n_rows = n_body_rows(finder.view, layout)
                        best = FoundTable(finder.view, layout, self.register_of(layout), share, n_rows)
        return best


def _no_header() -> MognadError:
    return MognadError(
        "no_header",
        "Ingen rubrikrad hittades. Filen behöver en rad med kolumnernas namn ovanför uppgifterna, eller så anger du "
        "rubrikraden själv.",
    )
