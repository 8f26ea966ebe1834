"""*Omorganisation*: a file of old and new units, what it leads to in words, and all of it carried out or nothing."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day, plural
from data.ledger.store import Store
from data.measuring.rounds import find_round
from data.organisation.reorganisation.carrying_out import plan_reorganisation, reorganise
from data.organisation.reorganisation.file import ReorganisationPlan
from data.organisation.reorganisation.open_rounds import TouchedRound
from data.organisation.workbooks import reorganisation_template
from files.grid import Workbook
from pages.frame.choosing import round_label
from pages.frame.faults import show_error
from pages.frame.guard import permission
from pages.frame.receipts import carry_out, receipt
from pages.frame.session import open_current, today
from pages.frame.small_files import faults_table, read_upload, scrolling_table, template
from pages.frame.tables import unbroken
from pages.frame.tabs import tab_button
from pages.frame.texts import plain
from pages.frame.upload import empty_box, upload
from pages.organisation.reorganisation_undo import undo_section

_NAME = "omorganisation"
_DONE = "reorganisation_unled"
_KINDS = {
    "rename": "Byter namn",
    "move": "Flyttar",
    "change": "Ändras",
    "merge": "Slås ihop",
    "split": "Delas",
    "unchanged": "Som förut",
    "blocked": "Fel i filen",
}


def reorganisation_section(store: Store) -> None:
    """Template, upload, preview and the one button; then the latest one, to be undone."""
    receipt(_NAME)
    _from_file(store)
    undo_section(store, _NAME)


def _from_file(store: Store) -> None:
    if unled := st.session_state.pop(_DONE, ()):
        st.markdown(f"Utan ansvarig: {', '.join(plain(name) for name in unled)}.")
        tab_button("Ge dem en ansvarig", ":material/person:", "uppdrag")
    st.markdown(
        "När enheter byter namn, flyttar, slås ihop eller delas: skriv den gamla enheten, den nya och från vilket "
        "datum. Du ser vad som händer innan något sparas."
    )
    template(
        "Hämta mallen",
        partial(reorganisation_template, store, today(store)),
        "omorganisation.xlsx",
        "reorganisation_template",
    )
    file = upload(_NAME, "Välj filen med omorganisationen")
    if file is None:
        return
    try:
        book = read_upload(_NAME, file)
        plan = plan_reorganisation(store, book)
    except MognadError as error:
        show_error(error)
        return
    if plan.issues:
        faults_table(plan.issues, "Omorganisationen kan inte genomföras")
    _preview(store, plan)
    nothing = not plan.states
    if nothing and not plan.issues:
        st.info("Organisationen är redan som filen säger.")
    if st.button(
        "Genomför omorganisationen",
        key="reorganise_do",
        type="primary",
        icon=":material/account_tree:",
        disabled=bool(plan.issues) or nothing,
    ):
        carry_out(_NAME, lambda: _carry_out(book))


def _preview(store: Store, plan: ReorganisationPlan) -> None:
    if not plan.rows:
        return
    st.header("Det här händer", anchor=False)
    st.markdown(_sentence(plan))
    if plan.breaks:
        where = [
            f"jämförs på {series.compared_name}" if series.compared_name else "jämförs inte vidare"
            for series in plan.breaks
        ]
        with st.container(key="serier"):
            scrolling_table(
                {
                    "Serien slutar för": [plain(series.name) for series in plan.breaks],
                    "Mätningar": [plain(", ".join(series.rounds)) for series in plan.breaks],
                    "Sedan": [plain(text) for text in where],
                },
                "Serier som slutar",
            )
    _open_rounds(store, plan.open_rounds)
    if plan.unled:
        names = ", ".join(plain(name) for _, name in plan.unled)
        st.warning(f"Blir utan ansvarig: {names}.", icon=":material/person_off:")
    for text in plan.moved:
        st.markdown(f"- {plain(text)}")
    scrolling_table(
        {
            "Rad": [str(row.row) for row in plan.rows],
            "Från": [unbroken(day(row.from_date)) for row in plan.rows],
            "Gammal enhet": [plain(row.old) for row in plan.rows],
            "Ny enhet": [plain(row.new) for row in plan.rows],
            "Vad": [_KINDS.get(row.kind, row.kind) for row in plan.rows],
            "Det betyder": [plain(" ".join(row.told)) for row in plan.rows],
        },
        "Vad varje rad i filen leder till",
    )


def _open_rounds(store: Store, touched: Sequence[TouchedRound]) -> None:
    if not touched:
        return
    lines = [
        f"- {plain(round_label(store, find_round(store, row.round)))}: {plain(', '.join(row.units))}" for row in touched
    ]
    st.markdown("\n".join(["**Öppna mätningar som frågar enheter som ändras:**", "", *lines]))
    st.caption(
        "De har kvar sina frågor tills mätningen avslutas, också de som upphör. Deras påminnelse går till den som "
        "ansvarade sist."
    )


def _sentence(plan: ReorganisationPlan) -> str:
    goes_on = len({row.old for row in plan.rows if row.kind in ("rename", "move", "change", "unchanged")})
    ends = len({ended.old for ended in plan.heirs})
    new = len({heir for ended in plan.heirs for heir in ended.new})
    parts = [
        f"{plural(goes_on, 'enhet', 'enheter')} går vidare",
        f"{plural(ends, 'upphör', 'upphör')} och {plural(new, 'ny', 'nya')} börjar",
        plural(len(plan.breaks), "serie slutar", "serier slutar") if plan.breaks else "ingen serie bryts",
        plural(len(plan.assignments), "uppdrag berörs", "uppdrag berörs"),
    ]
    return " · ".join(parts) + "."


def _carry_out(book: Workbook) -> str:
    done = reorganise(open_current(), permission(Act.ORGANISE), book)
    empty_box(_NAME)
    st.session_state[_DONE] = [name for _, name in done.unled]
    return f"Omorganisationen i {book.name} är genomförd: {_sentence(done)}"
