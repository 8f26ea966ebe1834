"""The combined page: maturity, self-assessment, risks and incidents together, over the years or as they are now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from base.errors import MognadError
from data.ledger.store import Readable
from data.organisation.units import root_unit, units
from metrics.incidents.years import Incidents, incident_years
from metrics.measuring.assessment import Assessment, assess_rounds, organisation_change
from metrics.measuring.change import Change
from metrics.measuring.comparable import breaks
from metrics.measuring.forms import MATURITY, SELF_ASSESSMENT, LedgerView, Measured, WantedRound, measured_rounds
from metrics.measuring.levels import NextLevel, next_level
from metrics.measuring.respondents import Directory, Scope
from metrics.measuring.results import Scores
from metrics.measuring.scores import scores
from metrics.measuring.series import Series
from metrics.measuring.series_making import make_series
from metrics.registers.risks import RiskFigures, risk_years

MOST_YEARS = 10


class PageState(StrEnum):
    """What the combined page can show."""

    NOTHING = "nothing"
    NOW = "now"
    DEVELOPMENT = "development"


@dataclass(frozen=True, slots=True)
class LevelPoint:
    """The organisation's self-assessment in one round: level ``level`` of ``levels`` (0: none reached).

    ``level`` is None where nothing applies or was asked. ``answered`` of ``expected`` questions.
    """

    round: str
    name: str
    as_of: date
    version: int
    level: int | None
    label: str
    levels: int
    score: Fraction | None
    display: str
    answered: int
    unknown: int
    not_applicable: int
    expected: int
    breaks: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        """The year it tells of."""
        return self.as_of.year


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """The self-assessment round by round, what moved since the one before, and what the next level lacks."""

    points: tuple[LevelPoint, ...]
    change: Change | None
    next_level: NextLevel | None
    series: Series


@dataclass(frozen=True, slots=True)
class Development:
    """All of the page *Utveckling*.

    ``years``: those shown, oldest first, at most ten, the last one that of ``as_of``. ``area`` narrows maturity alone.
    ``risks`` holds the years an import is dated in, the others have no value; ``incidents`` None without an import.
    """

    as_of: date
    known_at: int
    branch: str | None
    area: str | None
    years: tuple[int, ...]
    maturity: Series
    maturity_title: str
    maturity_decimals: int
    areas: tuple[tuple[str, str], ...]
    assessment: SelfAssessment | None
    risks: tuple[RiskFigures, ...]
    incidents: Incidents | None


@dataclass(frozen=True, slots=True)
class Situation:
    """All of the page *Läget nu*: the newest round of each, each register as it stands; None where there is none."""

    as_of: date
    known_at: int
    branch: str | None
    maturity: Scores | None
    assessment: Scores | None
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
    store: Readable,
    as_of: date,
    branch: str | None = None,
    known_at: int | None = None,
    area: str | None = None,
    counted: Callable[[], Incidents | None] | None = None,
) -> Development:
    """Maturity, self-assessment, risks and incidents as of a date, for a branch (unit id) or all.

    ``counted``: gives the branch's ``incident_years`` where somebody has kept them; many take seconds to count.
    Raises ``area_unknown`` when the newest maturity form has no such area.
    """
    position = store.position() if known_at is None else known_at
    rounds = measured_rounds(store, MATURITY, as_of, position)
    form = rounds[-1].scoring.form if rounds else None
    areas = tuple((found.name, found.label) for found in form.areas if found.parent is None) if form else ()
    if area is not None and (form is None or area not in {found.name for found in form.areas}):
        raise MognadError("area_unknown", f"Området ”{area}” finns inte i mätningen.")
    scope = Scope(branch=branch)
    maturity = make_series(LedgerView(store, position), rounds, Directory(store, rounds, scope), scope, area)
    assessment = self_assessment(store, as_of, position)
    risks = risk_years(store, as_of, position, branch)
    incidents = counted() if counted else incident_years(store, as_of, position, branch)
    found = {point.year for point in maturity.all} | {figures.year for figures in risks}
    found |= {point.year for point in assessment.points} if assessment else set()
    found |= {figures.year for figures in incidents.years if figures.year} if incidents else set()
    return Development(
        as_of=as_of,
        known_at=position,
        branch=branch,
        area=area,
        years=years_to_show(found, as_of.year),
        maturity=maturity,
        maturity_title=form.settings.form_title if form else "",
        maturity_decimals=form.settings.decimals if form else 1,
        areas=areas,
        assessment=assessment,
        risks=risks,
        incidents=incidents,
    )


def situation(
    store: Readable,
    as_of: date,
    branch: str | None = None,
    known_at: int | None = None,
    counted: Callable[[], Incidents | None] | None = None,
) -> Situation:
    """The newest of everything as of a date. Incidents keep their years; nothing else has a time axis.

    ``counted``: see ``development``.
    """
    position = store.position() if known_at is None else known_at
    risks = risk_years(store, as_of, position, branch, latest_only=True)
    return Situation(
        as_of=as_of,
        known_at=position,
        branch=branch,
        maturity=_newest(store, MATURITY, as_of, branch, position),
        assessment=_newest(store, SELF_ASSESSMENT, as_of, None, position),
        risks=risks[0] if risks else None,
        incidents=counted() if counted else incident_years(store, as_of, position, branch),
    )


def self_assessment(store: Readable, as_of: date, known_at: int) -> SelfAssessment | None:
    """The municipality's own self-assessment; None when it has never been asked."""
    rounds = measured_rounds(store, SELF_ASSESSMENT, as_of, known_at)
    root = root_unit(units(store, as_of, known_at)) if rounds else None
    if root is None:
        return None
    scope = Scope(unit=root.unit)
    directory = Directory(store, rounds, scope)
    asked = [found for found in rounds if directory.chosen(found.round, scope)]
    if not asked:
        return None
    view = LedgerView(store, known_at)
    assessments = assess_rounds(view, asked, directory, root.unit)
    series = make_series(view, asked, directory, scope)
    points = []
    for place, found in enumerate(asked):
        earlier = asked[place - 1] if place else None
        respondents = directory.chosen(found.round, scope)
        why = breaks(earlier, found, directory.chosen(earlier.round, scope), respondents) if earlier else ()
        points.append(_level_point(found, assessments[found.round], why))
    newest = assessments[asked[-1].round]
    return SelfAssessment(
        points=tuple(points),
        change=organisation_change(asked, assessments, series),
        next_level=next_level(newest.scoring, newest.asked, newest.answers),
        series=series,
    )


def _level_point(found: Measured, assessment: Assessment, why: tuple[str, ...]) -> LevelPoint:
    tally = assessment.whole
    labels = found.scoring.form.level_labels
    level = assessment.level
    return LevelPoint(
        round=found.round,
        name=found.name,
        as_of=found.as_of,
        version=found.version,
        level=level,
        label=labels.get(level, "") if level else "",
        levels=max(labels, default=0),
        score=assessment.score,
        display=found.scoring.display(assessment.score),
        answered=tally.answered,
        unknown=tally.unknown,
        not_applicable=tally.not_applicable,
        expected=tally.expected,
        breaks=why,
    )


def _newest(store: Readable, questionnaire: str, as_of: date, branch: str | None, known_at: int) -> Scores | None:
    rounds = measured_rounds(store, questionnaire, as_of, known_at)
    wanted = WantedRound(questionnaire, rounds[-1].round, known_at) if rounds else None
    return scores(store, wanted, Scope(branch=branch)) if wanted else None


def years_to_show(found: Iterable[int], last: int) -> tuple[int, ...]:
    """From the first year with a figure, at most ten years back, to the last."""
    within = [year for year in found if last - MOST_YEARS < year <= last]
    return tuple(range(min(within), last + 1)) if within else ()
