"""Mina frågor: a manager answers for her units, an area at a time. Every answer is saved as it is given."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.ANSWER)

import streamlit as st

from data.measuring.rounds import rounds
from pages.answering.form import answer_form
from pages.answering.own_units import choose_answerer
from pages.frame.session import current_store, link

st.title("Mina frågor", anchor=False)
store = current_store()
if not rounds(store):
    st.markdown("Det finns ingen mätning att svara på.")
    link("matningar.py", "Starta en mätning", icon=":material/checklist:")
else:
    answerer = choose_answerer(store)
    if answerer is not None:
        answer_form(store, answerer)
