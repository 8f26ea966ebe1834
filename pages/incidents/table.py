"""A list of incidents with their clocks, and the way to one of them."""

from collections.abc import Callable, Sequence

import streamlit as st

from base.formats import NO_VALUE, number
from metrics.incidents.cases import IncidentCase
from metrics.incidents.clocks import ClockVerdict, DeadlineClock
from metrics.incidents.rules import incident_rules
from pages.frame.tables import unbroken, wide_table
from pages.frame.texts import plain

_ALL, _LATE, _UNDECIDED, _TO_JUDGE = "Alla", "För sent", "Kan inte avgöras", "Att bedöma"
_SHORT = {ClockVerdict.OPEN: "ej avslutad", ClockVerdict.NO_LIMIT: NO_VALUE, ClockVerdict.NOT_CONCERNED: NO_VALUE}


def incident_table(cases: Sequence[IncidentCase], place: str, opened: Callable[[str], None]) -> None:
    """The incidents of a body and a year; ``opened`` leads to one. ``place``: its own among the page's lists."""
    if not cases:
        return
    shown = _chosen(cases, place)
    if not shown:
        st.markdown("Inga sådana incidenter.")
        return
    # What most of them have first; a lägesrapport is rare and stands on the incident's own page.
    timed = [rule for rule in incident_rules().rules if (rule.hours or rule.months) and rule.ongoing != "only"]
    rules = sorted(timed, key=lambda rule: rule.applies == "significant")
    columns = {
        "Incident": [plain(case.id or NO_VALUE) for case in shown],
        "Rubrik": [plain(case.title or NO_VALUE) for case in shown],
        "Kännedom": [unbroken(case.facts.known.text if case.facts.known else "saknas") for case in shown],
    }
    for rule in rules:
        columns[rule.short] = [_short(case, rule.name) for case in shown]
    columns["Organisationsdel"] = [plain(case.unit or "okänd") for case in shown]
    wide_table(f"incidentlista{place}", columns, "Incidenterna med kännedom och utfall för varje tid")
    st.caption(
        "24 h: upplysning, 72 h: incidentanmälan, båda från kännedom. – betyder att tiden inte gäller incidenten. Ej "
        "avslutad: rapporten fanns inte vid filens läge, och tiden hade inte gått ut då."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by_ref = {case.ref: case for case in shown}
        chosen = st.selectbox(
            "Incident", list(by_ref), format_func=lambda ref: by_ref[ref].name, key=f"incident_choice{place}", width=420
        )
        if st.button("Öppna incidenten", key=f"incident_open{place}", icon=":material/open_in_full:") and chosen:
            opened(chosen)


def _chosen(cases: Sequence[IncidentCase], place: str) -> list[IncidentCase]:
    groups = {
        _ALL: list(cases),
        _LATE: [case for case in cases if _any(case, ClockVerdict.LATE)],
        _UNDECIDED: [case for case in cases if _any(case, ClockVerdict.UNDECIDED)],
        _TO_JUDGE: [case for case in cases if to_judge(case)],
    }
    asked = st.segmented_control(
        "Visa",
        list(groups),
        default=_ALL,
        format_func=lambda name: f"{name} ({number(len(groups[name]))})",
        key=f"incident_group{place}",
    )
    return groups[asked or _ALL]


def to_judge(case: IncidentCase) -> bool:
    """Whether a clock waits for somebody to say if the incident is *betydande*."""
    return any(clock.to_judge for clock in case.clocks)


def _any(case: IncidentCase, verdict: ClockVerdict) -> bool:
    return any(clock.verdict is verdict and not clock.to_judge for clock in case.clocks)


def _short(case: IncidentCase, rule: str) -> str:
    clock: DeadlineClock = next(clock for clock in case.clocks if clock.rule.name == rule)
    return "inte bedömd" if clock.to_judge else _SHORT.get(clock.verdict, clock.words)
