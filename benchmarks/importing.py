"""(b) 100 000 rows × 20 columns from file to stored snapshot, against pandas with openpyxl merely reading it."""

import random
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pandas as pd

from access.rights import authorise, local_coordinator
from base.actors import Act
from data.imports import import_file
from data.settings import Settings
from data.store import open_store

ROWS = 100_000
AT_MOST = 0.25
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


def measure() -> tuple[float, float]:
    """(seconds to import, seconds for pandas to read)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = write_export(folder / "risker.xlsx")
        imports = [_import(folder, path, run) for run in range(_RUNS)]
        begun = time.perf_counter()
        frame = pd.read_excel(path, engine="openpyxl")
        read = time.perf_counter() - begun
        if len(frame) != ROWS:
            raise AssertionError
    return statistics.median(imports), read


def _import(folder: Path, path: Path, run: int) -> float:
    store = open_store(Settings(folder / f"{run}.duckdb", "nyckel", folder / "backups"))
    grant = authorise(local_coordinator(), Act.IMPORT)
    begun = time.perf_counter()
    told = import_file(store, grant, path, "risks", date(2026, 11, 2), MAPPING)
    taken = time.perf_counter() - begun
    store.close()
    if told["stored"] != ROWS:
        raise AssertionError
    return taken


def write_export(path: Path) -> Path:
    """A made-up risk export of ``ROWS`` rows."""
    chance = random.Random(1)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Risker")
    sheet.append(_HEADERS)
    first = date(2020, 1, 1)
    for number in range(ROWS):
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
