"""The few rules of appearance that the theme has no setting for. Colours come from the theme itself."""

import streamlit as st

_CSS = """
[data-testid="stMainBlockContainer"] { max-width: 66rem; margin-inline: auto; }
[data-testid="stBottomBlockContainer"] { max-width: 66rem; margin-inline: auto; }
/* "Press Enter to apply": English, and the texts are saved without it. */
[data-testid="InputInstructions"] { display: none; }

/* Streamlit's muted texts miss 4.5:1 by a little. */
[data-testid="stCaptionContainer"], [data-testid="stExpander"] summary { color: inherit !important; opacity: 0.8; }
/* Its own link past the menu, for the keyboard, in English. */
[data-testid="stSkipToContent"] { font-size: 0; }
[data-testid="stSkipToContent"]::after { content: "Hoppa till innehållet"; font-size: 1rem; }

/* The alternatives of a question: a row of cards, stacked where the row is narrow. */
[class*="st-key-alternativ-"] [data-testid="stRadio"] { width: 100%; }
[class*="st-key-alternativ-"] [role="radiogroup"] {
  display: grid; align-items: stretch; gap: 0.5rem; width: 100%;
  grid-template-columns: repeat(auto-fit, minmax(min(10rem, 100%), 1fr));
}
[class*="st-key-alternativ-"] [role="radiogroup"] > div {
  position: relative; padding: 0.6rem 0.7rem; border-radius: 0.4rem;
  border: 1px solid color-mix(in srgb, currentColor 30%, transparent);
}
/* The whole card can be pressed, its description too. */
[class*="st-key-alternativ-"] [role="radiogroup"] > div > label { position: static; }
[class*="st-key-alternativ-"] [role="radiogroup"] > div > label::after { content: ""; position: absolute; inset: 0; }
[class*="st-key-alternativ-"] [role="radiogroup"] > div > label > div { position: relative; z-index: 1; }
[class*="st-key-alternativ-"] [data-testid="stRadioCaption"] { pointer-events: none; }
[class*="st-key-alternativ-"] [role="radiogroup"] > div:hover {
  border-color: color-mix(in srgb, currentColor 65%, transparent);
}
[class*="st-key-alternativ-"] [role="radiogroup"] > div:has(input:checked) {
  border-color: currentColor; box-shadow: inset 0 0 0 1px currentColor;
  background: color-mix(in srgb, currentColor 7%, transparent);
}
[class*="st-key-alternativ-"] [role="radiogroup"] > div:has(input:focus-visible) {
  outline: 3px solid color-mix(in srgb, currentColor 50%, transparent); outline-offset: 2px;
}
/* Vet ej and Gäller inte oss are no steps: a row of their own. */
[class*="st-key-alternativ-"] [role="radiogroup"] > div:nth-last-child(-n+2) { border-style: dashed; }
[class*="st-key-alternativ-"] [role="radiogroup"] > div:nth-last-child(2) { grid-column-start: 1; }

/* On a phone the table scrolls inside itself instead of breaking dates and names. */
.st-key-organisation [data-testid="stTable"] { overflow-x: auto; }
.st-key-organisation :is(td, th, td *, th *) { white-space: nowrap !important; }

/* The chosen one of several in a row: the accent on its own tint misses 4.5:1 in the dark. Its frame tells it too. */
[data-variant="segmented_control"][aria-checked="true"] { color: inherit !important; }

/* A link to another page is seen to be one. */
[data-testid="stPageLink"] a { color: inherit; border: 1px solid color-mix(in srgb, currentColor 30%, transparent); }
[data-testid="stPageLink"] a:hover { border-color: color-mix(in srgb, currentColor 65%, transparent); }

/* Headings inside a card stand close to what they head. */
[data-testid="stLayoutWrapper"] [data-testid="stHeading"] :is(h2, h3) { padding-top: 0; }
"""


def style() -> None:
    """Add the rules to the page. Called by the router."""
    st.html(f"<style>{_CSS}</style>")
