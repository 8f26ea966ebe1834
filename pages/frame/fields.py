"""Fields that many pages have: prose, with the warning that stands at each of them, and days."""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from base.errors import MognadError
from data.ledger.texts import FREE_TEXT_WARNING, MAX_WORDS
from pages.frame.texts import OLDEST_DAY


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


def day_field(
    label: str, day: date | None, key: str | None = None, draw: Callable[..., object] = st.date_input, **look: Any
) -> date | None:
    """A calendar from ``OLDEST_DAY`` on that begins with ``day``. None: nothing is chosen.

    ``draw``: a column's own widget; ``look``: more of its arguments.
    """
    chosen = draw(label, day, key=key, format="YYYY-MM-DD", **{"min_value": OLDEST_DAY, **look})
    return chosen if isinstance(chosen, date) else None


def chosen_day(day: date | None) -> date:
    """The day, where one is needed. ``date_missing`` where the field was emptied."""
    if day is None:
        raise MognadError("date_missing", "Välj en dag.")
    return day
