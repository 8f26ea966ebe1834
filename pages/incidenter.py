"""Incidenter: when each became known and was reported, whether in time, and whether it was *betydande*."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.READ)

import streamlit as st

from pages.frame.figures import incident_list
from pages.incidents.case import incident_page
from pages.incidents.year import INCIDENT, incidents_page, nothing_yet
from pages.frame.session import current_store, today

store = current_store()
incidents = incident_list(store, today(store))
if incidents is None:
    st.title("Incidenter", anchor=False)
    nothing_yet()
elif ref := st.query_params.get(INCIDENT, ""):
    incident_page(store, incidents, ref)
else:
    st.title("Incidenter", anchor=False)
    incidents_page(store, incidents)
