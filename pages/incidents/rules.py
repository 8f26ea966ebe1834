"""The rules that incidents are held against, and the tick of the one who has read them against the regulation."""

import streamlit as st

from base.actors import Act
from base.clock import swedish_date
from base.formats import day
from data.imported.rule_reviews import RuleTick, review_rule, rule_reviews
from data.ledger.store import Store
from metrics.incidents.rules import RuleStanding, rule_standings
from pages.frame.fields import reason_field
from pages.frame.guard import permission
from pages.frame.receipts import carry_out, receipt, turn
from pages.frame.session import open_current
from pages.frame.texts import plain

_PLACE = "incident_rules"


def rules_list(store: Store) -> None:
    """Every rule, folded, with its source and its tick."""
    rules = rule_standings(rule_reviews(store))
    checked = sum(rule.checked for rule in rules)
    receipt(_PLACE)
    # One label, whatever is ticked: another would be another fold, and close.
    with st.expander("Regler", icon=":material/gavel:", key="incident_rules"):
        st.markdown(
            f"{checked} av {len(rules)} är kontrollerade mot föreskriften. Reglerna är tolkade ur lagtexten och "
            "trösklarna ur andrahandsuppgifter. Läs dem mot föreskriften och kryssa för dem. Ändras en regel "
            "försvinner krysset."
        )
        for rule in rules:
            _rule(rule)


def _rule(rule: RuleStanding) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(rule.label)}** · {plain(rule.words)}")
        st.markdown(plain(rule.text))
        facts = [rule.source]
        if rule.review is not None and rule.checked:
            facts.append(f"kontrollerad {day(swedish_date(rule.review.recorded_at))}")
            facts += [rule.review.note] if rule.review.note else []
        st.caption(plain(" · ".join(facts)))
        with (
            st.popover("Ta bort krysset" if rule.checked else "Kontrollerad", key=f"rule_open:{rule.name}:{turn()}"),
            st.form(f"rule:{rule.name}:{turn()}", border=False),
        ):
            note = reason_field("Anteckning", note="Till exempel vilken paragraf du har läst.")
            if st.form_submit_button("Ta bort krysset" if rule.checked else "Spara som kontrollerad"):
                carry_out(_PLACE, lambda: _save(rule, note))


def _save(rule: RuleStanding, note: str) -> str:
    tick = RuleTick(rule.name, rule.content_hash, not rule.checked, note)
    review_rule(open_current(), permission(Act.CONFIGURE), tick)
    return f"{rule.label}: {'krysset är borttaget' if rule.checked else 'kontrollerad'}."
