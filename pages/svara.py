"""Svara: one unit answers one measurement, an area at a time. Every answer is saved as it is given."""

from base.actors import Act
from pages.parts.guard import guard

guard(Act.ANSWER)

import streamlit as st

from pages.parts.answering import answer_form
from pages.parts.choosing import choose_round_and_unit
from pages.parts.session import current_store, link

st.title("Svara", anchor=False)
store = current_store()
chosen = choose_round_and_unit(store)
if chosen is None:
    st.markdown("Det finns ingen mätning att svara på.")
    link("matningar.py", "Starta en mätning", icon=":material/checklist:")
else:
    answer_form(store, chosen)
