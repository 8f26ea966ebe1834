"""Min enhets läge: what a closed measurement says to the manager of one unit, on one page that can be printed."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.READ)

import streamlit as st

from pages.frame.session import current_store
from pages.results.unit_choice import choose_unit_result, nothing_yet
from pages.results.unit_page import unit_page

st.title("Min enhets läge", anchor=False)
store = current_store()
chosen = choose_unit_result(store)
if chosen is None:
    nothing_yet()
else:
    unit_page(store, chosen)
