"""A question as a card: what is asked, the alternatives, and that the answer is saved."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import streamlit as st

from base.formats import day
from data.answers import MAX_TEXT, State, StoredAnswer, current, newest_seqs
from data.rounds import Round
from data.store import Store
from pages.parts.earlier import Earlier
from pages.parts.faults import show_error
from pages.parts.forms import published
from pages.parts.saving import NOT_APPLICABLE, UNKNOWN, Spot, clear, fault, follow, options, save, unsaved_text
from pages.parts.session import current_store, today
from pages.parts.texts import OLDEST_DAY, paragraphs, plain, saved_at
from questionnaires.model import Question, Questionnaire

_OTHER = {UNKNOWN: "Vet ej", NOT_APPLICABLE: "Gäller inte oss"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in its place in the form.

    ``number`` is e.g. ``Fråga 3 av 8``, ``earlier`` the answer last time, if
    there is one; ``told`` draws how far the unit has come, given its answers.
    """

    question: Question
    number: str
    earlier: Earlier | None
    told: Callable[[Collection[str]], None]


def question_card(found: Round, unit: str, asked: Asked) -> None:
    """Draw a question of an open round in a fragment of its own, so that an answer redraws only it."""
    spot = Spot(found.round, unit, asked.question.name, found.definition_seq)

    @st.fragment
    def card() -> None:
        _card(current_store(), spot, asked)

    card()


def closed_card(questionnaire: Questionnaire, question: Question, stored: StoredAnswer | None, number: str) -> None:
    """Draw a question of a closed round: what was answered, nothing to change."""
    with st.container(border=True):
        _heading(question, number)
        st.markdown(f"**{plain(answer_text(questionnaire, question.name, stored))}**")
        if stored:
            _stored_texts(stored)


def answer_text(questionnaire: Questionnaire, question: str, stored: StoredAnswer | None) -> str:
    """A stored answer in words (not escaped)."""
    if stored is None:
        return "Inget svar"
    if stored.state is State.ANSWERED and stored.alternative is not None:
        return questionnaire.choice(question, stored.alternative).label
    return _OTHER[UNKNOWN] if stored.state is State.UNKNOWN else _OTHER[NOT_APPLICABLE]


def _card(store: Store, spot: Spot, asked: Asked) -> None:
    questionnaire = published(store, spot.definition_seq)
    question = questionnaire.question(spot.question)
    answers = current(store, spot.round, spot.unit)
    stored = answers.get(spot.question)
    newest = stored.seq if stored else newest_seqs(store, spot.round, spot.unit).get(spot.question, 0)
    follow(spot, stored, newest)
    with st.container(border=True):
        _heading(question, asked.number)
        _guidance(question)
        chosen = _alternatives(questionnaire, question, spot)
        if chosen is not None:
            _texts(spot, chosen, stored)
        _saved_or_not(store, questionnaire, spot, stored)
        if chosen is not None and asked.earlier is not None:
            _earlier(asked.earlier)
    asked.told(answers.keys())


def _heading(question: Question, number: str) -> None:
    st.caption(plain(number))
    st.subheader(plain(question.label), anchor=False)


def _guidance(question: Question) -> None:
    if not (question.hint or question.criteria or question.audience):
        return
    with st.expander("Vägledning och vad som räknas", type="compact"):
        for text in (question.hint, question.criteria):
            if text:
                st.markdown(paragraphs(text))
        if question.audience:
            st.markdown(f"**Vem vet svaret?** {plain(question.audience)}")
        if question.references:
            st.caption(plain(question.references))


def _alternatives(questionnaire: Questionnaire, question: Question, spot: Spot) -> str | None:
    choices = {f"alternativ:{choice.name}": choice for choice in questionnaire.choices_of(question)}
    values = options(questionnaire, question.name)

    def label(value: str) -> str:
        return plain(choices[value].label) if value in choices else _OTHER[value]

    with st.container(key=f"alternativ-{question.name}"):
        return st.radio(
            plain(question.label),
            values,
            index=None,
            key=spot.key("val"),
            format_func=label,
            captions=[plain(choices[value].hint) if value in choices else "" for value in values],
            label_visibility="collapsed",
            width="stretch",
            on_change=save,
            args=(spot,),
        )


def _texts(spot: Spot, chosen: str, stored: StoredAnswer | None) -> None:
    if chosen == NOT_APPLICABLE:
        _comment(spot, "Varför gäller det inte er?", "En mening räcker. Sparas när du lämnar rutan.")
        return
    has_texts = stored is not None and bool(stored.comment or stored.evidence)
    with st.expander("Kommentar och underlag", type="compact", expanded=has_texts):
        _comment(spot, "Kommentar", "Sparas när du lämnar rutan.")
        left, right = st.columns([3, 1])
        left.text_input(
            "Underlag",
            key=spot.key("underlag"),
            max_chars=MAX_TEXT,
            on_change=save,
            args=(spot,),
            placeholder="Diarienummer, dokumentets namn eller länk",
        )
        right.date_input(
            "Underlagets datum",
            value=None,
            min_value=OLDEST_DAY,
            key=spot.key("datum"),
            format="YYYY-MM-DD",
            on_change=save,
            args=(spot,),
        )


def _comment(spot: Spot, label: str, placeholder: str) -> None:
    st.text_area(
        label,
        key=spot.key("kommentar"),
        max_chars=MAX_TEXT,
        height=80,
        on_change=save,
        args=(spot,),
        placeholder=placeholder,
    )


def _saved_or_not(store: Store, questionnaire: Questionnaire, spot: Spot, stored: StoredAnswer | None) -> None:
    error = fault(spot)
    if error is not None and error.code == "comment_missing":
        kept = f" Ditt tidigare svar ”{answer_text(questionnaire, spot.question, stored)}” står kvar." if stored else ""
        st.warning(plain(error.message + kept), icon=":material/edit:")
    elif error is not None:
        show_error(error)
        if text := unsaved_text(spot):
            st.caption("Det här skrev du, och det är inte sparat:")
            st.text(text)
    if stored is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if error is None:
            # With its name: a choice made while the server is away must not pass for the saved one.
            said = plain(answer_text(questionnaire, spot.question, stored))
            st.caption(f":material/check: {saved_at(stored.recorded_at, today(store))}: {said}", width="content")
        st.space("stretch")
        st.button("Ta bort svaret", key=spot.key("ta_bort"), type="tertiary", on_click=clear, args=(spot,))


def _earlier(earlier: Earlier) -> None:
    """The last answer, folded, and not to be had until one has chosen: nobody should be led by it."""
    with st.expander("Förra svaret", type="compact"):
        label = answer_text(earlier.questionnaire, earlier.question, earlier.stored)
        st.markdown(f"{plain(earlier.round.name)}: **{plain(label)}**")
        _stored_texts(earlier.stored)


def _stored_texts(stored: StoredAnswer) -> None:
    if stored.comment:
        st.text(stored.comment)
    if stored.evidence:
        dated = f" ({day(stored.evidence_date)})" if stored.evidence_date else ""
        st.caption(f"Underlag: {plain(stored.evidence)}{dated}")
