"""Utforska: any register, earlier snapshot or file as a table to filter, group and draw, down to its rows."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.READ)

import streamlit as st

from pages.exploring.page import explore
from pages.frame.session import current_store

st.title("Utforska", anchor=False)
explore(current_store())
