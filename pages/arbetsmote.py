"""Arbetsmöte: the organisation's self-assessment agreed on by those who know, prepared here and held on a projector."""

from base.actors import Act
from pages.parts.guard import guard

guard(Act.ANSWER)

import streamlit as st

from base.errors import MognadError
from pages.parts.choosing import AREA
from pages.parts.faults import show_error
from pages.parts.session import current_store, link
from pages.parts.workshop_confirm import confirming
from pages.parts.workshop_overview import overview
from pages.parts.workshop_place import CONFIRM, FUNCTION, MODE, PROJECT, PROPOSE, QUESTION, load, wanted
from pages.parts.workshop_projector import projector
from pages.parts.workshop_proposing import proposing

mode = wanted(MODE)
try:
    workshop = load(current_store())
except MognadError as error:
    st.title("Arbetsmöte", anchor=False)
    show_error(error)
    link("matningar.py", "Till mätningarna", icon=":material/checklist:")
    st.stop()
if workshop is None:
    st.title("Arbetsmöte", anchor=False)
    st.markdown("Mätningen frågar ingen än.")
elif mode == PROPOSE:
    proposing(workshop, wanted(FUNCTION))
elif mode == PROJECT and workshop.sitting is not None and workshop.round.state == "opened":
    projector(workshop, workshop.sitting, wanted(QUESTION))
elif mode == CONFIRM and workshop.sitting is not None and workshop.round.state == "opened":
    confirming(workshop, workshop.sitting, wanted(AREA))
else:
    overview(workshop)
