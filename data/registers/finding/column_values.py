"""The values of one column of a file, to choose rows by."""

from collections import Counter

import pyarrow as pa

from data.registers.definitions.words import on_one_line
from data.registers.finding.fill import DataRows, find_fills
from data.registers.finding.mapping import FileMapping, by_key, key_of
from data.registers.finding.proposal import locate, sheet_of
from data.registers.finding.rows import read_body
from data.registers.values.sheet import Views
from files.grid import Workbook


def column_values(workbook: Workbook, mapping: FileMapping, header: str) -> Counter[str]:
    """Text → rows of the table that bear it, whatever the mapping's filters leave out; the first spelling of each.

    ``mapping`` is the whole one that the file is read with. An unknown header has no values.
    """
    view = Views().of(sheet_of(workbook, mapping.sheet))
    layout = locate(view, mapping.header_row or 1, mapping.fields)
    index = next((found.index for found in layout.headings if key_of(found.header) == key_of(header)), None)
    if index is None:
        return Counter()
    rows = read_body(view, layout, None, frozenset()).rows
    filled = by_key(mapping.fill_down)
    keys = {heading.index: key_of(heading.header) for heading in layout.headings}
    decided = {column: filled[key] for column, key in keys.items() if key in filled}
    fill = find_fills(DataRows(view, layout, rows, decided=decided)).get(index)
    if fill and fill.cause != "possible":
        rows = fill.source
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for pair in view.texts(index).take(pa.array(rows)).value_counts().to_pylist():
        text = spelled.setdefault(key_of(pair["values"]), on_one_line(pair["values"]))
        counts[text] += pair["counts"]
    return counts
