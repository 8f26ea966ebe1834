"""*Gäller svaret alla mina enheter?*: one press gives her other units the same answer.

What another unit has answered already is told, and replaced only by a press that says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import listing
from data.ledger.store import Store
from data.measuring.answers import StoredAnswer, record_many
from data.measuring.submissions import submissions
from data.measuring.unit_answers import UnitAnswer, standing_answers
from data.organisation.units import Unit
from pages.answering.card import answer_text
from pages.answering.recording import Spot, answered_for, require_hers
from pages.frame.faults import show_error
from pages.frame.forms import published
from pages.frame.guard import permission
from pages.frame.session import open_current
from pages.frame.texts import plain

_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Offer:
    """A saved answer, and what her other units (unit → answer) have said of the same question."""

    spot: Spot
    stored: StoredAnswer
    standing: Mapping[str, UnitAnswer]

    def differs(self, unit: Unit) -> bool:
        """Whether the unit has another answer, or none."""
        other = self.standing[unit.unit].stored
        return other is None or other.stand != self.stored.stand

    def button(self, label: str, part: str, units: Sequence[Unit], kind: Literal["secondary", "tertiary"]) -> None:
        """Gives the units the answer, unless somebody has answered for them since."""
        seen = {unit.unit: self.standing[unit.unit].newest for unit in units}
        key = self.spot.key(part)
        st.button(plain(label), key=key, type=kind, on_click=_copy, args=(self.spot, self.stored, seen))


def copy_offer(store: Store, spot: Spot, stored: StoredAnswer, others: Sequence[Unit]) -> None:
    """Draw the question under a saved answer, where she has other units that are asked the same."""
    if not others:
        return
    offer = _Offer(spot, stored, standing_answers(store, spot.round, spot.question, [unit.unit for unit in others]))
    different = [unit for unit in others if offer.differs(unit)]
    with st.container(key=spot.key("kopia")):
        if not different:
            mine = "båda dina enheter" if len(others) == 1 else f"alla dina {len(others) + 1} enheter"
            st.caption(f":material/done_all: Samma svar för {mine}.")
        else:
            st.markdown("**Gäller svaret alla mina enheter?**")
            _offers(store, offer, different)
        error = st.session_state.get(spot.key("kopia_fel"))
        # Told for the answer that stood then; another answer is another question.
        if error is not None and error[0] == stored.seq:
            show_error(error[1])


def _offers(store: Store, offer: _Offer, different: Sequence[Unit]) -> None:
    spot, form = offer.spot, published(store, offer.spot.definition_seq)
    submitted = {unit for unit, handed_in in submissions(store, spot.round).items() if handed_in.holds}
    done = [unit for unit in different if unit.unit in submitted]
    free = [unit for unit in different if unit.unit not in submitted]
    empty = [unit for unit in free if offer.standing[unit.unit].stored is None]
    taken = [unit for unit in free if offer.standing[unit.unit].stored is not None]
    if empty:
        offer.button(f"Ja, svara samma för {_names(empty)}", "kopiera", empty, "secondary")
        if offer.stored.comment or offer.stored.evidence:
            st.caption("Kommentar och underlag följer med.")
    for unit in taken:
        words = answer_text(form, spot.question, offer.standing[unit.unit].stored)
        st.caption(plain(f"{unit.name} har redan svaret ”{words}”. Det ändras inte."))
    if taken:
        offer.button(f"Ersätt svaret för {_names(taken)}", "ersatt", taken, "tertiary")
    if done:
        st.caption(plain(f"{_names(done)} har lämnat in. Det svaret ändrar du på den egna sidan, med ett skäl."))


def _copy(spot: Spot, stored: StoredAnswer, seen: Mapping[str, int]) -> None:
    """Give the units of ``seen`` (unit → newest seq she saw there) the stored answer: all of them or none."""
    state = st.session_state
    person = answered_for(spot.person)
    answers = [
        replace(stored.as_answer(spot.round, unit), based_on=newest, person=person) for unit, newest in seen.items()
    ]
    try:
        store = open_current()
        require_hers(store, spot.person, seen)
        record_many(store, permission(Act.ANSWER), published(store, spot.definition_seq), answers)
    except MognadError as error:
        state[spot.key("kopia_fel")] = (stored.seq, _as_told(error))
    else:
        state.pop(spot.key("kopia_fel"), None)


def _as_told(error: MognadError) -> MognadError:
    if error.code == "answer_conflict":
        sentence = "Någon annan har just svarat för en av enheterna. Inget kopierades. Så här står det nu."
        return MognadError(error.code, sentence)
    return error


def _names(units: Sequence[Unit]) -> str:
    return listing([unit.name for unit in units]) if len(units) <= _NAMED else f"{len(units)} enheter till"
