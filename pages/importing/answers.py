"""What a person has said of the file that she brings in."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from base.errors import MognadError
from data.imported.sources import Claim
from pages.importing.dropped import Period

# What depends on the headers, and is forgotten when another table is chosen.
_BY_HEADER = ("fields", "keep", "mask", "date_order", "values", "fill_down", "where", "headings_fill")
_TABLE = ("sheet", "header_row")


@dataclass
class Answers:
    """Everything said of one file.

    ``corrections``: of how it is read, as JSON values of a mapping. ``no_scale``: none of the shipped scales is the
    file's. ``source``: where it comes from, None while that has to be asked; ``claim`` and the bounds of a part: of
    this file, over what is remembered of its source; ``asks_cover``: they are to be asked for. ``period``: which of
    the file's periods. ``matches``: the units matched while looking at this file, text → unit's name. ``agreed``: what
    an import she has answered yes to, and the codes of the questions; ``refused``: why it was not saved, until
    something else is said.
    """

    register: str | None = None
    corrections: dict[str, Any] = field(default_factory=dict)
    no_scale: bool = False
    source: str | None = None
    claim: Claim | None = None
    period_from: date | None = None
    period_to: date | None = None
    branch: str | None = None
    asks_cover: bool = False
    period: Period = "none"
    matches: dict[str, str] = field(default_factory=dict)
    agreed: tuple[object, frozenset[str]] = (None, frozenset())
    refused: MognadError | None = None

    def correct(self, part: str, name: str, value: object) -> None:
        """Correct one entry of a part of the mapping (``fields``, ``keep``, ``constants`` …)."""
        self.corrections.setdefault(part, {})[name] = value
        self.refused = None

    def replace(self, part: str, value: object) -> None:
        """Correct a part of the mapping wholly."""
        self.corrections[part] = value
        self.refused = None

    def start_over(self) -> None:
        """Forget what was said of the columns: another register, source or period is meant."""
        self.corrections = {name: value for name, value in self.corrections.items() if name in _TABLE}
        self.no_scale = False
        self.claim = self.period_from = self.period_to = self.branch = None
        self.asks_cover = False
        self.refused = None

    def another_register(self, register: str | None) -> None:
        self.register, self.source = register, None
        self.start_over()

    def another_table(self) -> None:
        """Forget where the table stands: another part of the file is read."""
        for part in _TABLE:
            self.corrections.pop(part, None)

    def other_headers(self) -> None:
        """Forget what hangs on the headers: another row holds them."""
        for part in _BY_HEADER:
            self.corrections.pop(part, None)
        self.refused = None
