"""A question's turn on the projector: where its widgets keep their values, and how far it has come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from data.workshop.sittings import Sitting
from metrics.workshop.agenda import AgendaRow, Status
from pages.workshop.place import Workshop, go_to

VOTE, AGREE, AGREE_UNVOTED, DECIDED = "vote", "agree", "agree_unvoted", "decided"
# Where a button leads: mode, question, area.
Step = tuple[str, str, str]
# Only 1–9 are keys.
_MOST_KEYS = 9


@dataclass(frozen=True, slots=True)
class Turn:
    """A question in a sitting."""

    workshop: Workshop
    sitting: Sitting
    row: AgendaRow

    def key(self, part: str) -> str:
        """Where a widget of this question keeps its value."""
        return f"mote:{self.workshop.round.round}:{self.workshop.unit.unit}:{self.row.name}:{part}"

    @property
    def phase(self) -> str:
        """What is done now: what has been asked for, else what the store says comes next."""
        asked: str | None = st.session_state.get(self.key("skede"))
        if asked is not None:
            return asked
        if self.row.status is Status.DECIDED:
            return DECIDED
        if self.row.question.kind != "select_one":
            return AGREE_UNVOTED  # no answers to raise a hand for
        return AGREE if self.row.voting is not None else VOTE

    def ask_for(self, phase: str | None) -> None:
        """Go to a phase, or (None) to the one that comes next; for a callback."""
        if phase is None:
            self.forget("skede")
        else:
            st.session_state[self.key("skede")] = phase

    def forget(self, *parts: str) -> None:
        """Let go of what has been chosen or written."""
        for part in parts:
            st.session_state.pop(self.key(part), None)


def big_button(label: str, key: str, number: int, icon: str | None, action: Callable[[], None]) -> None:
    """An alternative's button, pressed by its number too. ``label`` is Markdown: escape data first."""
    shortcut = str(number) if number <= _MOST_KEYS else None
    st.button(f"{number} · {label}", key=key, icon=icon, on_click=action, shortcut=shortcut, width="stretch")


@dataclass(frozen=True, slots=True)
class Press:
    """A button of a question: what stands on it (Markdown: escape data first), its part of the key, what it does."""

    label: str
    part: str
    action: Callable[[], None]


def on_or_back(turn: Turn, on: Press, back: Press) -> None:
    """The main button of a question, pressed by Enter too, and the one beside it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(on.label, key=turn.key(on.part), type="primary", shortcut="Enter", on_click=on.action)
        st.button(back.label, key=turn.key(back.part), type="tertiary", on_click=back.action)


def ways(steps: Sequence[Step], here: int, between: Callable[[], None] | None = None) -> None:
    """At the bottom: to the step before, to the list, to the step after. ``between``: draws what more there is."""
    before, after = steps[max(here - 1, 0)], steps[min(here + 1, len(steps) - 1)]
    with st.container(horizontal=True, vertical_alignment="center", key="motets-vagar"):
        st.button("Föregående", key="mote-bak", shortcut="Left", disabled=here == 0, on_click=go_to, args=before)
        if between is not None:
            between()
        st.button("Till listan", key="mote-lista", shortcut="L", on_click=go_to)
        st.space("stretch")
        last = here == len(steps) - 1
        st.button("Nästa", key="mote-fram", shortcut="Right", disabled=last, on_click=go_to, args=after)
