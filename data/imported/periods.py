"""Several readings of one file: whether each goes on from the one before it."""

from collections.abc import Sequence
from itertools import pairwise

from data.registers.reading.result import Reading


def go_apart(readings: Sequence[Reading]) -> bool:
    """Whether no reading has a row in common with the one before it, as when each tab holds its own year's rows.

    Rows are followed by the register's key, or where a reading has none by the fields that a row is known by. False
    where a reading has neither: then nothing can be told.
    """
    if len(readings) < 2:
        return False
    for before, after in pairwise(readings):
        keys = [_keys(reading, by_id=True) for reading in (before, after)]
        if not all(keys):
            keys = [_keys(reading, by_id=False) for reading in (before, after)]
        if not all(keys) or keys[0] & keys[1]:
            return False
    return True


def _keys(reading: Reading, by_id: bool) -> set[tuple[object, ...]]:
    register = reading.register
    if register is None:
        return set()
    names = [register.key] if by_id else list(register.match)
    # Units are matched only when the rows are stored; until then their text is what there is.
    columns = [f"{name}_text" if register.field(name).type == "unit" else name for name in names]
    rows = zip(*(reading.table.column(name).to_pylist() for name in columns), strict=True)
    return {row for row in rows if any(value is not None for value in row)}
