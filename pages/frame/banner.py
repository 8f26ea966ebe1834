"""What stands above every page: that the data are made up, that nothing can be saved, or that the clock is wrong."""

import streamlit as st

from base.formats import day_and_time
from data.ledger.store import Store
from pages.frame.fragments import line
from pages.frame.session import is_example, to_own_municipality


def banner(store: Store) -> None:
    """What the person must know whatever she does here. Called by the router."""
    if store.read_only:
        st.warning(
            "Lagret går bara att läsa: det ligger där programmet inte får skriva. Inget av det du fyller i sparas.",
            icon=":material/lock:",
        )
    if latest := store.clock_behind():
        now = day_and_time(store.clock.now())
        st.warning(
            f"Datorns klocka går efter: den visar {now}, men det senaste sparades {day_and_time(latest)}. "
            "Rätta klockan innan du fortsätter.",
            icon=":material/schedule:",
        )
    if not is_example(store):
        return
    with line(":material/science: **Exempeldata** – en påhittad kommun. Ändra fritt.", "exempeldata"):
        if st.button("Börja med en egen kommun", key="banner_own"):
            to_own_municipality()
