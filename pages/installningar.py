"""Inställningar: the organisation, backups, and the store itself."""

from base.actors import Act
from pages.parts.guard import guard

guard(Act.CONFIGURE)

import streamlit as st

from pages.parts.backups import backup_section
from pages.parts.session import current_store
from pages.parts.standing import encryption_notice
from pages.parts.tree import organisation_section

st.title("Inställningar", anchor=False)
store = current_store()
TABS = {"organisation": "Organisation", "kopia": "Säkerhetskopia", "lager": "Lagret"}
asked = TABS.get(st.query_params.get("flik", ""), TABS["organisation"])
organisation, copy, held = st.tabs(list(TABS.values()), default=asked)
with organisation:
    organisation_section(store)
with copy:
    backup_section(store)
with held:
    st.markdown("Lagret är den fil där allt sparas. Inget raderas: ändringar läggs till efter varandra.")
    st.text(str(store.path))
    if store.encrypted:
        st.markdown(":material/lock: Lagret är krypterat.")
    else:
        encryption_notice(store, begun=True)
