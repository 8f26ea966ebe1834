"""The combined page: measurements, risks and incidents together, over the years or as they are now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from base.errors import MognadError
from data.ledger.store import Readable
from metrics.incidents.years import Incidents, incident_years
from metrics.measuring.forms import WantedRound, measured_rounds
from metrics.measuring.respondents import Scope
from metrics.measuring.results import Scores
from metrics.measuring.scores import scores
from metrics.overview.courses import MATURITY, FormCourse, Looking, course_order, form_courses
from metrics.registers.risks import RiskFigures, risk_years
from questionnaires.model import FormRole

MOST_YEARS = 10


class PageState(StrEnum):
    """What the combined page can show."""

    NOTHING = "nothing"
    NOW = "now"
    DEVELOPMENT = "development"


@dataclass(frozen=True, slots=True)
class Development:
    """All of the page *Utveckling*.

    ``years``: those shown, oldest first, at most ten, the last one that of ``as_of``. ``areas``: (id, name) of those
    that the first measurement of maturity can be narrowed to. ``risks`` holds the years an import is dated in, the
    others have no value; ``incidents`` None without an import.
    """

    looking: Looking
    years: tuple[int, ...]
    courses: tuple[FormCourse, ...]
    areas: tuple[tuple[str, str], ...]
    risks: tuple[RiskFigures, ...]
    incidents: Incidents | None


@dataclass(frozen=True, slots=True)
class Situation:
    """All of the page *Läget nu*: each form's newest round; each register as it stands, None where there is none."""

    looking: Looking
    newest: tuple[Scores, ...]
    risks: RiskFigures | None
    incidents: Incidents | None


def page_state(store: Readable, as_of: date, known_at: int | None = None) -> PageState:
    """Development with several rounds of one questionnaire; now with a round or an import; else nothing."""
    rows = store.query(
        "SELECT (SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM known_rounds($as_of, $known_at) "
        "WHERE state <> 'planned' GROUP BY questionnaire)) AS rounds, "
        "(SELECT count(*) FROM valid_snapshots($as_of, $known_at) "
        "WHERE register IN ('risks', 'incidents')) AS snapshots",
        {"as_of": as_of, "known_at": store.position() if known_at is None else known_at},
    )[0]
    if rows["rounds"] > 1:
        return PageState.DEVELOPMENT
    return PageState.NOW if rows["rounds"] or rows["snapshots"] else PageState.NOTHING


def development(
    store: Readable, looking: Looking, counted: Callable[[], Incidents | None] | None = None
) -> Development:
    """Measurements, risks and incidents over the years.

    ``counted``: gives the branch's ``incident_years`` where somebody has kept them; many take seconds to count.
    Raises ``area_unknown`` when the newest form of maturity has no such area.
    """
    looking = looking.within(store)
    courses = form_courses(store, looking)
    risks = risk_years(store, looking.as_of, looking.known_at, looking.branch)
    incidents = _incidents(store, looking, counted)
    years = {point.year for course in courses for point in course.series.all} | {figures.year for figures in risks}
    years |= {figures.year for figures in incidents.years if figures.year} if incidents else set()
    return Development(
        looking=looking,
        years=years_to_show(years, looking.as_of.year),
        courses=courses,
        areas=_areas(courses, looking.area),
        risks=risks,
        incidents=incidents,
    )


def situation(store: Readable, looking: Looking, counted: Callable[[], Incidents | None] | None = None) -> Situation:
    """The newest of everything. Incidents keep their years; nothing else has a time axis.

    ``counted``: see ``development``.
    """
    looking = looking.within(store)
    risks = risk_years(store, looking.as_of, looking.known_at, looking.branch, latest_only=True)
    return Situation(
        looking=looking,
        newest=tuple(_newest(store, looking, *asked) for asked in course_order(store, looking)),
        risks=risks[0] if risks else None,
        incidents=_incidents(store, looking, counted),
    )


def _areas(courses: Iterable[FormCourse], area: str | None) -> tuple[tuple[str, str], ...]:
    form = next((course.form for course in courses if course.role == MATURITY), None)
    areas = form.areas if form else ()
    if area is not None and area not in {row.name for row in areas}:
        raise MognadError("area_unknown", f"Området ”{area}” finns inte i mätningen.")
    return tuple((row.name, row.label) for row in areas if row.parent is None)


def _newest(store: Readable, looking: Looking, form_id: str, role: FormRole) -> Scores:
    """Of the branch, or of the municipality where its own answers tell of the form."""
    newest = measured_rounds(store, form_id, looking.as_of, looking.known_at)[-1]
    whole = role != MATURITY and newest.scoring.form.has_level_rules
    branch = None if whole else looking.branch
    return scores(store, WantedRound(form_id, newest.round, looking.known_at), Scope(branch=branch))


def _incidents(store: Readable, looking: Looking, counted: Callable[[], Incidents | None] | None) -> Incidents | None:
    return counted() if counted else incident_years(store, looking.as_of, looking.known_at, looking.branch)


def years_to_show(years: Iterable[int], last: int) -> tuple[int, ...]:
    """From the first year with a figure, at most ten years back, to the last."""
    within = [year for year in years if last - MOST_YEARS < year <= last]
    return tuple(range(min(within), last + 1)) if within else ()
