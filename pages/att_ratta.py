"""Att rätta: what the standing checks find in the registers, the serious first."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.READ)

import streamlit as st

from metrics.registers.checks import checked_registers
from pages.frame import figures
from pages.registers.checks.choice import choose_register
from pages.registers.checks.listing import check_list
from pages.registers.checks.switches import check_switches
from pages.frame.receipts import receipt
from pages.frame.session import current_store, link, today

st.title("Att rätta", anchor=False)
store = current_store()
held = checked_registers(store, today(store))
if not held:
    st.markdown("Här syns vad som behöver rättas i registren när ett av dem är inläst.")
    link("importera.py", "Importera", icon=":material/upload_file:")
else:
    receipt("att_ratta")
    chosen = choose_register(held)
    results = figures.checks(store, today(store), only=(chosen.name,) if chosen else None)
    check_list(store, results)
    check_switches(results)
