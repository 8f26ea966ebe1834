"""A unit's question as a card that saves each choice and word as it is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import streamlit as st

from data.ledger.store import Store
from data.measuring.answers import Stand, StoredAnswer, current, newest_seqs
from data.measuring.stands import NOT_APPLICABLE
from data.organisation.units import Unit
from pages.answering.card import (
    SAVED_BY_LEAVING,
    AnswerCard,
    answer_text,
    comment_field,
    dated_evidence,
    guidance,
    heading,
    stored_texts,
)
from pages.answering.choices import choose
from pages.answering.copying import copy_offer
from pages.answering.earlier import Earlier
from pages.answering.recording import STORED, Spot, options, save, widget_values
from pages.answering.saved_line import saved_or_not
from pages.answering.saving import fault, follow, tell_unsaved
from pages.frame.forms import published
from pages.frame.fragments import fragment
from pages.frame.session import current_store
from pages.frame.texts import plain
from questionnaires.evidence import asks_evidence
from questionnaires.model import Question, Questionnaire


class ProgressDrawer(Protocol):
    """Draws how far the unit has come, given its answers, and whether what was just said of a question waits."""

    def __call__(self, given: Mapping[str, StoredAnswer], question: str = "", *, waits: bool = False) -> None:
        """Draw it anew."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in its place in the form.

    ``number`` is e.g. ``Fråga 3 av 8``, ``earlier`` the answer last time, if there is one. ``others``: her other units
    that are asked it too. ``example``: what it can be about in the unit's kind of activity.
    """

    question: Question
    number: str
    earlier: Earlier | None
    draw_progress: ProgressDrawer
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
        heading(question, number)
        st.markdown(f"**{plain(answer_text(questionnaire, question.name, stored))}**")
        if stored:
            stored_texts(stored)
        tell_unsaved(spot)


def _card(store: Store, spot: Spot, asked: Asked) -> None:
    form = published(store, spot.definition_seq)
    question = form.question(spot.question)
    answers = current(store, spot.round, spot.unit)
    stored = answers.get(spot.question)
    newest = stored.seq if stored else newest_seqs(store, spot.round, spot.unit).get(spot.question, 0)
    st.session_state[spot.key(STORED)] = stored
    follow(spot, newest, widget_values(question, stored))
    card = AnswerCard(form, question, options(form, spot.question), spot.key, partial(save, spot))
    with st.container(border=True):
        heading(question, asked.number)
        guidance(question, asked.example)
        chosen = choose(card)
        if chosen is not None:
            _texts(card, chosen, stored)
        saved_or_not(store, spot, stored, answer_text(form, spot.question, stored))
        if stored is not None and chosen == stored.stand:
            copy_offer(store, spot, stored, asked.others)
        if chosen is not None and asked.earlier is not None:
            _earlier(asked.earlier)
    asked.draw_progress(answers, spot.question, waits=fault(spot) is not None)


def _texts(card: AnswerCard, chosen: Stand, stored: StoredAnswer | None) -> None:
    """The fields of what is chosen: a comment, and underlag where the answer claims much; most of them folded."""
    if chosen == NOT_APPLICABLE:
        comment_field(card, "Varför gäller det inte er?", f"En mening räcker. {SAVED_BY_LEAVING}")
    elif asks_evidence(card.form, card.question, chosen[1]):
        dated_evidence(card, "Underlag: vad visar det?")
        with st.expander("Kommentar", type="compact", expanded=bool(stored and stored.comment)):
            comment_field(card, "Kommentar", SAVED_BY_LEAVING)
    else:
        has_texts = stored is not None and bool(stored.comment or stored.evidence)
        with st.expander("Kommentar och underlag", type="compact", expanded=has_texts):
            comment_field(card, "Kommentar", SAVED_BY_LEAVING)
            dated_evidence(card)


def _earlier(earlier: Earlier) -> None:
    """The last answer, folded, and not to be had until one has chosen: nobody should be led by it."""
    with st.expander("Din företrädare svarade" if earlier.predecessors else "Förra svaret", type="compact"):
        st.markdown(earlier.line)
        stored_texts(earlier.stored)
