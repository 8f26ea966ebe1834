"""What two rows of one thing say differently: one rule for the card before saving and for what an import changed.

A field that one of the two files had no column for is not compared, and other words for the same value are no change.
"""

from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa

from data.imported.state import leading
from data.registers.definitions.model import Register, RegisterField


def heard_table(heard: Mapping[str, Collection[str]], fields: Sequence[RegisterField]) -> pa.Table:
    """Snapshot, and for each of the fields ``h_<field>``: whether its file had a column or a value for it.

    ``heard``: the names of the fields that a file filled, by its snapshot (``register_state.filled_fields``).
    """
    columns = {"snapshot": pa.array(list(heard), pa.string())}
    for found in fields:
        columns[f"h_{found.name}"] = pa.array([found.name in names for names in heard.values()], pa.bool_())
    return pa.table(columns)


def placed_rows(register: Register, rows: str) -> str:
    """SQL: rows with ``source`` and ``row_key``, each with ``times`` (rows of its thing) and ``nth`` (1: it counts)."""
    return f"""
    SELECT r.*, count(*) OVER one AS times, row_number() OVER (one ORDER BY {leading(register)}) AS nth
    FROM ({rows}) r WINDOW one AS (PARTITION BY source, row_key)
    """


def differs(found: RegisterField) -> str:
    """SQL: whether the rows ``a`` and ``b``, with ``heard_table``'s columns, say different things in a field."""
    name = found.name
    if found.type == "datetime":
        other = f'(a."{name}" IS DISTINCT FROM b."{name}" OR a."{name}_timed" IS DISTINCT FROM b."{name}_timed")'
    elif found.type == "scale":
        same = f'a."{name}_scale" = b."{name}_scale" AND a."{name}_step" = b."{name}_step"'
        other = f"{_text_differs(name)} AND NOT coalesce({same}, false)"
    elif found.type == "unit":
        other = f'{_text_differs(f"{name}_text")} AND NOT coalesce(a."{name}" = b."{name}", false)'
    elif found.type in ("text", "choice"):
        other = _text_differs(name)
    else:
        other = f'a."{name}" IS DISTINCT FROM b."{name}"'
    return f'coalesce(a."h_{name}" AND b."h_{name}" AND {other}, false)'


def _text_differs(column: str) -> str:
    return f"nullif(trim(a.\"{column}\"), '') IS DISTINCT FROM nullif(trim(b.\"{column}\"), '')"
