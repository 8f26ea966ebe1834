"""Importera: bring an export in. A file, what it is, how it reads, what is left to decide, and then it is saved."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.IMPORT)

import streamlit as st

from data.registers import all_registers
from pages.frame.addressed import tell_astray
from pages.frame.faults import show_error
from pages.importing.draft import current_draft
from pages.importing.earlier import earlier_imports
from pages.importing.receipt import receipt
from pages.importing.steps import steps
from pages.frame.session import current_store, link
from pages.importing.templates import templates
from pages.frame.upload import upload

st.title("Importera", anchor=False)
store = current_store()
receipt(store)
draft = current_draft(upload(), st.query_params.get("register"))
if draft is None:
    tell_astray("register", all_registers(), "Registret i adressen finns inte. Filen säger själv vad den är.")
    templates()
    link("utforska.py", "Titta på en fil utan att spara den", ":material/query_stats:", {"show": "rows"})
    earlier_imports(store)
elif draft.file.fault is not None:
    show_error(draft.file.fault)
else:
    steps(store, draft)
