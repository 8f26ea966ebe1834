"""(h) A running server over its websocket: *Incidenter* of a large register, against the same page of a small one."""

import csv
import random
import statistics
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from pathlib import Path

from access.rights import authorise, local_coordinator
from base.actors import Act
from benchmarks.answering import serve
from benchmarks.kept import FOLDER, KEY, kept_store
from benchmarks.websocket import Session, open_session
from data.imported.imports import import_file
from data.imported.incoming import ExportFile
from data.ledger.preferences import MUNICIPALITY, set_preference
from data.ledger.store import Store
from data.organisation.units import NewUnit, write_units

SMALL, LARGE = 200, 20_000
AT_MOST_MS = 300.0
_RUNS, _WARM_UP = 9, 2
_ROOT = Path(__file__).resolve().parent.parent
_DAY = date(2026, 10, 31)
_FIRST = datetime.combine(date(2023, 1, 1), time(8))
_HEADERS = (
    "Ärendenummer",
    "Rubrik",
    "Enhet",
    "Typ av incident",
    "Upptäcktes",
    "Kännedom",
    "Anmäld till IMY",
    "Upplysning skickad",
    "Status",
    "Betydande incident",
    "Avbrott i timmar",
)
_KINDS = ("Personuppgiftsincident", "IT-säkerhetsincident", "Informationssäkerhetsincident")


def measure() -> dict[int, float]:
    """Incidents in the register → milliseconds of a load that is not the first."""
    pages: dict[int, Session] = {}
    taken: dict[int, list[float]] = {SMALL: [], LARGE: []}
    with ExitStack() as open_until_the_end:
        for rows in taken:
            settings = kept_store(f"incidenter-{rows}-1", _build(rows))
            environment = {"MOGNAD_STORE": str(settings.store), "MOGNAD_KEY": KEY}
            port = open_until_the_end.enter_context(serve(_ROOT / "app.py", environment))
            pages[rows] = open_until_the_end.enter_context(open_session(port, "", "incidenter"))
        # Turn by turn, so that whatever else the machine does meets both alike.
        for number in range(_WARM_UP + _RUNS):
            for rows, page in pages.items():
                milliseconds = page.load("incidenter")
                if number >= _WARM_UP:
                    taken[rows].append(milliseconds)
    return {rows: statistics.median(times) for rows, times in taken.items()}


def _build(rows: int) -> Callable[[Store], None]:
    def build(store: Store) -> None:
        actor = local_coordinator()
        set_preference(store, authorise(actor, Act.CONFIGURE), MUNICIPALITY, "Provkommunen")
        _organise(store)
        file = ExportFile(_write_export(FOLDER / "incidenter.csv", rows), "incidents", _DAY)
        if import_file(store, authorise(actor, Act.IMPORT), file)["stored"] != rows:
            raise AssertionError

    return build


def _organise(store: Store) -> None:
    grant, first = authorise(local_coordinator(), Act.ORGANISE), date(2020, 1, 1)
    root = write_units(store, grant, [NewUnit("Provkommunen", "kommun", None, first)])[0]
    write_units(store, grant, [NewUnit(f"Enhet {number}", "enhet", root, first) for number in range(200)])


def _write_export(path: Path, rows: int) -> Path:
    """A made-up incident list, as many in each year whatever their number; seeded."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file, delimiter=";")
        written.writerow(_HEADERS)
        for number in range(rows):
            known = _FIRST + timedelta(minutes=number * 2_000_000 // rows)
            written.writerow(
                [
                    f"I-{number:05}",
                    f"Händelse {number}: uppgifter till fel mottagare",
                    f"Enhet {chance.randrange(200)}",
                    chance.choice(_KINDS),
                    _written(known - timedelta(hours=3)),
                    _written(known),
                    chance.choice((_written(known + timedelta(hours=chance.randrange(120))), "")),
                    chance.choice((_written(known + timedelta(hours=chance.randrange(40))), "")),
                    chance.choice(("Öppen", "Pågående", "Stängd")),
                    chance.choice(("Ja", "Nej", "")),
                    chance.choice((chance.randrange(30), "")),
                ]
            )
    return path


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
