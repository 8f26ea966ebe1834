"""Words of a choice → the names of its values."""

import re
from collections.abc import Mapping

from data.registers.definitions.model import RegisterField
from data.registers.definitions.words import DASHES, clean, folded

JOINER = "+"
_BETWEEN = re.compile(r"[,;+&|/\n]|\s(?:och|and|samt)\s", re.IGNORECASE)


class ChoiceReader:
    """Reads the cells of one choice field.

    ``translations`` (text → value's name) are what a person has said about words of this source; they go before
    the register's own synonyms.
    """

    def __init__(self, field: RegisterField, translations: Mapping[str, str] | None = None) -> None:
        self._multiple = field.multiple
        self._order = [value.name for value in field.values]
        self._words = {
            folded(text): value.name for value in field.values for text in (value.name, value.label, *value.synonyms)
        }
        self._words |= {folded(text): name for text, name in (translations or {}).items()}

    def read(self, text: str) -> tuple[str | None, bool]:
        """(value, understood). An empty cell is (None, True), an unknown word (the text itself, False).

        Several values of one cell are joined by ``+`` in the register's order, so that the same combination is
        always the same text. If one of them is unknown the whole cell is.
        """
        cell = clean(text)
        if cell in DASHES:
            return None, True
        if (whole := self._words.get(folded(cell))) is not None:
            return whole, True
        if self._multiple:
            parts = [self._words.get(folded(part)) for part in _BETWEEN.split(cell) if folded(part)]
            if parts and None not in parts:
                return JOINER.join(name for name in self._order if name in parts), True
        return cell, False


def values_of(cell: str | None) -> tuple[str, ...]:
    """The single values of a stored choice: ``personal_data+it_security`` → both names."""
    return tuple(cell.split(JOINER)) if cell else ()


def is_several(text: str) -> bool:
    """Whether a text would be parted into several values."""
    return _BETWEEN.search(text) is not None
