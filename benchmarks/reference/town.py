"""Generated stores: a municipality's measurements of many years, the newest one open. Built once and kept."""

from dataclasses import dataclass
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

FORM, KEY = "referens", "nyckel"
STEPS = 4
_FOLDER = Path(__file__).resolve().parent.parent.parent / "var" / "bench"
# Another number where what is built here changes: the stores of before are then built anew.
_EDITION = 1


@dataclass(frozen=True, slots=True)
class Town:
    """How large a municipality is: its ``units`` lie under so many ``branches``, and answer each year."""

    name: str
    branches: int
    units: int
    areas: int
    questions: int
    years: range


LARGE = Town("stor", 20, 1_000, 15, 150, range(2017, 2027))
MIDDLE = Town("mellan", 6, 60, 12, 106, range(2023, 2027))


def kept_store(town: Town) -> Path:
    """The file of a town's store, built where there is none; half a store is never found."""
    kept = _FOLDER / f"{town.name}-{_EDITION}.duckdb"
    if not kept.exists():
        _FOLDER.mkdir(parents=True, exist_ok=True)
        building = kept.with_suffix(".building")
        building.unlink(missing_ok=True)
        store = open_store(settings_of(building))
        _build(store, town)
        store.close()
        building.rename(kept)
    return kept


def settings_of(path: Path) -> Settings:
    """How a store is opened here."""
    return Settings(path, KEY, path.parent / "backups")


def _build(store: Store, town: Town) -> None:
    set_preference(store, _grant(Act.CONFIGURE), MUNICIPALITY, "Storkommunen")
    units, form = _organise(store, town), _form(town)
    for number, year in enumerate(town.years):
        made = open_round(store, _grant(Act.PLAN), NewRound(form, f"Mätning {year}", date(year, 11, 1), units))
        with store.writing(_grant(Act.ANSWER), Act.ANSWER) as transaction:
            transaction.append_table("answer", _answers(form, made, units, number))
        if year != town.years[-1]:
            close_round(store, _grant(Act.PLAN), made)
    set_form_role(store, _grant(Act.CONFIGURE), FORM, "maturity")


def _form(town: Town) -> Questionnaire:
    """All questions on one scale of four steps."""
    areas = [f"a{number}" for number in range(town.areas)]
    survey = [
        {"name": f"q{number}", "label::sv": f"Fråga {number}", "area": areas[number * town.areas // town.questions]}
        for number in range(town.questions)
    ]
    return from_canonical(
        {
            "settings": {"form_id": FORM, "form_title": "Referens", "version": 1},
            "areas": [{"name": area, "label::sv": area.upper()} for area in areas],
            "choices": [
                {"list_name": "steg", "name": f"s{step}", "label::sv": f"Steg {step}", "value": step, "order": step}
                for step in range(1, STEPS + 1)
            ],
            "survey": [{"type": "select_one steg", "respondent": "unit", **question} for question in survey],
            "levels": [],
        }
    )


def _organise(store: Store, town: Town) -> list[str]:
    grant, first = _grant(Act.ORGANISE), date(2010, 1, 1)
    root = write_units(store, grant, [NewUnit("Storkommunen", "kommun", None, first)])[0]
    kontor = [NewUnit(f"Kontor {number}", "kontor", root, first) for number in range(town.branches)]
    branches = write_units(store, grant, kontor)
    below = [
        NewUnit(f"Enhet {number}", "enhet", branches[number % town.branches], first) for number in range(town.units)
    ]
    return write_units(store, grant, below)


def _answers(form: Questionnaire, made: str, units: list[str], number: int) -> pa.Table:
    """A slow rise with noise; every twentieth answer is *Vet ej*. Seeded; unit by unit, as they would have come."""
    chance = np.random.default_rng(number)
    questions = [question.name for question in form.survey]
    shape = (len(units), len(questions))
    steps = np.clip(np.rint(chance.normal(2 + number * 0.08, 0.9, shape)), 1, STEPS).astype(int).ravel()
    unknown = (chance.random(shape) < 0.05).ravel()
    return pa.table(
        {
            "round": pa.array([made] * len(steps)),
            "unit": pa.array(np.repeat(units, len(questions))),
            "question": pa.array(np.tile(questions, len(units))),
            "state": pa.array(np.where(unknown, "unknown", "answered")),
            "alternative": pa.array(np.char.add("s", steps.astype(str)), mask=unknown),
            "based_on": pa.array(np.zeros(len(steps), dtype=np.int64)),
        }
    )


def _grant(act: Act) -> Grant:
    return authorise(local_coordinator(), act)
