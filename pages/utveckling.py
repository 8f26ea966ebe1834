"""Utveckling: maturity, risks and incidents together, over the years or, with one of each, as they are now."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.READ)

import streamlit as st

from metrics.overview.development import PageState
from pages.overview.development import development_page, nothing_yet, situation_page
from pages.frame.figures import page_state
from pages.frame.session import current_store, today

store = current_store()
state = page_state(store, today(store))
if state is PageState.NOTHING:
    st.title("Läget nu", anchor=False)
    nothing_yet()
elif state is PageState.NOW:
    st.title("Läget nu", anchor=False)
    situation_page(store)
else:
    st.title("Utveckling", anchor=False)
    development_page(store)
