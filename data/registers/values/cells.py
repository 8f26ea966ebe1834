"""One column's cells, told apart by their distinct values, and the typed column that is made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data.registers.definitions.scales import ScaleValue
from data.registers.values.dates import DateOrder
from data.registers.values.sheet import Integers
from files.grid import CellKind


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one column in the data rows. ``texts`` are cleaned."""

    texts: pa.StringArray
    kinds: npt.NDArray[np.int8]

    def coded(self) -> "Coded":
        encoded = self.texts.dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        texts = encoded.dictionary.to_pylist()
        # The same text may come as a number in one cell and as a text in another.
        kinds = np.zeros(len(texts), dtype=np.int8)
        kinds[codes] = self.kinds
        if (kinds[codes] != self.kinds).any():
            pairs, codes = np.unique(codes * 8 + self.kinds, return_inverse=True)
            texts = [texts[pair // 8] for pair in pairs.tolist()]
            kinds = (pairs % 8).astype(np.int8)
        return Coded(codes.astype(np.int64), texts, [CellKind(kind) for kind in kinds.tolist()])


@dataclass(frozen=True, slots=True)
class Coded:
    """The column as codes into its distinct (text, kind) pairs."""

    codes: Integers
    texts: list[str]
    kinds: list[CellKind]

    def spread(self, values: Sequence[object], kind: pa.DataType) -> pa.Array:
        """One value per distinct pair → one per row."""
        return pa.array(values, kind).take(pa.array(self.codes))


@dataclass(frozen=True, slots=True)
class CellFault:
    """Something to tell about the rows (positions) that hold this text."""

    case: str
    positions: list[int]
    raw: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Typed:
    """A field's columns in the store, and what was met on the way.

    ``type``: the field's type, but ``date`` for a datetime without any time of day. ``empty``: cells without a
    value; ``unreadable``: cells with a text that gave none.
    """

    type: str
    arrays: dict[str, pa.Array]
    faults: list[CellFault] = field(default_factory=list)
    empty: int = 0
    unreadable: int = 0
    low: str | None = None
    high: str | None = None
    order: DateOrder | None = None
    translations: dict[str, str] = field(default_factory=dict)
    scale: tuple[Integers, list[ScaleValue]] | None = None
    no_scale: bool = False


def error_case(text: str) -> str:
    """What to tell of an error cell: a formula that was never calculated, or the error value."""
    return "formula_uncalculated" if text.startswith("=") else "cell_error"
