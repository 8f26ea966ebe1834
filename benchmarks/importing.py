"""(b) 100 000 rows × 20 columns from file to stored snapshot, against pandas merely reading it.

And the difference between two such snapshots, against the import of one.
"""

import random
import statistics
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import openpyxl
import pandas as pd

from access.rights import authorise, local_coordinator
from base.actors import Act
from benchmarks.cpu import cpu_seconds
from data.imported.imports import import_file
from data.imported.incoming import ExportFile
from data.ledger.settings import Settings
from data.ledger.store import open_store
from metrics.registers.changes import import_changes

ROWS = 100_000
AT_MOST = 0.25
AT_MOST_CALAMINE = 2.5
AT_MOST_DIFFERENCE = 1.0
DAY = date(2026, 11, 2)
_RUNS = 3
_HEADERS = (
    "Risk-ID",
    "Riskbeskrivning",
    "Enhet",
    "Sannolikhet",
    "Konsekvens",
    "Riskvärde",
    "Status",
    "Riskägare",
    "Klart senast",
    "Identifierad",
    "Senast granskad",
    *(f"Övrigt {number}" for number in range(1, 10)),
)
MAPPING = {
    "scales": {"likelihood": "4x4", "consequence": "4x4", "risk_level": "4x4"},
    "keep": dict.fromkeys(_HEADERS, True),
}


@dataclass(frozen=True, slots=True)
class Times:
    """Processor seconds of an import, of pandas reading the file by either engine, of telling what a second changed."""

    imported: float
    openpyxl: float
    calamine: float
    difference: float


def measure() -> Times:
    """The medians of the imports and of calamine; the rest once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = write_export(folder / "risker.xlsx")
        later = write_export(folder / "risker_senare.xlsx", seed=2)
        imports = [_import(folder, path, run) for run in range(_RUNS)]
        return Times(
            statistics.median(imports),
            _read(path, "openpyxl"),
            statistics.median(_read(path, "calamine") for _ in range(_RUNS)),
            _difference(folder, path, later),
        )


def _read(path: Path, engine: Literal["openpyxl", "calamine"]) -> float:
    begun = cpu_seconds()
    frame = pd.read_excel(path, engine=engine)
    taken = cpu_seconds() - begun
    if len(frame) != ROWS:
        raise AssertionError
    return taken


def _import(folder: Path, path: Path, run: int) -> float:
    store = open_store(Settings(folder / f"{run}.duckdb", "nyckel", folder / "backups"))
    begun = cpu_seconds()
    told = import_file(store, authorise(local_coordinator(), Act.IMPORT), ExportFile(path, "risks", DAY, MAPPING))
    taken = cpu_seconds() - begun
    store.close()
    if told["stored"] != ROWS:
        raise AssertionError
    return taken


def _difference(folder: Path, path: Path, later: Path) -> float:
    store = open_store(Settings(folder / "two.duckdb", "nyckel", folder / "backups"))
    grant = authorise(local_coordinator(), Act.IMPORT)
    import_file(store, grant, ExportFile(path, "risks", DAY, MAPPING))
    told = import_file(store, grant, ExportFile(later, "risks", DAY + timedelta(days=365), MAPPING))
    begun = cpu_seconds()
    import_changes(store, told["snapshot"])
    taken = cpu_seconds() - begun
    store.close()
    return taken


def write_export(path: Path, seed: int = 1, rows: int = ROWS) -> Path:
    """A made-up risk export; another ``seed`` gives the same risks with other values."""
    chance = random.Random(seed)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Risker")
    sheet.append(_HEADERS)
    first = date(2020, 1, 1)
    for number in range(rows):
        likelihood, consequence = chance.randint(1, 4), chance.randint(1, 4)
        days = [first + timedelta(days=chance.randint(0, 2500)) for _ in range(3)]
        sheet.append(
            [
                f"R-{number:06}",
                f"Risk {number}: uppgifter når fel mottagare",
                f"Enhet {chance.randint(1, 200)}",
                likelihood,
                consequence,
                likelihood * consequence,
                chance.choice(("Öppen", "Pågående", "Accepterad", "Stängd")),
                f"Chef {chance.randint(1, 200)}",
                *days,
                *(f"Text {chance.randint(1, 5000)}" for _ in range(5)),
                *(chance.randint(0, 10_000) for _ in range(4)),
            ]
        )
    book.save(path)
    return path
