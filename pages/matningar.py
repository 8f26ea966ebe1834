"""Mätningar: what is under way, what is closed, and how one begins."""

from base.actors import Act
from pages.parts.guard import guard

guard(Act.PLAN)

import streamlit as st

from data.rounds import rounds
from pages.parts.measurements import closed_measurement, open_measurement, start_form
from pages.parts.session import current_store
from pages.parts.status import round_status

st.title("Mätningar", anchor=False)
store = current_store()
found = rounds(store)
opened = [row for row in reversed(found) if row.state == "opened"]
closed = [row for row in reversed(found) if row.state == "closed"]
for row in opened:
    open_measurement(round_status(store, row))
if not opened:
    st.markdown("Ingen mätning pågår.")
start_form(store, expanded=not found)
if closed:
    st.header("Avslutade", anchor=False)
    for row in closed:
        closed_measurement(round_status(store, row))
