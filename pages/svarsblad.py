"""Svarsblad: a measurement's questions out in workbooks, and the folder that comes back."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.PLAN)

import streamlit as st

from base.errors import MognadError
from data.measuring.sheets.history import exported_sheets
from data.measuring.sheets.outgoing import open_round_of
from pages.frame.choosing import ROUND, round_label
from pages.frame.faults import show_error
from pages.frame.session import current_store, link
from pages.measuring.sheets.incoming import BOX, receive
from pages.measuring.sheets.outgoing import send
from pages.frame.texts import plain
from pages.frame.upload import holds_files

st.title("Svarsblad", anchor=False)
store = current_store()
try:
    found = open_round_of(store, st.query_params.get(ROUND, ""))
except MognadError as error:
    show_error(error)
    link("matningar.py", "Till mätningarna", icon=":material/checklist:")
else:
    st.caption(plain(round_label(store, found)))
    sent = exported_sheets(store, found.round)
    send(store, found, sent, receiving=holds_files(BOX))
    if sent:
        receive(store, found)
