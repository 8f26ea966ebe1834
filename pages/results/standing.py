"""What a result is worth as it stands: approved or preliminary, checked, corrected afterwards."""

import streamlit as st

from data.ledger.store import Store
from data.organisation.units import units
from metrics.measuring.rounds.corrections import Restated, restated
from metrics.measuring.rounds.words import result_standing_words
from pages.frame.addressed import put
from pages.frame.printing import printing
from pages.frame.texts import plain
from pages.measuring.corrections import restated_table
from pages.measuring.sample_note import sample_note
from pages.results.choice import Whose
from questionnaires.model import Questionnaire

CORRECTED = "rattad"


def result_standing(store: Store, chosen: Whose) -> Restated:
    """Say when and by whom it was approved, or why it is preliminary, and what has been changed since."""
    found = chosen.round
    st.caption(f":material/{'verified' if found.approved else 'pending'}: {plain(result_standing_words(found))}")
    sample_note(store, found.round)
    return restated(store, found)


def choose_corrected(told: Restated) -> bool:
    """Whether to show the corrected figure. The closed one stands until it is asked for; the address holds that."""
    if told.text:
        st.markdown(f":material/edit_square: {plain(told.text)}")
    if not told.pending:
        return False
    wanted = st.query_params.get(CORRECTED) == "1"
    if printing():
        st.markdown("Siffrorna är de rättade." if wanted else "Siffrorna är de som avslutades.")
        return wanted
    st.session_state["result_corrected"] = wanted
    return st.toggle("Visa rättad siffra", key="result_corrected", on_change=_remember)


def corrections_made(store: Store, chosen: Whose, form: Questionnaire, told: Restated) -> None:
    """Each changed answer, folded: before, after, why."""
    if not told.changes:
        return
    names = {unit.unit: unit.name for unit in units(store, chosen.round.as_of)}
    mine = told.changes if chosen.unit is None else [one for one in told.changes if one.unit == chosen.unit.unit]
    if not mine:
        return
    with st.expander("Svar som har ändrats efter avslutet", icon=":material/edit_square:", expanded=printing()):
        restated_table(store, form, mine, names)


def _remember() -> None:
    put(**{CORRECTED: "1" if st.session_state["result_corrected"] else ""})
