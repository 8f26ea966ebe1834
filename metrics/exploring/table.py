"""The typed table that is explored, whatever it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pyarrow as pa
import pyarrow.compute as pc

from base.errors import MognadError

EMPTY = "(tomt)"
PLACE = "place"
SEARCHED = "searched"


class ColumnKind(StrEnum):
    """What a column holds. All but numbers and dates are texts in the data."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    BOOLEAN = "boolean"
    SCALE = "scale"


@dataclass(frozen=True, slots=True)
class ExploredColumn:
    """One column. ``name``: how views know it (a field's name, or ``+`` and the header of a column without a field).

    ``at``: its name in the data (``c3``), which never comes from a file. ``order``: the texts of a choice, a scale or
    of periods in their own order. ``steps``: where a scale's numbers stand in the data. ``periods``: its texts are
    months or years (*Oct 2024*).
    """

    name: str
    label: str
    kind: ColumnKind
    at: str
    order: tuple[str, ...] = ()
    steps: str | None = None
    periods: bool = False

    @property
    def texts(self) -> bool:
        """Whether its cells are texts."""
        return self.kind not in (ColumnKind.NUMBER, ColumnKind.DATE)

    @property
    def measure(self) -> str | None:
        """Where its numbers stand in the data, None when there are none to compute with."""
        return self.at if self.kind is ColumnKind.NUMBER else self.steps


@dataclass(frozen=True, slots=True, eq=False)
class ExploredTable:
    """``data`` holds a column per ``ExploredColumn.at``, its ``steps``, ``place`` (0 …) and ``searched`` (the texts
    in lower case). An empty cell is null. ``file_name`` and ``as_of`` tell where the rows come from.
    """

    title: str
    file_name: str
    as_of: date | None
    columns: tuple[ExploredColumn, ...]
    data: pa.Table

    @property
    def rows(self) -> int:
        return int(self.data.num_rows)

    def column(self, name: str) -> ExploredColumn:
        """The column of that name. Raises ``column_gone``."""
        for found in self.columns:
            if found.name == name:
                return found
        raise MognadError("column_gone", f"Kolumnen ”{name.removeprefix('+')}” finns inte här.")

    def has(self, name: str | None) -> bool:
        return any(found.name == name for found in self.columns)


@dataclass(frozen=True, slots=True)
class Content:
    """A column on its way into a table: ``values`` of the type that its kind has, ``steps`` of a scale."""

    name: str
    label: str
    kind: ColumnKind
    values: pa.Array
    order: tuple[str, ...] = ()
    steps: pa.Array | None = None
    periods: bool = False


def build(title: str, file_name: str, as_of: date | None, contents: Sequence[Content]) -> ExploredTable:
    """A table of columns of equal length. Equal labels are numbered, and a text that is empty becomes null."""
    n_rows = len(contents[0].values) if contents else 0
    columns: list[ExploredColumn] = []
    data: dict[str, pa.Array] = {PLACE: pa.array(range(n_rows), pa.int64())}
    labels: dict[str, int] = {}
    for place, content in enumerate(contents):
        seen = labels[content.label] = labels.get(content.label, 0) + 1
        label = content.label if seen == 1 else f"{content.label} ({seen})"
        at = f"c{place}"
        data[at] = _without_empty(content.values) if pa.types.is_string(content.values.type) else content.values
        steps = None
        if content.steps is not None:
            steps = f"s{place}"
            data[steps] = content.steps
        columns.append(ExploredColumn(content.name, label, content.kind, at, content.order, steps, content.periods))
    texts = [pc.fill_null(data[column.at], "") for column in columns if column.texts]
    joined = pc.binary_join_element_wise(*texts, "\n") if texts else pa.array([""] * n_rows, pa.string())
    data[SEARCHED] = pc.utf8_lower(joined)
    return ExploredTable(title, file_name, as_of, tuple(columns), pa.table(data))


def _without_empty(values: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(values, ""), pa.scalar(None, pa.string()), values)
