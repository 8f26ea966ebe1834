"""From a question's card to a unit's stored answer, and taking it back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from data.ledger.store import Store
from data.measuring.answerers import units_answered_by
from data.measuring.answers import Answer, AnswerState, Stand, StoredAnswer, record
from data.measuring.stands import NOT_APPLICABLE, UNKNOWN, stands
from pages.answering.card import ASIDE, CHOICE, COMMENT, EVIDENCE, EVIDENCE_DATE, AnswerCard
from pages.answering.choices import entered, is_answered, widget_value
from pages.answering.saving import keep, seen, show_anew, waits
from pages.frame.forms import published
from pages.frame.guard import actor, permission
from pages.frame.session import open_current, today
from questionnaires.model import Question, Questionnaire

REASON, STORED = "skal", "svar"
_ALTERNATIVE = "alternativ:"
_STATES: dict[str, Stand] = {"vet_ej": UNKNOWN, "galler_inte": NOT_APPLICABLE}
_CLEARING = "tas_bort"


@dataclass(frozen=True, slots=True)
class Spot:
    """One question as one unit answers it in one round, and where its widgets keep their values.

    ``person``: for whom it is answered; None where nobody answers for the unit.
    """

    round: str
    unit: str
    question: str
    definition_seq: int
    person: str | None = None

    def key(self, part: str) -> str:
        return f"svar:{self.round}:{self.unit}:{self.question}:{part}"


def options(questionnaire: Questionnaire, question: str) -> dict[str, Stand]:
    """What the question's radio group holds → what that answers, in order."""
    return {option_of(stand): stand for stand in stands(questionnaire, question)}


def option_of(stand: Stand) -> str:
    """The radio group's value for an answer."""
    names = {meant: option for option, meant in _STATES.items()}
    return names.get(stand) or _ALTERNATIVE + (stand[1] or "")


def widget_values(question: Question, stored: StoredAnswer | None) -> dict[str, object]:
    """What a card's widgets hold (part → value) when they show a stored answer."""
    option = option_of(stored.stand) if stored else None
    if question.kind == "select_one":
        choices: dict[str, object] = {CHOICE: option}
    else:
        value = widget_value(question, stored.alternative if stored else None)
        choices = {CHOICE: value, ASIDE: option if option in _STATES else None}
    return {
        REASON: "",
        **choices,
        COMMENT: (stored.comment if stored else None) or "",
        EVIDENCE: (stored.evidence if stored else None) or "",
        EVIDENCE_DATE: stored.evidence_date if stored else None,
    }


def save(spot: Spot) -> None:
    """Record what the widgets say; the callback of each of them."""
    state = st.session_state
    if is_answered(spot.key):
        state.pop(spot.key(_CLEARING), None)
        _record(spot, _answer, state.get(spot.key(COMMENT)))


def clear(spot: Spot) -> None:
    """Take the answer back: a row of its own, nothing is erased."""
    state = st.session_state
    state[spot.key(_CLEARING)] = True
    _record(spot, lambda spot, form: _cleared(spot))
    if not waits(spot):
        # Whatever came of it, the widgets show what the store now holds.
        show_anew(spot)


def explain(spot: Spot) -> None:
    """The reason of a change after submission has been written: record what waited for it."""
    if st.session_state.get(spot.key(_CLEARING)):
        clear(spot)
    else:
        save(spot)


def answered_for(person: str | None) -> str | None:
    """For whom an answer is given, where that is not the one who types."""
    return None if person == actor().person else person


def require_hers(store: Store, person: str | None, units: Iterable[str]) -> None:
    """Whether the person answers for these units still today (``unit_not_hers``): an assignment may just have ended."""
    if person is not None and not set(units_answered_by(store, person, today(store))).issuperset(units):
        raise MognadError(
            "unit_not_hers",
            "Uppdraget för enheten gäller inte längre. Svaret är inte sparat. Fråga informationssäkerhetssamordnaren.",
        )


def _answer(spot: Spot, form: Questionnaire) -> Answer:
    """The widgets' answer. A field that is not on the card just now keeps what is stored."""
    state = st.session_state
    stored: StoredAnswer | None = state.get(spot.key(STORED))

    def written(part: str, kept: Any) -> Any:
        return state.get(spot.key(part), kept)

    card = AnswerCard(form, form.question(spot.question), options(form, spot.question), spot.key)
    answered, said = entered(card) or (AnswerState.CLEARED, None)
    return replace(
        _cleared(spot),
        state=answered,
        alternative=said,
        comment=written(COMMENT, stored.comment if stored else None),
        evidence=written(EVIDENCE, stored.evidence if stored else None),
        evidence_date=written(EVIDENCE_DATE, stored.evidence_date if stored else None),
    )


def _cleared(spot: Spot) -> Answer:
    person, reason = answered_for(spot.person), st.session_state.get(spot.key(REASON))
    place = (spot.round, spot.unit, spot.question)
    return Answer(*place, AnswerState.CLEARED, based_on=seen(spot), person=person, reason=reason)


def _record(spot: Spot, make: Callable[[Spot, Questionnaire], Answer], comment: str | None = None) -> None:
    """Store the answer that ``make`` makes of the widgets; ``comment``: what would be lost if it can't be."""

    def write() -> int:
        store = open_current()
        require_hers(store, spot.person, [spot.unit])
        form = published(store, spot.definition_seq)
        return record(store, permission(Act.ANSWER, spot.unit), form, make(spot, form)).seq

    error = keep(spot, write, comment)
    if error is None:
        st.session_state[spot.key(REASON)] = ""
        st.session_state.pop(spot.key(_CLEARING), None)
    elif error.code == "alternative_unknown":
        # Only a tampered page sends one: what it shows is taken from the store again.
        show_anew(spot)
