"""Importera: bring an export in. A file, what it is, how it reads, what is left to decide, and then it is saved."""

from base.actors import Act
from pages.parts.guard import guard

guard(Act.IMPORT)

import streamlit as st

from pages.parts.faults import show_error
from pages.parts.import_draft import current_draft
from pages.parts.import_earlier import earlier_imports
from pages.parts.import_receipt import receipt
from pages.parts.import_steps import steps
from pages.parts.session import current_store, link
from pages.parts.templates import templates
from pages.parts.upload import upload

st.title("Importera", anchor=False)
store = current_store()
receipt(store)
draft = current_draft(upload(), st.query_params.get("register"))
if draft is None:
    templates()
    link("utforska.py", "Titta på en fil utan att spara den", ":material/query_stats:", {"show": "rows"})
    earlier_imports(store)
elif draft.fault is not None:
    show_error(draft.fault)
else:
    steps(store, draft)
