"""A result drawn: the level, the areas, earlier results, the respondent's own judgements, how the units lie, and the
parts beside each other.
"""

import streamlit as st

from charts.measuring.areas import areas, comparable_earlier, radar
from charts.measuring.branches import branch_chart
from charts.measuring.maturity import course_chart
from charts.measuring.outside import with_earlier
from charts.measuring.result import parts, staircase
from charts.measuring.spread import spread_chart
from data.ledger.store import Store
from metrics.measuring.forms import WantedRound
from metrics.measuring.outside import on_scale_of, outside_points
from metrics.measuring.respondents import Scope
from metrics.measuring.results import Scores
from metrics.overview.courses import FormCourse
from pages.frame import figures
from pages.frame.addressed import choose, in_address
from pages.frame.charting import show_chart
from pages.frame.printing import printing
from pages.measuring.outside_list import outside_charts
from pages.results.choice import Whose
from pages.results.own_judgements import judge, level_table
from questionnaires.model import Questionnaire

_DRAWN = "diagram"
_SCROLLED = """
.st-key-diagram-delar [data-testid="stTabPanel"] { overflow-x: auto; }
.st-key-diagram-delar .st-key-chart-delar { min-width: 40rem; }
"""
# Bars stand without a word in the address.
_BARS, _RADAR = "", "radar"
_NAMES = {_BARS: "Staplar", _RADAR: "Radar"}


def result_figures(store: Store, scores: Scores, form: Questionnaire, chosen: Whose) -> None:
    """All charts of a result; those that have nothing to show are left out."""
    if scores.total.n and scores.single and form.has_level_rules:
        show_chart(staircase(scores, form, chosen.name), "trappa")
    _areas(store, scores, form, chosen)
    _earlier(store, scores, form, chosen)
    if scores.single:
        level_table(scores, form)
        judge(store, scores, form, chosen.round)
        return
    if (drawn := spread_chart(scores, form, chosen.name)) is not None:
        show_chart(drawn, "spridning")
    heat_rows = figures.branch_areas(store, _wanted(scores, chosen.round.round), chosen.branch_id)
    if heat_rows is not None and (heat := branch_chart(heat_rows, scores, form, chosen.name)) is not None:
        # On a phone its columns would be too narrow to read: it scrolls inside itself.
        if not printing():
            st.html(f"<style>{_SCROLLED}</style>")
        show_chart(heat, "delar")


def _earlier(store: Store, scores: Scores, form: Questionnaire, chosen: Whose) -> None:
    """Results without answers: in a chart of the form's own series where the scale is the same, else apart."""
    points = outside_points(store, chosen.round.as_of, chosen.unit_id or chosen.branch_id)
    fitting = on_scale_of(form, points)
    if fitting:
        course = course_chart(FormCourse(scores.origin.role, form, scores.series), chosen.name)
        show_chart(with_earlier(course, [point.as_of for point in scores.series.all], fitting), "tidigare")
    outside_charts([point for point in points if point not in fitting], chosen.name)


def _areas(store: Store, scores: Scores, form: Questionnaire, chosen: Whose) -> None:
    scope = Scope(chosen.unit_id, chosen.branch_id)
    earlier = [figures.scores(store, _wanted(scores, round_id), scope) for round_id in comparable_earlier(scores)]
    shown_parts = [
        part for part in (parts(scores) or (None,)) if areas(scores, form, chosen.name, (), part) is not None
    ]
    wheels = {place: radar(scores, form, chosen.name, earlier, part) for place, part in enumerate(shown_parts)}
    how = _choose_drawing() if any(wheels.values()) else _BARS
    for place, part in enumerate(shown_parts):
        wheel = wheels[place] if how == _RADAR else None
        drawn = wheel or areas(scores, form, chosen.name, earlier, part)
        if drawn is not None:
            show_chart(drawn, f"omraden-{place}")


def _wanted(scores: Scores, round_id: str) -> WantedRound:
    """A round of the same form, read as the result that is shown."""
    return WantedRound(scores.origin.questionnaire, round_id, corrected=scores.origin.corrected)


def _choose_drawing() -> str:
    """Bars or a radar; the address holds the choice."""
    choice = in_address(_DRAWN, "Områden som", _NAMES, "result_drawing")
    return choice.chosen if printing() else choose(choice, st.segmented_control, required=True)
