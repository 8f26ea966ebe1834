"""From a question's widgets to a stored answer.

The widgets' values live in the session under keys made by ``Spot``; the answer
lives in the store. ``save`` runs as a widget's callback, before anything is
drawn, so what the card then shows as saved has been read back from the store.

A callback asks for no rerun of its own (``st.rerun``): one that is coalesced
with a press on a button would take the place of what the button asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from data.ledger.store import Store
from data.measuring.answers import Answer, AnswerState, StoredAnswer, record
from data.organisation.assignments import units_of
from pages.frame.forms import published
from pages.frame.guard import actor, permission
from pages.frame.session import open_current, today
from questionnaires.model import Questionnaire

UNKNOWN = "vet_ej"
NOT_APPLICABLE = "galler_inte"
ALTERNATIVE = "alternativ:"
# What is written in these cases stays in its field, and waits there for what is missing.
WAITING = frozenset({"comment_missing", "reason_missing"})


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


def options(questionnaire: Questionnaire, question: str) -> list[str]:
    """The values of the question's radio group: its alternatives, then *Vet ej* and *Gäller inte oss*."""
    return [*(ALTERNATIVE + choice.name for choice in questionnaire.choices_of(question)), UNKNOWN, NOT_APPLICABLE]


def option_of(stored: StoredAnswer | None) -> str | None:
    """The radio group's value for a stored answer."""
    if stored is None:
        return None
    if stored.state is AnswerState.ANSWERED:
        return ALTERNATIVE + (stored.alternative or "")
    return UNKNOWN if stored.state is AnswerState.UNKNOWN else NOT_APPLICABLE


def follow(spot: Spot, stored: StoredAnswer | None, newest: int) -> None:
    """Fill the widgets from the store, unless they hold what the person has just done.

    They follow the store at the first look, when the page has been left and
    come back to, and when someone else has answered since. ``newest`` is the
    newest seq of the question, cleared answers included.
    """
    state = st.session_state
    state[spot.key("svar")] = stored
    here = spot.key("val") in state
    if here and state.get(spot.key("sett")) == newest:
        return
    if not here:
        state[spot.key("fel")] = None
    state[spot.key("sett")] = newest
    state[spot.key("skal")] = ""
    state[spot.key("val")] = option_of(stored)
    state[spot.key("kommentar")] = (stored.comment if stored else None) or ""
    state[spot.key("underlag")] = (stored.evidence if stored else None) or ""
    state[spot.key("datum")] = stored.evidence_date if stored else None


def held(spot: Spot, part: str) -> Any:
    """What a widget holds, for its default value too.

    What is set through the session reaches the browser once. Where a further press overtakes it, the browser draws the
    widget anew with its default: an answer that is saved would look like none.
    """
    return st.session_state.get(spot.key(part))


def save(spot: Spot) -> None:
    """Record what the widgets say; the callback of each of them."""
    state = st.session_state
    choice = state.get(spot.key("val"))
    if choice is not None:
        state.pop(spot.key("tas_bort"), None)
        _record(spot, _answer(spot, choice, state))


def clear(spot: Spot) -> None:
    """Take the answer back: a row of its own, nothing is erased."""
    state = st.session_state
    state[spot.key("tas_bort")] = True
    _record(
        spot,
        Answer(
            spot.round,
            spot.unit,
            spot.question,
            AnswerState.CLEARED,
            based_on=state.get(spot.key("sett"), 0),
            person=answered_for(spot.person),
            reason=state.get(spot.key("skal")),
        ),
    )
    waiting = fault(spot)
    if waiting is None or waiting.code not in WAITING:
        # Whatever came of it, the widgets show what the store now holds.
        state.pop(spot.key("sett"), None)


def explain(spot: Spot) -> None:
    """The reason of a change after submission has been written: record what waited for it."""
    if st.session_state.get(spot.key("tas_bort")):
        clear(spot)
    else:
        save(spot)


def answered_for(person: str | None) -> str | None:
    """For whom an answer is given, where that is not the one who types."""
    return None if person == actor().person else person


def require_hers(store: Store, person: str | None, units: Iterable[str]) -> None:
    """Whether the person answers for these units still today (``unit_not_hers``): an assignment may just have ended."""
    if person is not None and not set(units_of(store, person, today(store))).issuperset(units):
        raise MognadError(
            "unit_not_hers",
            "Uppdraget för enheten gäller inte längre. Svaret är inte sparat. Fråga informationssäkerhetssamordnaren.",
        )


def fault(spot: Spot) -> MognadError | None:
    """Why the latest change was not saved, if it was not."""
    found: MognadError | None = st.session_state.get(spot.key("fel"))
    return found


def unsaved_text(spot: Spot) -> str | None:
    """The comment a person wrote that could not be saved."""
    found: str | None = st.session_state.get(spot.key("osparat"))
    return found


def _answer(spot: Spot, choice: str, state: Any) -> Answer:
    """The widgets' answer. A field that is not on the card just now keeps what is stored."""
    stored: StoredAnswer | None = state.get(spot.key("svar"))
    chosen = {UNKNOWN: AnswerState.UNKNOWN, NOT_APPLICABLE: AnswerState.NOT_APPLICABLE}.get(
        choice, AnswerState.ANSWERED
    )
    kept: Mapping[str, Any] = {
        "kommentar": stored.comment if stored else None,
        "underlag": stored.evidence if stored else None,
        "datum": stored.evidence_date if stored else None,
    }
    said = {part: state.get(spot.key(part), value) for part, value in kept.items()}
    return Answer(
        spot.round,
        spot.unit,
        spot.question,
        chosen,
        alternative=choice.removeprefix(ALTERNATIVE) if chosen is AnswerState.ANSWERED else None,
        comment=said["kommentar"],
        evidence=said["underlag"],
        evidence_date=said["datum"],
        based_on=state.get(spot.key("sett"), 0),
        person=answered_for(spot.person),
        reason=state.get(spot.key("skal")),
    )


def _record(spot: Spot, answer: Answer) -> None:
    state = st.session_state
    try:
        store = open_current()
        require_hers(store, spot.person, [spot.unit])
        receipt = record(store, permission(Act.ANSWER, answer.unit), published(store, spot.definition_seq), answer)
    except MognadError as error:
        state[spot.key("fel")] = error
        state[spot.key("osparat")] = None if error.code in WAITING else answer.comment
        if error.code == "alternative_unknown":
            # Only a tampered page sends one: what it shows is taken from the store again.
            state.pop(spot.key("sett"), None)
        return
    state[spot.key("sett")] = receipt.seq
    state[spot.key("fel")] = None
    state[spot.key("osparat")] = None
    state[spot.key("skal")] = ""
    state.pop(spot.key("tas_bort"), None)
