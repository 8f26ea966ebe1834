"""Which questions rest in a measurement: told in its plan, and on its page and result once it is opened."""

import streamlit as st

from data.ledger.store import Store
from data.measuring.rounds import Round, resting_now
from metrics.measuring.rounds.resting import MOST_NAMED, resting_answers_sentence, resting_sentence
from pages.frame.texts import plain
from questionnaires.model import Questionnaire


def tell_resting(store: Store, form: Questionnaire, measurement: Round | None) -> None:
    """The sentence, and all of them folded where they are many.

    Before the opening (``measurement`` None or planned): those that would rest if it were opened now.
    """
    fixed = measurement is not None and measurement.state != "planned"
    resting = measurement.resting if measurement is not None and fixed else resting_now(store, form)
    if not resting:
        return
    sentences = [resting_sentence(form, resting)]
    if measurement is not None and fixed:
        sentences.append(resting_answers_sentence(store, measurement))
    st.markdown(f":material/bedtime: {plain(' '.join(sentences).strip())}")
    if len(resting) > MOST_NAMED:
        with st.expander(f"Alla {len(resting)} frågor som vilar", type="compact"):
            st.markdown("\n".join(f"- {plain(form.question(name).label)}" for name in resting))
