"""The page's parts in order: what, which rows, and then one way of looking at a time."""

import streamlit as st

from base.formats import listing
from data.ledger.store import Store
from metrics.exploring.rows import fits
from metrics.exploring.table import ExploredTable
from metrics.exploring.view import without
from metrics.exploring.words import count_text
from pages.exploring.chart import chart_part
from pages.exploring.filters import search_and_filters
from pages.exploring.groups import groups_part
from pages.exploring.profile import profile_part
from pages.exploring.rows import found_rows, rows_part
from pages.exploring.saved_views import saved_bar
from pages.exploring.source import choose_source, default_view
from pages.exploring.state import begin, change, key, open_view, view, write_address
from pages.frame.fields import pick
from pages.frame.texts import plain

_SHOWS = {"rows": "Tabell", "groups": "Gruppera", "chart": "Diagram", "columns": "Kolumner"}
_PARTS = {"rows": rows_part, "groups": groups_part, "chart": chart_part, "columns": profile_part}
# The grid's own toolbar speaks English, and its download makes no text safe; the chart's speaks English too.
_CSS = """
[class*="st-key-explore-grid-"] [data-testid="stElementToolbar"] { display: none; }
/* The last column of the columns' table may be broken, so that the table has room on a wide screen. */
.st-key-explore-profile-page :is(td, th):last-child { min-width: 16rem; }
.st-key-explore-profile-page :is(td, th):last-child * { white-space: normal !important; }
.st-key-explore-chart .modebar-btn::after { content: "Spara bilden" !important; }
"""


def explore(store: Store) -> None:
    """Draw the page."""
    st.html(f"<style>{_CSS}</style>")
    refused = begin(lambda: default_view(store))
    if refused is not None:
        st.warning(plain(f"{refused.message} Nu visas allt, från början."))
    table = choose_source(store)
    if table is None:
        saved_bar(store)
    elif not table.rows:
        st.info("Det finns inga rader att utforska här.")
    else:
        _tell_gone(table)
        search_and_filters(table)
        st.markdown(f"**{count_text(len(found_rows(table)), table.rows)}**")
        _look(table)
        saved_bar(store)
    write_address()


def _tell_gone(table: ExploredTable) -> None:
    """Columns that the view names and the register no longer has: told, and left out of the view."""
    gone = [name for name in view().named() if not table.has(name)]
    if gone:
        open_view(without(view(), frozenset(gone)))
        names = listing([f"”{name.removeprefix('+')}”" for name in gone])
        word = "Kolumnen" if len(gone) == 1 else "Kolumnerna"
        st.warning(plain(f"{word} {names} finns inte här. Vyn visas utan."))
    unfit = [found for found in view().where if not fits(table.column(found.column), found)]
    if unfit:
        open_view(view().model_copy(update={"where": tuple(found for found in view().where if found not in unfit)}))
        names = listing([f"”{table.column(found.column).label}”" for found in unfit])
        st.warning(plain(f"Filtret på {names} passar inte det som kolumnen nu innehåller. Vyn visas utan det."))


def _look(table: ExploredTable) -> None:
    look = {"default": view().show, "required": True, "label_visibility": "collapsed"}
    chosen = pick("Visa som", _SHOWS, key("show"), st.segmented_control, **look)
    change(show=chosen)
    _PARTS[chosen or "rows"](table)
