"""The generated store: 1 000 units in 20 kontor × 150 questions × 10 rounds, the newest one open; built once, kept."""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from access.rights import authorise, local_coordinator
from base.actors import Act, Grant
from data.ledger.preferences import MUNICIPALITY, set_preference
from data.ledger.settings import Settings
from data.ledger.store import Store, open_store
from data.measuring.closing import close_round
from data.measuring.form_roles import set_form_role
from data.measuring.rounds import NewRound, open_round
from data.organisation.units import NewUnit, write_units
from questionnaires.library import from_canonical
from questionnaires.model import Questionnaire

FORM = "referens"
BRANCHES, UNITS, AREAS, PER_AREA = 20, 1_000, 15, 10
YEARS = range(2017, 2027)
ALTERNATIVES = 4
_FOLDER = Path(__file__).resolve().parent.parent.parent / "var" / "bench"
# Another number where what is built here changes: an older store is then left alone and a new one built.
_EDITION = 1


def settings() -> Settings:
    """Where the store lies."""
    return Settings(_FOLDER / f"referens-{_EDITION}.duckdb", "nyckel", _FOLDER / "backups")


def reference_store() -> Store:
    """The store, built where there is none; half a store is never found."""
    kept = settings()
    if not kept.store.exists():
        _FOLDER.mkdir(parents=True, exist_ok=True)
        building = Settings(kept.store.with_suffix(".building"), kept.key, kept.backup_dir)
        building.store.unlink(missing_ok=True)
        _build(open_store(building))
        building.store.rename(kept.store)
    return open_store(kept)


def form() -> Questionnaire:
    """150 questions on one scale of four steps, in 15 areas."""
    areas = [f"a{number}" for number in range(AREAS)]
    survey = [
        {"name": f"{area}_{number}", "label::sv": f"{area} {number}", "area": area}
        for area in areas
        for number in range(PER_AREA)
    ]
    return from_canonical(
        {
            "settings": {"form_id": FORM, "form_title": "Referens", "version": 1},
            "areas": [{"name": area, "label::sv": area.upper()} for area in areas],
            "choices": [
                {"list_name": "steg", "name": f"s{step}", "label::sv": f"Steg {step}", "value": step, "order": step}
                for step in range(1, ALTERNATIVES + 1)
            ],
            "survey": [{"type": "select_one steg", "respondent": "unit", **question} for question in survey],
            "levels": [],
        }
    )


def _build(store: Store) -> None:
    set_preference(store, _grant(Act.CONFIGURE), MUNICIPALITY, "Storkommunen")
    units = _organise(store)
    questionnaire = form()
    for number, year in enumerate(YEARS):
        new = NewRound(questionnaire, f"Mätning {year}", date(year, 11, 1), units)
        made = open_round(store, _grant(Act.PLAN), new)
        with store.writing(_grant(Act.ANSWER), Act.ANSWER) as transaction:
            transaction.append_table("answer", _answers(questionnaire, made, units, number))
        if year != YEARS[-1]:
            close_round(store, _grant(Act.PLAN), made)
    set_form_role(store, _grant(Act.CONFIGURE), FORM, "maturity")
    store.close()


def _organise(store: Store) -> list[str]:
    grant, first = _grant(Act.ORGANISE), date(2010, 1, 1)
    root = write_units(store, grant, [NewUnit("Storkommunen", "kommun", None, first)])[0]
    kontor = [NewUnit(f"Kontor {number}", "kontor", root, first) for number in range(BRANCHES)]
    branches = write_units(store, grant, kontor)
    below = [NewUnit(f"Enhet {number}", "enhet", branches[number % BRANCHES], first) for number in range(UNITS)]
    return write_units(store, grant, below)


def _answers(questionnaire: Questionnaire, made: str, units: list[str], number: int) -> pa.Table:
    """A slow rise with noise; every twentieth answer is *Vet ej*. Seeded, unit by unit as they would have come."""
    chance = np.random.default_rng(number)
    questions = [question.name for question in questionnaire.survey]
    shape = (len(units), len(questions))
    steps = np.clip(np.rint(chance.normal(2 + number * 0.08, 0.9, shape)), 1, ALTERNATIVES).astype(int).ravel()
    unknown = (chance.random(shape) < 0.05).ravel()
    states = np.where(unknown, "unknown", "answered")
    alternatives = pa.array(np.char.add("s", steps.astype(str)), mask=unknown)
    return pa.table(
        {
            "round": pa.array([made] * len(steps)),
            "unit": pa.array(np.repeat(units, len(questions))),
            "question": pa.array(np.tile(questions, len(units))),
            "state": pa.array(states),
            "alternative": alternatives,
            "based_on": pa.array(np.zeros(len(steps), dtype=np.int64)),
        }
    )


def _grant(act: Act) -> Grant:
    return authorise(local_coordinator(), act)
