"""Whether an incident is *betydande*: the thresholds prepare, a person decides and says why."""

from datetime import datetime, time

import streamlit as st

from base.actors import Act
from base.clock import SWEDEN
from base.errors import MognadError
from base.formats import day_and_time
from data.imported.followed_rows import RowId
from data.imported.judgements import IncidentDecision, judge, withdraw_judgement
from data.ledger.store import Store
from metrics.incidents.cases import IncidentCase
from metrics.incidents.significance import Reach
from pages.frame.fields import free_text_warning, reason_field
from pages.frame.guard import permission
from pages.frame.receipts import carry_out, turn
from pages.frame.session import open_current
from pages.frame.texts import OLDEST_DAY, plain

_ICONS = {
    Reach.REACHED: ":material/priority_high:",
    Reach.BELOW: ":material/arrow_downward:",
    Reach.MISSING: ":material/help:",
}
_YES, _NO = "Betydande", "Inte betydande"


def judging(store: Store, case: IncidentCase, place: str) -> None:
    """What the thresholds say, what is decided, and the decision's form."""
    weighed = case.significance
    decided = decided_words(case)
    st.markdown(f"**{plain(decided or 'Ingen har bedömt om incidenten är betydande.')}**")
    st.markdown(plain(weighed.words))
    with st.expander("Trösklarna en för en", type="compact"):
        st.caption(
            plain(f"Jämfört med: {weighed.basis}. Under Regler står om tröskeln är kontrollerad mot föreskriften.")
        )
        for finding in weighed.findings:
            st.markdown(f"{_ICONS[finding.reach]} {plain(finding.words)}")
    if case.row_key is None:
        st.info("Incidenten har inget ärendenummer, så en bedömning skulle inte följa med till nästa fil.")
        return
    with st.expander("Bedöm incidenten", icon=":material/gavel:", expanded=not decided):
        _form(store, case, place)
    if case.own_judgement is not None:
        with st.popover("Ta tillbaka bedömningen", key=f"unjudge_open:{case.ref}:{turn()}"):
            _withdrawal(case, place)


def decided_words(case: IncidentCase) -> str:
    """What is decided, where, when and why; empty where nobody has."""
    own = case.own_judgement
    if own is not None:
        return f"{_word(own.significant)}, bedömt {day_and_time(own.judged_at)}: {own.reason}"
    if case.file_significant is None:
        return ""
    return f"{_word(case.file_significant)} enligt kommunens eget register."


def _word(significant: bool) -> str:
    return _YES if significant else _NO


def _form(store: Store, case: IncidentCase, place: str) -> None:
    now = store.clock.now().astimezone(SWEDEN)
    with st.form(f"judge:{case.ref}:{turn()}", border=False):
        verdict = st.radio("Bedömning", [_YES, _NO], index=None, horizontal=True)
        reason = st.text_area("Varför?", max_chars=4000)
        free_text_warning()
        left, right = st.columns(2)
        on = left.date_input("Bedömd den", now.date(), min_value=OLDEST_DAY, format="YYYY-MM-DD")
        at = right.time_input("Klockan", time(now.hour, now.minute), step=60)
        if st.form_submit_button("Spara bedömningen", type="primary"):
            carry_out(place, lambda: _save(case, verdict, reason or "", datetime.combine(on, at, SWEDEN)))


def _save(case: IncidentCase, verdict: str | None, reason: str, moment: datetime) -> str:
    if verdict is None:
        raise MognadError("verdict_missing", "Välj betydande eller inte betydande.")
    row = RowId(case.source, case.row_key or "")
    judge(open_current(), permission(Act.CORRECT), row, IncidentDecision(verdict == _YES, moment, reason))
    return f"{case.name}: {verdict.casefold()}, sparat."


def _withdrawal(case: IncidentCase, place: str) -> None:
    with st.form(f"unjudge:{case.ref}:{turn()}", border=False):
        reason = reason_field("Varför?")
        if st.form_submit_button("Ta tillbaka bedömningen"):
            carry_out(place, lambda: _withdraw(case, reason))


def _withdraw(case: IncidentCase, reason: str) -> str:
    own = case.own_judgement
    # It may have been taken on another source's row, which is said to be the same.
    row = own.row if own else RowId(case.source, case.row_key or "")
    withdraw_judgement(open_current(), permission(Act.CORRECT), row, reason)
    return "Bedömningen är tillbakatagen."
