"""The sections of the combined page."""

import streamlit as st

from charts.incidents.years import in_time_chart, incident_chart
from charts.measuring.areas import areas
from charts.measuring.maturity import level_chart, maturity_chart
from charts.measuring.result import staircase
from charts.registers.risks import risk_chart, risk_now_chart
from data.ledger.store import Store
from data.measuring.rounds import find_round
from data.organisation.units import Unit
from metrics.incidents.years import Incidents
from metrics.overview.development import Situation
from pages.frame import figures
from pages.frame.charting import show_chart
from pages.frame.forms import questionnaire_of
from pages.frame.navigation import page_exists
from pages.frame.session import link, today
from pages.frame.texts import plain
from pages.incidents.year import WITHOUT_BOLAG
from pages.measuring.outside_list import outside_charts
from pages.organisation.branches import WHOLE, branches, choose_area, choose_branch


def nothing_yet() -> None:
    """An empty page that leads on."""
    st.markdown(
        "Här ser du mognad, risker och incidenter tillsammans, år för år. Det behövs en mätning eller ett inläst "
        "register för att något ska synas."
    )
    with st.container(horizontal=True):
        link("matningar.py", "Starta en mätning", icon=":material/checklist:")
        if page_exists("importera.py"):
            link("importera.py", "Importera ett register", icon=":material/upload_file:")


def development_page(store: Store) -> None:
    """Year by year. The filters stand in the address."""
    as_of = today(store)
    found = branches(store, as_of)
    left, right = st.columns(2)
    with left:
        branch = choose_branch(found)
    # The names of the areas come with the figures, so the first reading is of them all.
    whole = figures.development(store, as_of, branch.unit if branch else None, None)
    with right:
        area = choose_area(whole.areas) if whole.areas else None
    shown = figures.development(store, as_of, branch.unit if branch else None, area) if area else whole
    of = _name(branch)
    st.header("Mognad", anchor=False)
    newest = shown.maturity.all[-1] if shown.maturity.all else None
    form = questionnaire_of(store, find_round(store, newest.round)) if newest else None
    labels = dict(whole.areas)
    maturity = maturity_chart(shown, form, f"{of} · {labels[area]}" if area else of)
    if maturity is not None:
        show_chart(maturity, "mognad")
        link("resultat.py", "Se den senaste mätningen", to={"round": newest.round} if newest else None)
    else:
        st.markdown("Ingen mognadsmätning är gjord än.")
    if shown.assessment is not None:
        own = questionnaire_of(store, find_round(store, shown.assessment.points[-1].round))
        show_chart(level_chart(shown.assessment, own), "niva")
    outside_charts(store, branch.unit if branch else None, of)
    st.header("Risker", anchor=False)
    risks = risk_chart(shown.risks, shown.years, of)
    if risks is not None:
        show_chart(risks, "risker")
    else:
        _import_first("risks", "Inget riskregister är inläst.")
    _incidents(shown.incidents, of)


def situation_page(store: Store) -> None:
    """How it is now: nothing has a time axis but the incidents, which bear their own dates."""
    found = branches(store, today(store))
    branch = choose_branch(found) if found else None
    shown = figures.situation(store, today(store), branch.unit if branch else None)
    of = _name(branch)
    st.header("Mognad", anchor=False)
    _maturity_now(store, shown, of)
    st.header("Risker", anchor=False)
    if shown.risks is not None:
        show_chart(risk_now_chart(shown.risks, of), "risker")
    else:
        _import_first("risks", "Inget riskregister är inläst.")
    _incidents(shown.incidents, of)


def _maturity_now(store: Store, shown: Situation, of: str) -> None:
    drawn = False
    for key, scores, whose in (("mognad", shown.maturity, of), ("niva", shown.assessment, WHOLE)):
        if scores is None:
            continue
        form = questionnaire_of(store, find_round(store, scores.origin.round_id))
        if scores.coverage.insufficient:
            st.markdown(f"{plain(scores.origin.title)}: {plain(scores.coverage.text)} har svarat.")
            drawn = True
        elif scores.single and form.has_level_rules and scores.total.level is not None:
            show_chart(staircase(scores, form, whose), key)
            if form.settings.note:
                st.caption(plain(form.settings.note))
            drawn = True
        elif (chart := areas(scores, form, whose)) is not None:
            show_chart(chart, key)
            drawn = True
    if not drawn:
        begun = shown.maturity is not None or shown.assessment is not None
        st.markdown("Mätningen har inga svar att räkna på än." if begun else "Ingen mätning är gjord än.")
        link("matningar.py", "Till mätningarna", icon=":material/checklist:")


def _incidents(found: Incidents | None, of: str) -> None:
    st.header("Incidenter", anchor=False)
    if found is None:
        _import_first("incidents", "Inga incidenter är inlästa.")
        return
    if of == WHOLE and found.apart:
        of = WITHOUT_BOLAG
    kinds, on_time = incident_chart(found, of), in_time_chart(found, of)
    if kinds is None:
        st.markdown(f"{plain(of)}: inga incidenter med ett datum då de upptäcktes eller inträffade.")
        st.caption(plain(f"Incidenter, {found.marks}"))
    else:
        show_chart(kinds, "incidenter")
    if on_time is not None:
        show_chart(on_time, "i-tid")


def _import_first(register: str, words: str) -> None:
    st.markdown(words)
    if page_exists("importera.py"):
        link("importera.py", "Importera", icon=":material/upload_file:", to={"register": register})


def _name(branch: Unit | None) -> str:
    return branch.name if branch else WHOLE
