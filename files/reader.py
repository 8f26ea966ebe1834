"""The child process that parses one file: ``python -m files.reader KIND LIMITS`` (content on stdin).

It exists because a parser may abort the whole process (calamine does, on a
sheet whose cells lie far apart) or eat all memory, and because it must never
hold the store's key. Out: Arrow streams on stdout (``files.wire``), exit 0;
or a fault's key and facts as JSON on stdout, exit 3. As ``KIND`` ``many`` it
takes several files in frames (the kind, the content), and gives two for each:
``ok`` or ``fault``, and the answer. Whoever asks must count the answers: the
child may end at any of them.
"""

import io
import json
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from math import ceil
from typing import Any, BinaryIO

import pyarrow as pa
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from base.lean import keep_pandas_out
from files.cells import BLOCK_CELLS, ColumnsBuilder, ErrorText, TooManyCells
from files.delimited import UnclosedQuote, records
from files.error_cells import Errors, SheetFacts, error_cells, sheet_parts
from files.error_cells_binary import xls_facts, xlsb_facts
from files.error_cells_ods import ods_facts
from files.grid import Sheet
from files.wire import FAULT_EXIT, frame, frames, write_sheet

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class ReaderFault(Exception):
    """A named end: ``args`` are the fault's key and its facts."""


def limit_memory(size: int) -> None:
    """Hold this process to ``size`` bytes of address space, where the system can (Linux)."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def limit_work(seconds: float) -> None:
    """Hold this process to so much work, where the system can: a busy machine gives the same answer, only later."""
    if sys.platform != "win32":
        import resource

        allowed = ceil(seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, allowed + 1))


def read(content: bytes, kind: str, limits: dict[str, int]) -> Iterator[Sheet]:
    """The sheets of a file, in order. Raises Fault and whatever the parsers raise."""
    if kind == "csv":
        yield _read_delimited(content, limits)
        return
    with load_workbook(io.BytesIO(content)) as workbook:
        yield from _read_workbook(workbook, content, kind, limits["cells"])


def _read_workbook(workbook: CalamineWorkbook, content: bytes, kind: str, left: int) -> Iterator[Sheet]:
    facts_of = _facts(content, kind)
    for index, facts in enumerate(workbook.sheets_metadata):
        if facts.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet_read = workbook.get_sheet_by_index(index)
        if sheet_read.end and (sheet_read.end[0] >= _LAST_ROW or sheet_read.end[1] >= _LAST_COLUMN):
            raise ReaderFault("corrupt", {})  # a cell no spreadsheet has; going there row by row would take for ever
        more = facts_of(index, facts.name)
        offset = min(
            [sheet_read.start[1] if sheet_read.start else _LAST_COLUMN, *(min(row) for row in more.errors.values())]
        )
        builder = ColumnsBuilder(left, offset)
        for block in _blocks(sheet_read, more.errors, offset):
            builder.add(block)
        merged = more.merged
        if merged is None:
            merged = tuple((*first, *last) for first, last in sheet_read.merged_cell_ranges or [])
        sheet = Sheet(facts.name, facts.visible == SheetVisibleEnum.Visible, builder.columns(), None, merged)
        left -= sheet.n_rows * sheet.n_columns
        yield sheet


def _facts(content: bytes, kind: str) -> Callable[[int, str], SheetFacts]:
    """What calamine leaves out, by the sheet's place and name."""
    if kind in ("xlsx", "xlsm"):
        parts = sheet_parts(content)
        return lambda _, name: SheetFacts(error_cells(content, parts[name])) if name in parts else SheetFacts()
    listed = {"ods": ods_facts, "xls": xls_facts, "xlsb": xlsb_facts}[kind](content)
    return lambda index, _: listed[index] if index < len(listed) else SheetFacts()


def _blocks(sheet: CalamineSheet, errors: Errors, offset: int) -> Iterator[list[list[Any]]]:
    """The rows from the sheet's first on, each from column ``offset`` on, with their errors."""
    # iter_rows begins at the sheet's first row but at the first column that holds anything.
    rows = sheet.iter_rows()
    before: list[Any] = [""] * (sheet.start[1] - offset if sheet.start else 0)
    size = max(1, BLOCK_CELLS // max(1, sheet.width))
    first = 0
    while block := list(islice(rows, size)):
        if before:
            block = [before + row for row in block]
        for row in errors.keys() & range(first, first + len(block)) if errors else ():
            _put(errors[row], block[row - first], offset)
        first += len(block)
        yield block
    # What stands below the last row that calamine knows.
    for row in sorted(row for row in errors if first <= row < _LAST_ROW):
        last: list[Any] = []
        _put(errors[row], last, offset)
        yield [*([[]] * (row - first)), last]
        first = row + 1


def _put(errors: dict[int, str], row: list[Any], offset: int) -> None:
    for column, text in errors.items():
        if column < _LAST_COLUMN:
            row += [""] * (column - offset + 1 - len(row))
            row[column - offset] = ErrorText(text)


def _read_delimited(content: bytes, limits: dict[str, int]) -> Sheet:
    builder = ColumnsBuilder(limits["cells"])
    numbers: list[int] = []
    block: list[list[str]] = []
    cells = 0
    for number, fields in records(content):
        if len(fields) > limits["columns"]:
            raise ReaderFault("too_large.columns", {"row": number, "limit": limits["columns"]})
        numbers.append(number)
        block.append(fields)
        cells += len(fields)
        if cells >= BLOCK_CELLS // 4 or len(block) >= BLOCK_CELLS:
            builder.add(block)
            block, cells = [], 0
    builder.add(block)
    columns = builder.columns()
    n_rows = len(columns[0].texts) if columns else 0
    return Sheet("", True, columns, pa.array(numbers[:n_rows], pa.int64()))


def _fault_of(error: BaseException, limits: dict[str, int]) -> tuple[str, dict[str, int]]:
    match error:
        case ReaderFault():
            key, facts = error.args
            return key, facts
        case MemoryError():
            return "memory_limit", {}
        case PasswordError():
            return "password_protected", {}
        case TooManyCells():
            return "too_large.cells", {"limit": limits["cells"] // 1_000_000}
        case UnclosedQuote():
            return "corrupt.quote", {"row": error.row}
        case _ if "capacity overflow" in str(error):  # a Rust panic: more cells than an address can count
            return "memory_limit", {}
    if not isinstance(error, CalamineError):
        # Only the error's type: its text may hold what the file says.
        print(f"files.reader: {type(error).__name__}", file=sys.stderr)
    return "corrupt", {}


def main(kind: str, limits: dict[str, int]) -> int:
    """Read stdin, answer on stdout; the exit code tells which kind of answer."""
    limit_memory(limits["memory_bytes"])
    limit_work(limits["seconds"])
    keep_pandas_out()
    out = sys.stdout.buffer
    if kind == "many":
        asked = frames(sys.stdin.buffer)
        for one in asked:
            held = io.BytesIO()
            good = _answer(next(asked), one.decode(), limits, held)
            out.write(frame(b"ok" if good else b"fault") + frame(held.getvalue()))
            out.flush()
        return 0
    good = _answer(sys.stdin.buffer.read(), kind, limits, out)
    out.flush()
    return 0 if good else FAULT_EXIT


def _answer(content: bytes, kind: str, limits: dict[str, int], out: BinaryIO) -> bool:
    """Write a file's sheets or else its fault; whether it could be read."""
    try:
        # Everything before the first byte goes out: half an answer followed by a fault would be no answer.
        sheets = list(read(content, kind, limits))
    except BaseException as error:  # noqa: BLE001 - a Rust panic is no Exception
        out.write(json.dumps(_fault_of(error, limits)).encode())
        return False
    for sheet in sheets:
        write_sheet(sheet, out)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], json.loads(sys.argv[2])))
