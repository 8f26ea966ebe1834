"""Whether a question's answer is saved: the one line that must never lie."""

from collections.abc import Sequence

import streamlit as st

from data.ledger.store import Store
from data.ledger.texts import MAX_TEXT
from data.measuring.answers import StoredAnswer
from data.measuring.rounds import Round
from data.organisation.units import Unit
from pages.answering.recording import REASON, Spot, clear, explain
from pages.answering.saving import fault, tell_unsaved, waits
from pages.frame.choosing import AREA, UNIT, go_to
from pages.frame.fragments import line
from pages.frame.session import today
from pages.frame.texts import plain, saved_at
from questionnaires.model import Questionnaire
from questionnaires.parts import shown_areas


def saved_or_not(store: Store, spot: Spot, stored: StoredAnswer | None, words: str) -> None:
    """Draw the line at the end of a card.

    ``words``: the stored answer in words. With its name: a choice made while the server is away must not pass for
    the saved one.
    """
    error = fault(spot)
    saved = saved_at(stored.recorded_at, today(store)) if stored else ""
    if error is not None and waits(spot):
        kept = f" Ditt tidigare svar ”{words}” står kvar." if stored else ""
        st.warning(plain(error.message + kept), icon=":material/edit:")
        if error.code == "reason_missing":
            _reason(spot)
    elif error is not None:
        tell_unsaved(spot)
        if stored:
            st.caption(f"Nu gäller: {plain(words)} ({saved}).")
    if stored is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            if error is None:
                st.caption(f":material/check: {saved}: {plain(words)}", width="content")
            st.space("stretch")
            st.button("Ta bort svaret", key=spot.key("ta_bort"), type="tertiary", on_click=clear, args=(spot,))


def tell_left_behind(shown: Round, questionnaire: Questionnaire, units: Sequence[Unit], here: tuple[str, str]) -> None:
    """Name the answers that still want a word and are not saved, where one has gone on from them, with the way back.

    ``units``: hers; ``here``: the unit and the area on the page, whose cards say it themselves.
    """
    for unit in units:
        for area in shown_areas(questionnaire):
            for question in questionnaire.area_questions(area) if (unit.unit, area.name) != here else ():
                spot = Spot(shown.round, unit.unit, question.name, shown.definition_seq)
                if waits(spot):
                    whose = f" för {unit.name}" if len(units) > 1 else ""
                    _left_behind(spot, f"Ditt svar på ”{question.label}”{whose} är inte sparat.", area.name)


def _left_behind(spot: Spot, sentence: str, area: str) -> None:
    with line(f":material/edit: **{plain(sentence)}** Välj igen och skriv varför."):
        place = {UNIT: spot.unit, AREA: area}
        st.button("Till frågan", key=spot.key("tillbaka"), on_click=go_to, kwargs=place)


def _reason(spot: Spot) -> None:
    """Asked for once a change has met a submission, at the place of the change."""
    st.text_input(
        "Varför ändras svaret?",
        key=spot.key(REASON),
        max_chars=MAX_TEXT,
        on_change=explain,
        args=(spot,),
        placeholder="En mening räcker. Sparas när du lämnar rutan.",
    )
