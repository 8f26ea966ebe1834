"""The first step of *Svarsblad*: the workbooks are made and fetched, with the list of whom to send them to."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day_and_time, plural
from data.ledger.store import Store
from data.measuring.rounds import Round, rounds
from data.measuring.sheets.export import SEND_LIST_FILE, Package, export_sheets
from data.measuring.sheets.history import Exported
from data.measuring.sheets.outgoing import asked_units, managers_of
from pages.frame.faults import show_error
from pages.frame.guard import permission
from pages.frame.session import today
from pages.frame.small_files import download
from pages.frame.texts import plain

_PACKAGE = "sheets_package"


def send(store: Store, measurement: Round, sent: Sequence[Exported], *, receiving: bool) -> None:
    """The step; folded once sheets have been made, for then what comes back is what the page is for.

    ``receiving``: what came back is being looked at, and this step holds no button of its own.
    """
    st.header("1. Hämta och skicka ut", anchor=False)
    package: Package | None = st.session_state.get(_PACKAGE, {}).get((store.path, measurement.round))
    fresh = package is not None
    if package is not None and not receiving:
        _fetch(package)
    if not sent:
        _make(store, measurement, primary=True)
        return
    if receiving or not fresh:
        books = len({each.workbook for each in sent if each.position == sent[-1].position})
        st.markdown(
            f"{plural(books, 'svarsblad', 'svarsblad')} gjordes senast {day_and_time(sent[-1].recorded_at)}. "
            "Alla som har skickats ut går att ta emot, också äldre."
        )
    if receiving:
        return
    with st.expander("Gör nya svarsblad", type="compact"):
        _make(store, measurement, primary=False)


def _make(store: Store, measurement: Round, *, primary: bool) -> None:
    asked = {unit.unit for unit in asked_units(store, measurement)}
    managers = managers_of(store, today(store))
    people = {person.person for unit, some in managers.items() if unit in asked for person in some}
    alone = len(asked - managers.keys())
    st.markdown(
        "Varje chef får en arbetsbok i Excel med en flik för var och en av sina enheter. Svar som redan finns står "
        "där. Du skickar dem med din vanliga e-post; en sändlista med färdiga mejltexter följer med."
    )
    without = f" och {plural(alone, 'enhet', 'enheter')} utan ansvarig" if alone else ""
    st.markdown(f"**{plural(len(people), 'chef', 'chefer')}{without}.**")
    with_last = False
    if any(other.as_of < measurement.as_of for other in rounds(store, measurement.questionnaire)):
        with_last = st.checkbox(
            "Visa förra svaret bredvid frågan",
            key="sheets_last",
            help="Den som ser sitt förra svar svarar lätt detsamma igen. I en arbetsbok går det inte att dölja tills "
            "man har valt.",
        )
    kind: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    if st.button("Gör svarsbladen", key="sheets_make", type=kind, icon=":material/table_view:"):
        try:
            with st.spinner("Gör svarsbladen …"):
                made = export_sheets(store, permission(Act.PLAN), measurement.round, with_last=with_last)
        except MognadError as error:
            show_error(error)
            return
        # The example and the own municipality may both have a round of this id.
        st.session_state[_PACKAGE] = {(store.path, measurement.round): made}
        st.rerun()


def _fetch(package: Package) -> None:
    out = package.out
    with st.container(border=True, key="svarsblad-paket"):
        alone = f", varav {package.without_manager} utan ansvarig" if package.without_manager else ""
        st.markdown(f":material/check_circle: **{plural(len(out.books), 'svarsblad', 'svarsblad')} är klara{alone}.**")
        if out.left_out:
            st.markdown(f"Utan frågor i den här mätningen: {plain(', '.join(out.left_out))}.")
        with st.container(horizontal=True):
            name = f"Svarsblad {out.round.name}.zip"
            download("Hämta svarsbladen (.zip)", package.archive, name, "sheets_zip", "primary")
            download("Hämta bara sändlistan", package.send_list, SEND_LIST_FILE, "sheets_list")
