"""The store itself: where it lies, and whether it is encrypted."""

import streamlit as st

from data.ledger.store import Store
from pages.overview.standing import encryption_notice


def held_section(store: Store) -> None:
    """The file, what it is, and how it is guarded."""
    st.markdown("Lagret är den fil där allt sparas. Inget raderas: ändringar läggs till efter varandra.")
    st.text(str(store.path))
    if store.encrypted:
        st.markdown(":material/lock: Lagret är krypterat.")
    else:
        encryption_notice(store, begun=True)
