"""Register: what has been imported and from where, what changed, and what two sources may share."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.IMPORT)

import streamlit as st

from data.imported.snapshot import UNIT_REGISTER
from data.registers import all_registers
from pages.frame.addressed import tell_astray
from pages.registers.cards import REGISTER, register_cards
from pages.registers.register import one_register
from pages.frame.session import current_store

store = current_store()
chosen = all_registers().get(st.query_params.get(REGISTER, ""))
if chosen is None or chosen.name == UNIT_REGISTER:
    st.title("Register", anchor=False)
    tell_astray(REGISTER, (), "Registret i adressen finns inte. Här visas alla register i stället.")
    register_cards(store)
else:
    one_register(store, chosen)
