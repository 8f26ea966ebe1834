"""What two rows of one thing say differently: one rule for the card before saving and for what an import changed.

A field that one of the two files had no column for is not compared, and other words for the same value are no change.
"""

from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa

from data.imported.state import leading
from data.ledger.arrow import table_of
from data.registers.definitions.model import Register, RegisterField


def heard_table(heard: Mapping[str, Collection[str]], fields: Sequence[RegisterField]) -> pa.Table:
    """Snapshot, and for each of the fields ``h_<field>``: whether its file had a column or a value for it.

    ``heard``: the names of the fields that a file filled, by its snapshot (``state.filled_fields``).
    """
    columns = ", ".join(["snapshot VARCHAR", *(f"h_{field.name} BOOLEAN" for field in fields)])
    rows = ((snapshot, *(field.name in names for field in fields)) for snapshot, names in heard.items())
    return table_of(columns, rows)


def followed_rows(register: Register, rows: str) -> str:
    """SQL: of rows with ``source`` and ``row_key`` the one that counts of each thing that can be followed.

    Each with ``heard_table``'s columns (that table is ``heard``) and ``times``, the rows of its thing.
    """
    return f"""
    SELECT placed.*, heard.* EXCLUDE (snapshot) FROM (
        SELECT r.*, count(*) OVER thing AS times, row_number() OVER (thing ORDER BY {leading(register)}) AS nth
        FROM ({rows}) r WHERE row_key IS NOT NULL WINDOW thing AS (PARTITION BY source, row_key)
    ) placed JOIN heard USING (snapshot) WHERE nth = 1
    """


def is_changed(register: Register) -> str:
    """SQL: whether ``a`` and ``b``, rows of one thing from ``followed_rows``, differ in a field that is watched."""
    return " OR ".join(differs(field) for field in register.watched_fields) or "false"


def differs(field: RegisterField) -> str:
    """SQL: whether the rows ``a`` and ``b`` say different things in a field."""
    name = field.name
    if field.type == "datetime":
        other = f'(a."{name}" IS DISTINCT FROM b."{name}" OR a."{name}_timed" IS DISTINCT FROM b."{name}_timed")'
    elif field.type == "scale":
        same = f'a."{name}_scale" = b."{name}_scale" AND a."{name}_step" = b."{name}_step"'
        other = f"{_text_differs(name)} AND NOT coalesce({same}, false)"
    elif field.type == "unit":
        other = f'{_text_differs(f"{name}_text")} AND NOT coalesce(a."{name}" = b."{name}", false)'
    elif field.type in ("text", "choice"):
        other = _text_differs(name)
    else:
        other = f'a."{name}" IS DISTINCT FROM b."{name}"'
    return f'coalesce(a."h_{name}" AND b."h_{name}" AND {other}, false)'


def _text_differs(column: str) -> str:
    return f"nullif(trim(a.\"{column}\"), '') IS DISTINCT FROM nullif(trim(b.\"{column}\"), '')"
