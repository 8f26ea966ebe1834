"""A result drawn: the level, the areas, the respondent's own judgements, how the units lie, and the parts beside each
other.
"""

import streamlit as st

from base.formats import NO_VALUE
from charts.description import ChartTable
from charts.measuring.areas import areas, comparable_earlier, radar
from charts.measuring.branches import branch_chart
from charts.measuring.result import parts, staircase
from charts.measuring.spread import spread_chart
from data.ledger.store import Store
from metrics.measuring.results import AreaFigure, Scores
from pages.frame import figures
from pages.frame.addressed import choose, in_address
from pages.frame.charting import show_chart, show_table
from pages.frame.printing import printing
from pages.frame.texts import plain
from pages.results.choice import Whose
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
    if scores.single:
        level_table(scores, form)
        return
    if (drawn := spread_chart(scores, form, chosen.name)) is not None:
        show_chart(drawn, "spridning")
    heat_rows = figures.branch_areas(
        store, chosen.round.questionnaire, chosen.round.round, chosen.branch_id, corrected=scores.origin.corrected
    )
    if heat_rows is not None and (heat := branch_chart(heat_rows, scores, form, chosen.name)) is not None:
        # On a phone its columns would be too narrow to read: it scrolls inside itself.
        if not printing():
            st.html(f"<style>{_SCROLLED}</style>")
        show_chart(heat, "delar")


def _areas(store: Store, scores: Scores, form: Questionnaire, chosen: Whose) -> None:
    earlier = [
        figures.scores(
            store,
            chosen.round.questionnaire,
            round_id,
            chosen.unit_id,
            chosen.branch_id,
            corrected=scores.origin.corrected,
        )
        for round_id in comparable_earlier(scores)
    ]
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


def _choose_drawing() -> str:
    """Bars or a radar; the address holds the choice."""
    choice = in_address(_DRAWN, "Områden som", _NAMES, "result_drawing")
    return choice.chosen if printing() else choose(choice, st.segmented_control, required=True)


def level_table(scores: Scores, form: Questionnaire) -> None:
    """Each area's level: what the answers give, and what the respondent has judged itself with its reason."""
    shown = [area for area in scores.areas if area.parent is None and area.figure.expected]
    shown += [area for area in scores.areas if area.parent is not None and area.override is not None]
    if form.has_level_rules or not any(area.level is not None for area in shown):
        shown = [area for area in shown if area.override is not None]
    if not shown:
        return
    with st.container(border=True, key="nivaer"):
        st.subheader("Nivå i varje område", anchor=False)
        st.caption(
            plain(
                "Nivån enligt svaren är den lägsta av områdets delar, när alla är besvarade. Har ni bedömt den "
                "annorlunda gäller er egen bedömning, och båda visas."
            )
        )
        rows = tuple(
            (
                _named(area, form),
                _level_words(form, area.figure.level),
                _level_words(form, area.override.level) if area.override else NO_VALUE,
                area.override.reason if area.override else NO_VALUE,
            )
            for area in shown
        )
        show_table(
            ChartTable(("Område", "Enligt svaren", "Egen bedömning", "Skäl"), rows),
            "Nivå i varje område, med egna bedömningar",
        )


def _named(area: AreaFigure, form: Questionnaire) -> str:
    return area.label if area.parent is None else f"{form.area(area.parent).label}: {area.label}"


def _level_words(form: Questionnaire, level: int | None) -> str:
    if level is None:
        return "Ej bedömd"
    return f"{level} {form.level_labels.get(level, '')}".strip() if level else "Ingen nivå"
