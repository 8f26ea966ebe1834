"""What stands above every page: that the data are made up, where that is so."""

import streamlit as st

from data.ledger.store import Store
from pages.frame.fragments import line
from pages.frame.session import is_example, to_own_municipality


def banner(store: Store) -> None:
    """Say *Exempeldata* on every page of the made-up municipality, with the way out. Called by the router."""
    if not is_example(store):
        return
    with line(":material/science: **Exempeldata** – en påhittad kommun. Ändra fritt.", "exempeldata"):
        if st.button("Börja med en egen kommun", key="banner_own"):
            to_own_municipality()
