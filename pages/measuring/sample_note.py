"""What every page of a round says of its sample."""

import streamlit as st

from data.ledger.store import Store
from metrics.measuring.rounds.samples import sample_standing
from pages.frame.texts import plain


def sample_note(store: Store, round_id: str) -> None:
    """``Kontrollerat: 5 av 60 enheter, 1 svar ändrades``; nothing before the first unit is checked."""
    if text := sample_standing(store, round_id).text:
        st.caption(f":material/fact_check: {plain(text)}.")
