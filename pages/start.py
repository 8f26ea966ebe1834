"""Start: a first choice in an empty store, then what is left to set up, then how the year stands."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.READ)

import streamlit as st

from data.organisation.municipality import municipality
from pages.frame.session import current_store, is_example, today
from pages.overview.standing import backup_reminder, encryption_notice, standing
from pages.frame.texts import plain
from pages.overview.welcome import municipality_form, welcome

store = current_store()
name = municipality(store, today(store))
if name is None:
    if st.session_state.get("begin_own"):
        municipality_form(store)
    else:
        welcome()
else:
    st.title(plain(name), anchor=False)
    if not is_example(store):
        backup_reminder(store)
    standing(store)
if not is_example(store):
    encryption_notice(store, begun=name is not None)
