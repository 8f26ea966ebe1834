"""Each form's course over its rounds: a line of scores, or the level that each round gave.

* Maturity is a line. A self-assessment, and any other form with rules for its levels, is told by the municipality's own
  levels where it was asked; else it is a line too.
* The shipped measurement of maturity and the shipped self-assessment come first, and from their first round; any other
  form has a course once it has two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from data.ledger.store import Readable
from data.measuring.form_roles import form_role
from data.organisation.units import root_unit, units
from metrics.measuring.assessment import Assessment, assess_rounds
from metrics.measuring.comparing.links import breaks
from metrics.measuring.comparing.making import make_series
from metrics.measuring.comparing.series import Series
from metrics.measuring.forms import LedgerView, Measured, measured_forms, measured_rounds
from metrics.measuring.levels import NextLevel, next_level
from metrics.measuring.respondents import Directory, Scope
from questionnaires.model import FormRole, Questionnaire
from questionnaires.roles import OTHER, ROLES, shipped_role

MATURITY: FormRole = "maturity"
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Looking:
    """What is looked at: a date, the ledger's position (0: the newest), a branch (unit id) and an area of the maturity
    form, or all.
    """

    as_of: date
    known_at: int = 0
    branch: str | None = None
    area: str | None = None

    def within(self, store: Readable) -> "Looking":
        """The same with the ledger's position said."""
        return replace(self, known_at=self.known_at or store.position())


@dataclass(frozen=True, slots=True)
class LevelPoint:
    """The organisation's own answers in one round: level ``level`` of ``levels`` (0: none reached).

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
class LevelCourse:
    """The organisation's levels round by round, and what the next level lacks; ``series`` tells what has moved."""

    points: tuple[LevelPoint, ...]
    next_level: NextLevel | None
    series: Series


@dataclass(frozen=True, slots=True)
class FormCourse:
    """A form over its rounds. ``form``: that of the newest one; ``area``: what it is narrowed to, None for the whole.

    ``series``: of the scope looked at. ``levels``: the municipality's, where it is told by those.
    """

    role: FormRole
    form: Questionnaire
    series: Series
    area: str | None = None
    levels: LevelCourse | None = None

    @property
    def form_id(self) -> str:
        """The form's id."""
        return self.form.settings.form_id

    @property
    def title(self) -> str:
        """The form's name."""
        return self.form.settings.form_title


def course_order(store: Readable, looking: Looking) -> list[tuple[str, FormRole]]:
    """Every form that has been asked, with its role, in the order in which they are shown."""
    roles = {
        name: form_role(store, name, looking.known_at)
        for name in measured_forms(store, looking.as_of, looking.known_at)
    }
    return sorted(roles.items(), key=lambda item: (not is_main(item[0]), ROLES.index(item[1]), item[0]))


def is_main(form_id: str) -> bool:
    """Whether it is the shipped measurement of maturity or the shipped self-assessment."""
    return shipped_role(form_id) not in (None, OTHER)


def form_courses(store: Readable, looking: Looking) -> tuple[FormCourse, ...]:
    """The courses in the order in which they are shown; the area narrows the first measurement of maturity alone."""
    courses: list[FormCourse] = []
    for form_id, role in course_order(store, looking):
        rounds = measured_rounds(store, form_id, looking.as_of, looking.known_at)
        if len(rounds) < _FEWEST and not is_main(form_id):
            continue
        first = role == MATURITY and not any(course.role == MATURITY for course in courses)
        course = _course(store, role, rounds, looking, looking.area if first else None)
        if course is not None:
            courses.append(course)
    return tuple(courses)


def _course(
    store: Readable, role: FormRole, rounds: list[Measured], looking: Looking, area: str | None
) -> FormCourse | None:
    form = rounds[-1].scoring.form
    if role != MATURITY and form.has_level_rules:
        levels = _level_course(store, rounds, looking)
        if levels is not None:
            return FormCourse(role, form, levels.series, levels=levels)
        if len(rounds) < _FEWEST:
            return None
    scope = Scope(branch=looking.branch)
    area = area if area in {row.name for row in form.areas} else None
    view = LedgerView(store, looking.known_at)
    series = make_series(view, rounds, Directory(store, rounds), scope, area)
    return FormCourse(role, form, series, area)


def _level_course(store: Readable, rounds: Sequence[Measured], looking: Looking) -> LevelCourse | None:
    """None where the municipality has never been asked itself."""
    root = root_unit(units(store, looking.as_of, looking.known_at))
    if root is None:
        return None
    scope = Scope(unit=root.unit)
    directory = Directory(store, rounds)
    asked = [measured for measured in rounds if directory.chosen(measured.round, scope)]
    if not asked:
        return None
    view = LedgerView(store, looking.known_at)
    assessments = assess_rounds(view, asked, directory, root.unit)
    series = make_series(view, asked, directory, scope)
    newest = assessments[asked[-1].round]
    return LevelCourse(
        points=_level_points(asked, assessments, directory, scope),
        next_level=next_level(newest.scoring, newest.asked, newest.answers),
        series=series,
    )


def _level_points(
    asked: Sequence[Measured], assessments: dict[str, Assessment], directory: Directory, scope: Scope
) -> tuple[LevelPoint, ...]:
    points = []
    for place, measured in enumerate(asked):
        why: tuple[str, ...] = ()
        if place:
            earlier = asked[place - 1]
            respondents = (directory.chosen(earlier.round, scope), directory.chosen(measured.round, scope))
            why = breaks(earlier, measured, *respondents)
        points.append(_level_point(measured, assessments[measured.round], why))
    return tuple(points)


def _level_point(measured: Measured, assessment: Assessment, why: tuple[str, ...]) -> LevelPoint:
    tally = assessment.whole
    labels = measured.scoring.form.level_labels
    level = assessment.level
    return LevelPoint(
        round=measured.round,
        name=measured.name,
        as_of=measured.as_of,
        version=measured.version,
        level=level,
        label=labels.get(level, "") if level else "",
        levels=max(labels, default=0),
        score=assessment.score,
        display=measured.scoring.display(assessment.score),
        answered=tally.answered,
        unknown=tally.unknown,
        not_applicable=tally.not_applicable,
        expected=tally.expected,
        breaks=why,
    )
