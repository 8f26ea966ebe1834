"""Att rätta: what the standing checks find in the registers, the serious first."""

from base.actors import Act
from pages.parts.guard import guard

guard(Act.READ)

import streamlit as st

from metrics.checks import checked_registers
from pages.parts import figures
from pages.parts.check_choice import choose_register
from pages.parts.check_list import check_list
from pages.parts.check_switches import check_switches
from pages.parts.receipts import receipt
from pages.parts.session import current_store, link, today

st.title("Att rätta", anchor=False)
store = current_store()
held = checked_registers(store, today(store))
if not held:
    st.markdown("Här syns vad som behöver rättas i registren när ett av dem är inläst.")
    link("importera.py", "Importera", icon=":material/upload_file:")
else:
    receipt("att_ratta")
    chosen = choose_register(held)
    results = figures.checks(store, today(store), (chosen.name,) if chosen else None)
    check_list(store, results)
    check_switches(results)
