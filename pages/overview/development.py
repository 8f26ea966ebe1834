"""The sections of the combined page."""

from collections.abc import Mapping, Sequence

import streamlit as st

from charts.incidents.years import in_time_chart, incident_chart
from charts.measuring.areas import areas
from charts.measuring.maturity import course_chart, level_chart
from charts.measuring.outside import with_earlier
from charts.measuring.result import staircase
from charts.registers.risks import risk_chart, risk_now_chart
from data.ledger.store import Store
from data.measuring.rounds import find_round
from data.organisation.units import Unit
from metrics.incidents.years import Incidents
from metrics.measuring.outside import OutsidePoint, outside_points
from metrics.measuring.results import Scores
from metrics.overview.courses import MATURITY, FormCourse
from metrics.overview.earlier import beside_courses
from pages.frame import figures
from pages.frame.charting import show_chart
from pages.frame.choosing import ROUND
from pages.frame.forms import questionnaire_of
from pages.frame.session import link, today
from pages.frame.texts import plain
from pages.incidents.year import WITHOUT_BOLAG
from pages.measuring.outside_list import outside_charts
from pages.organisation.branches import WHOLE, branches, choose_area, choose_branch
from questionnaires.roles import OTHER, shipped_role

_OTHERS = "Andra mätningar"
_SHORT = {"maturity": "mognad", "self_assessment": "niva"}


def nothing_yet() -> None:
    """An empty page that leads on."""
    st.markdown(
        "Här ser du mognad, risker och incidenter tillsammans, år för år. Det behövs en mätning eller ett inläst "
        "register för att något ska synas."
    )
    with st.container(horizontal=True):
        link("matningar.py", "Starta en mätning", icon=":material/checklist:")
        link("importera.py", "Importera ett register", icon=":material/upload_file:")


def development_page(store: Store) -> None:
    """Year by year. The filters stand in the address."""
    as_of = today(store)
    left, right = st.columns(2)
    with left:
        branch = choose_branch(branches(store, as_of))
    unit = branch.unit if branch else None
    # The names of the areas come with the figures, so the first reading is of them all.
    whole = figures.development(store, as_of, unit, None)
    with right:
        area = choose_area(whole.areas) if whole.areas else None
    shown = figures.development(store, as_of, unit, area) if area else whole
    of = _name(branch)
    earlier, apart = beside_courses(shown.courses, outside_points(store, as_of, unit), whole=unit is None)
    st.header("Mognad", anchor=False)
    _maturity([course for course in shown.courses if course.role != OTHER], of, earlier)
    outside_charts(apart, of)
    if others := [course for course in shown.courses if course.role == OTHER]:
        st.header(_OTHERS, anchor=False)
        for course in others:
            _course(course, of, earlier)
    st.header("Risker", anchor=False)
    risks = risk_chart(shown.risks, shown.years, of)
    if risks is not None:
        show_chart(risks, "risker")
    else:
        _import_first("risks", "Inget riskregister är inläst.")
    _incidents(shown.incidents, of)


def situation_page(store: Store) -> None:
    """How it is now: nothing has a time axis but the incidents, which bear their own dates."""
    held = branches(store, today(store))
    branch = choose_branch(held) if held else None
    shown = figures.situation(store, today(store), branch.unit if branch else None)
    of = _name(branch)
    _measured_now(store, shown.newest, of)
    outside_charts(outside_points(store, today(store), branch.unit if branch else None), of)
    st.header("Risker", anchor=False)
    if shown.risks is not None:
        show_chart(risk_now_chart(shown.risks, of), "risker")
    else:
        _import_first("risks", "Inget riskregister är inläst.")
    _incidents(shown.incidents, of)


def _maturity(courses: Sequence[FormCourse], of: str, earlier: Mapping[str, Sequence[OutsidePoint]]) -> None:
    """Measurements of maturity and self-assessments; the first one leads on to its newest result."""
    if not any(course.role == MATURITY for course in courses):
        st.markdown("Ingen mognadsmätning är gjord än.")
    for place, course in enumerate(courses):
        _course(course, of, earlier)
        if not place and course.role == MATURITY:
            link("resultat.py", "Se den senaste mätningen", to={ROUND: course.series.all[-1].round})


def _course(course: FormCourse, of: str, earlier: Mapping[str, Sequence[OutsidePoint]]) -> None:
    """``earlier``: form id → the earlier results that stand in its chart."""
    narrowed = f"{of} · {course.form.area(course.area).label}" if course.area else of
    if course.levels is not None:
        days = [point.as_of for point in course.levels.points]
        drawn = level_chart(course.levels, course.form, course.role)
    else:
        days, drawn = [point.as_of for point in course.series.all], course_chart(course, narrowed)
    show_chart(with_earlier(drawn, days, earlier.get(course.form_id, ())), _key(course.form_id))


def _key(form_id: str) -> str:
    """A chart's key."""
    return _SHORT.get(shipped_role(form_id) or OTHER, f"matning-{form_id}")


def _measured_now(store: Store, newest: Sequence[Scores], of: str) -> None:
    """The newest round of each form; without any, the way to the measurements."""
    others = [scores for scores in newest if scores.origin.role == OTHER]
    main = [scores for scores in newest if scores.origin.role != OTHER]
    for title, shown, always in (("Mognad", main, not others), (_OTHERS, others, False)):
        if not shown and not always:
            continue
        st.header(title, anchor=False)
        drawn = [_drawn_now(store, scores, of) for scores in shown]
        if not any(drawn):
            st.markdown("Mätningen har inga svar att räkna på än." if shown else "Ingen mätning är gjord än.")
            link("matningar.py", "Till mätningarna", icon=":material/checklist:")


def _drawn_now(store: Store, scores: Scores, of: str) -> bool:
    """Draw one form's newest round; whether there was anything to tell."""
    form = questionnaire_of(store, find_round(store, scores.origin.round_id))
    whose = of if scores.origin.unit else WHOLE
    key = _key(scores.origin.questionnaire)
    if scores.coverage.insufficient:
        st.markdown(f"{plain(scores.origin.title)}: {plain(scores.coverage.text)} har svarat.")
    elif scores.single and form.has_level_rules and scores.total.level is not None:
        show_chart(staircase(scores, form, whose), key)
        if form.settings.note:
            st.caption(plain(form.settings.note))
    elif (chart := areas(scores, form, whose)) is not None:
        show_chart(chart, key)
    else:
        return False
    return True


def _incidents(incidents: Incidents | None, of: str) -> None:
    st.header("Incidenter", anchor=False)
    if incidents is None:
        _import_first("incidents", "Inga incidenter är inlästa.")
        return
    if of == WHOLE and incidents.apart:
        of = WITHOUT_BOLAG
    kinds, on_time = incident_chart(incidents, of), in_time_chart(incidents, of)
    if kinds is None:
        st.markdown(f"{plain(of)}: inga incidenter med ett datum då de upptäcktes eller inträffade.")
        st.caption(plain(f"Incidenter, {incidents.marks}"))
    else:
        show_chart(kinds, "incidenter")
    if on_time is not None:
        show_chart(on_time, "i-tid")


def _import_first(register: str, words: str) -> None:
    st.markdown(words)
    link("importera.py", "Importera", icon=":material/upload_file:", to={"register": register})


def _name(branch: Unit | None) -> str:
    return branch.name if branch else WHOLE
