"""One measurement's page: what it is and how it stands, then what belongs to its state, a tab at a time."""

from collections.abc import Callable

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from base.actors import Act
from data.ledger.store import Store
from data.measuring.closing import RoundEvent, round_events
from data.measuring.planning import open_planned, withdraw_round
from data.measuring.rounds import Round, round_units
from metrics.measuring.rounds.progress import Progress, progress
from metrics.measuring.rounds.words import first_opened, state_sentences
from pages.frame.choosing import ROUND
from pages.frame.forms import questionnaire_of
from pages.frame.guard import permission
from pages.frame.session import link, today
from pages.frame.texts import plain
from pages.measuring.acts import act_button, show_act_fault, show_late_fault
from pages.measuring.asked_units import tell_without_manager, who_answers
from pages.measuring.audit import audit_download
from pages.measuring.corrections import corrections
from pages.measuring.ending import approval, closing, reopening
from pages.measuring.log import log
from pages.measuring.mailing import sending
from pages.measuring.plan import change_form
from pages.measuring.progress import by_branch, every_unit
from pages.measuring.resting import tell_resting
from pages.measuring.sample_note import sample_note

# A page of its own for each: file, what the link says, its icon, in which states.
_WAYS = (
    ("resultat.py", "Se resultatet", ":material/stairs:", ("opened", "closed")),
    ("svarsblad.py", "Svarsblad i Excel", ":material/table_view:", ("opened",)),
    ("arbetsmote.py", "Arbetsmöte", ":material/groups:", ("opened",)),
    ("minnesanteckningar.py", "Minnesanteckningar", ":material/description:", ("closed",)),
    ("stickprov.py", "Stickprov", ":material/fact_check:", ("opened", "closed")),
)


def measurement_page(store: Store, measurement: Round) -> None:
    """All of one measurement."""
    form = questionnaire_of(store, measurement)
    settings = form.settings
    events = round_events(store, measurement.round)
    st.title(plain(measurement.name), anchor=False)
    st.caption(plain(f"{settings.form_title}, version {settings.version}"))
    st.markdown(plain(state_sentences(measurement, today(store), first_opened(events))))
    tell_resting(store, form, measurement)
    sample_note(store, measurement.round)
    late = st.container()
    _ways(measurement)
    if measurement.state == "planned":
        _planned(store, measurement)
    elif measurement.state == "opened":
        _opened(store, measurement, events)
    else:
        _closed(store, measurement, events)
    with late:
        show_late_fault()


def _ways(measurement: Round) -> None:
    with st.container(horizontal=True):
        link("matningar.py", "Alla mätningar", icon=":material/arrow_back:")
        for file, label, icon, states in _WAYS:
            if measurement.state in states:
                link(file, label, icon=icon, to={ROUND: measurement.round})


def _planned(store: Store, measurement: Round) -> None:
    asked = round_units(store, measurement.round)
    who_answers(store, asked, measurement.as_of)
    tell_without_manager(store, asked, max(today(store), measurement.first_day or today(store)))
    with st.container(horizontal=True):

        def begin(store: Store) -> None:
            open_planned(store, permission(Act.PLAN), measurement.round)

        act_button("Öppna mätningen", "round_open", "open", begin, type="primary", icon=":material/lock_open:")
        _withdraw_button(measurement)
    show_act_fault("open")
    show_act_fault("withdraw")
    with st.expander("Ändra planen", key="round-change", icon=":material/edit:", on_change="rerun") as change:
        if change.open:
            change_form(store, measurement)


def _opened(store: Store, measurement: Round, events: list[RoundEvent]) -> None:
    standing = progress(store, measurement.round)
    status, mails, plan, end, happened = st.tabs(
        ["Läget", "Utskick", "Planen", "Avsluta", "Händelser"], key="flik", bind="query-params"
    )
    with status:
        _status(store, measurement, standing)
    _draw_open(
        (mails, lambda: sending(store, measurement, standing)),
        (plan, lambda: change_form(store, measurement)),
        (end, lambda: _ending(measurement, standing)),
        (happened, lambda: log(store, events)),
    )


def _ending(measurement: Round, standing: Progress) -> None:
    closing(measurement, standing)
    if standing.untouched:
        st.divider()
        st.markdown("Ingen har svarat än, så mätningen går att ta tillbaka.")
        _withdraw_button(measurement)
        show_act_fault("withdraw")


def _closed(store: Store, measurement: Round, events: list[RoundEvent]) -> None:
    standing = progress(store, measurement.round)
    # The browser keeps which tab is chosen by its place on the page; the open measurement's tabs had this one.
    st.container()
    first = "Fastställd" if measurement.approved else "Fastställ"
    approve, status, correct, happened = st.tabs(
        [first, "Läget", "Rätta", "Händelser"], key="steg", bind="query-params"
    )
    with approve:
        approval(store, measurement, standing)
        audit_download(store, measurement)
        reopening(measurement)
    with status:
        _status(store, measurement, standing)
    _draw_open(
        (correct, lambda: corrections(store, measurement)),
        (happened, lambda: log(store, events)),
    )


def _draw_open(*tabs: tuple[TabContainer, Callable[[], None]]) -> None:
    """A tab that is not looked at costs nothing."""
    for tab, draw in tabs:
        if tab.open:
            with tab:
                draw()


def _status(store: Store, measurement: Round, standing: Progress) -> None:
    if measurement.state == "opened":
        tell_without_manager(store, [unit.unit for unit in standing.waiting], today(store))
    by_branch(standing)
    every_unit(store, measurement, standing)


def _withdraw_button(measurement: Round) -> None:
    def withdraw(store: Store) -> None:
        withdraw_round(store, permission(Act.PLAN), measurement.round)

    act_button("Ta tillbaka mätningen", "round_withdraw", "withdraw", withdraw)
