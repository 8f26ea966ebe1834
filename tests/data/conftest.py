"""Stores, units and a tiny questionnaire for the tests of the ledger."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from access.rights import authorise, local_coordinator
from base.actors import Act, Grant
from data.ledger.settings import Settings
from data.ledger.store import Store, open_store
from data.organisation.units import NewUnit, write_units
from files.grid import CellKind, Column, Sheet, Workbook
from questionnaires.library import from_canonical
from questionnaires.model import Questionnaire

Opener = Callable[..., Store]


@dataclass
class MovableClock:
    """A clock the test sets."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 3, 13, 32, tzinfo=UTC))

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def opened(tmp_path: Path, clock: MovableClock) -> Iterator[Opener]:
    """Opens stores in the test's folder and closes them afterwards."""
    made: list[Store] = []

    def opener(name: str = "store.duckdb", key: str | None = None) -> Store:
        store = open_store(Settings(tmp_path / name, key, tmp_path / "backups"), clock)
        made.append(store)
        return store

    yield opener
    for store in made:
        store.close()


@pytest.fixture
def store(opened: Opener) -> Store:
    return opened()


@pytest.fixture
def grant() -> Callable[[Act], Grant]:
    return lambda act: authorise(local_coordinator(), act)


@pytest.fixture
def form() -> Questionnaire:
    return tiny_form()


def tiny_form(version: int = 1) -> Questionnaire:
    """Two unit questions on a scale of 1 to 3."""
    steps = [
        {"list_name": "steg", "name": f"s{n}", "label::sv": f"Steg {n}", "value": n, "order": n} for n in (1, 2, 3)
    ]
    questions = [
        {"type": "select_one steg", "name": name, "label::sv": name, "area": "a", "respondent": "unit"}
        for name in ("q1", "q2")
    ]
    return from_canonical(
        {
            "settings": {"form_id": "liten", "form_title": "Liten", "version": version},
            "areas": [{"name": "a", "label::sv": "A"}],
            "choices": steps,
            "survey": questions,
            "levels": [],
        }
    )


@dataclass(frozen=True)
class Town:
    """Ids of a root and two schools, valid from 2020."""

    root: str
    a: str
    b: str


@pytest.fixture
def town(store: Store, grant: Callable[[Act], Grant]) -> Town:
    start = date(2020, 1, 1)
    root = write_units(store, grant(Act.ORGANISE), [NewUnit("Åmåla kommun", "kommun", None, start)])[0]
    a, b = write_units(
        store,
        grant(Act.ORGANISE),
        [NewUnit("Skola A", "enhet", root, start, code="0114"), NewUnit("Skola B", "enhet", root, start)],
    )
    return Town(root, a, b)


@pytest.fixture(scope="session")
def table() -> Callable[..., Workbook]:
    """A workbook of one sheet with the rows given, all of them texts; no file and no child process."""

    def made(*rows: Sequence[str]) -> Workbook:
        width = max(len(row) for row in rows)
        columns = []
        for place in range(width):
            texts = [row[place] if place < len(row) else "" for row in rows]
            kinds = [int(CellKind.TEXT if text else CellKind.EMPTY) for text in texts]
            columns.append(Column(pa.array(texts, pa.string()), pa.array(kinds, pa.int8())))
        return Workbook("xlsx", "fil.xlsx", "0" * 64, 1, (Sheet("Blad1", True, tuple(columns)),))

    return made


@dataclass(frozen=True)
class Offices:
    """A municipality of two kontor, valid from 2020. Kontor Nord holds Skola A and B, Kontor Syd Skola C."""

    ids: dict[str, str]

    def __getattr__(self, name: str) -> str:
        return self.ids[name]


@pytest.fixture
def offices(store: Store, grant: Callable[[Act], Grant]) -> Offices:
    start = date(2020, 1, 1)
    organise = grant(Act.ORGANISE)
    root = write_units(store, organise, [NewUnit("Åmåla kommun", "kommun", None, start)])[0]
    north, south = write_units(
        store,
        organise,
        [NewUnit("Kontor Nord", "kontor", root, start), NewUnit("Kontor Syd", "kontor", root, start)],
    )
    a, b, c = write_units(
        store,
        organise,
        [
            NewUnit("Skola A", "enhet", north, start, code="101", attributes={"skola": "true", "employees": "20"}),
            NewUnit("Skola B", "enhet", north, start, code="102", attributes={"skola": "true", "employees": "30"}),
            NewUnit("Skola C", "enhet", south, start, code="103"),
        ],
    )
    return Offices({"root": root, "north": north, "south": south, "a": a, "b": b, "c": c})
