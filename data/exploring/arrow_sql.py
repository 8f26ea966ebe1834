"""SQL over Arrow tables in memory, for what is looked at and never stored.

An instance of its own that reaches no file and no address, so that nothing asked here can touch the store.
"""

import threading
from collections.abc import Mapping

import duckdb
import pyarrow as pa

from base.errors import MognadError

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}
_making = threading.Lock()
_instances: list[duckdb.DuckDBPyConnection] = []


def select(sql: str, tables: Mapping[str, pa.Table], parameters: Mapping[str, object] | None = None) -> pa.Table:
    """Run a SELECT over ``tables``, seen under their names; one cursor per call.

    Raises ``explore_failed`` when the database can't do what was asked, e.g. for lack of memory.
    """
    cursor = _instance().cursor()
    try:
        for name, table in tables.items():
            cursor.register(name, table)
        return cursor.execute(sql, dict(parameters or {})).to_arrow_table()
    except duckdb.Error as error:
        raise MognadError(
            "explore_failed", "Det gick inte att räkna så. Ta bort ett filter eller välj en annan kolumn."
        ) from error
    finally:
        cursor.close()


def _instance() -> duckdb.DuckDBPyConnection:
    with _making:
        if not _instances:
            _instances.append(duckdb.connect(":memory:", config=_CONFIG))
        return _instances[0]
