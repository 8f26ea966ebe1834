"""Stickprov: units drawn by lot, and their answers held against the evidence."""

from base.actors import Act
from pages.parts.guard import guard

guard(Act.CORRECT)

import streamlit as st

from base.errors import MognadError
from data.rounds import find_round
from pages.parts.choosing import ROUND, round_label
from pages.parts.faults import show_error
from pages.parts.sampling import sample_section
from pages.parts.session import current_store, link
from pages.parts.texts import plain

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
