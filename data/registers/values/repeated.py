"""Rows that say the same thing twice, and ids that stand for two things."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa


@dataclass(frozen=True, slots=True)
class SameRows:
    """Positions → the position of the earlier row.

    ``skipped``: same id and same content. ``repeated``: same id, other content.
    """

    skipped: dict[int, int] = field(default_factory=dict)
    repeated: dict[int, int] = field(default_factory=dict)


def find_same_rows(ids: pa.StringArray | None, content: Sequence[pa.StringArray]) -> SameRows:
    """Compare the rows that share an id. Rows without an id are never taken for each other."""
    same_rows = SameRows()
    if ids is None or not len(ids):
        return same_rows
    encoded = ids.dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    counts = np.bincount(codes)
    counts[[code for code, text in enumerate(encoded.dictionary.to_pylist()) if not text]] = 0
    suspects = np.flatnonzero(counts[codes] > 1)
    if not len(suspects):
        return same_rows
    chosen = pa.array(suspects)
    contents = list(zip(*(column.take(chosen).to_pylist() for column in content), strict=True))
    first: dict[int, int] = {}
    seen: dict[tuple[int, tuple[str, ...]], int] = {}
    for position, code, texts in zip(suspects.tolist(), codes[suspects].tolist(), contents, strict=True):
        if (same := seen.get((code, texts))) is not None:
            same_rows.skipped[position] = same
            continue
        seen[code, texts] = position
        if code in first:
            same_rows.repeated[position] = first[code]
        first.setdefault(code, position)
    return same_rows
