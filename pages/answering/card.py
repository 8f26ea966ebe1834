"""The answer card: what is asked, what it can be answered with, why so, and what shows it.

Every page that takes an answer is made of these parts: the unit's own questions, a function's proposals, the agreed
answer of a workshop, a correction, a sample, the preview of a form. What is kept when something is chosen or written,
and where, comes from outside in the ``AnswerCard``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from base.formats import day
from data.ledger.texts import MAX_TEXT
from data.measuring.answers import Stand, StoredAnswer
from pages.frame.fields import day_field
from pages.frame.texts import paragraphs, plain
from questionnaires.answer_words import answer_words
from questionnaires.model import Question, Questionnaire

# The parts of a card that keep a value. ``ASIDE``: what is answered instead of a value that is written.
CHOICE, ASIDE, COMMENT, EVIDENCE, EVIDENCE_DATE = "val", "istallet", "kommentar", "underlag", "datum"
SAVED_BY_LEAVING = "Sparas när du lämnar rutan."


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """One question as its card takes the answer.

    ``options``: what the widget of the alternatives holds → what that answers, in the order shown; of a question with a
    field for a value, what is answered instead. ``key``: where a part's widget keeps its value; ``save``: runs when
    something is chosen or written, None where a button of the page's own does it; ``locked``: to be read only;
    ``lasting``: what is written stays in its field until it is saved, whatever else is looked at meanwhile.
    """

    form: Questionnaire
    question: Question
    options: Mapping[Any, Stand]
    key: Callable[[str], str]
    save: Callable[[], None] | None = None
    locked: bool = False
    lasting: bool = False

    def held(self, part: str) -> Any:
        """What a widget holds, for its default value too.

        What is set through the session reaches the browser once. Where a further press overtakes it, the browser draws
        the widget anew with its default: an answer that is saved would look like none.
        """
        return st.session_state.get(self.key(part))

    def words(self, option: Any) -> str:
        """An option in words (not escaped)."""
        return answer_words(self.form, self.question, *self.options[option])

    def hint(self, option: Any) -> str:
        """What an option means (not escaped); empty for what is no alternative."""
        _, alternative = self.options[option]
        return self.form.choice(self.question, alternative).hint if alternative is not None else ""


def answer_text(form: Questionnaire, question: str, stored: StoredAnswer | None) -> str:
    """A stored answer in words (not escaped)."""
    return answer_words(form, question, *(stored.stand if stored else (None,)))


def heading(question: Question, above: str) -> None:
    """What is asked; ``above`` (not escaped): where it stands in the form."""
    st.caption(plain(above))
    st.subheader(plain(question.label), anchor=False)


def guidance(question: Question, example: str | None = None, *, whole: bool = True) -> None:
    """What helps to answer, folded; nothing where there is nothing.

    ``example``: what it can be about where the answer is given; ``whole``: also who knows and what it refers to.
    """
    audience, references = (question.audience, question.references) if whole else ("", "")
    if not (question.hint or question.criteria or audience or references or example):
        return
    with st.expander("Vägledning och vad som räknas", type="compact"):
        _paragraphs(question.hint, question.criteria)
        if example:
            st.markdown(f"**Till exempel:** {plain(example)}")
        if audience:
            st.markdown(f"**Vem vet svaret?** {plain(audience)}")
        if references:
            st.caption(plain(references))


def read_notes(notes: Iterable[Question]) -> None:
    """What is to be read before a question."""
    for note in notes:
        st.markdown(paragraphs(note.label))
        if note.hint:
            st.caption(plain(note.hint))


def what_counts(*texts: str) -> None:
    """What counts as an answer, folded and in few words; nothing where there is nothing."""
    if any(texts):
        with st.expander("Vad räknas", type="compact"):
            _paragraphs(*texts)


def _paragraphs(*texts: str) -> None:
    for text in texts:
        if text:
            st.markdown(paragraphs(text))


def comment_field(card: AnswerCard, label: str, placeholder: str | None = None, height: int | None = 80) -> None:
    """Why it is answered so. The page shows ``free_text_warning`` below."""
    lasting = "session" if card.lasting else None
    _text(card, COMMENT, label, placeholder, st.text_area, height=height, persist_state=lasting)


def evidence_field(card: AnswerCard, label: str = "Underlag") -> None:
    """What shows the answer. The page shows ``free_text_warning`` below."""
    _text(card, EVIDENCE, label, "Diarienummer, dokumentets namn eller länk", st.text_input)


def _text(
    card: AnswerCard, part: str, label: str, placeholder: str | None, draw: Callable[..., object], **look: object
) -> None:
    look = {"placeholder": placeholder, "disabled": card.locked, "on_change": card.save, **look}
    draw(label, card.held(part) or "", key=card.key(part), max_chars=MAX_TEXT, **look)


def dated_evidence(card: AnswerCard, label: str = "Underlag") -> None:
    """What shows the answer, and of when it is."""
    left, right = st.columns([3, 1])
    with left:
        evidence_field(card, label)
    held, look = card.held(EVIDENCE_DATE), {"disabled": card.locked, "on_change": card.save}
    day_field("Underlagets datum", held, card.key(EVIDENCE_DATE), right.date_input, **look)


def stored_texts(stored: StoredAnswer) -> None:
    """A stored answer's comment and underlag, to be read."""
    if stored.comment:
        st.text(stored.comment)
    if stored.evidence:
        st.caption(f"Underlag: {evidence_words(stored)}")


def evidence_words(stored: StoredAnswer) -> str:
    """A stored answer's underlag with its date, as Markdown; empty where there is none."""
    dated = f" ({day(stored.evidence_date)})" if stored.evidence_date else ""
    return plain(stored.evidence) + dated if stored.evidence else ""
