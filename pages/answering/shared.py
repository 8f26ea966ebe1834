"""*Kommunens gemensamma svar*: what the municipality has answered for all, shown where a unit answers for itself."""

import streamlit as st

from data.ledger.store import Store
from data.measuring.answers import current
from data.measuring.rounds import Round
from data.organisation.units import root_unit
from pages.answering.areas import AreaPage
from pages.answering.card import answer_text, stored_texts
from pages.frame.choosing import units_of
from pages.frame.texts import plain
from questionnaires.model import Questionnaire


def shared_answers(store: Store, measurement: Round, questionnaire: Questionnaire, area: AreaPage) -> None:
    """The area's questions to the municipality with its answers, folded and to be read; nothing where it has none."""
    not_shared = {question.name for question in area.questions}.union(measurement.resting)
    asked = {question.name for question in questionnaire.questions_for("organisation")} - not_shared
    common = [question for question in questionnaire.area_questions(area.name) if question.name in asked]
    root = root_unit(units_of(store, measurement)) if common else None
    if root is None:
        return
    answers = current(store, measurement.round, root.unit)
    with st.expander("Kommunens gemensamma svar", type="compact"):
        st.caption("Gäller alla. Du behöver inte svara på det.")
        for question in common:
            stored = answers.get(question.name)
            words = answer_text(questionnaire, question.name, stored) if stored else "Inte besvarat än"
            st.markdown(f"{plain(question.label)}  \n**{plain(words)}**")
            if stored:
                stored_texts(stored)
