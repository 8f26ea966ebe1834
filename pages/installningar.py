"""Inställningar: the organisation and who answers for it, backups, and the store itself."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.CONFIGURE)

import streamlit as st

from pages.organisation.assignments import assignments_section
from pages.overview.backups import backup_section
from pages.overview.storage import held_section
from pages.organisation.reorganisation import reorganisation_section
from pages.frame.session import current_store
from pages.frame.tabs import tabs
from pages.organisation.tree import organisation_section

st.title("Inställningar", anchor=False)
store = current_store()
tabs(
    store,
    {
        "organisation": ("Organisation", organisation_section),
        "uppdrag": ("Uppdrag", assignments_section),
        "omorganisation": ("Omorganisation", reorganisation_section),
        "kopia": ("Säkerhetskopia", backup_section),
        "lager": ("Lagret", held_section),
    },
)
