"""Fields that many pages have: prose, with the warning that stands at each of them, days, and choices by name."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from base.errors import MognadError
from data.ledger.texts import FREE_TEXT_WARNING, MAX_WORDS
from pages.frame.texts import OLDEST_DAY

Name = TypeVar("Name")


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


def pick(
    label: str, names: Mapping[Name, str], key: str | None, draw: Callable[..., Any] = st.selectbox, **look: Any
) -> Name | None:
    """A choice among ``names``: value → what it is called, in order. None: nothing is chosen.

    ``draw``: a widget of one choice; ``look``: more of its arguments.
    """
    picked: Name | None = draw(label, list(names), key=key, format_func=_calling(names), **look)
    return picked


def pick_several(
    label: str, names: Mapping[Name, str], key: str | None, first: Sequence[Name] | None = None, **look: Any
) -> list[Name]:
    """As ``pick``, for any number of them; ``first``: those that are chosen to begin with."""
    return st.multiselect(label, list(names), first, key=key, format_func=_calling(names), select_all=False, **look)


def _calling(names: Mapping[Name, str]) -> Callable[[Name], str]:
    # What is none of them comes from a tampered page.
    return lambda value: names.get(value, str(value))
