"""Stickprov: units drawn by lot, and their answers held against the evidence."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.CORRECT)

import streamlit as st

from data.measuring.rounds import find_round
from pages.frame.choosing import named_round
from pages.frame.session import current_store
from pages.measuring.sampling import sample_section

st.title("Stickprov", anchor=False)
store = current_store()
measurement = named_round(store, find_round)
if measurement is not None:
    sample_section(store, measurement)
