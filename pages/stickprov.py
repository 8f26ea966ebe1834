"""Stickprov: units drawn by lot, and their answers held against the evidence."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.CORRECT)

import streamlit as st

from base.errors import MognadError
from data.measuring.rounds import find_round
from pages.frame.choosing import ROUND, round_label
from pages.frame.faults import show_error
from pages.measuring.sampling import sample_section
from pages.frame.session import current_store, link
from pages.frame.texts import plain

st.title("Stickprov", anchor=False)
store = current_store()
try:
    found = find_round(store, st.query_params.get(ROUND, ""))
except MognadError as error:
    show_error(error)
    link("matningar.py", "Till mätningarna", icon=":material/checklist:")
else:
    st.caption(plain(round_label(store, found)))
    sample_section(store, found)
