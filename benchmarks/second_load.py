"""(f) A running server over its websocket: pages loaded again right after an answer to an open measurement."""

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.answering import serve
from benchmarks.reference.town import KEY, LARGE, MIDDLE, Town, kept_store, settings_of
from benchmarks.websocket import Session, open_session
from data.ledger.settings import Settings
from data.ledger.store import open_store
from examples.build import build_example

AT_MOST_MS = 100.0
RESULT_AT_MOST_MS, RESULT_AGAIN_AT_MOST_MS = 300.0, 100.0
PAGES = ("start", "matningar", "resultat", "utveckling")
_RUNS, _WARM_UP = 7, 2
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Page:
    """Milliseconds of a page right after an answer, and loaded once more."""

    after_answer: float
    again: float


def measure() -> tuple[dict[str, Page], dict[str, Page]]:
    """Each page of the ten years' store, and of the example; turn by turn, so that other work meets both alike."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as open_servers:
        folder = Path(name)
        large = open_servers.enter_context(_answered_town(folder, LARGE))
        example = open_servers.enter_context(_example(folder))
        taken: list[dict[str, _Times]] = [{page: ([], []) for page in PAGES} for _ in range(2)]
        for number in range(_WARM_UP + _RUNS):
            for page in PAGES:
                for times, town in zip(taken, (large, example), strict=True):
                    _note(times[page], town, page, number)
    return _medians(taken[0]), _medians(taken[1])


def measure_result() -> Page:
    """*Resultat* of 60 units × 106 questions × 4 rounds."""
    times: _Times = ([], [])
    with tempfile.TemporaryDirectory() as name, _answered_town(Path(name), MIDDLE) as town:
        for number in range(_WARM_UP + _RUNS):
            _note(times, town, "resultat", number)
    return _medians({"resultat": times})["resultat"]


_Times = tuple[list[float], list[float]]


@dataclass(frozen=True, slots=True)
class _Served:
    """A page that is looked at, and one on which a question is answered, where there is an open measurement."""

    reader: Session
    writer: Session | None


def _note(times: _Times, town: _Served, page: str, number: int) -> None:
    if town.writer is not None:
        (widget, *_) = town.writer.widgets(r":val$")
        town.writer.choose(widget, number % 4)
    for taken in times:
        milliseconds = town.reader.load(page)
        if number >= _WARM_UP:
            taken.append(milliseconds)


def _medians(times: dict[str, _Times]) -> dict[str, Page]:
    return {page: Page(*map(statistics.median, both)) for page, both in times.items()}


@contextmanager
def _answered_town(folder: Path, town: Town) -> Iterator[_Served]:
    path = folder / f"{town.name}.duckdb"
    shutil.copy2(kept_store(town), path)
    store = open_store(settings_of(path))
    place = store.query("SELECT round, unit FROM store.round_unit ORDER BY seq DESC LIMIT 1")[0]
    store.close()
    with (
        serve(_ROOT / "app.py", {"MOGNAD_STORE": str(path), "MOGNAD_KEY": KEY}) as port,
        open_session(port) as reader,
        open_session(port, f"round={place['round']}&unit={place['unit']}&area=a0", "mina_fragor") as writer,
    ):
        yield _Served(reader, writer)


@contextmanager
def _example(folder: Path) -> Iterator[_Served]:
    settings = Settings(folder / "example.duckdb", KEY, folder / "backups")
    build_example(settings)
    open_store(settings).close()
    environment = {"MOGNAD_STORE": str(settings.store), "MOGNAD_KEY": KEY}
    with serve(_ROOT / "app.py", environment) as port, open_session(port) as reader:
        yield _Served(reader, None)
