"""Mätning: one measurement, its status and its life from plan to approved result."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.PLAN)

import streamlit as st

from data.measuring.rounds import rounds
from pages.frame.choosing import ROUND
from pages.measuring.page import measurement_page
from pages.frame.session import current_store, link

store = current_store()
asked = st.query_params.get(ROUND, "")
measurement = next((row for row in rounds(store) if row.round == asked), None)
if measurement is None:
    st.title("Mätning", anchor=False)
    st.warning("Mätningen i adressen finns inte. Den kan vara tillbakatagen." if asked else "Ingen mätning är vald.")
    link("matningar.py", "Alla mätningar", icon=":material/checklist:")
else:
    measurement_page(store, measurement)
