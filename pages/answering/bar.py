"""The bar under a form, always in sight: how much is answered and saved, and the ways to other areas."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Literal

import streamlit as st

from data.measuring.answers import StoredAnswer
from pages.answering.areas import END, AreaPage
from pages.answering.question import ProgressDrawer
from pages.frame.choosing import AREA, go_to
from pages.frame.texts import plain, saved_at

_CSS = """
/* The bar takes as little of a small screen as it can. */
[data-testid="stBottomBlockContainer"] { padding-block: 0.5rem 0.75rem; }
[data-testid="stBottomBlockContainer"] [data-testid="stVerticalBlock"] { gap: 0.5rem; }
/* What is chosen is told by weight too, and everything is wide enough for a thumb. */
.st-key-choose_unit button[aria-checked="true"], .st-key-choose_unit button[aria-checked="true"] p { font-weight: 700; }
@media (max-width: 640px) {
  .st-key-choose_unit button, [data-testid="stMain"] [data-testid="stButton"] button,
  [data-testid="stMain"] [data-testid="stPopover"] button,
  [data-testid="stBottom"] button, [data-testid="stMain"] summary { min-height: 2.75rem; }
  .st-key-choose_unit [role="radiogroup"] { flex-direction: column; align-items: stretch; gap: 0.25rem; }
  .st-key-choose_unit :is([data-testid="stButtonGroup"], [role="radiogroup"]) { width: 100%; max-width: none; }
  .st-key-choose_unit button, .st-key-choose_unit button p { height: auto; white-space: normal; overflow: visible; }
  .st-key-choose_unit button {
    border: 1px solid color-mix(in srgb, currentColor 30%, transparent) !important; border-radius: 0.4rem !important;
  }
  /* Both ways on one row: the one back is an arrow, and its word is for those who listen. */
  [class*="st-key-back-"] [data-testid="stMarkdownContainer"] {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  }
  [class*="st-key-alternativ-"] [role="radiogroup"] > div { min-height: 2.75rem; }
}
/* A card that is come to by the keyboard is not hidden under the bar. */
[data-testid="stMain"] { scroll-padding-block: 5rem 9rem; }
"""


def form_bar(areas: list[AreaPage], here: str, answered: Mapping[str, StoredAnswer], on_day: date) -> ProgressDrawer:
    """At the bottom, always in sight: how much is answered, and the ways to other areas.

    Returns what draws the count anew, for the cards to call after each answer.
    """
    names = {question.name for area in areas for question in area.questions}
    unsaved: set[str] = set()
    st.html(f"<style>{_CSS}</style>")
    with st.container(horizontal=True, vertical_alignment="bottom", key="framsteg"):
        slot = st.empty()
        with st.popover("Områden", width="content", key=f"areas-{here}"):
            for area in areas:
                left = any(question.name not in answered for question in area.questions)
                icon = ":material/radio_button_unchecked:" if left else ":material/check_circle:"
                _way(plain(area.label), area.name, ":material/arrow_right:" if area.name == here else icon, "area")
            _way("Lämna in", END, ":material/send:", "area")

    def draw(given: Mapping[str, StoredAnswer], question: str = "", *, waits: bool = False) -> None:
        # On a small screen the card's own line may lie under the bar.
        (unsaved.add if waits else unsaved.discard)(question)
        done = len(names.intersection(given))
        slot.progress(done / len(names), text=f"{done} av {len(names)} besvarade{_saved(given, unsaved)}")

    def _saved(given: Mapping[str, StoredAnswer], unsaved: Collection[str]) -> str:
        if unsaved:
            return " · ett svar är inte sparat"
        newest = max((answer.recorded_at for answer in given.values()), default=None)
        return f" · {saved_at(newest, on_day).lower()}" if newest else ""

    draw(answered)
    _ways(areas, here)
    return draw


def _ways(areas: list[AreaPage], here: str) -> None:
    order = [(area.name, plain(area.label)) for area in areas] + [(END, "")]
    place = next(number for number, (name, _) in enumerate(order) if name == here)
    with st.container(horizontal=True, vertical_alignment="center"):
        if place > 0:
            _way("Föregående", order[place - 1][0], ":material/arrow_back:", "back")
        st.space("stretch")
        if here != END:
            name, label = order[place + 1]
            _way(f"Nästa: {label}" if label else "Lämna in", name, ":material/arrow_forward:", "on")


def _way(label: str, area: str, icon: str, key: str) -> None:
    """To another area, by a button and not by a link.

    A press sends along what has just been written in a field; a link within the
    page does not, and the last words before it could be lost.
    """
    side: Literal["left", "right"] = "right" if key == "on" else "left"
    st.button(label, key=f"{key}-{area}", icon=icon, icon_position=side, on_click=go_to, kwargs={AREA: area})
