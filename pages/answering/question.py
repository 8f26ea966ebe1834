"""A question as a card: what is asked, the alternatives, and that the answer is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from data.ledger.store import Store
from data.measuring.answers import AnswerState, StoredAnswer, current, newest_seqs
from data.organisation.units import Unit
from pages.answering.comments import answer_texts, stored_texts
from pages.answering.copying import copy_offer
from pages.answering.earlier import Earlier
from pages.answering.recording import NOT_APPLICABLE, UNKNOWN, Spot, fault, follow, held, option_of, options, save
from pages.answering.saved_line import saved_or_not, tell_unsaved
from pages.frame.forms import published
from pages.frame.fragments import fragment
from pages.frame.session import current_store
from pages.frame.texts import paragraphs, plain
from questionnaires.model import Question, Questionnaire


class ProgressDrawer(Protocol):
    """Draws how far the unit has come, given its answers, and whether what was just said of a question waits."""

    def __call__(self, given: Mapping[str, StoredAnswer], question: str = "", *, waits: bool = False) -> None:
        """Draw it anew."""


_OTHER = {UNKNOWN: "Vet ej", NOT_APPLICABLE: "Gäller inte oss"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in its place in the form.

    ``number`` is e.g. ``Fråga 3 av 8``, ``earlier`` the answer last time, if there is one. ``others``: her other units
    that are asked it too. ``example``: what it can be about in the unit's kind of activity.
    """

    question: Question
    number: str
    earlier: Earlier | None
    told: ProgressDrawer
    others: Sequence[Unit] = ()
    example: str | None = None


def question_card(spot: Spot, asked: Asked) -> None:
    """Draw a question of an open round in a fragment of its own, so that an answer redraws only it."""

    @fragment
    def card() -> None:
        _card(current_store(), spot, asked)

    card()


def closed_card(questionnaire: Questionnaire, spot: Spot, stored: StoredAnswer | None, number: str) -> None:
    """Draw a question of a closed round: what was answered, and what came too late; nothing to change."""
    question = questionnaire.question(spot.question)
    with st.container(border=True):
        _heading(question, number)
        st.markdown(f"**{plain(answer_text(questionnaire, question.name, stored))}**")
        if stored:
            stored_texts(stored)
        tell_unsaved(spot)


def answer_text(questionnaire: Questionnaire, question: str, stored: StoredAnswer | None) -> str:
    """A stored answer in words (not escaped)."""
    if stored is None:
        return "Inget svar"
    if stored.state is AnswerState.ANSWERED and stored.alternative is not None:
        return questionnaire.choice(question, stored.alternative).label
    return _OTHER[UNKNOWN] if stored.state is AnswerState.UNKNOWN else _OTHER[NOT_APPLICABLE]


def _card(store: Store, spot: Spot, asked: Asked) -> None:
    questionnaire = published(store, spot.definition_seq)
    question = questionnaire.question(spot.question)
    answers = current(store, spot.round, spot.unit)
    stored = answers.get(spot.question)
    newest = stored.seq if stored else newest_seqs(store, spot.round, spot.unit).get(spot.question, 0)
    follow(spot, stored, newest)

    def words(answer: StoredAnswer | None) -> str:
        return answer_text(questionnaire, spot.question, answer)

    with st.container(border=True):
        _heading(question, asked.number)
        guidance(question, asked.example)
        chosen = _alternatives(questionnaire, question, spot)
        if chosen is not None:
            answer_texts(questionnaire, spot, chosen, stored)
        saved_or_not(store, spot, stored, words(stored))
        if stored is not None and chosen == option_of(stored):
            copy_offer(store, spot, stored, asked.others, words)
        if chosen is not None and asked.earlier is not None:
            _earlier(asked.earlier)
    asked.told(answers, spot.question, waits=fault(spot) is not None)


def _heading(question: Question, number: str) -> None:
    st.caption(plain(number))
    st.subheader(plain(question.label), anchor=False)


def guidance(question: Question, example: str | None = None) -> None:
    """What helps to answer, folded; nothing where there is nothing."""
    if not (question.hint or question.criteria or question.audience or question.references or example):
        return
    with st.expander("Vägledning och vad som räknas", type="compact"):
        for text in (question.hint, question.criteria):
            if text:
                st.markdown(paragraphs(text))
        if example:
            st.markdown(f"**Till exempel:** {plain(example)}")
        if question.audience:
            st.markdown(f"**Vem vet svaret?** {plain(question.audience)}")
        if question.references:
            st.caption(plain(question.references))


def _alternatives(questionnaire: Questionnaire, question: Question, spot: Spot) -> str | None:
    choices = {f"alternativ:{choice.name}": choice for choice in questionnaire.choices_of(question)}
    values = options(questionnaire, question.name)
    chosen = held(spot, "val")

    def label(value: str) -> str:
        return plain(choices[value].label) if value in choices else _OTHER.get(value, value)

    with st.container(key=f"alternativ-{question.name}"):
        return st.radio(
            plain(question.label),
            values,
            index=values.index(chosen) if chosen in values else None,
            key=spot.key("val"),
            format_func=label,
            captions=[plain(choices[value].hint) if value in choices else "" for value in values],
            label_visibility="collapsed",
            width="stretch",
            on_change=save,
            args=(spot,),
        )


def _earlier(earlier: Earlier) -> None:
    """The last answer, folded, and not to be had until one has chosen: nobody should be led by it."""
    with st.expander("Din företrädare svarade" if earlier.predecessors else "Förra svaret", type="compact"):
        label = answer_text(earlier.questionnaire, earlier.question, earlier.stored)
        st.markdown(f"{plain(earlier.round.name)}: **{plain(label)}**")
        stored_texts(earlier.stored)
