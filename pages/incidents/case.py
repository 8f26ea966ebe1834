"""One incident: what the file says, its clocks, the thresholds, and the decision whether it is *betydande*."""

import streamlit as st

from base.formats import NO_VALUE, day, first_capital, number
from data.ledger.store import Store
from metrics.incidents.cases import IncidentCase, IncidentList
from metrics.incidents.moments import Moment
from metrics.incidents.rules import incident_rules
from pages.frame.receipts import receipt
from pages.frame.session import link
from pages.frame.tables import text_table, unbroken
from pages.frame.texts import plain
from pages.incidents.judging import judging

JUDGING = "incident_judging"
_STATUS = {"open": "öppen", "in_progress": "pågående", "closed": "avslutad"}
_ANSWERS = {True: "ja", False: "nej", None: "uppgift saknas"}


def incident_page(store: Store, incidents: IncidentList, ref: str) -> None:
    """The whole page of one incident."""
    case = incidents.find(ref)
    link("incidenter.py", "Alla incidenter", icon=":material/arrow_back:")
    if case is None:
        st.title("Incidenter", anchor=False)
        st.warning("Incidenten i adressen finns inte i registret längre.")
        return
    st.title(plain(case.title or case.name), anchor=False)
    receipt(JUDGING)
    whose = case.bolag or "kommunen"
    facts = [case.id, first_capital(case.kind_words), case.unit or "okänd organisationsdel", f"räknas till {whose}"]
    st.caption(plain(" · ".join(text for text in facts if text)))
    _clocks(case)
    st.header("Betydande?", anchor=False)
    judging(store, case, JUDGING)
    st.header("Uppgifter i filen", anchor=False)
    _facts(case)
    st.caption(plain(f"Läget per {day(case.facts.as_of)} · {case.file_name}"))


def _clocks(case: IncidentCase) -> None:
    st.header("Tider", anchor=False)
    columns: dict[str, list[str]] = {"Tid": [], "Utfall": [], "Räknas från": [], "Till": [], "Rapporterad": []}
    for clock in case.clocks:
        cells = (clock.rule.label, clock.words, clock.start, clock.due, clock.sent)
        for column, text in zip(columns.values(), cells, strict=True):
            column.append(unbroken(plain(text or NO_VALUE)))
    text_table(columns, "Incidentens tider: från, till och utfall")
    with st.expander("Så räknades det", type="compact"):
        for clock in case.clocks:
            law = incident_rules().law(clock.rule)
            span = f"Från {clock.start} till {clock.due}." if clock.start and clock.due else ""
            st.markdown(f"**{plain(clock.rule.label)}**: {plain(f'{clock.words}. {clock.why} {span}')}")
            st.caption(plain(f"{law.label}. {clock.rule.text}"))
        st.markdown(
            "Tiderna är svensk tid, räknade över skiftet till och från sommartid. En dag utan klockslag ger utfall "
            "bara om båda ändarna av dagen ger samma. Inget datum gissas."
        )


def _facts(case: IncidentCase) -> None:
    facts, harm = case.facts, case.harm
    rows = (
        ("Inträffade", _text(case.occurred)),
        ("Upptäckt", _text(case.detected)),
        ("Kännedom", _text(facts.known)),
        ("Bedömd som betydande", _significant(case)),
        ("Upplysning", _text(facts.early_warning_sent)),
        ("Incidentanmälan", _text(facts.notification_sent)),
        ("Lägesrapport", _text(facts.situation_report_sent)),
        ("Slutrapport", _text(facts.final_report_sent)),
        ("Hanterad", _text(facts.handled)),
        ("Anmäld till IMY", _text(facts.reported)),
        ("Ska anmälas till IMY", _ANSWERS[facts.imy_decision]),
        ("De registrerade informerade", _ANSWERS[case.subjects_informed]),
        ("Berörda personer", number(harm.affected_persons)),
        ("Avbrott i timmar", _hours(harm.outage_hours)),
        ("Timmar på reservrutin", _hours(harm.fallback_hours)),
        ("Sektor", incident_rules().threshold(harm.sector).label if harm.sector else NO_VALUE),
        ("Status", _STATUS.get(case.status or "", case.status or NO_VALUE)),
    )
    text_table(
        {"Uppgift": [name for name, _ in rows], "I filen": [unbroken(plain(text)) for _, text in rows]},
        "Det som filen säger om incidenten",
    )


def _text(moment: Moment | None) -> str:
    """As the file has it."""
    return moment.exact if moment else NO_VALUE


def _hours(hours: float | None) -> str:
    return NO_VALUE if hours is None else number(hours, 0 if float(hours).is_integer() else 1)


def _significant(case: IncidentCase) -> str:
    answer = _ANSWERS[case.file_significant]
    return f"{answer}, {case.judged_significant.exact}" if case.judged_significant else answer
