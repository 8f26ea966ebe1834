"""The values of one column of a file, to choose rows by."""

from collections import Counter

import pyarrow as pa

from data.registers.definitions.words import on_one_line
from data.registers.finding.fill import find_fills
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
    said = by_key(mapping.fill_down)
    decided = {found.index: said[key_of(found.header)] for found in layout.headings if key_of(found.header) in said}
    fill = find_fills(view, layout, rows, None, (), decided).get(index)
    if fill and fill.cause != "possible":
        rows = fill.source
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for pair in view.texts(index).take(pa.array(rows)).value_counts().to_pylist():
        text = spelled.setdefault(key_of(pair["values"]), on_one_line(pair["values"]))
        counts[text] += pair["counts"]
    return counts
