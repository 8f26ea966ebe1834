"""A page as it is printed: on white, everything unfolded, nothing to press. The address says so (``?utskrift=1``)."""

from collections.abc import Mapping

import streamlit as st

from charts.theme import LIGHT
from pages.frame.session import link

PRINT = "utskrift"
CHOICES = "val-av-resultat"
"""Key of the container that holds what a page is chosen by: it is not on paper."""

PAPER_WIDTH = 640
"""Width of a chart on paper, in CSS pixels: inside A4's margins, the same on screen, so that printing moves nothing."""

_COLOURS = f":root {{ --paper: {LIGHT.background}; --paper-text: {LIGHT.text}; --paper-border: {LIGHT.border}; }}"
_CSS = """
:root { color-scheme: light; }
html, body, [data-testid="stApp"], [data-testid="stMain"], [data-testid="stHeader"] {
  background: var(--paper) !important;
}
:is([data-testid="stMain"], [data-testid="stHeader"]) *:not(svg, svg *) {
  color: var(--paper-text) !important; background-color: transparent !important;
}
[data-testid="stMain"] :is([data-testid="stTable"] *, details, hr) { border-color: var(--paper-border) !important; }
.stMain[data-testid="stMain"] :is(td, th, td *, th *) { font-size: 0.8rem !important; white-space: normal !important; }
[data-testid="stMain"] :is(td, th) { padding: 0.2rem 0.35rem !important; hyphens: auto; overflow-wrap: anywhere; }
.stMain[data-testid="stMain"] [data-testid="stTable"] { overflow: visible !important; height: auto !important; }
[data-testid="stMain"] table { width: 100% !important; }
[data-testid="stMainBlockContainer"] { max-width: 46rem; padding-inline: 1rem; }
.st-key-val-av-resultat, .st-key-exempeldata button,
[data-testid="stMain"] [data-testid="stPageLink"]:not(.st-key-utskrift-knappar *) { display: none; }
@page { size: A4; margin: 16mm 14mm; }
@media print {
  [data-testid="stHeader"], [data-testid="stToolbar"], .st-key-utskrift-knappar { display: none !important; }
  /* The page scrolls inside itself on screen; on paper all of it stands. */
  html, body, #root, [data-testid="stApp"], [data-testid="stAppViewContainer"], [data-testid="stMain"] {
    position: static !important; overflow: visible !important; height: auto !important; display: block !important;
  }
  [data-testid="stMainBlockContainer"] { max-width: none; padding: 0 !important; }
  [class*="st-key-diagram-"], [data-testid="stPlotlyChart"], tr, li { break-inside: avoid; }
  h1, h2, h3 { break-after: avoid; }
  thead { display: table-header-group; }
}
"""


def printing() -> bool:
    """Whether the page is shown as it is printed."""
    return st.query_params.get(PRINT) == "1"


def print_link(page: str, to: Mapping[str, str]) -> None:
    """The way to the printed form of a page, or back from it. Draws the rules of paper where they hold."""
    if not printing():
        link(page, "Visa för utskrift", icon=":material/print:", to={**to, PRINT: "1"})
        return
    st.html(f"<style>{_COLOURS}{_CSS}</style>")
    with st.container(horizontal=True, vertical_alignment="center", key="utskrift-knappar"):
        link(page, "Tillbaka", icon=":material/arrow_back:", to=to)
        st.caption("Skriv ut eller spara som PDF med Ctrl+P (Cmd+P på Mac). Den här raden följer inte med.")
