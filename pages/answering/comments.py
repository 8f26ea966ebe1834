"""What is written beside an alternative: a comment, and underlag where the answer claims much."""

import streamlit as st

from base.formats import day
from data.ledger.texts import MAX_TEXT
from data.measuring.answers import StoredAnswer
from pages.answering.recording import ALTERNATIVE, NOT_APPLICABLE, Spot, held, save
from pages.frame.texts import OLDEST_DAY, plain
from questionnaires.evidence import asks_evidence
from questionnaires.model import Questionnaire


def answer_texts(questionnaire: Questionnaire, spot: Spot, chosen: str, stored: StoredAnswer | None) -> None:
    """The fields of a chosen alternative (the radio group's value); most of them folded."""
    if chosen == NOT_APPLICABLE:
        _comment(spot, "Varför gäller det inte er?", "En mening räcker. Sparas när du lämnar rutan.")
    elif asks_evidence(questionnaire, spot.question, chosen.removeprefix(ALTERNATIVE)):
        _evidence(spot, "Underlag: vad visar det?")
        with st.expander("Kommentar", type="compact", expanded=bool(stored and stored.comment)):
            _comment(spot, "Kommentar", "Sparas när du lämnar rutan.")
    else:
        has_texts = stored is not None and bool(stored.comment or stored.evidence)
        with st.expander("Kommentar och underlag", type="compact", expanded=has_texts):
            _comment(spot, "Kommentar", "Sparas när du lämnar rutan.")
            _evidence(spot, "Underlag")


def stored_texts(stored: StoredAnswer) -> None:
    """A stored answer's comment and underlag, to be read."""
    if stored.comment:
        st.text(stored.comment)
    if stored.evidence:
        dated = f" ({day(stored.evidence_date)})" if stored.evidence_date else ""
        st.caption(f"Underlag: {plain(stored.evidence)}{dated}")


def _evidence(spot: Spot, label: str) -> None:
    left, right = st.columns([3, 1])
    left.text_input(
        label,
        held(spot, "underlag") or "",
        key=spot.key("underlag"),
        max_chars=MAX_TEXT,
        on_change=save,
        args=(spot,),
        placeholder="Diarienummer, dokumentets namn eller länk",
    )
    right.date_input(
        "Underlagets datum",
        value=held(spot, "datum"),
        min_value=OLDEST_DAY,
        key=spot.key("datum"),
        format="YYYY-MM-DD",
        on_change=save,
        args=(spot,),
    )


def _comment(spot: Spot, label: str, placeholder: str) -> None:
    st.text_area(
        label,
        held(spot, "kommentar") or "",
        key=spot.key("kommentar"),
        max_chars=MAX_TEXT,
        height=80,
        on_change=save,
        args=(spot,),
        placeholder=placeholder,
    )
