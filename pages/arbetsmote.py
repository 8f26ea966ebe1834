"""Arbetsmöte: the organisation's self-assessment agreed on by those who know, prepared here and held on a projector."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.ANSWER)

import streamlit as st

from base.errors import MognadError
from pages.frame.choosing import AREA
from pages.frame.faults import show_error
from pages.frame.session import current_store, link
from pages.workshop.confirming import confirming
from pages.workshop.preparing import overview
from pages.workshop.place import CONFIRM, FUNCTION, MODE, PROJECT, PROPOSE, QUESTION, load, wanted
from pages.workshop.projector import projector
from pages.workshop.proposing import proposing

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
