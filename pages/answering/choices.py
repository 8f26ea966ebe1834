"""What a card's question is answered with: one of its alternatives or, of another kind, a field for its value.

A field has *Vet ej* and *Gäller inte oss* below it: what is chosen there empties the field, and what is written in the
field lets go of them.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from base.errors import MognadError
from data.ledger.texts import MAX_TEXT
from data.measuring.answers import AnswerState, Stand
from pages.answering.card import ASIDE, CHOICE, AnswerCard
from pages.frame.faults import show_error
from pages.frame.fields import day_field, free_text_warning, pick
from pages.frame.texts import plain
from questionnaires.answer_words import NONE_OF_THEM, several_labels, what_to_write
from questionnaires.model import Question
from questionnaires.said import read_said, said_of_several


def choose(card: AnswerCard) -> Stand | None:
    """The alternatives with what they mean, as large as cards, or the field for the value; what is answered so far.

    None too while what is written can't be read.
    """
    with st.container(key=f"alternativ-{card.question.name}"):
        if card.question.kind == "select_one":
            _alternatives(card)
        else:
            _value(card, None, partial(_let_go_of_aside, card))
            _aside(card, partial(_empty_value, card))
    try:
        return entered(card)
    except MognadError as error:
        if card.save is None:  # where it is saved, the card tells it with what became of the answer
            show_error(error)
        return None


def choose_in_box(card: AnswerCard, label: str, first: Stand | None = None) -> None:
    """The same in a select box or a field, where the answer is put right; ``first``: what it begins with."""
    if card.question.kind == "select_one":
        names = {option: card.words(option) for option in card.options}
        place = next((place for place, option in enumerate(names) if card.options[option] == first), None)
        pick(label, names, card.key(CHOICE), index=place, placeholder="Välj")
        return
    st.markdown(f"**{plain(label)}**")
    _value(card, None if first is None else first[1], None)
    _aside(card, None)


def entered(card: AnswerCard) -> Stand | None:
    """What the widgets say, ready to be stored; None for nothing.

    Raises ``alternative_unknown`` for an option that a tampered page sends, and what ``read_said`` raises.
    """
    one, aside = card.question.kind == "select_one", card.held(ASIDE)
    option = card.held(CHOICE) if one else aside
    if option is not None:
        if option not in card.options:
            raise MognadError("alternative_unknown", "Svarsalternativet finns inte i frågan.")
        return card.options[option]
    written = None if one else _written(card)
    return (AnswerState.ANSWERED, read_said(card.form, card.question, written)) if written else None


def is_answered(key: Callable[[str], str]) -> bool:
    """Whether something stands in a card's widgets. ``key``: where the widget of a part keeps its value."""
    values = (st.session_state.get(key(part)) for part in (CHOICE, ASIDE))
    return any(value.strip() if isinstance(value, str) else value not in (None, []) for value in values)


def widget_value(question: Question, said: str | None) -> object:
    """What the field of a question's value holds when it shows what is stored; None of it: the field is empty."""
    if question.kind == "date":
        return date.fromisoformat(said) if said else None
    if question.kind == "select_multiple":
        return said.split() if said else []
    return (said or "").replace(".", ",") if question.is_number else said or ""


def _written(card: AnswerCard) -> str:
    """The field's value as a text, however it is kept."""
    value: Any = card.held(CHOICE)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return said_of_several(card.form, card.question, value)
    return str(value or "").strip()


def _alternatives(card: AnswerCard) -> None:
    values, held = list(card.options), card.held(CHOICE)
    st.radio(
        plain(card.question.label),
        values,
        index=values.index(held) if held in values else None,
        key=card.key(CHOICE),
        # What is none of them comes from a tampered page.
        format_func=lambda option: plain(card.words(option)) if option in card.options else str(option),
        captions=[plain(card.hint(option)) for option in values],
        label_visibility="collapsed",
        width="stretch",
        disabled=card.locked,
        on_change=card.save,
    )


def _value(card: AnswerCard, first: str | None, changed: Callable[[], None] | None) -> None:
    """The field for a value. ``first``: what is said in it to begin with, where it holds nothing of its own."""
    question, key = card.question, card.key(CHOICE)
    held: Any = card.held(CHOICE) if key in st.session_state else widget_value(question, first)
    look: dict[str, Any] = {"label_visibility": "collapsed", "disabled": card.locked, "on_change": changed}
    label = plain(question.label)
    if question.kind == "select_multiple":
        labels = several_labels(card.form, question)
        st.pills(
            label,
            list(labels),
            selection_mode="multi",
            default=held,
            key=key,
            format_func=lambda name: plain(labels.get(name, name)),
            **look,
        )
        for choice in card.form.choices_of(question):
            if choice.hint:
                st.caption(f"**{plain(choice.label)}**: {plain(choice.hint)}")
        return
    if question.kind == "date":
        day_field(label, held, key, **look)
    elif question.kind == "text":
        st.text_area(label, held or "", key=key, max_chars=MAX_TEXT, height=110, **look)
        free_text_warning()
    else:
        st.text_input(label, held or "", key=key, max_chars=40, **look)
        st.caption(plain(what_to_write(card.form, question)))


def _aside(card: AnswerCard, changed: Callable[[], None] | None) -> None:
    """What is answered instead of a value."""
    st.pills(
        "Eller",
        list(card.options),
        default=card.held(ASIDE),
        key=card.key(ASIDE),
        format_func=lambda option: plain(card.words(option)) if option in card.options else str(option),
        label_visibility="collapsed",
        width="stretch",
        disabled=card.locked,
        on_change=changed,
    )


def _let_go_of_aside(card: AnswerCard) -> None:
    if card.question.kind == "select_multiple":
        _keep_none_alone(card)
    if is_answered(card.key):
        st.session_state[card.key(ASIDE)] = None
        _save(card)


def _keep_none_alone(card: AnswerCard) -> None:
    """*Inget av dem* stands alone: the press that came last is the one that counts."""
    names = list(card.held(CHOICE) or [])
    if NONE_OF_THEM in names and len(names) > 1:
        alone = names[-1] == NONE_OF_THEM
        st.session_state[card.key(CHOICE)] = [NONE_OF_THEM] if alone else [n for n in names if n != NONE_OF_THEM]


def _empty_value(card: AnswerCard) -> None:
    if card.held(ASIDE) is not None:
        st.session_state[card.key(CHOICE)] = widget_value(card.question, None)
        _save(card)


def _save(card: AnswerCard) -> None:
    if card.save is not None:
        card.save()
