"""Importera: bring an export in. A file, what it is, how it reads, what is left to decide, and then it is saved."""

from base.actors import Act
from pages.parts.guard import guard

guard(Act.IMPORT)

import streamlit as st

from pages.parts.import_choices import choices
from pages.parts.import_columns import columns
from pages.parts.import_draft import current_draft, read
from pages.parts.import_effects import unit_effects
from pages.parts.import_found import found_table, what_and_when
from pages.parts.import_issues import issues
from pages.parts.import_preview import preview
from pages.parts.import_saving import earlier_imports, receipt, save
from pages.parts.import_units import unknown_units
from pages.parts.faults import show_error
from pages.parts.session import current_store, link
from pages.parts.templates import templates
from pages.parts.upload import upload

st.title("Importera", anchor=False)
store = current_store()
receipt()
draft = current_draft(upload(), st.query_params.get("register"))
if draft is None:
    templates()
    link("utforska.py", "Titta på en fil utan att spara den", ":material/query_stats:", {"show": "rows"})
    earlier_imports(store)
elif draft.fault is not None:
    show_error(draft.fault)
else:
    as_of = what_and_when(store, draft)
    reading = read(store, draft)
    if draft.register is not None:
        found_table(draft, reading)
    # One thing at a time: what the file is and which day it shows come first.
    if reading is not None and as_of is not None:
        # Each step keeps its place, so that nothing jumps when another one comes or goes.
        with st.container(gap="large"):
            with st.container():
                columns(draft, reading)
            with st.container():
                choices(draft, reading)
            with st.container():
                preview(reading)
                unit_effects(store, reading, as_of)
            with st.container():
                issues(reading)
            with st.container():
                unknown_units(store, draft, reading, as_of)
            with st.container():
                save(store, draft, reading, as_of)
