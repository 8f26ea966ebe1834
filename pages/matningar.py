"""Mätningar: what is planned, under way and closed, how one is planned, and how earlier years come in."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.PLAN)

import streamlit as st

from data.measuring.rounds import rounds
from pages.measuring.earlier_answers import history_section
from pages.measuring.cards import closed_row, current_card
from pages.measuring.plan import plan_form
from pages.frame.session import current_store, link

# Each is counted anew, so that ten years of them would take their time.
AT_ONCE = 8
st.title("Mätningar", anchor=False)
store = current_store()
every = rounds(store)
opened = [row for row in reversed(every) if row.state == "opened"]
planned = [row for row in reversed(every) if row.state == "planned"]
closed = [row for row in reversed(every) if row.state == "closed"]
if not opened:
    st.markdown("Ingen mätning pågår.")
for row in [*opened, *planned]:
    current_card(store, row)
folded = st.expander("Planera en mätning", icon=":material/add:", expanded=not every, key="plan-new", on_change="rerun")
# Folded, it costs nothing: the form reads the whole organisation.
if folded.open:
    with folded:
        plan_form(store)
if closed:
    st.header("Avslutade", anchor=False)
    for row in closed[:AT_ONCE]:
        closed_row(store, row)
    older = closed[AT_ONCE:]
    if older:
        with st.expander(f"{len(older)} till", key="older-rounds", on_change="rerun") as unfolded:
            for row in older if unfolded.open else ():
                closed_row(store, row)
st.header("Mer", anchor=False)
history_section(store)
with st.container(horizontal=True):
    link("formular.py", "Frågeformulär", icon=":material/list_alt:")
    link("tidigare_resultat.py", "Officiella och tidigare resultat", icon=":material/history:")
