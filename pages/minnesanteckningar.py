"""Minnesanteckningar: what a workshop decided, to print."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.READ)

import streamlit as st

from base.errors import MognadError
from pages.frame.faults import show_error
from pages.frame.session import current_store, link
from pages.workshop.minutes import minutes_page
from pages.workshop.place import load

try:
    workshop = load(current_store())
except MognadError as error:
    st.title("Minnesanteckningar", anchor=False)
    show_error(error)
    link("matningar.py", "Till mätningarna", icon=":material/checklist:")
else:
    if workshop is None:
        st.title("Minnesanteckningar", anchor=False)
        st.markdown("Mätningen frågar ingen än.")
    else:
        minutes_page(workshop)
