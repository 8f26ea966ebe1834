"""(d) A running server over its websocket: a filter and a pivot in *Utforska*, against a bare rerun."""

import json
import statistics
import tempfile
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from access.rights import authorise, local_coordinator
from base.actors import Act
from benchmarks.answering import serve
from benchmarks.importing import MAPPING, ROWS, write_export
from benchmarks.websocket import open_session
from data.imported.imports import import_file
from data.imported.incoming import ExportFile
from data.ledger.preferences import MUNICIPALITY, set_preference
from data.ledger.settings import Settings
from data.ledger.store import open_store

AT_MOST_MS = 300.0
BARE, FILTER, PIVOT = "tom omritning", "filter", "pivot"
_RUNS = 12
_WARM_UP = 2
_ROOT = Path(__file__).resolve().parent.parent
_STATUSES = ("Öppen", "Pågående", "Accepterad", "Stängd")


def measure() -> dict[str, float]:
    """Milliseconds of a bare rerun, of a filter and of a pivot; each run asks for something it has not asked before."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _prepare(folder)
        environment = {"MOGNAD_STORE": str(folder / "store.duckdb"), "MOGNAD_KEY": "nyckel"}
        with (
            serve(_ROOT / "app.py", environment) as port,
            serve(_ROOT / "benchmarks" / "bare_rerun.py", {}) as bare_port,
            open_session(port, "register=risks", "utforska") as ours,
            open_session(bare_port) as bare,
        ):
            taken: dict[str, list[float]] = {BARE: [], FILTER: [], PIVOT: []}
            for number in range(_WARM_UP + _RUNS):
                times = {BARE: bare.load("")}
                for what, view in ((FILTER, _filter(number)), (PIVOT, _pivot(number))):
                    ours.query = urlencode({"register": "risks", **view})
                    times[what] = ours.load("utforska")
                if number >= _WARM_UP:
                    for what, milliseconds in times.items():
                        taken[what].append(milliseconds)
    return {what: statistics.median(found) for what, found in taken.items()}


def _filter(number: int) -> dict[str, str]:
    """A search, a choice and an order."""
    where = [{"column": "status", "values": [_STATUSES[number % 4]]}]
    return {"search": f"risk {number}", "where": json.dumps(where), "sort": "due", "descending": "true"}


def _pivot(number: int) -> dict[str, str]:
    """A mean by month and status."""
    of = f"+Övrigt {6 + number % 4}"
    return {
        "show": "groups",
        "by": "due",
        "across": "status",
        "measure": "mean",
        "of": of,
        "where": json.dumps([{"column": of, "low": number}]),
    }


def _prepare(folder: Path) -> None:
    actor = local_coordinator()
    store = open_store(Settings(folder / "store.duckdb", "nyckel", folder / "backups"))
    set_preference(store, authorise(actor, Act.CONFIGURE), MUNICIPALITY, "Provkommunen")
    path = write_export(folder / "risker.xlsx")
    told = import_file(store, authorise(actor, Act.IMPORT), ExportFile(path, "risks", date(2026, 11, 2), MAPPING))
    store.close()
    if told["stored"] != ROWS:
        raise AssertionError
