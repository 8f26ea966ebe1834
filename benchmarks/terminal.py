"""(g) What a terminal command takes before its work: all of its process, less the same work where all stands ready.

Against a Python that loads the packages which no command does without, 0.2 s on a machine that does nothing else.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from access.rights import authorise, local_coordinator
from base.actors import Act
from benchmarks.cpu import cpu_seconds
from benchmarks.importing import MAPPING, write_export
from benchmarks.kept import FOLDER
from data.imported.imports import import_file
from data.imported.incoming import ExportFile, ImportOrder
from data.imported.sources import add_source
from data.ledger.settings import Settings
from data.ledger.store import Store, open_store
from data.organisation.units import units
from examples.build import build_example

ROWS = 1_000
# Half a second where the packages take their 0.2 s.
AT_MOST = 2.5
_RUNS = 9
_ROOT = Path(__file__).resolve().parent.parent
_DAY = date(2026, 11, 3)
_PACKAGES = "import duckdb, numpy, pyarrow, pydantic, yaml"
_SCALES = {"scales": MAPPING["scales"]}


@dataclass(frozen=True, slots=True)
class Command:
    """Words at the terminal, and the work that they ask for."""

    words: Sequence[str]
    work: Callable[[Store], object]


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of one command: as a process of its own, its work alone, and the packages alone."""

    whole: float
    work: float
    packages: float

    @property
    def start(self) -> float:
        return self.whole - self.work


def measure() -> dict[str, Times]:
    """A command that asks one small table, and an import of risks."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        folder = Path(name)
        example = Settings(folder / "example.duckdb", None, folder / "backups")
        build_example(example)
        open_store(example).close()
        asked = Command(["units"], lambda store: units(store, _DAY))
        return {"units": _times(example, asked), "import": _times(example, _import(folder))}


def _times(example: Settings, command: Command) -> Times:
    """The least of several runs, each on a copy of the store; turn by turn, so that what disturbs meets all alike."""
    ways = (lambda store: _run(store, command.words), lambda store: _work(store, command), _load)
    runs = [[_least(way, example) for way in ways] for _ in range(_RUNS)]
    return Times(*(min(taken) for taken in zip(*runs, strict=True)))


def _least(run: Callable[[Settings], Callable[[], object]], example: Settings) -> float:
    """Seconds by the clock or of the processor, whichever are fewer: a busy machine makes the one longer, several
    threads the other."""
    copied = Settings(example.store.with_name("copy.duckdb"), None, example.backup_dir)
    shutil.copy2(example.store, copied.store)
    todo = run(copied)
    begun = (time.perf_counter(), cpu_seconds())
    todo()
    return min(time.perf_counter() - begun[0], cpu_seconds() - begun[1])


def _run(store: Settings, words: Sequence[str]) -> Callable[[], object]:
    command = [sys.executable, "cli.py", *words, "--store", str(store.store), "--json"]
    return lambda: subprocess.run(command, cwd=_ROOT, check=True, stdout=subprocess.DEVNULL)


def _load(_: Settings) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-c", _PACKAGES], check=True)


def _work(settings: Settings, command: Command) -> Callable[[], object]:
    store = open_store(settings)

    def work() -> None:
        command.work(store)
        store.close()

    return work


def _import(folder: Path) -> Command:
    file, mapping = write_export(folder / "risker.xlsx", rows=ROWS), folder / "mapping.json"
    mapping.write_text(json.dumps(_SCALES), encoding="utf-8")
    words = ["import", str(file), "--register", "risks", "--as-of", _DAY.isoformat(), "--mapping", str(mapping)]

    def work(store: Store) -> None:
        grant = authorise(local_coordinator(), Act.IMPORT)
        source = add_source(store, grant, "risks", "Provet")
        import_file(store, grant, ExportFile(file, "risks", _DAY, _SCALES), ImportOrder(source=source))

    return Command([*words, "--source", "Provet", "--add-source"], work)
