"""What calamine leaves out of an .ods: error values, formulas never calculated, and merged cells."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import IO
from xml.parsers import expat

from files.error_cells import Errors, SheetFacts, formula_text

_PART = "content.xml"
_PIECE = 1024 * 1024
_MARKS = re.compile(rb'value-type="error"|-spanned="(?:[2-9]|1\d)|string-value=""|:formula=')
_LONGEST_MARK = 32
_ERROR_TEXT = re.compile(r"#|Err:\d")
# A row that is repeated a million times holds nothing that needs telling each time.
_MOST_REPEATED = 10_000
_CELLS = frozenset({"table-cell", "covered-table-cell"})


def ods_facts(content: bytes) -> list[SheetFacts]:
    """The facts of each sheet, in order; none where no sheet has anything to tell, or not even calamine understands."""
    try:
        return _facts(content)
    except (KeyError, ValueError, OverflowError, expat.ExpatError):
        return []


def _facts(content: bytes) -> list[SheetFacts]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_PART) as stream:
        if not _is_marked(stream):
            return []
    reader = _Reader()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_PART) as stream:
        while piece := stream.read(_PIECE):
            reader.parser.Parse(piece, False)
        reader.parser.Parse(b"", True)
    return [SheetFacts(errors, tuple(merged)) for errors, merged in reader.sheets]


def _is_marked(stream: IO[bytes]) -> bool:
    rest = b""
    while piece := stream.read(_PIECE):
        if _MARKS.search(rest + piece):
            return True
        rest = piece[-_LONGEST_MARK:]
    return False


def _count(facts: Mapping[str, str], name: str) -> int:
    return max(1, int(facts.get(f"table:number-{name}", 1)))


class _Reader:
    """Counts rows and cells as they come, with their repetitions."""

    def __init__(self) -> None:
        self.sheets: list[tuple[Errors, list[tuple[int, int, int, int]]]] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._row = self._column = self._rows = self._columns = 0
        self._texts: list[str] | None = None
        self._facts: Mapping[str, str] = {}

    @staticmethod
    def _refuse(*_: object) -> None:
        raise ValueError  # a document type declares entities, and an .ods has none

    def _start(self, name: str, facts: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "table":
            self.sheets.append(({}, []))
            self._row = 0
        elif local == "table-row":
            self._column = 0
            self._rows = _count(facts, "rows-repeated")
        elif local in _CELLS and self.sheets:
            self._columns = _count(facts, "columns-repeated")
            self._facts = facts
            if self._may_be_lost(facts):
                self._texts = []
                self.parser.CharacterDataHandler = self._texts.append
            self._merge(facts)

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "table-row":
            self._row += self._rows
        elif local in _CELLS and self.sheets:
            if self._texts is not None:
                self._lost("".join(self._texts).strip())
                self._texts = None
                self.parser.CharacterDataHandler = None
            self._column += self._columns

    @staticmethod
    def _may_be_lost(facts: Mapping[str, str]) -> bool:
        return (
            facts.get("calcext:value-type") == "error"
            or facts.get("office:string-value") == ""
            or ("table:formula" in facts and "office:value-type" not in facts)
        )

    def _lost(self, shown: str) -> None:
        if self._facts.get("calcext:value-type") == "error":
            text = shown or "#N/A"
        elif _ERROR_TEXT.match(shown):
            text = shown
        elif "table:formula" in self._facts and "office:value-type" not in self._facts and not shown:
            text = formula_text(self._facts.get("table:formula", "").partition(":")[2])
        else:
            return
        rows = min(self._rows, _MOST_REPEATED)
        for row in range(self._row, self._row + rows):
            for column in range(self._column, self._column + min(self._columns, _MOST_REPEATED // rows)):
                self.sheets[-1][0].setdefault(row, {})[column] = text

    def _merge(self, facts: Mapping[str, str]) -> None:
        down = _count(facts, "rows-spanned")
        right = _count(facts, "columns-spanned")
        if down > 1 or right > 1:
            self.sheets[-1][1].append((self._row, self._column, self._row + down - 1, self._column + right - 1))
