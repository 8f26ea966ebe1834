"""Whether a column's cells can be what its header says: headers lie, cells less so."""

from data.registers.definitions.choices import ChoiceReader
from data.registers.definitions.model import Register, RegisterField
from data.registers.definitions.scales import read_scale
from data.registers.finding.header import Layout
from data.registers.finding.recognition import Match, assign, matches
from data.registers.values.cells import Cells
from data.registers.values.dates import parse
from data.registers.values.numbers import looks_numeric, read_boolean, read_number
from data.registers.values.sheet import View
from files.grid import CellKind

_LOOKED_AT = 2000
_MOST_DISTINCT = 300
_LONG_TEXT = 120
_LONGEST_WORD = 40
_MOST_CHOICES = 12


def sample(view: View, column: int, row: int) -> list[tuple[str, CellKind]]:
    """Some distinct cells of a column below the header."""
    texts = view.texts(column).slice(row + 1, _LOOKED_AT)
    coded = Cells(texts, view.kinds(column)[row + 1 : row + 1 + _LOOKED_AT]).coded()
    pairs = zip(coded.texts, coded.kinds, strict=True)
    filled: list[tuple[str, CellKind]] = [(text, kind) for text, kind in pairs if text and kind != CellKind.ERROR]
    return filled[:_MOST_DISTINCT]


def fits(field: RegisterField, cells: list[tuple[str, CellKind]], match: Match, register: Register) -> bool:
    """Whether the cells may be values of the field. An empty column fits everything.

    A header that says the field's very name is believed unless its cells are plainly something else; a header that
    only contains it must also have cells that can be read.
    """
    if not cells:
        return True
    count, exact = len(cells), match.exact
    mean_length = sum(len(text) for text, _ in cells) / count
    if field.type in ("date", "datetime"):
        if all(kind == CellKind.BOOLEAN or _is_yes_or_no(text) for text, kind in cells):
            return False
        return exact or sum(parse(text).outcome not in ("empty", "unreadable") for text, _ in cells) >= 0.3 * count
    if field.type == "scale":
        if mean_length > _LONGEST_WORD:
            return False
        return exact or sum(_on_scale(text, field) for text, _ in cells) >= 0.3 * count
    if field.type in ("integer", "number"):
        return exact or sum(looks_numeric(text) for text, _ in cells) >= 0.5 * count
    if field.type == "choice":
        if mean_length > (_LONG_TEXT if exact else _LONGEST_WORD):
            return False
        if match.strong or count <= _MOST_CHOICES:
            return True
        # "State" may be a status or a part of a country: many words, and few of ours ("NY"), is no choice.
        reader = ChoiceReader(field)
        return sum(reader.read(text)[1] for text, _ in cells) >= 0.2 * count
    if field.prose:
        if sum(kind == CellKind.NUMBER or read_number(text) is not None for text, kind in cells) > 0.5 * count:
            return False
        if sum(kind in (CellKind.DATE, CellKind.DATETIME) for _, kind in cells) > 0.5 * count:
            return False
        # Long texts under "Ärende" are descriptions, and those may tell of persons.
        return not (register.free_text and mean_length > _LONG_TEXT)
    return True


def _is_yes_or_no(text: str) -> bool:
    return read_boolean(text) is not None and not text.isdigit()


def _on_scale(text: str, field: RegisterField) -> bool:
    return read_scale(text, field.dimension or "", None).outcome != "off_scale"


def propose_fields(register: Register, view: View, layout: Layout) -> dict[int, str]:
    """Column index → field, by headers held against the columns' content."""
    headings = layout.split()[0]
    ruled: dict[tuple[int, str], bool] = {}
    for heading in headings:
        candidates = matches(register, heading)
        cells = sample(view, heading.index, layout.row) if candidates else []
        for match in candidates:
            ruled[heading.index, match.field] = fits(register.field(match.field), cells, match, register)
    return {index: match.field for index, match in assign(register, headings, ruled).items()}
