"""(i) A year's answers of a large municipality from CSV to the ledger, against DuckDB reading and inserting the file.

And the tenth year against the first.
"""

import csv
import random
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import duckdb

from access.rights import authorise, local_coordinator
from base.actors import Act
from benchmarks.cpu import cpu_seconds
from benchmarks.kept import FOLDER, KEY, kept_store
from data.ledger.preferences import MUNICIPALITY, set_preference
from data.ledger.settings import Settings
from data.ledger.store import Store, open_store
from data.measuring.answer_files import AnswerFile, import_answers
from data.organisation.units import NewUnit, write_units
from files.workbook import read_workbook
from questionnaires.library import from_canonical
from questionnaires.model import Questionnaire

UNITS, QUESTIONS = 1_000, 150
ROWS = UNITS * QUESTIONS
AT_MOST = 45.0
AT_MOST_TENTH = 1.3
_YEARS = range(2017, 2027)
_REFERENCE = Path(__file__).parent / "reference" / "answers.sql"


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of this process and its children: the first and the tenth year, and DuckDB with the first year's file."""

    first: float
    tenth: float
    reference: float


def measure() -> Times:
    """Each the best of a few: what else the machine does only makes them longer."""
    first, tenth = (kept_store(f"svar-{years}-1", partial(_build, years)) for years in (0, len(_YEARS) - 1))
    files = {year: _written(year) for year in (_YEARS[0], _YEARS[-1])}
    return Times(
        min(_import(first, files[_YEARS[0]]) for _ in range(2)),
        min(_import(tenth, files[_YEARS[-1]]) for _ in range(2)),
        min(_reference(files[_YEARS[0]]) for _ in range(3)),
    )


def _import(kept: Settings, file: Path) -> float:
    """Into a copy of a kept store, so that each run begins alike."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        settings = Settings(Path(name) / kept.store.name, KEY, Path(name))
        shutil.copy2(kept.store, settings.store)
        store = open_store(settings)
        begun = cpu_seconds()
        _take(store, file)
        taken = cpu_seconds() - begun
        store.close()
    return taken


def _take(store: Store, file: Path) -> None:
    grant = authorise(local_coordinator(), Act.IMPORT)
    if import_answers(store, grant, AnswerFile(read_workbook(file), _form(), create=True)).stored != ROWS:
        raise AssertionError


def _reference(file: Path) -> float:
    with (
        tempfile.TemporaryDirectory(dir=FOLDER) as name,
        duckdb.connect(str(Path(name) / "answers.duckdb")) as database,
    ):
        begun = cpu_seconds()
        database.execute(_REFERENCE.read_text(encoding="utf-8"), {"file": str(file)})
        taken = cpu_seconds() - begun
        if database.execute("SELECT count(*) FROM answer").fetchall() != [(ROWS,)]:
            raise AssertionError
    return taken


def _build(years: int, store: Store) -> None:
    """The organisation, and the answers of so many years."""
    actor = local_coordinator()
    set_preference(store, authorise(actor, Act.CONFIGURE), MUNICIPALITY, "Storkommunen")
    grant, first = authorise(actor, Act.ORGANISE), date(2010, 1, 1)
    root = write_units(store, grant, [NewUnit("Storkommunen", "kommun", None, first)])[0]
    branches = write_units(store, grant, [NewUnit(f"Kontor {number}", "kontor", root, first) for number in range(20)])
    write_units(
        store, grant, [NewUnit(_unit(number), "enhet", branches[number % 20], first) for number in range(UNITS)]
    )
    for year in _YEARS[:years]:
        _take(store, _written(year))


def _unit(number: int) -> str:
    return f"Enhet {number}"


def _form() -> Questionnaire:
    """150 questions on one scale of four steps."""
    survey = [
        {
            "type": "select_one steg",
            "respondent": "unit",
            "name": f"q{number}",
            "label::sv": f"Fråga {number}",
            "area": "a",
        }
        for number in range(QUESTIONS)
    ]
    return from_canonical(
        {
            "settings": {"form_id": "svarsimport", "form_title": "Svarsimport", "version": 1},
            "areas": [{"name": "a", "label::sv": "A"}],
            "choices": [
                {"list_name": "steg", "name": f"s{step}", "label::sv": f"Steg {step}", "value": step, "order": step}
                for step in range(1, 5)
            ],
            "survey": survey,
            "levels": [],
        }
    )


def _written(year: int) -> Path:
    """The year's file in long form, made where there is none; seeded."""
    path = FOLDER / f"svar-{year}-1.csv"
    if not path.exists():
        chance = random.Random(year)
        building = path.with_suffix(".building")
        with building.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, delimiter=";")
            rows.writerow(("round", "as_of", "unit", "question", "value", "comment"))
            rows.writerows(
                (f"Mätning {year}", f"{year}-11-01", _unit(unit), f"q{number}", chance.randint(1, 4), "")
                for unit in range(UNITS)
                for number in range(QUESTIONS)
            )
        building.rename(path)
    return path
