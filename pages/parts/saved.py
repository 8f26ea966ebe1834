"""Whether a question's answer is saved: the one line that must never lie."""

import streamlit as st

from data.answers import MAX_TEXT, StoredAnswer
from data.store import Store
from pages.parts.faults import show_error
from pages.parts.saving import WAITING, Spot, clear, explain, fault, unsaved_text
from pages.parts.session import today
from pages.parts.texts import plain, saved_at


def saved_or_not(store: Store, spot: Spot, stored: StoredAnswer | None, words: str) -> None:
    """Draw the line at the end of a card.

    ``words``: the stored answer in words. With its name: a choice made while the server is away must not pass for
    the saved one.
    """
    error = fault(spot)
    saved = saved_at(stored.recorded_at, today(store)) if stored else ""
    if error is not None and error.code in WAITING:
        kept = f" Ditt tidigare svar ”{words}” står kvar." if stored else ""
        st.warning(plain(error.message + kept), icon=":material/edit:")
        if error.code == "reason_missing":
            _reason(spot)
    elif error is not None:
        tell_unsaved(spot)
        if stored:
            st.caption(f"Nu gäller: {plain(words)} ({saved}).")
    if stored is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            if error is None:
                st.caption(f":material/check: {saved}: {plain(words)}", width="content")
            st.space("stretch")
            st.button("Ta bort svaret", key=spot.key("ta_bort"), type="tertiary", on_click=clear, args=(spot,))


def tell_unsaved(spot: Spot) -> None:
    """Why the latest change was not saved, with what was written, to be copied; nothing where all is well."""
    error = fault(spot)
    if error is None:
        return
    show_error(error)
    if text := unsaved_text(spot):
        st.caption("Det här skrev du, och det är inte sparat:")
        st.text(text)


def _reason(spot: Spot) -> None:
    """Asked for once a change has met a submission, at the place of the change."""
    st.text_input(
        "Varför ändras svaret?",
        key=spot.key("skal"),
        max_chars=MAX_TEXT,
        on_change=explain,
        args=(spot,),
        placeholder="En mening räcker. Sparas när du lämnar rutan.",
    )
