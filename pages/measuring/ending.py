"""*Avsluta*, *Fastställ* and *Öppna igen*."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from data.ledger.store import Store
from data.measuring.closing import Approval, approve_round, close_round, reopen_round, restatements
from data.measuring.rounds import Round
from metrics.measuring.rounds.progress import Progress
from metrics.measuring.rounds.words import counts_sentence, missing_sentence
from pages.frame.fields import day_field, reason_field
from pages.frame.guard import permission
from pages.frame.session import today
from pages.frame.texts import plain
from pages.measuring.acts import act_button, show_act_fault, written


def closing(measurement: Round, standing: Progress) -> None:
    """What closing means, what it would leave unanswered, and the button."""
    counts = standing.counts
    st.markdown(plain(counts_sentence(counts)))
    st.markdown(plain(missing_sentence(counts)))
    st.markdown(
        "När mätningen avslutas går svaren inte längre att ändra fritt, och resultatet räknas på det som då är sparat. "
        "Den går att öppna igen, och ett enskilt svar går att rätta."
    )

    def close(store: Store) -> None:
        close_round(store, permission(Act.PLAN), measurement.round)

    kind = "secondary" if standing.waiting else "primary"
    act_button("Avsluta mätningen", "round_close", "close", close, type=kind, icon=":material/lock:")
    show_act_fault("close")


def approval(store: Store, measurement: Round, standing: Progress) -> None:
    """What was closed, and who has approved it, or the fields that say so."""
    st.markdown(plain(f"{counts_sentence(standing.counts)} {missing_sentence(standing.counts)}"))
    if restated := len(restatements(store, measurement.round)):
        answers = "1 svar är rättat" if restated == 1 else f"{restated} svar är rättade"
        st.markdown(f"{answers} i efterhand. Se fliken Rätta.")
    if not measurement.approved:
        st.subheader("Fastställ resultatet", anchor=False)
        left, middle, right = st.columns(3)
        left.text_input("Fastställd av", key="round_approver", max_chars=200, placeholder="Kommundirektören")
        first, now = measurement.as_of, today(store)
        look = {"min_value": first, "max_value": max(first, now)}
        day_field("Datum", now, "round_approved_on", middle.date_input, **look)
        right.text_input("Diarienummer", key="round_case", max_chars=100, placeholder="Valfritt")
        act_button("Fastställ", "round_approve", "approve", _approve(measurement), type="primary")
    show_act_fault("approve")


def reopening(measurement: Round) -> None:
    """Open it again, with a reason."""
    with st.expander("Öppna igen", key="round-reopening", icon=":material/lock_open:"):
        ends = " Fastställandet gäller då inte längre." if measurement.approved else ""
        st.markdown(f"Svaren går då att ändra igen tills mätningen avslutas på nytt.{ends}")
        reason_field("Varför öppnas den igen?", "round_reopen_why")

        def reopen(store: Store) -> None:
            reopen_round(store, permission(Act.PLAN), measurement.round, written("round_reopen_why"))

        act_button("Öppna igen", "round_reopen", "reopen", reopen, "round_reopen_why")
        show_act_fault("reopen")


def _approve(measurement: Round) -> Callable[[Store], None]:
    closed = measurement.closed_seq

    def approve(store: Store) -> None:
        on_day = st.session_state.get("round_approved_on")
        if not isinstance(on_day, date):
            raise MognadError("approval_date", "Välj vilken dag resultatet fastställdes.")
        decision = Approval(written("round_approver"), on_day, written("round_case"), closed)
        approve_round(store, permission(Act.APPROVE), measurement.round, decision)

    return approve
