"""Inställningar: the organisation and who answers for it, backups, and the store itself."""

from base.actors import Act
from pages.parts.guard import guard

guard(Act.CONFIGURE)

import streamlit as st

from pages.parts.assigning import assignments_section
from pages.parts.backups import backup_section
from pages.parts.held import held_section
from pages.parts.reorganising import reorganisation_section
from pages.parts.session import current_store
from pages.parts.setting_tabs import tabs
from pages.parts.tree import organisation_section

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
