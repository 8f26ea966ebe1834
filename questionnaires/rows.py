"""A questionnaire's sheets as rows, of which some could not be read; what the checks have in common."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from base.likeness import near
from questionnaires.model import Area, Choice, FormSettings, LevelRule, Question

Item = TypeVar("Item")
Found = tuple[str, str, str]
"""Path, code, message: a problem that does not know its file."""


@dataclass(frozen=True, slots=True)
class FormRow(Generic[Item]):
    """A row of a sheet: its place (from 0), what was read, what stood there."""

    index: int
    item: Item | None
    raw: Mapping[Any, Any]

    def text(self, key: str) -> str | None:
        """The raw text under a key, if there is one."""
        found = self.raw.get(key)
        return found if isinstance(found, str) else None

    @property
    def level(self) -> int | None:
        """The raw level, if it is a whole number."""
        found = self.raw.get("level")
        return found if isinstance(found, int) else None


@dataclass(frozen=True)
class Sections:
    """A questionnaire's sheets as rows."""

    settings: FormSettings | None
    areas: list[FormRow[Area]]
    choices: list[FormRow[Choice]]
    survey: list[FormRow[Question]]
    levels: list[FormRow[LevelRule]]


def names_of(rows: Sequence[FormRow[Any]], key: str = "name") -> list[str]:
    """The raw names of a sheet, in the file's order, each once."""
    return list(dict.fromkeys(text for row in rows if (text := row.text(key))))


def suggestion(word: str, options: Iterable[str]) -> str:
    """`` Menade du ”x”?`` when an option is near, else nothing."""
    return "".join(f" Menade du ”{option}”?" for option in near(word, options))
