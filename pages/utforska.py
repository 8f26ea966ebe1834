"""Utforska: any register, earlier snapshot or file as a table to filter, group and draw, down to its rows."""

from base.actors import Act
from pages.parts.guard import guard

guard(Act.READ)

import streamlit as st

from pages.parts.explore_page import explore
from pages.parts.session import current_store

st.title("Utforska", anchor=False)
explore(current_store())
