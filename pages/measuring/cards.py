"""The cards of the measurements page: what is planned, open and closed, each with the way to its own page."""

import streamlit as st

from base.formats import day
from data.ledger.store import Store
from data.measuring.rounds import Round
from metrics.measuring.rounds.words import state_sentences, state_word
from pages.frame.choosing import ROUND
from pages.frame.forms import questionnaire_of
from pages.frame.fragments import line
from pages.frame.session import link, today
from pages.frame.texts import plain
from pages.measuring.state_words import round_status


def current_card(store: Store, measurement: Round) -> None:
    """A planned or open measurement: its dates, how far it has come, and the way to it."""
    title = questionnaire_of(store, measurement).settings.form_title
    with st.container(border=True):
        st.header(f"{plain(measurement.name)} · {plain(title)}", anchor=False)
        st.markdown(plain(state_sentences(measurement, today(store))))
        if measurement.state == "opened":
            status = round_status(store, measurement)
            if status.units:
                st.progress(status.share, text=status.words)
        with st.container(horizontal=True):
            label = "Se planen och öppna" if measurement.state == "planned" else "Läget, utskick och avslut"
            link("matning.py", label, icon=":material/checklist:", to={ROUND: measurement.round})
            if measurement.state == "opened":
                _result_link(measurement)


def closed_row(store: Store, measurement: Round) -> None:
    """A closed measurement on one line, with the ways to it and to its result."""
    status = round_status(store, measurement)
    name = f"**{plain(measurement.name)}** · {plain(status.title)}"
    with line(f"{name}  \n{state_word(measurement)}. Läget per {day(measurement.as_of)}. {status.words}."):
        link("matning.py", "Se mätningen", to={ROUND: measurement.round})
        _result_link(measurement)


def _result_link(measurement: Round) -> None:
    link("resultat.py", "Se resultatet", icon=":material/stairs:", to={ROUND: measurement.round})
