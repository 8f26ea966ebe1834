"""(c) The combined page's computing on example data, against the same queries alone."""

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow as pa

from data.ledger.settings import Settings
from data.ledger.store import Rows, Store, Tables, open_store
from examples.build import build_example
from metrics.overview.courses import Looking
from metrics.overview.development import development

AT_MOST_MS = 20.0
_RUNS = 15
_AS_OF = date(2026, 12, 31)


class _Recorder:
    """Reads as the store does and keeps what was asked."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked: list[Callable[[], object]] = []

    def query(self, sql: str, parameters: Mapping[str, object] | None = None, tables: Tables | None = None) -> Rows:
        self.asked.append(partial(self.store.query, sql, parameters, tables))
        return self.store.query(sql, parameters, tables)

    def arrow(self, sql: str, parameters: Mapping[str, object] | None = None, tables: Tables | None = None) -> pa.Table:
        self.asked.append(partial(self.store.arrow, sql, parameters, tables))
        return self.store.arrow(sql, parameters, tables)

    def position(self) -> int:
        return self.store.position()


def measure() -> tuple[float, float]:
    """(milliseconds to compute, milliseconds for its bare SQL)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(folder / "demo.duckdb", "nyckel", folder / "backups")
        build_example(settings)
        store = open_store(settings)
        recorder = _Recorder(store)
        development(recorder, Looking(_AS_OF))
        computed, queried = [], []
        for _ in range(_RUNS):
            begun = time.perf_counter()
            development(store, Looking(_AS_OF))
            between = time.perf_counter()
            for ask in recorder.asked:
                ask()
            computed.append((between - begun) * 1000)
            queried.append((time.perf_counter() - between) * 1000)
        store.close()
    return statistics.median(computed), statistics.median(queried)
