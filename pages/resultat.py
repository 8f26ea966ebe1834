"""Resultat: what a measurement says of the municipality, a part of it or a single unit."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.READ)

import streamlit as st

from pages.results.choice import choose_result
from pages.results.page import result
from pages.frame.session import current_store, link

st.title("Resultat", anchor=False)
store = current_store()
chosen = choose_result(store)
if chosen is None:
    st.markdown("Det finns inget resultat än. Det kommer så fort en mätning har startats.")
    link("matningar.py", "Starta en mätning", icon=":material/checklist:")
else:
    result(store, chosen)
