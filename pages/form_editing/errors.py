"""What is wrong in a questionnaire's file, by sheet, row and column."""

from collections.abc import Sequence

import streamlit as st

from base.formats import plural
from pages.frame.tables import text_table
from pages.frame.texts import plain
from questionnaires.excel.places import Placed

_NO_PLACE = "–"
# On a phone the table scrolls, rather than that its sentences become columns of single words.
_CSS = ".st-key-form-fel :is(td, th):nth-child(4) { min-width: 15rem; }"


def form_errors(placed: Sequence[Placed], *, yaml: bool = False) -> None:
    """All errors in one table. ``yaml``: places are blocks and their rows, counted from 1."""
    st.header(f"{plural(len(placed), 'fel', 'fel')} att rätta", anchor=False)
    st.markdown("Inget är sparat. Rätta i filen, spara den och välj den igen.")
    st.html(f"<style>{_CSS}</style>")
    with st.container(key="form-fel"):
        _table(placed, yaml=yaml)


def _table(placed: Sequence[Placed], *, yaml: bool) -> None:
    text_table(
        {
            "Block" if yaml else "Blad": [plain(issue.sheet) or _NO_PLACE for issue in placed],
            "Rad": [str(issue.row) if issue.row else _NO_PLACE for issue in placed],
            "Nyckel" if yaml else "Kolumn": [_column(issue) for issue in placed],
            "Vad som är fel": [plain(issue.text) for issue in placed],
            "Kod": [f":small[{plain(issue.code)}]" for issue in placed],
        },
        alt="Fel i filen, med plats",
    )


def _column(issue: Placed) -> str:
    if issue.letter:
        return f"{issue.letter} ({plain(issue.header)})" if issue.header else issue.letter
    return plain(issue.header) or _NO_PLACE
