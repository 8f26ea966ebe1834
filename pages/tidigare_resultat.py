"""Officiella och tidigare resultat: what has been registered without answers, and a form that registers more."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.IMPORT)

import streamlit as st

from metrics.measuring.outside import outside_points
from pages.measuring.outside_form import register_form
from pages.measuring.outside_list import outside_charts, registered
from pages.frame.session import current_store, today
from pages.organisation.branches import WHOLE

st.title("Officiella och tidigare resultat", anchor=False)
store = current_store()
st.markdown(
    "Resultat utan svar: MSB:s nivå, och mätningar från åren före Mognadskollen. De visas som de är och räknas aldrig "
    "ihop med kommunens egna mätningar."
)
outside_charts(outside_points(store, today(store)), WHOLE)
if registered(store):
    with st.expander("Registrera ett resultat till", icon=":material/add:"):
        register_form(store)
else:
    register_form(store)
