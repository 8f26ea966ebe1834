"""Accepting rows as they are, with a reason and a last day, and taking that back."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import streamlit as st

from base.actors import Act
from base.formats import day, plural
from data.imported.checks import RowsToAccept, accept_rows, latest_until, withdraw_acceptance
from data.imported.followed_rows import RowId
from data.ledger.store import Store
from data.ledger.texts import MAX_WORDS
from metrics.registers.check_results import CheckResult, FoundRow
from pages.frame.fields import free_text_warning
from pages.frame.guard import permission
from pages.frame.receipts import carry_out, turn
from pages.frame.session import open_current, today
from pages.frame.texts import plain

PLACE = "att_ratta"
_FIRST_SUGGESTION = timedelta(days=180)


def accept(store: Store, result: CheckResult) -> None:
    """A button that opens a form: which rows, why, and until when."""
    rows = {RowId(row.source, row.row_key): row for row in result.to_fix if row.row_key is not None}
    if not rows:
        return
    key = f"{result.register.name}_{result.check.name}_{turn()}"
    now = today(store)
    with st.popover("Godta …", key=f"accept_{key}"), st.form(f"accept_form_{key}", border=False):
        st.markdown("En godtagen rad räknas för sig till och med den dag du väljer, också efter nästa import.")
        chosen = st.multiselect(
            "Rader",
            list(rows),
            default=list(rows) if len(rows) == 1 else [],
            format_func=lambda place: _label(rows[place]),
            placeholder="Välj rader",
            select_all=False,
        )
        reason = st.text_area("Varför godtas de?", max_chars=MAX_WORDS, height=80)
        free_text_warning()
        until = st.date_input(
            "Till och med",
            value=now + _FIRST_SUGGESTION,
            min_value=now,
            max_value=latest_until(now),
            format="YYYY-MM-DD",
        )
        if st.form_submit_button("Godta", type="primary"):
            carry_out(PLACE, lambda: _accept(result, chosen, reason, until))


def accepted_rows(result: CheckResult) -> None:
    """The accepted rows of a check, each with its reason and a way back."""
    for row in result.accepted:
        acceptance = row.acceptance
        if acceptance is None:
            continue
        with st.container(horizontal=True, vertical_alignment="center"):
            until = day(acceptance.until)
            words = f"Godtagen till och med {until}: {plain(_label(row))}. {plain(acceptance.reason)}"
            st.markdown(f":material/check: {words}", width="content")
            key = f"withdraw_{result.register.name}_{result.check.name}_{row.source}_{row.row_key}"
            if st.button("Ta tillbaka", key=key, type="tertiary"):
                carry_out(PLACE, partial(_withdraw, result, row))


def _accept(result: CheckResult, chosen: Sequence[RowId], reason: str, until: date) -> str:
    order = RowsToAccept(result.register.name, result.check.name, chosen, reason, until)
    accepted = accept_rows(open_current(), permission(Act.CORRECT), order)
    return f"{plural(accepted, 'rad är godtagen', 'rader är godtagna')} till och med {day(until)}."


def _withdraw(result: CheckResult, row: FoundRow) -> str:
    accepted = RowId(row.source, row.row_key or "")
    withdraw_acceptance(open_current(), permission(Act.CORRECT), result.register.name, result.check.name, accepted)
    return f"{_label(row)} är inte längre godtagen."


def _label(row: FoundRow) -> str:
    named = [text for text in (row.id, row.title) if text]
    return f"{' – '.join(named) or f'Rad {row.row}'}"
