"""A result drawn: the level, the areas, the respondent's own judgements, how the units lie, and the parts beside each
other.
"""

import streamlit as st

from charts.measuring.areas import areas, comparable_earlier, radar
from charts.measuring.branches import branch_chart
from charts.measuring.result import parts, staircase
from charts.measuring.spread import spread_chart
from data.ledger.store import Store
from metrics.measuring.results import Scores
from pages.frame import figures
from pages.frame.charting import show_chart
from pages.frame.printing import printing
from pages.results.choice import Whose
from pages.results.own_judgements import judge, level_table
from questionnaires.model import Questionnaire

_DRAWN = "diagram"
_SCROLLED = """
.st-key-diagram-delar [data-testid="stTabPanel"] { overflow-x: auto; }
.st-key-diagram-delar .st-key-chart-delar { min-width: 40rem; }
"""
_BARS, _RADAR = "staplar", "radar"
_NAMES = {_BARS: "Staplar", _RADAR: "Radar"}


def result_figures(store: Store, scores: Scores, form: Questionnaire, chosen: Whose) -> None:
    """All charts of a result; those that have nothing to show are left out."""
    if scores.total.n and scores.single and form.has_level_rules:
        show_chart(staircase(scores, form, chosen.name), "trappa")
    _areas(store, scores, form, chosen)
    if scores.single:
        level_table(scores, form)
        judge(store, scores, form, chosen.round)
        return
    if (drawn := spread_chart(scores, form, chosen.name)) is not None:
        show_chart(drawn, "spridning")
    found = figures.branch_areas(
        store, chosen.round.questionnaire, chosen.round.round, chosen.branch_id, corrected=scores.origin.corrected
    )
    if found is not None and (heat := branch_chart(found, scores, form, chosen.name)) is not None:
        # On a phone its columns would be too narrow to read: it scrolls inside itself.
        if not printing():
            st.html(f"<style>{_SCROLLED}</style>")
        show_chart(heat, "delar")


def _areas(store: Store, scores: Scores, form: Questionnaire, chosen: Whose) -> None:
    earlier = [
        figures.scores(
            store, chosen.round.questionnaire, one, chosen.unit_id, chosen.branch_id, corrected=scores.origin.corrected
        )
        for one in comparable_earlier(scores)
    ]
    found = [part for part in (parts(scores) or (None,)) if areas(scores, form, chosen.name, (), part) is not None]
    wheels = {place: radar(scores, form, chosen.name, earlier, part) for place, part in enumerate(found)}
    how = _choose_drawing() if any(wheels.values()) else _BARS
    for place, part in enumerate(found):
        wheel = wheels[place] if how == _RADAR else None
        drawn = wheel or areas(scores, form, chosen.name, earlier, part)
        if drawn is not None:
            show_chart(drawn, f"omraden-{place}")


def _choose_drawing() -> str:
    """Bars or a radar; the address holds the choice."""
    wanted = st.query_params.get(_DRAWN, _BARS)
    wanted = wanted if wanted in _NAMES else _BARS
    if printing():
        return wanted
    st.session_state["result_drawing"] = wanted
    picked = st.segmented_control(
        "Områden som",
        list(_NAMES),
        key="result_drawing",
        format_func=lambda name: _NAMES[name],
        required=True,
        on_change=_remember,
    )
    return picked if picked in _NAMES else _BARS


def _remember() -> None:
    if st.session_state["result_drawing"] == _RADAR:
        st.query_params[_DRAWN] = _RADAR
    elif _DRAWN in st.query_params:
        del st.query_params[_DRAWN]
