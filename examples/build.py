"""Builds the made-up municipality's four years in an empty store, year by year as they would have come."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from access.rights import local_coordinator
from base.actors import Act
from base.clock import SWEDEN, FixedClock
from base.errors import MognadError
from data.imported.imports import import_file
from data.imported.incoming import ExportFile
from data.ledger.preferences import EXAMPLE, MUNICIPALITY, set_preference
from data.ledger.settings import Settings
from data.ledger.store import Store, open_store
from data.measuring.answers import Answer, record_many
from data.measuring.closing import close_round
from data.measuring.planning import open_planned, plan_round
from data.measuring.rounds import NewRound, RoundPlan
from data.organisation.assignment_file import import_assignments
from data.organisation.participants import suggested_units
from data.organisation.people import name_person
from data.organisation.units import NewUnit, Unit, as_new, merge_units, remember_match, rename_unit, units, write_units
from examples import decisions, exports
from examples.answering import YEARS, Planned, self_assessment, unit_answers
from examples.incidents import incidents
from examples.mappings import INCIDENTS, RISKS, UNITS
from examples.people import assignment_rows
from examples.risks import risk_years
from examples.town import (
    FOUNDED,
    MERGED,
    MERGED_INTO,
    MOVED,
    RENAMED,
    REORGANISED,
    STARTED,
    places,
    places_in,
    town_name,
)
from files.workbook import read_workbook
from questionnaires.library import shipped
from questionnaires.model import Questionnaire

Progress = Callable[[str, float], None]

# The day each autumn's registers were taken out.
EXPORTED = {2023: date(2023, 11, 3), 2024: date(2024, 11, 4), 2025: date(2025, 11, 3), 2026: date(2026, 11, 2)}
# The last year in which the first version of the mognadsmätning was asked.
_LAST_OF_FIRST_VERSION = 2024
_BEGAN = date(2023, 8, 21)
_BATCH_DAYS = 5


def build_example(
    settings: Settings, seed: int = 1, progress: Progress | None = None, keep: Path | None = None
) -> None:
    """Build the example municipality in the store at ``settings.store``, which must be empty.

    The same ``seed`` gives the same rows (but for their salts). ``progress`` is told what is being done and how
    much is done, 0 to 1. ``keep`` is a folder that gets the .xlsx files that were imported; otherwise they are
    removed. The store's handle is left open, with the clock it had.

    Raises:
        MognadError: ``store_not_empty``, and what ``open_store`` raises.
    """
    store = open_store(settings)
    clock = store.clock
    try:
        _refuse_filled(store)
        with _folder(keep) as folder:
            _History(store, seed, progress or (lambda _text, _share: None), folder).build()
    finally:
        store.clock = clock


def _refuse_filled(store: Store) -> None:
    if store.position():
        raise MognadError(
            "store_not_empty",
            f"Lagret {store.path.name} är inte tomt. Exempeldata läggs bara i ett tomt lager: välj en annan fil.",
        )


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="mognad-") as name:
        yield Path(name)


class _History:
    """One building of one store. Its methods are the events, in the order of ``build``."""

    def __init__(self, store: Store, seed: int, progress: Progress, folder: Path) -> None:
        self.store, self.seed, self.progress, self.folder = store, seed, progress, folder
        self.town = town_name(seed)
        self.risks = risk_years(seed, EXPORTED)
        self.incidents = incidents(seed, EXPORTED[YEARS[-1]])

    def build(self) -> None:
        self.progress("Bygger upp organisationen", 0.0)
        self._begin()
        for number, year in enumerate(YEARS):
            if year == REORGANISED.year:
                self.progress("Gör om organisationen", number / len(YEARS))
                self._reorganise()
            if year == YEARS[-1]:
                self._appoint(year)
            self.progress(f"Svarar på mätningarna {year}", (number + 0.2) / len(YEARS))
            self._measure(year)
            self.progress(f"Läser in risker och incidenter {year}", (number + 0.6) / len(YEARS))
            self._import_registers(year)
            if year == REORGANISED.year:
                self._match_old_names(EXPORTED[year] + timedelta(days=1))
            if year == YEARS[-1]:
                decisions.look_over_registers(self.store, EXPORTED[year], self._at)
            else:
                decisions.approve(self.store, year, self._at)
            if year in decisions.OFFICIAL_LEVELS:
                decisions.register_official(self.store, year, self._at)
        self.progress("Exempeldata är klara", 1.0)

    def _begin(self) -> None:
        self._at(_BEGAN, 9, 12)
        configure = decisions.grant(Act.CONFIGURE)
        # First of all, so that a building that is broken off is never taken for a real municipality.
        set_preference(self.store, configure, EXAMPLE, "true")
        set_preference(self.store, configure, MUNICIPALITY, f"{self.town} kommun")
        name_person(self.store, configure, local_coordinator().person, "Samordnaren för informationssäkerhet")
        self._import_units(_BEGAN, 9, 40)

    def _measure(self, year: int) -> None:
        """Both questionnaires of a year: opened in September, answered for a month, closed.

        The newest mognadsmätning stays open: two units are late, and whoever looks around can try to answer.
        """
        opened, as_of = date(year, 9, 14), date(year, 10, 15)
        survey = _form("mognadsmatning", 1 if year <= _LAST_OF_FIRST_VERSION else 2)
        rating = _form("cybersakerhetskollen", 2 if year == YEARS[-1] else 1)
        valid = units(self.store, as_of)
        asked = set(suggested_units(valid, survey))
        places_asked = [unit.code for unit in valid if unit.unit in asked]
        answering = [place for place in places_in(self.seed, year) if place.code in places_asked]
        self._at(opened, 10, 5)
        running = [
            self._open(survey, f"Mätning {year}", as_of, valid, unit_answers(self.seed, year, survey, answering)),
            self._open(rating, f"Självskattning {year}", as_of, valid, self_assessment(self.seed, year, rating)),
        ]
        for start in range(0, (as_of - opened).days, _BATCH_DAYS):
            self._at(opened + timedelta(days=start + _BATCH_DAYS - 1), 15, 20)
            for form, _, answers in running:
                # Some days at a time: a transaction for each unit would take its time.
                batch = [answer for day, answer in answers if start <= day < start + _BATCH_DAYS]
                record_many(self.store, decisions.grant(Act.ANSWER), form, batch)
        if year == YEARS[-1]:
            self._at(as_of, 16, 0)
            decisions.submit_answered(self.store, survey, running[0][1], as_of)
        self._at(as_of + timedelta(days=1), 16, 30)
        for _, round_id, _ in running[1:] if year == YEARS[-1] else running:
            close_round(self.store, decisions.grant(Act.PLAN), round_id)

    def _open(
        self, form: Questionnaire, name: str, as_of: date, valid: list[Unit], planned: list[Planned]
    ) -> tuple[Questionnaire, str, list[tuple[int, Answer]]]:
        """Open a round for those the program suggests; its answers then, with the day each is given."""
        asked = suggested_units(valid, form)
        round_id = plan_round(self.store, decisions.grant(Act.PLAN), NewRound(form, name, as_of, asked, _plan(as_of)))
        open_planned(self.store, decisions.grant(Act.PLAN), round_id)
        ids = {unit.code: unit.unit for unit in valid}
        answers = [(plan.day, replace(plan.answer, round=round_id, unit=ids[plan.code])) for plan in planned]
        return form, round_id, sorted(answers, key=lambda pair: pair[0])

    def _reorganise(self) -> None:
        """Decided in December, in force from New Year: three new names, a move, a merger and a new unit."""
        self._at(REORGANISED - timedelta(days=22), 13, 45)
        before = self._by_code(REORGANISED - timedelta(days=1))
        grant = decisions.grant(Act.ORGANISE)
        for code, name in RENAMED.items():
            rename_unit(self.store, grant, before[code], name, REORGANISED)
        for code, parent in MOVED.items():
            moved = as_new(before[code], parent=before[parent].unit, valid_from=REORGANISED)
            write_units(self.store, grant, [moved])
        parents = {place.code: before[place.parent or ""].unit for place in (MERGED_INTO, STARTED)}
        into, started = (
            NewUnit(place.name, place.kind, parents[place.code], REORGANISED, code=place.code)
            for place in (MERGED_INTO, STARTED)
        )
        merge_units(self.store, grant, [before[code] for code in MERGED], into)
        write_units(self.store, grant, [started])
        # The economy system tells the same: the import changes nothing, which is what one wants to see.
        self._import_units(REORGANISED + timedelta(days=14), 8, 55)

    def _import_units(self, day: date, hour: int, minute: int) -> None:
        moment = self._at(day, hour, minute)
        now = places_in(self.seed, day.year)
        began = exports.first_days(places(self.seed), now, FOUNDED)
        self._import("units", exports.write_units(self.folder, now, began, moment), day, UNITS)

    def _appoint(self, year: int) -> None:
        """Who answers for which unit, from the staff system."""
        moment = self._at(date(year, 8, 24), 9, 30)
        rows = assignment_rows(self.seed, places_in(self.seed, year))
        path = exports.write_assignments(self.folder, rows, moment)
        import_assignments(self.store, decisions.grant(Act.ORGANISE), read_workbook(path), date(year, 1, 1))

    def _import_registers(self, year: int) -> None:
        day = EXPORTED[year]
        moment = self._at(day, 8, 40)
        self._import("risks", exports.write_risks(self.folder, self.town, self.risks[year], moment), day, RISKS)
        self._at(day, 9, 5)
        path = exports.write_incidents(self.folder, self.seed, self.incidents, moment)
        self._import("incidents", path, day, INCIDENTS)

    def _match_old_names(self, day: date) -> None:
        """Some of the names that the systems still use are told what they are now; others stay unknown."""
        self._at(day, 10, 15)
        by_code = self._by_code(day)
        before = {place.code: place.name for place in places(self.seed)}
        now = {"101": "101", "430": "430", MERGED[0]: MERGED_INTO.code}
        for old, new in now.items():
            remember_match(self.store, decisions.grant(Act.IMPORT), before[old], by_code[new].unit)

    def _import(self, register: str, path: Path, day: date, mapping: dict[str, object]) -> None:
        import_file(self.store, decisions.grant(Act.IMPORT), ExportFile(path, register, day, mapping))

    def _by_code(self, day: date) -> dict[str, Unit]:
        return {unit.code: unit for unit in units(self.store, day) if unit.code}

    def _at(self, day: date, hour: int, minute: int) -> datetime:
        """Set the store's clock; returns the moment as a clock on the wall shows it."""
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=SWEDEN)
        self.store.clock = FixedClock(moment)
        return moment.replace(tzinfo=None)


def _plan(as_of: date) -> RoundPlan:
    return RoundPlan(
        first_day=as_of - timedelta(days=31),
        last_day=as_of,
        helper="Informationssäkerhetssamordnaren",
        purpose="Svaren visar vad kommunen behöver bli bättre på och vilket stöd enheterna behöver.",
        readers="Du, din närmaste chef och samordnarna. Andra ser bara hela kontoret.",
    )


def _form(form_id: str, version: int) -> Questionnaire:
    """A shipped questionnaire by its version: the figures of ``answering`` are made for it, not for a later one."""
    return next(form for form in shipped()[form_id] if form.settings.version == version)
