"""*Ångra omorganisationen*: what undoing the latest file would do, and the button; or why it can't be undone."""

from functools import partial

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day_and_time, first_capital, listing, plural
from data.ledger.store import Store
from data.organisation.reorganisation.done import latest_reorganisation
from data.organisation.reorganisation.undo import ReorganisationUndo, plan_undo, undo_reorganisation
from pages.frame.guard import permission
from pages.frame.receipts import carry_out, turn
from pages.frame.session import open_current
from pages.frame.texts import plain

_MOST_NAMED = 8


def undo_section(store: Store, place: str) -> None:
    """The latest reorganisation by a file, where there is one. ``place``: where its receipt is shown."""
    done = latest_reorganisation(store)
    if done is None:
        return
    st.header("Senaste omorganisationen", anchor=False)
    st.markdown(f"{plain(done.file_name)}, genomförd {day_and_time(done.recorded_at)}.")
    try:
        plan = plan_undo(store)
    except MognadError as error:
        st.info(plain(error.message), icon=":material/info:")
        return
    st.markdown(f"**Om du ångrar den:** {plain(_sentences(plan))}")
    st.caption("Det går så länge inget är mätt på de nya enheterna. Inget raderas.")
    if st.button("Ångra omorganisationen", key=f"reorganise_undo:{turn()}", icon=":material/undo:"):
        carry_out(place, partial(_undo, done.reorganisation))


def _sentences(plan: ReorganisationUndo) -> str:
    parts = [
        f"som förut: {_some(plan.restored)}" if plan.restored else "",
        f"tas tillbaka: {_some(plan.removed)}" if plan.removed else "",
        plural(len(plan.assignments), "uppdrag ändras tillbaka", "uppdrag ändras tillbaka") if plan.assignments else "",
        f"uppdrag som har ändrats sedan dess står kvar: {_some(plan.kept)}" if plan.kept else "",
    ]
    return first_capital("; ".join(part for part in parts if part)) + "."


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMED
    return listing([*names[:_MOST_NAMED], f"{more} till"] if more > 0 else list(names))


def _undo(seen: str) -> str:
    plan = undo_reorganisation(open_current(), permission(Act.ORGANISE), seen)
    return f"Omorganisationen i {plan.done.file_name} är ångrad. {_sentences(plan)}"
