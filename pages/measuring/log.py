"""What has happened to a measurement, line by line."""

from collections.abc import Sequence

import streamlit as st

from base.formats import NO_VALUE, day_and_time
from data.ledger.store import Store
from data.measuring.closing import RoundEvent
from data.organisation.people import name_of, persons
from metrics.measuring.rounds.words import event_words
from pages.frame.tables import text_table, unbroken
from pages.frame.texts import plain


def log(store: Store, events: Sequence[RoundEvent]) -> None:
    """When, what and who, the newest first."""
    if not events:
        st.markdown("Inget har hänt än.")
        return
    people = persons(store)
    newest_first = list(reversed(events))
    text_table(
        {
            "När": [unbroken(day_and_time(event.recorded_at)) for event in newest_first],
            "Vad": [plain(event_words(event)) for event in newest_first],
            "Vem": [plain(name_of(people, event.actor, NO_VALUE)) for event in newest_first],
        },
        alt="Vad som har hänt med mätningen",
    )
