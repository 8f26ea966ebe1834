"""Svarsblad: a measurement's questions out in workbooks, and the folder that comes back."""

from base.actors import Act
from pages.parts.guard import guard

guard(Act.PLAN)

import streamlit as st

from base.errors import MognadError
from data.answer_sheets.history import exported_sheets
from data.answer_sheets.outgoing import open_round_of
from pages.parts.choosing import ROUND, round_label
from pages.parts.faults import show_error
from pages.parts.session import current_store, link
from pages.parts.sheets_in import BOX, receive
from pages.parts.sheets_out import send
from pages.parts.texts import plain
from pages.parts.upload import holds_files

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
