"""One measurement's page: what it is and how it stands, then what belongs to its state, a tab at a time."""

import streamlit as st

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
from pages.frame.navigation import page_exists
from pages.frame.session import link, today
from pages.frame.texts import plain
from pages.measuring.acts import act, show_act_fault, show_late_fault
from pages.measuring.asked_units import tell_without_manager, who_answers
from pages.measuring.audit import audit_download
from pages.measuring.corrections import corrections
from pages.measuring.ending import approval, closing, reopening
from pages.measuring.log import log
from pages.measuring.mailing import sending
from pages.measuring.plan import change_form
from pages.measuring.progress import by_branch, every_unit
from pages.measuring.sample_note import sample_note

# A page of its own for each: file, what the link says, its icon, in which states.
_WAYS = (
    ("resultat.py", "Se resultatet", ":material/stairs:", ("opened", "closed")),
    ("svarsblad.py", "Svarsblad i Excel", ":material/table_view:", ("opened",)),
    ("arbetsmote.py", "Arbetsmöte", ":material/groups:", ("opened",)),
    ("minnesanteckningar.py", "Minnesanteckningar", ":material/description:", ("closed",)),
    ("stickprov.py", "Stickprov", ":material/fact_check:", ("opened", "closed")),
)


def measurement(store: Store, found: Round) -> None:
    """All of one measurement."""
    settings = questionnaire_of(store, found).settings
    events = round_events(store, found.round)
    st.title(plain(found.name), anchor=False)
    st.caption(plain(f"{settings.form_title}, version {settings.version}"))
    st.markdown(plain(state_sentences(found, today(store), first_opened(events))))
    sample_note(store, found.round)
    late = st.container()
    _ways(found)
    if found.state == "planned":
        _planned(store, found)
    elif found.state == "opened":
        _opened(store, found, events)
    else:
        _closed(store, found, events)
    with late:
        show_late_fault()


def _ways(found: Round) -> None:
    with st.container(horizontal=True):
        link("matningar.py", "Alla mätningar", icon=":material/arrow_back:")
        for file, label, icon, states in _WAYS:
            if found.state in states and page_exists(file):
                link(file, label, icon=icon, to={ROUND: found.round})


def _planned(store: Store, found: Round) -> None:
    asked = round_units(store, found.round)
    who_answers(store, asked, found.as_of)
    tell_without_manager(store, asked, max(today(store), found.first_day or today(store)))
    with st.container(horizontal=True):
        st.button(
            "Öppna mätningen",
            key="round_open",
            type="primary",
            icon=":material/lock_open:",
            on_click=act,
            args=("open", lambda store: open_planned(store, permission(Act.PLAN), found.round)),
        )
        _withdraw_button(found)
    show_act_fault("open")
    show_act_fault("withdraw")
    with st.expander("Ändra planen", key="round-change", icon=":material/edit:", on_change="rerun") as change:
        if change.open:
            change_form(store, found)


def _opened(store: Store, found: Round, events: list[RoundEvent]) -> None:
    told = progress(store, found.round)
    status, mails, plan, end, happened = st.tabs(
        ["Läget", "Utskick", "Planen", "Avsluta", "Händelser"], key="flik", bind="query-params"
    )
    with status:
        _status(store, found, told)
    # A tab that is not looked at costs nothing.
    if mails.open:
        with mails:
            sending(store, found, told)
    if plan.open:
        with plan:
            change_form(store, found)
    if end.open:
        with end:
            closing(found, told)
            if not told.begun:
                st.divider()
                st.markdown("Ingen har svarat än, så mätningen går att ta tillbaka.")
                _withdraw_button(found)
                show_act_fault("withdraw")
    if happened.open:
        with happened:
            log(store, events)


def _closed(store: Store, found: Round, events: list[RoundEvent]) -> None:
    told = progress(store, found.round)
    # The browser keeps which tab is chosen by its place on the page; the open measurement's tabs had this one.
    st.container()
    first = "Fastställd" if found.approved else "Fastställ"
    approve, status, correct, happened = st.tabs(
        [first, "Läget", "Rätta", "Händelser"], key="steg", bind="query-params"
    )
    with approve:
        approval(store, found, told)
        audit_download(store, found)
        reopening(found)
    with status:
        _status(store, found, told)
    if correct.open:
        with correct:
            corrections(store, found)
    if happened.open:
        with happened:
            log(store, events)


def _status(store: Store, found: Round, told: Progress) -> None:
    if found.state == "opened":
        tell_without_manager(store, [unit.unit for unit in told.waiting], today(store))
    by_branch(told)
    every_unit(store, found, told)


def _withdraw_button(found: Round) -> None:
    st.button(
        "Ta tillbaka mätningen",
        key="round_withdraw",
        on_click=act,
        args=("withdraw", lambda store: withdraw_round(store, permission(Act.PLAN), found.round)),
    )
