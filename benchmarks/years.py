"""(e) Ten years of 1 000 units × 150 questions: *Utveckling* computed against the least SQL that gives its figures."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.reference.means import means, worths
from benchmarks.reference.town import LARGE, kept_store, settings_of
from data.ledger.store import open_store
from metrics.overview.courses import Looking
from metrics.overview.development import development

AT_MOST, AT_MOST_BRANCH, AT_MOST_FIRST = 0.5, 0.25, 3.0
_RUNS = 9
_AS_OF = date(2026, 12, 31)


@dataclass(frozen=True, slots=True)
class Computed:
    """Seconds: the reference, and *Utveckling* the first time after a start, again, and of one branch."""

    reference: float
    first: float
    again: float
    branch: float


def measure() -> Computed:
    """Medians, turn by turn, so that whatever else the machine does meets them alike."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "store.duckdb"
        shutil.copy2(kept_store(LARGE), path)
        store = open_store(settings_of(path))
        kontor = store.query("SELECT min(unit) AS unit FROM store.unit WHERE kind = 'kontor'")[0]["unit"]
        whole = partial(development, store, Looking(_AS_OF))
        part = partial(development, store, Looking(_AS_OF, branch=kontor))
        times: tuple[list[float], ...] = ([], [], [], [])
        for _ in range(_RUNS):
            store.shelf.empty()
            works: tuple[Callable[[], object], ...] = (partial(means, store, worths(store)), whole, whole, part)
            for taken, work in zip(times, works, strict=True):
                taken.append(_seconds(work))
        store.close()
    return Computed(*map(statistics.median, times))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
