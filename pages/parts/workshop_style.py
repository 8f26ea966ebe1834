"""How a workshop looks on a projector: one thing, big, with nothing around it."""

import streamlit as st

# Sizes follow the window's width, so that a projector of any resolution shows the same number of words on a line.
# 26em of the question's own letters is about 52 characters: seven to ten Swedish words, never more than twelve.
_PROJECTOR = """
[data-testid="stHeader"], .st-key-exempeldata { display: none; }
[data-testid="stMainBlockContainer"] { max-width: none; padding: 1.2vw 2.5vw; }
.st-key-projektor { gap: 0.9vw; }
.st-key-projektor :is(p, li, label, summary, td, th, button, input, textarea) {
  font-size: clamp(1rem, 1.35vw, 2rem); line-height: 1.3;
}
.st-key-fraga :is(p, h1, h2) {
  font-size: clamp(1.6rem, 2.9vw, 4.4rem); line-height: 1.15; font-weight: 650; max-width: 26em; text-wrap: balance;
}
.st-key-fraga p { margin: 0; }
.st-key-projektor [data-testid="stCaptionContainer"] { opacity: 1; }
.st-key-projektor [data-testid="stCaptionContainer"] p { font-size: clamp(1rem, 1.25vw, 1.9rem); }
.st-key-projektor [class*="st-key-valrad-"] button { justify-content: flex-start; min-height: 3.1vw; }
.st-key-projektor [class*="st-key-valrad-"] button p { font-size: clamp(1.1rem, 1.6vw, 2.4rem); font-weight: 600; }
.st-key-projektor [class*="st-key-valrad-"] [data-testid="stProgress"] p { font-weight: 600; }
.st-key-projektor [data-testid="stProgress"] [role="progressbar"] > div,
.st-key-projektor [data-testid="stProgress"] [role="progressbar"] { height: 1.1vw; min-height: 0.6rem; }
.st-key-projektor [data-testid="stNumberInput"] button { min-width: 2.4vw; }
.st-key-projektor [data-testid="stNumberInputContainer"] { min-height: 2.6vw; height: auto; }
.st-key-svaret p { font-size: clamp(1.4rem, 2.4vw, 3.4rem); font-weight: 650; }
/* The key that presses a button is shown small beside its label. */
.st-key-projektor kbd { font-size: 0.7em; }
@media (prefers-reduced-motion: reduce) { .st-key-projektor * { transition: none !important; } }
"""

_ALONE = """
[data-testid="stHeader"] { display: none; }
"""


def projector_style() -> None:
    """Everything big, and neither menu nor banner."""
    st.html(f"<style>{_PROJECTOR}</style>")


def without_menu() -> None:
    """For one who has come by a link to do one thing."""
    st.html(f"<style>{_ALONE}</style>")
