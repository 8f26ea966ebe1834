"""Svarsblad: a measurement's questions out in workbooks, and the folder that comes back."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.PLAN)

import streamlit as st

from data.measuring.sheets.history import exported_sheets
from data.measuring.sheets.outgoing import open_round_of
from pages.frame.choosing import named_round
from pages.frame.session import current_store
from pages.frame.upload import holds_files
from pages.measuring.sheets.incoming import BOX, receive
from pages.measuring.sheets.outgoing import send

st.title("Svarsblad", anchor=False)
store = current_store()
measurement = named_round(store, open_round_of)
if measurement is not None:
    sent = exported_sheets(store, measurement.round)
    send(store, measurement, sent, receiving=holds_files(BOX))
    if sent:
        receive(store, measurement)
