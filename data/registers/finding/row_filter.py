"""Rows that a person has said are not to be taken in: counted by the filter that left them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from base.errors import MognadError
from base.formats import listing
from data.registers.finding.mapping import RowFilter, key_of
from data.registers.values.sheet import Mask


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many rows one filter left out; a row counts at the first filter that does not let it through."""

    filter: RowFilter
    rows: int

    @property
    def reason(self) -> str:
        """``Kategori är inte IT eller OT``, with ``exclude`` ``Kategori är IT eller OT``."""
        shown = listing([text or "tom" for text in self.filter.values]).replace(" och ", " eller ")
        return f"{self.filter.header} är {'' if self.filter.exclude else 'inte '}{shown}"


def apply_filters(
    filters: Sequence[RowFilter], texts: Mapping[str, pa.StringArray]
) -> tuple[Mask, tuple[LeftOut, ...]]:
    """Which rows pass every filter, and what each left out. ``texts``: ``key_of`` the header → the rows' cells.

    Raises ``filter_empty`` if no row is left.
    """
    n_rows = len(next(iter(texts.values()))) if texts else 0
    kept = np.ones(n_rows, dtype=np.bool_)
    left_out = []
    for wish in filters:
        wanted = {key_of(value) for value in wish.values}
        encoded = texts[key_of(wish.header)].dictionary_encode()
        hits = np.array([key_of(text) in wanted for text in encoded.dictionary.to_pylist()], dtype=np.bool_)
        passes = hits[encoded.indices.to_numpy(zero_copy_only=False)] != wish.exclude
        left_out.append(LeftOut(wish, int((kept & ~passes).sum())))
        kept &= passes
    if filters and not kept.any():
        reasons = "; ".join(left.reason for left in left_out)
        raise MognadError("filter_empty", f"Urvalet lämnar ingen rad kvar: {reasons}. Ändra eller ta bort urvalet.")
    return kept, tuple(left_out)
