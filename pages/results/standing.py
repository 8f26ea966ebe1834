"""What a result is worth as it stands: approved or preliminary, checked, corrected afterwards."""

import streamlit as st

from data.ledger.store import Store
from data.organisation.units import units
from metrics.measuring.rounds.corrections import Restated, restated
from metrics.measuring.rounds.words import result_standing_words
from pages.frame.addressed import controlled, put
from pages.frame.printing import printing
from pages.frame.texts import plain
from pages.measuring.corrections import restated_table
from pages.measuring.sample_note import sample_note
from pages.results.choice import Whose
from questionnaires.model import Questionnaire

CORRECTED = "rattad"


def result_standing(store: Store, chosen: Whose) -> Restated:
    """Say when and by whom it was approved, or why it is preliminary, and what has been changed since."""
    measured = chosen.round
    st.caption(f":material/{'verified' if measured.approved else 'pending'}: {plain(result_standing_words(measured))}")
    sample_note(store, measured.round)
    return restated(store, measured)


def choose_corrected(corrections: Restated) -> bool:
    """Whether to show the corrected figure. The closed one stands until it is asked for; the address holds that."""
    if corrections.text:
        st.markdown(f":material/edit_square: {plain(corrections.text)}")
    if not corrections.pending:
        return False
    wanted = st.query_params.get(CORRECTED) == "1"
    if printing():
        st.markdown("Siffrorna är de rättade." if wanted else "Siffrorna är de som avslutades.")
        return wanted
    controlled(st.toggle, "Visa rättad siffra", "result_corrected", wanted, _remember)
    return wanted


def corrections_made(store: Store, chosen: Whose, form: Questionnaire, corrections: Restated) -> None:
    """Each changed answer, folded: before, after, why."""
    if not corrections.changes:
        return
    names = {unit.unit: unit.name for unit in units(store, chosen.round.as_of)}
    mine = [change for change in corrections.changes if chosen.unit is None or change.unit == chosen.unit.unit]
    if not mine:
        return
    with st.expander("Svar som har ändrats efter avslutet", icon=":material/edit_square:", expanded=printing()):
        restated_table(store, form, mine, names)


def _remember(corrected: bool) -> None:
    put(**{CORRECTED: "1" if corrected else ""})
