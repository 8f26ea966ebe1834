"""The base table of a register: one typed column per field, generated from its YAML."""

import pyarrow as pa

from data.registers.definitions.model import Register

_DUCKDB = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}
# The types a column of the store may have, as Arrow reads them in.
ARROW_TYPES = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
}

# What stands beside a register's fields: the ledger's own columns and the snapshot, and what its held rows are told by.
OWN_COLUMNS = (
    *("seq", "recorded_at", "actor", "salt", "row_hash", "snapshot"),
    *("source", "place", "layer_as_of", "row_key"),
)


def table_columns(register: Register) -> list[tuple[str, str]]:
    """(column, DuckDB type) of ``register_<name>``, without the ledger's own columns and ``snapshot``.

    ``row`` is the row as Excel numbers it. A field gives one column but for

    * datetime: ``<f>`` and ``<f>_timed`` (false: the file gave no time of day, and ``<f>`` is at midnight),
    * choice: the value's name, several joined by ``+``; an unknown word as it stands in the file,
    * scale: ``<f>`` as read, ``<f>_scale`` and ``<f>_step`` (both null when the step is unknown),
    * unit: ``<f>_text`` as read and ``<f>``, the unit's id, which the import fills in.

    ``risk_class`` (``low``, ``medium``, ``high``, ``extreme``, null = unknown) stands where the register asks for
    it, ``residual_class`` where it has fields of what is left of the risk; ``extra`` holds kept columns that no field
    took, as a JSON object of texts.
    """
    columns = [("row", "BIGINT")]
    for field in register.fields:
        if field.type == "datetime":
            columns += [(field.name, "TIMESTAMP"), (f"{field.name}_timed", "BOOLEAN")]
        elif field.type == "choice":
            columns.append((field.name, "VARCHAR"))
        elif field.type == "scale":
            columns += [(field.name, "VARCHAR"), (f"{field.name}_scale", "VARCHAR"), (f"{field.name}_step", "BIGINT")]
        elif field.type == "unit":
            columns += [(f"{field.name}_text", "VARCHAR"), (field.name, "VARCHAR")]
        else:
            columns.append((field.name, _DUCKDB[field.type]))
    if register.risk_class:
        columns.append(("risk_class", "VARCHAR"))
    if register.residual_class:
        columns.append(("residual_class", "VARCHAR"))
    columns.append(("extra", "VARCHAR"))
    return columns


def arrow_schema(register: Register) -> pa.Schema:
    """The same columns as Arrow types: the schema of ``Reading.table``."""
    return pa.schema([(name, ARROW_TYPES[kind]) for name, kind in table_columns(register)])
