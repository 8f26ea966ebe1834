"""Registering a result without answers: the official one by hand, an earlier one by hand or from Excel."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import plural
from base.hashing import sha256_bytes
from data.ledger.store import Store
from data.ledger.texts import MAX_WORDS
from data.measuring.outside_files import outside_template, read_outside
from data.measuring.outside_results import (
    EARLIER,
    OFFICIAL,
    OutsideFacts,
    OutsideValue,
    register_outside,
)
from data.organisation.units import root_unit, units
from pages.frame.faults import show_error
from pages.frame.fields import day_field, reason_field
from pages.frame.guard import permission
from pages.frame.session import open_current, today
from pages.frame.small_files import faults_table, read_upload, template
from pages.frame.texts import plain
from pages.frame.upload import empty_box, upload

_NAME = "outside"
_DONE = "outside_registered"
_KINDS = {OFFICIAL: "Officiellt resultat (MSB)", EARLIER: "Tidigare mätning"}
_ROWS = "outside_rows"
# The table's own tools are in English, and nothing here needs them.
_WITHOUT_TOOLS = "[data-testid=stElementToolbar] { display: none; }"
_Given = tuple[OutsideFacts, Sequence[OutsideValue]]


def register_form(store: Store) -> None:
    """One form for both kinds. The official one is the municipality's, and has a level and perhaps its areas."""
    if name := st.session_state.pop(_DONE, None):
        st.success(f"{plain(name)} är registrerat.", icon=":material/check_circle:")
    kind = st.segmented_control(
        "Slag", list(_KINDS), format_func=_KINDS.__getitem__, default=OFFICIAL, key="outside_kind", required=True
    )
    official = kind != EARLIER
    left, right = st.columns(2)
    name = left.text_input(
        "Namn", "Cybersäkerhetskollen" if official else "", max_chars=MAX_WORDS, key=f"outside_name_{kind}"
    )
    as_of = day_field("Läget per", None, "outside_date", right.date_input, max_value=today(store))
    edition = left.text_input("Utgåva", max_chars=MAX_WORDS, key="outside_edition", placeholder="Till exempel 2025")
    case = right.text_input("Diarienummer", max_chars=MAX_WORDS, key="outside_case")
    low, high = left.columns(2)
    lowest = low.number_input(
        "Skalans lägsta värde", value=1.0 if official else None, format="%g", key=f"outside_low_{kind}"
    )
    highest = high.number_input(
        "Skalans högsta värde", value=4.0 if official else None, format="%g", key=f"outside_high_{kind}"
    )
    with right:
        method = None if official else reason_field("Metod", "outside_method")
    facts = OutsideFacts(
        kind=kind or OFFICIAL,
        name=name,
        as_of=as_of or today(store),
        scale_low=lowest,
        scale_high=highest,
        edition=edition,
        method=method,
        case_number=case,
    )
    given = _given(store, facts)
    if st.button("Registrera", type="primary", icon=":material/save:", disabled=given is None) and given:
        _register(*given, as_of)


def _register(facts: OutsideFacts, values: Sequence[OutsideValue], as_of: date | None) -> None:
    if as_of is None:
        show_error(MognadError("date_missing", "Ange vilken dag resultatet visar läget."))
        return
    try:
        register_outside(open_current(), permission(Act.IMPORT), facts, values)
    except MognadError as error:
        if error.issues:
            for issue in error.issues:
                st.error(plain(issue.message), icon=":material/error:")
        else:
            show_error(error)
    else:
        st.session_state[_DONE] = facts.name
        empty_box(_NAME)
        st.session_state.pop(_ROWS, None)
        st.rerun()


def _given(store: Store, facts: OutsideFacts) -> _Given | None:
    """What is to be registered; None, and why, where it can't be."""
    root = root_unit(units(store, facts.as_of)) or root_unit(units(store, today(store)))
    if root is None:
        show_error(MognadError("unit_unknown", "Lägg in kommunen under Inställningar först."))
        return None
    if facts.kind == OFFICIAL:
        return _official(root.unit, facts)
    file = upload(_NAME, "Excel eller CSV med kolumnerna Enhet, Område, Nivå och Poäng")
    day = facts.as_of
    template("Hämta mall", lambda: outside_template(store, day), "tidigare-resultat.xlsx", "outside_template")
    if file is None:
        st.markdown("Eller skriv kommunens värden här:")
        return facts, _by_hand(root.unit, "Område (tomt: hela kommunen)")
    try:
        workbook = read_upload(_NAME, file)
        plan = read_outside(store, workbook, facts.as_of)
    except MognadError as error:
        show_error(error)
        return None
    if plan.issues:
        faults_table(plan.issues, "Filen kan inte läsas in")
        return None
    st.markdown(f"{plural(len(plan.values), 'värde', 'värden')} i filen.")
    return replace(facts, file_name=workbook.name, file_hash=workbook.sha256), plan.values


def _official(root: str, facts: OutsideFacts) -> _Given:
    level = st.number_input("Nivå", min_value=0, value=None, step=1, key="outside_level", width=160)
    st.markdown("Resultat per område, om ni vill:")
    values = [OutsideValue(root, None, int(level))] if level is not None else []
    values += _by_hand(root, "Område")
    file = upload(_NAME, "MSB:s formulär, om du vill kunna visa att det är samma fil")
    if file is None:
        return facts, values
    st.caption("Filen sparas inte, bara dess namn och kontrollsumma.")
    return replace(facts, file_name=file.name, file_hash=sha256_bytes(file.getvalue())), values


def _by_hand(root: str, label: str) -> list[OutsideValue]:
    """A few rows typed in; more than that comes as a file."""
    empty: list[dict[str, Any]] = [{"Område": "", "Värde": None}] * 3
    st.html(f"<style>{_WITHOUT_TOOLS}</style>")
    typed = st.data_editor(
        empty,
        key=_ROWS,
        num_rows="dynamic",
        placeholder="",
        hide_index=True,
        column_config={
            "Område": st.column_config.TextColumn(label, max_chars=200),
            "Värde": st.column_config.NumberColumn("Värde"),
        },
    )
    return [
        OutsideValue(root, str(row["Område"] or "").strip() or None, None, value)
        for row in typed
        if isinstance(value := row.get("Värde"), (int, float))
    ]
