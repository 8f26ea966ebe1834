"""*Gäller svaret alla mina enheter?*: one press gives her other units the same answer.

What another unit has answered already is told, and replaced only by a press that says so.
"""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import listing
from data.ledger.store import Store
from data.measuring.answers import Answer, StoredAnswer, record_many
from data.measuring.submissions import submissions
from data.measuring.unit_answers import UnitAnswer, standing_answers
from data.organisation.units import Unit
from pages.answering.recording import Spot, answered_for, require_hers
from pages.frame.faults import show_error
from pages.frame.forms import published
from pages.frame.guard import permission
from pages.frame.session import open_current
from pages.frame.texts import plain

_NAMED = 3


def copy_offer(
    store: Store, spot: Spot, stored: StoredAnswer, others: Sequence[Unit], words: Callable[[StoredAnswer | None], str]
) -> None:
    """Draw the question under a saved answer, where she has other units that are asked the same."""
    if not others:
        return
    standing = standing_answers(store, spot.round, spot.question, [unit.unit for unit in others])
    different = [unit for unit in others if not _same(stored, standing[unit.unit].stored)]
    with st.container(key=spot.key("kopia")):
        if not different:
            mine = "båda dina enheter" if len(others) == 1 else f"alla dina {len(others) + 1} enheter"
            st.caption(f":material/done_all: Samma svar för {mine}.")
        else:
            st.markdown("**Gäller svaret alla mina enheter?**")
            _offers(store, spot, stored, different, standing, words)
        error = st.session_state.get(spot.key("kopia_fel"))
        # Told for the answer that stood then; another answer is another question.
        if error is not None and error[0] == stored.seq:
            show_error(error[1])


def _offers(
    store: Store,
    spot: Spot,
    stored: StoredAnswer,
    different: Sequence[Unit],
    standing: Mapping[str, UnitAnswer],
    words: Callable[[StoredAnswer | None], str],
) -> None:
    submitted = {unit for unit, found in submissions(store, spot.round).items() if found.holds}
    done = [unit for unit in different if unit.unit in submitted]
    free = [unit for unit in different if unit.unit not in submitted]
    empty = [unit for unit in free if standing[unit.unit].stored is None]
    taken = [unit for unit in free if standing[unit.unit].stored is not None]
    if empty:
        seen = {unit.unit: standing[unit.unit].newest for unit in empty}
        label = f"Ja, svara samma för {_names(empty)}"
        st.button(plain(label), key=spot.key("kopiera"), on_click=_copy, args=(spot, stored, seen))
        if stored.comment or stored.evidence:
            st.caption("Kommentar och underlag följer med.")
    for unit in taken:
        st.caption(plain(f"{unit.name} har redan svaret ”{words(standing[unit.unit].stored)}”. Det ändras inte."))
    if taken:
        seen = {unit.unit: standing[unit.unit].newest for unit in taken}
        label = f"Ersätt svaret för {_names(taken)}"
        st.button(plain(label), key=spot.key("ersatt"), type="tertiary", on_click=_copy, args=(spot, stored, seen))
    if done:
        st.caption(plain(f"{_names(done)} har lämnat in. Det svaret ändrar du på den egna sidan, med ett skäl."))


def _copy(spot: Spot, stored: StoredAnswer, seen: Mapping[str, int]) -> None:
    """Give the units of ``seen`` (unit → newest seq she saw there) the stored answer: all of them or none."""
    state = st.session_state
    answers = [
        Answer(
            spot.round,
            unit,
            spot.question,
            stored.state,
            stored.alternative,
            stored.comment,
            stored.evidence,
            stored.evidence_date,
            based_on=newest,
            person=answered_for(spot.person),
        )
        for unit, newest in seen.items()
    ]
    try:
        store = open_current()
        require_hers(store, spot.person, seen)
        record_many(store, permission(Act.ANSWER), published(store, spot.definition_seq), answers)
    except MognadError as error:
        state[spot.key("kopia_fel")] = (stored.seq, _told(error))
    else:
        state.pop(spot.key("kopia_fel"), None)


def _told(error: MognadError) -> MognadError:
    if error.code == "answer_conflict":
        said = "Någon annan har just svarat för en av enheterna. Inget kopierades. Så här står det nu."
        return MognadError(error.code, said)
    return error


def _names(found: Sequence[Unit]) -> str:
    return listing([unit.name for unit in found]) if len(found) <= _NAMED else f"{len(found)} enheter till"


def _same(one: StoredAnswer, other: StoredAnswer | None) -> bool:
    return other is not None and (one.state, one.alternative) == (other.state, other.alternative)
