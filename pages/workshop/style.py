"""How a workshop looks on a projector: one thing, big, with nothing around it."""

import streamlit as st

# What can be read from five metres.
MOST_WORDS, _MOST_CHARACTERS = 12, 56

# Sizes follow the window's width, so that a projector of any resolution shows the same words on a line.
_PROJECTOR = """
[data-testid="stHeader"], .st-key-exempeldata { display: none; }
[data-testid="stMainBlockContainer"] { max-width: none; padding: 1.2vw 2.5vw; }
/* The ring around the whole window says nothing here, where one key at a time is pressed. */
:is([data-testid="stMain"], [data-testid="stAppViewContainer"]):focus-visible { outline: none; box-shadow: none; }
.st-key-projektor { gap: 0.55vw; }
.st-key-projektor :is(p, li, label, summary, td, th, button, input, textarea) {
  font-size: clamp(1rem, 1.5vw, 2.2rem); line-height: 1.3;
}
.st-key-fraga :is(p, h1, h2) {
  font-size: clamp(1.6rem, 3.1vw, 4.6rem); line-height: 1.15; font-weight: 650;
}
.st-key-fraga p { margin: 0; }
.st-key-projektor [data-testid="stCaptionContainer"] { opacity: 1; }
.st-key-projektor [data-testid="stCaptionContainer"] p { font-size: clamp(1rem, 1.35vw, 2rem); }
.st-key-projektor [class*="st-key-valrad-"] [data-testid="stButton"] button { justify-content: flex-start; }
.st-key-projektor [class*="st-key-valrad-"] [data-testid="stButton"] button > div { justify-content: flex-start; }
.st-key-projektor [class*="st-key-valrad-"] :is([data-testid="stButton"] button p, input) {
  font-size: clamp(1.1rem, 1.8vw, 2.6rem); font-weight: 600;
}
/* The number stands in the label already. */
[class*="st-key-valrad-"] kbd { display: none; }
[class*="st-key-valrad-"][class*="-vald"] button {
  border: 3px solid currentColor; background: color-mix(in srgb, currentColor 8%, transparent);
}
[class*="st-key-valrad-"] [data-testid="stIconMaterial"] { font-size: 1.2em; }
/* A bar of the spread: its count before it, on the same line. */
.st-key-projektor [data-testid="stProgress"] { display: flex; align-items: center; gap: 1vw; }
.st-key-projektor [data-testid="stProgress"] p { font-weight: 600; min-width: 5em; }
.st-key-projektor [data-testid="stProgress"] > div:first-child { padding: 0; }
.st-key-projektor [data-testid="stProgress"] > [role="progressbar"] { flex: 1; }
.st-key-projektor [data-testid="stProgressBarTrack"] { height: 1.6vw; min-height: 0.6rem; }
.st-key-projektor [data-testid="stNumberInput"] button { min-width: 2.4vw; }
.st-key-projektor [data-testid="stNumberInputContainer"] { min-height: 2.6vw; height: auto; }
.st-key-projektor [data-testid="stTable"] { margin-block: 0.8vw; }
.st-key-projektor [data-testid="stTable"] :is(td, td *) { max-width: none; }
.st-key-projektor [data-testid="stTable"] :is(td:nth-child(2), td:nth-child(2) *) { white-space: nowrap; }
.st-key-tid p { white-space: nowrap; }
@media (max-width: 60rem) { .st-key-tid p { white-space: normal; } }
.st-key-svaret p { font-size: clamp(1.4rem, 2.4vw, 3.4rem); font-weight: 650; }
/* The key that presses a button is shown small beside its label. */
.st-key-projektor kbd { font-size: 0.7em; }
@media (prefers-reduced-motion: reduce) { .st-key-projektor * { transition: none !important; } }
"""

_ALONE = """
[data-testid="stHeader"] { display: none; }
"""


def projector_lines(text: str) -> list[str]:
    """A question as lines of about the same length, none of more than twelve words."""
    words = text.split()
    count = max(1, -(-len(text) // _MOST_CHARACTERS))
    while True:
        lines = _parted(words, count)
        if all(len(line) <= MOST_WORDS for line in lines) or count >= len(words):
            return [" ".join(line) for line in lines]
        count += 1


def _parted(words: list[str], count: int) -> list[list[str]]:
    """The words in at most ``count`` lines, each word on the line in whose share of the text its middle lies."""
    total = sum(len(word) + 1 for word in words)
    lines: list[list[str]] = [[] for _ in range(count)]
    before = 0
    for word in words:
        middle = before + (len(word) + 1) / 2
        lines[min(int(middle * count / total), count - 1)].append(word)
        before += len(word) + 1
    return [line for line in lines if line]


def projector_style() -> None:
    """Everything big, and neither menu nor banner."""
    st.html(f"<style>{_PROJECTOR}</style>")


def without_menu() -> None:
    """For one who has come by a link to do one thing."""
    st.html(f"<style>{_ALONE}</style>")
