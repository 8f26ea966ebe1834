"""Fields in which a person writes prose, and the warning that stands at each of them."""

import streamlit as st

from data.ledger.texts import FREE_TEXT_WARNING, MAX_WORDS


def free_text_warning(before: str = "") -> None:
    """What is not to be written in the free texts above, on a line of its own. ``before``: Markdown ahead of it."""
    st.caption(f"{before}:material/shield: {FREE_TEXT_WARNING}")


def reason_field(
    label: str, key: str | None = None, *, most: int = MAX_WORDS, note: str | None = None, example: str | None = None
) -> str:
    """A line of prose, mostly why something is done, with the warning under it; what is written there.

    ``most``: characters; ``note``: more about it behind a question mark; ``example``: stands in the empty field.
    """
    written = st.text_input(label, key=key, max_chars=most, help=note, placeholder=example)
    free_text_warning()
    return written or ""
