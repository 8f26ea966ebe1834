"""The figures of the pages, each with the tables it is made of."""

from datetime import date
from functools import partial

import metrics.incidents.cases
import metrics.measuring.answered
import metrics.measuring.branch_areas
import metrics.measuring.questions
import metrics.measuring.scores
import metrics.overview.development
import metrics.registers.changes
import metrics.registers.checks
import metrics.registers.likely_same
from data.ledger.store import Store
from data.registers import all_registers
from metrics.incidents.counts import BodyIncidents, bodies
from metrics.incidents.year_lists import YearOfBody, year_of_bodies
from metrics.incidents.years import Incidents, years_of
from metrics.measuring.answered import open_answers
from metrics.measuring.forms import WantedRound
from metrics.overview.courses import Looking
from metrics.overview.development import Development, Situation
from metrics.registers.words import change_words
from pages.frame.kept import Keeping

_ROUND_STATES = ("round", "round_event", "round_plan")
# A round's form is not among what it reads: a definition never changes at the seq where it stands.
_ROUNDS = (*_ROUND_STATES, "round_unit", "submission", "override", "unit", "unit_change", "setting")
_HELD = ("snapshot", "snapshot_event", "source", "same_row", "unit", "unit_change")
_REGISTERS = tuple(f"register_{name}" for name in all_registers())
_INCIDENTS = (*_HELD, "register_incidents", "incident_judgement")
_ALL = tuple(dict.fromkeys((*_ROUNDS, "answer", *_INCIDENTS, "register_risks", "snapshot_issue")))
_FEW_LARGE, _MANY_SMALL = 8, 128

_answered_rounds = Keeping((*_ROUND_STATES, "answer"))(metrics.measuring.answered.answered_rounds)


def _open_answers(store: Store, wanted: WantedRound, *_whose: object) -> tuple[tuple[str, int], ...]:
    return open_answers(_answered_rounds(store), wanted)


# An answer to a round that a figure does not count leaves the figure as it is.
_of_round = Keeping(_ROUNDS, also=_open_answers)
scores = _of_round(metrics.measuring.scores.scores)
question_counts = _of_round(metrics.measuring.questions.question_counts)
branch_areas = _of_round(metrics.measuring.branch_areas.branch_areas)

incident_list = Keeping(_INCIDENTS, shared=True)(metrics.incidents.cases.incident_list)
checks = Keeping((*_HELD, *_REGISTERS, "check_choice", "check_acceptance"), shared=True)(
    metrics.registers.checks.run_checks
)
likely_same = Keeping((*_HELD, *_REGISTERS), most=_FEW_LARGE, spinner="Letar efter dubbletter …")(
    metrics.registers.likely_same.likely_same
)
_compared = Keeping((*_HELD, *_REGISTERS), most=_FEW_LARGE, spinner="Jämför …")
import_changes = _compared(metrics.registers.changes.import_changes)
date_changes = _compared(metrics.registers.changes.date_changes)

page_state = Keeping((*_ROUND_STATES, "snapshot", "snapshot_event"))(metrics.overview.development.page_state)


@Keeping((*_HELD, *_REGISTERS), most=_MANY_SMALL, spinner="Jämför …")
def words_of_import(store: Store, snapshot: str) -> str:
    """What an import changed, in a few words."""
    return change_words(metrics.registers.changes.import_changes(store, snapshot))


@Keeping(_INCIDENTS, shared=True)
def incident_bodies(store: Store, as_of: date) -> tuple[BodyIncidents, ...]:
    """See ``metrics.incidents.counts.bodies``; none where no register had been imported."""
    incidents = incident_list(store, as_of)
    return bodies(incidents) if incidents else ()


@Keeping(_INCIDENTS, shared=True)
def incident_year(store: Store, as_of: date, year: int) -> tuple[YearOfBody, ...]:
    """See ``metrics.incidents.year_lists``; none where no register had been imported."""
    incidents = incident_list(store, as_of)
    return year_of_bodies(incidents, year) if incidents else ()


@Keeping(_INCIDENTS)
def incident_years(store: Store, as_of: date, branch: str | None) -> Incidents | None:
    """See ``metrics.incidents.years``."""
    incidents = incident_list(store, as_of)
    return years_of(incidents, branch) if incidents else None


# A change of area, or an answer, counts no incident again.
@Keeping(_ALL)
def development(store: Store, as_of: date, branch: str | None, area: str | None) -> Development:
    """See ``metrics.overview.development``."""
    counted = partial(incident_years, store, as_of, branch)
    return metrics.overview.development.development(store, Looking(as_of, branch=branch, area=area), counted)


@Keeping(_ALL)
def situation(store: Store, as_of: date, branch: str | None) -> Situation:
    """See ``metrics.overview.development``."""
    counted = partial(incident_years, store, as_of, branch)
    return metrics.overview.development.situation(store, Looking(as_of, branch=branch), counted)
