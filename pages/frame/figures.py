"""The figures of a page, computed once per store, position and choice, and kept for whoever looks next."""

from datetime import date
from functools import partial

import streamlit as st

from data.ledger.store import Store
from metrics.incidents.cases import IncidentList
from metrics.incidents.cases import incident_list as compute_incidents
from metrics.incidents.years import Incidents, years_of
from metrics.measuring.branch_areas import BranchAreas
from metrics.measuring.branch_areas import branch_areas as compute_branches
from metrics.measuring.forms import WantedRound
from metrics.measuring.questions import QuestionCounts
from metrics.measuring.questions import question_counts as compute_counts
from metrics.measuring.respondents import Scope
from metrics.measuring.results import Scores
from metrics.measuring.scores import scores as compute_scores
from metrics.overview.development import Development, PageState, Situation
from metrics.overview.development import development as compute_development
from metrics.overview.development import page_state as compute_state
from metrics.overview.development import situation as compute_situation
from metrics.registers.check_results import CheckResult
from metrics.registers.checks import run_checks

# Few: each visitor looks at one or two at a time, and the newest position is what counts.
_MOST = 32


@st.cache_data(max_entries=_MOST, show_spinner=False)
def _state(_store: Store, path: str, position: int, as_of: date) -> PageState:
    return compute_state(_store, as_of, position)


def state(store: Store, as_of: date) -> PageState:
    """See ``metrics.overview.development.page_state``."""
    return _state(store, str(store.path), store.position(), as_of)


# Kept as they are: incidents, and what checks find, may be many, and nobody changes them.
@st.cache_resource(max_entries=_MOST, show_spinner=False)
def _incidents(_store: Store, path: str, position: int, as_of: date) -> IncidentList | None:
    return compute_incidents(_store, as_of, position)


def incident_list(store: Store, as_of: date) -> IncidentList | None:
    """See ``metrics.incidents.cases.incident_list``."""
    return _incidents(store, str(store.path), store.position(), as_of)


@st.cache_data(max_entries=_MOST, show_spinner=False)
def _incident_years(_store: Store, path: str, position: int, as_of: date, branch: str | None) -> Incidents | None:
    found = _incidents(_store, path, position, as_of)
    return years_of(found, branch) if found else None


@st.cache_data(max_entries=_MOST, show_spinner=False)
def _development(
    _store: Store, path: str, position: int, as_of: date, branch: str | None, area: str | None
) -> Development:
    # A change of area counts no incident again.
    counted = partial(_incident_years, _store, path, position, as_of, branch)
    return compute_development(_store, as_of, branch, position, area, counted)


def development(store: Store, as_of: date, branch: str | None, area: str | None) -> Development:
    """See ``metrics.overview.development.development``."""
    return _development(store, str(store.path), store.position(), as_of, branch, area)


@st.cache_data(max_entries=_MOST, show_spinner=False)
def _situation(_store: Store, path: str, position: int, as_of: date, branch: str | None) -> Situation:
    return compute_situation(
        _store, as_of, branch, position, partial(_incident_years, _store, path, position, as_of, branch)
    )


def situation(store: Store, as_of: date, branch: str | None) -> Situation:
    """See ``metrics.overview.development.situation``."""
    return _situation(store, str(store.path), store.position(), as_of, branch)


@st.cache_data(max_entries=_MOST, show_spinner=False)
def _scores(
    _store: Store,
    path: str,
    position: int,
    questionnaire: str,
    round_id: str,
    unit: str | None,
    branch: str | None,
    corrected: bool,
) -> Scores:
    return compute_scores(_store, WantedRound(questionnaire, round_id, position, corrected), Scope(unit, branch))


def scores(
    store: Store,
    questionnaire: str,
    round_id: str,
    unit: str | None,
    branch: str | None,
    *,
    corrected: bool = False,
) -> Scores:
    """See ``metrics.measuring.scores.scores``."""
    return _scores(store, str(store.path), store.position(), questionnaire, round_id, unit, branch, corrected)


@st.cache_data(max_entries=_MOST, show_spinner=False)
def _counts(
    _store: Store, path: str, position: int, questionnaire: str, round_id: str, branch: str | None, corrected: bool
) -> tuple[QuestionCounts, ...]:
    return compute_counts(_store, WantedRound(questionnaire, round_id, position, corrected), branch)


def question_counts(
    store: Store, questionnaire: str, round_id: str, branch: str | None, *, corrected: bool = False
) -> tuple[QuestionCounts, ...]:
    """See ``metrics.measuring.questions.question_counts``."""
    return _counts(store, str(store.path), store.position(), questionnaire, round_id, branch, corrected)


@st.cache_data(max_entries=_MOST, show_spinner=False)
def _branches(
    _store: Store, path: str, position: int, questionnaire: str, round_id: str, branch: str | None, corrected: bool
) -> BranchAreas | None:
    return compute_branches(_store, WantedRound(questionnaire, round_id, position, corrected), branch)


def branch_areas(
    store: Store, questionnaire: str, round_id: str, branch: str | None, *, corrected: bool = False
) -> BranchAreas | None:
    """See ``metrics.measuring.branch_areas.branch_areas``."""
    return _branches(store, str(store.path), store.position(), questionnaire, round_id, branch, corrected)


@st.cache_resource(max_entries=_MOST, show_spinner=False)
def _checks(
    _store: Store, path: str, position: int, as_of: date, only: tuple[str, ...] | None
) -> tuple[CheckResult, ...]:
    return run_checks(_store, as_of, position, only)


def checks(store: Store, as_of: date, only: tuple[str, ...] | None = None) -> tuple[CheckResult, ...]:
    """See ``metrics.registers.checks.run_checks``."""
    return _checks(store, str(store.path), store.position(), as_of, only)
