"""(c) The combined page's computing on example data, against the least SQL that gives its means."""

import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.reference.means import means, worths
from data.ledger.settings import Settings
from data.ledger.store import open_store
from examples.build import build_example
from metrics.overview.courses import Looking
from metrics.overview.development import development

AT_MOST_MS = 50.0
_RUNS = 15
_AS_OF = date(2026, 12, 31)


def measure() -> tuple[float, float]:
    """(milliseconds to compute, milliseconds of the reference)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(folder / "demo.duckdb", "nyckel", folder / "backups")
        build_example(settings)
        store = open_store(settings)
        worth = worths(store)
        computed, queried = [], []
        for _ in range(_RUNS):
            begun = time.perf_counter()
            development(store, Looking(_AS_OF))
            between = time.perf_counter()
            means(store, worth)
            computed.append((between - begun) * 1000)
            queried.append((time.perf_counter() - between) * 1000)
        store.close()
    return statistics.median(computed), statistics.median(queried)
